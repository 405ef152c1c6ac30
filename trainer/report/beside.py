"""Attempts at the same scene beside each other."""

from collections.abc import Iterator

from trainer.debrief.attempts import moment_of
from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.report.back import Asked, Attempt, Back
from trainer.report.document import Block, Item, Items, Line, Lines, Part, Section, Table, Voice
from trainer.scenario.model import Practice
from trainer.telling import told_return
from trainer.wording import PRACTICES, practice_in_figures, practice_in_words, shown_in_words

_FIRST = "First attempt"


def beside_the_first(back: Back, asked: Asked) -> Section:
    """Return each later attempt beside the first one, from where they part."""
    parts = tuple(
        Part(tuple(_attempt(back, asked, attempt)), f"{_FIRST} and attempt {attempt.number}", may_break=True)
        for attempt in back.attempts
    )
    return Section("Beside the first attempt", parts=parts)


def _attempt(back: Back, asked: Asked, attempt: Attempt) -> Iterator[Block]:
    first, second = attempt.sides.first, attempt.sides.second
    said = tuple((_said(first, step.first), _said(second, step.second)) for step in attempt.sides.steps)
    ends = (_end(back, first), _end(back, second))
    practices = (_practices(first, asked), _practices(second, asked))
    yield Table((_FIRST, f"Attempt {attempt.number}"), (*said, ends, practices))
    if attempt.sides.returns:
        yield Items(tuple(Item(told_return(each)) for each in attempt.sides.returns))


def _said(debrief: Debrief, choice: Choice | None) -> Lines:
    if choice is None:
        return Lines(())
    moment = moment_of(debrief, choice)
    shown = (Line("It showed", f"{shown_in_words(moment.shown)}.", Voice.BESIDE),) if moment else ()
    return Lines((Line("You said", choice.chosen.option.say, Voice.OWN), *shown))


def _end(back: Back, debrief: Debrief) -> Lines:
    if debrief.end is None:
        return Lines((Line("Where it led", "It has not come to an end.", Voice.BESIDE),))
    end = back.scenario.ends[debrief.end]
    return Lines((Line("Where it led", f"{end.title}. {end.text}", Voice.BESIDE),))


def _practices(debrief: Debrief, asked: Asked) -> Lines:
    told = practice_in_figures if asked.figures else practice_in_words
    return Lines(
        tuple(Line(PRACTICES[name].capitalize(), f"{told(debrief.scores[name])}.", Voice.BESIDE) for name in Practice)
    )
