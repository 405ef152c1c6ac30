"""During play: lines, pauses, and leaving."""

from dataclasses import replace

from trainer.engine.commands import CheckIn, GiveWords, LeaveSeat, Pause, Reply
from trainer.engine.events import CheckedIn, WordsGiven
from trainer.engine.state import Phase
from trainer.play import Refused
from trainer.room.doing.base import do, only
from trainer.room.messages import EndKindly, GiveDigest, GoOn, Leave, PauseNow, PlayFor, Say
from trainer.room.record import Member
from trainer.room.room import Room


@do.register
def say(action: Say, room: Room, member: Member, action_id: str) -> str:
    """Say a line; an id that was kept before makes this a repetition, which changes nothing."""
    session = room.live()
    if session.has_reply(action_id):
        return ""
    only(member.seat in session.state.seats)
    if room.stage == "paused":
        raise Refused("The play is paused. Nothing was said; choose again when it goes on.")
    if session.turn is not None and session.seat != member.seat:
        raise Refused("It is not your turn. Nothing was said for you.")
    if action.turn != room.sights[member.id].own_turn:
        raise Refused("The talk went on meanwhile. Nothing was said for you.")
    session.carry_out(Reply(option=action.option, seat=member.seat, reply=action_id))
    return ""


@do.register
def give_digest(action: GiveDigest, room: Room, member: Member, _action_id: str) -> str:
    """Keep that something was typed; what it was stays with who typed it."""
    session = room.played()
    only(member.seat in session.seats)
    given = WordsGiven if action.what == "words" else CheckedIn
    if any(isinstance(e, given) and e.seat == member.seat and e.digest == action.digest for e in session.events):
        return ""
    command = GiveWords if action.what == "words" else CheckIn
    session.carry_out(command(digest=action.digest, seat=member.seat))
    return ""


@do.register
def pause(_action: PauseNow, room: Room, member: Member, _action_id: str) -> str:
    """Pause; a play that is paused stays so."""
    session = room.live()
    only(bool(member.seat))
    if session.state.phase is Phase.PLAYING:
        room.choices.clear()
        session.carry_out(Pause())
    return ""


@do.register
def go_on(_action: GoOn, room: Room, member: Member, _action_id: str) -> str:
    """Want to go on."""
    return _choose(room, member, "on")


@do.register
def end_kindly(_action: EndKindly, room: Room, member: Member, _action_id: str) -> str:
    """Want to end."""
    return _choose(room, member, "end")


def _choose(room: Room, member: Member, choice: str) -> str:
    if room.stage != "paused":
        return ""
    only(member.seat in room.live().state.seats)
    room.choices[member.id] = choice
    room.settle()
    return ""


@do.register
def leave(_action: Leave, room: Room, member: Member, _action_id: str) -> str:
    """Leave; the seat is scripted once those who stay go on."""
    if not member.is_in:
        return ""
    session = room.session
    if session is not None and not session.is_over and member.seat in session.state.seats:
        room.choices.clear()
        session.carry_out(LeaveSeat(seat=member.seat))
    seat = member.seat if session is not None else ""
    left_at = session.version if session is not None else 0
    room.save(room.record.with_member(replace(member, standing="left", seat=seat, left_at=left_at)))
    room.swaps.clear()
    room.ready.pop(member.id, None)
    room.have_read.clear()  # those who stay say anew that they begin, or leave as well
    if room.stage == "over":
        room.open_up()
    room.settle()
    return ""


@do.register
def play_for(action: PlayFor, room: Room, member: Member, _action_id: str) -> str:
    """Let the script go on for somebody who is away."""
    session = room.live()
    only(member.seat in session.state.seats)
    away = next((other for other in room.sitting if other.seat == action.seat), None)
    if away is None or room.presence(away.id) != "away":
        raise Refused("Only for somebody who is away can the script go on.")
    return leave(Leave(), room, away, "")
