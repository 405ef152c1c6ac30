"""A longer text to read: what a host sent is shown as text, its few marks turned into weight and indent."""

import re
from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.tui.content import joined, styled, text
from trainer.tui.paging import scroll_pages

_ESCAPED: Final = re.compile(r"\\([\\`*_\[\]<|~&#+>=\-:.)])")


def from_markdown(written: str) -> Content:
    """Return Markdown as it is read: headings are bold, and escapes are gone; nothing in it is markup."""
    return joined(*map(_line, written.strip().split("\n")), between="\n")


def _line(line: str) -> Content:
    plain = _ESCAPED.sub(r"\1", line.rstrip())
    if line.startswith("#"):
        level = len(line) - len(line.lstrip("#"))
        return styled(_ESCAPED.sub(r"\1", line.lstrip("# ")), "bold $primary" if level < 3 else "bold")  # noqa: PLR2004  parts
    if line.startswith("---"):
        return text("")
    if line.startswith("- "):
        return text(f"· {plain[2:]}")
    return text(plain)


class Reader(Screen[None]):
    """A title and a text."""

    CSS_PATH = ["../reading.tcss", "together.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter,pagedown", "scroll_text(1)", "Read on", id="reader.down", tooltip="A page on"),
        Binding("pageup", "scroll_text(-1)", "Back", show=False, id="reader.up", tooltip="A page back"),
        Binding("f", "figures", "Figures", id="reader.figures", tooltip="How your lines did, for you alone"),
        Binding("escape,q", "app.pop_screen", "Back", id="reader.back", tooltip="Back; it can be read again"),
    ]

    def __init__(self, title: str, written: str, *, figures: Callable[["Reader"], object] | None = None) -> None:
        super().__init__()
        self._title = title
        self._written = written
        self._figures = figures

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Static(styled(self._title, "bold $primary"), classes="heading")
        with VerticalScroll(id="text"):
            yield Static(from_markdown(self._written), id="told", classes="column")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Listen to keys."""
        self.query_one("#text").focus()
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read on where there is more, and figures where there are any."""
        if action == "figures":
            return self._figures is not None
        if action == "scroll_text":
            return any(scroller.max_scroll_y > 0 for scroller in self.query("#text"))
        return super().check_action(action, parameters)

    def put(self, written: str) -> None:
        """Show another text."""
        self._written = written
        for told in self.query("#told").results(Static):
            told.update(from_markdown(written))
            self.call_after_refresh(self.refresh_bindings)

    def action_figures(self) -> None:
        """Ask for how one's lines did."""
        if self._figures is not None:
            self._figures(self)

    def action_scroll_text(self, pages: int) -> None:
        """Read on, or back."""
        scroll_pages(self.query_one("#text"), pages)
