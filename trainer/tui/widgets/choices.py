"""A short numbered list to choose from: by number, by arrows and Enter, or by mouse."""

from dataclasses import dataclass
from typing import ClassVar, Final

from rich.segment import Segment
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList

_MOST: Final = 9
_NUMBER_WIDTH: Final = 3


class Numbered(Visual):
    """A text with a number before it that keeps an edge of its own."""

    def __init__(self, number: int, label: Content) -> None:
        self._number = f"{number if number <= _MOST else '·'}".ljust(_NUMBER_WIDTH)
        self._label = label

    @property
    def plain(self) -> str:
        """The text without its number."""
        return self._label.plain

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the number on the first line, and the text beside it."""
        strips = self._label.render_strips(max(1, width - _NUMBER_WIDTH), height, style, options)
        number = Segment(self._number, (style + options.get_style("bold $primary")).rich_style)
        blank = Segment(" " * _NUMBER_WIDTH, style.rich_style)
        return [Strip([blank if row else number, *strip]) for row, strip in enumerate(strips)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of the text and its number."""
        return self._label.get_optimal_width(rules, container_width) + _NUMBER_WIDTH

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many rows the text takes beside its number."""
        return self._label.get_height(rules, max(1, width - _NUMBER_WIDTH))


class Choices(OptionList, inherit_bindings=False):
    """A numbered list that has one entry highlighted; its pages are the screen's to turn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="choices.up", tooltip="To the entry above"),
        Binding("down,j", "cursor_down", "Down", show=False, id="choices.down", tooltip="To the entry below"),
        Binding("home", "first", "First", show=False, id="choices.first", tooltip="To the first entry"),
        Binding("end", "last", "Last", show=False, id="choices.last", tooltip="To the last entry"),
        Binding("enter", "select", "Choose", id="choices.choose", tooltip="Choose the entry that is highlighted"),
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

    def __init__(self, *labels: Content, highlighted: int | None = 0, classes: str = "") -> None:
        super().__init__(markup=False, classes=classes)
        self.offer(*labels, highlighted=highlighted)

    def offer(self, *labels: Content, highlighted: int | None = 0) -> None:
        """Show other entries, one of them or none highlighted."""
        had_any = self.option_count > 0
        self.set_options(Numbered(number, label) for number, label in enumerate(labels, start=1))
        self.highlighted = min(highlighted, len(labels) - 1) if labels and highlighted is not None else None
        if had_any != bool(labels):
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to choose where there is something to choose from."""
        return self.option_count > 0 if action == "select" else super().check_action(action, parameters)

    @staticmethod
    def rows(labels: tuple[Content, ...], width: int) -> int:
        """Return how many rows entries with `labels` take where the list is `width` cells wide."""
        return sum(Numbered(1, label).get_height({}, width - 2) for label in labels)

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of the entries, without their numbers."""
        return tuple(option.prompt.plain for option in self.options if isinstance(option.prompt, Numbered))

    @property
    def position(self) -> int:
        """The position of the highlighted entry, counted from 0."""
        return self.highlighted or 0

    def action_cursor_down(self) -> None:
        """Highlight the entry below, after the rest of this one where it is longer than there is room for."""
        if not self._read_on(1):
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Highlight the entry above, after the beginning of this one where it is longer than there is room for."""
        if not self._read_on(-1):
            super().action_cursor_up()

    def action_select(self) -> None:
        """Choose the highlighted entry; where none is, highlight the first: one key too many chooses nothing."""
        if self.highlighted is None and self.option_count:
            self.highlighted = 0
        else:
            super().action_select()

    def _read_on(self, step: int) -> bool:
        """Scroll down or up in an entry that is longer than there is room for; return whether there was more of it."""
        if self.highlighted is None:
            return False
        room = self.scrollable_content_region.height
        start = self._index_to_line.get(self.position, 0)
        end = self._index_to_line.get(self.position + 1, self.virtual_size.height)
        top = self.scroll_offset.y
        unread = end - top - room if step > 0 else top - start
        if end - start <= room or unread <= 0:
            return False
        self.scroll_relative(y=step * min(unread, max(1, room - 1)), animate=False)
        return True

    def action_pick(self, number: int) -> None:
        """Choose the entry with `number`."""
        if 1 <= number <= self.option_count:
            self.highlighted = number - 1
            self.action_select()

    def on_focus(self) -> None:
        """Put the terminal's cursor where the eye is."""
        self._place_cursor()

    @on(OptionList.OptionSelected)
    def _tell_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.option_index))

    @on(OptionList.OptionHighlighted)
    def _tell_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._place_cursor()
        self.post_message(self.Highlighted(self, event.option_index))

    def _place_cursor(self) -> None:
        """Move the terminal's cursor along: Braille displays and magnifiers follow it."""
        if self.has_focus and self.highlighted is not None and self.is_mounted:
            row = self._index_to_line.get(self.highlighted, 0) - self.scroll_offset.y
            self.app.cursor_position = Offset(self.content_region.x, self.content_region.y + row)
