"""What all tests share."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builders import short_story
from hypothesis import HealthCheck, settings
from postgres_running import Server
from running import Program

from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.store.sqlite import SqliteStore

# A busy machine is no fault of the code: how long things take is measured in benchmarks/.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

LEFT_OUT = pytest.StashKey[dict[str, str]]()
"""The tests that were left out because they need a system program, by their ids, with that program."""


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """Make a folder in memory where there is one: flushing to a disk takes the time of a hundred other writes."""
    shared = "/dev/shm"  # noqa: S108  the folder made in it is the test's own
    with tempfile.TemporaryDirectory(dir=shared if os.path.isdir(shared) else None) as folder:  # noqa: PTH112
        yield Path(folder)


@pytest.fixture
def memory_folder() -> Iterator[Path]:
    """Give a folder in memory."""
    with folder_in_memory() as folder:
        yield folder


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a PostgreSQL server that is this process's own, in a folder in memory."""
    with folder_in_memory() as folder:
        running = Server(folder)
        yield running
        running.stop()


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Make an empty database, for one test."""
    name = server.make_database()
    yield name
    server.drop_database(name)


@pytest.fixture
def program(memory_folder: Path) -> Program:
    """Give a person a home, a store in it, and the program."""
    return Program(memory_folder)


@pytest.fixture
def path(memory_folder: Path) -> Path:
    """Name the store's file."""
    return memory_folder / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """Open a store in which nothing is kept yet."""
    opened = SqliteStore(path)
    yield opened
    opened.close()


@pytest.fixture
def story() -> Scenario:
    """Read the short story."""
    return parse(short_story())


def pytest_configure(config: pytest.Config) -> None:
    """Make room for what is left out."""
    config.stash[LEFT_OUT] = {}


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Note which tests `-m "not system"` leaves out; whoever picks tests with `-k` knows what is left out."""
    for item in items:
        marker = item.get_closest_marker("system")
        if marker and "not system" in item.config.option.markexpr and not item.config.option.keyword:
            item.config.stash[LEFT_OUT][item.nodeid] = marker.args[0]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker tell the process that writes the summary, which collects nothing itself."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker tells; every worker leaves out the same."""
    node.config.stash[LEFT_OUT].update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and how to run it."""
    left_out = terminalreporter.config.stash[LEFT_OUT]
    if left_out:
        tests = "1 test was" if len(left_out) == 1 else f"{len(left_out)} tests were"
        programs = ", ".join(sorted(set(left_out.values())))
        terminalreporter.write_line(
            f"{tests} left out for needing a system program ({programs}); `bash .ci/run` runs them."
        )
