"""A panel: persons rate what options show without the key, on a sheet; how far they agree, and where the key differs.

A sheet is a table with one row for each option of a person's turn: where it is said, what was said just before, the
words, and an empty column for each practice, whose anchors stand in its head. Each row has a code of letters, made of
the place and the words, so that a rating belongs to these words alone: where an author changes them, it falls out.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from trainer.authoring.learners import CHANCE
from trainer.authoring.simulate import walk
from trainer.engine.draws import shuffled
from trainer.engine.machine import CompiledBeat, CompiledOption, machine_of
from trainer.engine.shown import Spoken
from trainer.errors import UsageError
from trainer.export.tables import BYTE_ORDER_MARK, written
from trainer.review.agreement import LEVELS, Alpha, BesideTheKey, Rated, alpha, beside_the_key
from trainer.review.anchors import ANCHORS, NOT_IN_PLAY
from trainer.scenario.model import Practice, Scenario
from trainer.text import clean_line
from trainer.wording import signed, told_speaker

CODE: Final = "code"
FARTHEST: Final = 1
"""From how many levels on the middle of the ratings and the key are said to part ways."""
_COLUMNS: Final = (CODE, "scene", "just before", "who", "says")
_SEPARATORS: Final = (",", ";", "\t")
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH: Final = 8
_PLAYS: Final = 40
"""How many plays at random are looked at for what was said just before."""
_LINES_BEFORE: Final = 6
_LEVEL: Final = re.compile(r"'?([+-]?[0-9])(?:[.,]0+)?")
_MINUS: Final = str.maketrans("\u2212\u2013\u2010\u2011\ufe63\uff0d", "------")
_FAULTS_TOLD: Final = 5
_SAYS: Final = "says"
_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")
_SEPARATOR_SAID: Final = re.compile(r"\A\s*(?:sep=.\s*\n)?\s*", re.IGNORECASE)
"""What spreadsheets put before a table."""
_A_LEVEL: Final = "A level is a whole number from -2 to 2, and an empty cell is not rated."
_ONCE: Final = "Each option is rated once: take the second row out."

Levels = Mapping[tuple[str, Practice], int]
"""The level of a practice at an option, `scene/beat/option`."""


class Row(NamedTuple):
    """One option on a sheet."""

    code: str
    moment: str
    """`scene/beat/option`; not on the sheet, since an option's name could tell."""
    scene: str
    before: str
    who: str
    says: str


class Sheet(NamedTuple):
    """A sheet that came back."""

    name: str
    levels: Levels
    unknown: int
    """How many rows are of words that the scenario does not have, or not any more, or not under their code."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What several sheets say."""

    scenario: Scenario
    sheets: tuple[Sheet, ...]

    @property
    def rated(self) -> tuple[Rated, ...]:
        """Every level that was given."""
        return tuple(
            Rated(moment, sheet.name, practice, level)
            for sheet in self.sheets
            for (moment, practice), level in sheet.levels.items()
        )

    def alpha(self, practice: Practice) -> Alpha | None:
        """Return how far the raters agree on `practice`, or None where too few rated the same.

        Raises:
            UsageError: when the library that works it out is not installed.
        """
        return alpha(self.rated, practice)

    @property
    def parted(self) -> tuple[BesideTheKey, ...]:
        """Where the middle of the ratings and the key part ways, the farthest first."""
        found = beside_the_key(self.rated, key_of(self.scenario))
        parted = [each for each in found if abs(each.difference) >= FARTHEST]
        return tuple(sorted(parted, key=lambda each: (-abs(each.difference), each.moment, each.practice)))


def rows_of(scenario: Scenario) -> tuple[Row, ...]:
    """Return the rows of a sheet, turn by turn; the options of a turn in an order that says nothing."""
    before = _before(scenario)
    return tuple(
        Row(
            code_of(scenario, beat, option),
            f"{beat.address}/{option.id}",
            scenario.scenes[beat.scene].title,
            before.get(beat.address) or _told(scenario, (line for line in beat.lines if not line.is_thought)),
            scenario.cast[beat.seat].name,
            option.option.say,
        )
        for beat in _turns(scenario)
        for option in _drawn(beat)
    )


def sheet(scenario: Scenario, levels: Levels | None = None) -> str:
    """Return the sheet as a table for a spreadsheet; with `levels`, filled in."""
    given = levels or {}
    heads = (*_COLUMNS, *(_head(practice) for practice in Practice))
    rows = (
        (row.code, row.scene, row.before, row.who, row.says, *(given.get((row.moment, each)) for each in Practice))
        for row in rows_of(scenario)
    )
    return BYTE_ORDER_MARK + "".join(map(written, (heads, *rows)))


def read_sheet(scenario: Scenario, text: str, name: str, file: str = "") -> Sheet:
    """Return what was filled in on a sheet of `scenario`; an empty cell is not rated; errors name it as its `file`.

    Raises:
        UsageError: when it is no such sheet, or a cell has something else than a level.
    """
    moments = {
        code_of(scenario, beat, option): (f"{beat.address}/{option.id}", _letters(option.option.say))
        for beat in _turns(scenario)
        for option in beat.options
    }
    levels: dict[tuple[str, Practice], int] = {}
    faults: list[str] = []
    twice: list[str] = []
    seen: set[str] = set()
    unknown = 0
    before = _SEPARATOR_SAID.match(text.removeprefix(BYTE_ORDER_MARK))
    columns, rows = _table(text, file or name)
    for number, cells in enumerate(rows, start=2 + (before[0].count("\n") if before else 0)):
        code = clean_line(_cell(cells, columns[CODE])).lstrip("'").lower()
        given = {practice: clean_line(_cell(cells, columns[practice])) for practice in Practice}
        if not code and not any(given.values()):
            continue
        if code in seen:
            twice.append(f"row {number} is there twice")
        seen.add(code)
        moment, said = moments.get(code, ("", ""))
        if said and _SAYS in columns and (told := _letters(_cell(cells, columns[_SAYS]))) and told != said:
            moment = ""  # a column was sorted alone, or the words were changed: these are not what was rated
        unknown += not moment
        for practice, written_level in given.items():
            level = _level(written_level)
            if level is None and written_level:
                faults.append(f"row {number}, {practice}: “{written_level[:20]}”")
            elif level is not None and moment:
                levels[moment, practice] = level
    if found := (*faults, *twice):
        more = f", and {len(found) - _FAULTS_TOLD} more" if len(found) > _FAULTS_TOLD else ""
        hints = (*((_A_LEVEL,) if faults else ()), *((_ONCE,) if twice else ()))
        told = f"{'; '.join(found[:_FAULTS_TOLD])}{more}. {' '.join(hints)}"
        raise UsageError(f"{file or name} cannot be read: {told} Nothing was kept.")
    return Sheet(name, levels, unknown)


def key_of(scenario: Scenario) -> dict[tuple[str, Practice], int]:
    """Return what the author gave each option on the sheet; what is left out is 0."""
    return {
        (f"{beat.address}/{option.id}", practice): level
        for beat in _turns(scenario)
        for option in beat.options
        for practice, level in zip(Practice, option.levels, strict=True)
    }


def code_of(scenario: Scenario, beat: CompiledBeat, option: CompiledOption) -> str:
    """Return the code of an option: letters alone, since a spreadsheet takes some digits and letters for a number."""
    digest = sha256(f"{scenario.id}\n{beat.address}/{option.id}\n{option.option.say}".encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_CODE_LENGTH])


def _turns(scenario: Scenario) -> tuple[CompiledBeat, ...]:
    return tuple(beat for beat in machine_of(scenario).beats.values() if beat.seat in scenario.seats)


def _drawn(beat: CompiledBeat) -> Iterator[CompiledOption]:
    return (beat.options[place] for place in shuffled(0, beat.address, 0, beat.ids))


def _before(scenario: Scenario) -> dict[str, str]:
    """Return for each turn what was said just before it, the first time that a play at random came there."""
    found: dict[str, str] = {}
    for seat in scenario.seats:
        for seed in range(_PLAYS):
            for play in walk(scenario, seat, CHANCE, seed):
                if not play.is_over:
                    found.setdefault(play.state.beat, _told(scenario, play.lines))
    return found


def _told(scenario: Scenario, lines: Iterable[Spoken]) -> str:
    told = [f"{told_speaker(scenario, line)}: {clean_line(line.text)}" for line in lines]
    return "\n".join(told[-_LINES_BEFORE:])


def _head(practice: Practice) -> str:
    anchors = ANCHORS[practice] | {0: NOT_IN_PLAY}
    return " | ".join((practice, *(f"{signed(level)} {anchors[level]}" for level in sorted(LEVELS, reverse=True))))


def _table(text: str, name: str) -> tuple[dict[str, int], Iterator[list[str]]]:
    """Return where each column is, and the rows below; a spreadsheet may have saved it with another separator.

    Raises:
        UsageError: when it is no sheet.
    """
    needed = (CODE, *Practice)
    missing = needed
    table = _SEPARATOR_SAID.sub("", text.removeprefix(BYTE_ORDER_MARK))
    for separator in _SEPARATORS:
        try:
            head, *rows = csv.reader(io.StringIO(table, newline=""), delimiter=separator)
        except (csv.Error, ValueError):
            continue
        columns = {clean_line(cell).partition("|")[0].strip().lstrip("'").lower(): at for at, cell in enumerate(head)}
        missing = min(missing, tuple(each for each in needed if each not in columns), key=len)
        if not missing:
            return columns, iter(rows)
    told = f"column{'s' * (len(missing) != 1)} {', '.join(missing)}"
    raise UsageError(f"{name} is no sheet: it has no {told}. To make one: trainer panel sheet SCENARIO")


def _letters(words: str) -> str:
    """Return what is left of words however a spreadsheet saved them."""
    return _NOT_A_LETTER.sub("", words.lower())


def _cell(cells: list[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _level(text: str) -> int | None:
    found = _LEVEL.fullmatch(text.translate(_MINUS).replace(" ", ""))
    level = int(found[1]) if found else None
    return level if level in LEVELS else None
