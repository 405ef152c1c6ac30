"""Stuck patterns of the room, read from the order of everybody's actions (Kantor; Isaacs 1999).

A run ends where the scene does: other people are there then. Each pattern comes with the acts in which it shows, once,
at its first place.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from trainer.debrief.actions import Act
from trainer.scenario.model import Action, Scenario


class StuckPattern(StrEnum):
    """A way in which a talk goes on without getting on."""

    SERIAL_MOVES = "serial-moves"
    COURTEOUS_COMPLIANCE = "courteous-compliance"
    POINT_COUNTERPOINT = "point-counterpoint"
    COVERT_OPPOSITION = "covert-opposition"
    ONE_SIDE_STARTS = "one-side-starts"


class Shown(NamedTuple):
    """A pattern, and where it shows."""

    pattern: StuckPattern
    acts: tuple[Act, ...]


_RUN_OF_MOVES: Final = 3
_FOLLOWED_MOVES: Final = 2
_MOVES_OF_ONE_SIDE: Final = 4
_THERE_AND_BACK: Final = (Action.MOVE, Action.OPPOSE, Action.MOVE, Action.OPPOSE)


def patterns(scenario: Scenario, done: tuple[Act, ...]) -> tuple[Shown, ...]:
    """Return the stuck patterns that `done` shows, in the order of StuckPattern."""
    talks = [tuple(talk) for _, talk in groupby(done, key=lambda act: act.scene)]
    found = {
        StuckPattern.SERIAL_MOVES: _serial_moves(talks),
        StuckPattern.COURTEOUS_COMPLIANCE: _courteous_compliance(talks),
        StuckPattern.POINT_COUNTERPOINT: _point_counterpoint(talks),
        StuckPattern.COVERT_OPPOSITION: _covert_opposition(scenario, done),
        StuckPattern.ONE_SIDE_STARTS: _one_side_starts(scenario, done),
    }
    return tuple(Shown(pattern, where) for pattern, where in found.items() if where)


def _serial_moves(talks: list[tuple[Act, ...]]) -> tuple[Act, ...]:
    """Return the first run of three moves or more, by anyone, that nobody answers otherwise."""
    for talk in talks:
        for action, run in groupby(talk, key=lambda act: act.action):
            moves = tuple(run)
            if action is Action.MOVE and len(moves) >= _RUN_OF_MOVES:
                return moves
    return ()


def _courteous_compliance(talks: list[tuple[Act, ...]]) -> tuple[Act, ...]:
    """Return the moves that somebody else followed, where there are two or more and nobody opposed or looked on."""
    if any(act.action in (Action.OPPOSE, Action.BYSTAND) for talk in talks for act in talk):
        return ()
    followed = [pair for talk in talks for pair in pairwise(talk) if _is_followed_move(*pair)]
    return tuple(act for pair in followed for act in pair) if len(followed) >= _FOLLOWED_MOVES else ()


def _is_followed_move(act: Act, following: Act) -> bool:
    return act.action is Action.MOVE and following.action is Action.FOLLOW and act.speaker != following.speaker


def _point_counterpoint(talks: list[tuple[Act, ...]]) -> tuple[Act, ...]:
    """Return the first move, oppose, move, oppose in a row, each against somebody else."""
    for talk in talks:
        for four in _windows(talk, len(_THERE_AND_BACK)):
            is_there_and_back = tuple(act.action for act in four) == _THERE_AND_BACK
            if is_there_and_back and all(act.speaker != after.speaker for act, after in pairwise(four)):
                return four
    return ()


def _covert_opposition(scenario: Scenario, done: tuple[Act, ...]) -> tuple[Act, ...]:
    """Return the first time that a seat opposes backstage what it went with in front, with that."""
    followed: dict[str, Act] = {}
    for act in done:
        if act.speaker not in scenario.seats:
            continue
        is_backstage = scenario.scenes[act.scene].is_backstage
        if act.action is Action.FOLLOW and not is_backstage:
            followed[act.speaker] = act
        elif act.action is Action.OPPOSE and is_backstage and act.speaker in followed:
            return followed[act.speaker], act
    return ()


def _one_side_starts(scenario: Scenario, done: tuple[Act, ...]) -> tuple[Act, ...]:
    """Return the moves of the play where there are four or more and one side made them all."""
    moves = tuple(act for act in done if act.action is Action.MOVE)
    sides = {scenario.cast[act.speaker].side for act in moves}
    return moves if len(moves) >= _MOVES_OF_ONE_SIDE and len(sides) == 1 else ()


def _windows(talk: tuple[Act, ...], size: int) -> Iterator[tuple[Act, ...]]:
    return (talk[start : start + size] for start in range(len(talk) - size + 1))
