"""Where the YAML of a text cannot be understood, in an author's words, at the line that an author would change."""

import re
from collections.abc import Iterator
from typing import Final

import yaml
from yaml.error import MarkedYAMLError

from trainer.scenario.problems import Place, Problem

_SYNTAX_HINTS: Final = (
    (
        "mapping values are not allowed",
        "A text with “: ” in it needs quotes around it, and the lines of one group the same indent.",
    ),
    (
        "could not find expected ':'",
        "A key is followed by “: ” and its value. Is a colon, or the indent of a long text, missing?",
    ),
    (
        "did not find expected key",
        "Look at the indent of this line and the one above, and for a quote inside a quoted text.",
    ),
    ("did not find expected '-' indicator", "The entries of one list start with “- ” at the same indent."),
    ("did not find expected ',' or", "A list in [ ] or a group in { } is not closed, or a text in it needs quotes."),
    ("found unexpected end of stream", "A quote or a bracket was opened and never closed."),
    ("found character that cannot start any token", "A text that starts with @, ` or % needs quotes around it."),
    ("found unknown escape character", "Inside double quotes a backslash must be written twice."),
    ("block sequence entries are not allowed", "A list starts on the line after its key."),
    ("block collections", "A list or a group starts on the line after its key."),
    ("expected alphabetic or numeric", "Put a text that starts with & or * in quotes."),
    ("undefined tag handle", "Put a text that starts with ! in quotes."),
    ("expected comment or line break", "A text after > or | starts on the next line."),
    ("hexdecimal number", "Inside double quotes a backslash must be written twice."),
    ("Unicode character escape", "Inside double quotes a backslash must be written twice."),
    ("found unknown directive name", "A line that starts with % is no line of a scenario: remove it."),
    ("incompatible YAML document", "A line that starts with % is no line of a scenario: remove it."),
    ("expected <document start>", "This is outside everything above: look at its indent, and for a bracket too many."),
)
_BEGUN: Final = (
    ("mapping", "the group"),
    ("collection", "the list"),
    ("sequence", "the list"),
    ("quoted scalar", "the quoted text"),
    ("key", "the key"),
)
"""The parser's words for what it was reading, and an author's."""


_NOT_FROM_HERE: Final = "The text cannot be understood from here on."
_COLON_MISSING: Final = "could not find expected ':'"
_NOT_CLOSED: Final = "did not find expected ',' or"
_WRONG_INDENT: Final = ("did not find expected key", "did not find expected '-' indicator")
_INDENT_HINT: Final = "This line stands further left than the group that goes on below it. Look at its indent."
_OPENING: Final = re.compile(r"(?:: |- |[\[{,] ?)[\"']$")
_DASH: Final = re.compile(r"- ")
_LOOK_ALIKES: Final = (
    (
        re.compile(r"^ *(?:- )?(?:[\w-]+:)?([\u00a0\u2007\u202f\u3000])"),
        "A space that does not break stands here. Write a plain one.",
    ),
    (
        re.compile(r"^ *(?:- )?[\w-]+: *([“”„\u2018\u2019«][^:#]*[:#] )"),
        'Curly quotes are part of the text. Put straight ones (") around it.',
    ),
    (re.compile(r"^ *([\u2013\u2014•] )"), "A list's entry begins with a plain “- ”."),
)
"""What looks like a sign of the format and is none."""

_PARSERS_DEPTH: Final = "nesting depth"
"""In the words of the C parser, which reads ahead and has a limit of its own far above ours."""


def too_deep(where: Place) -> Problem:
    """Return the problem of a text with more levels than are read."""
    return Problem("F108", where, "The nesting is too deep.", "A scenario needs ten levels at most.")


def syntax_problem(error: MarkedYAMLError, text: str) -> Problem:
    """Return the problem that the parser's error is, where an author would look for it."""
    stopped = _where(error, text)
    said = error.problem or "it is not YAML"
    if _PARSERS_DEPTH in said:
        return too_deep(stopped)
    lines = text.split("\n")
    hint = next(
        (hint for words, hint in _SYNTAX_HINTS if words in said),
        f"Look at this line and the one above it. What reads the YAML says: {said}.",
    )
    for place, better_hint in _culprits(error, text, lines, stopped):
        if place is not None:
            return Problem("F103", place, _NOT_FROM_HERE, better_hint or hint)
    since = ""
    if error.context and error.context_mark and error.context_mark.line + 1 != stopped.line:
        begun = next((author for parser, author in _BEGUN if parser in error.context), "what it belongs to")
        since = f"; {begun} began in line {error.context_mark.line + 1}"
    return Problem("F103", stopped, f"The text cannot be understood from here on{since}.", hint)


def _culprits(
    error: MarkedYAMLError, text: str, lines: list[str], stopped: Place
) -> Iterator[tuple[Place | None, str]]:
    """Yield where an author may have to change something else than what the parser stopped at, and how."""
    said = error.problem or ""
    above = lines[stopped.line - 2].strip() if stopped.line > 1 else ""
    yield (Place(stopped.line - 1, 1) if above == "..." else None), "Three dots end the file: remove them."
    for looks_like, what in _LOOK_ALIKES:
        for number in range(stopped.line, max(stopped.line - 3, 0), -1):
            found = looks_like.search(lines[number - 1])
            yield (Place(number, found.start(1) + 1) if found else None), what
    begun = error.context_mark
    if begun is not None and begun.line + 1 < stopped.line:
        goes_on_outside = _indent(lines, stopped.line) <= _indent(lines, begun.line + 1)
        if _COLON_MISSING in said or (_NOT_CLOSED in said and goes_on_outside):
            yield Place(begun.line + 1, begun.column + 1), ""
    yield _open_quote(text, lines, stopped), "A quote was opened here and never closed."
    if stopped.column == _indent(lines, stopped.line) + 1 and any(words in said for words in _WRONG_INDENT):
        yield _too_far_left(lines, stopped.line), _INDENT_HINT


def _indent(lines: list[str], line: int) -> int:
    return len(lines[line - 1]) - len(lines[line - 1].lstrip(" "))


def _open_quote(text: str, lines: list[str], stopped: Place) -> Place | None:
    """Return where a quote was opened that the next one's opening closed, just before the parser stopped."""
    scanner = yaml.CBaseLoader(text)
    try:
        while (token := scanner.get_token()) is not None and token.start_mark.line < stopped.line:
            begun, ended = token.start_mark, token.end_mark
            if isinstance(token, yaml.ScalarToken) and not token.plain and begun.line < ended.line == stopped.line - 1:
                before, after = lines[ended.line][: ended.column], lines[ended.line][ended.column :]
                if _OPENING.search(before) or after[:1].isalpha():
                    return Place(begun.line + 1, begun.column + 1)
    except MarkedYAMLError:
        pass
    finally:
        scanner.dispose()
    return None


def _too_far_left(lines: list[str], stopped: int) -> Place | None:
    """Return the line above that ended the group of the one at which the parser stopped."""
    indent = _indent(lines, stopped)
    above = [number for number in range(stopped - 1, 0, -1) if (line := lines[number - 1].strip()) and line[0] != "#"]
    culprit = next((number for number in above if _indent(lines, number) < indent), 0)
    if culprit and _DASH.sub("  ", lines[culprit - 1], count=1).startswith(" " * indent):
        return None  # its entry's own keys stand as far right
    if culprit:
        for number in above:
            if number < culprit and _indent(lines, number) <= _indent(lines, culprit):
                break
            if number < culprit and _indent(lines, number) == indent:
                return Place(culprit, _indent(lines, culprit) + 1)
    return None


def _where(error: MarkedYAMLError, text: str) -> Place:
    """Return where the parser stopped, or what it was reading where it ran past the text's end."""
    lines = text.rstrip("\n").split("\n")
    for mark in (error.problem_mark, error.context_mark):
        if mark is not None and mark.line < len(lines):
            return Place(mark.line + 1, mark.column + 1)
    return Place(len(lines), len(lines[-1]) + 1)
