"""Where plays can go on from a place: its states, with how often beats on circles were entered, each met once.

A play enters a beat three times at most; what would enter it a fourth time is left out. Only beats on circles are
counted, and only while the play is on that circle: no other beat can be come to again, so that states stay few.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from trainer.debrief.history import beats_entered
from trainer.engine.events import Event
from trainer.engine.evolve import said
from trainer.engine.machine import CompiledBeat, CompiledOption, ScenarioMachine
from trainer.engine.reach import STATE_LIMIT
from trainer.engine.state import World

MOST_ENTRIES: Final = 3
LEFT_OUT: Final = -1
"""Stands for what follows where a beat would be entered too often."""
_STEPS_PER_STATE: Final = 5
"""Where turns have more options than five, fewer states are looked at."""
_BITS: Final = MOST_ENTRIES.bit_length()
_BITS_PER_STEP: Final = 1024
"""Where a circle has hundreds of beats the counts are long, so that fewer states are looked at."""
_NOTHING: Final = World()
_UNRANKED: Final = -1


class Where(NamedTuple):
    """A place that a play can stand at: a beat just entered, or an end."""

    beat: str
    world: World
    visits: int = 0
    """How often each beat of the circle that this beat is on was entered, two bits for each."""


class Circles:
    """Which beats of a story can be come to again, and how far on each of them is."""

    def __init__(self, machine: ScenarioMachine) -> None:
        beats = machine.beats.values()
        onward = [
            tuple(machine.beats[target].index for target in targets_of(beat) if target in machine.beats)
            for beat in beats
        ]
        self.ranks = _ranks(onward)
        """A number for each beat, by its index: a step leads to a higher one, or goes on round a circle."""
        self.units = [0] * len(onward)
        """What an entry adds to `visits`, for each beat by its index; 0 for one that is on no circle."""
        sizes: dict[int, int] = {}
        for index, rank in enumerate(self.ranks):
            sizes[rank] = sizes.get(rank, 0) + 1
            self.units[index] = 1 << _BITS * (sizes[rank] - 1)
        for index, rank in enumerate(self.ranks):
            if sizes[rank] == 1 and index not in onward[index]:
                self.units[index] = 0

    def is_full(self, beat: CompiledBeat, visits: int) -> bool:
        """Return whether `beat` was entered as often as it may be."""
        full = MOST_ENTRIES * self.units[beat.index]
        return full > 0 and visits & full == full


@lru_cache(maxsize=16)
def circles_of(machine: ScenarioMachine) -> Circles:
    """Return the circles of `machine`, found once."""
    return Circles(machine)


class Ways:
    """Every place that plays can come to from one of them, if they are not more than `limit`."""

    def __init__(self, machine: ScenarioMachine, first: Where, limit: int | None = None) -> None:
        self._machine = machine
        self._limit = STATE_LIMIT if limit is None else limit
        self._circles = circles_of(machine)
        self.places = [first]
        self.numbers = {first: 0}
        """Where each place stands in `places`, `open` and `onward`."""
        self.open: list[tuple[CompiledOption, ...]] = []
        """The options whose conditions hold there; empty at an end, at a beat without a turn, and where none does."""
        self.onward: list[tuple[int, ...]] = []
        """The numbers of the places that follow, one for each option that is offered, or `LEFT_OUT`."""
        self.is_whole = self._explore()
        """Whether there were few enough places to look at all of them."""

    def rank(self, where: Where) -> tuple[int, int]:
        """Return a number that grows with every step."""
        beat = self._machine.beats.get(where.beat)
        rank = self._circles.ranks[beat.index] if beat is not None else len(self._machine.beats)
        return rank, where.visits

    def _explore(self) -> bool:
        steps = 0
        while len(self.onward) < len(self.places):
            where = self.places[len(self.onward)]
            beat = self._machine.beats.get(where.beat)
            open_now = beat.open_options(where.world) if beat is not None else ()
            self.open.append(open_now)
            self.onward.append(tuple(map(self._number, _following(self._machine, where, open_now))))
            steps += len(self.onward[-1]) + where.visits.bit_length() // _BITS_PER_STEP
            if len(self.places) > self._limit or steps > self._limit * _STEPS_PER_STATE:
                return False
        return True

    def _number(self, where: Where | None) -> int:
        if where is None:
            return LEFT_OUT
        number = self.numbers.setdefault(where, len(self.places))
        if number == len(self.places):
            self.places.append(where)
        return number


@lru_cache(maxsize=3)
def ways_from(machine: ScenarioMachine, first: Where) -> Ways | None:
    """Return the ways on from `first`, or None where there are too many to look at."""
    ways = Ways(machine, first)
    return ways if ways.is_whole else None


def first_of(machine: ScenarioMachine) -> Where:
    """Return the place at which every play begins."""
    beat = machine.beats[machine.start]
    return Where(machine.start, machine.first_world, circles_of(machine).units[beat.index])


def place_after(machine: ScenarioMachine, events: Iterable[Event], beat: CompiledBeat, world: World) -> Where:
    """Return the place of a play that `events` have led to `beat` in `world`."""
    circles = circles_of(machine)
    visits = 0
    for event in events:
        for entered in beats_entered(machine, event):
            is_counted = circles.ranks[entered.index] == circles.ranks[beat.index]
            if is_counted and not circles.is_full(entered, visits):
                visits += circles.units[entered.index]
    return Where(beat.address, world, visits)


def place_by(machine: ScenarioMachine, where: Where, option: CompiledOption) -> Where | None:
    """Return the place that `option` leads to, or None where a beat would be entered too often."""
    beat = machine.beats[where.beat]
    return _entered(machine, where, beat, option.target, said(beat, option, where.world))


def targets_of(beat: CompiledBeat) -> tuple[str, ...]:
    """Return where `beat` leads to when every condition holds."""
    return tuple(option.target for option in beat.options) if beat.seat else (beat.target,)


def _following(machine: ScenarioMachine, where: Where, open_now: tuple[CompiledOption, ...]) -> Iterable[Where | None]:
    beat = machine.beats.get(where.beat)
    if beat is None:
        return ()
    if beat.seat:
        return [place_by(machine, where, option) for option in open_now or beat.options]
    world = World(where.world.numbers, where.world.marks | beat.seen_mark)
    return (_entered(machine, where, beat, beat.target, world),)


def _entered(machine: ScenarioMachine, where: Where, left: CompiledBeat, target: str, world: World) -> Where | None:
    beat = machine.beats.get(target)
    if beat is None:
        return Where(target, _NOTHING)
    circles = circles_of(machine)
    if not circles.units[beat.index]:
        return Where(target, world)
    visits = where.visits if circles.ranks[left.index] == circles.ranks[beat.index] else 0
    return None if circles.is_full(beat, visits) else Where(target, world, visits + circles.units[beat.index])


def _ranks(onward: list[tuple[int, ...]]) -> list[int]:
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


def _in_order_of_leaving(onward: list[tuple[int, ...]]) -> list[int]:
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
