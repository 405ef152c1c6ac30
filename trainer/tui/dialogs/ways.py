"""A question with a few ways to answer it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from trainer.tui.content import styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.choices import Choices


class AskWay(ModalScreen[int | None]):
    """Which of a few ways; None where it is left open."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="way.back", tooltip="Back, with nothing chosen"),
        Binding("pageup", "scroll_asked(-1)", "Up", show=False, id="way.up", tooltip="Read back"),
        Binding("pagedown", "scroll_asked(1)", "Down", show=False, id="way.down", tooltip="Read on"),
    ]

    def __init__(self, title: str, *sentences: str, ways: tuple[str, ...], first: int = 0) -> None:
        super().__init__()
        self._title = title
        self._sentences = sentences
        self._ways = ways
        self._first = first

    def compose(self) -> ComposeResult:
        """Lay out the question and the ways."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(styled(self._title, "bold $primary"))
            for sentence in self._sentences:
                yield Static(text(sentence), classes="paragraph")
            yield Choices(*map(text, self._ways), highlighted=self._first)
        yield Footer(show_command_palette=False)

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Give the chosen way."""
        self.dismiss(event.position)

    def action_back(self) -> None:
        """Leave it open."""
        self.dismiss(None)

    def action_scroll_asked(self, pages: int) -> None:
        """Read on, or back, where there is more than fits."""
        scroll_pages(self.query_one(".dialog"), pages)
