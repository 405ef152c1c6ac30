"""Readings for tests: plays of a small story, by the levels that their choices show, and who shares them."""

from dataclasses import replace

from trainer.review.cohort import Cohort, Shared, cohort
from trainer.review.enough import FEWEST_PERSONS
from trainer.review.reading import Chosen, Reading
from trainer.scenario.model import Practice, Side

LISTENING = Practice.LISTENING
VOICING = Practice.VOICING


def chosen(
    level: int, *, beat: str = "room/door", option: str = "ask", position: int = 2, practice: str = "listening"
) -> Chosen:
    """Return a choice of one practice, between -1 and 2."""
    spans = {practice: (level, -1, 2)}
    return Chosen(beat=beat, option=option, open=("ask", "tell"), spans=spans, position=position)


def reading(*levels: int, month: str = "2026-11", **keys: object) -> Reading:
    """Return how a play of staff reads, whose choices show these levels."""
    first = Reading(
        scenario_id="small",
        digest="d",
        title="Small",
        seat="staff",
        side=Side.STAFF,
        month=month,
        choices=tuple(chosen(level, position=2 + number) for number, level in enumerate(levels)),
        actions={"move": 1, "follow": 1},
    )
    return replace(first, **keys)  # type: ignore[arg-type]


def shared_by(persons: str, *levels: int, **keys: object) -> list[Shared]:
    """Return such a play of each person, a letter each."""
    return [Shared(person, reading(*levels, **keys)) for person in persons]


def five(*levels: int, **keys: object) -> list[Shared]:
    """Return a play of each of five persons."""
    return shared_by("abcde"[:FEWEST_PERSONS], *levels, **keys)


def figures(shared: list[Shared]) -> Cohort:
    """Return the figures of enough persons."""
    found = cohort(shared)
    assert isinstance(found, Cohort)
    return found
