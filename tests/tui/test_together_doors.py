"""Ways in and out of joint play: what was played together is never shown as a play alone, and nobody is surprised."""

from pathlib import Path

import pytest
from joint import enter_room, play_to_end, table_of, take, until_screen, until_shown
from joint_places import begun
from seeing import shown, wait_for
from walking import wait_for_screen

from trainer.opening import LAST, Opening
from trainer.room.messages import CloseRoom, Done, GoOn, Ready, TakeSeat, Watch, write_to_guest
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.screens.stage import Stage


@pytest.mark.parametrize("way", ["home", "sessions", "resume"])
async def test_session_of_a_room_is_not_gone_on_with_alone(store: SqliteStore, way: str) -> None:
    """A play of several that is under way opens no stage for one, however it is asked for."""
    begun(store)
    app = TrainerApp(store, Opening(resume=LAST) if way == "resume" else None)
    async with app.run_test() as pilot:
        if way != "resume":
            await wait_for_screen(pilot, "Home")
            await until_shown(pilot, "Go on with “Two cups”, together")
            await pilot.press("1" if way == "home" else "s")
        if way == "sessions":
            await until_shown(pilot, "Go on, together")
            await pilot.press("1")
        await until_shown(pilot, "This was played together")

        assert not any(isinstance(screen, Stage) for screen in app.screen_stack)


async def test_own_looking_back_of_a_closed_room(store: SqliteStore) -> None:
    """From the sessions one looks back on a play of several as oneself alone, with the practices only on a key."""
    table = table_of(store, whose=1)
    play_to_end(table)
    table.guests[0].do(CloseRoom())
    app = TrainerApp(store)
    async with app.run_test(size=(80, 40)) as pilot:
        await wait_for_screen(pilot, "Home")
        await pilot.press("s")
        await take(pilot, "Look back, together")
        await until_screen(pilot, "Reader")
        await until_shown(pilot, "Your part: Jonas", "is left out")
        await pilot.press("f")
        await wait_for(pilot, lambda: "is left out" not in shown(app), "the practices")


async def test_one_silent_no_and_nobody_watches(store: SqliteStore) -> None:
    """Whoever has a part is asked alone whether they may be watched; one no is enough, and nobody is told whose."""
    table = table_of(store, ("Mina", "patients"), ("Per", "staff"), ("Kari", "leaders"))
    for number, seat in ((0, "patient"), (1, "staff")):
        table.guests[number].do(TakeSeat(seat=seat))
    table.guests[2].do(Watch())
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        await enter_room(pilot, table, 0)
        await until_shown(pilot, "Kari (watches)")
        await pilot.press("r")
        await until_shown(pilot, "Somebody would like to watch.")
        await take(pilot, "No, without anybody watching")
        await until_shown(pilot, "Waiting for the others.")
        table.guests[1].do(Ready(may_watch=True))
        await until_shown(pilot, "Before you play")

    assert not table.guests[0].state.is_watched
    assert () == table.guests[2].seen


async def test_what_was_typed_waits_through_a_pause(store: SqliteStore) -> None:
    """A check-in that is being written while somebody pauses is asked again with what was typed."""
    table = begun(store)
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        await enter_room(pilot, table, 0)
        await until_shown(pilot, "Ingrid has the word now.")
        table.guests[1].say("ask")
        await until_screen(pilot, "RoomFeeling")
        await pilot.press(*"Half")
        await pilot.press("f7")
        await until_shown(pilot, "Nobody is told by whom")
        await pilot.press("enter")
        await until_shown(pilot, "It goes on when all who are here want that.")
        await take(pilot, "Go on")
        await until_shown(pilot, "You want to.")
        table.guests[1].do(GoOn())
        await until_screen(pilot, "RoomFeeling")
        await until_shown(pilot, "Half")


async def test_refused_line_says_why_and_is_offered_again(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that the host cannot keep is not shown as said: why stands there, and the options again."""
    table = begun(store)
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        screen = await enter_room(pilot, table, 1)
        await until_shown(pilot, "May I come in?")
        monkeypatch.setattr(table, "_pass", lambda: None)
        screen.guest.on_out = lambda: None
        await take(pilot, "May I come in?")
        await until_shown(pilot, "“May I come in?” On its way.")
        said = next(iter(screen.guest._wanted))
        screen.guest.receive(write_to_guest(Done(id=said, why="The disk is full.")))
        await until_shown(pilot, "The disk is full.", "1 ", "2 ")


async def test_door_that_nobody_opens_can_be_left(store: SqliteStore, tmp_path: Path) -> None:
    """Where no host is, that is said, it is tried again, and one may go."""
    app = TrainerApp(store, None, str(tmp_path / "trainer.db"))
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        await pilot.press("t", "c")
        await until_screen(pilot, "JoinForm")
        await pilot.press(*"ABC234", "enter", *"Mina", "tab", "tab")
        await pilot.press("end", *("backspace",) * 4, "1", "tab", "tab", "enter")
        await until_shown(pilot, "Looking for the room.", "127.0.0.1:1 is not reached.")
        await pilot.press("escape")
        await until_screen(pilot, "JoinForm")
        await until_shown(pilot, "ABC234", "Mina")
