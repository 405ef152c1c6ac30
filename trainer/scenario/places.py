"""Where something of a scenario stands in its text, for problems that are found after loading."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from trainer.scenario.problems import Place, Problem
from trainer.scenario.tree import NOWHERE, Mapping, Mark, Node, Sequence, place_of
from trainer.text import clean_line


@dataclass(frozen=True, slots=True)
class _MadeUp:
    line: int = -1
    column: int = -1


MADE_UP: Final[Mark] = _MadeUp()
"""The mark of what an author did not write."""
_LONGEST_BEAT: Final = 200
NOT_THERE: Final = place_of(MADE_UP)


Path: TypeAlias = tuple[str | int, ...]


class Places:
    """The places of one text."""

    def __init__(self, root: Node, source: str) -> None:
        self._root: Final = root
        self._source = clean_line(source)

    @staticmethod
    def beat(address: str) -> tuple[str, str, str, str]:
        """Return the path of the beat at `scene/beat`."""
        scene, _, beat = address.partition("/")
        return ("scenes", scene, "beats", beat)

    def problem(self, code: str, message: str, hint: str, *path: str | int) -> Problem:
        """Return the problem `code` at `path`, from the root of the text."""
        return Problem(code, place_of(self._mark(path)), message, hint, self._source)

    def has(self, key: str) -> bool:
        """Return whether the file has a key, however little stands behind it."""
        return isinstance(self._root, Mapping) and key in self._root

    def _mark(self, path: tuple[str | int, ...]) -> Mark:
        node: Node = self._root
        mark: Mark = node.start if isinstance(node, Mapping) else NOWHERE
        for part in path:
            if isinstance(node, Mapping) and part in node:
                mark, node = node.key_marks[str(part)], node[str(part)]
            elif isinstance(node, Sequence) and isinstance(part, int):
                mark, node = node.marks[part], node[part]
        return mark

    def span(self, place: Place) -> range:
        """Return the lines of the beat that `place` is in."""
        root = self._root
        scenes = root.get("scenes") if isinstance(root, Mapping) else None
        starts: list[int] = []
        for scene in scenes.values() if isinstance(scenes, Mapping) else ():
            beats = scene.get("beats") if isinstance(scene, Mapping) else None
            if isinstance(beats, Mapping):
                starts += [mark.line + 1 for mark in beats.key_marks.values()]
        first = max((line for line in starts if line <= place.line), default=place.line)
        return range(first, min((line for line in starts if line > place.line), default=first + _LONGEST_BEAT))
