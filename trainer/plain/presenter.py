"""What a way of writing a play must be able to write."""

from typing import Protocol

from trainer.engine.view import OpenOption, Spoken
from trainer.session import Session


class Presenter(Protocol):
    """One way of writing a play."""

    def begin(self, session: Session, *, is_new: bool) -> None:
        """Say what is played."""

    def scene(self, session: Session, scene: str) -> None:
        """Say where we are now."""

    def line(self, session: Session, line: Spoken) -> None:
        """Write one line."""

    def turn(self, session: Session, options: tuple[OpenOption, ...]) -> None:
        """Offer the options."""

    def checkin(self, question: str) -> None:
        """Ask how it is now."""

    def words(self) -> None:
        """Ask for the learner's own words."""

    def kept(self) -> None:
        """Say that what was typed is kept."""

    def help(self, options: tuple[OpenOption, ...]) -> None:
        """Say what can be answered."""

    def help_typing(self) -> None:
        """Say what can be typed where a text of one's own is asked for."""

    def sorry(self, message: str) -> None:
        """Say what was not understood, or not possible."""

    def coach(self, session: Session) -> None:
        """Say what the last reply showed."""

    def paused(self, session: Session) -> None:
        """Say that the play is paused, and how to go on."""

    def end(self, session: Session) -> None:
        """Say how it ended."""


def numbers(options: tuple[OpenOption, ...]) -> str:
    """Return which numbers can be typed at a turn with `options`."""
    return "1" if len(options) == 1 else f"a number from 1 to {len(options)}"
