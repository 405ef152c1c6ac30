"""Whether the options of a scenario give the key away to whoever looks at their form alone.

For each learner how many points it lies above random, with an 80 % interval over turns: a score is a ratio of sums, so
its error is that of its linear form, and each turn enters the difference once, with what both did there (Cochran 1977,
Sampling Techniques, 6.4; turns are the clusters). And a blind ranker, who has never seen the key of this scenario, but
those of others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import TYPE_CHECKING, Final, NamedTuple

from trainer.authoring.learners import CHANCE, LEARNERS, Kind, Offered, offered, total
from trainer.authoring.simulate import Tally
from trainer.debrief.practice import FEWEST_MOMENTS, Z_80, Span, wilson
from trainer.engine.machine import CompiledBeat, machine_of
from trainer.errors import UsageError
from trainer.scenario.model import Practice, Scenario

if TYPE_CHECKING:
    from trainer.authoring.ranker import Ranker

HEADLINE: Final = (Practice.LISTENING, Practice.SUSPENDING, Practice.VOICING)
MOST_ABOVE: Final = 10
"""How far a cue may take anybody from random, up or down, in points."""
MOST_BY_ONE_ACTION: Final = 60
MOST_ON_THE_OTHERS: Final = 90
"""What is best on one practice must be a trade: less than this on the others."""
LEAST_DIALOGIC: Final = 70
LEAST_ABOVE_MANNERS: Final = 40
_TELLING: Final = 3
BLIND: Final = "blind ranker"
DIALOGIC: Final = "dialogic"
_BEST_ON: Final = {
    "listener": Practice.LISTENING,
    "suspender": Practice.SUSPENDING,
    "voicer": Practice.VOICING,
}
_MANNERS: Final = ("avoider", "paternalist")


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


class Beyond(NamedTuple):
    """A figure that does not keep to what is aimed at."""

    learner: str
    practice: Practice | None
    figure: float
    of: str
    """What follows the figure: nothing after a score, else from what it is told, as “ points from random”."""
    aim: str
    is_clear: bool
    """Whether its whole interval misses the aim; else it may be chance."""


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
    share = sum(map(_won, spans.values())) / width if width else 0.0
    return {turn: (_won(span) - share * span.width) / width for turn, span in spans.items()}


def _won(span: Span) -> int:
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


def beyond(tallies: Mapping[str, Tally], ranker: Blind | None = None) -> tuple[Beyond, ...]:
    """Return what does not keep to the aims for all scenarios together, as far as the learners in `tallies` tell."""
    found = [each for name in tallies for practice in HEADLINE for each in _beyond(tallies, name, practice)]
    if ranker is not None and ranker.lead.points > MOST_ABOVE:
        points, is_clear = ranker.lead.points, ranker.lead.low > MOST_ABOVE
        found.append(Beyond(BLIND, None, points, " points above chance", f"at most {MOST_ABOVE}", is_clear))
    return tuple(found)


def _beyond(tallies: Mapping[str, Tally], name: str, practice: Practice) -> Iterator[Beyond]:
    kind = LEARNERS[name].kind
    above = lead(tallies[name], tallies[CHANCE.name], practice) if CHANCE.name in tallies else None
    if kind is Kind.CUE and above is not None and abs(above.points) > MOST_ABOVE:
        is_clear = above.low > MOST_ABOVE or above.high < -MOST_ABOVE
        yield Beyond(name, practice, above.points, " points from random", f"at most {MOST_ABOVE}", is_clear)
    if kind is Kind.ACTION:
        yield from _too_high(tallies[name], name, practice, MOST_BY_ONE_ACTION)
    if _BEST_ON.get(name, practice) is not practice:
        yield from _too_high(tallies[name], name, practice, MOST_ON_THE_OTHERS)
    if name == DIALOGIC:
        yield from _too_low(tallies, practice)


def _too_high(tally: Tally, name: str, practice: Practice, most: int) -> Iterator[Beyond]:
    found = tally.score(practice)
    if found.score is not None and found.low is not None and found.score >= most:
        yield Beyond(name, practice, found.score, "", f"under {most}", found.low >= most)


def _too_low(tallies: Mapping[str, Tally], practice: Practice) -> Iterator[Beyond]:
    tally = tallies[DIALOGIC]
    found = tally.score(practice)
    if found.score is not None and found.high is not None and found.score < LEAST_DIALOGIC:
        is_clear = found.high < LEAST_DIALOGIC
        yield Beyond(DIALOGIC, practice, found.score, "", f"at least {LEAST_DIALOGIC}", is_clear)
    for manner in _MANNERS if practice is not Practice.SUSPENDING else ():
        above = lead(tally, tallies[manner], practice) if manner in tallies else None
        if above is not None and above.points < LEAST_ABOVE_MANNERS:
            is_clear = above.high < LEAST_ABOVE_MANNERS
            aim = f"at least {LEAST_ABOVE_MANNERS}"
            yield Beyond(DIALOGIC, practice, above.points, f" points above {manner}", aim, is_clear)


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


def turns_of(found: Beyond, tallies: Mapping[str, Tally]) -> tuple[str, ...]:
    """Return the turns, as `scene/beat`, at which most of a learner's figure arises: three, the most telling first.

    For who scores too far from random, those that take it there; for who scores too little, where most is lost.
    """
    if found.practice is None or found.learner not in tallies:
        return ()
    ours = _shares(tallies[found.learner], found.practice)
    if found.learner == DIALOGIC:
        pulls = {turn: width - won for turn, (won, width) in ours.items()}
    else:
        theirs = _shares(tallies[CHANCE.name], found.practice) if CHANCE.name in tallies else {}
        sign = -1 if found.figure < 0 else 1
        pulls = {turn: sign * (won - theirs.get(turn, (0.0, 0.0))[0]) for turn, (won, _) in ours.items()}
    telling = sorted((turn for turn in pulls if pulls[turn] > 0), key=lambda turn: (-pulls[turn], turn))
    return tuple(turn.partition("/")[2] for turn in telling[:_TELLING])


def _shares(tally: Tally, practice: Practice) -> dict[str, tuple[float, float]]:
    """Return for each turn what was won there and what was open, as shares of all that was open."""
    spans = {turn: span for (of, turn), span in tally.won.items() if of is practice}
    width = sum(span.width for span in spans.values())
    return {turn: (_won(span) / width, span.width / width) for turn, span in spans.items() if width}


def _rounded(value: float) -> float:
    return round(value, 1) + 0.0
