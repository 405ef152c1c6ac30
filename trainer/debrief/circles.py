"""Which beats of a story can be come to again, and how often each of them was entered on the way.

How often the beats of one circle were entered is one number, two bits for each beat, which grows with every entry. A
*hub* of a circle is a beat that all ways from some others back to themselves lead through: between two entries of
such a beat the hub is entered. So it cannot be entered more often than the hub still can, and once more before the
hub is. Whatever it could be entered beyond that makes no difference, and is counted as used up.
"""

from collections.abc import Iterable, Sequence
from typing import Final

MOST_ENTRIES: Final = 3
_BITS: Final = MOST_ENTRIES.bit_length()
_MOST_EFFORT: Final = 200_000
"""Where a circle has more beats times steps than these, no hubs are looked for."""
_UNRANKED: Final = -1


class Circles:
    """The circles of a story, whose beats have the numbers of those that can follow in `onward`."""

    def __init__(self, onward: Sequence[tuple[int, ...]], together: int = 0) -> None:
        self.ranks = _ranks(onward)
        """A number for each beat, by its index: a step leads to a higher one, or goes on round a circle."""
        self.units = [0] * len(onward)
        """What an entry adds to the number, for each beat by its index; 0 for one that is on no circle."""
        self._full = [0] * len(onward)
        """The bits that are set once the beat was entered as often as it may be."""
        self._first = 0
        """What a number begins with."""
        self._hubs: dict[int, _Hubs] = {}
        members: dict[int, list[int]] = {}
        for index, rank in enumerate(self.ranks):
            members.setdefault(rank, []).append(index)
        for beats in members.values():
            if len(beats) > 1 or beats[0] in onward[beats[0]]:
                self._count_together(beats, together) if together else self._count_each(beats, onward)

    def _count_each(self, beats: list[int], onward: Sequence[tuple[int, ...]]) -> None:
        for place, index in enumerate(beats):
            self.units[index] = 1 << _BITS * place
            self._full[index] = MOST_ENTRIES * self.units[index]
        inside = set(beats)
        steps = {beat: [each for each in onward[beat] if each in inside] for beat in beats}
        if len(beats) * sum(map(len, steps.values())) <= _MOST_EFFORT:
            hubs = _Hubs(steps, self.units)
            if hubs:
                self._hubs |= dict.fromkeys(beats, hubs)

    def _count_together(self, beats: list[int], together: int) -> None:
        """Let a bit above all others become set by the last entry."""
        full = 1 << together.bit_length()
        self._first = full - together
        for index in beats:
            self.units[index] = 1
            self._full[index] = full

    @property
    def are_any(self) -> bool:
        """Whether any beat can be come to again."""
        return any(self.units)

    def enter(self, index: int, visits: int, *, is_same: bool = False) -> int | None:
        """Return the number after an entry of a beat, or None where it was entered as often as it may be.

        `visits` is the number before, and counts if the beat just left `is_same`: on the same circle.
        """
        unit = self.units[index]
        if not unit:
            return 0
        full = self._full[index]
        if not is_same:
            visits = self._first
        elif visits & full == full:
            return None
        hubs = self._hubs.get(index)
        return visits + unit if hubs is None else hubs.used_up(index, visits + unit)

    def after(self, entered: Iterable[int], index: int) -> int:
        """Return the number at a beat, after all that were `entered`, itself last, however often that was."""
        visits = self._first if self.units[index] else 0
        for each in entered:
            is_counted = self.ranks[each] == self.ranks[index] and self.units[each]
            if is_counted and visits & self._full[each] != self._full[each]:
                visits += self.units[each]
        hubs = self._hubs.get(index)
        return visits if hubs is None else hubs.used_up(index, visits)


class _Hubs:
    """The hubs of one circle, whose beats have those that follow in `steps`."""

    def __init__(self, steps: dict[int, list[int]], units: list[int]) -> None:
        self._lows = sum(units[beat] for beat in steps)
        self._hubs: list[tuple[int, dict[int, tuple[int, ...]]]] = []
        """The unit of each hub; and for each beat, by how often the hub was entered, what is used up around it."""
        before: dict[int, list[int]] = {beat: [] for beat in steps}
        for beat, followers in steps.items():
            for follower in followers:
                before[follower].append(beat)
        for hub, beats in _around(steps).items():
            used = {beat: [0] * (MOST_ENTRIES + 1) for beat in steps}
            for beat in beats:
                once = _leading_to(beat, hub, before)
                for here, by_entries in used.items():
                    for entries in range(1, MOST_ENTRIES + 1):
                        by_entries[entries] += units[beat] * (entries - (here in once))
            self._hubs.append((units[hub], {beat: tuple(by_entries) for beat, by_entries in used.items()}))

    def __bool__(self) -> bool:
        return bool(self._hubs)

    def used_up(self, index: int, visits: int) -> int:
        """Return `visits` at a beat, with all that cannot be used any more counted as used up."""
        least = 0
        for unit, used in self._hubs:
            least |= used[index][visits // unit & MOST_ENTRIES]
        lows = self._lows
        highs, others = visits >> 1 & lows, least >> 1 & lows
        # the greater of both, in each field of two bits
        low = visits & lows & (highs | ~others) | least & lows & (others | ~highs)
        return (highs | others) << 1 | low


def _around(steps: dict[int, list[int]]) -> dict[int, list[int]]:
    """Return the hubs, each with the beats around it: those that have no way back to themselves without it.

    Where neither has one without the other, each is entered as often as the other in any case.
    """
    without = {hub: _without_return(steps, hub) for hub in steps}
    free = {hub: [beat for beat in sorted(beats) if hub not in without[beat]] for hub, beats in without.items()}
    hubs: dict[int, list[int]] = {}
    taken: set[int] = set()
    for hub in sorted(free, key=lambda each: len(free[each]), reverse=True):
        beats = [beat for beat in free[hub] if beat not in taken and beat not in hubs]
        if hub not in taken and beats:
            hubs[hub] = beats
            taken.update(beats)
    return hubs


def _without_return(steps: dict[int, list[int]], hub: int) -> set[int]:
    others = [beat for beat in steps if beat != hub]
    places = {beat: place for place, beat in enumerate(others)}
    onward = [tuple(places[each] for each in steps[beat] if each != hub) for beat in others]
    ranks = _ranks(onward)
    sizes: dict[int, int] = {}
    for rank in ranks:
        sizes[rank] = sizes.get(rank, 0) + 1
    return {beat for place, beat in enumerate(others) if sizes[ranks[place]] == 1 and place not in onward[place]}


def _leading_to(beat: int, hub: int, before: dict[int, list[int]]) -> set[int]:
    """Return the beats from which a way leads to `beat` that enters `hub` nowhere."""
    met: set[int] = set()
    waiting = [beat]
    while waiting:
        for each in before[waiting.pop()]:
            if each not in met:
                met.add(each)
                if each != hub:
                    waiting.append(each)
    return met


def _ranks(onward: Sequence[tuple[int, ...]]) -> list[int]:
    before: list[list[int]] = [[] for _ in onward]
    for number, followers in enumerate(onward):
        for follower in followers:
            before[follower].append(number)
    ranks = [_UNRANKED] * len(onward)
    for rank, number in enumerate(reversed(_in_order_of_leaving(onward))):
        waiting = [number] if ranks[number] == _UNRANKED else []
        while waiting:
            member = waiting.pop()
            if ranks[member] == _UNRANKED:
                ranks[member] = rank
                waiting += before[member]
    return ranks


def _in_order_of_leaving(onward: Sequence[tuple[int, ...]]) -> list[int]:
    left: list[int] = []
    met = [False] * len(onward)
    for root in range(len(onward)):
        path = [] if met[root] else [(root, iter(onward[root]))]
        met[root] = True
        while path:
            number, rest = path[-1]
            follower = next((each for each in rest if not met[each]), None)
            if follower is None:
                left.append(number)
                path.pop()
            else:
                met[follower] = True
                path.append((follower, iter(onward[follower])))
    return left
