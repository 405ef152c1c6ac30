"""Texts that were made to hurt, in rooms: nothing crashes and nothing runs, whoever wrote them."""

import joint
import pytest
from joint_places import JOINT
from places import opened
from seeing import strips
from test_hostile_text import HOSTILE, PASTED, actions_in
from textual import events
from textual.widgets import Input

from trainer.engine.seen import Heard, Turn
from trainer.room.guest import Guest
from trainer.room.kept import RoomKept, SessionKept
from trainer.room.messages import PersonNow, RoomState, SeatNow
from trainer.store.sqlite import SqliteStore
from trainer.text import UNSAFE
from trainer.tui.screens.together.room import RoomScreen


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
@pytest.mark.parametrize("place", JOINT)
async def test_hostile_texts_are_shown_as_text(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, place: str, size: tuple[int, int]
) -> None:
    """A story and a name that are hostile throughout are only ever shown."""
    monkeypatch.setattr(joint, "TAIL", HOSTILE)
    async with opened(store, place, size) as (app, pilot):
        found = actions_in(app)
        for key in ("pagedown", "pageup", "b"):
            await pilot.press(key)
            found += actions_in(app)

        assert [] == found
        assert all(UNSAFE.search(strip.text) is None for strip in strips(app))
        assert app.is_running


async def test_what_a_hostile_host_sends_is_shown_as_text(store: SqliteStore) -> None:
    """Control sequences in what a host sends reach nothing but the eye."""
    heard = [Heard(who="x", name=PASTED, text=PASTED, how=how) for how in ("said", "thought", "own", "seen")]
    turn = Turn(name=PASTED, is_yours=False)
    seat = SeatNow(id="x", name=PASTED, is_=PASTED, by=PASTED, is_yours=True)
    kept = RoomKept(at=(PASTED,), name="Mina", side="patients", token="t", session="s", title=PASTED)  # noqa: S106  none
    kept.sessions["s"] = SessionKept(seen=[*heard, turn], looking_back=PASTED)
    async with opened(store, "home") as (app, pilot):
        guest = Guest(kept)
        await app.push_screen(RoomScreen(guest))
        for stage in ("gathering", "briefing", "playing", "paused", "closed"):
            guest.state = RoomState(
                stage=stage,
                session="s",
                title=PASTED,
                about=PASTED,
                agreement=(PASTED,),
                seats=(seat,),
                people=(PersonNow(name=PASTED, presence="away", part=PASTED),),
                your_seat="x",
                why_wait=PASTED,
                seats_of_session=(seat,),
            )
            guest.why = PASTED
            guest.on_change()
            await pilot.pause()
            await pilot.pause()

            assert [] == actions_in(app)
            assert all(UNSAFE.search(strip.text) is None for strip in strips(app))


@pytest.mark.parametrize("place", ["one-keyboard", "open-room", "join-room"])
async def test_what_is_pasted_into_a_form_is_cut_and_clean(store: SqliteStore, place: str) -> None:
    """A megabyte full of control sequences becomes a line of the length that is kept."""
    async with opened(store, place) as (app, pilot):
        field = app.screen.query(Input).first()
        field.post_message(events.Paste(PASTED + "x" * 1_000_000))
        await pilot.pause()
        await pilot.pause()

        assert 0 < len(field.value) <= 40
        assert UNSAFE.search(field.value) is None
