"""A network that a test has in its hand: it holds back, doubles, loses and cuts, and the host can die."""

from collections import deque
from dataclasses import dataclass, field

from trainer.room.guest import Guest
from trainer.room.host import Host
from trainer.scenario.model import Scenario
from trainer.store.base import Store


class Clock:
    """The time, which goes on only when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        """Return the time in milliseconds."""
        return self.now


@dataclass
class Wire:
    """One guest, and what is on its way to and from it."""

    guest: Guest
    connection: int = 0
    """0 while it is cut."""
    up: deque[str] = field(default_factory=deque)
    down: deque[tuple[str, bool]] = field(default_factory=deque)
    received: list[str] = field(default_factory=list)
    """Everything that this guest was ever sent."""


class Net:
    """A host, its guests, and what lies between."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self.store = store
        self.clock = clock or Clock()
        self.wires: list[Wire] = []
        self.room = ""
        self._numbers = 0
        self.host = Host(store, clock=self.clock)

    def open(self, scenario: Scenario, name: str, side: str = "other", agreement: str = "") -> str:
        """Open a room and return its host's token."""
        opened = self.host.open_room(scenario, name, side, agreement)
        self.room = opened.room
        return opened.token

    def add(self, guest: Guest) -> Wire:
        """Let `guest` come, connected at once."""
        wire = Wire(guest)
        self.wires.append(wire)
        self.connect(wire)
        return wire

    def connect(self, wire: Wire) -> None:
        """Connect a guest anew; what was on its way is lost, and the host may not have noticed the old end."""
        self._numbers += 1
        wire.connection = self._numbers
        wire.up.clear()
        wire.down.clear()
        self.host.connected(wire.connection, f"guest {self.wires.index(wire)}")
        wire.guest.connected()
        self.take_out(wire)

    def cut(self, wire: Wire, *, is_noticed: bool = True) -> None:
        """Cut a connection; the host notices at once, or only when the guest comes back."""
        if wire.connection and is_noticed:
            self.host.lost(wire.connection)
        wire.connection = 0
        wire.up.clear()
        wire.down.clear()
        wire.guest.lost()

    def restart(self) -> None:
        """Let the host die, and another one hold its rooms."""
        for wire in self.wires:
            self.cut(wire, is_noticed=False)
        for room in self.host.rooms:
            self.store.release(room)
        self.host = Host(self.store, clock=self.clock)
        self.host.take_over()

    def take_out(self, wire: Wire) -> None:
        """Put on the wire what a guest wants to send."""
        out, wire.guest.out[:] = list(wire.guest.out), []
        if wire.connection:
            wire.up.extend(out)

    def deliver_up(self, wire: Wire, *, is_doubled: bool = False) -> bool:
        """Bring the oldest message of a guest to the host, twice where it `is_doubled`."""
        self.take_out(wire)
        if not wire.up:
            return False
        text = wire.up.popleft()
        for _ in range(2 if is_doubled else 1):
            self.host.receive(wire.connection, text)
        self._sort()
        return True

    def deliver_down(self, wire: Wire, *, is_doubled: bool = False) -> bool:
        """Bring the oldest message of the host to a guest."""
        self._sort()
        if not wire.down:
            return False
        text, is_last = wire.down.popleft()
        for _ in range(2 if is_doubled else 1):
            wire.received.append(text)
            wire.guest.receive(text)
        self.take_out(wire)
        if is_last:
            self.cut(wire, is_noticed=False)
        return True

    def tick(self, milliseconds: int = 1_000) -> None:
        """Let time pass."""
        self.clock.now += milliseconds
        self.host.tick()
        for wire in self.wires:
            wire.guest.tick(self.clock.now)
            self.take_out(wire)
        self._sort()

    def settle(self) -> None:
        """Bring everything that is on its way, until nobody says anything more."""
        is_moving = True
        while is_moving:
            moved = [self.deliver_up(wire) or self.deliver_down(wire) for wire in self.wires]
            is_moving = any(moved)

    def _sort(self) -> None:
        out, self.host.out = self.host.out, []
        for sent in out:
            for wire in self.wires:
                if wire.connection == sent.connection:
                    wire.down.append((sent.text, sent.is_last))
