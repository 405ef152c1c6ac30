"""What a report on several plays says, as one plain value: words first, and beside each figure what it rests on."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from trainer.debrief.debrief import Debrief
from trainer.debrief.marks import RANGE, WHOLE, of_harm, of_moment, of_pattern, of_routine
from trainer.debrief.progress import Group, Played, progress
from trainer.export.exported import Exported
from trainer.export.intervals import Bar
from trainer.listing import listed, when
from trainer.scenario.model import Action, Practice
from trainer.wording import (
    ACTIONS,
    NOT_SO,
    NOT_THE_CHOICE_BUT_THE_PERSON,
    PATTERNS,
    PRACTICES,
    ROUTINES,
    practice_in_words,
    shown_in_words,
    times,
)

NO_BASIS: Final = (
    "It is there for learning. It is no basis for decisions on staff, on treatment or on discharge, and for comparing "
    "people: each figure rests on few choices in a made-up story."
)
HOW_TO_READ: Final = (
    (
        "Words come first; figures stand beside them with the range that each probably lies in, and with how many "
        "choices it rests on. Of fewer than three choices there is no figure."
    ),
    NOT_THE_CHOICE_BUT_THE_PERSON,
    "Where somebody says that a reading is not so for them, that stands beside it, and it is for them to say.",
    "Nothing that anybody typed is in here: no own words, no feelings, no notes, no names of those who played.",
)
_FIRST: Final = "All plays together"
_AGAIN: Final = "Tried again from a choice"
_NONE: Final = "none"
_ONLY_NEW: Final = "Counted here is only what was chosen anew."


class Row(NamedTuple):
    """A practice in words, with its figures."""

    name: str
    words: str
    score: str
    between: str
    rests_on: str


class Figures(NamedTuple):
    """The practices over a play, or over several."""

    title: str
    says: str
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]


class Reading(NamedTuple):
    """A sentence on a play, and whether it was marked “not so for me”."""

    text: str
    mark: str


class Said(NamedTuple):
    """A choice: where, what was said, and what it showed."""

    number: int
    where: str
    say: str
    showed: str
    notes: tuple[Reading, ...]


class Play(NamedTuple):
    """One play."""

    title: str
    says: tuple[str, ...]
    figures: Figures | None
    readings: tuple[Reading, ...]
    choices: tuple[Said, ...]
    language: str


class Person(NamedTuple):
    """One account's plays."""

    name: str
    together: tuple[Figures, ...]
    plays: tuple[Play, ...]


class Report(NamedTuple):
    """Everything."""

    title: str
    says: str
    persons: tuple[Person, ...]


def report(things: Iterable[Exported]) -> Report:
    """Return what `things` tell, each account by itself: people are not put beside each other."""
    held = sorted(things, key=lambda each: (each.account, each.began, each.session))
    persons = tuple(_person(account, tuple(plays)) for account, plays in groupby(held, key=lambda each: each.account))
    count = "1 play shows" if len(held) == 1 else f"{len(held)} plays show"
    says = (
        f"{listed(tuple(dict.fromkeys(f'“{each.scenario.title}”' for each in held)))}." if held else "No play is in it."
    )
    return Report(f"What {count}", says, persons)


def _person(account: str, plays: tuple[Exported, ...]) -> Person:
    played = [_played(each) for each in plays if each.has_scores and each.debrief.is_over]
    shown = progress(played)
    groups = ((_FIRST, shown.first_attempts, ""), (_AGAIN, shown.forks, _ONLY_NEW))
    together = tuple(_pooled(title, group, says) for title, group, says in groups if group.plays and len(plays) > 1)
    return Person(account, together, tuple(map(_play, plays)))


def _played(each: Exported) -> Played:
    return Played(
        id=each.session,
        text=each.scenario.digest,
        title=each.scenario.title,
        part=each.part.name,
        began=each.began,
        debrief=each.debrief,
        is_fork=bool(each.origin),
        shared=each.shared,
    )


def _pooled(title: str, group: Group, says: str) -> Figures:
    bars = tuple(Bar(_capital(PRACTICES[practice]), over.pooled) for practice, over in group.practices.items())
    rests = (over.rests_on for over in group.practices.values())
    rows = tuple(_row(bar, f" in {_count(plays, 'play')}") for bar, plays in zip(bars, rests, strict=True))
    return Figures(title, f"From {_count(len(group.plays), 'play')}. {says}".strip(), rows, bars)


def _row(bar: Bar, plays: str = "") -> Row:
    score = bar.score
    has_figures = score.score is not None and score.low is not None and score.high is not None
    return Row(
        bar.name,
        _capital(practice_in_words(score)) if score.moments else "No choice counted for it",
        f"{score.score:.0f}" if has_figures else _NONE,
        f"{score.low:.0f} to {score.high:.0f}" if has_figures else _NONE,
        _count(score.moments, "choice") + (plays if score.moments else ""),
    )


def _play(each: Exported) -> Play:
    debrief = each.debrief
    return Play(
        title=f"{each.scenario.title}: {each.part.name}, {each.part.is_}",
        says=tuple(_told(each)),
        figures=_figures(debrief) if each.has_scores else None,
        readings=tuple(_readings(each, debrief)) if each.has_readings else (),
        choices=tuple(_choices(each)),
        language=each.scenario.language,
    )


def _told(each: Exported) -> Iterator[str]:
    again = " It was tried again from a choice in an earlier play." if each.origin else ""
    together = " Several people played." if each.is_together else ""
    yield f"Begun on {when(each.began)}. {_capital(_count(len(each.debrief.choices), 'choice'))}.{again}{together}"
    end = each.debrief.end
    yield f"It came to this end: {each.scenario.ends[end].title}." if end else "It has not come to an end."
    if not each.has_scores:
        yield "A patient's part was played: what it shows is for whoever played it, and is not in here."
    elif not each.has_transcript:
        yield "What was said in it is not in here."
    if WHOLE in each.not_so:
        yield f"Marked on what the words did over the whole play: {NOT_SO}."


def _figures(debrief: Debrief) -> Figures:
    bars = tuple(Bar(_capital(PRACTICES[practice]), debrief.scores[practice]) for practice in Practice)
    return Figures("", "", tuple(map(_row, bars)), bars)


def _readings(each: Exported, debrief: Debrief) -> Iterator[Reading]:
    def told(text: str, name: str) -> Reading:
        return Reading(text, NOT_SO if name in each.not_so else "")

    taken = [f"{ACTIONS[action]} {times(count)}" for action, count in debrief.actions.items() if count]
    unused = tuple(ACTIONS[action] for action in Action if not debrief.actions[action])
    did = f"Did: {', '.join(taken) or 'none of the four'}." + (f" Not used: {listed(unused)}." if unused else "")
    yield told(did, RANGE)
    for routine in debrief.routines:
        how = times(len(routine.choices))
        yield told(f"A way of protecting oneself, {how}: {ROUTINES[routine.routine]}.", of_routine(routine.routine))
    for shown in debrief.open_patterns:
        yield told(f"In the room: {PATTERNS[shown.pattern].lower()}.", of_pattern(shown.pattern))


def _choices(each: Exported) -> Iterator[Said]:
    for number, choice in enumerate(each.choices, start=1):
        moment = each.moments.get(choice.position)
        notes = []
        if each.has_readings:
            if choice.chosen.harm:
                mark = NOT_SO if of_harm(choice.position) in each.not_so else ""
                notes.append(Reading(f"Could hurt: {choice.chosen.harm}", mark))
            if of_moment(choice.position) in each.not_so:
                notes.append(Reading("What it showed", NOT_SO))
        yield Said(
            number,
            each.scenario.scenes[choice.beat.scene].title,
            choice.chosen.option.say,
            _capital(shown_in_words(moment.shown)) if moment else "",
            tuple(notes),
        )


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number or 'no'} {what}s"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
