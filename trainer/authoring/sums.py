"""What a practice has come to in all plays that stand at one turn, in a few long numbers.

A play's score is what was won of what was open. For each sum of what was open there is a field of fixed width in each
of three long numbers: how likely plays with it are, what they won, and the squares of that. So adding, and going on
by one reply, are a few operations on long numbers, and every figure is exact. Two more, of narrow fields, hold the
most that any of these plays won, and the most that any lost.
"""

from collections.abc import Iterator
from math import lcm, sqrt
from typing import NamedTuple

from trainer.debrief.practice import FEWEST_MOMENTS


class Layout(NamedTuple):
    """Where the fields are."""

    bits: int
    """How wide a field is."""
    narrow: int
    """How wide a narrow field is; its highest bit stays free."""
    ones: int
    """The lowest bit of each narrow field."""

    @classmethod
    def of(cls, whole: int, widest: int) -> "Layout":
        """Return fields that hold chances of `whole` parts, and sums up to `widest` with their squares."""
        narrow = (widest + 1).bit_length() + 1
        ones = ((1 << narrow * (widest + 1)) - 1) // ((1 << narrow) - 1)
        return cls((whole * (widest + 1) ** 2).bit_length(), narrow, ones)

    def greater(self, one: int, other: int) -> int:
        """Return the greater of each two narrow fields."""
        if not one or not other:
            return one or other
        free = self.ones << self.narrow - 1
        is_greater = (one | free) - other & free
        return other ^ (one ^ other) & is_greater - (is_greater >> self.narrow - 1)

    def added(self, most: int, by: int) -> int:
        """Return narrow fields with so much more in each that is not empty."""
        if not by:
            return most
        highest = self.narrow - 1
        return most + by * ((most + (self.ones << highest) - self.ones) >> highest & self.ones)


class Packed(NamedTuple):
    """Plays with as many moments, in long numbers."""

    chances: int = 0
    gains: int = 0
    squares: int = 0
    won: int = 0
    """One more than the most that was won, in narrow fields; 0 where there is no play."""
    lost: int = 0
    """One more than the most that was lost, likewise."""

    def and_of(self, layout: Layout, other: "Packed") -> "Packed":
        """Return the plays of both."""
        return Packed(
            self.chances + other.chances,
            self.gains + other.gains,
            self.squares + other.squares,
            layout.greater(self.won, other.won),
            layout.greater(self.lost, other.lost),
        )

    def scaled(self, by: int) -> "Packed":
        """Return the same plays, each so much as likely."""
        return Packed(self.chances * by, self.gains * by, self.squares * by, self.won, self.lost)

    def onward(self, layout: Layout, count: int, width: int, gain: int) -> "Packed":
        """Return these plays `count` times as likely, after a reply that won `gain` of `width`."""
        chances, gains, squares = self[:3]
        if gain:
            gains += gain * chances
            squares += gain * (self.gains + gains)
        if count > 1:
            chances, gains, squares = chances * count, gains * count, squares * count
        if not width:
            return Packed(chances, gains, squares, self.won, self.lost)
        shift, narrow = width * layout.bits, width * layout.narrow
        return Packed(
            chances << shift,
            gains << shift,
            squares << shift,
            layout.added(self.won, gain) << narrow,
            layout.added(self.lost, width - gain) << narrow,
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
    def first(cls) -> "Sums":
        """Return the sums of a play that has just begun."""
        return cls({0: Packed(1, 0, 0, 1, 1)})

    def add(self, layout: Layout, other: "Sums") -> None:
        """Add the plays of `other`."""
        for moments, packed in other.by_moments.items():
            self._add(layout, moments, packed)

    def scale(self, by: int) -> None:
        """Let each of the plays be so much as likely."""
        self.by_moments = {moments: packed.scaled(by) for moments, packed in self.by_moments.items()}

    def add_after(self, other: "Sums", layout: Layout, count: int, width: int, gain: int) -> None:
        """Add the plays of `other`, `count` times as likely, after a reply that won `gain` of `width`."""
        for moments, packed in other.by_moments.items():
            onward = packed.onward(layout, count, width, gain)
            self._add(layout, min(moments + (width > 0), FEWEST_MOMENTS), onward)

    def _add(self, layout: Layout, moments: int, packed: Packed) -> None:
        there = self.by_moments.get(moments)
        self.by_moments[moments] = packed if there is None else there.and_of(layout, packed)

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
        shares = list(_shares(packed, layout))
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


def _shares(packed: Packed, layout: Layout) -> Iterator[float]:
    """Yield the greatest and the least share won with each sum of what was open."""
    fields = zip(_fields(packed.won, layout.narrow), _fields(packed.lost, layout.narrow), strict=True)
    for span, (won, lost) in enumerate(fields):
        if won:
            yield (won - 1) / span
            yield (span - lost + 1) / span


def _figure(share: float) -> float:
    return round(100 * share, 1) + 0.0
