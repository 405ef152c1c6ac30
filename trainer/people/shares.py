"""A share: a participant's leave for one named reader to see one session, as far as its scope goes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainer.people.person import Person

NO_END: Final = 0
"""What stands for the end date of a share that has none."""


class Scope(StrEnum):
    """How far a share goes; each holds what those before it hold, but a patient's scores are in none."""

    SCORES = "scores"
    TRANSCRIPT = "transcript"
    NOTES = "notes"

    def holds(self, other: "Scope") -> bool:
        """Return whether what is shared under `other` is shared under this."""
        order = tuple(Scope)
        return order.index(other) <= order.index(self)


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
    return (Scope.TRANSCRIPT, Scope.NOTES) if person.is_patient else tuple(Scope)


def shows_scores(person: Person, scope: Scope) -> bool:
    """Return whether a reader of a share of `person` sees how the choices read."""
    return not person.is_patient and scope.holds(Scope.SCORES)


def counts(person: Person, side: str) -> bool:
    """Return whether a play of `person` on `side` may stand in a group's figures: staff alone, in no patient's part."""
    return person.kind == "staff" and side != "patients"
