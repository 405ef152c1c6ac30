"""What tests of rooms share: the PostgreSQL server of the tests of stores."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "store"))

from postgres_running import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a PostgreSQL server that is this process's own, in a folder in memory where there is one."""
    shared = "/dev/shm"  # noqa: S108  the folder made in it is the server's own
    with tempfile.TemporaryDirectory(dir=shared if os.path.isdir(shared) else None) as folder:  # noqa: PTH112
        running = Server(Path(folder))
        yield running
        running.stop()


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    """Name an empty database."""
    name = server.make_database()
    yield server.url(name)
    server.drop_database(name)
