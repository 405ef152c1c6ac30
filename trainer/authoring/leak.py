"""Whether the options of a scenario give the key away to whoever looks at their form alone.

For each learner how many points it lies above random, with an 80 % interval over turns: a score is a ratio of sums, so
its error is that of its linear form, and each turn enters the difference once, with what both did there (Cochran 1977,
Sampling Techniques, 6.4; turns are the clusters). And a blind ranker, who has never seen the key of this scenario, but
those of others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from trainer.authoring.learners import Offered, offered, total
from trainer.authoring.simulate import Tally
from trainer.debrief.practice import FEWEST_MOMENTS, Z_80, Span, wilson
from trainer.engine.machine import CompiledBeat, machine_of
from trainer.errors import UsageError
from trainer.scenario.model import Practice, Scenario

if TYPE_CHECKING:
    from trainer.authoring.ranker import Ranker


class Lead(NamedTuple):
    """How many points one score lies above another."""

    points: float
    low: float
    high: float


class Ranked(NamedTuple):
    """One turn as the blind ranker met it."""

    beat: str
    """`scene/beat`."""
    taken: tuple[str, ...]
    """The ids of the options that look best to it; one, but where some look alike."""
    best: tuple[str, ...]
    """The ids of the options that are best by the key."""
    hit: float
    """How likely it took the best option, 0 to 1: ties are broken evenly."""
    chance: float
    """How likely anybody takes it who picks evenly."""


@dataclass(frozen=True, slots=True)
class Blind:
    """How often the blind ranker takes the best option."""

    turns: int
    hits: float
    """In percent."""
    chance: float
    """What picking evenly gives, in percent."""
    lead: Lead


def lead(tally: Tally, chance: Tally, practice: Practice) -> Lead | None:
    """Return how far the score of `tally` lies above that of `chance`, or None where either rests on too little."""
    one, other = _errors(tally, practice), _errors(chance, practice)
    ours, theirs = tally.score(practice).score, chance.score(practice).score
    if ours is None or theirs is None:
        return None
    turns = sorted(one.keys() | other.keys())
    squares = sum((one.get(turn, 0.0) - other.get(turn, 0.0)) ** 2 for turn in turns)
    half = 100 * Z_80 * sqrt(squares * len(turns) / (len(turns) - 1))
    points = ours - theirs
    return Lead(_rounded(points), _rounded(points - half), _rounded(points + half))


def _errors(tally: Tally, practice: Practice) -> dict[str, float]:
    """Return how far each turn pulls the score of `practice`, as a share of 1; they add up to 0."""
    spans = {turn: span for (of, turn), span in tally.won.items() if of is practice}
    width = sum(span.width for span in spans.values())
    share = sum(map(won_of, spans.values())) / width if width else 0.0
    return {turn: (won_of(span) - share * span.width) / width for turn, span in spans.items()}


def won_of(span: Span) -> int:
    """Return how far what was chosen lies above the least that was open there."""
    return span.chosen - span.worst


def rank(scenario: Scenario, others: Iterable[Scenario]) -> tuple[Ranked, ...]:
    """Return how a linear model of the words of `others` ranks the options of `scenario`; nothing without others.

    Only texts of the same language teach it. Each turn of a seat counts once, with all its options, where not all of
    them are equally good; the best has most over the four practices.

    Raises:
        UsageError: when the library that it is made with is not installed.
    """
    seen = [
        offered(beat.options)
        for other in others
        if other.id != scenario.id and other.language == scenario.language
        for beat in _turns(other)
    ]
    if not seen:
        return ()
    ranker = _taught(seen)
    return tuple(_ranked(beat, ranker.scores(offered(beat.options))) for beat in _turns(scenario))


def _taught(seen: Sequence[tuple[Offered, ...]]) -> "Ranker":
    try:
        from trainer.authoring.ranker import Ranker  # noqa: PLC0415  it loads a library that nothing else here needs
    except ImportError as error:
        raise UsageError("The blind ranker needs one more package: pip install scikit-learn") from error
    return Ranker(seen)


def _turns(scenario: Scenario) -> tuple[CompiledBeat, ...]:
    """Return the turns of all seats at which the options differ in what they show over all."""
    beats = machine_of(scenario).beats.values()
    return tuple(
        beat
        for beat in beats
        if beat.seat in scenario.seats and len({total(option) for option in offered(beat.options)}) > 1
    )


def blind(ranked: Iterable[Ranked]) -> Blind | None:
    """Return how the blind ranker did over `ranked`, or None where that is too little to say."""
    held = tuple(ranked)
    if len(held) < FEWEST_MOMENTS:
        return None
    hits, chance = fmean(turn.hit for turn in held), fmean(turn.chance for turn in held)
    low, high = wilson(hits, len(held))
    points = (_rounded(100 * (figure - chance)) for figure in (hits, low, high))
    return Blind(len(held), _rounded(100 * hits), _rounded(100 * chance), Lead(*points))


def _ranked(beat: CompiledBeat, scores: list[float]) -> Ranked:
    totals = [total(option) for option in offered(beat.options)]
    good = {each for each, figure in zip(beat.ids, totals, strict=True) if figure == max(totals)}
    taken = {each for each, figure in zip(beat.ids, scores, strict=True) if figure == max(scores)}
    return Ranked(
        beat.address,
        tuple(each for each in beat.ids if each in taken),
        tuple(each for each in beat.ids if each in good),
        len(good & taken) / len(taken),
        len(good) / len(beat.ids),
    )


def _rounded(value: float) -> float:
    return round(value, 1) + 0.0
