"""A shared store with a person's own file beside it, in which stays what is theirs alone."""

from dataclasses import replace
from pathlib import Path

from trainer.errors import UnknownSession
from trainer.store.base import Batch, Note, Opening, Recorded, SessionId, Store, Summary, Words
from trainer.store.shared import PRIVATE
from trainer.store.sqlite_file import told
from trainer.store.sqlite_private import PrivateTables
from trainer.text import clean


class OwnFile(PrivateTables):
    """What one person typed in plays that are kept elsewhere."""

    def _has_session(self, session: SessionId) -> bool:  # noqa: ARG002  the shared store was asked
        return True

    def take(self, session: SessionId) -> None:
        """Take note that a session that is kept elsewhere was begun by this person."""
        with told(self.path), self._transaction():
            self._connection.execute("INSERT OR IGNORE INTO mine VALUES (?)", (session,))

    def mine(self) -> frozenset[str]:
        """Return the sessions that this person began."""
        with told(self.path):
            return frozenset(session for (session,) in self._connection.execute("SELECT session FROM mine"))

    def keep_typed(self, batch: Batch) -> None:
        """Keep what of `batch` is its writer's alone."""
        with told(self.path), self._transaction():
            for at, words in batch.words.items():
                if batch.events[at].kind in PRIVATE:
                    self._put_words(batch.session, batch.version + at + 1, words)

    def forget(self, session: SessionId) -> None:
        """Delete what was typed in `session`, and that it was this person's."""
        with told(self.path), self._transaction():
            for table in ("words", "note", "carried", "mine"):
                self._connection.execute(f"DELETE FROM {table} WHERE session = ?", (session,))  # noqa: S608

    def compact(self) -> None:
        """Write the file anew, so that no byte of what was deleted is left in it."""
        with told(self.path):
            self._connection.execute("VACUUM")

    def carry(self, session: SessionId, opening: Opening) -> None:
        """Keep which intention is carried into a session that began."""
        with told(self.path), self._transaction():
            self._carry(session, opening)


class WithOwnFile:
    """A `Store` whose sessions are shared, and whose private text is in a file of the person who uses it."""

    def __init__(self, shared: Store, path: Path) -> None:
        self._shared = shared
        self._path = path
        self._own: OwnFile | None = None

    @property
    def _written(self) -> OwnFile:
        """The person's own file, made when there is something to write."""
        if self._own is None:
            self._own = OwnFile(self._path)
        return self._own

    @property
    def _read(self) -> OwnFile | None:
        """The person's own file, if there is one."""
        return self._written if self._own is not None or self._path.exists() else None

    def append(self, batch: Batch) -> int:
        """Keep `batch` and return the session's new version; on return it is on disk.

        What somebody typed is kept first: a text whose event is not in the log is not shown, and is written over.
        """
        opening = batch.opening
        if batch.words:
            self._written.keep_typed(batch)
        if opening is not None:
            self._written.take(batch.session)
        version = self._shared.append(batch)
        if opening is not None and (opening.intention or opening.origin):
            self._written.carry(batch.session, opening)
        return version

    def words(self, session: SessionId) -> dict[int, Words]:
        """Return what was typed in `session`: what was told to all, and what this person typed for themselves."""
        own = self._read.words(session) if self._read else {}
        return own | self._shared.words(session)

    def put_note(self, session: SessionId, about: str, text: str, at: int) -> None:
        """Keep `text` as the note of `session` about `about`, in this person's own file; no text deletes that."""
        if self._shared.summary(session).session != session:
            raise UnknownSession(f"There is no session “{clean(session)}”. `trainer sessions` lists them.")
        self._written.put_note(session, about, text, at)

    def notes(self, session: SessionId | None = None) -> tuple[Note, ...]:
        """Return this person's notes on `session`, or on all sessions of the shared store."""
        return self._read.notes(session) if self._read else ()

    def latest_intention(self) -> Note | None:
        """Return the intention that this person wrote last."""
        return self._read.latest_intention() if self._read else None

    def intention_of(self, session: SessionId) -> str:
        """Return the intention that was carried into `session`, as it reads now."""
        return self._read.intention_of(session) if self._read else ""

    def close(self) -> None:
        """Let go of both."""
        if self._own is not None:
            self._own.close()
        self._shared.close()

    # What is shared.

    def events(self, session: SessionId, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of `session` after version `after`, their chain verified."""
        return self._shared.events(session, after)

    def scenario_text(self, digest: str) -> str:
        """Return the text that sessions were pinned to by `digest`."""
        return self._shared.scenario_text(digest)

    @property
    def _mine(self) -> frozenset[str]:
        return self._read.mine() if self._read else frozenset()

    def sessions(self) -> tuple[Summary, ...]:
        """Return the sessions that this person began, the one last touched first: others' plays are theirs alone."""
        mine = self._mine
        return tuple(summary for summary in self._shared.sessions() if summary.session in mine)

    def summary(self, session: str) -> Summary:
        """Return the session with this id, or the only one of this person's whose id starts so.

        One that was played in a room is there for whoever holds the room, as nobody's own; a play alone of somebody
        else is not there.

        Raises:
            UnknownSession: when there is none, or more than one.
        """
        mine = self._mine
        found = [each for each in mine if each.startswith(session)] if session else []
        summary = self._shared.summary(found[0] if len(found) == 1 else session)
        if summary.session in mine:
            return summary
        if summary.room and summary.session == session:
            return replace(summary, own="")
        raise UnknownSession(f"There is no session that starts with “{clean(session)}”. `trainer sessions` lists them.")

    def put_room(self, room: str, stored: bytes) -> None:
        """Keep `stored` as where `room` stands."""
        self._shared.put_room(room, stored)

    def room(self, room: str) -> bytes | None:
        """Return where `room` stands, or None where there is none."""
        return self._shared.room(room)

    def rooms(self) -> tuple[str, ...]:
        """Return the ids of all rooms, the one opened first first."""
        return self._shared.rooms()

    def delete_room(self, room: str) -> None:
        """Forget `room`."""
        self._shared.delete_room(room)

    def hold(self, room: str) -> bool:
        """Become the one holder of `room`, or stay it."""
        return self._shared.hold(room)

    def release(self, room: str) -> None:
        """Let go of `room`."""
        self._shared.release(room)

    def write_paper(self, paper: str, version: int, entries: tuple[bytes, ...]) -> int:
        """Add `entries` to the log of `paper`."""
        return self._shared.write_paper(paper, version, entries)

    def paper(self, paper: str) -> tuple[bytes, ...]:
        """Return the entries of `paper` in order."""
        return self._shared.paper(paper)

    def papers(self) -> tuple[str, ...]:
        """Return the ids of all papers, the one begun first first."""
        return self._shared.papers()

    def put_name(self, paper: str, party: str, name: str) -> None:
        """Keep what `party` of `paper` is called."""
        self._shared.put_name(paper, party, name)

    def names(self, paper: str) -> dict[str, str]:
        """Return what each party of `paper` is called."""
        return self._shared.names(paper)

    def has_people(self) -> bool:
        """Return whether the shared store has accounts."""
        return self._shared.has_people()

    def setting(self, name: str) -> str:
        """Return what is set for the shared store under `name`, or nothing."""
        return self._shared.setting(name)

    def put_setting(self, name: str, value: str) -> None:
        """Set `name` for the shared store."""
        self._shared.put_setting(name, value)

    def delete_session(self, session: SessionId) -> None:
        """Delete `session`, there and what of it is in this person's own file."""
        if self.summary(session).session in self._mine:
            self._shared.delete_session(session)
            self._written.forget(session)

    def compact(self) -> None:
        """Leave no byte of what was deleted, as far as that is in the power of either."""
        self._shared.compact()
        if self._read:
            self._read.compact()

    def changed(self) -> bool:
        """Return whether somebody else may have written since this was last asked."""
        return self._shared.changed()
