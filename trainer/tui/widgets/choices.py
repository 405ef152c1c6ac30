"""A short numbered list to choose from: by number, by arrows and Enter, or by mouse."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

_MOST: Final = 9
_NUMBER_WIDTH: Final = 3


class Choice(Widget):
    """One entry of the list."""

    def __init__(self, number: int, label: Content) -> None:
        super().__init__()
        self.number = number
        self._label = label

    def compose(self) -> ComposeResult:
        """Put the number before the text, so that the text keeps its own edge."""
        yield Static(Content(f"{self.number}" if self.number <= _MOST else "·"), classes="number")
        yield Static(self._label, classes="label")


class Choices(VerticalScroll, can_focus=True, can_focus_children=False, inherit_bindings=False):
    """A numbered list that has one entry highlighted; its pages are the screen's to turn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="choices.up", tooltip="To the entry above"),
        Binding("down,j", "move(1)", "Down", show=False, id="choices.down", tooltip="To the entry below"),
        Binding("home", "jump(0)", "First", show=False, id="choices.first", tooltip="To the first entry"),
        Binding("end", "jump(-1)", "Last", show=False, id="choices.last", tooltip="To the last entry"),
        Binding("enter", "choose", "Choose", id="choices.choose", tooltip="Choose the entry that is highlighted"),
        *(
            Binding(
                str(number),
                f"pick({number})",
                f"Choose {number}",
                show=False,
                id=f"choices.pick-{number}",
                tooltip=f"Choose entry {number}",
            )
            for number in range(1, _MOST + 1)
        ),
    ]

    highlighted: reactive[int] = reactive(0, init=False)
    """The position of the highlighted entry, counted from 0."""

    @dataclass
    class Chosen(Message):
        """An entry was chosen."""

        choices: "Choices"
        position: int

        @property
        def control(self) -> "Choices":
            """The list."""
            return self.choices

    @dataclass
    class Highlighted(Message):
        """Another entry is highlighted."""

        choices: "Choices"
        position: int

        @property
        def control(self) -> "Choices":
            """The list."""
            return self.choices

    def __init__(self, *labels: Content, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._labels = labels

    def compose(self) -> ComposeResult:
        """Lay out the entries."""
        for number, label in enumerate(self._labels, start=1):
            yield Choice(number, label)

    def on_mount(self) -> None:
        """Mark the first entry."""
        self._mark()

    async def offer(self, *labels: Content, highlighted: int = 0) -> None:
        """Show other entries, one of them highlighted."""
        self._labels = labels
        self.set_reactive(Choices.highlighted, self.validate_highlighted(highlighted))
        async with self.batch():
            await self.remove_children(Choice)
            await self.mount_all(Choice(number, label) for number, label in enumerate(labels, start=1))
        self._mark()

    @staticmethod
    def rows(labels: tuple[Content, ...], width: int) -> int:
        """Return how many rows entries with `labels` take where the list is `width` cells wide."""
        inner = max(1, width - _NUMBER_WIDTH - 2)
        return sum(label.get_height({}, inner) for label in labels)

    def watch_highlighted(self) -> None:
        """Show which entry is highlighted."""
        self._mark()
        self.post_message(self.Highlighted(self, self.highlighted))

    def validate_highlighted(self, position: int) -> int:
        """Keep the highlight on an entry."""
        return max(0, min(position, len(self._labels) - 1))

    def on_click(self, event: events.Click) -> None:
        """Choose the entry under the mouse."""
        found = event.widget
        while found is not None and not isinstance(found, Choice):
            found = found.parent if isinstance(found.parent, Widget) else None
        if found is not None:
            self.action_pick(found.number)

    def on_focus(self) -> None:
        """Put the terminal's cursor where the eye is."""
        self._place_cursor()

    def action_move(self, step: int) -> None:
        """Highlight another entry, or read on where this one is longer than there is room for."""
        if unread := self._rows_unread(step):
            self.scroll_relative(y=step * unread, animate=False)
        else:
            self.highlighted += step

    def _rows_unread(self, step: int) -> int:
        """Return how many rows further to scroll, down or up, in an entry that is longer than there is room for."""
        marked = self.query(".-highlighted")
        height = self.scrollable_content_region.height
        if not marked or marked.first().virtual_region.height <= height:
            return 0
        entry, top = marked.first().virtual_region, int(self.scroll_y)
        beyond = entry.bottom - top - height if step > 0 else top - entry.y
        return max(0, min(beyond, height - 1))

    def action_jump(self, position: int) -> None:
        """Highlight the first or the last entry."""
        self.highlighted = position % max(1, len(self._labels))

    def action_choose(self) -> None:
        """Choose the highlighted entry."""
        if self._labels:
            self.post_message(self.Chosen(self, self.highlighted))

    def action_pick(self, number: int) -> None:
        """Choose the entry with `number`."""
        if 1 <= number <= len(self._labels):
            self.highlighted = number - 1
            self.action_choose()

    def _mark(self) -> None:
        for position, choice in enumerate(self.query(Choice)):
            choice.set_class(position == self.highlighted, "-highlighted")
            if position == self.highlighted:
                choice.scroll_visible(animate=False)
        self._place_cursor()

    def _place_cursor(self) -> None:
        """Move the terminal's cursor along: Braille displays and magnifiers follow it."""
        if self.has_focus:
            self.call_after_refresh(self._put_cursor)

    def _put_cursor(self) -> None:
        marked = self.query(".-highlighted")
        if self.has_focus and marked:
            self.app.cursor_position = Offset(*marked.first().region.offset)
