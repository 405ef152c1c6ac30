"""What can happen to an agreement: the closed union of events, with the names under which they are stored.

An event holds no name and no initials: parties are `p1`, `p2` and so on, and what they are called is kept beside the
log, so that a person can be removed and the log stays whole.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias


class Side(StrEnum):
    """Whose side a party is on."""

    PATIENTS = "patients"
    STAFF = "staff"
    LEADERS = "leaders"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementBegan:
    """An agreement exists; nothing is in it yet but what stands in every one."""

    title: str
    fixed: int
    """The edition: of what stands in every agreement, and of which clauses this one has."""
    kind: Literal["agreement_began"] = "agreement_began"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyJoined:
    """Somebody joined."""

    party: str
    side: Side
    kind: Literal["party_joined"] = "party_joined"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingProposed:
    """Somebody proposed words for a clause, the first ones or others; whoever proposes them accepts them."""

    clause: str
    by: str
    text: str
    kind: Literal["wording_proposed"] = "wording_proposed"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingAccepted:
    """Somebody said yes to the words of a clause."""

    clause: str
    by: str
    wording: int
    """Which words of the clause, counted from 1."""
    kind: Literal["wording_accepted"] = "wording_accepted"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRefused:
    """Somebody said no to the words of a clause."""

    clause: str
    by: str
    wording: int
    """Which words of the clause, counted from 1."""
    dissent: str = ""
    """Why, if that was said."""
    kind: Literal["wording_refused"] = "wording_refused"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFrozen:
    """The text as it stands became a version that is signed."""

    version: int
    digest: str
    """SHA-256 of the text, in hexadecimal."""
    kind: Literal["text_frozen"] = "text_frozen"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Somebody signed a version."""

    version: int
    by: str
    kind: Literal["signed"] = "signed"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRemoved:
    """Somebody left, or was taken out; what they are called is gone from beside the log."""

    party: str
    kind: Literal["party_removed"] = "party_removed"
    v: Literal[1] = 1


Event: TypeAlias = (
    AgreementBegan
    | PartyJoined
    | WordingProposed
    | WordingAccepted
    | WordingRefused
    | TextFrozen
    | Signed
    | PartyRemoved
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with the time at which it was kept."""

    at: int
    """Milliseconds since 1970, UTC, by the clock of the machine; order is by place in the log, never by time."""
    event: Event
