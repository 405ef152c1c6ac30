"""The places of joint play, each opened without the walk to it."""

from collections.abc import Awaitable, Callable
from typing import Final

from joint import (
    enter_room,
    joint_story,
    play_to_end,
    read_briefings,
    read_to,
    say,
    settle_parts,
    table_of,
    take,
    until_shown,
)
from textual.pilot import Pilot
from walking import wait_for_screen

from trainer.room.guest import Guest
from trainer.room.kept import KeptFile, RoomKept
from trainer.room.messages import PauseNow
from trainer.room.table import Table
from trainer.scenario.load import parse
from trainer.store.sqlite import SqliteStore
from trainer.tui.screens.together.forms import JoinForm, OneKeyboardForm, OpenForm
from trainer.tui.screens.together.keyboard import KeyboardScreen
from trainer.tui.screens.together.passing import Passing
from trainer.tui.screens.together.passing_on import next_screen
from trainer.tui.screens.together.room import RoomScreen
from trainer.tui.screens.together.seen_again import SeenAgain

Step = Callable[[Pilot[int], SqliteStore], Awaitable[None]]


async def _nothing(*_: object) -> None:
    """Stand in for what a form leads to."""


def told(store: SqliteStore) -> Table:
    """Return the table of a story that was played to its end."""
    table = table_of(store)
    play_to_end(table)
    return table


def begun(store: SqliteStore) -> Table:
    """Return a table where it is the turn of staff."""
    table = table_of(store)
    settle_parts(table)
    read_briefings(table)
    return table


async def _home(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")


async def _together(pilot: Pilot[int], _store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.press("t")
    await wait_for_screen(pilot, "Together")


async def _one_keyboard(pilot: Pilot[int], _store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.app.push_screen(OneKeyboardForm(parse(joint_story()), (("a1", "How we talk"),), lambda *_: None))
    await wait_for_screen(pilot, "OneKeyboardForm")


async def _open(pilot: Pilot[int], _store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.app.push_screen(OpenForm(parse(joint_story()), (), _nothing))
    await wait_for_screen(pilot, "OpenForm")


async def _join(pilot: Pilot[int], _store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.app.push_screen(JoinForm(_nothing))
    await wait_for_screen(pilot, "JoinForm")


async def _gathering(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    table = table_of(store, ("Per", "staff"), ("Mina", "patients"))
    knocking = Guest(RoomKept(at=(), name="Kari", side="leaders"), code=table._host.make_code(table.room))
    table._sit(knocking)
    table._host.make_code(table.room)
    table._host.tick()
    table._pass()
    await enter_room(pilot, table, 0)
    await until_shown(pilot, "Kari, a leader, would like to come in")


async def _door(pilot: Pilot[int], _store: SqliteStore) -> None:
    await _home(pilot)
    guest = Guest(RoomKept(at=("127.0.0.1:8421",), name="Mina", side="patients", token="t"))  # noqa: S106  none that opens anything
    guest.status = "knocking"
    await pilot.app.push_screen(RoomScreen(guest))
    await until_shown(pilot, "You are at the door.")


async def _briefing(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    table = table_of(store)
    settle_parts(table)
    await enter_room(pilot, table, 0)
    await until_shown(pilot, "Before you play")


async def _stage(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    await enter_room(pilot, begun(store), 1)
    await read_to(pilot, "May I come in?", is_chosen=False)


async def _waiting(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    await enter_room(pilot, begun(store), 0)
    await until_shown(pilot, "Ingrid has the word now.")


async def _stopped(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    table = begun(store)
    table.guests[0].do(PauseNow())
    await enter_room(pilot, table, 1)
    await until_shown(pilot, "Nobody is told by whom")


async def _feeling(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    table = begun(store)
    say(table, "May I come in?")
    await enter_room(pilot, table, 0)
    await wait_for_screen(pilot, "RoomFeeling")


async def _own_words(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    table = begun(store)
    say(table, "May I come in?")
    table.guests[0].pass_by_checkin()
    say(table, "Come in.")
    await enter_room(pilot, table, 0)
    await wait_for_screen(pilot, "RoomWords")


async def _afterwards(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    await enter_room(pilot, told(store), 0)
    await read_to(pilot, "Go on to what comes afterwards")
    await until_shown(pilot, "Afterwards: Out")


async def _marking(pilot: Pilot[int], store: SqliteStore) -> None:
    await _afterwards(pilot, store)
    await take(pilot, "Mark lines")
    await pilot.press("h", "down", "n")
    await until_shown(pilot, "✗ not heard")


async def _open_or_keep(pilot: Pilot[int], store: SqliteStore) -> None:
    await _marking(pilot, store)
    await pilot.press("escape")
    await take(pilot, "Open this to the others")
    await wait_for_screen(pilot, "AskWay")


async def _reader(pilot: Pilot[int], store: SqliteStore) -> None:
    await _afterwards(pilot, store)
    await take(pilot, "Your looking back")
    await wait_for_screen(pilot, "Reader")
    await until_shown(pilot, "Your part: Jonas")


async def _mirror(pilot: Pilot[int], store: SqliteStore) -> None:
    await _afterwards(pilot, store)
    await take(pilot, "Mirror")
    await wait_for_screen(pilot, "Mirror")
    await until_shown(pilot, "Rain on the window.")


async def _left(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    table = begun(store)
    await enter_room(pilot, table, 0)
    await until_shown(pilot, "Ingrid has the word now.")
    await pilot.press("l")
    await take(pilot, "Leave for good")
    await until_shown(pilot, "You have left.")


async def _seen_again(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.app.push_screen(SeenAgain(told(store).guests[0].kept))
    await wait_for_screen(pilot, "SeenAgain")


async def _kept(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    kept = told(store).guests[0].kept
    kept.at = ("127.0.0.1:8421",)
    setting_out = pilot.app._setting_out()
    file = KeptFile(setting_out._folder / "a.json")
    file.write(kept)
    setting_out.open_kept(file, kept)
    await wait_for_screen(pilot, "AskWay")


async def _parts(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.app.push_screen(next_screen(Passing(table_of(store))))
    await wait_for_screen(pilot, "Parts")


async def _curtain(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.app.push_screen(next_screen(Passing(begun(store))))
    await until_shown(pilot, "Pass the keyboard to Per.")


async def _keyboard(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    table = begun(store)
    await pilot.app.push_screen(KeyboardScreen(Passing(table), table.guests[1]))
    await until_shown(pilot, "For Per alone.")
    await read_to(pilot, "May I come in?", is_chosen=False)


async def _paused_together(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    passing = Passing(begun(store))
    passing.pause()
    await pilot.app.push_screen(next_screen(passing))
    await wait_for_screen(pilot, "Paused")


async def _after_play(pilot: Pilot[int], store: SqliteStore) -> None:
    await _home(pilot)
    await pilot.app.push_screen(next_screen(Passing(told(store))))
    await wait_for_screen(pilot, "AfterPlay")


async def _leaving(pilot: Pilot[int], store: SqliteStore) -> None:
    await _stage(pilot, store)
    await pilot.press("l")
    await wait_for_screen(pilot, "AskWay")


JOINT: Final[dict[str, Step]] = {
    "together": _together,
    "one-keyboard": _one_keyboard,
    "open-room": _open,
    "join-room": _join,
    "gathering": _gathering,
    "door": _door,
    "room-briefing": _briefing,
    "room-stage": _stage,
    "room-waiting": _waiting,
    "room-stopped": _stopped,
    "room-feeling": _feeling,
    "room-words": _own_words,
    "afterwards": _afterwards,
    "marking": _marking,
    "open-or-keep": _open_or_keep,
    "reader": _reader,
    "mirror": _mirror,
    "left": _left,
    "seen-again": _seen_again,
    "kept-room": _kept,
    "parts": _parts,
    "curtain": _curtain,
    "keyboard": _keyboard,
    "paused-together": _paused_together,
    "after-play": _after_play,
    "leaving": _leaving,
}
