"""Afterwards: what each marked, what should change, the swap, and reading."""

from typing import Final

from trainer.engine.events import ToldAfterwards
from trainer.engine.seen import WITNESS
from trainer.play import Refused
from trainer.privacy import kept_text
from trainer.room import gathering
from trainer.room.afterwards import looking_back
from trainer.room.doing.base import do, only
from trainer.room.messages import (
    AskWitnesses,
    LookBack,
    Mirror,
    NameChange,
    Notice,
    TellHeard,
    WantKept,
    WantOpen,
    WantSwap,
)
from trainer.room.mirror import mirrored
from trainer.room.record import Member
from trainer.room.room import Room, Telling

_MOST_CHANGES: Final = 5


@do.register
def want_open(action: WantOpen, room: Room, member: Member, _action_id: str) -> str:
    """Want what each marked to be open."""
    only(room.stage == "over" and member.seat in room.seats_left_over)
    room.opening.want(member.seat, action.digest)
    return ""


@do.register
def want_kept(_action: WantKept, room: Room, member: Member, _action_id: str) -> str:
    """Want it kept."""
    only(room.stage == "over" and member.seat in room.seats_left_over)
    room.opening.want(member.seat, "")
    return ""


@do.register
def tell_heard(action: TellHeard, room: Room, member: Member, _action_id: str) -> str:
    """Tell what one marked; it comes to the log when all have told theirs."""
    if room.opening.state_for(member.seat, room.seats_left_over) != "asked":
        return ""
    if not kept_text(action.text):
        raise Refused("Nothing was written.")
    if not room.opening.tell(member.seat, action.text, bytes.fromhex(action.salt)):
        raise Refused("That is another text than the one that you wanted open.")
    room.open_up()
    return ""


@do.register
def name_change(action: NameChange, room: Room, member: Member, action_id: str) -> str:
    """Name one thing that should change."""
    only(room.stage == "over")
    by = member.seat if member.seat in room.seats_left_over else WITNESS
    only(by != WITNESS or member.watches)
    told = sum(isinstance(e, ToldAfterwards) and (e.by, e.about) == (by, "change") for e in room.played().events)
    if told >= _MOST_CHANGES:
        raise Refused("That is enough for one time. Take the first of them.")
    room.tell(Telling(by, "change", action.text, bytes.fromhex(action_id)))
    return ""


@do.register
def ask_witnesses(_action: AskWitnesses, room: Room, member: Member, _action_id: str) -> str:
    """Ask those who watched."""
    only(room.stage == "over" and room.is_watched and member.seat in room.seats_left_over)
    room.witnesses_asked = True
    return ""


@do.register
def notice(action: Notice, room: Room, member: Member, action_id: str) -> str:
    """Tell what one noticed."""
    only(room.witnesses_asked and member.watches)
    room.tell(Telling(WITNESS, "noticed", action.text, bytes.fromhex(action_id)))
    return ""


@do.register
def want_swap(action: WantSwap, room: Room, member: Member, _action_id: str) -> str:
    """Want to swap; when all do, the same scene begins again."""
    only(room.stage == "over" and member.seat in room.seats_left_over)
    (room.swaps.add if action.wants else room.swaps.discard)(member.id)
    players = tuple(there for there in room.sitting if there.seat in room.seats_left_over)
    if len(players) >= gathering.FEWEST_SEATS and room.swaps >= {there.id for there in players}:
        becomes = gathering.swapped(tuple(there.seat for there in players))
        room.begin({there.id: becomes[there.seat] for there in players}, is_watched=False)
    return ""


@do.register
def look_back(action: LookBack, room: Room, member: Member, _action_id: str) -> str:
    """Return the looking back of one's own seat."""
    session = room.session
    if session is None or member.seat not in session.seats:
        raise Refused("There is nothing to look back on yet.")
    has_left = member.seat not in session.state.seats and not member.is_in
    only(session.is_over or has_left)
    return looking_back(session, member.seat, scores=action.scores)


@do.register
def mirror(action: Mirror, room: Room, member: Member, _action_id: str) -> str:
    """Return the session from another seat."""
    session = room.session
    only(session is not None and session.is_over and (bool(member.seat) or member.watches))
    if session is None or action.seat not in session.seats:
        raise Refused("Nobody had that part.")
    return mirrored(session, action.seat)
