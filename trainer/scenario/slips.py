"""Slips of the pen in keys, named and put right, so that what else is said of a text is not said because of them."""

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from trainer.scenario import model
from trainer.scenario.problems import Problem
from trainer.scenario.tree import PROBLEM_LIMIT, Mapping, Node, Sequence, nearest_word, place_of

_GROUPS: Final[dict[str, type[BaseModel]]] = {
    "cast": model.Member,
    "meters": model.Meter,
    "facts": model.Fact,
    "ends": model.End,
    "scenes": model.Scene,
}
_LINES: Final = ("lines", "then")


def put_right(root: Mapping) -> list[Problem]:
    """Give each key that is nearly one of the format's its right name in `root`; return a problem for each."""
    problems: list[Problem] = []
    for group, part in _parts(root):
        for key in list(group):
            if len(problems) < PROBLEM_LIMIT and (meant := _meant(key, group, part)):
                problems.append(_named(key, meant, group))
                group.rename(key, meant)
    return problems


def _parts(root: Mapping) -> Iterator[tuple[Mapping, type[BaseModel]]]:
    """Yield each group of keys with what it writes, from the outside in, so that a name put right leads on."""
    yield root, model.Scenario
    for each in _entries(root.get("read_by")):
        yield each, model.HasRead
    for key, part in _GROUPS.items():
        for each in _values(root.get(key)):
            yield each, part
    for scene in _values(root.get("scenes")):
        for beat in _values(scene.get("beats")):
            yield beat, model.Beat
            for option in _entries(beat.get("options")):
                yield option, model.Option


def _meant(key: str, group: Mapping, part: type[BaseModel]) -> str:
    keys = [field.alias or name for name, field in part.model_fields.items()]
    if part is model.Option and key == "then" and isinstance(group[key], str) and group[key] and "to" not in group:
        return "to"
    meant = nearest_word(key, keys) if key not in keys else ""
    return "" if meant in group else meant


def _named(key: str, meant: str, group: Mapping) -> Problem:
    hint = f"Did you mean “{meant}”?"
    if key in _LINES:
        return Problem("S203", place_of(group.marks[key]), f"“{key}” should be a list.", hint)
    return Problem("S201", place_of(group.key_marks[key]), f"The key “{key}” is not known here.", hint)


def _values(node: Node | None) -> Iterator[Mapping]:
    if isinstance(node, Mapping):
        yield from (value for value in node.values() if isinstance(value, Mapping))


def _entries(node: Node | None) -> Iterator[Mapping]:
    if isinstance(node, Sequence):
        yield from (value for value in node if isinstance(value, Mapping))
