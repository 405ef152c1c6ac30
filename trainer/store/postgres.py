"""The store on a PostgreSQL server that several people share: sessions, and what was told to all who were in them."""

import json
from typing import Final

from psycopg.errors import UniqueViolation

from trainer.errors import Conflict, StoreError
from trainer.store.base import NO_CHAIN, Batch, Note, Opening, Recorded, SessionId, Summary, Words, link
from trainer.store.chain import damaged, events_in
from trainer.store.people.plays import SELECT_SUMMARY
from trainer.store.postgres_people import PostgresPeople
from trainer.store.postgres_together import PostgresTogether
from trainer.store.rows import only_one, pinned_text, readable, summary_of
from trainer.store.shared import no_private_note, words_to_share
from trainer.text import clean

_OF_VERSIONS: Final = {"session_pkey", "event_version"}
"""What two writers of one session break; anything else that is broken is no conflict."""


class PostgresStore(PostgresTogether, PostgresPeople):
    """Sessions on a server, which several hosts may use at once."""

    def append(self, batch: Batch) -> int:
        """Keep `batch` and return the session's new version; on return it is on the server's disk."""
        from trainer.store.codec import to_bytes  # noqa: PLC0415  the first screen needs none

        stored = tuple(to_bytes(Recorded(batch.at, event)) for event in batch.events)
        new = batch.version + len(stored)

        def ours() -> int | None:
            rows = self._run(
                "SELECT stored FROM event WHERE session = %s AND version > %s AND version <= %s ORDER BY version",
                (batch.session, batch.version, new),
            ).fetchall()
            return new if [(each,) for each in stored] == rows else None

        self._lasting(lambda: self._append(batch, stored), ours)
        return new

    def _append(self, batch: Batch, stored: tuple[bytes, ...]) -> int:
        from trainer.engine.events import ReplyMade  # noqa: PLC0415  the first screen needs none

        conflict = Conflict("This session went on somewhere else. Nothing was written here.")
        new = batch.version + len(stored)
        shared = words_to_share(batch)
        try:
            with self._transaction(f"session {batch.session}"):
                version, chain = self._last(batch.session)
                if version != batch.version:
                    raise conflict
                self._summarise(batch, new)
                for position, (event, each) in enumerate(zip(batch.events, stored, strict=True)):
                    version += 1
                    chain = link(chain, batch.session, version, each)
                    reply = event.reply.encode() or None if isinstance(event, ReplyMade) else None
                    self._run(
                        "INSERT INTO event VALUES (%s, %s, %s, %s, %s)", (batch.session, version, each, chain, reply)
                    )
                    if words := shared.get(position):
                        self._run(
                            "INSERT INTO words VALUES (%s, %s, %s, %s)",
                            (batch.session, version, words.salt, words.text.encode()),
                        )
                for person, slot, each in batch.sealed:
                    self._run(
                        "INSERT INTO sealed VALUES (%s, %s, %s, 'words', 0, %s) "
                        "ON CONFLICT (person, session, slot) DO UPDATE SET stored = EXCLUDED.stored",
                        (person, batch.session, slot, each),
                    )
        except UniqueViolation as error:
            if error.diag.constraint_name in _OF_VERSIONS:
                raise conflict from error
            raise
        return new

    def _last(self, session: SessionId) -> tuple[int, bytes]:
        """Return the version and the link of the last event of `session`, which nobody else goes on with meanwhile."""
        row = self._run("SELECT version FROM session WHERE session = %s FOR UPDATE", (session,)).fetchone()
        if row is None:
            return 0, NO_CHAIN
        # Asked only now: a statement sees what was committed before it began, and the one above may have waited.
        version = row[0]
        chained = self._run("SELECT chain FROM event WHERE session = %s AND version = %s", (session, version))
        chain = (chained.fetchone() or (None,))[0]
        if not (isinstance(version, int) and isinstance(chain, bytes)):
            raise damaged(session, version if isinstance(version, int) else 1)
        return version, chain

    def _summarise(self, batch: Batch, new: int) -> None:
        if batch.opening is not None:
            self._open(batch, batch.opening, new)
            return
        written = self._run(
            "UPDATE session SET phase = %s, replies = %s, version = %s, touched = %s, sequence = count_up() "
            "WHERE session = %s",
            (batch.phase.value, batch.replies, new, batch.at, batch.session),
        )
        if not written.rowcount:
            raise StoreError("This session never began. Nothing was written.")

    def _open(self, batch: Batch, opening: Opening, new: int) -> None:
        pinned = (opening.digest, opening.text.encode())
        self._run("INSERT INTO scenario VALUES (%s, %s) ON CONFLICT DO NOTHING", pinned)
        columns = {
            "session": batch.session,
            "scenario": opening.digest,
            "scenario_id": opening.scenario_id.encode(),
            "title": opening.title.encode(),
            "seats": json.dumps(opening.seats).encode(),
            "phase": batch.phase.value,
            "replies": batch.replies,
            "version": new,
            "began": batch.at,
            "touched": batch.at,
            "origin": opening.origin,
            "shared": opening.shared,
            "room": opening.room,
            "own": opening.own,
            "opener": opening.opener,
            "persons": len(opening.seats),
        }
        self._run(
            f"INSERT INTO session ({', '.join(columns)}, sequence, number) "  # noqa: S608  names that stand above
            f"VALUES ({', '.join(['%s'] * len(columns))}, count_up(), count_up())",
            tuple(columns.values()),
        )
        if opening.opener and opening.own_seat:
            self._run("INSERT INTO part VALUES (%s, %s, %s)", (batch.session, opening.own_seat, opening.opener))

    def events(self, session: SessionId, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of `session` after version `after`, the chain of all verified."""
        rows = self._rows(
            "SELECT event.version, stored, chain, session.version FROM session LEFT JOIN event USING (session) "
            "WHERE session = %s ORDER BY event.version",
            session,
        )
        return events_in(session, rows, after)

    def words(self, session: SessionId) -> dict[int, Words]:
        """Return what was typed in `session` for all who were there, by the version of the event with its digest."""
        return {
            version: Words(salt, text.decode(errors="replace"))
            for version, salt, text in self._rows("SELECT version, salt, text FROM words WHERE session = %s", session)
            if isinstance(version, int) and isinstance(salt, bytes) and isinstance(text, bytes)
        }

    def scenario_text(self, digest: str) -> str:
        """Return the text that sessions were pinned to by `digest`."""
        rows = self._rows("SELECT text FROM scenario WHERE digest = %s", digest)
        return pinned_text(digest, readable(rows[0])[0] if rows else None)

    def sessions(self) -> tuple[Summary, ...]:
        """Return every session, the one last touched first."""
        rows = self._rows(f"{SELECT_SUMMARY} ORDER BY sequence DESC, session")
        return tuple(summary_of(readable(row)) for row in rows)

    def summary(self, session: str) -> Summary:
        """Return the session with this id, or the only one whose id starts so."""
        start = clean(session)
        rows = self._rows(f"{SELECT_SUMMARY} WHERE starts_with(session, %s) LIMIT 2", start)
        return summary_of(readable(only_one(rows, start)))

    def put_note(self, session: SessionId, about: str, text: str, at: int) -> None:  # noqa: ARG002  nothing is kept
        """Refuse `text`, which would be private; there is none that no text could delete."""
        if text:
            raise no_private_note()

    def notes(self, session: SessionId | None = None) -> tuple[Note, ...]:  # noqa: ARG002
        """Return nothing: notes are in their writer's own store."""
        return ()

    def latest_intention(self) -> Note | None:
        """Return nothing: intentions are in their writer's own store."""
        return None

    def intention_of(self, session: SessionId) -> str:  # noqa: ARG002
        """Return nothing: intentions are in their writer's own store."""
        return ""
