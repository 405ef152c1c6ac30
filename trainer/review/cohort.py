"""What plays of staff that were shared show together: no names, no ranks, nothing under five persons, never patients.

A score pools moments as that of one play does (`debrief/practice.py`) and says how many choices it rests on. Its
interval allows for choices of one person being alike (`pooled.py`). Plays that were tried again are left out: who tries
again has seen where it led.

A part (a month, a scenario, an action, a routine) has figures only where at least five persons stand behind it, and
behind all that a whole minus its shown parts would tell (`enough.py`). Of how plays spread, neighbouring bars are one
until five persons are in each, and what lies at a place is told to the nearest five, since a quartile of few plays is
the score of one of them. How many persons there are is said only as “five or more”. Marks “not so for me” are counted
wherever a figure is, and be it one: who marks something wants it heard. None of this hides a play from a reader whom it
was shared with; it keeps a group's figures from telling of one person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Final, NamedTuple, TypeVar

from trainer.debrief.marks import RANGE, WHOLE, of_moment, of_routine
from trainer.debrief.practice import Score, Span, score
from trainer.review.enough import is_enough, shown_parts
from trainer.review.pooled import difference, pooled
from trainer.review.reading import Reading, span_of
from trainer.scenario.model import Action, Practice, Routine, Side

BINS: Final = (0, 20, 40, 60, 80, 100)
"""The edges that bars of scores may have; the last bar holds its upper edge."""
NEAREST: Final = 5
"""To how many points it is told where single plays lie."""
_PERCENT: Final = 100
_COUNTS: Final = frozenset(Side) - {Side.PATIENTS}


class Shared(NamedTuple):
    """How a play reads, and whose it is: a key that stands for a person and is shown nowhere. Each play comes once."""

    person: str
    reading: Reading


class TooFew(NamedTuple):
    """Fewer than five persons share anything: there are no figures at all."""


class Bar(NamedTuple):
    """How many plays have a score from `low` up to `high`."""

    low: int
    high: int
    plays: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores of single plays lie, to the nearest five points."""

    lower: int
    """A fourth of the plays lie at or below it (inclusive method of `statistics.quantiles`)."""
    middle: int
    upper: int
    bars: tuple[Bar, ...]
    """From 0 to 100, each with plays of at least five persons."""


@dataclass(frozen=True, slots=True)
class Change:
    """The later half of the months beside the earlier half, in points of the score."""

    points: float
    low: float
    high: float
    """Newcombe's interval for a difference of two proportions, from the Wilson interval of each, at 80 %."""
    earlier: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether these numbers show a change at all: the interval does not hold 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class PracticeFigures:
    """One practice over all plays."""

    pooled: Score
    plays: int
    """How many plays have a choice that it rests on."""
    not_so: int
    """How many of those choices were marked “not so for me”."""
    spread: Spread | None
    months: tuple[tuple[str, Score | None], ...]
    """None where too few stand behind a month."""
    change: Change | None


@dataclass(frozen=True, slots=True)
class RoutineFigures:
    """A way of protecting oneself, over all plays."""

    routine: Routine
    plays: int
    not_so: int
    """How many of those plays marked that “not so for me”."""


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """One scenario: how its plays read."""

    scenario_id: str
    title: str
    plays: int
    practices: dict[Practice, Score]
    """Those with enough behind them here."""
    marked: int = 0
    """How many of these plays were marked “not so for me” as a whole."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """What plays of at least five persons show together."""

    plays: int
    marked: int
    """How many plays were marked “not so for me” as a whole; they stand in the figures, and this beside them."""
    practices: dict[Practice, PracticeFigures | None]
    """None where fewer than five persons made a choice that counted."""
    actions: dict[Action, float | None] | None
    """Shares of all that was done, in percent; None for one, or for all, where too few stand behind them."""
    routines: tuple[RoutineFigures, ...]
    has_more_routines: bool
    """Whether others were taken, by too few to say which."""
    scenarios: tuple[ScenarioFigures, ...]
    """By title."""
    has_more_scenarios: bool
    actions_not_so: int = 0
    """How many plays marked what was done in the room “not so for me”."""


class _Part(NamedTuple):
    """One play's moments of one practice."""

    person: str
    month: str
    scenario_id: str
    spans: tuple[Span, ...]
    not_so: int


_Held = TypeVar("_Held", Shared, _Part)


def cohort(shared: Iterable[Shared]) -> Cohort | TooFew:
    """Return what `shared` shows together; in which order it comes makes no difference."""
    held = tuple(each for each in shared if is_counted(each.reading))
    if not is_enough(each.person for each in held):
        return TooFew()
    parts = {practice: _parts(held, practice) for practice in Practice}
    routines, has_more_routines = _routines(held)
    scenarios, has_more_scenarios = _scenarios(held, parts)
    return Cohort(
        plays=len(held),
        marked=_marked(held, WHOLE),
        practices={practice: _practice(found) for practice, found in parts.items()},
        actions=_actions(held),
        routines=routines,
        has_more_routines=has_more_routines,
        scenarios=scenarios,
        has_more_scenarios=has_more_scenarios,
        actions_not_so=_marked(held, RANGE),
    )


def is_counted(reading: Reading) -> bool:
    """Return whether a play may stand in figures: no patient's part, and a first attempt."""
    return reading.side in _COUNTS and not reading.is_fork


def _marked(of: Iterable[Shared], reading: str) -> int:
    return sum(reading in each.reading.not_so for each in of)


def _parts(held: Iterable[Shared], practice: Practice) -> tuple[_Part, ...]:
    """Return the plays in which `practice` was in play."""
    found = []
    for person, reading in held:
        counted = [each for each in reading.choices if practice in each.spans]
        if counted:
            spans = tuple(span_of(each, practice) for each in counted)
            not_so = sum(of_moment(each.position) in reading.not_so for each in counted) if reading.not_so else 0
            found.append(_Part(person, reading.month, reading.scenario_id, spans, not_so))
    return tuple(found)


def _practice(parts: Sequence[_Part]) -> PracticeFigures | None:
    if not is_enough(each.person for each in parts):
        return None
    months = _by(parts, lambda each: each.month)
    shown = shown_parts(_persons_in(months))
    return PracticeFigures(
        pooled=pooled(_by_person(parts)).told,
        plays=len(parts),
        not_so=sum(each.not_so for each in parts),
        spread=_spread(parts),
        months=tuple(
            (month, pooled(_by_person(of)).told if month in shown else None) for month, of in sorted(months.items())
        ),
        change=_change(months, shown),
    )


def _by(held: Iterable[_Held], key: Callable[[_Held], str]) -> dict[str, list[_Held]]:
    parts: dict[str, list[_Held]] = {}
    for each in held:
        parts.setdefault(key(each), []).append(each)
    return parts


def _persons_in(parts: Mapping[str, Sequence[_Held]]) -> dict[str, frozenset[str]]:
    return {part: frozenset(each.person for each in of) for part, of in parts.items()}


def _by_person(parts: Iterable[_Part]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for each in parts:
        found.setdefault(each.person, []).extend(each.spans)
    return found


def _spread(parts: Iterable[_Part]) -> Spread | None:
    scored = [(found, each.person) for each in parts if (found := score(each.spans).score) is not None]
    if not is_enough(person for _, person in scored):
        return None
    places = quantiles((value for value, _ in scored), n=4, method="inclusive")
    lower, middle, upper = (NEAREST * round(place / NEAREST) for place in places)
    return Spread(lower, middle, upper, _bars(scored))


def _bars(scored: Sequence[tuple[float, str]]) -> tuple[Bar, ...]:
    """Return bars from 0 to 100, each reaching up to the next edge by which five persons are in it."""
    bars: list[Bar] = []
    low, inside = BINS[0], list[str]()
    for edge, high in pairwise(BINS):
        is_last = high == BINS[-1]
        inside += [person for value, person in scored if edge <= value and (value < high or is_last)]
        if is_enough(inside):
            bars.append(Bar(low, high, len(inside)))
            low, inside = high, []
    if low != BINS[-1]:
        before = bars.pop()
        bars.append(Bar(before.low, BINS[-1], before.plays + len(inside)))
    return tuple(bars)


def _change(months: Mapping[str, Sequence[_Part]], shown: frozenset[str]) -> Change | None:
    """Return the later half of the months beside the earlier half, where neither tells of fewer than five persons.

    A half minus its shown months is what is hidden of it.
    """
    ordered = sorted(months)
    middle = (len(ordered) + 1) // 2
    halves = tuple(ordered[:middle]), tuple(ordered[middle:])
    for half in halves:
        hidden = [each.person for month in half if month not in shown for each in months[month]]
        if not is_enough(each.person for month in half for each in months[month]) or (hidden and not is_enough(hidden)):
            return None
    earlier, later = (pooled(_by_person(each for month in half for each in months[month])) for half in halves)
    points, low, high = (round(_PERCENT * value, 1) + 0.0 for value in difference(earlier, later))
    return Change(points, low, high, *halves)


def _actions(held: Sequence[Shared]) -> dict[Action, float | None] | None:
    took = {action: frozenset(e.person for e in held if e.reading.actions.get(action)) for action in Action}
    counts = {action: sum(each.reading.actions.get(action, 0) for each in held) for action in Action}
    total = sum(counts.values())
    shown = shown_parts(took)
    if not any(counts[action] for action in shown):
        return None
    return {action: round(_PERCENT * counts[action] / total, 1) if action in shown else None for action in Action}


def _routines(held: Sequence[Shared]) -> tuple[tuple[RoutineFigures, ...], bool]:
    took = {routine: [each for each in held if each.reading.routines.get(routine)] for routine in Routine}
    enough = {routine: of for routine, of in took.items() if is_enough(each.person for each in of)}
    figures = tuple(
        RoutineFigures(routine, len(of), _marked(of, of_routine(routine))) for routine, of in enough.items()
    )
    return figures, any(of and routine not in enough for routine, of in took.items())


def _scenarios(
    held: Sequence[Shared], parts: Mapping[Practice, Sequence[_Part]]
) -> tuple[tuple[ScenarioFigures, ...], bool]:
    """Return the scenarios with enough behind them, each with the practices that have enough behind them there."""
    scenarios = _by(held, lambda each: each.reading.scenario_id)
    shown = shown_parts(_persons_in(scenarios))
    of_practices = {practice: _by(found, lambda each: each.scenario_id) for practice, found in parts.items()}
    shown_of = {practice: shown_parts(_persons_in(found)) for practice, found in of_practices.items()}
    figures = (
        ScenarioFigures(
            scenario_id=scenario,
            title=max((each.reading.month, each.reading.title) for each in of)[1],
            plays=len(of),
            practices={
                practice: pooled(_by_person(found[scenario])).told
                for practice, found in of_practices.items()
                if scenario in shown_of[practice]
            },
            marked=_marked(of, WHOLE),
        )
        for scenario, of in scenarios.items()
        if scenario in shown
    )
    return tuple(sorted(figures, key=lambda each: (each.title, each.scenario_id))), len(shown) < len(scenarios)
