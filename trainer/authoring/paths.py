"""What the ways through a story hold: moments enough on each, ends that are come to, all of it exactly."""

from collections.abc import Iterator
from typing import Final

from trainer.authoring.explore import SeatExplored, explore
from trainer.debrief.practice import FEWEST_MOMENTS
from trainer.scenario.model import Practice, Scenario
from trainer.scenario.places import Places
from trainer.scenario.problems import Problem

PLACES: Final = 100_000
"""Beyond that many an author would wait too long for `check`; `explore` looks at more."""
_FAR_APART: Final = 3
"""How many times as many moments one way may have as another, before scores rest on very different things."""
_NEARLY_NOBODY: Final = 0.01


def paths(scenario: Scenario, places: Places) -> Iterator[Problem]:
    """Yield what some way through the story holds too little of, or that it is too large to be looked at for that."""
    explored = explore(scenario, PLACES)
    plays = explored.plays
    if plays is None:
        if explored.places is None:
            message = f"The ways through stand at more than {PLACES:,} places; what each of them holds was not counted."
            hint = "“trainer explore” looks further. Fewer flags, or fewer ways back, make a story smaller."
            yield places.problem("C434", message, hint, "start")
        return
    for seat, found in plays.seats.items():
        yield from _moments(scenario, seat, found, places)
    for end, chance in (plays.chances or {}).items():
        if 0 < chance < _NEARLY_NOBODY:
            message = f"Of a hundred plays at random not one comes to the end “{end}”."
            yield places.problem("C421", message, "Let more ways lead to it, or let it be a rare one.", "ends", end)


def _moments(scenario: Scenario, seat: str, found: SeatExplored, places: Places) -> Iterator[Problem]:
    name = scenario.cast[seat].name
    for practice in scenario.practises:
        moments = found.practices[Practice(practice)].moments
        if moments.least < FEWEST_MOMENTS:
            message = (
                f"Whoever plays {name} can come to an end with {moments.least} moments of {practice}; a score "
                f"needs {FEWEST_MOMENTS}."
            )
            hint = "Let more turns on the short way show it, or do not say that the story practises it."
            yield places.problem("C419", message, hint, "practises")
        elif moments.most > _FAR_APART * moments.least:
            message = f"Whoever plays {name} has from {moments.least} to {moments.most} choices that show {practice}."
            yield places.problem("C420", message, "Scores of such plays can hardly be compared.", "practises")
