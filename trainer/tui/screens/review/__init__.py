"""What is shared with a supervisor: listed, read turn by turn, answered, rated, and shown to a group."""

from textual.app import App

from trainer.clock import Clock, wall_clock
from trainer.store.signed import SignedStore
from trainer.supervision.reviewing import Reviewing
from trainer.tui.screens.review.shared_with_me import SharedWithMe

__all__ = ["SharedWithMe", "open_conversation", "open_review"]


def open_review(app: App[int], store: SignedStore, clock: Clock = wall_clock) -> None:
    """Show what is shared with who is signed in to `store`."""
    app.push_screen(SharedWithMe(Reviewing(store, clock), clock))


def open_conversation(app: App[int], store: SignedStore, session: str, person: str, clock: Clock = wall_clock) -> None:
    """Show what was written on a session that `person` shares, above the session and the list."""
    from trainer.tui.screens.review.reads import is_done  # noqa: PLC0415  only where one comes this way
    from trainer.tui.screens.review.remarks import Remarks  # noqa: PLC0415
    from trainer.tui.screens.review.replay import Replay  # noqa: PLC0415

    reviewing = Reviewing(store, clock)

    def show() -> None:
        reviewed = reviewing.open(session, person)
        app.push_screen(SharedWithMe(reviewing, clock))
        app.push_screen(Replay(reviewing, reviewed))
        app.push_screen(Remarks(reviewing, reviewed))

    is_done(app, show)
