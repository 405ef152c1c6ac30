"""What a take-away tells from, and what was asked for."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from trainer.debrief.attempts import SideBySide
from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.report.document import Paragraph, Tone
from trainer.scenario.model import Scenario
from trainer.telling import Reading, take_along
from trainer.wording import NOT_SO


class With(StrEnum):
    """What a person typed; it goes into a take-away only where it is asked for by name."""

    WORDS = "words"
    FEELINGS = "feelings"
    NOTES = "notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a take-away is to have in it."""

    figures: bool = False
    practices: bool = True
    """How the words did on the practices as a whole; among several persons only where one asks for it."""
    typed: frozenset[With] = frozenset()


NO_MORE = Asked()
"""Words alone, and nothing that was typed."""


class Attempt(NamedTuple):
    """A later attempt beside the first one."""

    number: int
    """Among all attempts, the first one being 1."""
    sides: SideBySide


class ToldToAll(NamedTuple):
    """Something that somebody told all afterwards."""

    lead: str
    """Who told it, and what it is about."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Back:
    """One session as it is looked back on."""

    scenario: Scenario
    debrief: Debrief
    typed: dict[int, str]
    """What was typed during play, by the position of its event."""
    notes: dict[str, str]
    """The person's own notes, by what they are about."""
    intention: str
    again: str
    """The session's id, where the numbers of its choices go back to them; else nothing."""
    attempts: tuple[Attempt, ...] = ()
    earlier: tuple[tuple[Choice, ...], ...] = ()
    """What was chosen in earlier plays of the same part."""
    told: tuple[ToldToAll, ...] = ()
    """What was told afterwards to all who were there."""

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """What to take along."""
        return take_along(self.scenario, self.debrief, self.earlier)

    def name(self, who: str) -> str:
        """Return the name of somebody in the cast."""
        return self.scenario.cast[who].name

    def names(self, cast: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of some of the cast."""
        return tuple(map(self.name, cast))

    def mark(self, reading: str) -> str:
        """Return the mark on a reading as it stands behind a sentence, or nothing."""
        return f" ({NOT_SO})" if reading in self.debrief.not_so else ""

    def marked(self, reading: str) -> tuple[Paragraph, ...]:
        """Return the mark on a reading as it stands under a heading, if there is one."""
        return (Paragraph(f"{NOT_SO}.", "Marked", Tone.MARK),) if reading in self.debrief.not_so else ()
