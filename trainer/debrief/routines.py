"""Defensive routines (Argyris): ways of protecting oneself, each with the replies that took it, and what came of them.

A routine is repeated where it was taken at two turns or more. Over attempts at the same scene: the same way again,
another way to the same aim (single loop), or another aim (double loop: the option itself questions the aim, or the
learner says that it did).
"""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from trainer.debrief.history import Choice
from trainer.scenario.model import Routine


class Taken(NamedTuple):
    """A routine, and the replies that took it, in order."""

    routine: Routine
    choices: tuple[Choice, ...]

    @property
    def is_repeated(self) -> bool:
        """Whether it was taken more than once."""
        return len(self.choices) > 1


class Loop(StrEnum):
    """How somebody came back to a turn at which they had protected themselves."""

    SAME_WAY = "same-way"
    ANOTHER_WAY = "another-way"
    """Single loop: another way to the same aim."""
    ANOTHER_AIM = "another-aim"
    """Double loop: the aim itself is in question."""


class Return(NamedTuple):
    """A turn at which an earlier attempt took a routine, and what a later one did there."""

    earlier: Choice
    later: Choice
    loop: Loop


def routines(own: Iterable[Choice]) -> tuple[Taken, ...]:
    """Return the routines that the replies of one seat took, in the order in which they first came."""
    taken: dict[Routine, list[Choice]] = {}
    for choice in own:
        if choice.chosen.option.routine is not None:
            taken.setdefault(choice.chosen.option.routine, []).append(choice)
    return tuple(Taken(routine, tuple(found)) for routine, found in taken.items())


def returns(attempts: Iterable[tuple[Choice, ...]], aims: Collection[Choice] = ()) -> tuple[Return, ...]:
    """Return what later attempts did where an earlier one had taken a routine.

    `attempts` are the replies of one seat in plays of the same text, in the order played, without what a fork shares
    with its first attempt. `aims` are replies of which the learner says that they put the aim itself in question.
    """
    protected: dict[str, Choice] = {}
    found: list[Return] = []
    for attempt in attempts:
        found += [
            Return(protected[choice.event.beat], choice, _loop(protected[choice.event.beat], choice, aims))
            for choice in attempt
            if choice.event.beat in protected
        ]
        protected |= {choice.event.beat: choice for choice in attempt if choice.chosen.option.routine is not None}
    return tuple(found)


def came_back(
    earlier: Iterable[tuple[Choice, ...]], own: tuple[Choice, ...], aims: Collection[Choice] = ()
) -> tuple[Return, ...]:
    """Return what the replies `own` did where an earlier play, or one of them itself, had taken a routine."""
    return tuple(back for back in returns((*earlier, own), aims) if any(back.later is choice for choice in own))


def _loop(earlier: Choice, later: Choice, aims: Collection[Choice]) -> Loop:
    if later.chosen.option.questions_aim or later in aims:
        return Loop.ANOTHER_AIM
    if later.chosen.option.routine == earlier.chosen.option.routine:
        return Loop.SAME_WAY
    return Loop.ANOTHER_WAY
