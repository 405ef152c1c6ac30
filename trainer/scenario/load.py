"""The way from an author's text to a `Scenario`, or to everything that is wrong with it."""

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from typing import Final, NamedTuple

from pydantic import ValidationError

from trainer.scenario.faults import problems_of
from trainer.scenario.model import Scenario
from trainer.scenario.problems import CATALOGUE, Place, Problem, ScenarioError
from trainer.scenario.references import wrong_references
from trainer.scenario.repair import repaired
from trainer.scenario.slips import put_right
from trainer.scenario.tree import PROBLEM_LIMIT, Mapping, Node, TreeBuilder, Unreadable
from trainer.text import UNSAFE, clean_line

__all__ = ["SIZE_LIMIT", "ScenarioError", "look", "parse"]

SIZE_LIMIT: Final = 2_000_000
"""How long a text may be, in characters, unless the caller says otherwise."""

_STRAY: Final = re.compile(f"\t|{UNSAFE.pattern}")
_STRAYS_SHOWN: Final = 20
_MOST_REPAIRS: Final = 12
_FEWEST_REPAIRS: Final = 3
_MOST_READ: Final = 2_000_000
"""How many characters are read again at most, in a long text with many lines that are no YAML."""
_REPAIRABLE: Final = frozenset({"F103", "F105", "F106", "F107"})
_OF_WHAT_IS_MISSING: Final = frozenset({"S202", "S203", "S207", "S210", "S213", "R308", "R310"})
_LONGEST_MESSAGE: Final = 400
_BEGUN: Final = "began in line"
"""In a message that points back to where something was begun; while that is open, each line may stop the reading."""
_NUMBER_GROUPS: Final = ("change", "shows")
_WRONG_NAMES: Final = ("R301", "R302", "R303", "R304")
_WORD_KEYS: Final = frozenset(
    """
    format id language minutes practises side seat of start known_by concerns confidential present backstage turn
    options own_words pause_here to action shows change tilt tells alludes if set routine questions_aim weight role date
    any
    """.split()  # noqa: SIM905  a list of forty words reads better so
)
"""Keys whose values are words of the format: a comment may follow them, since nothing of a text is lost."""


class Found(NamedTuple):
    """What one look at a text finds."""

    problems: tuple[Problem, ...]
    root: Mapping | None
    """The text's tree, where it is one of keys."""
    scenario: Scenario | None
    """What it writes, where nothing is wrong in its shape."""
    changed: frozenset[int] = frozenset()
    """The lines that were changed to read on behind them."""


def parse(text: str, source: str = "", limit: int = SIZE_LIMIT) -> Scenario:
    """Return the scenario that `text` holds.

    Args:
        text: The YAML that an author wrote.
        source: What the problems call the text, as a path.
        limit: How many characters are read at most.

    Raises:
        ScenarioError: with all problems of the text.
    """
    found = look(text, source, limit)
    scenario = found.scenario
    if found.problems or scenario is None:
        raise ScenarioError(found.problems)
    scenario._digest = sha256(text.encode()).hexdigest()  # noqa: SLF001  the loader sets what only it knows
    scenario._text = text  # noqa: SLF001
    return scenario


def look(text: str, source: str = "", limit: int = SIZE_LIMIT) -> Found:
    """Return all that `text` holds, as far as it can be understood, and all that is wrong with it."""
    problems: list[Problem] = []
    with _no_collection():
        root, scenario, changed = _read(text, limit, problems)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    errors = sorted(problems, key=lambda problem: (problem.place, problem.code))
    return Found(tuple(_finished(problem, source, lines) for problem in errors), root, scenario, changed)


def _read(text: str, limit: int, problems: list[Problem]) -> tuple[Mapping | None, Scenario | None, frozenset[int]]:
    if len(text) > limit:
        message = f"The text has {len(text):,} characters; at most {limit:,} are read."
        problems.append(Problem("F102", Place(1, 1), message, "Split the story into several files."))
        return None, None, frozenset()
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    problems += _strays(plain)
    reading = _read_on(_STRAY.sub(" ", plain), limit, {problem.place.line for problem in problems})
    problems += reading.problems
    root = reading.root
    if root is None:
        return None, None, frozenset()
    if not isinstance(root, Mapping):
        problems.append(Problem("S203", Place(1, 1), "The file should be a group of keys.", "Start with “format: 1”."))
        return None, None, frozenset()
    found = [*put_right(root), *wrong_references(root)]
    scenario: Scenario | None = None
    try:
        scenario = Scenario.model_validate(root)
    except ValidationError as error:
        faults = problems_of(error.errors(include_url=False)[:PROBLEM_LIMIT], root)
        found += _unsaid(faults, [*problems, *found])
    problems += (problem for problem in found if not reading.is_unsure_of(problem))
    return root, scenario, reading.changed


class _Reading(NamedTuple):
    problems: list[Problem]
    root: Node | None
    changed: frozenset[int] = frozenset()
    """The lines that were changed to read on."""
    lost: tuple[range, ...] = ()
    """The lines of groups in which one was left out."""

    def is_unsure_of(self, problem: Problem) -> bool:
        """Return whether `problem` may come from what was changed."""
        line = problem.place.line
        return line in self.changed or (
            problem.code in _OF_WHAT_IS_MISSING and any(line in group for group in self.lost)
        )


def _read_on(text: str, limit: int, strays: set[int]) -> _Reading:
    """Read a text whatever is no YAML in it: a line that stops the reading is named, and mended as far as can be."""
    problems: list[Problem] = []
    changed: set[int] = set()
    lost: list[range] = []
    most = min(_MOST_REPAIRS, max(_FEWEST_REPAIRS, _MOST_READ // max(len(text), 1)))
    while True:
        builder = TreeBuilder(text, limit=limit)
        try:
            root = builder.build()
        except Unreadable as unreadable:
            problem = unreadable.problem
            is_tried = problem.code in _REPAIRABLE and len(changed) < most
            again = repaired(text, problem.place, _wrongs) if is_tried else None
            if again is not None and not again.is_lost and again.line != problem.place.line:
                problem = replace(problem, place=Place(again.line, again.column))
            is_said = any((problem.code, problem.message) == (each.code, each.message) for each in problems)
            if not strays & {problem.place.line, problem.place.line - 1} and not (
                is_said and _BEGUN in problem.message
            ):
                problems.append(problem)
            if again is None or again.line in changed:
                return _Reading(problems, None)
            text = again.text
            changed |= {again.line, problem.place.line}
            if again.is_lost:
                lost.append(_group_of(text.split("\n"), again.line, again.column - 1))
        else:
            found = [*builder.problems, *_cut_texts(builder)]
            problems += (problem for problem in found if problem.place.line not in changed)
            return _Reading(problems, root, frozenset(changed), tuple(lost))


def _wrongs(text: str) -> int:
    """Return how much is wrong in a text's keys and names."""
    builder = TreeBuilder(text, limit=len(text) * 8)
    try:
        root = builder.build()
    except Unreadable:
        return PROBLEM_LIMIT
    if not isinstance(root, Mapping):
        return PROBLEM_LIMIT
    return len(builder.problems) + len(put_right(root)) + len(wrong_references(root))


def _group_of(lines: list[str], number: int, indent: int) -> range:
    """Return the lines from the head of the group in which a line was left out to the line."""
    above = (
        each for each in range(number - 1, 0, -1) if (line := lines[each - 1]).strip() and not line.startswith("#")
    )
    head = next((each for each in above if len(lines[each - 1]) - len(lines[each - 1].lstrip(" ")) < indent), 1)
    return range(head, number + 1)


def _unsaid(faults: Iterable[Problem], said: list[Problem]) -> list[Problem]:
    """Return the faults of shape that add something to what was said of the same place.

    A wrong name is named once, however it is written, and a text that a # cuts off is not called empty as well.
    """
    wrong_names = {problem.place for problem in said if problem.code in _WRONG_NAMES}
    cut_texts = {problem.place for problem in said if problem.code == "F114"}
    return [
        fault
        for fault in faults
        if not (fault.code == "S208" and fault.place in wrong_names)
        and not (fault.code == "S207" and fault.place in cut_texts)
    ]


def _finished(problem: Problem, source: str, lines: list[str]) -> Problem:
    assert problem.code in CATALOGUE  # noqa: S101  every code has its entry
    line = min(problem.place.line, len(lines))  # what is missing at the end is looked for behind it
    longest = len(lines[line - 1]) + 1  # and a line that was mended may have become longer
    place = Place(line, min(problem.place.column, longest) if line == problem.place.line else longest)
    said = (_shown(problem.message), _shown(problem.hint))
    return Problem(problem.code, place, *said, clean_line(source))


def _shown(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[:_LONGEST_MESSAGE]}…"


def _strays(text: str) -> Iterator[Problem]:
    for match in islice(_STRAY.finditer(text), _STRAYS_SHOWN):
        before = text[: match.start()]
        place = Place(before.count("\n") + 1, match.start() - before.rfind("\n"))
        if match[0] == "\t":
            yield Problem(
                "F112", place, "A tab stands here; tabs look different to everybody.", "Use spaces: two for each step."
            )
        else:
            yield Problem(
                "F113",
                place,
                f"A hidden control character (U+{ord(match[0]):04X}) stands here.",
                "Delete it and write the word again.",
            )


def _cut_texts(builder: TreeBuilder) -> Iterator[Problem]:
    for key, group, place in builder.cut_texts:
        if (key or group) not in _WORD_KEYS and group not in _NUMBER_GROUPS:
            yield Problem(
                "F114",
                place,
                "A # after a space cuts off the rest of this text.",
                "Put the text in quotes, or the remark on a line of its own.",
            )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the garbage collector back: a large tree makes it run often and finds it nothing to free."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
