"""Attempts at the same scene beside each other: from where they part, what was said, what it showed, where it led."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.debrief.moments import Moment
from trainer.debrief.routines import Return, returns
from trainer.engine.events import Event


class Step(NamedTuple):
    """The same turn in two attempts, or what each came to in between; None where one of them came to nothing there."""

    first: Choice | None
    second: Choice | None


class SideBySide(NamedTuple):
    """Two attempts of one seat, from where the second one began to go its own way."""

    first: Debrief
    second: Debrief
    steps: tuple[Step, ...]
    returns: tuple[Return, ...]
    """What the second did at turns at which the first had protected itself."""


def side_by_side(first: Debrief, second: Debrief, shared: int) -> SideBySide:
    """Return two attempts beside each other from the event at `shared` on, which is where the second one began."""
    of_first, of_second = (
        tuple(choice for choice in debrief.choices if choice.position >= shared) for debrief in (first, second)
    )
    steps = tuple(_steps(of_first, of_second))
    return SideBySide(first, second, steps, returns((of_first, of_second), second.questioned_aims))


def _steps(first: tuple[Choice, ...], second: tuple[Choice, ...]) -> Iterator[Step]:
    """Yield the replies in pairs: those of the same turn beside each other, others as they came in between."""
    turns, others = ([choice.event.beat for choice in attempt] for attempt in (first, second))
    for _, a, b, c, d in SequenceMatcher(a=turns, b=others, autojunk=False).get_opcodes():
        yield from (Step(*pair) for pair in zip_longest(first[a:b], second[c:d]))


def shared_part(first: Sequence[Event], second: Sequence[Event]) -> int:
    """Return how many events two logs have in common before they part."""
    parted = (position for position, (one, other) in enumerate(zip(first, second, strict=False)) if one != other)
    return next(parted, min(len(first), len(second)))


def moment_of(debrief: Debrief, choice: Choice) -> Moment | None:
    """Return the moment that `choice` was, or None where no practice was in play."""
    return next((moment for moment in debrief.moments if moment.choice is choice), None)
