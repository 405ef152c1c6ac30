"""Who is at the keyboard, who joins, and who is taken out."""

from enum import Enum, auto
from typing import Final, NamedTuple

from textual.app import App

from trainer.people.agreement.agreement import Party
from trainer.people.agreement.commands import LONGEST_NAME
from trainer.people.agreement.events import Side
from trainer.people.agreement.named import Named
from trainer.tui.screens.agreement.asks import AskShared, Choose, Question

_SIDES: Final = (
    (Side.PATIENTS, "The patients"),
    (Side.STAFF, "The staff"),
    (Side.LEADERS, "The leaders"),
    (Side.OTHER, "Another: a relative, a spokesperson, a facilitator"),
)


class Other(Enum):
    """What else can be done with the persons in an agreement."""

    ADD = auto()
    TAKE_OUT = auto()


class Newcomer(NamedTuple):
    """Somebody who joins."""

    name: str
    side: Side


async def who_is_here(app: App[int], named: Named, now: str) -> Party | Other | None:
    """Ask who is at the keyboard, or whether somebody joins or is taken out; `now` is who was before."""
    present = named.agreement.present
    if not present:
        return Other.ADD
    chosen = await app.push_screen_wait(
        Choose(
            "Who is at the keyboard?",
            "What is said from here on is theirs, until another one is chosen.",
            ways=(*_names(named), "Add a person", "Take a person out"),
            highlighted=next((at for at, party in enumerate(present) if party.id == now), 0),
        )
    )
    if chosen is None:
        return None
    return present[chosen] if chosen < len(present) else (Other.ADD, Other.TAKE_OUT)[chosen - len(present)]


async def who_joins(app: App[int]) -> Newcomer | None:
    """Ask what somebody is called and whose side they are on."""
    asked = "What are you called here? A first name will do, or another one. It can be removed later."
    name = await app.push_screen_wait(AskShared(Question("A person joins", (asked,), LONGEST_NAME, is_line=True)))
    if name is None:
        return None
    side = await app.push_screen_wait(
        Choose(
            f"{name} joins",
            "Whose side are you on, by your place in the unit?",
            ways=tuple(told for _, told in _SIDES),
        )
    )
    return None if side is None else Newcomer(name, _SIDES[side][0])


async def who_is_taken_out(app: App[int], named: Named) -> Party | None:
    """Ask who is taken out."""
    present = named.agreement.present
    chosen = await app.push_screen_wait(
        Choose(
            "Who is taken out?",
            "Their name and their initials are gone for good. What they said stays, as somebody's of their side; "
            "so does their no.",
            ways=(*_names(named), "Nobody"),
            highlighted=len(present),
        )
    )
    return present[chosen] if chosen is not None and chosen < len(present) else None


def _names(named: Named) -> tuple[str, ...]:
    return tuple(named.who(party.id) for party in named.agreement.present)
