"""Before play: who may choose a part and when, patients first, and when all is settled."""

from collections.abc import Container, Iterable
from dataclasses import replace

from trainer.room.record import Member
from trainer.scenario.model import Scenario

FEWEST_SEATS = 2
"""With one person there is nobody to meet: that is `trainer play`."""
PATIENTS_FIRST = "Patients choose first. You can choose as soon as they have."


def may_choose(member: Member, members: Iterable[Member], away: Container[str] = ()) -> bool:
    """Return whether `member` may take a seat now: a patient always, others when every patient has chosen.

    For who is `away` nobody waits.
    """
    patients = (other for other in members if other.is_in and other.side == "patients" and other.id not in away)
    waits_for = (other for other in patients if not _has_chosen(other))
    return member.side == "patients" or not any(waits_for)


def refusal_of_seat(
    scenario: Scenario, member: Member, seat: str, members: Iterable[Member], away: Container[str] = ()
) -> str:
    """Return why `member` cannot take `seat` now, or nothing."""
    if not seat:
        return ""
    if seat not in scenario.seats:
        return "There is no such part for a person here."
    there = tuple(members)
    if not may_choose(member, there, away):
        return PATIENTS_FIRST
    taken = next((other for other in there if other.sits and other.seat == seat and other.id != member.id), None)
    return f"{taken.name} has this part. Choose another." if taken else ""


def seats_opened(newcomer: Member, members: Iterable[Member]) -> tuple[Member, ...]:
    """Return `members` as they are when `newcomer` has come in: for a patient the others' parts are open again."""
    if newcomer.side != "patients":
        return tuple(members)
    return tuple(replace(m, seat="") if m.sits and m.side != "patients" else m for m in members)


def is_settled(members: Iterable[Member], ready: Iterable[str]) -> bool:
    """Return whether two or more sit, and all who sit are content with that."""
    sitting = {member.id for member in members if member.sits}
    return len(sitting) >= FEWEST_SEATS and sitting <= set(ready)


def swapped(seats: tuple[str, ...]) -> dict[str, str]:
    """Return which seat each of `seats` becomes when all move on by one."""
    return dict(zip(seats, (*seats[1:], *seats[:1]), strict=True))


def _has_chosen(member: Member) -> bool:
    return bool(member.seat) or member.watches or member.is_host
