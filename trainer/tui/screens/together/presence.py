"""Who else is in a room and how their connection is, in one line of words."""

from textual.content import Content

from trainer.room.guest import Guest
from trainer.room.messages import PersonNow
from trainer.room.wording import NOT_CONNECTED
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.together.steps import others


def presence_line(guest: Guest) -> Content:
    """Return who is here beside `guest`; first, where that is so, that they themselves are not connected."""
    state = guest.state
    parts: list[Content] = []
    if guest.status != "connected":
        parts.append(styled(f"You: {guest.status}. {NOT_CONNECTED if state else ''}".strip(), "bold $warning"))
    if state is not None:
        is_known = guest.status == "connected"
        there = [_person(person, is_known=is_known) for person in others(state)]
        parts.append(joined(*there, between="  ·  ") if there else styled("Nobody else is here.", "$quiet"))
    return joined(*parts, between="  ")


def _person(person: PersonNow, *, is_known: bool) -> Content:
    what = person.part or ("watches" if person.watches else "no part yet")
    if not is_known:
        return styled(f"{person.name} ({what}): not known now", "$quiet")
    style = "$quiet" if person.presence == "connected" else "bold $warning"
    return joined(text(f"{person.name} ({what}): "), styled(person.presence, style))
