"""A screen on what somebody shares: it asks each time whether that still holds, and closes when it does not."""

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.screen import Screen

from trainer.errors import TrainerError
from trainer.signing_in.access import NotThere
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.tui.dialogs.notice import Notice
from trainer.tui.screens.review.wording import NOT_HERE, NOT_HERE_NOW


class Reads(Screen[None]):
    """A screen on one session of somebody else."""

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed) -> None:
        super().__init__()
        self.reviewing = reviewing
        self.reviewed = reviewed

    @property
    def part_name(self) -> str:
        """What the part is called that is looked at."""
        return self.reviewed.session.scenario.cast[self.reviewed.seat].name

    def is_still_there(self) -> bool:
        """Return whether the session is still shared; where it is not, the way goes back to the list."""
        return self.is_done(lambda: self.reviewing.still(self.reviewed))

    def is_done(self, do: Callable[[], object]) -> bool:
        """Do something and return whether it was done; where the session is not there any more, go to the list."""
        return is_done(self.app, do)


def is_done(app: App[Any], do: Callable[[], object]) -> bool:
    """Do something with what is shared, and return whether that was possible; otherwise the person is told."""
    try:
        do()
    except NotThere:
        app.call_later(_close_what_is_gone, app)
    except TrainerError as error:
        app.push_screen(Notice("That did not work", str(error)))
    else:
        return True
    return False


def _close_what_is_gone(app: App[Any]) -> None:
    while isinstance(app.screen, Reads):
        app.pop_screen()
    if not isinstance(app.screen, Notice):
        app.push_screen(Notice(NOT_HERE, NOT_HERE_NOW))
