"""The store in one SQLite file.

A rollback journal instead of WAL: the SQLite that Python brings along can lose commits or corrupt the file when several
connections write through a WAL (its reset bug, 3.7.0 to 3.51.2), and a person makes less than one event a second.
`EXTRA` also flushes the folder after the journal is removed, so that a power cut cannot undo a committed transaction.
"""

import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from trainer.engine.state import Phase
from trainer.errors import Conflict, StoreError, UnknownSession
from trainer.store.base import NO_CHAIN, Batch, Recorded, SessionId, Summary, Words, link
from trainer.text import clean, clean_line

APPLICATION: Final = 0x44494154
"""“DIAT” in SQLite's file header, so that no other program's file is taken for ours."""
SCHEMA: Final = 1
_UNKNOWN: Final = "?"
_PATIENCE_SECONDS: Final = 5

_TABLES: Final = """
CREATE TABLE scenario (
    digest TEXT PRIMARY KEY,
    text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE session (
    session TEXT PRIMARY KEY,
    scenario TEXT NOT NULL REFERENCES scenario,
    scenario_id TEXT NOT NULL,
    title TEXT NOT NULL,
    seats TEXT NOT NULL,
    phase TEXT NOT NULL,
    replies INTEGER NOT NULL,
    version INTEGER NOT NULL,
    began INTEGER NOT NULL,
    touched INTEGER NOT NULL,
    sequence INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_sequence ON session (sequence);
CREATE TABLE event (
    session TEXT NOT NULL REFERENCES session DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL,
    stored BLOB NOT NULL,
    chain BLOB NOT NULL,
    reply TEXT,
    PRIMARY KEY (session, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX event_reply ON event (session, reply) WHERE reply IS NOT NULL;
CREATE TABLE words (
    session TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (session, version)
) WITHOUT ROWID;
"""


class SqliteStore:
    """Sessions in one file, which several processes may use at once."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, or make it, readable by its owner alone.

        Raises:
            StoreError: when that cannot be done.
        """
        self.path = path
        with _told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _claim(path)
            self._connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        run = self._connection.execute
        for pragma in (
            "synchronous = EXTRA",
            "secure_delete = ON",
            "foreign_keys = ON",
            "trusted_schema = OFF",
        ):
            run(f"PRAGMA {pragma}")
        if self._number("user_version") == 0:
            with self._transaction():
                if self._number("user_version") == 0:
                    self._make()
        if self._number("user_version") > SCHEMA:
            raise StoreError(
                f"{self.path} was written by a newer version of this program. Nothing was changed. Update the program."
            )
        run("PRAGMA journal_mode = DELETE")

    def _make(self) -> None:
        for statement in _TABLES.split(";"):
            self._connection.execute(statement)
        self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
        self._connection.execute(f"PRAGMA user_version = {SCHEMA}")

    def _number(self, pragma: str) -> int:
        return int(self._connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def append(self, batch: Batch) -> int:
        """Keep `batch` and return the session's new version; on return it is on disk."""
        from trainer.engine.events import ReplyMade  # noqa: PLC0415  the first screen needs neither
        from trainer.store.codec import to_bytes  # noqa: PLC0415

        with _told(self.path), self._transaction():
            row = self._connection.execute(
                "SELECT version, chain FROM event WHERE session = ? ORDER BY version DESC LIMIT 1", (batch.session,)
            ).fetchone()
            version, chain = row or (0, NO_CHAIN)
            if version != batch.version:
                raise Conflict("This session went on somewhere else. Nothing was written here.")
            for position, event in enumerate(batch.events):
                version += 1
                stored = to_bytes(Recorded(batch.at, event))
                chain = link(chain, batch.session, version, stored)
                reply = event.reply or None if isinstance(event, ReplyMade) else None
                self._connection.execute(
                    "INSERT INTO event VALUES (?, ?, ?, ?, ?)", (batch.session, version, stored, chain, reply)
                )
                if words := batch.words.get(position):
                    self._connection.execute(
                        "INSERT INTO words VALUES (?, ?, ?, ?)", (batch.session, version, words.salt, words.text)
                    )
            self._summarise(batch, version)
            return version

    def _summarise(self, batch: Batch, version: int) -> None:
        if batch.opening is not None:
            opening = batch.opening
            self._connection.execute("INSERT OR IGNORE INTO scenario VALUES (?, ?)", (opening.digest, opening.text))
            self._connection.execute(
                "INSERT INTO session SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(sequence), 0) + 1 FROM session",
                (
                    batch.session,
                    opening.digest,
                    opening.scenario_id,
                    opening.title,
                    json.dumps(opening.seats),
                    batch.phase,
                    batch.replies,
                    version,
                    batch.at,
                    batch.at,
                ),
            )
        else:
            self._connection.execute(
                "UPDATE session SET phase = ?, replies = ?, version = ?, touched = ?, "
                "sequence = (SELECT max(sequence) + 1 FROM session) WHERE session = ?",
                (batch.phase, batch.replies, version, batch.at, batch.session),
            )

    def events(self, session: SessionId, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of `session` after version `after`, the chain of all verified."""
        with _told(self.path):
            rows = self._connection.execute(
                "SELECT event.version, stored, chain, session.version FROM session LEFT JOIN event USING (session) "
                "WHERE session = ? ORDER BY event.version",
                (session,),
            ).fetchall()
        from trainer.store.codec import from_bytes  # noqa: PLC0415  the first screen needs no codec

        chain = NO_CHAIN
        for expected, (version, stored, kept_chain, last) in enumerate(rows, start=1):
            is_whole = version == expected and isinstance(stored, bytes)
            chain = link(chain, session, version, stored) if is_whole else b""
            if chain != kept_chain:
                raise _damaged(session, expected)
            if expected == len(rows) != last:
                raise _damaged(session, expected + 1)
        try:
            return tuple(from_bytes(stored) for version, stored, _, _ in rows if version > after)
        except ValueError as error:
            raise StoreError(
                f"Session {session} holds events that this version of the program does not know. Update it."
            ) from error

    def words(self, session: SessionId) -> dict[int, Words]:
        """Return what was typed in `session`, by the version of the event that holds its digest."""
        with _told(self.path):
            rows = self._connection.execute(
                "SELECT version, salt, text FROM words WHERE session = ?", (session,)
            ).fetchall()
        return {
            version: Words(salt, text)
            for version, salt, text in rows
            if isinstance(salt, bytes) and isinstance(text, str)
        }

    def scenario_text(self, digest: str) -> str:
        """Return the text that sessions were pinned to by `digest`."""
        with _told(self.path):
            row = self._connection.execute("SELECT text FROM scenario WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise StoreError("The text of this session's scenario is missing from the store.")
        text = str(row[0])
        if sha256(text.encode()).hexdigest() != digest:
            raise StoreError(
                "The text of this session's scenario was damaged in the store, so it cannot be gone on with. Other "
                "scenarios are not touched by that; a backup may hold this one whole."
            )
        return text

    def sessions(self) -> tuple[Summary, ...]:
        """Return every session, the one last touched first."""
        with _told(self.path):
            rows = self._connection.execute(f"{_SELECT_SUMMARY} ORDER BY sequence DESC, session").fetchall()
        return tuple(map(_summary, rows))

    def summary(self, session: str) -> Summary:
        """Return the session with this id, or the only one whose id starts so."""
        start = clean(session)
        with _told(self.path):
            rows = self._connection.execute(
                f"{_SELECT_SUMMARY} WHERE substr(session, 1, ?) = ? LIMIT 2", (len(start), start)
            ).fetchall()
        if len(rows) != 1 or not start:
            what = "More than one session starts" if len(rows) > 1 else "There is no session that starts"
            raise UnknownSession(f"{what} with “{start}”. `trainer sessions` lists them.")
        return _summary(rows[0])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _damaged(session: SessionId, version: int) -> StoreError:
    return StoreError(
        f"The record of session {session} was damaged at its event {version}, so it cannot be gone on with. Other "
        "sessions are not touched by that; a backup may hold this one whole."
    )


_SELECT_SUMMARY: Final = (
    "SELECT session, scenario_id, scenario, title, seats, phase, replies, version, began, touched FROM session"
)


def _summary(row: tuple[object, ...]) -> Summary:
    """Return a row of the list; what is damaged in it is shown as unknown, so that it hides no other session."""
    session, scenario_id, scenario, title, seats, phase, *numbers = row
    replies, version, began, touched = (number if isinstance(number, int) else 0 for number in numbers)
    return Summary(
        session=SessionId(_text(session)),
        scenario_id=_text(scenario_id),
        scenario=_text(scenario),
        title=_text(title),
        seats=_seats(seats),
        phase=Phase(phase) if isinstance(phase, str) and phase in set(Phase) else Phase.PAUSED,
        replies=replies,
        version=version,
        began=began,
        touched=touched,
    )


def _text(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else _UNKNOWN


def _seats(value: object) -> tuple[str, ...]:
    try:
        listed = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        listed = None
    names = listed if isinstance(listed, list) else ()
    return tuple(clean_line(name) for name in names if isinstance(name, str)) or (_UNKNOWN,)


_MAGIC: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100
_APPLICATION_AT: Final = slice(68, 72)


def _claim(path: Path) -> None:
    """Make the file at `path` where there is none, and refuse one of another program before SQLite touches it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600)
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        is_file = stat.S_ISREG(mode)
        header = file.read(_HEADER_BYTES) if is_file else b""
    if not is_file or (header and not header.startswith(_MAGIC)):
        raise StoreError(f"{path} is no store of this program. Nothing was changed. Choose another with --store.")
    if header and int.from_bytes(header[_APPLICATION_AT]) != APPLICATION:
        raise StoreError(f"{path} is a file of another program. Nothing was changed. Choose another with --store.")
    if stat.S_IMODE(mode) & _OTHERS:
        with suppress(PermissionError):
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)


_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
"""What a store's file allows to nobody but its owner."""
_SAYINGS: Final = {
    sqlite3.SQLITE_FULL: (
        "The disk is full. What was shown as said before is kept; this was not. Free some space and try again."
    ),
    sqlite3.SQLITE_IOERR: "The disk could not be written or read. What was shown as said before is kept; this was not.",
    sqlite3.SQLITE_READONLY: "{path} may not be written. Nothing was changed. Choose another with --store.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened. Choose another with --store.",
    sqlite3.SQLITE_BUSY: "{path} is in use by another program. This was not kept; try again in a moment.",
    sqlite3.SQLITE_NOTADB: "{path} is no store of this program. Nothing was changed. Choose another with --store.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged. Nothing was changed. Keep a copy of it, and restore a backup.",
}
_PRIMARY: Final = 0xFF
"""The lower byte of SQLite's error codes is the kind, the upper ones tell more."""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a sentence for a person."""
    try:
        yield
    except sqlite3.Error as error:
        # A text that cannot be decoded has no code, and its message holds the text itself, which is nobody's to print.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY
        name = getattr(error, "sqlite_errorname", "")
        saying = _SAYINGS.get(code, "{path} could not be used ({name}). This was not kept.")
        raise StoreError(saying.format(path=path, name=name)) from error
    except UnicodeDecodeError as error:
        raise StoreError(_SAYINGS[sqlite3.SQLITE_CORRUPT].format(path=path)) from error
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror}. Choose another with --store.") from error
