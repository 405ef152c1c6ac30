"""The pause: everything is kept, and one may go on or leave, without a reason."""

from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from trainer.tui.content import styled, text
from trainer.tui.widgets.choices import Choices


class AfterPause(Enum):
    """What to do after a pause, in the order offered."""

    GO_ON = auto()
    LEAVE = auto()
    LOOK_BACK = auto()


class PauseMenu(ModalScreen[AfterPause]):
    """Whether to go on, to leave, or to look back on what was said so far."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,p", "go_on", "Go on", id="pause.on", tooltip="Back to the play"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the three ways."""
        with Vertical(classes="dialog"):
            yield Static(styled("Paused", "bold $primary"))
            yield Static(text("Everything so far is kept. You can leave now, without a reason."), classes="paragraph")
            yield Choices(text("Go on"), text("Leave; it waits for you at home"), text("Look back on it so far"))
        yield Footer(show_command_palette=False)

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Give the chosen way."""
        self.dismiss(tuple(AfterPause)[event.position])

    def action_go_on(self) -> None:
        """Go back to the play."""
        self.dismiss(AfterPause.GO_ON)
