"""What the plays that go on from a place can still bring a seat, exactly.

Places with the same future are one: many differ only in a meter that nothing reads any more. A future holds, for each
practice, how likely each sum of what is won and of what is open is in a play that goes on uniformly at random: whole
numbers over one common whole, so that no figure depends on the order in which anything was added.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import gcd, lcm
from typing import Final, NamedTuple, TypeAlias

from trainer.debrief.practice import FEWEST_MOMENTS
from trainer.debrief.ways import LEFT_OUT, Ways, Where, first_of, ways_from
from trainer.engine.machine import PRACTICES, CompiledOption, ScenarioMachine

EFFORT_LIMIT: Final = 2_000_000
"""How many entries of distributions are looked at; more would take seconds, and hundreds of megabytes."""
_BITS_PER_EFFORT: Final = 256
"""Long numbers take more time and room than short ones."""
_MOMENT_BITS: Final = FEWEST_MOMENTS.bit_length()
_GAIN_BITS: Final = 20
"""Enough for the levels won over three entries of each of the beats that a file has room for."""
_MOMENTS: Final = (1 << _MOMENT_BITS) - 1
_GAINS: Final = (1 << _GAIN_BITS) - 1

Levels: TypeAlias = tuple[int, ...]
"""A number for each practice."""
_ZERO: Final[Levels] = (0,) * len(PRACTICES)


class Sums(NamedTuple):
    """Moments of one practice, summed."""

    gain: int = 0
    """Chosen minus worst."""
    span: int = 0
    """Best minus worst."""
    moments: int = 0
    """How many; as many as a score needs stand for more."""


class Distribution(NamedTuple):
    """How likely each of the sums is that one practice can come to."""

    masses: dict[int, int]
    """By packed sums; what is missing to `whole` was left out."""
    whole: int

    def sums(self) -> Iterable[tuple[Sums, int]]:
        """Yield all sums with their mass."""
        for key, mass in self.masses.items():
            gain = key >> _MOMENT_BITS & _GAINS
            yield Sums(gain, key >> _MOMENT_BITS + _GAIN_BITS, key & _MOMENTS), mass


class Future(NamedTuple):
    """What can follow, for one seat."""

    distributions: tuple[int, ...]
    """For each practice, the number of its distribution."""
    ends: int
    """A bit for each end, in the author's order."""
    is_bounded: bool


Part: TypeAlias = tuple[int, int]
"""What a reply wins, and the number of the distribution that follows it."""


class Mixtures:
    """Distributions, each made once."""

    def __init__(self) -> None:
        self.all = [Distribution({}, 1), Distribution({0: 1}, 1)]
        self._numbers: dict[tuple[int, tuple[tuple[Part, int], ...]], int] = {}
        self._effort = 0

    @property
    def are_too_many(self) -> bool:
        """Whether more would have to be looked at than is worth it; the distributions are not to be used then."""
        return self._effort > EFFORT_LIMIT

    def mixed(self, width: int, parts: Iterable[Part]) -> int:
        """Return the number of the distribution where each of `parts` is equally likely, at a span of `width`."""
        counts = Counter(parts)
        if len(counts) == 1:
            ((_, number),) = counts
            return number
        shared = gcd(*counts.values())
        key = (width, tuple(sorted((part, count // shared) for part, count in counts.items())))
        if key not in self._numbers:
            self._numbers[key] = len(self.all)
            self.all.append(self._made(*key))
        return self._numbers[key]

    def _made(self, width: int, shares: tuple[tuple[Part, int], ...]) -> Distribution:
        for (_, number), _ in shares:
            masses, whole = self.all[number]
            self._effort += len(masses) * (1 + whole.bit_length() // _BITS_PER_EFFORT)
        if self.are_too_many:
            return self.all[0]
        common = lcm(*(self.all[number].whole for (_, number), _ in shares))
        together: dict[int, int] = {}
        for (gain, number), count in shares:
            masses, whole = self.all[number]
            factor = count * (common // whole)
            shift = (width << _GAIN_BITS | gain) << _MOMENT_BITS
            for before, mass in masses.items():
                key = before + shift
                if width and key & _MOMENTS < FEWEST_MOMENTS:
                    key += 1
                together[key] = together.get(key, 0) + mass * factor
        return Distribution(together, common * sum(count for _, count in shares))


class Futures:
    """What can follow from each of many places, for one seat."""

    def __init__(self, machine: ScenarioMachine, seat: str, ways: Ways) -> None:
        self._machine = machine
        self._seat = seat
        self._ways = ways
        self._mixtures = Mixtures()
        self._all = [Future((0,) * len(PRACTICES), 0, is_bounded=True)]
        self._by_likeness: dict[tuple[Levels, tuple[tuple[Levels, int], ...]], int] = {}
        self._gains: dict[tuple[CompiledOption, ...], tuple[Levels, tuple[Levels, ...]]] = {}
        self._number_of = [0] * len(ways.spots)
        self.is_whole = self._look_back_over_all()
        """Whether the distributions were few enough to be made."""

    def __contains__(self, where: Where) -> bool:
        return where in self._ways

    def at(self, where: Where | None) -> Future:
        """Return the future of one of the places, or that of a play that is left out."""
        return self._all[0 if where is None else self._number_of[self._ways.number(where)]]

    def distribution(self, future: Future, practice: int) -> Distribution:
        """Return how likely the sums of the practice with that number are."""
        return self._mixtures.all[future.distributions[practice]]

    def _look_back_over_all(self) -> bool:
        ends = {end: number for number, end in enumerate(self._machine.scenario.ends)}
        for number in self._ways.backward():
            end = ends.get(self._ways.spots[number].end)
            self._number_of[number] = self._ended(end) if end is not None else self._joined(number)
            if self._mixtures.are_too_many:
                return False
        return True

    def _ended(self, end: int) -> int:
        self._all.append(Future((1,) * len(PRACTICES), 1 << end, is_bounded=False))
        return len(self._all) - 1

    def _joined(self, number: int) -> int:
        following = [0 if each == LEFT_OUT else self._number_of[each] for each in self._ways.onward[number]]
        widths, gains = self._in_play(number)
        if not any(widths):
            if len(set(following)) == 1:
                return following[0]
            gains = (_ZERO,) * len(following)
        likeness = (widths, tuple(sorted(zip(gains, following, strict=True))))
        if likeness not in self._by_likeness:
            self._by_likeness[likeness] = len(self._all)
            self._all.append(self._future(*likeness))
        return self._by_likeness[likeness]

    def _in_play(self, number: int) -> tuple[Levels, tuple[Levels, ...]]:
        beat, open_now = self._ways.spots[number].beat, self._ways.spots[number].open
        if beat is None or not open_now or beat.seat != self._seat:
            return _ZERO, ()
        if open_now not in self._gains:
            self._gains[open_now] = gains_at(open_now)
        return self._gains[open_now]

    def _future(self, widths: Levels, replies: tuple[tuple[Levels, int], ...]) -> Future:
        following = [self._all[number] for _, number in replies]
        ends = 0
        for future in following:
            ends |= future.ends
        return Future(
            tuple(
                self._mixtures.mixed(
                    widths[practice],
                    ((gains[practice], self._all[number].distributions[practice]) for gains, number in replies),
                )
                for practice in range(len(PRACTICES))
            ),
            ends,
            is_bounded=any(future.is_bounded for future in following),
        )


def futures_at(machine: ScenarioMachine, seat: str, where: Where) -> Futures | None:
    """Return futures with that of `where` among them, or None where there is too much to look at.

    Those of the whole story serve every place that it leads to; a story too large may still have small places.
    """
    futures = _futures_from(machine, seat, first_of(machine))
    return futures if futures is not None and where in futures else _futures_from(machine, seat, where)


@lru_cache(maxsize=3)
def _futures_from(machine: ScenarioMachine, seat: str, first: Where) -> Futures | None:
    ways = ways_from(machine, first)
    futures = Futures(machine, seat, ways) if ways is not None else None
    return futures if futures is not None and futures.is_whole else None


def gains_at(open_now: tuple[CompiledOption, ...]) -> tuple[Levels, tuple[Levels, ...]]:
    """Return the spans of the practices at a turn, and what each open option wins of them."""
    by_practice = tuple(zip(*(option.levels for option in open_now), strict=True))
    worst = tuple(map(min, by_practice))
    widths = tuple(max(levels) - least for levels, least in zip(by_practice, worst, strict=True))
    gains = tuple(
        tuple(level - least for level, least in zip(option.levels, worst, strict=True)) for option in open_now
    )
    return widths, gains
