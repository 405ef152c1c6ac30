"""What one seat's play shows, small enough to be kept with a share: the sums that scores rest on, and no names.

A score follows from it as it does from the play itself: 100 · Σ (chosen - worst) / Σ span over the moments, with
Wilson's 80 % interval on n = (Σ span)² / Σ span² (`debrief/practice.py`). Sums of several plays add up. What is kept
is read as text from outside: what could not have come from a play is no reading.
"""

from collections import Counter
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from trainer.debrief.debrief import Debrief
from trainer.debrief.practice import Score, Span, score, spans
from trainer.scenario.model import Scenario, Side

FORMAT: Final = 1
"""Of what is kept; keys may be added, none is taken away or changes its meaning."""


def _in_play(levels: tuple[int, int, int]) -> tuple[int, int, int]:
    chosen, worst, best = levels
    if not (worst < best and worst <= chosen <= best):
        raise ValueError("a practice is in play where levels differ, and what was chosen lies among them")
    return levels


_Level: TypeAlias = Annotated[int, Field(ge=-2, le=2)]
_Levels: TypeAlias = Annotated[tuple[_Level, _Level, _Level], AfterValidator(_in_play)]
_Count: TypeAlias = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One choice of one's own, with what was in play at it."""

    beat: str
    option: str
    open: tuple[str, ...]
    spans: dict[str, _Levels]
    """Chosen, worst and best level, by practice."""
    position: _Count
    """Of the reply in the log: what was marked “not so for me” is named by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one seat's play shows."""

    scenario_id: str
    digest: str
    title: str
    seat: str
    side: Side
    month: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    """The month in which it was played, as `2026-11`."""
    ended: str = ""
    """The id of the end that was reached, or nothing."""
    is_fork: bool = False
    choices: tuple[Chosen, ...] = ()
    """Those made in this play and in none before."""
    shared: tuple[Chosen, ...] = ()
    """In a fork, those taken over from the play that it was tried again from."""
    actions: dict[str, _Count] = Field(default_factory=dict)
    """How often each was done in this play and in none before."""
    routines: dict[str, _Count] = Field(default_factory=dict)
    """How often each was taken in this play and in none before."""
    patterns: tuple[str, ...] = ()
    """Those of the whole play."""
    harm: _Count = 0
    """How many replies of the whole play could hurt."""
    not_so: tuple[str, ...] = ()
    """The names of the readings that the person marked “not so for me”."""

    def to_bytes(self) -> bytes:
        """Return the reading as it is kept: JSON that says its format, so that a later one is never taken for it."""
        return b'{"format":%d,' % FORMAT + _CODEC.dump_json(self, exclude_defaults=True).removeprefix(b"{")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What every format has."""

    format: Literal[1]


_CODEC: Final = TypeAdapter(Reading)
_KEPT: Final = TypeAdapter(_Kept)


def from_bytes(stored: bytes) -> Reading | None:
    """Return the reading that is kept as `stored`, or None where it is none that this program knows."""
    try:
        _KEPT.validate_json(stored)
        return _CODEC.validate_json(stored)
    except ValidationError:
        return None


def reading_of(scenario: Scenario, debrief: Debrief, *, month: str, is_fork: bool, shared: int) -> Reading:
    """Return what `debrief` shows of its seat; `shared` is how many events were taken over from another play."""
    chosen = tuple(
        Chosen(
            beat=choice.event.beat,
            option=choice.event.option,
            open=tuple(option.option.id for option in choice.open),
            spans={practice.value: (span.chosen, span.worst, span.best) for practice, span in spans(choice).items()},
            position=choice.position,
        )
        for choice in debrief.choices
    )
    own = [choice for choice in debrief.choices if choice.position >= shared]
    actions = Counter(action.value for choice in own for action in choice.chosen.actions)
    taken = Counter(choice.chosen.option.routine.value for choice in own if choice.chosen.option.routine)
    return Reading(
        scenario_id=scenario.id,
        digest=scenario.digest,
        title=scenario.title,
        seat=debrief.seat,
        side=scenario.cast[debrief.seat].side,
        month=month,
        ended=debrief.end or "",
        is_fork=is_fork,
        choices=tuple(each for each in chosen if each.position >= shared),
        shared=tuple(each for each in chosen if each.position < shared),
        actions=dict(actions),
        routines=dict(taken),
        patterns=tuple(str(shown.pattern) for shown in debrief.patterns),
        harm=len(debrief.harm),
        not_so=debrief.not_so,
    )


def score_of(reading: Reading, practice: str) -> Score:
    """Return the score of `practice` in the whole play, as the looking back has it."""
    return score(span_of(each, practice) for each in (*reading.shared, *reading.choices) if practice in each.spans)


def span_of(chosen: Chosen, practice: str) -> Span:
    """Return the span of a practice that is in play at a choice."""
    return Span(*chosen.spans[practice])


__all__ = ["Chosen", "Reading", "from_bytes", "reading_of", "score_of", "span_of"]
