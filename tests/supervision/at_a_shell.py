"""A unit whose people type commands: real processes, each signed in by what the environment names."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from running import Done, Program
from world import PASSPHRASE, Clock, There, World, joint

from trainer.clock import wall_clock
from trainer.people.person import Kind, Role
from trainer.people.shares import Scope
from trainer.scenario.load import parse
from trainer.store.open import open_base

WINDOW: Final = (Path(__file__).parent.parent / "tui" / "window.yaml").read_text(encoding="utf-8")
"""Three turns of staff with a turn of the patient between them."""
POOR: Final = ("rule", "tomorrow", "for-him")


@dataclass
class Unit:
    """Mona and Tora supervise; Mina, “Anna B” and the patient Jon play."""

    program: Program
    world: World
    people: dict[str, There]

    def run(self, name: str, *arguments: str, typed: str = "", before: tuple[str, ...] = ()) -> Done:
        """Run `trainer` with `arguments`, signed in as `name`."""
        file = self.program.folder / "passphrase"
        return self.program.run(
            *arguments, typed=typed, before=before, TRAINER_PERSON=name, TRAINER_PASSPHRASE_FILE=str(file)
        )

    def shared(self, who: str = "Mina", *readers: str, scope: Scope = Scope.TRANSCRIPT) -> str:
        """Let somebody play to an end and share it; return the session."""
        there = self.people[who]
        seat, way = ("patient", ("stays",)) if there.person.is_patient else ("staff", POOR)
        session = there.play(parse(WINDOW), seat, way)
        for reader in readers or ("Mona",):
            there.sharing.share(session.id, there.sharing.reader(reader), scope)
        return session.id

    def joint(self, *, is_agreed: bool = True) -> str:
        """Let Mina and Anna B play together and Mina share it with Mona; return the session."""
        mina, anna = self.people["Mina"], self.people["Anna B"]
        session = joint(mina, anna, WINDOW)
        mina.sharing.share(session.id, mina.sharing.reader("Mona"), Scope.TRANSCRIPT)
        if is_agreed:
            (asked,) = anna.sharing.asks()
            anna.sharing.answer(asked, Scope.SAID)
        return session.id


def begin(program: Program) -> Unit:
    """Make the unit in the store of `program`."""
    file = program.folder / "passphrase"
    file.touch(mode=0o600)
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    world = World(lambda: open_base(str(program.store)), Clock(wall_clock()))
    admin = world.begin()
    return Unit(
        program,
        world,
        {
            "Solveig": admin,
            "Mona": world.add("Mona", Kind.EDUCATOR, Role.SUPERVISOR, by=admin),
            "Tora": world.add("Tora", Kind.EDUCATOR, Role.SUPERVISOR, by=admin),
            "Mina": world.add("Mina", by=admin),
            "Anna B": world.add("Anna B", by=admin),
            "Jon": world.add("Jon", Kind.PATIENT, by=admin),
        },
    )
