"""Several at one keyboard: nobody's typed words are kept, and those who sat there can sit down again."""

from pathlib import Path

import pytest

from trainer.play import Refused
from trainer.room.kept import KeptFile
from trainer.room.messages import HaveRead, PauseNow, Ready, TakeSeat
from trainer.room.table import Table
from trainer.scenario.model import Scenario
from trainer.store.sqlite import SqliteStore

PEOPLE = (("Mina", "patients"), ("Anna", "staff"))
TYPED = "herons in the attic"


@pytest.fixture
def file(memory_folder: Path) -> KeptFile:
    """Name where the way back is kept."""
    return KeptFile(memory_folder / "rooms" / "table.json")


def in_the_middle(store: SqliteStore, story: Scenario, file: KeptFile) -> Table:
    """Let two sit down and play one reply of the short story; then it is the patient's turn."""
    table = Table.sit_down(store, story, PEOPLE, file=file)  # type: ignore[arg-type]  # sides are as they are written
    begin(table)
    anna = table.guests[1]
    anna.check_in(f"5 {TYPED}")
    assert anna.turn is not None
    anna.say(anna.turn.options[0].id)
    return table


def begin(table: Table) -> None:
    """Let Mina and Anna take their parts, and read."""
    mina, anna = table.guests
    for guest, seat in ((mina, "patient"), (anna, "staff")):
        guest.do(TakeSeat(seat=seat))
    for step in (Ready(), HaveRead()):
        for guest in (mina, anna):
            guest.do(step)


def test_those_who_sat_there_sit_down_again(store: SqliteStore, path: Path, story: Scenario, file: KeptFile) -> None:
    """A program that was killed in the middle leaves a way back to the same turn; what was typed is nowhere."""
    before = in_the_middle(store, story, file)
    turn = before.guests[0].turn
    before.guests[1].do(PauseNow())
    store.close()  # as the end of the process does, it lets go of the room
    again = SqliteStore(path)
    kept = file.read()
    assert kept is not None
    assert kept.name == "Mina and Anna"
    table = Table.again(again, kept, file)

    assert [before.guests[at].seen for at in (0, 1)] == [guest.seen for guest in table.guests]
    assert turn is not None
    assert table.guests[0].turn is None  # it is paused
    assert table.guests[0].state is not None
    assert table.guests[0].state.stage == "paused"
    assert file.path is not None
    assert TYPED.encode() not in file.path.read_bytes() + path.read_bytes()
    again.close()


def test_what_is_closed_or_held_elsewhere_is_not_sat_down_to(
    store: SqliteStore, path: Path, story: Scenario, file: KeptFile
) -> None:
    """While another program has it, or after it was closed, one is told so; let go of, it can be had."""
    table = in_the_middle(store, story, file)
    kept = file.read()
    assert kept is not None
    other = SqliteStore(path)
    with pytest.raises(Refused, match="not there to go on with"):
        Table.again(other, kept, file)
    table.let_wait()
    assert Table.again(other, kept, file).guests[0].turn is not None
    table.forget()
    assert file.read() is None
    other.close()


@pytest.mark.parametrize(("whose", "own"), [(0, ""), (1, "patient"), (2, "staff")])
def test_a_part_is_whose_machine_it_is_said_to_be(
    store: SqliteStore, story: Scenario, file: KeptFile, whose: int, own: str
) -> None:
    """Of a play at one keyboard nobody's part is looked back on here, unless it was said whose machine it is."""
    table = Table.sit_down(store, story, PEOPLE, file=file, whose=whose)  # type: ignore[arg-type]  # likewise
    begin(table)

    assert [own] == [each.own for each in store.sessions()]
