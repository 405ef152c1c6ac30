"""Every place of a story, those with the same future made one: what all that is said of a whole story is read from.

Many places differ only in a meter that nothing reads any more, so that there are far fewer steps than places. Each
step is kept after all that can follow it, so that one way through the list looks back over every play.
"""

from collections.abc import Iterable
from typing import NamedTuple

from trainer.debrief.ways import LEFT_OUT, Spot, Ways
from trainer.engine.machine import CompiledBeat, CompiledOption, ScenarioMachine


class Step(NamedTuple):
    """Where plays stand that can go on in the same ways."""

    beat: CompiledBeat | None
    """None at an end."""
    end: str
    """The id of the end, or ""."""
    is_open: bool
    """Whether a condition let an option through; where none did all are offered, and nothing is scored."""
    offered: tuple[CompiledOption, ...]
    """What can be chosen; empty at an end and at a beat without a turn."""
    following: tuple[int, ...]
    """The numbers of the steps that follow, one for each option that is offered, or `LEFT_OUT`."""

    @property
    def seat(self) -> str:
        """Who chooses here, or ""."""
        return self.beat.seat if self.beat is not None else ""


class Extent(NamedTuple):
    """The least and the most of something, over all plays."""

    least: int
    most: int


def steps_of(ways: Ways) -> list[Step]:
    """Return the steps of `ways`, each after those that follow it; the last one is where every play begins."""
    steps: list[Step] = []
    numbers: dict[tuple[CompiledBeat | str, tuple[CompiledOption, ...], tuple[int, ...]], int] = {}
    number_of = [0] * len(ways.spots) + [LEFT_OUT]  # which is the last one, counted from behind
    for number in ways.backward():
        spot = ways.spots[number]
        following = tuple([number_of[each] for each in ways.onward[number]])
        found = numbers.setdefault((spot.beat or spot.end, spot.open, following), len(steps))
        if found == len(steps):
            steps.append(_step(spot, following))
        number_of[number] = found
    return steps


def _step(spot: Spot, following: tuple[int, ...]) -> Step:
    beat = spot.beat
    if beat is None:
        return Step(None, spot.end, is_open=False, offered=(), following=())
    offered = spot.open or beat.options if beat.seat else ()
    return Step(beat, "", is_open=bool(spot.open), offered=offered, following=following)


def count_plays(steps: list[Step]) -> int:
    """Return how many plays there are that come to an end."""
    counts: list[int] = []
    for step in steps:
        counts.append(1 if step.end else sum(counts[each] for each in step.following if each != LEFT_OUT))
    return counts[-1]


def extent(nodes: Iterable[tuple[int, tuple[int, ...]]]) -> Extent | None:
    """Return the least and the most that plays come to over `nodes`, or None where none of them ends.

    Each node has what it counts for and the numbers of those that follow, which stand before it; an end has none.
    """
    found: list[Extent | None] = []
    for here, following in nodes:
        onward = [each for number in following if number != LEFT_OUT and (each := found[number]) is not None]
        if onward:
            found.append(Extent(here + min(each.least for each in onward), here + max(each.most for each in onward)))
        else:
            found.append(None if following else Extent(here, here))
    return found[-1]


def ends_ahead(machine: ScenarioMachine, steps: list[Step]) -> list[int]:
    """Return for each step the ends that can be come to, a bit for each in the author's order."""
    bits = {end: 1 << number for number, end in enumerate(machine.scenario.ends)}
    found: list[int] = []
    for step in steps:
        ends = bits.get(step.end, 0)
        for number in step.following:
            ends |= 0 if number == LEFT_OUT else found[number]
        found.append(ends)
    return found
