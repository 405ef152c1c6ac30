"""Ways to a place in the window story, as a person walks them, and what the store then holds."""

from typing import Final

from seeing import shown, wait_for
from textual.pilot import Pilot

from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import AskFeeling, OwnWords
from trainer.tui.screens.looking_back import LookingBack
from trainer.tui.screens.stage import Stage
from trainer.tui.widgets.choices import Choice, Choices
from trainer.tui.widgets.transcript import Transcript

PLACES: Final = ("home", "library", "briefing", "stage", "checkin", "words", "pause", "end", "back", "sessions")
"""Every place that `go_to` knows."""


def kinds(store: SqliteStore) -> list[str]:
    """Return what happened in the session last touched, as its log has it."""
    return [recorded.event.kind for recorded in store.events(store.sessions()[0].session)]


def typed(store: SqliteStore) -> list[str]:
    """Return what was typed in the session last touched."""
    return list(store.words(store.sessions()[0].session).values())


def offered(app: TrainerApp) -> list[str]:
    """Return the entries that can be chosen from, by their whole text."""
    return [choice._label.plain for choice in app.screen.query(Choice)]  # the text before it is wrapped and cut off


def lines(app: TrainerApp) -> str:
    """Return the whole of what was said, in sight or not."""
    return app.screen.query_one(Transcript).plain


async def wait_for_screen(pilot: Pilot[int], name: str) -> None:
    """Wait until the screen called `name` is before the person, with the focus where it belongs."""
    app = pilot.app
    await wait_for(
        pilot, lambda: type(app.screen).__name__ == name and (app.focused is not None or name in FREE), f"screen {name}"
    )
    await pilot.pause()


FREE: Final = ("LookingBack", "TooSmall", "Notice")
"""Screens that listen to keys without a widget that has the focus."""


async def wait_for_options(pilot: Pilot[int], *, reading: str = "enter") -> list[str]:
    """Read on until there is something to choose, and return it."""
    app = pilot.app
    for _ in range(50):
        await wait_for(pilot, lambda: _is_settled(app), "the options, or something to read or answer")
        if isinstance(app.screen, Stage) and app.screen.is_reading:
            await pilot.press(reading)
            continue
        break
    return offered(app)


def _is_settled(app: TrainerApp) -> bool:
    if isinstance(app.screen, AskFeeling | OwnWords):
        return app.focused is not None
    if not isinstance(app.screen, Stage):
        return False
    return app.screen.is_reading or (isinstance(app.focused, Choices) and app.screen._is_answerable)


async def choose(pilot: Pilot[int], words: str) -> None:
    """Choose the entry whose text holds `words`, by its number."""
    found = [number for number, label in enumerate(offered(pilot.app), start=1) if words in label]
    assert 1 == len(found), (words, offered(pilot.app))
    await pilot.press(str(found[0]))


async def go_to(pilot: Pilot[int], place: str) -> None:
    """Walk from the briefing of the window story, or from home, to `place`."""
    if place in ("home", "library", "sessions"):
        await wait_for_screen(pilot, "Home")
        if place != "home":
            await pilot.press(place[0])
            await wait_for_screen(pilot, place.capitalize())
        return
    await wait_for_screen(pilot, "Briefing")
    if place == "briefing":
        return
    await pilot.press("1")
    await wait_for_options(pilot)
    if place == "pause":
        await pilot.press("p")
        await wait_for_screen(pilot, "PauseMenu")
    if place in ("stage", "pause"):
        return
    await choose(pilot, "What happens")
    await wait_for_options(pilot)
    await wait_for_screen(pilot, "AskFeeling")
    if place == "checkin":
        return
    await pilot.press("escape")
    await wait_for_options(pilot)
    await choose(pilot, "I will sit")
    await wait_for_screen(pilot, "OwnWords")
    if place == "words":
        return
    await pilot.press("escape")
    await wait_for_options(pilot)
    await choose(pilot, "Let us ask him")
    await wait_for_options(pilot)
    await wait_for(pilot, lambda: "Look back on what your words did" in offered(pilot.app), "the end")
    if place == "end":
        return
    await pilot.press("1")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, LookingBack), "the looking back")
    await wait_for(pilot, lambda: "Looking back" in shown(pilot.app), "its first page")
