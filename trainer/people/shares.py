"""A share: a participant's leave for one named reader to see one session, as far as its scope goes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainer.people.person import Person

NO_END: Final = 0
"""What stands for the end date of a share that has none."""


class Scope(StrEnum):
    """How far a share goes; a patient's scores are in none."""

    SCORES = "scores"
    """How the choices read, and nothing of what was said."""
    SAID = "said"
    """What was said, and not how it reads: what somebody agrees to whom another one asked."""
    TRANSCRIPT = "transcript"
    """Both."""
    NOTES = "notes"
    """Both, and chosen notes."""

    def holds(self, other: "Scope") -> bool:
        """Return whether what is shared under `other` is shared under this."""
        return other in _HELD[self]


_HELD: Final = {
    Scope.SCORES: {Scope.SCORES},
    Scope.SAID: {Scope.SAID},
    Scope.TRANSCRIPT: {Scope.SCORES, Scope.SAID, Scope.TRANSCRIPT},
    Scope.NOTES: set(Scope),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One person's leave for one reader to see one session."""

    session: str
    person: str
    """Whose leave it is."""
    reader: str
    scope: Scope
    given: int
    """Milliseconds since 1970, UTC."""
    until: int = NO_END
    """Milliseconds since 1970, UTC, after which it is over, or NO_END."""

    def is_active(self, now: int) -> bool:
        """Return whether it still holds at `now`."""
        return self.until == NO_END or now < self.until


def scopes_for(person: Person) -> tuple[Scope, ...]:
    """Return how far `person` may share: patients share what was said, never scores."""
    return (Scope.TRANSCRIPT, Scope.NOTES) if person.is_patient else (Scope.SCORES, Scope.TRANSCRIPT, Scope.NOTES)


def shows_scores(person: Person, scope: Scope) -> bool:
    """Return whether a reader of a share of `person` sees how the choices read."""
    return not person.is_patient and scope.holds(Scope.SCORES)


def how_far(person: Person, scope: Scope) -> str:
    """Return what a reader of a share of `person` sees, in words."""
    parts = ["what was said"] if scope.holds(Scope.SAID) else []
    parts += ["how it reads"] if shows_scores(person, scope) else []
    parts += ["chosen notes"] if scope.holds(Scope.NOTES) else []
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def counts(person: Person, side: str) -> bool:
    """Return whether a play of `person` on `side` may stand in a group's figures: staff alone, in no patient's part."""
    return person.kind == "staff" and side != "patients"
