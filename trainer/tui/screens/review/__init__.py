"""What is shared with a supervisor: listed, read turn by turn, answered, rated, and shown to a group."""

from textual.app import App

from trainer.clock import Clock, wall_clock
from trainer.store.signed import SignedStore
from trainer.supervision.reviewing import Reviewing
from trainer.tui.screens.review.shared_with_me import SharedWithMe

__all__ = ["SharedWithMe", "open_review"]


def open_review(app: App[int], store: SignedStore, clock: Clock = wall_clock) -> None:
    """Show what is shared with who is signed in to `store`."""
    app.push_screen(SharedWithMe(Reviewing(store, clock), clock))
