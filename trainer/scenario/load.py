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
from trainer.scenario.slips import put_right
from trainer.scenario.tree import PROBLEM_LIMIT, Mapping, TreeBuilder, Unreadable
from trainer.text import UNSAFE, clean_line

__all__ = ["SIZE_LIMIT", "ScenarioError", "look", "parse"]

SIZE_LIMIT: Final = 2_000_000
"""How long a text may be, in characters, unless the caller says otherwise."""

_STRAY: Final = re.compile(f"\t|{UNSAFE.pattern}|[\ufffe\uffff]")
_STRAYS_SHOWN: Final = 20
_LONGEST_MESSAGE: Final = 400
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


def parse(text: str, source: str = "", limit: int = SIZE_LIMIT) -> Scenario:
    """Return the scenario that `text` holds.

    Args:
        text: The YAML that an author wrote.
        source: What the problems call the text, as a path.
        limit: How many characters are read at most.

    Raises:
        ScenarioError: with all problems of the text; a syntax error comes alone.
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
        root, scenario = _read(text, limit, problems)
    errors = sorted(problems, key=lambda problem: (problem.place, problem.code))
    return Found(tuple(_finished(problem, source) for problem in errors), root, scenario)


def _read(text: str, limit: int, problems: list[Problem]) -> tuple[Mapping | None, Scenario | None]:
    if len(text) > limit:
        message = f"The text has {len(text):,} characters; at most {limit:,} are read."
        problems.append(Problem("F102", Place(1, 1), message, "Split the story into several files."))
        return None, None
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    problems += _strays(plain)
    builder = TreeBuilder(_STRAY.sub(" ", plain), limit=limit)
    try:
        root = builder.build()
    except Unreadable as unreadable:
        problems.append(unreadable.problem)
        return None, None
    problems += builder.problems
    problems += _cut_texts(builder)
    if not isinstance(root, Mapping):
        problems.append(Problem("S203", Place(1, 1), "The file should be a group of keys.", "Start with “format: 1”."))
        return None, None
    problems += put_right(root)
    problems += wrong_references(root)
    try:
        return root, Scenario.model_validate(root)
    except ValidationError as error:
        faults = problems_of(error.errors(include_url=False)[:PROBLEM_LIMIT], root)
        problems += _unsaid(faults, problems)
        return root, None


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


def _finished(problem: Problem, source: str) -> Problem:
    assert problem.code in CATALOGUE  # noqa: S101  every code has its entry
    return replace(problem, source=clean_line(source), message=_shown(problem.message), hint=_shown(problem.hint))


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
