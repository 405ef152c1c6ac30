"""The store in one SQLite file: sessions, what was typed, and notes."""

import json
from typing import Final

from trainer.errors import Conflict, UnknownSession
from trainer.store.base import INTENTION, NO_CHAIN, Batch, Note, Opening, Recorded, SessionId, Summary, Words, link
from trainer.store.chain import events_in
from trainer.store.rows import note_of, only_one, pinned_text, summary_of
from trainer.store.sqlite_file import told
from trainer.store.sqlite_together import TogetherTables
from trainer.text import clean

_SELECT_SUMMARY: Final = (
    "SELECT session, scenario_id, scenario, title, seats, phase, origin, room, own, replies, version, began, touched, "
    "shared, number FROM session"
)
_SELECT_NOTE: Final = "SELECT CAST(session AS BLOB), CAST(about AS BLOB), CAST(text AS BLOB), at, sequence FROM note"
"""Texts come as bytes, since SQLite's module stops at the first one that cannot be decoded."""


class SqliteStore(TogetherTables):
    """Sessions in one file, which several processes may use at once."""

    def append(self, batch: Batch) -> int:
        """Keep `batch` and return the session's new version; on return it is on disk."""
        from trainer.engine.events import ReplyMade  # noqa: PLC0415  the first screen needs neither
        from trainer.store.codec import to_bytes  # noqa: PLC0415

        with told(self.path), self._transaction():
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
            "room": opening.room,
            "own": opening.own,
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
        with told(self.path):
            rows = self._connection.execute(
                "SELECT event.version, stored, chain, session.version FROM session LEFT JOIN event USING (session) "
                "WHERE session = ? ORDER BY event.version",
                (session,),
            ).fetchall()
        return events_in(session, rows, after)

    def words(self, session: SessionId) -> dict[int, Words]:
        """Return what was typed in `session`, by the version of the event that holds its digest."""
        with told(self.path):
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
        with told(self.path):
            row = self._connection.execute("SELECT text FROM scenario WHERE digest = ?", (digest,)).fetchone()
        return pinned_text(digest, row[0] if row else None)

    def sessions(self) -> tuple[Summary, ...]:
        """Return every session, the one last touched first."""
        with told(self.path):
            rows = self._connection.execute(f"{_SELECT_SUMMARY} ORDER BY sequence DESC, session").fetchall()
        return tuple(map(summary_of, rows))

    def summary(self, session: str) -> Summary:
        """Return the session with this id, or the only one whose id starts so."""
        start = clean(session)
        with told(self.path):
            rows = self._connection.execute(
                f"{_SELECT_SUMMARY} WHERE substr(session, 1, ?) = ? LIMIT 2", (len(start), start)
            ).fetchall()
        return summary_of(only_one(rows, start))

    def put_note(self, session: SessionId, about: str, text: str, at: int) -> None:
        """Keep `text` as the note of `session` about `about`, in place of the one before; no text deletes that."""
        run = self._connection.execute
        with told(self.path), self._transaction():
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
        with told(self.path):
            rows = self._connection.execute(f"{_SELECT_NOTE} {which}", values).fetchall()
        return tuple(note for row in rows if (note := note_of(row)))
