"""What is said to whoever serves."""

import sys
from contextlib import suppress


def say(sentence: str) -> None:
    """Say a sentence; where nobody listens any more, the server goes on all the same."""
    with suppress(OSError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
