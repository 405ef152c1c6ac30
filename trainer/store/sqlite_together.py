"""What persons who meet have in the SQLite file: rooms that are held, and papers that are written together."""

from pathlib import Path
from typing import TYPE_CHECKING

from trainer.errors import Conflict, StoreError
from trainer.store.base import NO_CHAIN, link
from trainer.store.chain import entries_in
from trainer.store.sqlite_file import SqliteFile, told

if TYPE_CHECKING:
    from filelock import FileLock


class TogetherTables(SqliteFile):
    """The tables of rooms and papers."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._held: dict[str, FileLock] = {}
        self._seen_version = -1

    def put_room(self, room: str, stored: bytes) -> None:
        """Keep `stored` as where `room` stands, in place of what was kept before; on return it is on disk."""
        run = self._connection.execute
        with told(self.path), self._transaction():
            if not run("UPDATE room SET stored = ? WHERE room = ?", (stored, room)).rowcount:
                run(
                    "INSERT INTO room (room, stored, number) SELECT ?, ?, coalesce(max(number), 0) + 1 FROM room",
                    (room, stored),
                )

    def room(self, room: str) -> bytes | None:
        """Return where `room` stands, or None where there is none."""
        with told(self.path):
            row = self._connection.execute("SELECT stored FROM room WHERE room = ?", (room,)).fetchone()
        return row[0] if row and isinstance(row[0], bytes) else None

    def rooms(self) -> tuple[str, ...]:
        """Return the ids of all rooms, the one opened first first."""
        with told(self.path):
            return tuple(room for (room,) in self._connection.execute("SELECT room FROM room ORDER BY number"))

    def delete_room(self, room: str) -> None:
        """Forget `room`: who was in it and how they may come back; the sessions stay."""
        with told(self.path), self._transaction():
            self._connection.execute("DELETE FROM room WHERE room = ?", (room,))
        self.release(room)
        with told(self.path):
            self._lock_path(room).unlink(missing_ok=True)

    def hold(self, room: str) -> bool:
        """Become the one holder of `room`, or stay it; return False where another process or store holds it."""
        if room in self._held:
            return True
        from filelock import FileLock, Timeout  # noqa: PLC0415  only who opens a room needs it

        lock = FileLock(self._lock_path(room), mode=0o600, is_singleton=False)
        with told(self.path):
            try:
                lock.acquire(blocking=False)
            except Timeout:
                return False
        self._held[room] = lock
        return True

    def release(self, room: str) -> None:
        """Let go of `room`; nothing happens where it is not held here."""
        if lock := self._held.pop(room, None):
            lock.release()

    def _lock_path(self, room: str) -> Path:
        """Return the file whose lock the holder has: the system lets go of it when the process ends."""
        if not room.isalnum():
            raise StoreError("A room has no such name.")
        return self.path.with_name(f"{self.path.name}-room-{room}")

    def write_paper(self, paper: str, version: int, entries: tuple[bytes, ...]) -> int:
        """Add `entries` to the log of `paper`, a text that persons write together; return its new version."""
        run = self._connection.execute
        with told(self.path), self._transaction():
            row = run(
                "SELECT version, chain, number FROM paper WHERE paper = ? ORDER BY version DESC LIMIT 1", (paper,)
            ).fetchone()
            last, chain, number = row or (0, NO_CHAIN, None)
            if last != version:
                raise Conflict("This was written on somewhere else. Nothing was written here.")
            if number is None:
                (number,) = run("SELECT coalesce(max(number), 0) + 1 FROM paper").fetchone()
            for at, stored in enumerate(entries, start=version + 1):
                chain = link(chain, paper, at, stored)
                run("INSERT INTO paper VALUES (?, ?, ?, ?, ?)", (paper, at, stored, chain, number))
        return version + len(entries)

    def paper(self, paper: str) -> tuple[bytes, ...]:
        """Return the entries of `paper` in order, their chain verified; none where there is no such paper."""
        with told(self.path):
            rows = self._connection.execute(
                "SELECT version, stored, chain FROM paper WHERE paper = ? ORDER BY version", (paper,)
            ).fetchall()
        return entries_in(paper, rows)

    def papers(self) -> tuple[str, ...]:
        """Return the ids of all papers, the one begun first first."""
        with told(self.path):
            rows = self._connection.execute("SELECT paper FROM paper WHERE version = 1 ORDER BY number, paper")
            return tuple(paper for (paper,) in rows)

    def put_name(self, paper: str, party: str, name: str) -> None:
        """Keep what `party` of `paper` is called, beside its log; no name deletes it."""
        run = self._connection.execute
        with told(self.path), self._transaction():
            run("DELETE FROM party WHERE paper = ? AND party = ?", (paper, party))
            if name:
                run("INSERT INTO party VALUES (?, ?, ?)", (paper, party, name))

    def names(self, paper: str) -> dict[str, str]:
        """Return what each party of `paper` is called, for those whose names are kept."""
        with told(self.path):
            rows = self._connection.execute("SELECT party, name FROM party WHERE paper = ? ORDER BY party", (paper,))
            return dict(rows.fetchall())

    def changed(self) -> bool:
        """Return whether another connection wrote since this was last asked; the first answer is True."""
        with told(self.path):
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version == self._seen_version:
            return False
        self._seen_version = version
        return True

    def close(self) -> None:
        """Let go of the rooms and of the file."""
        for room in tuple(self._held):
            self.release(room)
        super().close()
