"""What persons who meet have on the server: rooms that are held, papers written together, and word of what changed."""

from hashlib import sha256
from typing import Final

import psycopg
from psycopg.errors import UniqueViolation

from trainer.errors import Conflict, StoreError
from trainer.store.base import NO_CHAIN, link
from trainer.store.chain import entries_in
from trainer.store.postgres_address import Connection
from trainer.store.postgres_server import CHANNEL, PostgresServer

_KEY_BYTES: Final = 8
_UNTOLD: Final = "untold"
_TOLD: Final = "told"
"""Whether a holder that lost a room was told so."""
_READS_BEFORE_THE_END: Final = 2
"""A server that stops says so first, and the end of the connection is what is read after that."""


class PostgresTogether(PostgresServer):
    """The tables of rooms and papers."""

    def __init__(self, url: str) -> None:
        self._held: set[str] = set()
        self._lost: dict[str, str] = {}
        """Rooms that were held here until the connection broke, and that somebody else took before it was back."""
        self._listens = False
        self._has_news = False
        super().__init__(url)

    def _greet(self, connection: Connection) -> None:
        """Take the rooms anew that were held, and listen before anything is read, so that nothing falls between."""
        super()._greet(connection)
        connection.add_notify_handler(lambda notify: self._hear(notify.pid, connection.info.backend_pid))
        for room in tuple(self._held):
            if not _took(connection, room):
                self._held.discard(room)
                self._lost[room] = _UNTOLD
        if self._listens:
            connection.execute(f"LISTEN {CHANNEL}")
            self._has_news = True

    def _hear(self, writer: int, own: int) -> None:
        self._has_news = self._has_news or writer != own

    def put_room(self, room: str, stored: bytes) -> None:
        """Keep `stored` as where `room` stands, in place of what was kept before; on return it is on disk."""

        def keep() -> None:
            self._refuse_lost(room)
            with self._transaction(f"room {room}"):
                self._run(
                    "INSERT INTO room VALUES (%s, %s, count_up()) "
                    "ON CONFLICT (room) DO UPDATE SET stored = EXCLUDED.stored",
                    (room, stored),
                )

        self._lasting(keep)

    def room(self, room: str) -> bytes | None:
        """Return where `room` stands, or None where there is none."""
        rows = self._rows("SELECT stored FROM room WHERE room = %s", room)
        return rows[0][0] if rows and isinstance(rows[0][0], bytes) else None

    def rooms(self) -> tuple[str, ...]:
        """Return the ids of all rooms, the one opened first first."""
        return tuple(str(room) for (room,) in self._rows("SELECT room FROM room ORDER BY number"))

    def delete_room(self, room: str) -> None:
        """Forget `room`: who was in it and how they may come back; the sessions stay."""

        def forget() -> None:
            self._refuse_lost(room)
            with self._transaction(f"room {room}"):
                self._run("DELETE FROM room WHERE room = %s", (room,))

        self._lasting(forget)
        self.release(room)

    def hold(self, room: str) -> bool:
        """Become the one holder of `room`, or stay it; return False where another process or store holds it.

        A room that was lost while the server was away is reported so once even where it is free by now: what its holder
        knows of it may be old.
        """
        if not self._is_there():
            self._lasting(lambda: None)
        if self._lost.get(room) == _UNTOLD:
            self._lost[room] = _TOLD
            return False
        if room not in self._held and self._lasting(lambda: _took(self._connection, room)):
            self._held.add(room)
            self._lost.pop(room, None)
        return room in self._held

    def release(self, room: str) -> None:
        """Let go of `room`; nothing happens where it is not held here."""
        self._lost.pop(room, None)
        if room not in self._held:
            return
        self._held.discard(room)
        try:
            self._run("SELECT pg_advisory_unlock(%s)", (_key_of(room),))
        except psycopg.Error:
            # Locks end with their connection, and the next one does not take this room.
            self._connection.close()

    def _refuse_lost(self, room: str) -> None:
        if room in self._lost:
            raise StoreError("This room is held somewhere else now. Nothing was written here.")

    def write_paper(self, paper: str, version: int, entries: tuple[bytes, ...]) -> int:
        """Add `entries` to the log of `paper`, a text that persons write together; return its new version."""
        new = version + len(entries)

        def ours() -> int | None:
            rows = self._run(
                "SELECT stored FROM paper WHERE paper = %s AND version > %s AND version <= %s ORDER BY version",
                (paper, version, new),
            ).fetchall()
            return new if [(entry,) for entry in entries] == rows else None

        self._lasting(lambda: self._write_paper(paper, version, entries), ours)
        return new

    def _write_paper(self, paper: str, version: int, entries: tuple[bytes, ...]) -> int:
        conflict = Conflict("This was written on somewhere else. Nothing was written here.")
        try:
            with self._transaction(f"paper {paper}"):
                row = self._run(
                    "SELECT version, chain, number FROM paper WHERE paper = %s ORDER BY version DESC LIMIT 1", (paper,)
                ).fetchone()
                last, chain, number = row or (0, NO_CHAIN, None)
                if last != version or not isinstance(chain, bytes):
                    raise conflict
                if number is None:
                    (number,) = self._run("SELECT count_up()").fetchone() or (None,)
                for at, stored in enumerate(entries, start=version + 1):
                    chain = link(chain, paper, at, stored)
                    self._run("INSERT INTO paper VALUES (%s, %s, %s, %s, %s)", (paper, at, stored, chain, number))
        except UniqueViolation as error:
            raise conflict from error
        return version + len(entries)

    def paper(self, paper: str) -> tuple[bytes, ...]:
        """Return the entries of `paper` in order, their chain verified; none where there is no such paper."""
        return entries_in(
            paper, self._rows("SELECT version, stored, chain FROM paper WHERE paper = %s ORDER BY version", paper)
        )

    def papers(self) -> tuple[str, ...]:
        """Return the ids of all papers, the one begun first first."""
        rows = self._rows("SELECT paper FROM paper WHERE version = 1 ORDER BY number, paper")
        return tuple(str(paper) for (paper,) in rows)

    def put_name(self, paper: str, party: str, name: str) -> None:
        """Keep what `party` of `paper` is called, beside its log; no name deletes it."""

        def keep() -> None:
            with self._transaction(f"paper {paper}"):
                self._run("DELETE FROM party WHERE paper = %s AND party = %s", (paper, party))
                if name:
                    self._run(
                        "INSERT INTO party VALUES (%s, %s, %s) "
                        "ON CONFLICT (paper, party) DO UPDATE SET name = EXCLUDED.name",
                        (paper, party, name.encode()),
                    )

        self._lasting(keep)

    def names(self, paper: str) -> dict[str, str]:
        """Return what each party of `paper` is called, for those whose names are kept."""
        rows = self._rows("SELECT party, name FROM party WHERE paper = %s ORDER BY party", paper)
        return {str(party): name.decode(errors="replace") for party, name in rows if isinstance(name, bytes)}

    def changed(self) -> bool:
        """Return whether somebody else may have written since this was last asked; the first answer is True.

        What was sent while the server was away is lost, so it is True after that as well.
        """
        if not self._listens:
            # Only who asks listens: a connection on which nobody reads would fill up at the server.
            self._lasting(lambda: self._run(f"LISTEN {CHANNEL}"))
            self._listens = True
            return True
        if not self._is_there():
            return True
        had_news, self._has_news = self._has_news, False
        return had_news

    def close(self) -> None:
        """Let go of the rooms and of the connection."""
        self._held.clear()
        super().close()

    def _is_there(self) -> bool:
        """Return whether the connection lasts as far as one can tell without asking; what came in meanwhile is read."""
        try:
            for _ in range(_READS_BEFORE_THE_END):
                self._connection.pgconn.consume_input()
                while notify := self._connection.pgconn.notifies():
                    self._hear(notify.be_pid, self._connection.info.backend_pid)
        except psycopg.Error:
            self._connection.close()
        return not self._connection.closed


def _took(connection: Connection, room: str) -> bool:
    return connection.execute("SELECT pg_try_advisory_lock(%s)", (_key_of(room),)).fetchone() == (True,)


def _key_of(room: str) -> int:
    """Return the advisory lock of `room`: 64 bits, so that two rooms never meet."""
    return int.from_bytes(sha256(f"dialogue-trainer room {room}".encode()).digest()[:_KEY_BYTES], signed=True)
