"""The way from an author's text to a `Scenario`, or to everything that is wrong with it."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Final

from pydantic import ValidationError

from trainer.scenario.faults import problem_of
from trainer.scenario.model import Scenario
from trainer.scenario.problems import CATALOGUE, Place, Problem, ScenarioError
from trainer.scenario.references import wrong_references
from trainer.scenario.tree import Mapping, TreeBuilder, Unreadable
from trainer.text import UNSAFE, clean_line

__all__ = ["SIZE_LIMIT", "ScenarioError", "parse"]

SIZE_LIMIT: Final = 2_000_000
"""How long a text may be, in characters, unless the caller says otherwise."""

_STRAY: Final = re.compile(f"\t|{UNSAFE.pattern}|[\ufffe\uffff]")
_STRAYS_SHOWN: Final = 20
_WORD_KEYS: Final = frozenset(
    """
    format id language minutes practises side seat of start known_by concerns confidential present backstage turn
    options own_words pause_here to action shows change tilt tells alludes if set routine questions_aim weight role date
    any
    """.split()  # noqa: SIM905  a list of forty words reads better so
)
"""Keys whose values are words of the format: a comment may follow them, since nothing of a text is lost."""


def parse(text: str, source: str = "", limit: int = SIZE_LIMIT) -> Scenario:
    """Return the scenario that `text` holds.

    Args:
        text: The YAML that an author wrote.
        source: What the problems call the text, as a path.
        limit: How many characters are read at most.

    Raises:
        ScenarioError: with all problems of the text; a syntax error comes alone.
    """
    problems: list[Problem] = []
    with _no_collection():
        scenario = _read(text, limit, problems)
    errors = sorted(problems, key=lambda problem: (problem.place, problem.code))
    if errors or scenario is None:
        raise ScenarioError(tuple(_finished(problem, source) for problem in errors))
    scenario._digest = sha256(text.encode()).hexdigest()  # noqa: SLF001  the loader sets what only it knows
    scenario._text = text  # noqa: SLF001
    return scenario


def _read(text: str, limit: int, problems: list[Problem]) -> Scenario | None:
    if len(text) > limit:
        message = f"The text has {len(text):,} characters; at most {limit:,} are read."
        problems.append(Problem("F102", Place(1, 1), message, "Split the story into several files."))
        return None
    problems += _strays(text)
    builder = TreeBuilder(_STRAY.sub(" ", text.removeprefix("\ufeff")), limit=limit)
    try:
        root = builder.build()
    except Unreadable as unreadable:
        problems.append(unreadable.problem)
        return None
    problems += builder.problems
    problems += _cut_texts(builder)
    if not isinstance(root, Mapping):
        problems.append(Problem("S203", Place(1, 1), "The file should be a group of keys.", "Start with “format: 1”."))
        return None
    problems += wrong_references(root)
    try:
        return Scenario.model_validate(root)
    except ValidationError as error:
        problems += [problem_of(fault, root) for fault in error.errors(include_url=False)]
        return None


def _finished(problem: Problem, source: str) -> Problem:
    assert problem.code in CATALOGUE  # noqa: S101  every code has its entry
    return replace(
        problem, source=clean_line(source), message=clean_line(problem.message), hint=clean_line(problem.hint)
    )


def _strays(text: str) -> Iterator[Problem]:
    for count, match in enumerate(_STRAY.finditer(text.removeprefix("\ufeff"))):
        if count == _STRAYS_SHOWN:
            return
        before = text[: match.start()]
        place = Place(before.count("\n") + 1, match.start() - before.rfind("\n"))
        if match[0] == "\t":
            yield Problem(
                "F112", place, "A tab stands here; tabs look different to everybody.", "Use spaces: two for each step."
            )
        elif match[0] == "\r":
            continue
        else:
            yield Problem(
                "F113",
                place,
                f"A hidden control character (U+{ord(match[0]):04X}) stands here.",
                "Delete it and write the word again.",
            )


def _cut_texts(builder: TreeBuilder) -> Iterator[Problem]:
    for key, place in builder.cut_texts:
        if key not in _WORD_KEYS:
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
