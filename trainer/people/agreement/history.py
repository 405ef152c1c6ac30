"""What happened to an agreement, told in order."""

from collections.abc import Iterable
from typing import NamedTuple, assert_never

from trainer.people.agreement.clauses import BY_ID
from trainer.people.agreement.events import (
    AgreementBegan,
    Event,
    PartyJoined,
    PartyRemoved,
    Recorded,
    Signed,
    TextFrozen,
    WordingAccepted,
    WordingProposed,
    WordingRefused,
)
from trainer.people.agreement.named import WHOSE, Named


class Happened(NamedTuple):
    """One thing that happened."""

    at: int
    """When, in milliseconds since 1970."""
    told: str
    clause: str = ""
    """The clause that it is about, or nothing."""


def history(named: Named, log: Iterable[Recorded], clause: str = "") -> tuple[Happened, ...]:
    """Return what happened in `log`, the first thing first; with `clause` only what is about that."""
    return tuple(_happened(named, each, clause) for each in log if clause in ("", _clause_of(each.event)))


def _happened(named: Named, recorded: Recorded, clause: str) -> Happened:
    about = _clause_of(recorded.event)
    told = _told(named, recorded.event)
    return Happened(recorded.at, told if clause or not about else f"{BY_ID[about].heading}: {told}", about)


def _clause_of(event: Event) -> str:
    """Return the clause that an event is about, or nothing."""
    return event.clause if isinstance(event, WordingProposed | WordingAccepted | WordingRefused) else ""


def _told(named: Named, event: Event) -> str:
    match event:
        case AgreementBegan():
            return f"“{event.title}” was begun."
        case PartyJoined():
            return f"{named.who(event.party)} joined."
        case PartyRemoved():
            party = named.agreement.party(event.party)
            return f"Somebody of {WHOSE[party.side]} was removed." if party else "Somebody was removed."
        case WordingProposed():
            return f"{named.who(event.by)} proposes: {event.text}"
        case WordingAccepted():
            return f"{named.who(event.by)} says yes."
        case WordingRefused():
            why = f": {event.dissent}" if event.dissent else ", without a reason."
            return f"{named.who(event.by)} says no{why}"
        case TextFrozen():
            return f"The text was put up for signing as version {event.version}."
        case Signed():
            return f"{named.who(event.by)} signed version {event.version}."
        case _:
            assert_never(event)
