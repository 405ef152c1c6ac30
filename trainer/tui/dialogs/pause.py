"""The pause: everything is kept, and one may go on or leave, without a reason."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from trainer.tui.content import styled, text
from trainer.tui.widgets.choices import Choices


class PauseMenu(ModalScreen[bool]):
    """Whether to leave: False goes on, True leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,p", "go_on", "Go on", id="pause.on", tooltip="Back to the play"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the two ways."""
        with Vertical(classes="dialog"):
            yield Static(styled("Paused", "bold $primary"))
            yield Static(text("Everything so far is kept. You can leave now, without a reason."), classes="paragraph")
            yield Choices(text("Go on"), text("Leave; it waits for you at home"))
        yield Footer(show_command_palette=False)

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Go on, or leave."""
        self.dismiss(event.position == 1)

    def action_go_on(self) -> None:
        """Go back to the play."""
        self.dismiss(False)
