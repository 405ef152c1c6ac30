"""The one function that does what a guest wants; each kind of action registers what it leads to."""

from functools import singledispatch
from typing import Final

from trainer.play import Refused
from trainer.room.messages import Action, CloseRoom, Leave, LetIn, LookBack, NewCode
from trainer.room.record import Member
from trainer.room.room import NOT_NOW, Room

_NOT_IN_YET: Final = "You are not in yet."
_HAS_LEFT: Final = "You have left this room. What you saw is kept with you."


def carry_out(action: Action, room: Room, member: Member, action_id: str) -> str:
    """Do what `member` wants where they may, and return the text that was asked for, if one was.

    Who knocks does nothing yet. Who left may look back on what they saw; as the host they still keep the door.

    Raises:
        Refused: when it is not possible; the text says why.
        TrainerError: when it cannot be done or kept; what is written in several steps may then be done in part.
    """
    if member.standing == "knocking":
        raise Refused(_NOT_IN_YET)
    keeps_the_door = member.is_host and isinstance(action, LetIn | NewCode | CloseRoom)
    if not (member.is_in or keeps_the_door or isinstance(action, LookBack | Leave)):
        raise Refused(_HAS_LEFT)
    return do(action, room, member, action_id)


@singledispatch
def do(action: object, room: Room, member: Member, action_id: str) -> str:  # noqa: ARG001  one of the registered is taken
    """Do what `member` wants, and return the text that was asked for, if one was.

    Raises:
        Refused: when it is not possible; the text says why.
        TrainerError: when it cannot be done or kept.
    """
    raise Refused(NOT_NOW)


def only(is_possible: bool) -> None:  # noqa: FBT001  it reads as a sentence
    """Refuse what is not possible now."""
    if not is_possible:
        raise Refused(NOT_NOW)
