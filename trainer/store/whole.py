"""Whether all that a store's file holds is what was kept: read only, of any schema up to this program's.

SQLite's own check finds pages that do not fit together, but not a changed letter; the chains find that.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from trainer.errors import StoreError
from trainer.store.base import SessionId
from trainer.store.chain import entries_in, events_in
from trainer.store.schema import APPLICATION, SCHEMA
from trainer.store.sqlite_file import told

PATIENCE_SECONDS: Final = 5
_MOST_TOLD: Final = 20
"""Of a file with more faults than that, the first ones tell enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a store's file, and what of it is damaged."""

    schema: int
    sessions: int
    papers: int
    touched: int
    """When something in it was last played, in milliseconds since 1970; 0 where nothing was."""
    torn: tuple[str, ...]
    """What does not fit together in the file itself."""
    damaged: tuple[str, ...]
    """The sessions, texts and trails that are not what was kept, a sentence each."""

    @property
    def is_whole(self) -> bool:
        """Whether everything is as it was kept."""
        return not (self.torn or self.damaged)


@contextmanager
def reading(path: Path, how: str = "mode=ro") -> Iterator[sqlite3.Connection]:
    """Open the file at `path` without making or changing anything; a text that cannot be decoded stops nothing."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}", uri=True, timeout=PATIENCE_SECONDS, isolation_level=None
    )
    connection.text_factory = lambda stored: stored.decode(errors="replace")
    with closing(connection):
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


def examined(path: Path, how: str = "mode=ro") -> Contents:
    """Read all that the file at `path` holds.

    Raises:
        StoreError: when it cannot be read, is no store, or a newer version's.
    """
    with told(path), reading(path, how) as connection:
        return examined_through(connection, path)


def examined_through(connection: sqlite3.Connection, path: Path) -> Contents:
    """Read all that is in the file at `path`, which `connection` has open.

    Raises:
        StoreError: when it is no store, or a newer version's.
        sqlite3.Error: when it cannot be read.
    """
    schema = _schema(connection, path)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    torn = tuple(_torn(connection))
    damaged = tuple(_damaged(connection, tables))
    sessions, touched = _first(connection, "SELECT count(*), coalesce(max(touched), 0) FROM session", (0, 0))
    (papers,) = _first(connection, "SELECT count(DISTINCT paper) FROM paper", (0,)) if "paper" in tables else (0,)
    return Contents(schema=schema, sessions=sessions, papers=papers, touched=touched, torn=torn, damaged=damaged)


def _schema(connection: sqlite3.Connection, path: Path) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise StoreError(f"{path} is no store of this program.")
    if not 0 < schema <= SCHEMA:
        raise StoreError(f"{path} was written by a newer version of this program. Update the program.")
    return int(schema)


def _first(connection: sqlite3.Connection, query: str, otherwise: tuple[int, ...]) -> tuple[int, ...]:
    """Return the numbers that `query` gives, or `otherwise` where a torn file gives none."""
    try:
        row = connection.execute(query).fetchone()
    except sqlite3.DatabaseError:
        return otherwise
    return row if row and all(isinstance(each, int) for each in row) else otherwise


def _torn(connection: sqlite3.Connection) -> Iterator[str]:
    try:
        yield from (said for (said,) in connection.execute(f"PRAGMA integrity_check({_MOST_TOLD})") if said != "ok")
        if rows := connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD):
            yield f"{len(rows)} rows belong to nothing"
    except sqlite3.DatabaseError as error:
        yield str(error)


def _damaged(connection: sqlite3.Connection, tables: set[str]) -> Iterator[str]:
    """Yield a sentence for everything chained or pinned that is not what was kept."""
    for session in _ids(connection, "SELECT session FROM session ORDER BY session"):
        query = (
            "SELECT event.version, stored, chain, session.version FROM session LEFT JOIN event USING (session) "
            "WHERE session = ? ORDER BY event.version"
        )
        try:
            events_in(SessionId(session), connection.execute(query, (session,)).fetchall(), 0)
        except (StoreError, sqlite3.DatabaseError) as error:
            yield str(error) if isinstance(error, StoreError) else f"Session {session} cannot be read."
    for digest in _ids(connection, "SELECT digest FROM scenario ORDER BY digest"):
        row = connection.execute("SELECT CAST(text AS BLOB) FROM scenario WHERE digest = ?", (digest,)).fetchone()
        if row is None or not isinstance(row[0], bytes) or sha256(row[0]).hexdigest() != digest:
            yield f"The text of the scenario {digest[:12]} is not the one that was played."
    for table, column, what in (
        ("paper", "paper", "The agreement"),
        ("trail", "person", "The list of who looked, of person"),
    ):
        if table in tables:
            yield from _damaged_chains(connection, table, column, what)


def _damaged_chains(connection: sqlite3.Connection, table: str, column: str, what: str) -> Iterator[str]:
    for each in _ids(connection, f"SELECT DISTINCT {column} FROM {table} ORDER BY {column}"):  # noqa: S608  names above
        query = f"SELECT version, stored, chain FROM {table} WHERE {column} = ? ORDER BY version"  # noqa: S608
        try:
            entries_in(each, connection.execute(query, (each,)).fetchall())
        except (StoreError, sqlite3.DatabaseError):
            yield f"{what} {each} is not what was kept."


def _ids(connection: sqlite3.Connection, query: str) -> list[str]:
    """Return the texts that `query` finds, as far as a torn file gives any."""
    found: list[str] = []
    try:
        found.extend(each for (each,) in connection.execute(query) if isinstance(each, str))
    except sqlite3.DatabaseError:
        return found
    return found
