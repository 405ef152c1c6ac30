"""Several people at one keyboard: a host and its guests in one process, with nothing between them."""

from typing import Self

from trainer.clock import Clock, wall_clock
from trainer.listing import listed
from trainer.play import Refused
from trainer.room.guest import Guest
from trainer.room.host import Agreed, Host
from trainer.room.kept import KeptFile, RoomKept, Sitting
from trainer.room.messages import LetIn, Side
from trainer.room.record import member_id
from trainer.scenario.model import Scenario
from trainer.store.base import Store


class Table:
    """A room around one machine; what somebody types for themselves is kept nowhere, since others use this machine."""

    def __init__(self, host: Host, room: str, title: str, file: KeptFile | None = None) -> None:
        """Begin with nobody: `sit_down` and `again` let people sit."""
        self.room = room
        self.guests: list[Guest] = []
        self._title = title
        self._host = host
        self._file = file or KeptFile(None)
        self._is_passing = False
        self._come_back: set[int] = set()

    @classmethod
    def sit_down(  # noqa: PLR0913  what a room is opened with
        cls,
        store: Store,
        scenario: Scenario,
        people: tuple[tuple[str, Side], ...],
        *,
        whose: int = 0,
        agreement: str = "",
        agreed: Agreed = lambda _: (),
        clock: Clock = wall_clock,
        file: KeptFile | None = None,
    ) -> Self:
        """Let `people` sit down, by name and side.

        `whose` store this is counts from 1 in that order; 0 stands for nobody's: then no part in it is anybody's own.
        In `file` is kept how they come back, should the program be closed.

        Raises:
            Refused: when a name cannot be taken.
            StoreError: when the room cannot be kept.
        """
        host = Host(store, clock=clock, agreed=agreed)
        (first, side), *others = people
        opened = host.open_room(scenario, first, side, agreement, own=member_id(whose) if whose else "")
        table = cls(host, opened.room, scenario.title, file)
        table._sit(Guest(RoomKept(at=(), name=first, side=side, token=opened.token)))
        for name, other_side in others:
            code = host.make_code(opened.room)
            guest = table._sit(Guest(RoomKept(at=(), name=name, side=other_side), code=code))
            if guest.why:
                raise Refused(guest.why)
            owner = table.guests[0]
            for knock in owner.state.host.knocks if owner.state and owner.state.host else ():
                owner.do(LetIn(member=knock.member))
            table._pass()
        table._keep()
        return table

    @classmethod
    def again(
        cls, store: Store, kept: RoomKept, file: KeptFile, *, agreed: Agreed = lambda _: (), clock: Clock = wall_clock
    ) -> Self:
        """Let those sit down again who sat at a table that was left in the middle.

        Raises:
            Refused: when it is not there any more, or somebody else has it.
            StoreError: when the store cannot be read.
        """
        host = Host(store, clock=clock, agreed=agreed)
        if not host.take(kept.room):
            raise Refused("This is not there to go on with: it was closed, or another program has it.")
        table = cls(host, kept.room, kept.title, file)
        for there in kept.table:
            table._sit(Guest(RoomKept(at=(), name=there.name, side=there.side, token=there.token)))
        return table

    def _keep(self) -> None:
        sitting = tuple(Sitting(g.kept.name, g.kept.side, g.kept.token) for g in self.guests)
        names = listed(tuple(there.name for there in sitting))
        kept = RoomKept(at=(), name=names, side="other", title=self._title, room=self.room, table=sitting, is_host=True)
        self._file.write(kept)

    def let_wait(self) -> None:
        """Let go of the room, which waits in the store until those who sat here sit down again."""
        self._host.let_go(self.room)

    def forget(self) -> None:
        """Keep no way back any more: the room is closed."""
        if self._file.path is not None:
            self._file.path.unlink(missing_ok=True)

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
            self._host.tick()
            self._let_come_back()
            while self._pass_once():
                pass
        finally:
            self._is_passing = False

    def _let_come_back(self) -> None:
        while self._come_back:
            number = self._come_back.pop()
            self._host.connected(number, f"seat {number}")
            self.guests[number - 1].connected()

    def _pass_once(self) -> bool:
        is_moved = False
        for number, guest in enumerate(self.guests, start=1):
            while guest.out:
                is_moved = True
                self._host.receive(number, guest.out.pop(0))
        out, self._host.out = self._host.out, []
        for sent in out:
            is_moved = True
            guest = self.guests[sent.connection - 1]
            guest.receive(sent.text)
            if sent.is_last:
                guest.lost()
                if not guest.is_refused:  # a fault of the store: one comes back as over a network
                    self._come_back.add(sent.connection)
        return is_moved
