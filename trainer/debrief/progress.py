"""Plays beside each other: what they show of each practice, which actions and routines they took, and what came again.

First attempts and forks are read apart, since who tries again has seen where it led. A fork is scored as a play of its
own, its beginning included; in all that is summed over plays it counts only what it did not share, so that nothing
counts twice. Plays in which nothing was chosen say nothing, and are left out.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.debrief.marks import of_routine
from trainer.debrief.practice import Score, Span, score, spans
from trainer.debrief.routines import Return, returns, routines
from trainer.scenario.model import Action, Practice, Routine

FORMAT: Final = 1
"""Of the JSON; keys may be added, none is taken away or changes its meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One play, with what it shows of one seat."""

    id: str
    text: str
    """The digest of the text that it was played from."""
    title: str
    part: str
    """The name of the one who was played."""
    began: int
    """Milliseconds since 1970, UTC."""
    debrief: Debrief
    is_fork: bool = False
    shared: int = 0
    """How many events it has in common with the attempt that it was forked from."""

    @property
    def own(self) -> tuple[Choice, ...]:
        """The choices that were made in this play and in none before."""
        return tuple(choice for choice in self.debrief.choices if choice.position >= self.shared)

    def to_json(self) -> dict[str, object]:
        """Return which play it is."""
        return {
            "session": self.id,
            "scenario": self.debrief.scenario,
            "title": self.title,
            "seat": self.debrief.seat,
            "began": self.began,
            "end": self.debrief.end,
        }


class ScoredPlay(NamedTuple):
    """A practice in one play."""

    play: Played
    score: Score


@dataclass(frozen=True, slots=True)
class PracticeOverPlays:
    """A practice in each play, and over all moments of these plays together."""

    plays: tuple[ScoredPlay, ...]
    pooled: Score
    rests_on: int
    """How many plays have a moment that the pooled score rests on."""

    @property
    def scored(self) -> int:
        """How many plays have a score of their own."""
        return sum(each.score.score is not None for each in self.plays)

    def to_json(self) -> dict[str, object]:
        """Return the pooled score, and that of each play."""
        return {
            "pooled": self.pooled.to_json() | {"plays": self.rests_on},
            "plays": [{"session": each.play.id} | each.score.to_json() for each in self.plays],
        }


@dataclass(frozen=True, slots=True)
class RoutineOverPlays:
    """A routine, and the plays that took it, in order."""

    routine: Routine
    plays: tuple[Played, ...]

    @property
    def not_so(self) -> tuple[Played, ...]:
        """The plays in which the person has marked it “not so for me”."""
        name = of_routine(self.routine)
        return tuple(play for play in self.plays if name in play.debrief.not_so)

    def to_json(self) -> dict[str, object]:
        """Return the routine and its plays."""
        plays, not_so = ([play.id for play in found] for found in (self.plays, self.not_so))
        return {"routine": self.routine, "sessions": plays, "not_so": not_so}


@dataclass(frozen=True, slots=True)
class Group:
    """What plays of one kind show together."""

    plays: tuple[Played, ...]
    practices: dict[Practice, PracticeOverPlays]
    actions: dict[Action, int]
    routines: tuple[RoutineOverPlays, ...]
    """Those taken in most plays first."""

    @property
    def unused(self) -> tuple[Action, ...]:
        """The actions that no play took."""
        return tuple(action for action, count in self.actions.items() if not count)

    def to_json(self) -> dict[str, object]:
        """Return the group as `trainer progress --json` prints it."""
        return {
            "plays": [play.to_json() for play in self.plays],
            "practices": {practice: over.to_json() for practice, over in self.practices.items()},
            "actions": self.actions,
            "routines": [each.to_json() for each in self.routines],
        }


class CameBack(NamedTuple):
    """A play that came to a turn at which an earlier one of the same part had protected itself."""

    play: Played
    back: Return

    def to_json(self) -> dict[str, object]:
        """Return where it was, and how it was come back to."""
        return {
            "session": self.play.id,
            "beat": self.back.later.event.beat,
            "earlier": self.back.earlier.event.option,
            "later": self.back.later.event.option,
            "routine": self.back.earlier.chosen.option.routine,
            "loop": self.back.loop,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """What plays show."""

    plays: tuple[Played, ...]
    """All of them, in the order in which they began."""
    first_attempts: Group
    forks: Group
    returns: tuple[CameBack, ...]

    def to_json(self) -> dict[str, object]:
        """Return the progress as `trainer progress --json` prints it."""
        return {
            "format": FORMAT,
            "first_attempts": self.first_attempts.to_json(),
            "forks": self.forks.to_json(),
            "returns": [each.to_json() for each in self.returns],
        }


def progress(plays: Iterable[Played]) -> Progress:
    """Return what `plays` show, which come in the order in which they began."""
    held = tuple(play for play in plays if play.own)
    return Progress(
        plays=held,
        first_attempts=_group(tuple(play for play in held if not play.is_fork)),
        forks=_group(tuple(play for play in held if play.is_fork)),
        returns=_came_back(held),
    )


def _group(plays: tuple[Played, ...]) -> Group:
    actions = Counter(action for play in plays for choice in play.own for action in choice.chosen.actions)
    in_play = [[spans(choice) for choice in play.own] for play in plays]
    return Group(
        plays=plays,
        practices={practice: _over_plays(practice, plays, in_play) for practice in Practice},
        actions={action: actions[action] for action in Action},
        routines=_routines(plays),
    )


def _over_plays(
    practice: Practice, plays: tuple[Played, ...], in_play: list[list[dict[Practice, Span]]]
) -> PracticeOverPlays:
    moments = [[of_turn[practice] for of_turn in of_play if practice in of_turn] for of_play in in_play]
    return PracticeOverPlays(
        plays=tuple(ScoredPlay(play, play.debrief.scores[practice]) for play in plays),
        pooled=score(moment for of_play in moments for moment in of_play),
        rests_on=sum(map(bool, moments)),
    )


def _routines(plays: tuple[Played, ...]) -> tuple[RoutineOverPlays, ...]:
    took: dict[Routine, list[Played]] = {}
    for play in plays:
        for taken in routines(play.own):
            took.setdefault(taken.routine, []).append(play)
    found = (RoutineOverPlays(routine, tuple(of_plays)) for routine, of_plays in took.items())
    return tuple(sorted(found, key=lambda each: -len(each.plays)))


def _returns(family: Iterable[Played]) -> tuple[Return, ...]:
    held = tuple(family)
    aims = tuple(choice for play in held for choice in play.debrief.questioned_aims)
    return returns((play.own for play in held), aims)


def _came_back(plays: tuple[Played, ...]) -> tuple[CameBack, ...]:
    """Return what came again over attempts at the same text and seat, in the order of the plays that came back."""
    attempts: dict[tuple[str, str], list[Played]] = {}
    for play in plays:
        attempts.setdefault((play.text, play.debrief.seat), []).append(play)
    # Two plays may hold equal choices, but none holds one of another's.
    play_of = {id(choice): number for number, play in enumerate(plays) for choice in play.own}
    found = [back for family in attempts.values() for back in _returns(family)]
    found.sort(key=lambda back: play_of[id(back.later)])
    return tuple(CameBack(plays[play_of[id(back.later)]], back) for back in found)
