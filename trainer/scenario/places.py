"""Where something of a scenario stands in its text, for problems that are found after loading."""

from typing import Final

from trainer.scenario.problems import Problem
from trainer.scenario.tree import NOWHERE, Mapping, Mark, Node, Sequence, TreeBuilder, place_of
from trainer.text import clean_line


class Places:
    """The places of one text that loads without problems."""

    def __init__(self, text: str, source: str) -> None:
        self._root: Final[Node] = TreeBuilder(text.removeprefix("\ufeff"), limit=len(text) * 8).build()
        self._source = clean_line(source)

    @staticmethod
    def beat(address: str) -> tuple[str, str, str, str]:
        """Return the path of the beat at `scene/beat`."""
        scene, _, beat = address.partition("/")
        return ("scenes", scene, "beats", beat)

    def problem(self, code: str, message: str, hint: str, *path: str | int) -> Problem:
        """Return the problem `code` at `path`, from the root of the text."""
        return Problem(code, place_of(self._mark(path)), message, hint, self._source)

    def _mark(self, path: tuple[str | int, ...]) -> Mark:
        node: Node = self._root
        mark: Mark = NOWHERE
        for part in path:
            if isinstance(node, Mapping) and part in node:
                mark, node = node.key_marks[str(part)], node[str(part)]
            elif isinstance(node, Sequence) and isinstance(part, int):
                mark, node = node.marks[part], node[part]
        return mark
