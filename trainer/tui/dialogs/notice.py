"""Something that a person must know before going on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from trainer.tui.content import styled, text


class Notice(ModalScreen[None]):
    """A title, a few sentences, and a way on."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,space", "dismiss", "Go on", id="notice.on", tooltip="Close this"),
    ]

    def __init__(self, title: str, *sentences: str) -> None:
        super().__init__()
        self._title = title
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        with VerticalScroll(classes="dialog"):
            yield Static(styled(self._title, "bold $primary"))
            for sentence in self._sentences:
                yield Static(text(sentence), classes="paragraph")
        yield Footer(show_command_palette=False)

    async def action_dismiss(self, result: None = None) -> None:
        """Close the notice."""
        self.dismiss(result)
