"""Every place of the full screen, opened without the walk to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from seeing import shown, wait_for
from textual.pilot import Pilot
from textual.widgets import Input
from walking import wait_for_options, wait_for_question, wait_for_screen

from trainer.library import load
from trainer.opening import Opening
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import Strength

WINDOW: Final = Path(__file__).with_name("window.yaml")
_REPLIES: Final = {"stage": 0, "notice": 0, "checkin": 1, "scale": 1, "words": 2, "reading": 0}
PLACES: Final = (
    *("home", "library", "search", "sessions", "briefing", "stage", "long", "reading", "notice", "pause"),
    *("checkin", "scale", "words", "back", "moment", "palette"),
)


def session_at(store: SqliteStore, replies: int, file: Path = WINDOW, seed: int = 7) -> Session:
    """Return a session of the window story after some replies of Ingrid's."""
    session = Session.begin(store, load(file), "staff", seed=seed)
    session.start()
    for option in ("ask", "sit", "with-him")[:replies]:
        session.reply(option)
    return session


@asynccontextmanager
async def opened(
    store: SqliteStore, place: str, size: tuple[int, int] = (80, 24), theme: str = ""
) -> AsyncIterator[tuple[TrainerApp, Pilot[int]]]:
    """Open the app at `place`."""
    opening = Opening(seed=7)
    if place == "briefing":
        opening = Opening(scenario=str(WINDOW), seed=7)
    elif place in ("back", "moment"):
        opening = Opening(resume=session_at(store, 3).id)
    elif place == "long":
        session = session_at(store, 2)
        session.give_words("I stay.")
        opening = Opening(resume=session.id)
    elif place not in ("home", "library", "search", "sessions", "palette"):
        size = (60, 16) if place == "reading" else size
        opening = Opening(resume=session_at(store, _REPLIES.get(place, 0)).id)
    if place == "sessions" and not store.sessions():
        session_at(store, 1)
    app = TrainerApp(store, opening)
    if theme:
        app.theme = theme
    async with app.run_test(size=size, notifications=True) as pilot:
        await _arrive(pilot, place)
        yield app, pilot


async def _arrive(pilot: Pilot[int], place: str) -> None:
    app = pilot.app
    match place:
        case "home":
            await wait_for_screen(pilot, "Home")
            await wait_for(pilot, lambda: "palette" in shown(app), "the footer")
        case "library" | "search":
            await wait_for_screen(pilot, "Home")
            await pilot.press("l")
            await wait_for_screen(pilot, "Library")
            await wait_for(pilot, lambda: "rule about windows" in shown(app), "what is known")
            if place == "search":
                await pilot.press("slash")
                await wait_for(pilot, lambda: isinstance(app.focused, Input), "the search")
        case "sessions":
            await wait_for_screen(pilot, "Home")
            await pilot.press("s")
            await wait_for_screen(pilot, "Sessions")
        case "palette":
            await wait_for_screen(pilot, "Home")
            await pilot.press("ctrl+p")
            await wait_for(pilot, lambda: "Go on with one, or look back" in shown(app), "the palette")
        case "briefing":
            await wait_for_screen(pilot, "Briefing")
        case "stage" | "long":
            await wait_for_options(pilot)
        case "pause" | "notice":
            await wait_for_options(pilot)
            await pilot.press("p" if place == "pause" else "b")
            await wait_for_screen(pilot, "PauseMenu" if place == "pause" else "Notice")
        case "reading":
            await wait_for(pilot, lambda: app.screen.has_class("-reading"), "something to read first")
        case "words":
            await wait_for_question(pilot, "OwnWords")
        case "checkin" | "scale":
            await wait_for_question(pilot, "AskFeeling")
            if place == "scale":
                await pilot.press("tab")
                await wait_for(pilot, lambda: isinstance(app.focused, Strength), "the scale")
        case _:
            await wait_for(pilot, lambda: "3 choices that counted" in shown(app), "the looking back")
            if place == "moment":
                await pilot.press("right")
                await wait_for(pilot, lambda: "You asked before you answered." in shown(app), "the first choice")
    if app.screen.query("Footer"):
        await wait_for(pilot, lambda: bool(shown(app, "Footer")), "the footer")
    await pilot.pause()
