"""What every store promises: whole batches, in order, each once, flushed before they are acknowledged."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NewType, Protocol

from trainer.engine.state import Phase

if TYPE_CHECKING:
    from trainer.engine.events import Event

SessionId = NewType("SessionId", str)
NO_CHAIN: Final = b"\0" * 32
"""What the first event's chain link follows."""
INTENTION: Final = "intention"
"""What a note is about that says what its writer wants to try in the next play."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it is stored: with the time at which it was kept."""

    at: int
    """Milliseconds since 1970, UTC, by this machine's clock; order is by version, never by time."""
    event: "Event"


@dataclass(frozen=True, slots=True)
class Words:
    """What a person typed, kept beside the event that holds its digest."""

    salt: bytes
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person wrote for nobody but themselves; no log holds that there is one."""

    session: SessionId
    about: str
    """`session`, `how-it-was`, `came-of-it`, `intention`, or the name of a reading of the looking back."""
    text: str
    at: int
    """Milliseconds since 1970, UTC, by this machine's clock."""
    sequence: int
    """Which of the store's notes was written before which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a new session brings along."""

    digest: str
    text: str
    scenario_id: str
    title: str
    seats: tuple[str, ...]
    intention: str = ""
    """The session whose intention is carried into this one, by reference, so that it is deleted everywhere at once."""
    origin: str = ""
    """The session that this one was forked from; what was carried into that one is carried into this one."""
    shared: int = 0
    """How many events were taken over from there."""
    room: str = ""
    """The room that it is played in, or nothing for a play alone."""
    own: str = ""
    """In a room, the seat of whose store this is, or nothing: the others' looking back is theirs alone."""
    opener: str = ""
    """On a store of several persons, who began it."""

    @property
    def own_seat(self) -> str:
        """The seat of who began it, or nothing."""
        return self.own if self.room else self.seats[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Events that are kept together or not at all."""

    session: SessionId
    version: int
    """The version that the writer last saw, 0 for a new session; a mismatch raises Conflict."""
    events: "tuple[Event, ...]"
    at: int
    phase: Phase
    replies: int
    """How many replies of persons the session has after this batch."""
    words: dict[int, Words] = field(default_factory=dict)
    """What was typed, by the position of its event in this batch."""
    opening: Opening | None = None
    sealed: tuple[tuple[str, bytes, bytes], ...] = ()
    """On a store of several persons, what only its writer can read: who that is, its name there, and the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A session as the list of sessions shows it."""

    session: SessionId
    scenario_id: str
    scenario: str
    title: str
    seats: tuple[str, ...]
    phase: Phase
    replies: int
    version: int
    began: int
    touched: int
    origin: str
    """The session that it was forked from, or nothing for a first attempt."""
    shared: int
    """How many events it has in common with that one."""
    number: int
    """Counts up in the order in which sessions began; 0 for those that were there before forks were."""
    room: str = ""
    """The room that it is played in, or nothing for a play alone."""
    own: str = ""
    """In a room, the seat of whose store this is, or nothing."""

    @property
    def own_seat(self) -> str:
        """The seat of whose store this is: the first one, or in a room their own; nothing where they had none there.

        Of another's seat nothing is looked back on here: how they did is theirs alone.
        """
        return self.own if self.room else self.seats[0]

    @property
    def when_begun(self) -> tuple[int, int, str]:
        """What sessions are put in the order by in which they began; those of an older schema have no number."""
        return self.number, self.began, self.session

    @property
    def is_open(self) -> bool:
        """Whether it can be gone on with."""
        return self.phase in (Phase.BRIEFING, Phase.PLAYING, Phase.PAUSED)


class Store(Protocol):
    """A place that keeps sessions."""

    def append(self, batch: Batch) -> int:
        """Keep `batch` and return the session's new version; on return it is on disk.

        Raises:
            Conflict: when the session is not at the batch's version; nothing was written.
            StoreError: when it cannot be kept; nothing was written.
        """

    def events(self, session: SessionId, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of `session` after version `after`, their chain verified."""

    def words(self, session: SessionId) -> dict[int, Words]:
        """Return what was typed in `session`, by the version of the event that holds its digest."""

    def scenario_text(self, digest: str) -> str:
        """Return the text that sessions were pinned to by `digest`."""

    def sessions(self) -> tuple[Summary, ...]:
        """Return every session, the one last touched first."""

    def summary(self, session: str) -> Summary:
        """Return the session with this id, or the only one whose id starts so.

        Raises:
            UnknownSession: when there is none, or more than one.
        """

    def put_note(self, session: SessionId, about: str, text: str, at: int) -> None:
        """Keep `text` as the note of `session` about `about`, in place of the one before; no text deletes that.

        On return it is on disk, and no byte of the one before is left in the store.

        Raises:
            UnknownSession: when there is no such session.
            StoreError: when it cannot be kept; nothing was changed.
        """

    def notes(self, session: SessionId | None = None) -> tuple[Note, ...]:
        """Return the notes of `session` in the order of writing, or those of all sessions, the last written first."""

    def latest_intention(self) -> Note | None:
        """Return the intention last written, in whichever session."""

    def intention_of(self, session: SessionId) -> str:
        """Return the intention that was carried into `session`, as it reads now; nothing where it was deleted."""

    def put_room(self, room: str, stored: bytes) -> None:
        """Keep `stored` as where `room` stands, in place of what was kept before; on return it is on disk.

        Only who holds the room writes it, so that there is no version.
        """

    def room(self, room: str) -> bytes | None:
        """Return where `room` stands, or None where there is none."""

    def rooms(self) -> tuple[str, ...]:
        """Return the ids of all rooms, the one opened first first."""

    def delete_room(self, room: str) -> None:
        """Forget `room`: who was in it and how they may come back; the sessions stay."""

    def hold(self, room: str) -> bool:
        """Become the one holder of `room`, or stay it; return False where another living process or store holds it.

        It is let go of by `release`, by `close`, and by the end of the process, however that comes. To ask again costs
        next to nothing, so that a holder asks before it writes.
        """

    def release(self, room: str) -> None:
        """Let go of `room`; nothing happens where it is not held here."""

    def write_paper(self, paper: str, version: int, entries: tuple[bytes, ...]) -> int:
        """Add `entries` to the log of `paper`, a text that persons write together; return its new version.

        `version` is how many entries the writer last saw, 0 for a new paper. On return they are on disk, chained like
        the events of a session.

        Raises:
            Conflict: when the paper is not at `version`; nothing was written.
            StoreError: when it cannot be kept; nothing was written.
        """

    def paper(self, paper: str) -> tuple[bytes, ...]:
        """Return the entries of `paper` in order, their chain verified; none where there is no such paper."""

    def papers(self) -> tuple[str, ...]:
        """Return the ids of all papers, the one begun first first."""

    def put_name(self, paper: str, party: str, name: str) -> None:
        """Keep what `party` of `paper` is called, beside its log, so that it can be removed; no name deletes it."""

    def names(self, paper: str) -> dict[str, str]:
        """Return what each party of `paper` is called, for those whose names are kept."""

    def has_people(self) -> bool:
        """Return whether this store has accounts, so that one signs in to it."""

    def setting(self, name: str) -> str:
        """Return what is set for the store under `name`, or nothing."""

    def put_setting(self, name: str, value: str) -> None:
        """Set `name` for the store; no value takes it away. On return it is on disk."""

    def delete_session(self, session: SessionId) -> None:
        """Delete `session` with all that was typed, shared and written on it; nothing happens where there is none.

        A session that others were in stays whole for them; it is no longer this person's.
        """

    def compact(self) -> None:
        """Leave no byte of what was deleted in the store, as far as that is in its power."""

    def changed(self) -> bool:
        """Return whether somebody else may have written since this was last asked; the first answer is True.

        A hint and cheap: what is there is read from the tables.
        """

    def close(self) -> None:
        """Let go of the store."""


def link(previous: bytes, session: str, version: int, stored: bytes) -> bytes:
    """Return the chain link of one stored event: SHA-256 of previous link, session, version (8 bytes) and bytes."""
    return sha256(previous + session.encode() + version.to_bytes(8) + stored).digest()
