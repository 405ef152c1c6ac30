"""How a room stands for one person: an allowlist, made anew each time it is sent."""

from trainer.room import gathering
from trainer.room.messages import HostNow, KnockNow, PersonNow, RoomState, SeatNow
from trainer.room.record import Member
from trainer.room.room import Room
from trainer.room.wording import NOT_WATCHED


def room_state(room: Room, member: Member, agreement: tuple[str, ...], code: tuple[str, int] = ("", 0)) -> RoomState:
    """Return how `room` stands for `member`; `code` and those at the door are for the host alone."""
    session = room.session
    played = session.seats if session else ()
    return RoomState(
        stage=room.stage,
        session=session.id if session else "",
        title=room.scenario.title,
        about=room.scenario.about,
        agreement=agreement,
        seats=tuple(_seat(room, seat, member) for seat in room.scenario.seats),
        people=tuple(_person(room, other, member) for other in room.record.members if other.is_in),
        wants_to_watch=0 if session else sum(other.watches for other in room.record.members if other.is_in),
        is_watched=room.is_watched,
        your_seat=member.seat,
        may_choose=session is None and gathering.may_choose(member, room.record.members, room.away),
        why_wait=_why_wait(room, member),
        is_ready=member.id in room.ready,
        has_read=member.id in room.have_read,
        has_left=not member.is_in,
        somebody_left=room.somebody_left,
        wants_on=member.id in room.choices,
        opening=room.opening.state_for(member.seat, room.seats_left_over) if room.stage == "over" else "",
        witnesses_asked=room.witnesses_asked,
        is_asked=room.witnesses_asked and member.watches,
        wants_swap=member.id in room.swaps,
        seats_of_session=tuple(_seat(room, seat, member) for seat in played),
        host=_host(room, code) if member.is_host else None,
    )


def _seat(room: Room, seat: str, member: Member) -> SeatNow:
    cast = room.scenario.cast[seat]
    holder = next((other for other in room.sitting if other.seat == seat), None)
    return SeatNow(
        id=seat,
        name=cast.name,
        is_=cast.is_,
        by=holder.name if holder else "",
        is_yours=member.is_in and member.seat == seat,
    )


def _person(room: Room, other: Member, member: Member) -> PersonNow:
    cast = room.scenario.cast.get(other.seat)
    return PersonNow(
        name=other.name,
        presence=room.presence(other.id),
        part=cast.name if cast else "",
        watches=other.watches,
        is_you=other.id == member.id,
        is_host=other.is_host,
    )


def _why_wait(room: Room, member: Member) -> str:
    if room.session is None and not gathering.may_choose(member, room.record.members, room.away):
        return gathering.PATIENTS_FIRST
    if room.stage == "briefing" and room.session and not member.seat and not member.watches:
        return NOT_WATCHED
    return ""


def _host(room: Room, code: tuple[str, int]) -> HostNow:
    knocks = (other for other in room.record.members if other.standing == "knocking")
    shown, until = code
    return HostNow(
        knocks=tuple(KnockNow(member=other.id, name=other.name, side=other.side) for other in knocks),
        code=shown,
        code_until=until,
        patients_seats=room.record.patients_seats,
    )
