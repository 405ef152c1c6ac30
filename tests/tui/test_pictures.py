"""Pictures of the screens: `pytest tests/tui/test_pictures.py --snapshot-update` takes them anew."""

import re
from collections.abc import Callable
from importlib.metadata import version

import pytest
from places import opened
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.themes import DARK, LIGHT


class Svg(SingleFileSnapshotExtension):
    """A picture in a file of its own."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def app_snapshot(snapshot: SnapshotAssertion) -> Callable[[TrainerApp], bool]:
    """Compare the screen as it is now with the picture that the test has."""
    return lambda app: snapshot(extension_class=Svg) == picture(app)


def picture(app: TrainerApp) -> str:
    """Return the screen as a small picture: without fonts from elsewhere, and without names drawn by chance."""
    svg = re.sub(r"terminal-\d+-", "t-", app.export_screenshot(simplify=True))
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"[ \t]+(?=\n)|(?<=\n)\s+", "", svg)


def test_pictures_are_of_this_release() -> None:
    """The pictures belong to the release of Textual that is pinned; with another they are taken anew."""
    assert "8.2.8" == version("textual")


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize(
    "place",
    [
        *("home", "library", "briefing", "stage", "pause", "back", "talk", "moment", "attempts", "agreement"),
        *("together", "one-keyboard", "curtain", "room-briefing", "afterwards", "marking"),
        *("shared", "replay", "replay-key", "rating", "group", "cohort-figures"),
        *("sign-in", "by-code", "recovery", "locked", "shared-home", "shares", "share-so", "ticks", "asked"),
        *("account", "people", "invite", "show-code"),
    ],
)
async def test_picture(
    store: SqliteStore,
    app_snapshot: Callable[[TrainerApp], bool],
    place: str,
    size: tuple[int, int],
    theme: str,
) -> None:
    """The screen looks as it did when somebody last looked at it and found it good."""
    async with opened(store, place, size, theme) as (app, _):
        assert app_snapshot(app)
