"""A person's own folders, a store, and the app as it is started, for the tests of the full screen."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from several import Several
from textual.widgets import Input, TextArea

from trainer.opening import Opening
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp

WINDOW = Path(__file__).with_name("window.yaml")
_TURNS = 100
"""More than a key needs until its last widget has heard of it; what takes time is waited for by a condition."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, in which one scenario is the whole library, and a clock that stands in UTC."""
    folder = tmp_path / "home"
    for variable, name in {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}.items():
        monkeypatch.setenv(variable, str(folder / name))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("TZ", "UTC")
    for variable in ("NO_COLOR", "TRAINER_STORE"):
        monkeypatch.delenv(variable, raising=False)
    shelved = folder / "data" / "dialogue-trainer" / "scenarios" / "the-window"
    shelved.mkdir(parents=True)
    (shelved / "scenario.yaml").write_bytes(WINDOW.read_bytes())
    monkeypatch.setattr("trainer.library.shipped_folder", lambda: folder / "none")
    return folder


@pytest.fixture
def several(tmp_path: Path) -> Iterator[Several]:
    """A store with five persons."""
    made = Several(tmp_path / "several.db")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _turns_instead_of_idleness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand a key on from widget to widget, and wait for no idle processor: on a busy machine there is none."""

    async def take_turns(*_: float) -> None:
        for _turn in range(_TURNS):
            await asyncio.sleep(0)

    monkeypatch.setattr("textual.app.wait_for_idle", take_turns)
    monkeypatch.setattr("textual.pilot.wait_for_idle", take_turns)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A new store."""
    opened = SqliteStore(tmp_path / "trainer.db")
    yield opened
    opened.close()


@pytest.fixture
def app(store: SqliteStore) -> TrainerApp:
    """The app as `trainer` starts it."""
    return TrainerApp(store)


@pytest.fixture
def window() -> Path:
    """The scenario that the tests play."""
    return WINDOW


@pytest.fixture
def play(store: SqliteStore, window: Path) -> Callable[..., TrainerApp]:
    """Return the app as `trainer play` starts it, with draws that are always the same."""

    def opened(**how: object) -> TrainerApp:
        return TrainerApp(store, Opening(**{"scenario": str(window), "seed": 7} | how))

    return opened


@pytest.fixture(autouse=True)
def _still_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep cursors from blinking, so that a picture does not depend on when it was taken."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)
