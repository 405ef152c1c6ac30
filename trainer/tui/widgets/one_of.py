"""One of a few words, changed with the arrows: what stands there is always a word, and never a colour alone."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from trainer.tui.content import joined, styled, text


class OneOf(Widget, can_focus=True):
    """A line that shows one of a few words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "change(1)", "Another", id="one-of.next", tooltip="The next one"),
        Binding("left", "change(-1)", "Before", show=False, id="one-of.before", tooltip="The one before"),
        Binding("enter,down", "app.focus_next", "On", id="one-of.on", tooltip="On to what is next"),
        Binding("up", "app.focus_previous", "Up", show=False, id="one-of.up", tooltip="To what is above"),
    ]

    position: reactive[int] = reactive(0)
    """Which one it is."""

    def __init__(self, *labels: str, position: int = 0, id: str | None = None) -> None:
        super().__init__(id=id)
        self._labels = labels
        self.set_reactive(OneOf.position, position)

    def render(self) -> Content:
        """Draw the word between its arrows."""
        return joined(styled("◂ ", "$primary"), text(self._labels[self.position]), styled(" ▸", "$primary"))

    def action_change(self, step: int) -> None:
        """Take the next one, or the one before."""
        self.position = (self.position + step) % len(self._labels)
