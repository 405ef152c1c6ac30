"""What a window says that is too small to play in."""

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from trainer.tui.content import text

WIDTH, HEIGHT = 50, 15


class TooSmall(ModalScreen[None]):
    """Asks for a larger window; goes away by itself."""

    def compose(self) -> ComposeResult:
        """Lay out the one sentence."""
        yield Static(
            text(
                f"This window is too small. It needs {WIDTH} by {HEIGHT}.\n\nWhat you have said is kept.\n"
                "Make it larger, or play line by line: trainer play --plain"
            )
        )
