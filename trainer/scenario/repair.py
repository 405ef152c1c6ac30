"""A text that YAML cannot understand, changed in one line so that it goes on being understood behind it.

Only to look on: the line is said to be wrong all the same, and what else stands in it is not judged.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, NamedTuple

import yaml
from yaml.error import MarkedYAMLError

from trainer.scenario.problems import Place

LONGEST: Final = 300_000
"""A longer text is not tried over and over."""
_KEY: Final = re.compile(r"^(\s*(?:- )?)([A-Za-z_][\w-]*)( ?[:=]? ?)(.*)$")
_VALUE: Final = re.compile(r"^(\s*(?:- )?(?:[\w-]+:\s+)?)(\S.*)$")
_LONGEST_LINE: Final = 4_000
_COST_OF_A_LINE: Final = 3
"""Wrong names that are rather put up with than a line left out."""
_MOST_WEIGHED: Final = 24
_ODD_SPACE: Final = re.compile("[\u00a0\u2007\u202f\u3000]")
_INDENTS_TRIED: Final = 10
_BETWEEN_DOCUMENTS: Final = ("---", "...")
_PAST_ALL: Final = "end of stream"
"""In the words of the parser: what was opened here was nowhere closed."""
_NO_END: Final = 1 << 60


class Repaired(NamedTuple):
    """A text with one line changed."""

    text: str
    line: int
    column: int
    is_lost: bool
    """Nothing but leaving the line out helped."""


def repaired(text: str, place: Place, wrongs: Callable[[str], int]) -> Repaired | None:
    """Return `text` with a line at `place` so that most of it is understood, or None where nothing helps.

    Of changes that help as much, it is the one after which `wrongs` counts the fewest.
    """
    if len(text) > LONGEST:
        return None
    lines = text.split("\n")
    stopped = _stops_at(text)
    helping: list[tuple[int, Repaired]] = []
    for line in dict.fromkeys((place.line, min(stopped, len(lines)), max(min(stopped, len(lines)) - 1, 1))):
        old = lines[line - 1]
        for new in dict.fromkeys(_changed(lines, line) if len(old) <= _LONGEST_LINE else ()):
            if new != old:
                changed = "\n".join([*lines[: line - 1], new, *lines[line:]])
                if (stops := _stops_at(changed)) > max(stopped, line):
                    helping.append(
                        (stops, Repaired(changed, line, len(old) - len(old.lstrip()) + 1, is_lost=not new.strip()))
                    )
    furthest = max((stops for stops, _ in helping), default=0)
    best = [each for stops, each in helping if stops == furthest]
    if len(best) <= 1:
        return next(iter(best), None)
    return min(best[:_MOST_WEIGHED], key=lambda each: wrongs(each.text) + _COST_OF_A_LINE * each.is_lost)


def _stops_at(text: str) -> int:
    """Return the line at which reading stops, a very high one where it does not."""
    loader = yaml.CBaseLoader(text)
    try:
        documents = 0
        while (event := loader.get_event()) is not None and not isinstance(event, yaml.StreamEndEvent):
            documents += isinstance(event, yaml.DocumentStartEvent)
            is_extra = getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None
            if documents > 1 or is_extra:
                mark = event.start_mark
                return int(mark.line) + 1 if mark else 1
    except MarkedYAMLError as error:
        ran_past_all = _PAST_ALL in (error.problem or "")
        mark = error.context_mark if ran_past_all and error.context_mark else error.problem_mark
        return int(mark.line) + 1 if mark else 1
    except yaml.YAMLError:
        return 1
    finally:
        loader.dispose()
    return _NO_END


def _changed(lines: list[str], number: int) -> Iterator[str]:
    """Yield what an author may have meant to write, the likeliest first; at last nothing."""
    line = lines[number - 1]
    if line.strip() in _BETWEEN_DOCUMENTS:
        yield ""
        return
    if _ODD_SPACE.search(line):
        yield _ODD_SPACE.sub(" ", line)
    if (key := _KEY.match(line)) and not key[3].startswith(": "):
        yield f"{key[1]}{key[2]}: {key[4]}".rstrip()
    for opened, closed in ("[]", "{}"):
        if line.count(opened) > line.count(closed):
            yield line + closed
        if line.count(opened) < line.count(closed):
            yield line[: line.rfind(closed)] + line[line.rfind(closed) + 1 :]
    if "{" in line:
        yield re.sub(r" (?=\w+: )", ", ", re.sub(r"[;,] ", " ", line.replace("{ ", "{")))
    if line.rstrip().endswith(","):
        yield line.rstrip().removesuffix(",")
    bare = line.lstrip(" \u2013\u2014•")
    indents = dict.fromkeys(len(each) - len(each.lstrip(" ")) for each in reversed(lines[: number - 1]) if each.strip())
    for said in (bare, "- " + bare.lstrip("-* "), bare.removeprefix("- ")):
        yield from (" " * indent + said for indent in islice(indents, _INDENTS_TRIED))
    if value := _VALUE.match(line):
        said = value[2].strip().strip("\"'").replace("\\", "\\\\").replace('"', '\\"')
        yield f'{value[1]}"{said}"'
    yield ""
