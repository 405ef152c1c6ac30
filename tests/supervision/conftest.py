"""What tests of sharing share: a store of several persons, of each kind, and a unit whose people type commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_a_shell import Unit, begin
from running import Program
from world import World, world_on_server

from trainer.store.open import open_base


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, path: Path) -> Iterator[World]:
    """Make a store that nobody is in yet; on a server persons' programs have a name that owns none of its tables."""
    if request.param == "sqlite":
        made = World(lambda: open_base(str(path)))
    else:
        made = world_on_server(request.getfixturevalue("server"), request.getfixturevalue("database"))
    yield made
    made.close()


@pytest.fixture
def unit(program: Program) -> Iterator[Unit]:
    """Give a unit whose people type commands."""
    made = begin(program)
    yield made
    made.world.close()
