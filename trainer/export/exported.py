"""One person's part in one session, with what of it may leave: every form of export is made from these alone."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from trainer.debrief.debrief import Debrief, look_back
from trainer.debrief.history import Choice, taken_over
from trainer.debrief.marks import OTHERS, RANGE, WHOLE, of_breach, of_pattern, of_routine, of_unsaid
from trainer.debrief.moments import Moment
from trainer.debrief.patterns import StuckPattern
from trainer.engine.events import Event, Forked, SessionBegan
from trainer.engine.machine import machine_of
from trainer.scenario.model import Member, Routine, Scenario
from trainer.store.base import Recorded

_OF_A_REPLY: Final = re.compile(r"(moment|harm|own-words|same-aim)@([0-9]{1,9})")
_OF_A_PLAY: Final = frozenset(
    (
        WHOLE,
        RANGE,
        OTHERS,
        of_unsaid(is_known=True),
        of_unsaid(is_known=False),
        *map(of_routine, Routine),
        *map(of_pattern, StuckPattern),
    )
)


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What one person did in one session; neither who they are nor anything they typed is in it."""

    session: str
    account: str
    """The person's pseudonym: the same in every export of a store, and nobody's name."""
    seat: str
    scenario: Scenario
    """The text that the session is pinned to."""
    log: tuple[Recorded, ...]
    is_patients: bool
    """Whether a patient played, or the part is on the patients' side: then no reading of it leaves, scores least."""
    has_transcript: bool = True
    """Whether what was chosen may leave; else scores alone do."""

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The log without its times."""
        return tuple(recorded.event for recorded in self.log)

    @cached_property
    def debrief(self) -> Debrief:
        """What the play shows."""
        return look_back(machine_of(self.scenario), self.events, self.seat)

    @property
    def has_scores(self) -> bool:
        """Whether scores leave."""
        return not self.is_patients

    @property
    def has_readings(self) -> bool:
        """Whether all readings of the choices leave, each at its place."""
        return self.has_scores and self.has_transcript

    @property
    def part(self) -> Member:
        """Who was played."""
        return self.scenario.cast[self.seat]

    @property
    def began(self) -> int:
        """When it began, in milliseconds since 1970, UTC."""
        return self.log[0].at

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats that persons took."""
        first = self.events[0]
        return first.seats if isinstance(first, SessionBegan) else ()

    @property
    def is_together(self) -> bool:
        """Whether several persons played."""
        return len(self.seats) > 1

    @cached_property
    def shared(self) -> int:
        """How many events a fork took over from the session that it was tried again from."""
        return taken_over(self.events)

    @property
    def origin(self) -> str:
        """The session that it was tried again from, or nothing."""
        forked = self.events[self.shared]
        return forked.session if isinstance(forked, Forked) else ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The replies that the person made, where these may leave."""
        return self.debrief.choices if self.has_transcript else ()

    @cached_property
    def moments(self) -> dict[int, Moment]:
        """The choices that counted, by where they stand in the log, where readings may leave."""
        return {each.choice.position: each for each in self.debrief.moments} if self.has_readings else {}

    @cached_property
    def not_so(self) -> tuple[str, ...]:
        """The readings that the person marked “not so for me”.

        A name that no reading has is left out: it could be anything that somebody typed.
        """
        return tuple(reading for reading in self.debrief.not_so if self.is_reading(reading))

    def is_reading(self, name: str) -> bool:
        """Return whether a looking back on this session can have a reading of that name, which may leave."""
        if not self.has_readings:
            return self.has_scores and name == WHOLE
        return name in _OF_A_PLAY or self.position_of(name) is not None

    def position_of(self, reading: str) -> int | None:
        """Return where the reply stands that `reading` is of, or None where it is of no reply."""
        found = _OF_A_REPLY.fullmatch(reading)
        if found is not None:
            position = int(found[2])
            return position if position in self._positions else None
        fact, _, place = reading.removeprefix("breach:").rpartition("@")
        is_breach = place.isdecimal() and fact in self.scenario.facts and int(place) in self._positions
        return int(place) if is_breach and reading == of_breach(fact, int(place)) else None

    @cached_property
    def _positions(self) -> frozenset[int]:
        return frozenset(choice.position for choice in self.debrief.choices)

    def marks_on(self, position: int) -> tuple[str, ...]:
        """Return the marks on readings of the reply at `position`."""
        return tuple(reading for reading in self.not_so if self.position_of(reading) == position)
