"""The one function that does what a guest wants; each kind of action registers what it leads to."""

from functools import singledispatch
from typing import Final

from trainer.play import Refused
from trainer.room.record import Member
from trainer.room.room import Room

_NOT_NOW: Final = "That is not possible now."


@singledispatch
def do(action: object, room: Room, member: Member, action_id: str) -> str:  # noqa: ARG001  one of the registered is taken
    """Do what `member` wants, and return the text that was asked for, if one was.

    Raises:
        Refused: when it is not possible; the text says why.
        TrainerError: when it cannot be done or kept; nothing was changed.
    """
    raise Refused(_NOT_NOW)


def only(is_possible: bool) -> None:  # noqa: FBT001  it reads as a sentence
    """Refuse what is not possible now."""
    if not is_possible:
        raise Refused(_NOT_NOW)
