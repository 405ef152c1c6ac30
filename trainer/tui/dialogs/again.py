"""Whether to go back to a choice and try another way."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from trainer.tui.content import styled, text
from trainer.tui.widgets.choices import Choices


class TryAgain(ModalScreen[bool]):
    """Asks whether to try again from a line that was said."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,g", "stay", "Stay", id="again.stay", tooltip="Back to the looking back"),
    ]

    def __init__(self, say: str) -> None:
        super().__init__()
        self._say = say

    def compose(self) -> ComposeResult:
        """Lay out the line, what happens, and the two ways."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(styled("Try again from here", "bold $primary"))
            yield Static(text(f"You said: {self._say}"), classes="paragraph")
            yield Static(
                text(
                    "You go back to just before this, and can say something else. This attempt stays as it is, with "
                    "its looking back; afterwards you can see both beside each other."
                ),
                classes="paragraph",
            )
            yield Choices(text("Go back to here"), text("Stay with the looking back"))
        yield Footer(show_command_palette=False)

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Give the answer."""
        self.dismiss(event.position == 0)

    def action_stay(self) -> None:
        """Stay where one is."""
        self.dismiss(result=False)
