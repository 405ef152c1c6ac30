"""The full screen in a browser, for a tablet in the room.

The browser's half is textual-serve's: its terminal and its font, served from here. The server's half is our own, since
textual-serve's ends the program with the page that shows it, starts it by a shell with every variable of the server's,
lets in whoever asks, and loads a font from the internet: a subclass would replace each of its methods.
"""

import os
from typing import Final

DRIVER: Final = "trainer.serve.driver:PageDriver"
"""What the full screen draws with, as Textual is told."""


def is_in_a_page() -> bool:
    """Return whether this process is a full screen that a page shows."""
    return os.environ.get("TEXTUAL_DRIVER") == DRIVER
