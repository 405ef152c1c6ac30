"""The door, which only the host keeps: letting in, new codes, and closing."""

from dataclasses import replace

from trainer.engine.commands import Close
from trainer.room import gathering
from trainer.room.doing.base import do, only
from trainer.room.messages import CloseRoom, LetIn, NewCode
from trainer.room.record import Member
from trainer.room.room import Room


@do.register
def let_in(action: LetIn, room: Room, member: Member, _action_id: str) -> str:
    """Let somebody in, or turn them away."""
    only(member.is_host)
    knocking = room.member(action.member)
    if knocking is None or knocking.standing != "knocking":
        return ""
    if not action.comes_in:
        room.save(room.record.with_member(replace(knocking, standing="turned_away")))
        return ""
    only(room.stage == "gathering")
    room.ready.clear()
    opened = replace(room.record, members=gathering.seats_opened(knocking, room.record.members))
    room.save(opened.with_member(replace(knocking, standing="in")))
    return ""


@do.register
def new_code(_action: NewCode, room: Room, member: Member, _action_id: str) -> str:
    """Want a new code; `Host` makes it."""
    only(member.is_host and room.stage == "gathering")
    return ""


@do.register
def close_room(_action: CloseRoom, room: Room, member: Member, _action_id: str) -> str:
    """Close the room."""
    only(member.is_host)
    if room.session is not None and not room.session.is_over:
        room.session.carry_out(Close())
    room.save(replace(room.record, is_closed=True))
    return ""
