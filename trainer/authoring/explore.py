"""Every play that a scenario holds, looked at together: how many, how long, and what they can come to.

Nothing is listed: each place that plays can stand at is looked at once, so that the time grows with the places. All
parts choose freely, each option that is open being equally likely. A play enters a beat three times at most; what
would enter it again is left out.

Where a story winds so much that this makes too many places, each circle is counted as a whole instead: looked at are
the plays that enter its beats so many times at most, all together, which are few places. What is said of them is as
exact. Where a story has too many places even so, nothing is said but which beats and ends can be come to.
"""

from dataclasses import dataclass
from typing import Final, TypeVar

from trainer.authoring.outcomes import Outcomes
from trainer.authoring.steps import Extent, Step, count_plays, ends_ahead, extent, steps_of
from trainer.authoring.sums import Figures
from trainer.authoring.turns import Turns
from trainer.authoring.worth import NeverWorth, Weighing, never_worth, weighing
from trainer.debrief.ways import LEFT_OUT, Ways, circles_of, first_of
from trainer.engine.machine import PRACTICES, ScenarioMachine, machine_of
from trainer.engine.reach import Reach, reach, reach_without_conditions
from trainer.scenario.model import Practice, Scenario

PLACE_LIMIT: Final = 1_000_000
"""How many places are looked at, unless the caller says otherwise: a minute or two, and about a gigabyte."""

WIDTH_PART: Final = 20
"""Where a story goes in circles, so small a part of the places is looked at after the same number of steps."""
LEAST_WIDTH: Final = 1_000
TOGETHER: Final = (120, 60, 40, 30, 20)
"""How many times the beats of one circle are entered, all together, where counting each makes too many places."""
_TOGETHER_EFFORT: Final = 250_000
"""How many places times such entries are looked at: a second or two, scores included."""
_REACH_LIMIT: Final = 20_000
"""How many states are looked at for what can be come to, where not every place is."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Scored:
    """One practice of one seat, over all plays."""

    moments: Extent
    figures: Figures | None
    """None where no play has moments enough for a score, or there is too much to look at."""
    share: float | None
    """The share of plays at random that have moments enough, 0 to 1; None where there is too much to look at."""


@dataclass(frozen=True, slots=True)
class MostOf:
    """What a seat's practices come to while, at each of its turns, one practice is made the most of."""

    figures: dict[Practice, Figures | None]
    ends: tuple[str, ...]
    """The ends that can be come to so, in the author's order."""


@dataclass(frozen=True, slots=True)
class SeatExplored:
    """What the story holds for one seat."""

    replies: Extent
    """The fewest and the most that it has in a play."""
    practices: dict[Practice, Scored]
    most_of: dict[Practice, MostOf | None]
    """For each practice that is ever in play; None where there is too much to look at."""
    ends: dict[str, dict[Practice, Figures | None]]
    """What the practices come to in plays that come to each end; empty where there is too much to look at."""
    weighing: Weighing
    never_worth: tuple[NeverWorth, ...]


@dataclass(frozen=True, slots=True)
class Plays:
    """All plays that come to an end."""

    count: int
    replies: Extent
    """The shortest and the longest, in replies of all parts."""
    chances: dict[str, float] | None
    """How likely each end is at random, 0 to 1; None where there is too much to look at."""
    seats: dict[str, SeatExplored]


@dataclass(frozen=True, slots=True)
class Exploration:
    """All that can be said of a scenario without playing it."""

    scenario: Scenario
    limit: int
    places: int | None
    """How many places plays can stand at; None where there are too many."""
    together: int
    """How many times the beats of a circle are entered at most, all together; 0 where each of them is counted."""
    is_bounded: bool
    """Plays were left out: those that enter a beat, or a circle's beats, too often; or all, in too many places."""
    is_without_conditions: bool
    """Beats and ends are those that could be come to if every condition held: there are too many states."""
    beats: tuple[str, ...]
    """The addresses of the beats that can be come to, in the author's order."""
    ends: tuple[str, ...]
    """The ids of the ends that can be come to, in the author's order."""
    plays: Plays | None
    """None where there are too many places, or no play that is looked at comes to an end."""


def explore(scenario: Scenario, limit: int = PLACE_LIMIT) -> Exploration:
    """Return all that `scenario` holds, looking at `limit` places at most."""
    machine = machine_of(scenario)
    ways, together = _ways(machine, limit)
    places = None if ways is None else len(ways.spots)
    steps = [] if ways is None else steps_of(ways)
    is_bounded = places is None or any(LEFT_OUT in step.following for step in steps)
    found = _reached(machine) if is_bounded or together else _met(steps)
    del ways  # the larger part of what is held
    return Exploration(
        scenario,
        limit,
        places,
        together,
        is_bounded=is_bounded,
        is_without_conditions=found.is_bounded,
        beats=tuple(address for address in machine.beats if address in found.beats),
        ends=tuple(end for end in scenario.ends if end in found.ends),
        plays=_plays(machine, steps) if steps else None,
    )


def _ways(machine: ScenarioMachine, limit: int) -> tuple[Ways | None, int]:
    """Return the places to look at, and how many times the beats of a circle are entered, if counted together."""
    ways = Ways(machine, first_of(machine), limit, width=max(LEAST_WIDTH, limit // WIDTH_PART))
    if ways.is_whole:
        return ways, 0
    for together in TOGETHER if circles_of(machine).are_any else ():
        most = min(limit, _TOGETHER_EFFORT // together)
        ways = Ways(machine, first_of(machine, together), most, together=together)
        if ways.is_whole:
            return ways, together
    return None, 0


def _met(steps: list[Step]) -> Reach:
    beats = {step.beat.address for step in steps if step.beat is not None}
    return Reach(beats=beats, ends={step.end for step in steps if step.end})


def _reached(machine: ScenarioMachine) -> Reach:
    """Return what can be come to by any way, however long."""
    found = reach(machine, _REACH_LIMIT)
    return reach_without_conditions(machine) if found.is_bounded else found


def _plays(machine: ScenarioMachine, steps: list[Step]) -> Plays | None:
    replies = extent((int(bool(step.seat)), step.following) for step in steps)
    if replies is None:
        return None
    ahead = ends_ahead(machine, steps)
    outcomes = Outcomes.of(Turns(steps, ""))
    seats = machine.scenario.seats
    return Plays(
        count_plays(steps),
        replies,
        _by_end(machine, outcomes.chance_of_ends()) if outcomes is not None else None,
        {seat: _seat(machine, steps, ahead, seat) for seat in seats},
    )


def _seat(machine: ScenarioMachine, steps: list[Step], ahead: list[int], seat: str) -> SeatExplored:
    replies = extent((int(step.seat == seat), step.following) for step in steps)
    assert replies is not None  # noqa: S101  some play comes to an end
    turns = Turns(steps, seat)
    outcomes = Outcomes.of(turns)
    practices = {practice: _scored(turns, outcomes, number) for number, practice in enumerate(PRACTICES)}
    in_play = [number for number, practice in enumerate(PRACTICES) if practices[practice].moments.most]
    return SeatExplored(
        replies,
        practices,
        {PRACTICES[number]: _most_of(machine, steps, seat, number) for number in in_play},
        {} if outcomes is None else _by_end(machine, {end: _figures(outcomes, end) for end in outcomes.at_ends}),
        weighing(steps, seat),
        never_worth(steps, ahead, seat),
    )


def _scored(turns: Turns, outcomes: Outcomes | None, practice: int) -> Scored:
    moments = turns.moments(practice)
    assert moments is not None  # noqa: S101  some play comes to an end
    if outcomes is None:
        return Scored(moments, None, None)
    return Scored(moments, outcomes.figures(practice), outcomes.chance_of_figures(practice))


def _figures(outcomes: Outcomes, end: str | None = None) -> dict[Practice, Figures | None]:
    return {practice: outcomes.figures(number, end) for number, practice in enumerate(PRACTICES)}


def _most_of(machine: ScenarioMachine, steps: list[Step], seat: str, practice: int) -> MostOf | None:
    outcomes = Outcomes.of(Turns(steps, seat, practice))
    if outcomes is None:
        return None
    return MostOf(_figures(outcomes), tuple(_by_end(machine, outcomes.at_ends)))


def _by_end(machine: ScenarioMachine, found: dict[str, _Found]) -> dict[str, _Found]:
    return {end: found[end] for end in machine.scenario.ends if end in found}
