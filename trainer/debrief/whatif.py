"""What was reachable from a reply: the best, the usual and the worst score of the whole play, and the ends.

Everything counts from just before the reply, or from just after another option in its place; all seats choose freely,
each open option being equally likely. The figures are exact, and rounded as scores are; where a story is too large for
that there are none, rather than a guess.
"""

from collections.abc import Iterable, Sequence
from math import lcm
from typing import NamedTuple

from trainer.debrief.futures import Distribution, Sums, futures_at
from trainer.debrief.history import Choice, choices
from trainer.debrief.practice import FEWEST_MOMENTS, spans
from trainer.debrief.ways import place_after, place_by, targets_of
from trainer.engine.events import Event
from trainer.engine.evolve import fold
from trainer.engine.machine import PRACTICES, ScenarioMachine
from trainer.scenario.model import Practice


class Reachable(NamedTuple):
    """The scores of the whole play that were reachable on one practice; none where no play has moments enough."""

    best: float | None
    usual: float | None
    """The mean over plays that go on uniformly at random and have moments enough."""
    worst: float | None


class WhatIf(NamedTuple):
    """What was reachable from one place of a play."""

    scores: dict[Practice, Reachable]
    ends: tuple[str, ...]
    """The ids of the ends that could be come to, in the author's order."""
    is_bounded: bool
    """Plays were left out that enter a beat more than three times, or the story is too large to say."""


_NO_FIGURES = Reachable(None, None, None)


def what_if(
    machine: ScenarioMachine, events: Sequence[Event], seat: str, position: int, option: str | None = None
) -> WhatIf:
    """Return what `seat` could reach from its reply at `position` of `events`, or with `option` in its place.

    Raises:
        ValueError: when no reply of that seat stands there, or that option was not open.
    """
    *before, here = _replies(machine, events, seat, position)
    told = [choice for choice in before if choice.event.seat == seat and not choice.event.scripted]
    where = place_after(machine, events[:position], here.beat, fold(machine, events[:position]).world)
    if option is not None:
        here = _instead(here, option)
        told.append(here)
    futures = futures_at(machine, seat, where)
    if futures is None:
        targets = targets_of(here.beat) if option is None else (here.chosen.target,)
        return WhatIf(dict.fromkeys(PRACTICES, _NO_FIGURES), _ends_beyond(machine, targets), is_bounded=True)
    future = futures.at(where if option is None else place_by(machine, where, here.chosen))
    scores = {
        practice: _reachable(_sums(told, practice), futures.distribution(future, number))
        for number, practice in enumerate(PRACTICES)
    }
    ends = tuple(end for number, end in enumerate(machine.scenario.ends) if future.ends >> number & 1)
    return WhatIf(scores, ends, future.is_bounded)


def _replies(machine: ScenarioMachine, events: Sequence[Event], seat: str, position: int) -> list[Choice]:
    replies = list(choices(machine, events[: position + 1]))
    if not replies or replies[-1].position != position or replies[-1].event.seat != seat:
        raise ValueError(f"no reply of {seat} stands at {position}")
    return replies


def _instead(choice: Choice, option: str) -> Choice:
    offered = {each.id: each for each in choice.open or choice.beat.options}
    if option not in offered:
        raise ValueError(f"{option} was not open at {choice.event.beat}")
    return choice._replace(chosen=offered[option])


def _sums(told: Iterable[Choice], practice: Practice) -> Sums:
    moments = [span for choice in told if (span := spans(choice).get(practice)) is not None]
    gain = sum(moment.chosen - moment.worst for moment in moments)
    return Sums(gain, sum(moment.width for moment in moments), len(moments))


def _reachable(told: Sums, to_come: Distribution) -> Reachable:
    shares: list[float] = []
    gained: dict[int, int] = {}
    mass_of_all = 0
    for sums, mass in to_come.sums():
        if told.moments + sums.moments >= FEWEST_MOMENTS:
            gain, span = told.gain + sums.gain, told.span + sums.span
            shares.append(gain / span)
            gained[span] = gained.get(span, 0) + gain * mass
            mass_of_all += mass
    if not shares:
        return _NO_FIGURES
    common = lcm(*gained)
    usual = sum(gain * (common // span) for span, gain in gained.items()) / (mass_of_all * common)
    return Reachable(_figure(max(shares)), _figure(usual), _figure(min(shares)))


def _figure(share: float) -> float:
    return round(100 * share, 1) + 0.0


def _ends_beyond(machine: ScenarioMachine, targets: Iterable[str]) -> tuple[str, ...]:
    waiting = list(targets)
    met: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address not in met:
            met.add(address)
            beat = machine.beats.get(address)
            waiting += targets_of(beat) if beat is not None else ()
    return tuple(end for end in machine.scenario.ends if f"end/{end}" in met)
