"""The three forms: at one keyboard, to open a room, and to join one."""

from collections.abc import Awaitable, Callable, Iterator
from typing import ClassVar, Final, NamedTuple

from trainer.errors import UsageError
from trainer.opening import Together
from trainer.room.address import DEFAULT_PORT, HERE, address_of
from trainer.room.kept import RoomKept
from trainer.room.wording import ONE_KEYBOARD, OPEN_ROOM
from trainer.scenario.model import Scenario
from trainer.tui.screens.together.form import LONGEST_ADDRESS, Form, Row, person_fields
from trainer.tui.screens.together.stay import Person
from trainer.tui.widgets.line_field import LineField
from trainer.tui.widgets.one_of import OneOf

_FEWEST: Final = 2
_MOST: Final = 3
_NOTHING: Final = Together()
_WHOSE: Final = ("nobody's here", "the first one's", "the second one's", "the third one's")
_WHOSE_MACHINE: Final = "Their own part can be looked back on here later, by whoever uses this machine."
_WHOSE_ACCOUNT: Final = (
    "That part is then among the plays of this account. Any other is nobody's until whoever played it takes it up with "
    "a code."
)
_HERE: Final = f"{HERE}:{DEFAULT_PORT}"
Agreements = tuple[tuple[str, str], ...]
"""Ids and titles."""


def _agreement_row(agreements: Agreements, chosen: str = "") -> Iterator[Row]:
    if agreements:
        ids, titles = zip(("", "none"), *agreements, strict=True)
        yield Row("Under the agreement", (OneOf(*titles, position=ids.index(chosen), id="agreement"),))


def _agreement(form: Form, agreements: Agreements) -> str:
    position = form.query_one("#agreement", OneOf).position if agreements else 0
    return agreements[position - 1][0] if position else ""


class Seated(NamedTuple):
    """Who sits down at one keyboard."""

    people: tuple[Person, ...]
    whose: int
    """Which of them it is whose account, or machine, this is, from 1 on; 0 for none."""
    agreement: str
    """The id of the agreement that it is under, or nothing."""


class OneKeyboardForm(Form):
    """Who sits at this keyboard."""

    HEADING: ClassVar = "At one keyboard"
    SAID: ClassVar = ONE_KEYBOARD
    DO: ClassVar = "Go on to the parts"

    def __init__(
        self,
        scenario: Scenario,
        agreements: Agreements,
        sit_down: Callable[[Scenario, Seated], object],
        account: str = "",
    ) -> None:
        """Take `account`, what who is signed in is called, or nothing where nobody signs in."""
        super().__init__()
        self._scenario = scenario
        self._agreements = agreements
        self._sit_down = sit_down
        self._account = account

    def rows(self) -> Iterator[Row]:
        """Yield a name and a side for two, or three."""
        yield Row("First name", person_fields(1, "patients"))
        yield Row("Second name", person_fields(2, "staff"))
        yield Row("Third name, if any", person_fields(3, "other"))
        asked = "Whose account is it" if self._account else "Whose machine is it"
        hint = f"“{self._account}” is signed in. {_WHOSE_ACCOUNT}" if self._account else _WHOSE_MACHINE
        yield Row(asked, (OneOf(*_WHOSE, id="whose"),), hint)
        yield from _agreement_row(self._agreements)

    async def send(self) -> None:
        """Sit down."""
        there = {number: who for number in range(1, _MOST + 1) if (who := self.person(number)).name}
        if len(there) < _FEWEST:
            raise UsageError("Two names at least: alone it is “Choose a scenario”.")
        chosen = self.query_one("#whose", OneOf).position
        if chosen and chosen not in there:
            raise UsageError(
                "It cannot be that of somebody without a name. Say whose it is of those above, or nobody's."
            )
        whose = list(there).index(chosen) + 1 if chosen else 0
        self._sit_down(self._scenario, Seated(tuple(there.values()), whose, _agreement(self, self._agreements)))


class OpenForm(Form):
    """How a room is opened."""

    HEADING: ClassVar = "Open a room"
    SAID: ClassVar = OPEN_ROOM
    DO: ClassVar = "Open the room"

    def __init__(
        self,
        scenario: Scenario,
        agreements: Agreements,
        open_room: Callable[[Scenario, Person, str, str], Awaitable[object]],
        known: Together = _NOTHING,
    ) -> None:
        super().__init__()
        self._known = known
        self._scenario = scenario
        self._agreements = agreements
        self._open_room = open_room

    def rows(self) -> Iterator[Row]:
        """Yield who opens it, and where."""
        yield Row("Your name here", person_fields(1, self._known.side or "staff", self._known.name))
        yield from _agreement_row(self._agreements, self._known.agreement)
        yield Row(
            "Where",
            (LineField(self._known.at or _HERE, longest=LONGEST_ADDRESS, id="where"),),
            "127.0.0.1 is this machine only. For others on the ward's network: this machine's address there. Then "
            "what is said is sent encrypted, and a fingerprint is shown that you read to those who join.",
        )

    async def send(self) -> None:
        """Open the room."""
        who = self.person(1)
        if not who.name:
            raise UsageError("Come in under a name, any that the others may see.")
        await self._open_room(self._scenario, who, self.typed("where"), _agreement(self, self._agreements))


class JoinForm(Form):
    """How a room is joined."""

    HEADING: ClassVar = "Join a room"
    SAID: ClassVar = "Whoever opened it tells you the code, and where the room is. They see your name and let you in."
    DO: ClassVar = "Knock"

    def __init__(self, join: Callable[[RoomKept, str], Awaitable[object]], known: Together = _NOTHING) -> None:
        super().__init__()
        self._join = join
        self._known = known

    def rows(self) -> Iterator[Row]:
        """Yield the code, who comes, and where to."""
        yield Row(
            "The code", (LineField(self._known.code, longest=20, placeholder="six letters and digits", id="code"),)
        )
        yield Row("Your name here", person_fields(1, self._known.side or "patients", self._known.name))
        yield Row(
            "Where",
            (LineField(self._known.at or _HERE, longest=LONGEST_ADDRESS, id="where"),),
            "127.0.0.1 is this machine.",
        )
        yield Row(
            "Fingerprint",
            (
                LineField(
                    self._known.fingerprint,
                    longest=100,
                    placeholder="only for a room beyond this machine",
                    id="fingerprint",
                ),
            ),
        )

    async def send(self) -> None:
        """Knock."""
        who, code, where = self.person(1), self.typed("code"), self.typed("where")
        if not code:
            raise UsageError("Type the code that you were told.")
        if not who.name:
            raise UsageError("Come in under a name, any that the others may see.")
        address = address_of(where)
        fingerprint = "" if address.is_here else self.typed("fingerprint")
        if not address.is_here and not fingerprint:
            raise UsageError("For a room beyond this machine, type the fingerprint that stands beside its code.")
        await self._join(RoomKept(at=(str(address),), name=who.name, side=who.side, fingerprint=fingerprint), code)
