"""What a take-away says, as one plain value: every form renders this, so that no sentence is computed twice."""

from enum import StrEnum
from typing import Final, NamedTuple

_SHORT: Final = 80


class Tone(StrEnum):
    """How a paragraph stands in the text."""

    PLAIN = "plain"
    QUIET = "quiet"
    LABEL = "label"
    """It names what follows."""
    QUESTION = "question"
    MARK = "mark"
    """A person's own mark on a reading."""


class Voice(StrEnum):
    """Whose a line is."""

    OWN = "own"
    SAID = "said"
    THOUGHT = "thought"
    SEEN = "seen"
    BESIDE = "beside"
    """Told beside a line by this program."""


class Paragraph(NamedTuple):
    """A sentence or more, with or without a word before it."""

    text: str
    lead: str = ""
    tone: Tone = Tone.PLAIN


class Line(NamedTuple):
    """A line of the talk, or what is told beside it."""

    speaker: str
    text: str
    voice: Voice = Voice.SAID


class Lines(NamedTuple):
    """Lines that stand together."""

    lines: tuple[Line, ...]


class Item(NamedTuple):
    """One of a list."""

    text: str
    lead: str = ""
    beside: str = ""


class Items(NamedTuple):
    """A list."""

    items: tuple[Item, ...]
    is_numbered: bool = False

    @property
    def is_short(self) -> bool:
        """Whether two of the items have room beside each other on paper."""
        return all(len(item.lead) + len(item.text) <= _SHORT and not item.beside for item in self.items)


class Table(NamedTuple):
    """Things beside each other; each cell has lines."""

    head: tuple[str, ...]
    rows: tuple[tuple[Lines, ...], ...]


class Course(NamedTuple):
    """How something went from reply to reply; `says` is the same in words."""

    title: str
    says: str
    values: tuple[int, ...]
    """The first one from before the first reply."""
    lowest: int
    highest: int
    low: str
    """What the lower edge stands for."""
    high: str
    """What the upper edge stands for."""
    has_figures: bool


Block = Paragraph | Lines | Items | Table | Course


class Part(NamedTuple):
    """What belongs together under a heading, or under none."""

    blocks: tuple[Block, ...]
    title: str = ""
    may_break: bool = False
    """Whether it may go over a page's end."""


class Section(NamedTuple):
    """A chapter of the take-away."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()
    last: tuple[Block, ...] = ()
    """What stands after the parts."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under its title."""
        return not (self.blocks or self.parts or self.last)


class TakeAway(NamedTuple):
    """All that is told of one seat's play."""

    title: str
    language: str
    head: tuple[Block, ...]
    sections: tuple[Section, ...]
    foot: tuple[Block, ...]
