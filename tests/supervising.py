"""A unit for tests of supervision: a supervisor, staff and a patient, each with plays that they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from world import There, World

from trainer.people.person import Kind, Role
from trainer.people.shares import NO_END, Scope
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.open import Base

READER: Final = "Tora"
STAFF: Final = ("Kari", "Per", "Mona", "Odd", "Liv", "Nils")
PATIENT: Final = "Jon"
DAY: Final = 24 * 3600 * 1000


@dataclass
class Unit:
    """Who is there."""

    world: World
    admin: There
    reader: There
    """The supervisor with whom everybody shares."""
    staff: tuple[There, ...]
    patient: There

    def wait(self, days: int = 1) -> None:
        """Let time go by."""
        self.world.clock.now += days * DAY

    def share(self, who: There, session: Session, scope: Scope = Scope.TRANSCRIPT, until: int = NO_END) -> str:
        """Share a session of `who` with the supervisor, and return its id."""
        reader = who.sharing.reader(READER)
        who.sharing.share(session.id, reader, scope, until=until, notes=("session",))
        return session.id

    def play(
        self,
        who: There,
        story: Scenario,
        way: Sequence[str],
        scope: Scope = Scope.TRANSCRIPT,
        *,
        seat: str = "staff",
        until: int = NO_END,
    ) -> str:
        """Let `who` play a story to its end and share it with the supervisor; return the session's id."""
        return self.share(who, who.play(story, seat, tuple(way)), scope, until)


def begin_unit(open_base: Callable[[], Base], staff: int = 1) -> Unit:
    """Make the unit in a new store, with as many of the staff as are wanted."""
    world = World(open_base)
    admin = world.begin()
    return Unit(
        world=world,
        admin=admin,
        reader=world.add(READER, Kind.EDUCATOR, Role.SUPERVISOR, by=admin),
        staff=tuple(world.add(name, Kind.STAFF, by=admin) for name in STAFF[:staff]),
        patient=world.add(PATIENT, Kind.PATIENT, by=admin),
    )
