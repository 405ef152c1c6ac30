"""A take-away as Markdown that is pleasant unrendered, too; outside text stays text in it."""

import re
from collections.abc import Iterator
from typing import Final, assert_never

from trainer.report.document import Block, Course, Items, Line, Lines, Paragraph, Part, Section, Table, TakeAway
from trainer.text import clean, clean_line

_MARKUP: Final = re.compile(r"([\\`*_\[\]<|~]|&(?=#?\w+;))")
_AT_THE_START: Final = re.compile(r"^([#+>=\-]|:(?=-)|\d{1,9}(?=[.)]))", re.MULTILINE)
"""What would begin a heading, a list, a quotation or a table where a line begins with it."""
_BREAK: Final = "  \n"


def rendered(away: TakeAway) -> str:
    """Return `away` as Markdown."""
    return "\n\n".join(_parts(away)) + "\n"


def _parts(away: TakeAway) -> Iterator[str]:
    yield f"# {_heading(away.title)}"
    yield from map(_block, away.head)
    for section in away.sections:
        yield from _section(section)
    yield "---"
    yield from map(_block, away.foot)


def _section(section: Section) -> Iterator[str]:
    yield f"## {_heading(section.title)}"
    yield from map(_block, section.blocks)
    for part in section.parts:
        yield from _part(part)
    yield from map(_block, section.last)


def _part(part: Part) -> Iterator[str]:
    if part.title:
        yield f"### {_heading(part.title)}"
    yield from map(_block, part.blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _text(_led(block.lead, block.text))
        case Lines():
            return _lines(block.lines)
        case Items():
            return _items(block)
        case Table():
            return _table(block)
        case Course():
            return _text(_led(block.title, block.says))
        case _:
            assert_never(block)


def _lines(lines: tuple[Line, ...]) -> str:
    return _BREAK.join(_text(_led(line.speaker, line.text)) for line in lines)


def _items(block: Items) -> str:
    told = []
    for number, item in enumerate(block.items, start=1):
        sign = f"{number}." if block.is_numbered else "-"
        beside = f" {item.beside}" if item.beside else ""
        text = _text(f"{_led(item.lead, item.text)}{beside}")
        told.append(f"{sign} {text.replace(_BREAK, _BREAK + ' ' * (len(sign) + 1))}")
    return "\n".join(told)


def _table(table: Table) -> str:
    """Return each row as lines, since a table of sentences can neither be read nor heard unrendered."""
    rows = []
    for row in table.rows:
        cells = [
            Line(f"{head}, {line.speaker[:1].lower()}{line.speaker[1:]}", line.text)
            for head, cell in zip(table.head, row, strict=True)
            for line in cell.lines
        ]
        rows.append(_lines(tuple(cells)))
    return "\n\n".join(rows)


def _led(lead: str, text: str) -> str:
    return f"{lead}: {text}" if lead else text


def _heading(text: str) -> str:
    return _MARKUP.sub(r"\\\1", clean_line(text))


def _text(text: str) -> str:
    """Return outside text so that none of it is markup, with its own line breaks."""
    lines = (line.strip() for line in clean(text).split("\n"))
    escaped = _MARKUP.sub(r"\\\1", "\n".join(line for line in lines if line))
    return _AT_THE_START.sub(_as_text, escaped).replace("\n", _BREAK)


def _as_text(found: re.Match[str]) -> str:
    start = found.group()
    return f"{start}\\" if start.isdecimal() else f"\\{start}"
