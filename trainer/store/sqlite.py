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

from trainer.errors import Conflict, StoreError, UnknownSession
from trainer.store.base import INTENTION, NO_CHAIN, Batch, Note, Opening, Recorded, SessionId, Summary, Words, link
from trainer.store.rows import note_of, summary_of
from trainer.store.schema import APPLICATION, SCHEMA, STEPS
from trainer.text import clean

_PATIENCE_SECONDS: Final = 5

_SELECT_SUMMARY: Final = (
    "SELECT session, scenario_id, scenario, title, seats, phase, origin, replies, version, began, touched, shared, "
    "number FROM session"
)
_SELECT_NOTE: Final = "SELECT CAST(session AS BLOB), CAST(about AS BLOB), CAST(text AS BLOB), at, sequence FROM note"
"""Texts come as bytes, since SQLite's module stops at the first one that cannot be decoded."""


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
        if self._schema() < SCHEMA:
            with self._transaction():
                self._bring_up_to_date()
        run("PRAGMA journal_mode = DELETE")

    def _schema(self) -> int:
        """Return the schema that the file has, where this program knows it."""
        schema = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if not 0 <= schema <= SCHEMA:
            raise StoreError(
                f"{self.path} was written by a newer version of this program. Nothing was changed. Update the program."
            )
        return schema

    def _bring_up_to_date(self) -> None:
        """Take the steps that the file has not taken, asked anew now that no other process can take them."""
        for statement in (statement for step in STEPS[self._schema() :] for statement in step):
            self._connection.execute(statement)
        self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
        self._connection.execute(f"PRAGMA user_version = {SCHEMA}")

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
            self._open(batch, batch.opening, version)
        else:
            self._connection.execute(
                "UPDATE session SET phase = ?, replies = ?, version = ?, touched = ?, "
                "sequence = (SELECT max(sequence) + 1 FROM session) WHERE session = ?",
                (batch.phase, batch.replies, version, batch.at, batch.session),
            )

    def _open(self, batch: Batch, opening: Opening, version: int) -> None:
        run = self._connection.execute
        run("INSERT OR IGNORE INTO scenario VALUES (?, ?)", (opening.digest, opening.text))
        columns = {
            "session": batch.session,
            "scenario": opening.digest,
            "scenario_id": opening.scenario_id,
            "title": opening.title,
            "seats": json.dumps(opening.seats),
            "phase": batch.phase,
            "replies": batch.replies,
            "version": version,
            "began": batch.at,
            "touched": batch.at,
            "origin": opening.origin,
            "shared": opening.shared,
        }
        run(
            f"INSERT INTO session ({', '.join(columns)}, sequence, number) "  # noqa: S608  names that stand above
            f"SELECT {', '.join('?' * len(columns))}, coalesce(max(sequence), 0) + 1, coalesce(max(number), 0) + 1 "
            "FROM session",
            tuple(columns.values()),
        )
        if opening.origin:
            run("INSERT INTO carried SELECT ?, source FROM carried WHERE session = ?", (batch.session, opening.origin))
        elif opening.intention:
            run("INSERT INTO carried VALUES (?, ?)", (batch.session, opening.intention))

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
                "SELECT version, salt, CAST(text AS BLOB) FROM words WHERE session = ?", (session,)
            ).fetchall()
        return {
            version: Words(salt, text.decode(errors="replace"))
            for version, salt, text in rows
            if isinstance(salt, bytes) and isinstance(text, bytes)
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
        return tuple(map(summary_of, rows))

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
        return summary_of(rows[0])

    def put_note(self, session: SessionId, about: str, text: str, at: int) -> None:
        """Keep `text` as the note of `session` about `about`, in place of the one before; no text deletes that."""
        run = self._connection.execute
        with _told(self.path), self._transaction():
            # Taken before the one before is deleted, since that may be the last one written.
            (sequence,) = run("SELECT coalesce(max(sequence), 0) + 1 FROM note").fetchone()
            if run("DELETE FROM note WHERE session = ? AND about = ?", (session, about)).rowcount:
                self._write_notes_anew()
            if not text:
                return
            note = (session, about, text, at, sequence, session)
            if not run("INSERT INTO note SELECT ?, ?, ?, ?, ? FROM session WHERE session = ?", note).rowcount:
                raise UnknownSession(f"There is no session “{clean(session)}”. `trainer sessions` lists them.")

    def _write_notes_anew(self) -> None:
        """Let the pages of all notes be overwritten: where SQLite once moved a text, a copy stays behind in its page.

        `secure_delete` overwrites a row where it is and a page that is given back, so all pages are given back: by a
        DELETE without WHERE, on a table that has no foreign key, at once.
        """
        for statement in (
            "CREATE TABLE notes_kept AS SELECT * FROM note",
            "DELETE FROM note",
            "INSERT INTO note SELECT * FROM notes_kept",
            "DROP TABLE notes_kept",
        ):
            self._connection.execute(statement)

    def notes(self, session: SessionId | None = None) -> tuple[Note, ...]:
        """Return the notes of `session` in the order of writing, or those of all sessions, the last written first."""
        if session is None:
            return self._notes("ORDER BY sequence DESC")
        return self._notes("WHERE session = ? ORDER BY sequence", session)

    def latest_intention(self) -> Note | None:
        """Return the intention last written, in whichever session."""
        return next(iter(self._notes("WHERE about = ? ORDER BY sequence DESC", INTENTION)), None)

    def intention_of(self, session: SessionId) -> str:
        """Return the intention that was carried into `session`, as it reads now; nothing where it was deleted."""
        where = "WHERE about = ? AND session = (SELECT source FROM carried WHERE session = ?)"
        return next((note.text for note in self._notes(where, INTENTION, session)), "")

    def _notes(self, which: str, *values: str) -> tuple[Note, ...]:
        with _told(self.path):
            rows = self._connection.execute(f"{_SELECT_NOTE} {which}", values).fetchall()
        return tuple(note for row in rows if (note := note_of(row)))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _damaged(session: SessionId, version: int) -> StoreError:
    return StoreError(
        f"The record of session {session} was damaged at its event {version}, so it cannot be gone on with. Other "
        "sessions are not touched by that; a backup may hold this one whole."
    )


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
