"""What tests of stores share: a server, an empty database, and each kind of store by its address."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres_running import Server

from trainer.store.base import Store
from trainer.store.open import open_store

Open = Callable[[], Store]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a PostgreSQL server that is this process's own, in a folder in memory where there is one."""
    shared = "/dev/shm"  # noqa: S108  the folder made in it is the server's own
    with tempfile.TemporaryDirectory(dir=shared if os.path.isdir(shared) else None) as folder:  # noqa: PTH112
        running = Server(Path(folder))
        yield running
        running.stop()


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Make an empty database, for one test."""
    name = server.make_database()
    yield name
    server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, memory_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name an empty store of each kind; what is a person's alone is in a folder of their own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(memory_folder / "data"))
    if request.param == "sqlite":
        return str(request.getfixturevalue("memory_folder") / "store.db")
    return request.getfixturevalue("server").url(request.getfixturevalue("database"))


@pytest.fixture
def open_again(address: str) -> Iterator[Open]:
    """Open the same store, as often as one likes."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_store(address))
        return opened[-1]

    yield again
    for each in opened:
        each.close()
