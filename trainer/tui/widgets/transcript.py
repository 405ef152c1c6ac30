"""What was said so far, as in a printed play: names on the left, text on the right.

Drawn line by line from a cache of wrapped strips, so that a key press costs the same however long the play is.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

_NAME_WIDTH: Final = 12
_WIDEST: Final = 96
_KEPT_ABOVE: Final = 4
"""How many rows stay in sight above a marked entry, so that it is read in its place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a play."""

    name: Content
    text: Content
    kind: str
    """A component class of the transcript: said, own, seen, thought, place or coach."""
    scene: str
    """Where it belongs."""


class Transcript(ScrollView, can_focus=True):
    """A long text that grows at its end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up", "Back", show=False, id="transcript.back", tooltip="A page back"),
        Binding("pagedown", "page_down", "On", show=False, id="transcript.on", tooltip="A page on"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "transcript--said",
        "transcript--own",
        "transcript--seen",
        "transcript--thought",
        "transcript--place",
        "transcript--coach",
        "transcript--marked",
        "transcript--name",
        "transcript--own-name",
    }

    class Scrolled(Message):
        """Other lines are in sight."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: list[Entry] = []
        self._ends: list[int] = []
        self._strips: list[Strip] = []
        self._wrapped_at = 0
        self._wrapped_in = ""
        self._is_at_end = True
        self._fresh: int | None = None
        """Which entry is to be brought into sight first, until it was."""
        self._marked: int | None = None
        self._is_mark_sought = False
        """Whether the marked entry is to be brought into sight once it is known how wide the lines are."""

    @property
    def plain(self) -> str:
        """What is shown, as text."""
        return "\n".join(f"{entry.name.plain} {entry.text.plain}".strip() for entry in self._entries)

    keeps_end: bool = False
    """Whether what was said last stays in sight when something below takes its room, until more is added."""

    def add(self, *entries: Entry) -> int:
        """Add `entries`, bring the first of them into sight, and return how many rows they take."""
        first = len(self._strips)
        self._is_at_end = self.keeps_end = False
        self._fresh = len(self._entries)
        self._entries += entries
        if self._wrapped_at:
            self._wrap_all(entries)
            self.refresh()
            self.call_after_refresh(self._show_fresh)
        return len(self._strips) - first

    def replace(self, *entries: Entry) -> None:
        """Put `entries` in the place of all there were; what is in sight stays where it is."""
        self._entries = list(entries)
        self._fresh = None
        if self._wrapped_at:
            self._wrap_again()
            self.refresh()

    def mark(self, position: int | None, *, is_brought_into_sight: bool = True) -> None:
        """Mark the entry at `position`, or none, and bring it into sight with what is around it."""
        before, self._marked = self._marked, position
        if is_brought_into_sight:
            self._fresh = None
            self._is_mark_sought = not self._wrapped_at
        if not self._wrapped_at:
            return
        for entry in (before, position):
            if entry is None or entry >= len(self._entries):
                continue
            first = self._first_row(entry)
            self._strips[first : self._ends[entry]] = self._wrap(
                self._entries[entry], self._wrapped_at, is_marked=entry == position
            )
        if is_brought_into_sight:
            self._show_marked()
        self.refresh()

    def _show_marked(self) -> None:
        self._is_mark_sought = False
        if self._marked is not None:
            self._show_from(max(0, self._first_row(self._marked) - _KEPT_ABOVE))
            # A scrollbar that has not been laid out yet misses where it was scrolled to.
            self.vertical_scrollbar.position = self.scroll_y

    def _first_row(self, entry: int) -> int:
        return self._ends[entry - 1] if entry else 0

    def on_resize(self) -> None:
        """Wrap again where the width is another; what is being read, or the end, stays in sight."""
        width = self.scrollable_content_region.width
        if width and width != self._wrapped_at:
            top = bisect_right(self._ends, self.scroll_offset.y) if self._fresh is None else self._fresh
            self._wrapped_at = width
            self._wrap_again()
            if self._is_mark_sought:
                self.call_after_refresh(self._show_marked)
            else:
                self.call_after_refresh(self._keep_place, self._ends[top - 1] if top else 0)
        elif self.keeps_end:
            self.call_after_refresh(self.scroll_end, animate=False)

    def render_line(self, y: int) -> Strip:
        """Return one line of what is in sight, in the colours of the theme as it is now."""
        if self._wrapped_in != self.app.theme and self._wrapped_at:
            self._wrap_again()
        row = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if width != self._wrapped_at:
            # Textual sends no Resize to what comes into sight after something else on the screen was scrolled.
            self.call_later(self.on_resize)
        if row < len(self._strips):
            return self._strips[row].adjust_cell_length(width, self.rich_style).apply_offsets(0, row)
        return Strip.blank(width, self.rich_style)

    def _show_fresh(self) -> None:
        if self._fresh is not None:
            self._show_from(self._ends[self._fresh - 1] if self._fresh else 0)
            self._fresh = None

    def _keep_place(self, top: int) -> None:
        if self._is_at_end:
            self.scroll_end(animate=False)
        else:
            self._show_from(top)

    def _show_from(self, first: int) -> None:
        end = max(0, len(self._strips) - self.scrollable_content_region.height)
        self.scroll_to(y=min(first, end), animate=False, force=True)
        self._is_at_end = first >= end

    @property
    def entry_in_sight(self) -> Entry | None:
        """The first entry that can be seen, or the last one where the end is in sight."""
        if not self._entries:
            return None
        if self.scroll_offset.y >= self.max_scroll_y:
            return self._entries[-1]
        return self._entries[min(bisect_right(self._ends, self.scroll_offset.y), len(self._entries) - 1)]

    @property
    def entries_in_sight(self) -> range:
        """The positions of the entries that begin where they can be seen."""
        top = self.scroll_offset.y
        return range(bisect_right(self._ends, top), bisect_right(self._ends, top + self.size.height - 2) + 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say that other lines are in sight."""
        super().watch_scroll_y(old_value, new_value)
        self._is_at_end = new_value >= self.max_scroll_y
        self.post_message(self.Scrolled())

    def _wrap_again(self) -> None:
        self._strips, self._ends = [], []
        self._wrapped_in = self.app.theme
        self._wrap_all(tuple(self._entries))

    def _wrap_all(self, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            self._strips += self._wrap(entry, self._wrapped_at, is_marked=len(self._ends) == self._marked)
            self._ends.append(len(self._strips))
        self.virtual_size = Size(self._wrapped_at, len(self._strips))

    def _wrap(self, entry: Entry, width: int, *, is_marked: bool = False) -> list[Strip]:
        """Return the strips of one entry, with a blank one before it; a marked one has a sign before its name."""
        background = self.rich_style
        inner = min(width - 1, _WIDEST)
        style = self.get_visual_style(f"transcript--{entry.kind}")
        if entry.kind == "place":
            strips = Visual.to_strips(self, entry.text, inner, None, style, apply_selection=False)
            return [Strip([]), *strips]
        name_style = self.get_visual_style("transcript--own-name" if entry.kind == "own" else "transcript--name")
        if is_marked:
            style = name_style = self.get_visual_style("transcript--marked")
        text_width = max(10, inner - _NAME_WIDTH)
        lines = Visual.to_strips(self, entry.text, text_width, None, style, apply_selection=False)
        name = Content(f"▸ {entry.name.plain}") if is_marked else entry.name
        names = Visual.to_strips(self, name, _NAME_WIDTH - 1, None, name_style, apply_selection=False)
        blank = Segment(" " * _NAME_WIDTH, background)
        strips = [Strip([])]
        for row in range(max(len(lines), len(names))):
            before = [*names[row].adjust_cell_length(_NAME_WIDTH, background)] if row < len(names) else [blank]
            strips.append(Strip([*before, *(lines[row] if row < len(lines) else ())]))
        return strips
