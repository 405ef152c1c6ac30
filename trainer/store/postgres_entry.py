"""Who is signed in over a connection to a PostgreSQL server, below the program: what a connection may see hangs on it.

Signing in gives a token, of which the server keeps the digest. The connection carries it, and the server's own rules
ask whose it is at every statement. A connection that is made anew is shown the same token; where that is over by then,
one signs in again with the proof that is kept here for it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import psycopg

from trainer.errors import StoreError
from trainer.store.people.accounts import Waits
from trainer.store.postgres_address import Connection
from trainer.store.postgres_functions import INSIDE, TOKEN, TOKEN_MILLISECONDS
from trainer.store.postgres_rules import APP_ROLE, make_rules, refuse_unfit
from trainer.store.postgres_schema import NAMESPACE
from trainer.store.postgres_server import PostgresServer

_STAYS_SECONDS: Final = TOKEN_MILLISECONDS / 1000 - 600
"""After this a token is replaced, a while before it is over."""
_REFUSED: Final = "42501"

T = TypeVar("T")


@dataclass(slots=True)
class _Entry:
    """How somebody came in."""

    called: str
    proof: bytes
    is_recovery: bool
    token: str
    since: float

    def __repr__(self) -> str:
        return "<Entry>"


class PostgresEntry(PostgresServer):
    """A connection that is nobody's, or the one of who signed in over it."""

    def __init__(self, url: str) -> None:
        self._entry: _Entry | None = None
        self._has_rules = False
        super().__init__(url)

    def _look_at_rules(self, connection: Connection) -> None:
        row = connection.execute(
            "SELECT relforcerowsecurity, rolsuper OR rolbypassrls FROM pg_class, pg_roles "
            "WHERE pg_class.oid = to_regclass('dialogue_trainer.person') AND rolname = current_user"
        ).fetchone()
        self._has_rules = row is not None and row[0] is True
        if row == (True, True):
            raise StoreError(
                f"{self._address.name} has a store that several persons share, and the name that you connect with may "
                "pass over its rules. Nothing was opened. Connect with the name that was made for persons' programs."
            )

    def _keep_rules(self, connection: Connection) -> None:
        if self._has_rules:
            row = connection.execute("SELECT value FROM setting WHERE name = %s", (APP_ROLE,)).fetchone()
            make_rules(connection, str(row[0]) if row else "")

    def _greet(self, connection: Connection) -> None:
        super()._greet(connection)
        if self._entry is None:
            return
        _show(connection, self._entry.token)
        if connection.execute("SELECT me()").fetchone() == (None,):
            self._enter_anew(connection, self._entry)

    def _enter_anew(self, connection: Connection, entry: _Entry) -> None:
        """Sign in as before; where that is not possible any more, the connection is nobody's from now on."""
        entered = _entered(connection, entry.called, entry.proof, is_recovery=entry.is_recovery)
        self._entry = None
        if not isinstance(entered, Waits | None):
            self._stay(connection, entry.called, entry.proof, entered[1], is_recovery=entry.is_recovery)

    def _stay(self, connection: Connection, called: str, proof: bytes, token: str, *, is_recovery: bool) -> None:
        self._entry = _Entry(called, proof, is_recovery, token, time.monotonic())
        _show(connection, token)

    def _lasting(self, work: Callable[[], T], ours: Callable[[], T | None] = lambda: None) -> T:
        def signed_in() -> T:
            entry = self._entry
            if entry is not None and time.monotonic() - entry.since > _STAYS_SECONDS:
                self._enter_anew(self._connection, entry)
            return work()

        return super()._lasting(signed_in, ours)

    def _news(self, about: str) -> str:
        """Return that something changed, and of a store that several share no more than that."""
        return "changed" if self._has_rules else about

    def _told(self, error: psycopg.Error) -> StoreError:
        if self._has_rules and error.sqlstate == _REFUSED:
            return StoreError(
                f"{self._address.name} does not allow that: it is not yours there, or you are not signed in any more. "
                "Nothing was changed. After an update, the name that owns the tables opens the store first."
            )
        return super()._told(error)

    def _rule_from_now_on(self, app_role: str) -> None:
        """Make the rules; until somebody signs in, this connection goes past them, which only the owner's can."""

        def make() -> None:
            with self._transaction("people"):
                refuse_unfit(self._connection, app_role)
                make_rules(self._connection, app_role)
                # What is left of a beginning that was broken off leads nowhere: nobody has the code to it.
                for table in ("setting", "person", "code"):
                    self._run(f"DELETE FROM {table} WHERE NOT EXISTS (SELECT FROM credential)")  # noqa: S608
                if app_role:
                    self._run("INSERT INTO setting VALUES (%s, %s)", (APP_ROLE, app_role))

        self._lasting(make)
        self._has_rules = True
        self._run(f"SET search_path = {INSIDE}")

    def _sign_in(self, called: str, proof: bytes, *, is_recovery: bool) -> str | Waits | None:
        """Return the id of who is called so, where `proof` is theirs; from now on the connection is theirs."""
        entered = self._lasting(lambda: _entered(self._connection, called, proof, is_recovery=is_recovery))
        if isinstance(entered, Waits | None):
            return entered
        self.sign_out()
        person, token = entered
        self._stay(self._connection, called, proof, token, is_recovery=is_recovery)
        return person

    def sign_out(self) -> None:
        """Let this connection be nobody's."""
        if self._entry is not None:
            self._lasting(lambda: self._run("SELECT sign_out()"))
        self._entry = None
        self._run("SELECT set_config(%s, '', false), set_config('search_path', %s, false)", (TOKEN, NAMESPACE))

    def close(self) -> None:
        """Sign out, and let go of the connection."""
        if self._entry is not None and not self._connection.closed:
            try:
                self._run("SELECT sign_out()")
            except psycopg.Error:
                self._connection.close()  # the token is over by itself before long
        self._entry = None
        super().close()


def _entered(connection: Connection, called: str, proof: bytes, *, is_recovery: bool) -> tuple[str, str] | Waits | None:
    """Return who signs in and their token, or how long one has to wait, or None where the proof is wrong.

    In two steps: the try is counted, and that is committed, before it is told how it went.
    """
    knock = connection.execute("SELECT wait, ticket FROM knock(%s, %s, %s)", (called, proof, is_recovery)).fetchone()
    wait, ticket = knock or (0, "")
    if isinstance(wait, int) and wait:
        return Waits(wait)
    entered = connection.execute("SELECT who, token FROM enter(%s)", (ticket,)).fetchone()
    return (str(entered[0]), str(entered[1])) if entered else None


def _show(connection: Connection, token: str) -> None:
    connection.execute("SELECT set_config(%s, %s, false)", (TOKEN, token))
