"""Several people at one keyboard: a host and its guests in one process, with nothing between them."""

from trainer.play import Refused
from trainer.room.guest import Guest
from trainer.room.host import Agreed, Host
from trainer.room.kept import RoomKept
from trainer.room.messages import LetIn, Side
from trainer.scenario.model import Scenario
from trainer.session import Clock, wall_clock
from trainer.store.base import Store


class Table:
    """A room around one machine; what somebody types for themselves is kept nowhere, since others use this machine."""

    def __init__(  # noqa: PLR0913  what a room is opened with
        self,
        store: Store,
        scenario: Scenario,
        people: tuple[tuple[str, Side], ...],
        *,
        agreement: str = "",
        agreed: Agreed = lambda _: (),
        clock: Clock = wall_clock,
    ) -> None:
        """Sit down: the first of `people`, by name and side, is whose machine this is.

        Raises:
            Refused: when a name cannot be taken.
            StoreError: when the room cannot be kept.
        """
        self._host = Host(store, clock=clock, agreed=agreed)
        (first, side), *others = people
        opened = self._host.open_room(scenario, first, side, agreement)
        self.room = opened.room
        self.guests: list[Guest] = []
        self._is_passing = False
        self._sit(Guest(RoomKept(at=(), name=first, side=side, token=opened.token)))
        for name, other_side in others:
            code = self._host.make_code(opened.room)
            guest = self._sit(Guest(RoomKept(at=(), name=name, side=other_side), code=code))
            if guest.why:
                raise Refused(guest.why)
            knocks = self.guests[0].state.host.knocks if self.guests[0].state and self.guests[0].state.host else ()
            for knock in knocks:
                self.guests[0].do(LetIn(member=knock.member))
            self._pass()

    def _sit(self, guest: Guest) -> Guest:
        self.guests.append(guest)
        guest.on_out = self._pass
        self._host.connected(len(self.guests), f"seat {len(self.guests)}")
        guest.connected()
        self._pass()
        return guest

    def _pass(self) -> None:
        """Pass on all that is said, until nobody says anything more."""
        if self._is_passing:
            return
        self._is_passing = True
        try:
            while self._pass_once():
                pass
        finally:
            self._is_passing = False

    def _pass_once(self) -> bool:
        is_moved = False
        for number, guest in enumerate(self.guests, start=1):
            while guest.out:
                is_moved = True
                self._host.receive(number, guest.out.pop(0))
        out, self._host.out = self._host.out, []
        for sent in out:
            is_moved = True
            self.guests[sent.connection - 1].receive(sent.text)
        return is_moved
