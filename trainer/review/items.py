"""Figures of a scenario's options for its authors: how often each was chosen, and how it goes together with the rest.

Discrimination is the point-biserial correlation, Pearson's r between having chosen an option (1 or 0) and the rest
score: what share of all that was open the same play took at its other turns, over all practices, which is told nowhere
by itself. An option that those choose who otherwise do well has a positive one. (Corrected item-total correlation;
Nunnally and Bernstein 1994, Psychometric Theory, chapter 8.) Where a play came to a turn twice, the first visit counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import StatisticsError, correlation
from typing import Final, NamedTuple

from trainer.debrief.practice import FEWEST_MOMENTS
from trainer.review.cohort import Shared, is_counted
from trainer.review.enough import is_enough, shown_parts
from trainer.review.reading import Chosen

FEWEST_PLAYS: Final = 20
"""With fewer, how an option goes together with the rest is not told."""
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One option."""

    option: str
    open: float | None
    """At how many of all visits it could be chosen, in percent; None where too few found it open, or closed, to say."""
    chosen: float | None
    """At how many of all visits it was chosen, in percent; None where too few chose it to say."""
    discrimination: float | None
    """From -1 to 1; None where it rests on too little, or everybody chose alike."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a scenario's text."""

    scenario_id: str
    digest: str
    beat: str
    visits: int
    items: tuple[Item, ...]


class _Visit(NamedTuple):
    person: str
    play: int
    chosen: Chosen
    rest: float | None


def items(shared: Iterable[Shared]) -> tuple[Turn, ...]:
    """Return the turns that at least five persons came to, by scenario and beat; those tried again are left out."""
    visits: dict[tuple[str, str, str], list[_Visit]] = {}
    for number, each in enumerate(shared):
        reading = each.reading
        if not is_counted(reading):
            continue
        for chosen in reading.choices:
            key = (reading.scenario_id, reading.digest, chosen.beat)
            visit = _Visit(each.person, number, chosen, _rest(reading.choices, chosen))
            visits.setdefault(key, []).append(visit)
    return tuple(
        _turn(key, found) for key, found in sorted(visits.items()) if is_enough(visit.person for visit in found)
    )


def _rest(choices: Iterable[Chosen], but: Chosen) -> float | None:
    """Return the share, 0 to 1, over all practices at the other turns of a play, where three or more counted."""
    others = [each.spans.values() for each in choices if each.beat != but.beat and each.spans]
    if len(others) < FEWEST_MOMENTS:
        return None
    spans = [span for of_turn in others for span in of_turn]
    return sum(chosen - worst for chosen, worst, _ in spans) / sum(best - worst for _, worst, best in spans)


def _turn(key: tuple[str, str, str], visits: list[_Visit]) -> Turn:
    options = sorted({option for visit in visits for option in (*visit.chosen.open, visit.chosen.option)})
    chose = {option: [visit.person for visit in visits if visit.chosen.option == option] for option in options}
    shown = shown_parts(chose)
    return Turn(
        *key,
        visits=len(visits),
        items=tuple(
            Item(
                option,
                _open(visits, option),
                round(_PERCENT * len(chose[option]) / len(visits), 1) if option in shown else None,
                _discrimination(visits, option) if option in shown else None,
            )
            for option in options
        ),
    )


def _open(visits: list[_Visit], option: str) -> float | None:
    """Return at how many visits `option` was open, in percent; where no condition held all were offered."""
    by_state: dict[bool, list[str]] = {True: [], False: []}
    for visit in visits:
        by_state[not visit.chosen.open or option in visit.chosen.open].append(visit.person)
    if len(shown_parts(by_state)) < len(by_state):
        return None
    return round(_PERCENT * len(by_state[True]) / len(visits), 1)


def _discrimination(visits: list[_Visit], option: str) -> float | None:
    """Return the correlation over the first visit of each play, where it can be told."""
    first: dict[int, _Visit] = {}
    for visit in visits:
        if visit.rest is not None and option in (*visit.chosen.open, visit.chosen.option):
            first.setdefault(visit.play, visit)
    held = list(first.values())
    if len(held) < FEWEST_PLAYS or not is_enough(visit.person for visit in held):
        return None
    try:
        found = correlation(
            [float(visit.chosen.option == option) for visit in held], [visit.rest or 0.0 for visit in held]
        )
    except StatisticsError:  # everybody chose alike, or the rest is the same for all
        return None
    return round(found, 2) + 0.0
