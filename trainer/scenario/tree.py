"""YAML text becomes plain mappings, lists and texts that know their places.

Built over the C parser's events, which shows nesting, aliases, tags and duplicate keys before anything exists that
could be too large. Every scalar stays the text that the author wrote, as YAML 1.2's failsafe schema has it: `no` and
`12:30` are words here, and numbers are read where the format expects them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, NoReturn, Protocol, TypeAlias

import yaml
from yaml.error import MarkedYAMLError

from trainer.scenario.problems import Place, Problem
from trainer.scenario.syntax import syntax_problem, too_deep
from trainer.text import UNSAFE

DEPTH_LIMIT: Final = 24
_BYTES_PER_ENTRY: Final = 8
"""An author's text has one entry in twenty bytes or more; a text with one in less than eight was made to hurt."""
_ENTRIES_ALWAYS_READ: Final = 10_000
"""Few enough to hurt nobody, however small the limit is and however dense the text."""
PROBLEM_LIMIT: Final = 200
"""How many problems one look at a text collects: nobody reads more, and each hint is compared for."""
_WORDS_COMPARED: Final = 500
_LONGEST_NAME: Final = 60

_CUT: Final = re.compile(r"\s#")
_REST_CUT_OFF: Final = re.compile(r"\s+#")
_REMARK: Final = re.compile(r"\s{2,}#(\s|$)")
_STYLE_WITH_ESCAPES: Final = '"'


class Mark(Protocol):
    """A place in a text, both numbers counted from 0."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column."""


class Mapping(dict[str, "Node"]):
    """A YAML mapping; `key_marks` and `marks` hold the place of each key and of its value."""

    __slots__ = ("key_marks", "marks", "start")

    def __init__(self, start: Mark) -> None:
        super().__init__()
        self.start = start
        self.key_marks: dict[str, Mark] = {}
        self.marks: dict[str, Mark] = {}

    def rename(self, key: str, name: str) -> None:
        """Let what stands under `key` stand under `name`, at its place."""
        self[name] = self.pop(key)
        self.marks[name] = self.marks.pop(key)
        self.key_marks[name] = self.key_marks.pop(key)


class Sequence(list["Node"]):
    """A YAML list; `marks` holds the place of each entry."""

    __slots__ = ("marks", "start")

    def __init__(self, start: Mark) -> None:
        super().__init__()
        self.start = start
        self.marks: list[Mark] = []


Node: TypeAlias = Mapping | Sequence | str


class Unreadable(Exception):  # noqa: N818  raised inside this package only, and read as a word
    """The text cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Nowhere:
    line: int = 0
    column: int = 0


NOWHERE: Final[Mark] = _Nowhere()
"""The start of the text: the mark of what is not in it."""


def place_of(mark: Mark) -> Place:
    """Return where `mark` stands, counted from 1."""
    return Place(mark.line + 1, mark.column + 1)


def nearest(word: str, words: "list[str] | tuple[str, ...] | dict[str, object]") -> str:
    """Return a hint that names the word nearest to `word`, or those that there are."""
    known = [str(w) for w in words]
    if close := nearest_word(word, known):
        return f"Did you mean “{close}”?"
    if not known:
        return ""
    return f"There is {', '.join(known[:12])}{' …' if len(known) > 12 else '.'}"  # noqa: PLR2004  a line of hints


def nearest_word(word: str, known: list[str]) -> str:
    """Return the one of `known` that is nearly `word`, or nothing."""
    close = get_close_matches(word, known[:_WORDS_COMPARED], n=1) if len(word) <= _LONGEST_NAME else []
    if not close and word != word.casefold():
        return nearest_word(word.casefold(), known)
    return close[0] if close else ""


class TreeBuilder:
    """Builds one tree and collects what is wrong on the way."""

    def __init__(self, text: str, *, limit: int) -> None:
        self.problems: list[Problem] = []
        self.cut_texts: list[tuple[str, str, Place]] = []
        """Plain texts that a # cuts off: the key, if any, the key of the group or list around it, and the place."""
        self._entries_left = max(limit // _BYTES_PER_ENTRY, _ENTRIES_ALWAYS_READ)
        self._lines_with_hash = _lines_with_hash(text)
        self._text = text
        self._loader = yaml.CBaseLoader(text)
        self._again: dict[int, bool] = {}

    def build(self) -> Node:
        """Return the tree of the text's one document.

        Raises:
            Unreadable: when the text is no YAML, or is made so that building it would hurt.
        """
        try:
            return self._document()
        except MarkedYAMLError as error:
            raise Unreadable(syntax_problem(error, self._text)) from error
        except yaml.YAMLError as error:
            problem = Problem(
                "F103", Place(1, 1), f"This is not YAML: {error}.", "Look for characters that do not belong."
            )
            raise Unreadable(problem) from error
        finally:
            self._loader.dispose()

    def _document(self) -> Node:
        next_event: Callable[[], Any] = self._loader.get_event
        next_event()
        begin = next_event()
        if not isinstance(begin, yaml.DocumentStartEvent):
            raise Unreadable(Problem("F104", Place(1, 1), "There is nothing in this file.", "Start with “format: 1”."))
        root = self._tree()
        next_event()
        after = next_event()
        if isinstance(after, yaml.DocumentStartEvent):
            second: Any = after
            where = place_of(second.start_mark)
            raise Unreadable(
                Problem("F105", where, "A second document begins here.", "One file holds one scenario: remove “---”.")
            )
        return root

    def _tree(self) -> Node:  # noqa: C901, PLR0912  the one hot loop: a call for each event would double its time
        next_event: Callable[[], Any] = self._loader.get_event
        holder = Sequence(NOWHERE)
        container: Mapping | Sequence = holder
        key: str | None = None
        outer: list[tuple[Mapping | Sequence, str | None]] = []
        while not holder or outer:
            event = next_event()
            kind = type(event)
            if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                container, key = outer.pop()
                key = None
                continue
            if kind is yaml.AliasEvent:
                self._refuse_alias(event)
            self._entries_left -= 1
            if self._entries_left < 0:
                self._refuse_flood(event)
            if event.anchor is not None or event.tag is not None:
                self._refuse_extras(event)
            node: Node
            if kind is yaml.ScalarEvent:
                text: str = event.value
                if event.style == _STYLE_WITH_ESCAPES and UNSAFE.search(text):
                    text = self._without_controls(text, event.start_mark)
                if key is None and type(container) is Mapping:
                    key = self._fresh_key(container, text, event.start_mark)
                    continue
                if event.end_mark.line in self._lines_with_hash and self._is_cut(event):
                    self.cut_texts.append((key or "", outer[-1][1] or "" if outer else "", place_of(event.start_mark)))
                node = text
            else:
                if len(outer) >= DEPTH_LIMIT:
                    self._refuse_depth(event)
                if key is None and type(container) is Mapping:
                    raise Unreadable(_complex_key(event))
                node = Mapping(event.start_mark) if kind is yaml.MappingStartEvent else Sequence(event.start_mark)
            if isinstance(container, Mapping):
                # What a second key holds is dropped: what else names the first one's stays right.
                if container.setdefault(str(key), node) is node:
                    container.marks[str(key)] = event.start_mark
            else:
                container.append(node)
                container.marks.append(event.start_mark)
            if isinstance(node, str):
                key = None
            else:
                outer.append((container, key))
                container, key = node, None
        return holder[0]

    def _refuse_depth(self, event: Any) -> NoReturn:
        where = place_of(event.start_mark)
        raise Unreadable(too_deep(where))

    def _refuse_flood(self, event: Any) -> NoReturn:
        where = place_of(event.start_mark)
        raise Unreadable(Problem("F109", where, "There are too many entries.", "Split the story into several files."))

    def _refuse_alias(self, event: Any) -> NoReturn:
        where = place_of(event.start_mark)
        raise Unreadable(Problem("F107", where, f"An alias (“*{event.anchor}”) is not read here.", _QUOTE_STAR))

    def _refuse_extras(self, event: Any) -> NoReturn:
        where = place_of(event.start_mark)
        if event.anchor is not None:
            raise Unreadable(Problem("F107", where, f"An anchor (“&{event.anchor}”) is not read here.", _QUOTE_STAR))
        hint = "Put a text that starts with ! in quotes."
        raise Unreadable(Problem("F106", where, f"A tag (“{event.tag}”) is not read here.", hint))

    def _fresh_key(self, container: Mapping, key: str, mark: Mark) -> str:
        is_again = key in container.key_marks
        if is_again and not self._again.get(id(container)):  # a row of them is one mistake: a “- ” that is missing
            first = place_of(container.key_marks[key])
            self._report(
                "F110", place_of(mark), f"“{key}” is written twice.", f"It stands in line {first.line} already."
            )
        self._again[id(container)] = is_again
        container.key_marks.setdefault(key, mark)
        return key

    def _without_controls(self, text: str, mark: Mark) -> str:
        message = "An escape in this text makes a control character."
        self._report("F113", place_of(mark), message, "Remove the escape (\\e, \\0, \\u202e …).")
        return UNSAFE.sub("", text)

    def _report(self, code: str, where: Place, message: str, hint: str) -> None:
        if len(self.problems) < PROBLEM_LIMIT:
            self.problems.append(Problem(code, where, message, hint))

    def _is_cut(self, event: Any) -> bool:
        if event.style not in (None, ""):
            return False
        line, end = self._lines_with_hash[event.end_mark.line], event.end_mark.column
        return bool(_REST_CUT_OFF.match(line, end)) and not _REMARK.match(line, end)


_QUOTE_STAR: Final = "Write the text out again, or put a text that starts with & or * in quotes."


def _lines_with_hash(text: str) -> dict[int, str]:
    if not _CUT.search(text):
        return {}
    return {number: line for number, line in enumerate(text.splitlines()) if _CUT.search(line)}


def _complex_key(event: Any) -> Problem:
    return Problem(
        "F111",
        place_of(event.start_mark),
        "A key must be a plain word.",
        "Put a text that starts with { or [ in quotes.",
    )
