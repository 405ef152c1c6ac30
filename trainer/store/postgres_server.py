"""One PostgreSQL server that several hosts use at once: how it is written and reached again, and its faults told.

A connection is one session on the server, which no pooler may share out: locks on rooms and the hint of what changed
live in it. When it breaks, what was being done is done again over a new one. A transaction whose COMMIT was sent, but
whose answer never came, may have been committed: then what is in the tables says whether it was ours.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final, TypeVar

import psycopg
from psycopg.pq import TransactionStatus

from trainer.errors import Conflict, StoreError
from trainer.store.postgres_address import Address, Connection, Unreachable
from trainer.store.postgres_schema import NAMESPACE, bring_up_to_date

CHANNEL: Final = NAMESPACE
"""Where every write says which session, room or paper it was; never what."""
PATIENCE_SECONDS: Final = 20
"""How long a server may stay away before a person is told: a restart takes less."""
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0
_OLDEST: Final = 140_000
"""Before this version one could not wait for a connection to be ended."""
_GHOST_MILLISECONDS: Final = 2_000
_SETTINGS: Final = {
    "search_path": NAMESPACE,
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "30s",
    "idle_session_timeout": "0",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "default_transaction_isolation": "read committed",
}
"""No writer that stands still stops the others for long, and the locks of a machine that is gone are let go of soon."""
_WAITS_FOR_WRITERS: Final = "5s"
"""To bring the tables up to date may take longer than another's write."""
_SAYINGS: Final = {
    "53100": "{name} has no disk space left. What was shown as said before is kept; this was not. Try again later.",
    "53300": "{name} has no room for one more connection. This was not kept; try again in a moment.",
    "55P03": "{name} is busy with this for another program. This was not kept; try again in a moment.",
    "57014": "{name} stopped what was asked of it. This was not kept; try again in a moment.",
    "25006": "{name} may only be read. Nothing was changed. Give the address of the one that is written to.",
    "42501": "{name} does not let this name make or use its tables. Nothing was changed. Ask who runs it for CREATE.",
}
_PASSING: Final = {"57P01", "57P02", "57P03", "57P05", "25P03", "40001", "40P01"}
"""The server goes, comes, or let go of this connection; or two transactions were in each other's way."""

T = TypeVar("T")


class PostgresServer:
    """A database with the tables of the store."""

    def __init__(self, url: str) -> None:
        """Connect to the server at `url` and make its tables where they are missing.

        Raises:
            StoreError: when that cannot be done.
            UsageError: when `url` is no address.
        """
        self._address = Address(url)
        self._backend: tuple[object, ...] = (0, "")
        self._is_committing = False
        self._is_open = True
        self._connection = self._reached()

    def _reached(self) -> Connection:
        """Return a new connection that is ready for use.

        Raises:
            Unreachable: when another try may lead to one.
            StoreError: when none will.
        """
        connection = self._address.connect()
        with ExitStack() as failing:
            failing.callback(connection.close)
            try:
                self._settle(connection)
                self._look_at_rules(connection)
                bring_up_to_date(connection, self._address.name, self._keep_rules)
                connection.execute("SELECT set_config('lock_timeout', %s, false)", (_WAITS_FOR_WRITERS,))
                self._greet(connection)
            except psycopg.Error as error:
                if connection.closed or error.sqlstate in _PASSING:
                    raise Unreachable(f"{self._address.name} went away just now. Try again in a moment.") from error
                raise self._told(error) from error
            failing.pop_all()
        return connection

    def _settle(self, connection: Connection) -> None:
        """Make sure that what is committed is flushed, and that nothing is left of the connection before this one."""
        run = connection.execute
        run(
            "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS setting (name, value)",
            (list(_SETTINGS), list(_SETTINGS.values())),
        )
        if connection.info.server_version < _OLDEST:
            raise StoreError(f"{self._address.name} is older than PostgreSQL 14. Nothing was changed. Update it.")
        if run("SELECT current_setting('fsync')").fetchone() != ("on",):
            raise StoreError(
                f"{self._address.name} is set up to lose what it has acknowledged (fsync is off). Nothing was "
                "changed. Ask who runs it to set it on."
            )
        if run("SELECT current_setting('synchronous_commit')").fetchone() == ("off",):
            run("SELECT set_config('synchronous_commit', 'on', false)")
        # The server may not know yet that the old connection is gone, and keeps its locks and its transaction until it
        # does. A process number may come again after a restart, the moment at which its connection began does not.
        run(
            "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity "
            "WHERE pid = %s AND extract(epoch FROM backend_start)::text = %s",
            (_GHOST_MILLISECONDS, *self._backend),
        )
        backend = run(
            "SELECT pid, extract(epoch FROM backend_start)::text FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        ).fetchone()
        self._backend = backend or (0, "")

    def _look_at_rules(self, connection: Connection) -> None:
        """See whether several persons share the tables, and whether their rules hold over this connection."""

    def _keep_rules(self, connection: Connection) -> None:
        """Make the rules fit tables that were just brought up to date."""

    def _greet(self, connection: Connection) -> None:
        """Take up over a new connection what lived in the one before."""

    def _run(self, query: str, values: tuple[object, ...] = ()) -> "psycopg.Cursor[tuple[object, ...]]":
        return self._connection.execute(query, values)

    def _rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Return what `query` finds, asked again while the server is away for a while."""
        return self._lasting(lambda: self._run(query, values).fetchall())

    @contextmanager
    def _transaction(self, about: str) -> Iterator[None]:
        """Keep what is written inside together or not at all, and let others know what it was `about`."""
        self._run("BEGIN")
        try:
            yield
            self._run("SELECT pg_notify(%s, %s)", (CHANNEL, self._news(about)))
        except BaseException:
            status = self._connection.pgconn.transaction_status
            if status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
                self._run("ROLLBACK")
            elif status != TransactionStatus.IDLE:
                self._connection.close()
            raise
        self._is_committing = True
        self._run("COMMIT")
        self._is_committing = False

    def _news(self, about: str) -> str:
        """Return what others are told of a change of `about`."""
        return about

    def _lasting(self, work: Callable[[], T], ours: Callable[[], T | None] = lambda: None) -> T:
        """Return what `work` returns, done again over a new connection while the server is away for a while.

        `ours` is asked where `work` meets a conflict that may be with itself: where an earlier try was committed
        without an answer it returns what that would have returned.
        """
        if not self._is_open:
            raise StoreError("The store was closed already. Nothing was kept.")
        is_in_doubt = False
        for pause in _pauses():
            self._is_committing = False
            try:
                if self._connection.closed:
                    self._connection = self._reached()
                return self._work(work, ours) if is_in_doubt else work()
            except Unreachable:
                pass
            except psycopg.Error as error:
                is_in_doubt = is_in_doubt or self._is_committing
                if not self._is_passing(error):
                    raise self._told(error) from error
            except UnicodeError as error:
                raise StoreError("This has characters that cannot be kept. Nothing was written.") from error
            time.sleep(pause)
        raise self._gave_up(is_in_doubt=is_in_doubt)

    @staticmethod
    def _work(work: Callable[[], T], ours: Callable[[], T | None]) -> T:
        try:
            return work()
        except Conflict:
            result = ours()
            if result is None:
                raise
            return result

    def _is_passing(self, error: psycopg.Error) -> bool:
        """Return whether another try may succeed, and close what cannot be used any more."""
        if self._connection.closed:
            return True
        if error.sqlstate not in _PASSING:
            return False
        self._connection.close()
        return True

    def _told(self, error: psycopg.Error) -> StoreError:
        """Return what the server raised as a sentence for a person."""
        saying = _SAYINGS.get(error.sqlstate or "", "{name} could not be used ({kind}). This was not kept.")
        return StoreError(saying.format(name=self._address.name, kind=type(error).__name__))

    def _gave_up(self, *, is_in_doubt: bool) -> StoreError:
        fate = (
            "this was being kept when it went away, and may be there or not"
            if is_in_doubt
            else "this was not kept, there or here"
        )
        return StoreError(
            f"{self._address.name} has not been there for {PATIENCE_SECONDS} seconds. What was shown as said before is "
            f"kept on it; {fate}. Go on when it is back."
        )

    def close(self) -> None:
        """Let go of the connection, and of every room with it."""
        self._is_open = False
        self._connection.close()


def _pauses() -> Iterator[float]:
    """Yield growing pauses, for as long as one is patient after the first try."""
    pause = _FIRST_PAUSE
    yield pause
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        pause = min(2 * pause, _LONGEST_PAUSE)
        yield pause
