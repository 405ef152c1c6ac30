"""Keys: what a footer promises happens, and each key can be told apart and explained."""

import importlib
import pkgutil

import pytest
from places import PLACES, opened
from seeing import rows, wait_for
from textual.binding import Binding
from textual.dom import DOMNode

import trainer.tui
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.widgets.choices import Choices


def bindings() -> list[tuple[str, Binding]]:
    """Return every binding that is written in the full screen's own classes, with the class."""
    found = []
    for module_info in pkgutil.walk_packages(trainer.tui.__path__, "trainer.tui."):
        module = importlib.import_module(module_info.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__ == module.__name__:
                found += [(kind.__qualname__, binding) for binding in vars(kind).get("BINDINGS", ())]
    return found


def test_every_key_can_be_told_apart_and_explained() -> None:
    """Every binding has an id of its own and a tooltip."""
    ids = [binding.id for _, binding in bindings()]

    assert 40 < len(ids)
    assert [] == [(kind, binding.key) for kind, binding in bindings() if not (binding.id and binding.tooltip)]
    assert len(ids) == len(set(ids))


def state_of(app: TrainerApp) -> tuple[object, ...]:
    """Return what a key can change: screens, focus, highlight, theme, what is drawn, and whether the program runs."""
    marked = tuple(choices.highlighted for choices in app.screen.query(Choices))
    return (*map(id, app.screen_stack), id(app.focused), marked, app.theme, app._exit, rows(app))


def keys_shown(app: TrainerApp) -> list[str]:
    """Return every key that is in the footer now, its other keys included."""
    return [key for key, active in app.screen.active_bindings.items() if active.binding.show and active.enabled]


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("palette", "search")])
async def test_every_key_in_the_footer_does_something(store: SqliteStore, place: str) -> None:
    """A key that the footer shows changes the screen, the focus, the text or its scrolling, or leaves."""
    size = (60, 16) if place in ("library", "long") else (80, 24)
    place = "moment" if place == "back" else place
    idle = []
    async with opened(store, place, size) as (app, _):
        keys = keys_shown(app)
    for key in keys:
        async with opened(store, place, size) as (app, pilot):
            before = state_of(app)
            await pilot.press(key)
            try:
                await wait_for(pilot, lambda app=app, before=before: before != state_of(app), key)
            except AssertionError:
                idle.append(key)

    assert 2 <= len(keys)
    assert [] == idle


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_changes_by_itself(store: SqliteStore, place: str) -> None:
    """Without a key a place stays as it is, so that a change after a key comes from the key."""
    async with opened(store, place) as (app, pilot):
        before = state_of(app)
        for _ in range(5):
            await pilot.pause(0.02)

        assert before == state_of(app)
