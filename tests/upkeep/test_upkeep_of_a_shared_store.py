"""Where several share a store its upkeep tells nobody how much they played, and what `erase` does not reach is said."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Program
from world import World

from trainer.erasing import IN_OTHER_FOLDERS, erase_person
from trainer.scenario.model import Scenario
from trainer.store.schema import SCHEMA
from trainer.store.sqlite import SqliteStore
from trainer.upkeep.doctor import Level, examine
from trainer.upkeep.whose import is_shared

NOW = 1_800_000_000_000


@pytest.fixture
def world(program: Program) -> Iterator[World]:
    """Make the store of a unit in which two have played."""
    made = World(lambda: SqliteStore(program.store))
    yield made
    made.close()


def played(world: World, story: Scenario, times: int) -> None:
    """Let somebody play some times."""
    kari = world.add("Kari", by=world.begin())
    for _ in range(times):
        kari.play(story)


def test_no_command_counts_their_plays(program: Program, world: World, story: Scenario) -> None:
    """Backup, doctor and restore say the same sentence however much was played, but for its size."""
    played(world, story, 3)
    world.close()
    made, healthy, restored = (program.run(*call) for call in (("backup",), ("doctor",), ("restore", "--yes")))

    assert re.fullmatch(r"[\d,]+ KiB, read and whole\.\n", made.err)
    assert "fine    Each session and agreement is as it was kept.\n" in healthy.out
    assert re.fullmatch(r"Restored: [\d,]+ KiB, read and whole\.\n", restored.out)
    assert "What was taken back, closed or taken out since is there again" in restored.err
    findings = json.loads(program.run("doctor", "--json").out)["findings"]
    assert [] == [each for each in findings if re.search(r"\d+ (sessions?|agreements?)", each["told"])]


def test_a_store_of_ones_own_says_how_many(store: SqliteStore, path: Path) -> None:
    """Whose plays they are may know how many, and an old file without accounts is one's own."""
    assert not is_shared(path)
    assert {"0 sessions and 0 agreements, each as it was kept."} == {
        each.told for each in examine(path, NOW) if each.what == "records"
    }
    store._connection.execute("DROP TABLE credential")
    store._connection.execute(f"PRAGMA user_version = {SCHEMA - 1}")
    assert not is_shared(path)
    assert Level.FAULT not in {each.level for each in examine(path, NOW)}


def test_a_copy_elsewhere_is_said_to_be_beyond_erase(program: Program, world: World, story: Scenario) -> None:
    """It is said when it is written, and again when somebody is taken out; beside the store there is nothing to say."""
    played(world, story, 1)
    elsewhere = program.run("backup", "--to", str(program.folder / "stick"))
    beside = program.run("backup")
    usual = program.run("backup", "--to", f"{program.store}.backups")

    assert "`trainer erase` does not reach a copy in another folder" in elsewhere.err
    assert [False, False] == ["erase" in each.err for each in (beside, usual)]


def test_erase_says_what_it_does_not_reach(program: Program, world: World) -> None:
    """Whoever takes somebody out is told of copies in other folders."""
    admin = world.begin()
    kari = world.add("Kari", by=admin)

    assert IN_OTHER_FOLDERS in erase_person(admin.store, kari.person, str(program.store), world.clock).unreached
