"""A code that is read aloud or handed on: large, and shown once."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from trainer.tui.content import styled, text


class ShowCode(ModalScreen[None]):
    """A title, a code, and what is to be done with it; Enter does not close it, since it comes too easily."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "I have it", id="code.done", tooltip="Close this; the code is not shown again"),
    ]

    def __init__(self, title: str, code: str, *sentences: str) -> None:
        super().__init__()
        self._title = title
        self._code = code
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """Lay out the code, its letters apart."""
        with VerticalScroll(classes="dialog"):
            yield Static(styled(self._title, "bold $primary"))
            yield Static(styled(" ".join(self._code), "bold $primary"), classes="shown-code")
            for sentence in self._sentences:
                yield Static(text(sentence), classes="paragraph")
        yield Footer(show_command_palette=False)

    async def action_dismiss(self, result: None = None) -> None:
        """Close it."""
        self.dismiss(result)
