"""One line that is typed: clean, and no longer than is kept."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from trainer.text import clean


class LineField(Input):
    """A line of one's own; Enter goes on to what is next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "On", id="line.on", tooltip="On to what is next"),
        Binding("up", "app.focus_previous", "Up", show=False, id="line.up", tooltip="To what is above"),
    ]

    def __init__(self, typed: str = "", *, longest: int, placeholder: str = "", id: str | None = None) -> None:
        self._longest = longest
        super().__init__(typed, placeholder=placeholder, compact=True, id=id, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        """Take what can be kept of it, however it comes."""
        return " ".join(clean(value).split("\n"))[: self._longest]

    async def action_submit(self) -> None:
        """Go on to what is next."""
        self.screen.focus_next()
