"""Which options are never worth choosing, and at which turns there is something to weigh."""

from collections.abc import Iterable
from typing import NamedTuple

from trainer.authoring.steps import Step
from trainer.debrief.ways import LEFT_OUT
from trainer.engine.machine import CompiledBeat, CompiledOption


class NeverWorth(NamedTuple):
    """An option beside which there is always a better one.

    Whenever it is open, so is another that shows as much of each practice and more of one, and from which each end
    can still be come to that this one leaves.
    """

    beat: str
    option: str
    beside: tuple[str, ...]
    """The ids of those that are better whenever both are open; where there are none, of all that are so some time."""


class Weighing(NamedTuple):
    """The turns of a seat at which its practices are in play."""

    trades: tuple[str, ...]
    """The addresses at which, some time, no option shows the most of every practice in play."""
    plain: tuple[str, ...]
    """Those at which one always does."""


def never_worth(steps: Iterable[Step], ends: list[int], seat: str) -> tuple[NeverWorth, ...]:
    """Return the options of `seat` that are never worth choosing; `ends` are those ahead of each step."""
    always: dict[tuple[str, str], set[str]] = {}
    sometimes: dict[tuple[str, str], set[str]] = {}
    needed: set[tuple[str, str]] = set()
    beats: dict[str, CompiledBeat] = {}
    for step in steps:
        if step.beat is None or step.seat != seat or not step.is_open:
            continue
        for option, following in zip(step.offered, step.following, strict=True):
            place = (step.beat.address, option.id)
            if following == LEFT_OUT or place in needed:
                continue
            beats[step.beat.address] = step.beat
            others = {each.id for each in _better(step, option, ends[following], ends)}
            sometimes.setdefault(place, set()).update(others)
            always.setdefault(place, set(others)).intersection_update(others)
            if not others:
                needed.add(place)
    return tuple(
        NeverWorth(address, option, tuple(each for each in beat.ids if each in (always[place] or sometimes[place])))
        for address, beat in sorted(beats.items(), key=lambda item: item[1].index)
        for option in beat.ids
        if (place := (address, option)) in sometimes and place not in needed
    )


def _better(step: Step, option: CompiledOption, left: int, ends: list[int]) -> Iterable[CompiledOption]:
    for other, following in zip(step.offered, step.following, strict=True):
        if following != LEFT_OUT and other.levels != option.levels:
            shows_as_much = all(there >= here for here, there in zip(option.levels, other.levels, strict=True))
            if shows_as_much and left & ~ends[following] == 0:
                yield other


def weighing(steps: Iterable[Step], seat: str) -> Weighing:
    """Return at which turns `seat` has to weigh one practice against another."""
    trades: dict[str, bool] = {}
    places: dict[str, int] = {}
    for step in steps:
        if step.beat is None or step.seat != seat or not step.is_open:
            continue
        levels = [option.levels for option in step.offered]
        if len(set(levels)) > 1:
            most = tuple(map(max, zip(*levels, strict=True)))
            places[step.beat.address] = step.beat.index
            trades[step.beat.address] = trades.get(step.beat.address, False) or most not in levels
    in_order = sorted(trades, key=places.__getitem__)
    return Weighing(
        tuple(address for address in in_order if trades[address]),
        tuple(address for address in in_order if not trades[address]),
    )
