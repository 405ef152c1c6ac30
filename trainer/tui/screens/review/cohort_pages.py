"""The pages of a group's figures: in short, for each practice, what was done, ways of protecting, by scenario."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from trainer.debrief.practice import Score
from trainer.review.cohort import Change, Cohort, PracticeFigures, ScenarioFigures, Spread
from trainer.review.items import Turn
from trainer.review.wording import (
    NO_BASIS,
    NO_CHANGE,
    RESTS_ON,
    TOO_FEW_TO_SAY,
    capital,
    changed,
    in_figures,
    in_words,
    items_as_lines,
    marked,
    routine,
    scenario,
    told_plays,
)
from trainer.scenario.model import Practice
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.review.wording import counted
from trainer.tui.widgets.plot import Drawing, Series
from trainer.wording import ACTIONS, NOT_SO, PRACTICES

_DONE: Final = "What was done"
_PROTECTED: Final = "Ways of protecting oneself"
_SCENARIOS: Final = "By scenario"
_AUTHORS: Final = "Options, for authors"
_OF_PRACTICES: Final = tuple(PRACTICES[each].capitalize() for each in Practice)
TITLES: Final = ("In short", *_OF_PRACTICES, _DONE, _PROTECTED, _SCENARIOS, _AUTHORS)
"""What each page is called."""
_PRACTICES: Final = tuple(Practice)
_WIDTH: Final = 26
_BAR_WIDTH: Final = 40
_FEWEST_MONTHS: Final = 2
_Y_LABELS: Final[dict[float, str]] = {0: "0", 25: "25", 50: "50", 75: "75", 100: "100"}


def practice_on(page: int) -> Practice | None:
    """Return the practice that a page is about, if it is about one."""
    return _PRACTICES[page - 1] if 1 <= page <= len(_PRACTICES) else None


def has_two_ways(page: int) -> bool:
    """Return whether a page is told in words, and in figures when they are asked for."""
    return TITLES[page] not in (_PROTECTED, _AUTHORS)


def is_for_authors(page: int) -> bool:
    """Return whether a page is about the options of the scenarios."""
    return TITLES[page] == _AUTHORS


def authors_told(turns: tuple[Turn, ...]) -> Content:
    """Return how often each option was open and chosen, and how it goes together with the rest of the play."""
    intro = styled(
        "How often an option was chosen, and whether those chose it who did well at the other turns of the same play: "
        "from -1 to +1. It says something of the options, not of anybody.",
        "$quiet",
    )
    if not turns:
        return joined(intro, f"{TOO_FEW_TO_SAY.capitalize()}.", between="\n\n")
    return joined(intro, joined(*items_as_lines(turns), between="\n"), between="\n\n")


def page_told(page: int, found: Cohort, *, has_figures: bool) -> Content:
    """Return what a page says."""
    practice = practice_on(page)
    if practice is not None:
        told = _practice(found.practices[practice], has_figures=has_figures)
    elif TITLES[page] == _DONE:
        told = _done(found, has_figures=has_figures)
    elif TITLES[page] == _PROTECTED:
        told = _protected(found)
    elif TITLES[page] == _SCENARIOS:
        told = _scenarios(found, has_figures=has_figures)
    else:
        told = _in_short(found, has_figures=has_figures)
    return joined(*told, between="\n\n")


def _in_short(found: Cohort, *, has_figures: bool) -> Iterator[Content]:
    yield joined(*(_row(each, found.practices[each], has_figures=has_figures) for each in Practice), between="\n")
    if found.marked:
        yield text(
            f"{told_plays(found.marked)} of {found.plays} marked “{NOT_SO}” as a whole; they stand in the figures."
        )
    yield styled(NO_BASIS, "bold")
    yield styled(RESTS_ON, "$quiet")


def _row(practice: Practice, figures: PracticeFigures | None, *, has_figures: bool) -> Content:
    name = f"{PRACTICES[practice].capitalize():<{_WIDTH}}"
    if figures is None:
        return joined(name, TOO_FEW_TO_SAY)
    told = in_figures(figures.pooled).partition(" (")[0] if has_figures else in_words(figures.pooled)
    return joined(name, told, styled(f"\n{' ' * _WIDTH}{_from(figures)}", "$quiet"))


def _from(figures: PracticeFigures) -> str:
    """Return what a practice rests on."""
    choices = counted(figures.pooled.moments, "choice", "choices")
    return f"from {choices} in {told_plays(figures.plays)}{marked(figures.not_so, 'of those choice')}"


def _practice(figures: PracticeFigures | None, *, has_figures: bool) -> Iterator[Content]:
    if figures is None:
        yield text(f"{TOO_FEW_TO_SAY.capitalize()}.")
        return
    told = in_figures(figures.pooled).partition(" (")[0] if has_figures else in_words(figures.pooled)
    yield joined(styled(told.capitalize(), "bold"), styled(_from(figures), "$quiet"), between="\n")
    if not has_figures:
        yield text(_changed_in_words(figures.change))
        return
    yield _spread(figures.spread)
    yield text(changed(figures.change))
    months = (f"{month}  {in_figures(pooled) if pooled else TOO_FEW_TO_SAY}" for month, pooled in figures.months)
    yield joined(styled("Month by month", "bold"), *map(text, months), between="\n")


def _changed_in_words(change: Change | None) -> str:
    if change is None:
        return f"Earlier and later months: {TOO_FEW_TO_SAY}."
    if not change.is_shown:
        return f"Earlier and later months: {NO_CHANGE}."
    return f"In the later months {'more' if change.points > 0 else 'less'} of what was open than in the earlier ones."


def _spread(found: Spread | None) -> Content:
    heading = styled("How single plays lie", "bold")
    if found is None:
        return joined(heading, f"{TOO_FEW_TO_SAY.capitalize()}.", between="\n")
    most = max(bar.plays for bar in found.bars)
    bars = (
        joined(
            f"{bar.low:>3} to {bar.high:<5}",
            styled("▆" * round(_BAR_WIDTH * bar.plays / most), "$primary"),
            f" {told_plays(bar.plays)}",
        )
        for bar in found.bars
    )
    half = f"Half of them lie between about {found.lower} and {found.upper}, the middle one at about {found.middle}."
    return joined(heading, *bars, half, between="\n")


def _done(found: Cohort, *, has_figures: bool) -> Iterator[Content]:
    if found.actions is None:
        yield text(f"{TOO_FEW_TO_SAY.capitalize()}.")
        return
    yield text("A talk needs all four; none is the good one.")
    lines = []
    for action, share in found.actions.items():
        bar = styled("▆" * round(_BAR_WIDTH * (share or 0) / 100) + " " * bool(share), "$primary")
        figure = "" if share is None or not share else f"{share:.0f} %" if has_figures else ""
        told = TOO_FEW_TO_SAY if share is None else "not at all" if not share else figure
        lines.append(joined(f"{capital(ACTIONS[action]):<{_WIDTH}}", bar, told))
    yield joined(*lines, between="\n")
    if found.actions_not_so:
        yield text(f"{told_plays(found.actions_not_so)} marked this “{NOT_SO}”.")


def _protected(found: Cohort) -> Iterator[Content]:
    yield text("What protects somebody is no fault. It shows what is hard to say in these scenes.")
    if found.routines:
        yield joined(*(text(routine(each)) for each in found.routines), between="\n")
    if found.has_more_routines:
        yield text("Others were taken by too few to say which.")
    elif not found.routines:
        yield text("None was taken.")


def _scenarios(found: Cohort, *, has_figures: bool) -> Iterator[Content]:
    for each in found.scenarios:
        yield joined(styled(scenario(each), "bold"), *_of_scenario(each, has_figures=has_figures), between="\n")
    if found.has_more_scenarios:
        yield text("Other scenes were played by too few to say more.")


def _of_scenario(figures: ScenarioFigures, *, has_figures: bool) -> Iterator[Content]:
    for practice in Practice:
        name = f"{PRACTICES[practice].capitalize():<{_WIDTH}}"
        yield joined(name, _both(figures.practices.get(practice), has_figures=has_figures))


def _both(found: Score | None, *, has_figures: bool) -> str:
    if found is None:
        return TOO_FEW_TO_SAY
    return in_figures(found) if has_figures else f"{in_words(found)} ({counted(found.moments, 'choice', 'choices')})"


def drawing_of(figures: PracticeFigures | None) -> Drawing | None:
    """Return how a practice went from month to month, with where it probably lies, or None where that is no way."""
    months = figures.months if figures is not None else ()
    points = [
        (at, pooled.score, pooled.low, pooled.high)
        for at, (_, pooled) in enumerate(months)
        if pooled is not None and pooled.score is not None and pooled.low is not None and pooled.high is not None
    ]
    if len(points) < _FEWEST_MONTHS:
        return None
    x, y, low, high = zip(*points, strict=True)
    return Drawing(
        series=(Series(x=x, y=y, low=low, high=high),),
        x_range=(-0.5, len(months) - 0.5),
        x_labels={at: month[2:] for at, (month, _) in enumerate(months)},
        y_labels=_Y_LABELS,
    )
