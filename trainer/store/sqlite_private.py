"""What a person typed, in the SQLite file: own words and feelings beside their events, and notes."""

from typing import Final

from trainer.errors import UnknownSession
from trainer.store.base import INTENTION, Note, Opening, SessionId, Words
from trainer.store.rows import note_of
from trainer.store.sqlite_file import SqliteFile, told
from trainer.text import clean

_SELECT_NOTE: Final = "SELECT CAST(session AS BLOB), CAST(about AS BLOB), CAST(text AS BLOB), at, sequence FROM note"
"""Texts come as bytes, since SQLite's module stops at the first one that cannot be decoded."""


class PrivateTables(SqliteFile):
    """The tables of what was typed."""

    def _has_session(self, session: SessionId) -> bool:
        """Return whether there is a session that a note can be on."""
        return bool(self._connection.execute("SELECT 1 FROM session WHERE session = ?", (session,)).fetchone())

    def _put_words(self, session: SessionId, version: int, words: Words) -> None:
        """Keep what was typed for an event, in the transaction that is open."""
        self._connection.execute(
            "INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?)", (session, version, words.salt, words.text)
        )

    def _carry(self, session: SessionId, opening: Opening) -> None:
        """Carry an intention into a session that begins, in the transaction that is open."""
        run = self._connection.execute
        if opening.origin:
            run("INSERT INTO carried SELECT ?, source FROM carried WHERE session = ?", (session, opening.origin))
        elif opening.intention:
            run("INSERT INTO carried VALUES (?, ?)", (session, opening.intention))

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
            if not self._has_session(session):
                raise UnknownSession(f"There is no session “{clean(session)}”. `trainer sessions` lists them.")
            run("INSERT INTO note VALUES (?, ?, ?, ?, ?)", (session, about, text, at, sequence))

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
