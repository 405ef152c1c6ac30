"""The smallest Textual program there is to compare with: one label, which counts the keys pressed."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Label

MARKER = "Hello from a label"


def told(pressed: int) -> str:
    """Return what the label says after the key was `pressed` so often."""
    return f"Pressed {pressed} times"


class Hello(App[None]):
    """A label, and a key that changes it."""

    BINDINGS: ClassVar = [("down", "count", "count")]
    pressed = 0

    def compose(self) -> ComposeResult:
        """Show the label."""
        yield Label(MARKER)

    def action_count(self) -> None:
        """Change the label."""
        self.pressed += 1
        self.query_one(Label).update(told(self.pressed))


if __name__ == "__main__":
    Hello().run()
