"""The third step: what to take along, one question at a time."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Final

from textual.content import Content

from trainer.debrief.debrief import TurningPoint
from trainer.debrief.marks import WHOLE
from trainer.debrief.moments import Moment
from trainer.journal import CAME_OF_IT, INTENTION, SESSION
from trainer.scenario.model import Practice
from trainer.telling import Quote, Reading
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.looking_back.looked_back import LookedBack
from trainer.wording import (
    BOUNDED,
    FOR_NEXT_TIME,
    LEVELS,
    NOT_SO,
    NOT_THE_CHOICE_BUT_THE_PERSON,
    PRACTICES,
    WHAT_COULD_COME,
    practice_in_figures,
    practice_in_words,
    reachable_in_figures,
    reachable_in_words,
    shown_in_words,
    signed,
)

_WIDTH: Final = 26
"""Of the column that names the practices."""
_LINE_LENGTH: Final = 26


def the_whole(back: LookedBack, *, has_figures: bool) -> Content:
    """Return the page on what the words did, over the whole play."""

    def practice(name: Practice) -> Content:
        score = back.debrief.scores[name]
        said = practice_in_figures(score) if has_figures else practice_in_words(score)
        return joined(f"{PRACTICES[name].capitalize():<{_WIDTH}}", said)

    paragraphs = [joined(styled("What your words did", "bold $primary"), *map(practice, Practice), between="\n")]
    if WHOLE in back.debrief.not_so:
        paragraphs.append(styled(f"Marked: {NOT_SO}", "bold $secondary"))
    if has_figures:
        paragraphs.append(styled(NOT_THE_CHOICE_BUT_THE_PERSON, "$quiet"))
    paragraphs.append(_ahead(back))
    return joined(*paragraphs, between="\n\n")


def _ahead(back: LookedBack) -> Content:
    """Return which questions follow; none needs an answer."""
    if not back.readings:
        return text("Nothing in this play asks for a question.")
    titles = (
        joined(f"{number:>2}  {reading.title}", styled(_line_of(reading), "$quiet"))
        for number, reading in enumerate(back.readings, start=2)
    )
    needs = styled("One at a time; none needs an answer, and what is not so for you can be marked.", "$quiet")
    return joined(styled("What follows", "bold"), needs, *titles, between="\n")


def _line_of(reading: Reading) -> str:
    """Return how the learner's own line begins that a reading is about, or nothing."""
    line = shorten(reading.own_line, _LINE_LENGTH, placeholder=" …")
    return f"  “{line}”" if line else ""


def one_reading(
    back: LookedBack, reading: Reading, points: Mapping[int, TurningPoint] | None, *, has_figures: bool
) -> Content:
    """Return the page of one reading; `points` are the turning points, or None while they are being looked at."""
    paragraphs = [styled(reading.title, "bold $warning" if reading.kind == "harm" else "bold $primary")]
    if reading.name in back.debrief.not_so:
        paragraphs.append(styled(f"Marked: {NOT_SO}", "bold $secondary"))
    if reading.quotes:
        paragraphs.append(joined(*map(_quote, reading.quotes), between="\n"))
    if reading.says:
        paragraphs.append(text(reading.says))
    paragraphs.append(styled(reading.question, "bold"))
    if written := back.notes.get(reading.name):
        paragraphs.append(joined(styled("You wrote: ", "bold $primary"), written))
    if reading.moment is not None:
        paragraphs += _around(back, reading.moment, points, has_figures=has_figures)
    return joined(*paragraphs, between="\n\n")


def _quote(quote: Quote) -> Content:
    if not quote.speaker:
        return styled(quote.text, "italic $quiet")
    style = "bold $primary" if quote.is_own else "bold"
    said = styled(quote.text, "italic $secondary") if quote.is_thought else text(quote.text)
    return joined(styled(f"{quote.speaker}: ", style), said)


def _around(
    back: LookedBack, moment: Moment, points: Mapping[int, TurningPoint] | None, *, has_figures: bool
) -> list[Content]:
    """Return what a moment showed, what was open as well, and what could have come of it."""
    lines = [styled("It showed", "bold")]
    for practice, span in moment.spans.items():
        figures = f"  {signed(span.chosen)} of {signed(span.worst)} to {signed(span.best)}" if has_figures else ""
        lines.append(text(f"{PRACTICES[practice].capitalize():<{_WIDTH}}{LEVELS[span.chosen]}{figures}"))
    shown = joined(*lines, between="\n")
    others = [
        joined(f"· {option.option.say}", styled(f"\n  {shown_in_words(_shown(option.levels, moment))}", "$quiet"))
        for option in moment.choice.open
        if option is not moment.choice.chosen
    ]
    open_as_well = joined(styled("What was open as well", "bold"), *others, between="\n") if others else None
    parts = [shown, open_as_well, _reachable(back, moment, points, has_figures=has_figures)]
    return [part for part in parts if part is not None]


def _shown(levels: tuple[int, ...], moment: Moment) -> dict[Practice, int]:
    of_all = dict(zip(Practice, levels, strict=True))
    return {practice: of_all[practice] for practice in moment.spans}


def _reachable(
    back: LookedBack, moment: Moment, points: Mapping[int, TurningPoint] | None, *, has_figures: bool
) -> Content | None:
    heading = styled(WHAT_COULD_COME, "bold")
    if points is None:
        return joined(heading, styled("Every way on from here is being looked at …", "$quiet"), between="\n")
    if moment.choice.position not in points:
        return None
    reachable = points[moment.choice.position].reachable
    told = reachable_in_figures if has_figures else reachable_in_words
    lines = [
        text(f"{PRACTICES[practice].capitalize():<{_WIDTH}}{told(figures)}")
        for practice, figures in reachable.scores.items()
    ]
    titles = " · ".join(back.scenario.ends[end].title for end in back.debrief.open_ends(reachable))
    ends = (text(f"Ends that could come: {titles}"),) if titles else ()
    bounded = (styled(BOUNDED, "$quiet"),) if reachable.is_bounded else ()
    return joined(heading, *lines, *ends, *bounded, between="\n")


def for_next_time(back: LookedBack) -> Content:
    """Return the last page: what came of the intention, one's notes, and an intention for the next play."""
    paragraphs = [styled("For you", "bold $primary")]
    if back.intention:
        paragraphs.append(joined(styled("For this play you wanted: ", "bold"), back.intention))
        paragraphs.append(_written("What came of it?", "c", back.notes.get(CAME_OF_IT, "")))
    paragraphs.append(_written("A note on this play", "w", back.notes.get(SESSION, "")))
    paragraphs.append(_written("What will you try next time?", "i", back.notes.get(INTENTION, "")))
    paragraphs.append(styled(FOR_NEXT_TIME, "$quiet"))
    return joined(*paragraphs, between="\n\n")


def _written(question: str, key: str, written: str) -> Content:
    return joined(
        styled(question, "bold"), text(written) if written else styled(f"(press {key})", "$quiet"), between="\n"
    )
