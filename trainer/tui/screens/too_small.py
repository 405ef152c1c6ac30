"""What a window says that is too small to play in."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from trainer.tui.content import text

WIDTH, HEIGHT = 50, 15


class TooSmall(ModalScreen[None]):
    """Asks for a larger window; goes away by itself, and stays before whatever else comes up meanwhile."""

    CSS_PATH = "too_small.tcss"

    def __init__(self, ask_for_room: Callable[[], object]) -> None:
        super().__init__()
        self._ask_for_room = ask_for_room

    def compose(self) -> ComposeResult:
        """Lay out the one sentence."""
        yield Static(
            text(
                f"This window is too small. It needs {WIDTH} by {HEIGHT}.\n\nWhat you have said is kept.\n"
                "Make it larger, or play line by line: trainer play --plain"
            )
        )

    def on_screen_suspend(self) -> None:
        """Come back before what was put over it while the window is still too small."""
        self._ask_for_room()

    def on_screen_resume(self) -> None:
        """Go away where the window has become large enough while something else was before it."""
        self._ask_for_room()
