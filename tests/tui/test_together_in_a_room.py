"""Two apps and a connection on loopback: a whole scene with a pause, a lost connection, and somebody who leaves."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from joint import (
    PATIENT_ONLY,
    STAFF_ONLY,
    TITLE,
    at,
    fill,
    press,
    read_to,
    send,
    shelve,
    take,
    until_screen,
    until_shown,
    write,
)
from seeing import rows, shown, wait_for
from textual.pilot import Pilot
from walking import lines, offered, wait_for_screen

from trainer.room.kept import KeptFile, kept_rooms
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.widgets.choices import Choices


class Both:
    """The host's app and the guest's."""

    def __init__(self, host: Pilot[int], guest: Pilot[int], folder: Path) -> None:
        self.host = host
        self.guest = guest
        self.folder = folder

    @property
    def kept(self) -> KeptFile:
        """What the guest keeps."""
        return kept_rooms(self.folder / "guest" / "rooms")[0]

    def bytes_of(self, who: str) -> bytes:
        """Return all that somebody's machine holds of it."""
        return b"".join(path.read_bytes() for path in (self.folder / who).rglob("*") if path.is_file())


@asynccontextmanager
async def apps(folder: Path) -> AsyncIterator[Both]:
    """Start two apps, each with a store and a folder of its own."""
    stores = [SqliteStore(folder / who / "trainer.db") for who in ("host", "guest")]
    host, guest = (
        TrainerApp(store, None, str(folder / who / "trainer.db"))
        for who, store in zip(("host", "guest"), stores, strict=True)
    )
    async with host.run_test(notifications=True) as first, guest.run_test(notifications=True) as second:
        yield Both(first, second, folder)
    for store in stores:
        store.close()


async def wait(pilot: Pilot[int], condition: Callable[[], bool], what: str) -> None:
    """Wait in one of the two apps."""
    at(pilot)
    await wait_for(pilot, condition, what)


async def to_together(pilot: Pilot[int]) -> None:
    """Go to the ways to play with others."""
    at(pilot)
    await wait_for_screen(pilot, "Home")
    await press(pilot, "t")
    await wait_for_screen(pilot, "Together")


async def open_room(pilot: Pilot[int], where: str = "127.0.0.1:0") -> tuple[str, str]:
    """Open a room as Per, and return its code and where it is."""
    await to_together(pilot)
    await press(pilot, "o")
    await wait_for_screen(pilot, "Library")
    await take(pilot, TITLE)
    await until_screen(pilot, "OpenForm")
    await fill(pilot, name_1="Per", where=where)
    await send(pilot)
    await until_screen(pilot, "RoomScreen")
    await until_shown(pilot, "for one person, until")
    return code_of(pilot), re.search(r"at (127\.0\.0\.1:\d+)", shown(pilot.app)).group(1)


def code_of(pilot: Pilot[int]) -> str:
    """Return the code that is shown."""
    return re.search(r"((?:[2-9A-Z] +){6})", rows(pilot.app)).group(1).replace(" ", "")


async def join(both: Both) -> str:
    """Let Mina come in; return where the room is."""
    code, where = await open_room(both.host)
    await to_together(both.guest)
    await press(both.guest, "c")
    await until_screen(both.guest, "JoinForm")
    await fill(both.guest, code="WRONG1", name_1="Mina", where=where)
    await send(both.guest)
    await until_shown(both.guest, "No room at this address has this code now.", "WRONG1", "Mina")
    await fill(both.guest, code=code.lower())
    await send(both.guest)
    await until_shown(both.guest, "You are at the door.")
    await take(both.host, "Mina, a patient, would like to come in: let in")
    await until_shown(both.guest, "Choose a part")
    return where


async def begin(both: Both) -> None:
    """Take the parts and read the briefings; then it is Per's turn, as staff."""
    await take(both.guest, "Take Jonas")
    await until_shown(both.guest, "Give back Jonas")
    await take(both.host, "Take Ingrid")
    await until_shown(both.host, "Give back Ingrid")
    await take(both.guest, "Ready")
    await until_shown(both.guest, "Waiting for the others.")
    await take(both.host, "Ready")
    for pilot in (both.host, both.guest):
        await until_shown(pilot, "Before you play")
        await read_to(pilot, "I have read it")
    await until_shown(both.guest, "Ingrid has the word now.")
    await wait(both.host, lambda: "May I come in?" in " ".join(offered(both.host.app)), "the turn")


async def test_whole_scene_in_a_room(tmp_path: Path, home: Path) -> None:  # noqa: PLR0915  one walk through everything
    """Two play to the opened answers, through a pause and a lost connection; each sees their own part alone."""
    shelve(home)
    async with apps(tmp_path) as both:
        host, guest = both.host, both.guest
        await join(both)
        await begin(both)
        await read_to(host, "May I come in?")
        await until_screen(guest, "RoomFeeling")
        await press(guest, *"Half")
        await press(host, "p")
        await until_shown(host, "Paused.")
        await take(host, "Go on")
        await until_shown(host, "You want to.")
        await write(guest, " calm.")
        await until_shown(guest, "Paused.")
        await take(guest, "Go on")
        await until_screen(guest, "RoomFeeling")
        await until_shown(guest, "Half calm.")
        await press(guest, "enter")
        await read_to(guest, "Come in.")
        await until_screen(guest, "RoomWords")
        await write(guest, "You may come in, yes.")
        await until_shown(guest, "Ingrid has the word now.")
        await wait(host, lambda: "I sit down here." in offered(host.app), "the turn of staff")
        highlighted = host.app.screen.query_one(Choices)
        highlighted.highlighted = 1
        await leave_for_now(guest)
        await until_shown(host, "reconnecting")
        assert 1 == highlighted.highlighted
        await read_to(host, "I sit down here.")
        await come_back(guest)
        await until_shown(guest, "I sit down here.")
        await until_shown(host, "Mina (Jonas): connected")
        assert STAFF_ONLY.encode() not in both.bytes_of("guest")
        await read_to(guest, "Tea, then.")
        for pilot in (host, guest):
            assert other_of(pilot, both) not in lines(pilot.app)
            await read_to(pilot, "Go on to what comes afterwards")
            await until_shown(pilot, "Afterwards: Out")
        await press(guest, "1")
        await until_screen(guest, "Marking")
        await press(guest, "n")
        await until_shown(guest, "✗ not heard")
        await press(guest, "escape")
        await take(guest, "Open this to the others")
        await take(guest, "Open it")
        await until_shown(guest, "You have decided.")
        assert "not heard" not in shown(host.app)
        await take(host, "Could you say how it is for you?")
        await write(host, "Mostly.")
        await take(host, "Open this to the others")
        await take(host, "Open it")
        await until_shown(host, "Open: all of you wanted that.", "Here I was not heard")
        await until_shown(guest, "Could I say how it is for me? Mostly.")
        await press(host, "l")
        await take(host, "Close the room for all")
        for pilot in (host, guest):
            await until_shown(pilot, "This room is closed.")
            await take(pilot, "Go")
            await until_screen(pilot, "Together")
        kept = both.kept.read()

    assert kept is not None
    assert kept.is_over
    assert ["5 Half calm.", "You may come in, yes."] == [typed.text for typed in kept.sessions[kept.session].typed[:2]]
    assert b"You may come in, yes." not in both.bytes_of("host")


def other_of(pilot: Pilot[int], both: Both) -> str:
    """Return the word of what only the other may see."""
    return PATIENT_ONLY if pilot is both.host else STAFF_ONLY


async def leave_for_now(pilot: Pilot[int]) -> None:
    """Step out."""
    await press(pilot, "l")
    await take(pilot, "Step out for now")
    await until_screen(pilot, "Together")


async def come_back(pilot: Pilot[int]) -> None:
    """Come back to the room."""
    await take(pilot, "A room you were in")
    await take(pilot, "Come back to it, as Mina")
    await until_screen(pilot, "RoomScreen")


async def test_who_leaves_is_played_by_the_script(tmp_path: Path, home: Path) -> None:
    """Mina leaves without a reason; Per lets the script go on to the end, and she keeps what she saw."""
    shelve(home)
    async with apps(tmp_path) as both:
        host, guest = both.host, both.guest
        await join(both)
        await begin(both)
        await press(guest, "l")
        await until_screen(guest, "AskWay")
        await take(guest, "Leave for good")
        await until_shown(guest, "You have left. Thank you for having been here.")
        await take(guest, "Read what you saw")
        await until_shown(guest, "Rain on the window.")
        await press(guest, "escape")
        await until_shown(host, "Those who stay choose")
        await take(host, "the script plays the part that was left")
        await read_to(host, "May I come in?")
        await read_to(host, "I sit down here.")
        await read_to(host, "Go on to what comes afterwards")
        await until_shown(host, "Afterwards: Out")

    assert STAFF_ONLY.encode() not in both.bytes_of("guest")


async def test_room_waits_in_the_store_until_it_is_opened_again(tmp_path: Path, home: Path) -> None:
    """The host leaves the program and lets the room wait; opened again, it goes on, and the guest is back."""
    shelve(home)
    async with apps(tmp_path) as both:
        await join(both)
        await begin(both)
        await press(both.host, "ctrl+q")
        await until_shown(both.host, "Others are here. The room waits in your store")
        await take(both.host, "Go, and let the room wait")
        await wait(both.host, lambda: both.host.app._exit, "the end of the program")
        await until_shown(both.guest, "You: reconnecting.")
        store = SqliteStore(tmp_path / "host" / "trainer.db")
        again = TrainerApp(store, None, str(tmp_path / "host" / "trainer.db"))
        async with again.run_test() as host:
            at(host)
            await wait_for_screen(host, "Home")
            await take(host, f"Go on with “{TITLE}”, together")
            await take(host, "Open it again")
            await until_screen(host, "RoomScreen")
            await until_shown(host, "Mina (Jonas): connected")
            await read_to(host, "May I come in?")
            await until_screen(both.guest, "RoomFeeling")
        store.close()


async def test_both_programs_are_left_at_once(tmp_path: Path, home: Path) -> None:
    """Nothing runs on where host and guest go in the same moment."""
    shelve(home)
    async with asyncio.timeout(60), apps(tmp_path) as both:
        await join(both)
        both.host.app.exit()
        both.guest.app.exit()

    assert both.kept.read() is not None
