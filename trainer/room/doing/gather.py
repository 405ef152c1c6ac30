"""Before play: parts are taken, and the briefing read."""

from dataclasses import replace

from trainer.play import Refused
from trainer.room import gathering
from trainer.room.doing.base import do, only
from trainer.room.messages import HaveRead, Ready, TakeSeat, Watch
from trainer.room.record import Member
from trainer.room.room import Room


@do.register
def take_seat(action: TakeSeat, room: Room, member: Member, _action_id: str) -> str:
    """Take a seat, or give the one taken back."""
    only(room.stage == "gathering" and member.is_in)
    if why := gathering.refusal_of_seat(room.scenario, member, action.seat, room.record.members, room.away):
        raise Refused(why)
    room.ready.clear()
    room.save(room.record.with_member(replace(member, seat=action.seat, watches=False)))
    return ""


@do.register
def watch(action: Watch, room: Room, member: Member, _action_id: str) -> str:
    """Ask to watch, or no longer."""
    only(room.stage == "gathering" and member.is_in)
    room.ready.clear()
    room.save(room.record.with_member(replace(member, seat="", watches=action.wants)))
    return ""


@do.register
def ready(action: Ready, room: Room, member: Member, _action_id: str) -> str:
    """Be content with the seats; when all are, the session begins."""
    if room.stage != "gathering":
        return ""
    only(member.sits)
    if not action.is_ready:
        room.ready.pop(member.id, None)
        return ""
    room.ready[member.id] = action.may_watch
    if gathering.is_settled(room.record.members, room.ready):
        room.begin({member.id: member.seat for member in room.sitting}, is_watched=all(room.ready.values()))
    return ""


@do.register
def have_read(_action: HaveRead, room: Room, member: Member, _action_id: str) -> str:
    """Have read the briefing; when all have, the play begins."""
    if room.session is None or room.stage != "briefing":
        return ""
    room.have_read.add(member.id)
    room.begin_when_read()
    return ""
