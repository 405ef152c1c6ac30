"""Ways to a place in the window story, as a person walks them, and what the store then holds."""

from collections.abc import Callable
from typing import Final

from seeing import shown, wait_for
from textual.pilot import Pilot

from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.screens.briefing import Briefing
from trainer.tui.screens.looking_back import LookingBack
from trainer.tui.screens.stage import Stage
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.transcript import Transcript

PLACES: Final = ("home", "library", "briefing", "stage", "checkin", "words", "pause", "end", "back", "sessions")
"""Every place that `go_to` knows."""


def kinds(store: SqliteStore) -> list[str]:
    """Return what happened in the session last touched, as its log has it."""
    return [recorded.event.kind for recorded in store.events(store.sessions()[0].session)]


def typed(store: SqliteStore) -> list[str]:
    """Return what was typed in the session last touched."""
    return [words.text for words in store.words(store.sessions()[0].session).values()]


def offered(app: TrainerApp) -> list[str]:
    """Return the entries that can be chosen from, by their whole text."""
    return [label for choices in app.screen.query(Choices) for label in choices.labels]


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


FREE: Final = ("LookingBack", "Attempts", "Progress", "TooSmall", "Notice")
"""Screens that listen to keys without a widget that has the focus."""


async def read_and_begin(pilot: Pilot[int]) -> None:
    """Read the briefing to its end with Enter, and begin with it."""
    for _ in range(8):
        if isinstance(pilot.app.screen, Briefing):
            await pilot.press("enter")
            await pilot.pause(0.02)


async def wait_for_options(pilot: Pilot[int]) -> list[str]:
    """Read on until there is something to choose, and return it."""
    await read_on_until(pilot, lambda stage: isinstance(pilot.app.focused, Choices) and stage._is_answerable, "options")
    await pilot.pause()
    return offered(pilot.app)


async def wait_for_question(pilot: Pilot[int], name: str) -> None:
    """Read on until the question called `name` is asked."""
    await read_on_until(pilot, lambda _: False, f"the question {name}", name)


async def read_on_until(pilot: Pilot[int], is_there: Callable[[Stage], bool], what: str, name: str = "") -> None:
    """Press Enter as long as there is something to read, until `is_there`, or until the screen called `name` is."""
    app = pilot.app

    def has_come() -> bool:
        screen = app.screen
        if name:
            return type(screen).__name__ == name and app.focused is not None
        return isinstance(screen, Stage) and is_there(screen)

    def is_to_read() -> bool:
        return isinstance(app.screen, Stage) and app.screen.is_reading and isinstance(app.focused, Transcript)

    await wait_for(pilot, lambda: has_come() or is_to_read(), what)
    while not has_come():
        await read_on(pilot)
        await wait_for(pilot, lambda: has_come() or is_to_read(), what)


async def read_on(pilot: Pilot[int]) -> None:
    """Press Enter once where there is something to read, and wait until that was heard."""
    stage = pilot.app.screen
    transcript = stage.query_one(Transcript)
    was_at = transcript.scroll_offset.y
    await pilot.press("enter")
    await wait_for(pilot, lambda: not stage.is_reading or transcript.scroll_offset.y != was_at, "the next lines")


async def choose(pilot: Pilot[int], words: str) -> None:
    """Choose the entry whose text holds `words`, by its number, and wait until that was heard."""
    screen = pilot.app.screen
    found = [number for number, label in enumerate(offered(pilot.app), start=1) if words in label]
    assert 1 == len(found), (words, offered(pilot.app))
    version = screen._session.version if isinstance(screen, Stage) else 0
    await pilot.press(str(found[0]))
    await wait_for(
        pilot,
        lambda: pilot.app.screen is not screen or (isinstance(screen, Stage) and screen._session.version != version),
        f"the choice of “{words}”",
    )


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
    await wait_for_question(pilot, "AskFeeling")
    if place == "checkin":
        return
    await pilot.press("escape")
    await wait_for_options(pilot)
    await choose(pilot, "I will sit")
    await wait_for_question(pilot, "OwnWords")
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
    await wait_for(pilot, lambda: "How was it?" in shown(pilot.app), "its first page")
