"""A score over the choices of several persons, with an interval that allows for choices of one person being alike.

The score is that of one play (`debrief/practice.py`), over all moments. Wilson's interval needs to know how many
choices count as if each stood alone; one person's do not. So n is the smaller of Kish's n = (Σ span)² / Σ span² and of
the n that persons vary by: share · (1 - share) / variance, with the variance of a ratio over persons as they were
sampled (Kish 1965, Survey Sampling; Korn and Graubard 1998, Survey Methodology 24, 193-201).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import sqrt
from typing import NamedTuple

from trainer.debrief.practice import Score, Span, score, wilson


class Pooled(NamedTuple):
    """A share of what was open, 0 to 1, with its interval and as it is told."""

    share: float
    low: float
    high: float
    told: Score


def pooled(by_person: Mapping[str, Iterable[Span]]) -> Pooled:
    """Return the score over the moments of at least three, each under the person who chose."""
    held = [tuple(spans) for spans in by_person.values()]
    plain = score(span for spans in held for span in spans)
    sums = [(sum(s.chosen - s.worst for s in spans), sum(s.width for s in spans)) for spans in held]
    gained, total = (sum(each) for each in zip(*sums, strict=True))
    n = total**2 / sum(span.width**2 for spans in held for span in spans)
    # Whole numbers up to the last step, so that the order in which persons come makes no difference.
    spread = sum((own * total - gained * of) ** 2 for own, of in sums)
    if spread:
        n = min(n, gained * (total - gained) * total**2 * (len(held) - 1) / (len(held) * spread))
    share = gained / total
    low, high = wilson(share, n)
    told = replace(plain, low=_points(low), high=_points(high), n=round(n, 1) + 0.0)
    return Pooled(share, low, high, told)


def _points(share: float) -> float:
    return round(100 * share, 1) + 0.0


def difference(earlier: Pooled, later: Pooled) -> tuple[float, float, float]:
    """Return how much more the later share is, with its interval (Newcombe 1998, Statistics in Medicine 17, 873-890).

    It is his method 10: the distances from each share to the ends of its own Wilson interval, squared and added.
    """
    between = later.share - earlier.share
    down = sqrt((later.share - later.low) ** 2 + (earlier.high - earlier.share) ** 2)
    up = sqrt((later.high - later.share) ** 2 + (earlier.share - earlier.low) ** 2)
    return between, between - down, between + up
