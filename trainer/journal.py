"""Notes for oneself: what they are about, and how they are written. No log holds them, nor that there are any."""

import re
from typing import Final

from trainer.engine.commands import LONGEST_READING, NAME_CHARACTERS
from trainer.play import Refused
from trainer.privacy import kept_text
from trainer.store.base import INTENTION, SessionId, Store

__all__ = ["CAME_OF_IT", "HOW_IT_WAS", "INTENTION", "SESSION", "write_note"]

SESSION: Final = "session"
"""What a note on the whole session is about."""
HOW_IT_WAS: Final = "how-it-was"
CAME_OF_IT: Final = "came-of-it"
"""What a note on what came of the last intention is about."""
LONGEST_ABOUT: Final = LONGEST_READING
"""A note may be on any reading."""
_ABOUT: Final = re.compile(f"[{NAME_CHARACTERS}]{{1,{LONGEST_ABOUT}}}")


def write_note(store: Store, session: SessionId, about: str, text: str, at: int) -> None:
    """Keep `text` as the note of `session` about `about`, in place of the one before; no text deletes that.

    Raises:
        Refused: when there is nothing of that name to write about.
        StoreError: when it cannot be kept; nothing was changed.
    """
    if not _ABOUT.fullmatch(about):
        raise Refused("There is nothing of that name to write about.")
    store.put_note(session, about, kept_text(text), at)
