"""One keyboard: a whole scene with the curtain between turns, and nobody ever sees what is for another alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from joint import (
    PATIENT_ONLY,
    STAFF_ONLY,
    TITLE,
    fill,
    read_to,
    shelve,
    take,
    until_screen,
    until_shown,
    write,
)
from seeing import rows, settle, wait_for
from textual.pilot import Pilot
from walking import wait_for_screen

from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.widgets.transcript import Transcript


def whole(app: TrainerApp) -> str:
    """Return all that is on the screen or can be scrolled to, and what the terminal is told beside it."""
    transcripts = "\n".join(transcript.plain for screen in app.screen_stack for transcript in screen.query(Transcript))
    notices = "\n".join(str(notice.message) for notice in app._notifications)
    return "\n".join((rows(app), app.export_screenshot(), transcripts, notices, app.title, app.sub_title))


class Watched:
    """Looks at the screen at every step: what is for one alone never shows while it is another's time."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.looks = 0

    def look(self, who: str) -> None:
        """Look, while it is the time of `who`, or of nobody."""
        seen = whole(self.pilot.app)
        self.looks += 1
        if who != "Mina":
            assert PATIENT_ONLY not in seen
        if who != "Per":
            assert STAFF_ONLY not in seen

    async def lift(self, who: str) -> None:
        """Wait for the curtain before `who`, and lift it."""
        await until_screen(self.pilot, "Curtain")
        await until_shown(self.pilot, f"Pass the keyboard to {who}.")
        self.look("nobody")
        await self.pilot.press("enter")
        await until_screen(self.pilot, "KeyboardScreen")
        await until_shown(self.pilot, f"For {who} alone.")
        await settle(self.pilot)
        self.look(who)


@asynccontextmanager
async def seated(store: SqliteStore, home: Path) -> AsyncIterator[tuple[Pilot[int], Watched]]:
    """Sit Mina and Per down at the keyboard, with their parts taken."""
    shelve(home)
    app = TrainerApp(store)
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "Home")
        await pilot.press("t")
        await wait_for_screen(pilot, "Together")
        await pilot.press("a")
        await wait_for_screen(pilot, "Library")
        await take(pilot, TITLE)
        await until_screen(pilot, "OneKeyboardForm")
        await fill(pilot, name_1="Mina")
        await pilot.press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "enter")
        await until_shown(pilot, "Two names at least")
        await fill(pilot, name_2="Per")
        await pilot.press("enter")
        await until_screen(pilot, "Parts")
        await until_shown(pilot, "Mina, a patient: which part do you take?")
        await take(pilot, "Jonas, patient")
        await take(pilot, "Ingrid, nurse")
        await take(pilot, "Begin with these parts")
        yield pilot, Watched(pilot)


async def read_both(pilot: Pilot[int], watched: Watched) -> None:
    """Let both read their briefing."""
    for who in ("Mina", "Per"):
        await watched.lift(who)
        await read_to(pilot, "I have read it")


async def test_whole_scene_with_the_curtain_between_turns(  # noqa: PLR0915  one walk through everything
    store: SqliteStore, home: Path
) -> None:
    """A scene is played to its opened answers and begun again with the parts exchanged; nothing private crosses."""
    async with seated(store, home) as (pilot, watched):
        await read_both(pilot, watched)
        await read_to(pilot, "May I come in?")
        await until_screen(pilot, "Curtain")
        watched.look("nobody")
        await pilot.press("enter")
        await until_screen(pilot, "RoomFeeling")
        watched.look("Mina")
        await write(pilot, "Quite calm.")
        await read_to(pilot, "Come in.")
        await until_screen(pilot, "RoomWords")
        await write(pilot, "You may come in, yes.")
        await watched.lift("Per")
        await read_to(pilot, "I sit down here.")
        await watched.lift("Mina")
        await read_to(pilot, "Tea, then.")
        await read_to(pilot, "Go on to what comes afterwards")
        await until_shown(pilot, "Afterwards: Out")
        await take(pilot, "Mark lines")
        await until_screen(pilot, "Marking")
        await pilot.press("h")
        await until_shown(pilot, "✓ heard")
        await pilot.press("down", "n", "w")
        await until_screen(pilot, "AskText")
        await write(pilot, "You looked away.")
        await until_shown(pilot, "✗ not heard: You looked away.")
        await pilot.press("escape")
        await until_shown(pilot, "2 lines marked")
        await take(pilot, "Could you say how it is for you?")
        await write(pilot, "Nearly.")
        await take(pilot, "Open this to the others")
        await until_shown(pilot, "You looked away.", "Could I say how it is for me? Nearly.")
        await pilot.press("1")
        await until_shown(pilot, "You have decided. The others have not yet.")
        await take(pilot, "parts exchanged")
        await take(pilot, "I want to")
        await until_shown(pilot, "You want to exchange the parts.")
        await pilot.press("l")
        await take(pilot, "Pass the keyboard on")
        await until_screen(pilot, "AfterPlay")
        watched.look("nobody")
        await take(pilot, "Per, alone")
        await watched.lift("Per")
        await read_to(pilot, "Go on to what comes afterwards")
        await take(pilot, "Was there room to disagree?")
        await write(pilot, "Some.")
        await take(pilot, "Open this to the others")
        await take(pilot, "Open it")
        await until_shown(pilot, "Open: all of you wanted that.", "You looked away.", "Some.")
        await take(pilot, "One thing here that should change")
        await write(pilot, "Knock first. Per, from Monday.")
        await until_shown(pilot, "Knock first. Per, from Monday.")
        await take(pilot, "Your looking back")
        await until_screen(pilot, "Reader")
        await until_shown(pilot, "Your part: Ingrid")
        watched.look("Per")
        await pilot.press("escape")
        await take(pilot, "parts exchanged")
        await take(pilot, "I want to")
        await until_screen(pilot, "Curtain")
        watched.look("nobody")
        await until_shown(pilot, "Pass the keyboard to Mina.")
        await pilot.press("enter")
        await until_screen(pilot, "KeyboardScreen")
        for _ in range(6):
            await pilot.press("space")
        await until_shown(pilot, f"The {STAFF_ONLY} brief.")

    assert 15 <= watched.looks
    assert 2 == len(store.sessions())
    typed = b"".join(path.read_bytes() for path in home.parent.rglob("*") if path.is_file())
    assert b"You may come in, yes." not in typed
    assert b"Quite calm." not in typed


async def test_pause_and_leave_at_one_keyboard(store: SqliteStore, home: Path) -> None:
    """On the curtain one may pause; who leaves is played by the script from then on, and the other goes on."""
    async with seated(store, home) as (pilot, watched):
        await read_both(pilot, watched)
        await pilot.press("p")
        await until_screen(pilot, "Paused")
        watched.look("nobody")
        await take(pilot, "Go on: all of us want that")
        await until_screen(pilot, "Curtain")
        await pilot.press("p")
        await until_screen(pilot, "Paused")
        await take(pilot, "Leave; no reason is asked")
        await take(pilot, "Mina leaves for good")
        await until_screen(pilot, "Paused")
        await until_shown(pilot, "Those who stay choose")
        await take(pilot, "the script plays the part")
        await watched.lift("Per")
        await read_to(pilot, "May I come in?")
        await read_to(pilot, "I sit down here.")
        await read_to(pilot, "Go on to what comes afterwards")
        await until_shown(pilot, "Afterwards: Out")
        await pilot.press("ctrl+q")
        await take(pilot, "Close it for all")
        await wait_for(pilot, lambda: pilot.app._exit, "the end of the program")

    assert () == store.rooms()
