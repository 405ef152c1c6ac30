"""Moments, the choices that counted, and among them the turning points.

A moment loses the levels between what was chosen and the best that was open, and wins those between the worst and what
was chosen, summed over the practices in play. At most three of each are turning points; of equals the earlier
comes first.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from trainer.debrief.history import Choice
from trainer.debrief.practice import Span, spans
from trainer.scenario.model import Practice

MOST_OF_EACH: Final = 3


class Moment(NamedTuple):
    """A turn at which a practice was in play."""

    choice: Choice
    spans: dict[Practice, Span]

    @property
    def shown(self) -> dict[Practice, int]:
        """What the reply showed of each practice in play."""
        return {practice: span.chosen for practice, span in self.spans.items()}

    @property
    def lost(self) -> int:
        """How many levels above the reply were open, summed."""
        return sum(span.best - span.chosen for span in self.spans.values())

    @property
    def won(self) -> int:
        """How many levels below the reply were open, summed."""
        return sum(span.chosen - span.worst for span in self.spans.values())


class TurningPoints(NamedTuple):
    """The moments to come back to; one may be among both."""

    lost: tuple[Moment, ...]
    won: tuple[Moment, ...]

    @property
    def all(self) -> tuple[Moment, ...]:
        """Each of them once: where most was lost first, then where most was won."""
        return (*self.lost, *(moment for moment in self.won if moment not in self.lost))


def moments_of(own: Iterable[Choice]) -> tuple[Moment, ...]:
    """Return the replies of one seat at which some practice was in play."""
    return tuple(Moment(choice, in_play) for choice in own if (in_play := spans(choice)))


def turning_points(moments: Iterable[Moment]) -> TurningPoints:
    """Return the turning points among `moments`, which stand in the order of play."""
    held = tuple(moments)
    lost = sorted((moment for moment in held if moment.lost), key=lambda moment: -moment.lost)
    won = sorted((moment for moment in held if moment.won), key=lambda moment: -moment.won)
    return TurningPoints(tuple(lost[:MOST_OF_EACH]), tuple(won[:MOST_OF_EACH]))
