"""Tables for a spreadsheet: comma separated, every text in quotes, and no text that would be taken for a formula.

A spreadsheet runs a cell that begins with one of a few characters, and its import may take other characters than the
comma for the end of a cell. So texts are quoted also where the comma alone would not ask for it, and what would begin a
formula has an apostrophe before it, which makes it text.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum
from typing import Final, TypeAlias

from trainer.debrief.marks import WHOLE
from trainer.export.exported import Exported
from trainer.export.times import cell
from trainer.scenario.model import Action, Practice
from trainer.text import clean

Cell: TypeAlias = str | float | int | None
Row: TypeAlias = dict[str, Cell]

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells a spreadsheet that the letters are in UTF-8."""
_STEERING: Final = re.compile("^(?=[\t\r\n ]*[-=+@\uff0d\uff1d\uff0b\uff20]|[\t\r])")
_AFTER_A_SEPARATOR: Final = re.compile("(?<=[;\t\n])(?=[ \t]*[-=+@\uff0d\uff1d\uff0b\uff20])")


class Table(StrEnum):
    """What a row stands for."""

    SESSIONS = "sessions"
    CHOICES = "choices"
    SCORES = "scores"
    MARKS = "marks"


def table(things: Iterable[Exported], what: Table = Table.SESSIONS) -> Iterator[str]:
    """Yield the lines of a table, the first one with the names of its columns."""
    held = tuple(things)
    sessions = {each.session for each in held}
    columns, rows = _TABLES[what]
    yield BYTE_ORDER_MARK + written(columns)
    for each in held:
        for row in rows(each, sessions):
            yield written(tuple(row.get(column) for column in columns))


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet takes it, or a part of it, for a formula."""
    return _AFTER_A_SEPARATOR.sub("'", _STEERING.sub("'", clean(text)))


def written(cells: tuple[Cell, ...]) -> str:
    """Return one row as RFC 4180 has it, with no text in it that would be taken for a formula."""
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(value: Cell) -> str:
    """Return one cell as RFC 4180 has it; every text is quoted, so that no other separator than the comma ends it."""
    if isinstance(value, str):
        return '"{}"'.format(harmless(value).replace('"', '""'))
    return "" if value is None else str(value)


def _whose(each: Exported) -> Row:
    return {
        "session": each.session,
        "account": each.account,
        "scenario": each.scenario.id,
        "title": each.scenario.title,
        "seat": each.seat,
    }


def _sessions(each: Exported, exported: Collection[str]) -> Iterator[Row]:
    row = _whose(each) | {
        "began_utc": cell(each.began),
        "end": each.debrief.end,
        "together": _yes(each.is_together),
        "tried_again": _yes(bool(each.origin)),
        "origin": each.origin if each.origin in exported else None,
        "replies": len(each.debrief.choices),
    }
    if each.has_scores:
        for practice, figures in each.debrief.scores.items():
            row |= {practice: figures.score} | {f"{practice}_{name}": getattr(figures, name) for name in _FIGURES}
        row["not_so"] = ", ".join(each.not_so)
    yield row | (_readings(each) if each.has_readings else {})


def _readings(each: Exported) -> Row:
    debrief = each.debrief
    repeated = [taken.routine for taken in debrief.routines if taken.is_repeated]
    return {str(action): count for action, count in debrief.actions.items()} | {
        "could_hurt": len(debrief.harm),
        "routines": ", ".join(taken.routine for taken in debrief.routines),
        "routines_repeated": ", ".join(repeated),
        "patterns": ", ".join(shown.pattern for shown in debrief.open_patterns),
        "unsaid": ", ".join(knowledge.fact for knowledge in (debrief.unsaid if debrief.is_over else ())),
        "breaches": ", ".join(dict.fromkeys(told.fact for told in debrief.breaches)),
    }


def _choices(each: Exported, _: Collection[str]) -> Iterator[Row]:
    for number, choice in enumerate(each.choices, start=1):
        row = _whose(each) | {
            "number": number,
            "position": choice.position,
            "at_utc": cell(each.log[choice.position].at),
            "taken_over": _yes(choice.position < each.shared),
            "beat": choice.event.beat,
            "option": choice.event.option,
            "say": choice.chosen.option.say,
            "open": ", ".join(option.id for option in choice.open),
        }
        if each.has_readings:
            moment = each.moments.get(choice.position)
            for practice, span in (moment.spans if moment else {}).items():
                row |= {practice: span.chosen, f"{practice}_worst": span.worst, f"{practice}_best": span.best}
            row |= {
                "counted": _yes(moment is not None),
                "actions": ", ".join(choice.chosen.actions),
                "could_hurt": choice.chosen.harm,
                "routine": choice.chosen.option.routine,
                "not_so": ", ".join(each.marks_on(choice.position)),
            }
        yield row


def _scores(each: Exported, _: Collection[str]) -> Iterator[Row]:
    if each.has_scores:
        for practice, figures in each.debrief.scores.items():
            row: Row = {name: getattr(figures, name) for name in ("score", *_FIGURES)}
            yield _whose(each) | {"practice": practice, "not_so": _yes(WHOLE in each.not_so)} | row


def _marks(each: Exported, _: Collection[str]) -> Iterator[Row]:
    for reading in each.not_so:
        yield _whose(each) | {"not_so": reading}


def _yes(is_so: bool) -> str:  # noqa: FBT001  it is what is written down
    return "yes" if is_so else "no"


_WHOSE: Final = ("session", "account", "scenario", "title", "seat")
_FIGURES: Final = ("low", "high", "moments", "n")
_TABLES: Final[dict[Table, tuple[tuple[str, ...], Callable[[Exported, Collection[str]], Iterator[Row]]]]] = {
    Table.SESSIONS: (
        (
            *_WHOSE,
            *("began_utc", "end", "together", "tried_again", "origin", "replies"),
            *(column for each in Practice for column in (each, *(f"{each}_{name}" for name in _FIGURES))),
            *Action,
            *("could_hurt", "routines", "routines_repeated", "patterns", "unsaid", "breaches", "not_so"),
        ),
        _sessions,
    ),
    Table.CHOICES: (
        (
            *_WHOSE,
            *("number", "position", "at_utc", "taken_over", "beat", "option", "say", "open", "counted"),
            *(column for each in Practice for column in (each, f"{each}_worst", f"{each}_best")),
            *("actions", "could_hurt", "routine", "not_so"),
        ),
        _choices,
    ),
    Table.SCORES: ((*_WHOSE, "practice", "score", *_FIGURES, "not_so"), _scores),
    Table.MARKS: ((*_WHOSE, "not_so"), _marks),
}
"""The columns of each table, and how its rows are made."""
