"""How far a seat's replies went, on each practice, between the least and the most that was open to it.

A practice is in play at a turn when the levels of the open options differ; that turn is a moment of the practice, with
the span between its best and its worst level. The score is 100 · Σ(chosen - worst) / Σ(best - worst) over the moments.
The interval is Wilson's at 80 % on the effective number of moments n = (Σ span)² / Σ span² (Kish's effective sample
size), since a moment of a large span weighs more than one of a small.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple

from trainer.debrief.history import Choice
from trainer.engine.machine import PRACTICES
from trainer.scenario.model import Practice

Z_80: Final = 1.2815515655446004
"""The standard normal quantile of an 80 % interval."""
FEWEST_MOMENTS: Final = 3


class Span(NamedTuple):
    """One practice at one turn."""

    chosen: int
    worst: int
    best: int

    @property
    def width(self) -> int:
        """Best minus worst, 1 to 4."""
        return self.best - self.worst


@dataclass(frozen=True, slots=True)
class Score:
    """A practice over a play, 0 to 100; without figures where it rests on too little."""

    score: float | None
    low: float | None
    high: float | None
    moments: int
    n: float
    """The effective number of moments."""

    def to_json(self) -> dict[str, float | int | None]:
        """Return the score as `trainer debrief --json` prints it."""
        return {"score": self.score, "low": self.low, "high": self.high, "moments": self.moments, "n": self.n}


def spans(choice: Choice) -> dict[Practice, Span]:
    """Return the practices that were in play at `choice`."""
    in_play = {}
    levels = zip(*(option.levels for option in choice.open), strict=True)
    for practice, chosen, of_the_open in zip(PRACTICES, choice.chosen.levels, levels, strict=False):
        worst, best = min(of_the_open), max(of_the_open)
        if worst < best:
            in_play[practice] = Span(chosen, worst, best)
    return in_play


def score(moments: Iterable[Span]) -> Score:
    """Return the score over `moments` of one practice."""
    held = tuple(moments)
    widths = [span.width for span in held]
    total = sum(widths)
    n = total**2 / sum(width**2 for width in widths) if held else 0.0
    if len(held) < FEWEST_MOMENTS:
        return Score(None, None, None, len(held), _rounded(n))
    share = sum(span.chosen - span.worst for span in held) / total
    low, high = wilson(share, n)
    return Score(_rounded(100 * share), _rounded(100 * low), _rounded(100 * high), len(held), _rounded(n))


def wilson(share: float, n: float) -> tuple[float, float]:
    """Return Wilson's 80 % interval of `share` (0 to 1) over `n` observations, clamped to 0 to 1."""
    z2 = Z_80**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_80 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _rounded(value: float) -> float:
    return round(value, 1) + 0.0
