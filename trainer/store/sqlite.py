"""The store in one SQLite file: sessions, beside what is private and what is there for several."""

import json

from trainer.errors import Conflict
from trainer.store.base import NO_CHAIN, Batch, Opening, Recorded, SessionId, Summary, link
from trainer.store.chain import events_in
from trainer.store.people.plays import LAST_CHARACTER, SELECT_SUMMARY
from trainer.store.rows import only_one, pinned_text, summary_of
from trainer.store.sqlite_file import told
from trainer.store.sqlite_people import SqlitePeople
from trainer.store.sqlite_private import PrivateTables
from trainer.store.sqlite_together import TogetherTables
from trainer.text import clean


class SqliteStore(TogetherTables, SqlitePeople, PrivateTables):
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
                    self._put_words(batch.session, version, words)
            for person, slot, stored in batch.sealed:
                self._connection.execute(
                    "INSERT OR REPLACE INTO sealed VALUES (?, ?, ?, 'words', 0, ?)",
                    (person, batch.session, slot, stored),
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
            "opener": opening.opener,
            "persons": len(opening.seats),
        }
        run(
            f"INSERT INTO session ({', '.join(columns)}, sequence, number) "  # noqa: S608  names that stand above
            f"VALUES ({', '.join('?' * len(columns))}, "
            # Each by itself, so that each is one step into its index.
            "(SELECT coalesce(max(sequence), 0) + 1 FROM session), (SELECT coalesce(max(number), 0) + 1 FROM session))",
            tuple(columns.values()),
        )
        if opening.opener and opening.own_seat:
            run("INSERT INTO part VALUES (?, ?, ?)", (batch.session, opening.own_seat, opening.opener))
        self._carry(batch.session, opening)

    def events(self, session: SessionId, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of `session` after version `after`, the chain of all verified."""
        with told(self.path):
            rows = self._connection.execute(
                "SELECT event.version, stored, chain, session.version FROM session LEFT JOIN event USING (session) "
                "WHERE session = ? ORDER BY event.version",
                (session,),
            ).fetchall()
        return events_in(session, rows, after)

    def scenario_text(self, digest: str) -> str:
        """Return the text that sessions were pinned to by `digest`."""
        with told(self.path):
            row = self._connection.execute("SELECT text FROM scenario WHERE digest = ?", (digest,)).fetchone()
        return pinned_text(digest, row[0] if row else None)

    def sessions(self) -> tuple[Summary, ...]:
        """Return every session, the one last touched first."""
        with told(self.path):
            rows = self._connection.execute(f"{SELECT_SUMMARY} ORDER BY sequence DESC, session").fetchall()
        return tuple(map(summary_of, rows))

    def summary(self, session: str) -> Summary:
        """Return the session with this id, or the only one whose id starts so."""
        start = clean(session)
        with told(self.path):
            rows = self._connection.execute(
                f"{SELECT_SUMMARY} WHERE session >= ? AND session < ? LIMIT 2", (start, start + LAST_CHARACTER)
            ).fetchall()
        return summary_of(only_one(rows, start))
