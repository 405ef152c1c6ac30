"""Where plays can go on from a place: its states, with how often beats on circles were entered, each met once.

A play enters a beat three times at most; what would enter it a fourth time is left out. Only beats on circles are
counted, and only while the play is on that circle: no other beat can be come to again, so that states stay few. For the
same reason a beat counts as entered more often where another one, which every way back to it leads through, leaves it
no more than the rest: around a hub only the hub is counted.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from trainer.debrief.circles import Circles
from trainer.debrief.history import beats_entered
from trainer.engine.events import Event
from trainer.engine.evolve import said
from trainer.engine.machine import CompiledBeat, CompiledOption, ScenarioMachine
from trainer.engine.reach import STATE_LIMIT
from trainer.engine.state import World

LEFT_OUT: Final = -1
"""Stands for what follows where a beat would be entered too often."""
_STEPS_PER_STATE: Final = 5
"""Where turns have more options than five, fewer states are looked at."""
_BITS_PER_STEP: Final = 1024
"""Where a circle has hundreds of beats the counts are long, so that fewer states are looked at."""
_NOTHING: Final = World()


class Where(NamedTuple):
    """A place that a play can stand at: a beat just entered, or an end."""

    beat: str
    world: World
    visits: int = 0
    """How often the beats of the circle that this beat is on were entered, as `Circles` counts."""


class Spot:
    """A beat in a world, or an end, with the places there that differ in what was entered before."""

    __slots__ = ("beat", "end", "moves", "numbers", "open", "world")

    def __init__(self, address: str, beat: CompiledBeat | None, world: World) -> None:
        self.beat = beat
        """None at an end."""
        self.end = "" if beat is not None else address.removeprefix("end/")
        self.world = world
        self.open = beat.open_options(world) if beat is not None else ()
        """The options whose conditions hold; empty at an end, at a beat without a turn, and where none does."""
        self.numbers: dict[int, int] = {}
        """The number of each place, by what was entered."""
        self.moves: tuple[_Move, ...] | None = None
        """What follows; None before anybody asked."""


_Move: TypeAlias = tuple[Spot, CompiledBeat | None, bool]
"""A spot that follows, its beat where that is on a circle, and whether that is the circle just left."""


@lru_cache(maxsize=16)
def circles_of(machine: ScenarioMachine, together: int = 0) -> Circles:
    """Return the circles of `machine`, found once; each counted as a whole where `together` says how far."""
    return Circles([_onward(machine, beat) for beat in machine.beats.values()], together)


def _onward(machine: ScenarioMachine, beat: CompiledBeat) -> tuple[int, ...]:
    return tuple(machine.beats[target].index for target in targets_of(beat) if target in machine.beats)


class Ways:
    """Every place that plays can come to from one of them, if they are not more than `limit`.

    Nor more than `width`, if given, after the same number of steps on circles: there they multiply at every step.
    """

    def __init__(
        self,
        machine: ScenarioMachine,
        first: Where,
        limit: int | None = None,
        *,
        width: int | None = None,
        together: int = 0,
    ) -> None:
        self._machine = machine
        self._limit = STATE_LIMIT if limit is None else limit
        self._width = width
        self._circles = circles_of(machine, together)
        self._spots: dict[tuple[str, World], Spot] = {}
        self.spots = [self._spot(first.beat, first.world)]
        """The spot of each place."""
        self.spots[0].numbers[first.visits] = 0
        self._visits = [first.visits]
        self.onward: list[tuple[int, ...]] = []
        """The numbers of the places that follow, one for each option that is offered, or `LEFT_OUT`."""
        self.is_whole = self._explore()
        """Whether there were few enough places to look at all of them."""

    def __contains__(self, where: Where) -> bool:
        spot = self._spots.get((where.beat, where.world))
        return spot is not None and where.visits in spot.numbers

    def number(self, where: Where) -> int:
        """Return the number of a place that plays can come to."""
        return self._spots[where.beat, where.world].numbers[where.visits]

    def backward(self) -> Iterator[int]:
        """Yield the number of each place, after those of all that can follow it."""
        by_rank: dict[int, list[int]] = {}
        for number, spot in enumerate(self.spots):
            rank = len(self._machine.beats) if spot.beat is None else self._circles.ranks[spot.beat.index]
            by_rank.setdefault(rank, []).append(number)
        for rank in sorted(by_rank, reverse=True):
            yield from sorted(by_rank[rank], key=self._visits.__getitem__, reverse=True)

    def _explore(self) -> bool:
        steps = 0
        newest = 1
        spots, visits, onward = self.spots, self._visits, self.onward
        enter = self._circles.enter
        while (here := len(onward)) < len(spots):
            if here == newest:
                newest = len(spots)
                if self._width is not None and sum(map(bool, visits[here:])) > self._width:
                    return False
            before = visits[here]
            following = []
            for spot, beat, is_same in self._moves(spots[here]):
                entered = enter(beat.index, before, is_same=is_same) if beat is not None else 0
                if entered is None:
                    following.append(LEFT_OUT)
                    continue
                number = spot.numbers.setdefault(entered, len(spots))
                if number == len(spots):
                    spots.append(spot)
                    visits.append(entered)
                following.append(number)
            onward.append(tuple(following))
            steps += len(following) + before.bit_length() // _BITS_PER_STEP
            if len(spots) > self._limit or steps > self._limit * _STEPS_PER_STATE:
                return False
        return True

    def _spot(self, address: str, world: World) -> Spot:
        beat = self._machine.beats.get(address)
        key = (address, world if beat is not None else _NOTHING)
        if key not in self._spots:
            self._spots[key] = Spot(address, beat, key[1])
        return self._spots[key]

    def _moves(self, spot: Spot) -> tuple[_Move, ...]:
        if spot.moves is None:
            spot.moves = tuple(self._move(spot, *following) for following in _following(spot))
        return spot.moves

    def _move(self, left: Spot, target: str, world: World) -> _Move:
        spot = self._spot(target, world)
        ranks, beat = self._circles.ranks, spot.beat
        if left.beat is None or beat is None or not self._circles.units[beat.index]:
            return spot, None, False
        return spot, beat, ranks[left.beat.index] == ranks[beat.index]


@lru_cache(maxsize=3)
def ways_from(machine: ScenarioMachine, first: Where) -> Ways | None:
    """Return the ways on from `first`, or None where there are too many to look at."""
    ways = Ways(machine, first)
    return ways if ways.is_whole else None


def first_of(machine: ScenarioMachine, together: int = 0) -> Where:
    """Return the place at which every play begins."""
    beat = machine.beats[machine.start]
    return Where(machine.start, machine.first_world, circles_of(machine, together).enter(beat.index, 0) or 0)


def place_after(machine: ScenarioMachine, events: Iterable[Event], beat: CompiledBeat, world: World) -> Where:
    """Return the place of a play that `events` have led to `beat` in `world`."""
    circles = circles_of(machine)
    entered = [entered.index for event in events for entered in beats_entered(machine, event)]
    return Where(beat.address, world, circles.after(entered, beat.index))


def place_by(machine: ScenarioMachine, where: Where, option: CompiledOption) -> Where | None:
    """Return the place that `option` leads to, or None where a beat would be entered too often."""
    left = machine.beats[where.beat]
    beat = machine.beats.get(option.target)
    if beat is None:
        return Where(option.target, _NOTHING)
    circles = circles_of(machine)
    is_same = circles.ranks[left.index] == circles.ranks[beat.index]
    visits = circles.enter(beat.index, where.visits, is_same=is_same)
    return None if visits is None else Where(option.target, said(left, option, where.world), visits)


def targets_of(beat: CompiledBeat) -> tuple[str, ...]:
    """Return where `beat` leads to when every condition holds."""
    return tuple(option.target for option in beat.options) if beat.seat else (beat.target,)


def _following(spot: Spot) -> Iterator[tuple[str, World]]:
    beat, world = spot.beat, spot.world
    if beat is None:
        return
    if not beat.seat:
        yield beat.target, World(world.numbers, world.marks | beat.seen_mark)
        return
    for option in spot.open or beat.options:
        yield option.target, said(beat, option, world)
