"""What a practice has come to in all plays that stand at one turn, in a few long numbers.

A play's score is what was won of what was open. For each sum of what was open there is a field of fixed width in each
of three long numbers: how likely plays with it are, what they won, and the squares of that. So adding, and going on
by one reply, are a few operations on long numbers, and every figure is exact. In the fourth, a bit stands for each
pair of sums that some play has.
"""

from collections.abc import Iterator
from math import lcm, sqrt
from typing import NamedTuple

from trainer.debrief.practice import FEWEST_MOMENTS


class Layout(NamedTuple):
    """Where the fields are."""

    bits: int
    """How wide a field is."""
    stride: int
    """How many bits stand for the sums won, with each sum of what was open."""

    @classmethod
    def of(cls, whole: int, widest: int) -> "Layout":
        """Return fields that hold chances of `whole` parts, and sums up to `widest` with their squares."""
        return cls((whole * (widest + 1) ** 2).bit_length(), widest + 1)


class Packed(NamedTuple):
    """Plays with as many moments, in long numbers."""

    chances: int = 0
    gains: int = 0
    squares: int = 0
    met: int = 0

    def and_of(self, other: "Packed") -> "Packed":
        """Return the plays of both."""
        return Packed(
            self.chances + other.chances,
            self.gains + other.gains,
            self.squares + other.squares,
            self.met | other.met,
        )

    def shared(self, options: int) -> "Packed":
        """Return the share of one of `options` that are equally likely."""
        return Packed(self.chances // options, self.gains // options, self.squares // options, self.met)

    def onward(self, layout: Layout, count: int, width: int, gain: int) -> "Packed":
        """Return these plays `count` times as likely, after a reply that won `gain` of `width`."""
        shift = width * layout.bits
        gains = self.gains + gain * self.chances if gain else self.gains
        squares = self.squares + gain * (self.gains + gains) if gain else self.squares
        return Packed(
            self.chances * count << shift,
            gains * count << shift,
            squares * count << shift,
            self.met << (width * layout.stride + gain),
        )


class Figures(NamedTuple):
    """A score over plays, each as likely as it is at random, 0 to 100; one decimal."""

    usual: float
    """The mean."""
    spread: float
    """The standard deviation."""
    best: float
    worst: float


class Sums:
    """One practice in all plays that stand at one turn, those with few moments apart."""

    def __init__(self, by_moments: dict[int, Packed] | None = None) -> None:
        self.by_moments = by_moments or {}
        """By how many moments plays have; as many as a score needs stand for more."""

    @classmethod
    def first(cls, whole: int) -> "Sums":
        """Return the sums of a play that has just begun."""
        return cls({0: Packed(whole, 0, 0, 1)})

    def add(self, other: "Sums") -> None:
        """Add the plays of `other`."""
        for moments, packed in other.by_moments.items():
            self._add(moments, packed)

    def shared(self, options: int) -> "Sums":
        """Return the share of one of `options` that are equally likely."""
        return Sums({moments: packed.shared(options) for moments, packed in self.by_moments.items()})

    def add_after(self, other: "Sums", layout: Layout, count: int, width: int, gain: int) -> None:
        """Add the plays of `other`, `count` times as likely, after a reply that won `gain` of `width`."""
        for moments, packed in other.by_moments.items():
            self._add(min(moments + (width > 0), FEWEST_MOMENTS), packed.onward(layout, count, width, gain))

    def _add(self, moments: int, packed: Packed) -> None:
        there = self.by_moments.get(moments)
        self.by_moments[moments] = packed if there is None else there.and_of(packed)

    def chances(self, layout: Layout) -> tuple[int, int]:
        """Return how likely plays with moments enough are, and how likely all are."""
        counts = {moments: sum(_fields(packed.chances, layout.bits)) for moments, packed in self.by_moments.items()}
        return counts.get(FEWEST_MOMENTS, 0), sum(counts.values())

    def figures(self, layout: Layout) -> Figures | None:
        """Return the score over all plays with moments enough, or None where there are none."""
        packed = self.by_moments.get(FEWEST_MOMENTS)
        if packed is None or not packed.chances:
            return None
        chances = list(_fields(packed.chances, layout.bits))
        common = lcm(*(span for span, chance in enumerate(chances) if chance))
        mass = sum(chances)
        mean = _over_spans(packed.gains, layout.bits, common, 1)
        squares = _over_spans(packed.squares, layout.bits, common, 2)
        shares = list(_shares(packed.met, layout.stride))
        return Figures(
            _figure(mean / (mass * common)),
            _figure(sqrt((squares * mass - mean**2) / (mass * common) ** 2)),
            _figure(max(shares)),
            _figure(min(shares)),
        )


def _fields(packed: int, bits: int) -> Iterator[int]:
    field = (1 << bits) - 1
    while packed:
        yield packed & field
        packed >>= bits


def _over_spans(packed: int, bits: int, common: int, power: int) -> int:
    """Return the sum of fields, each divided by its span to the power; `common` to the power times too large."""
    return sum(each * (common // span) ** power for span, each in enumerate(_fields(packed, bits)) if each)


def _shares(met: int, stride: int) -> Iterator[float]:
    """Yield the least and the greatest share won with each sum of what was open."""
    for span, gains in enumerate(_fields(met, stride)):
        if gains:
            yield ((gains & -gains).bit_length() - 1) / span
            yield (gains.bit_length() - 1) / span


def _figure(share: float) -> float:
    return round(100 * share, 1) + 0.0
