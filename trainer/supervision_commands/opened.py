"""One session that is shared with who is signed in, opened by the beginning of its id."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer.store.signed import SignedStore
    from trainer.supervision.reviewing import Reviewed, Reviewing


def reviewing_in(opened: "SignedStore") -> "Reviewing":
    """Return what is shared with who is signed in."""
    from trainer.supervision.reviewing import Reviewing

    return Reviewing(opened)


def opened_of(reviewing: "Reviewing", session: str, owner: str) -> "Reviewed":
    """Open what was said in `session` as `owner` shared it; they see that it was read.

    Raises:
        NotThere: when it is not shared with what was said.
        UsageError: when several things are meant.
    """
    item = reviewing.find(session, owner)
    return reviewing.open(item.session, item.person.id)


def choice_said(reviewed: "Reviewed", position: str) -> str:
    """Return what was said at a place in the log, or nothing where that was no choice."""
    choices = reviewed.session.look_back(reviewed.seat).choices
    return next((each.chosen.option.say for each in choices if str(each.position) == position), "")


def place_of(reviewed: "Reviewed", choice: int | None) -> str:
    """Return the place in the log of the choice with this number; nothing stands for the whole.

    Raises:
        UsageError: when there is no such choice.
    """
    from trainer.errors import UsageError

    if choice is None:
        return ""
    own = reviewed.session.look_back(reviewed.seat).choices
    if choice > len(own):
        raise UsageError(f"There are {len(own)} choices in this play.")
    return str(own[choice - 1].position)
