"""A store of several persons as one of them sees it: their own plays, and their private text locked with their key."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from trainer.engine.events import ReadingMarked
from trainer.errors import StoreError, UnknownSession
from trainer.people.person import Person, Role, Standing
from trainer.store.base import INTENTION, Batch, Note, Opening, Recorded, SessionId, Summary, Words
from trainer.store.people.sealed import Sealed
from trainer.store.shared import PRIVATE
from trainer.text import clean
from trainer.vault import Keys, Unreadable, locked_text, read_text, slot

if TYPE_CHECKING:
    from trainer.store.open import Base

_NOTE: Final = "note"
ENCLOSED: Final = "enclosed"
"""What the names of notes that go along with a share are made with."""
_CARRIED: Final = "carried"
_OF_A_PERSON: Final = ("retention-notice",)
"""Settings that each person has for themselves."""


@dataclass(slots=True)
class Identity:
    """Who is signed in, for as long as they are."""

    person: Person
    called: str
    proof: bytes
    """What the store is shown when a connection is made anew."""
    keys: Keys | None
    """None while the screen is locked."""

    def __repr__(self) -> str:
        return f"<Identity {self.person.id}>"


class SignedStore:
    """A `Store` of one person; what is not theirs is not there."""

    def __init__(self, base: "Base", identity: Identity) -> None:
        self.base = base
        self.identity = identity
        self.on_marked: Callable[[SignedStore, SessionId], object] = lambda _store, _session: None
        """Told when a reading was marked, so that copies of it carry the mark."""

    @property
    def me(self) -> Person:
        """Who is signed in."""
        return self.identity.person

    @property
    def keys(self) -> Keys:
        """The keys of who is signed in.

        Raises:
            StoreError: while the screen is locked.
        """
        if self.identity.keys is None:
            raise StoreError("This is locked. Nothing was kept. Unlock it with your passphrase.")
        return self.identity.keys

    def append(self, batch: Batch) -> int:
        """Keep `batch` and return the session's new version; on return it is on disk.

        Raises:
            StoreError: when the account was closed or erased since; nothing was written.
        """
        if not self._as_now().can_sign_in:
            raise StoreError("This account is not in use any more. Nothing was kept. Ask an administrator.")
        opening = batch.opening
        if opening is None:
            self._need_may_go_on(batch)
        else:
            opening = replace(opening, opener=self.me.id)
        private = {at: words for at, words in batch.words.items() if batch.events[at].kind in PRIVATE}
        sealed = tuple(
            self._sealed_words(batch.session, batch.version + at + 1, words) for at, words in private.items()
        )
        told = {at: words for at, words in batch.words.items() if at not in private}
        version = self.base.append(replace(batch, words=told, sealed=sealed, opening=opening))
        if opening is not None:
            self._carry(batch.session, opening)
        if any(isinstance(event, ReadingMarked) for event in batch.events):
            self.on_marked(self, batch.session)
        return version

    def _need_may_go_on(self, batch: Batch) -> None:
        """Do nothing where this person may add these events: whoever began a play does, and each marks for themselves.

        Raises:
            UnknownSession: when it is not this person's.
            StoreError: when it is somebody else's to say.
        """
        self._need_mine(batch.session)
        if len(self.base.any_summary(batch.session).seats) == 1:
            return
        parts = self.base.parts(batch.session)
        own = {seat for seat, person in parts.items() if person == self.me.id}
        marks = [event for event in batch.events if isinstance(event, ReadingMarked)]
        is_for_all = len(marks) < len(batch.events)
        if any(event.seat not in own for event in marks) or (
            is_for_all and not self.base.is_opener(self.me.id, batch.session)
        ):
            raise StoreError("In a play with others each says for themselves what is so. Nothing was kept.")

    def _sealed_words(self, session: SessionId, version: int, words: Words) -> tuple[str, bytes, bytes]:
        place = ("words", self.me.id, session, str(version))
        text = f"{version}\n{words.salt.hex()}\n{words.text}"
        return self.me.id, slot(self.keys, *place), locked_text(self.keys, text, *place[:-1])

    def events(self, session: SessionId, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of `session` after version `after`, their chain verified.

        Raises:
            UnknownSession: when it is not this person's.
        """
        self._need_mine(session)
        return self.base.events(session, after)

    def _need_mine(self, session: str) -> None:
        if not (self.base.is_mine(self.me.id, session) and self._as_now().can_sign_in):
            raise UnknownSession(
                f"There is no session that starts with “{clean(session)}”. `trainer sessions` lists them."
            )

    def words(self, session: SessionId) -> dict[int, Words]:
        """Return what was typed in `session`: what was told to all, and what this person typed for themselves."""
        own = {}
        for sealed in self.base.sealed(self.me.id, "words", session):
            text = self._read(sealed, "words", self.me.id, session)
            version, _, rest = (text or "").partition("\n")
            salt, _, said = rest.partition("\n")
            if text is not None and version.isdecimal():
                own[int(version)] = Words(bytes.fromhex(salt), said)
        return own | (self.base.words(session) if self.base.is_mine(self.me.id, session) else {})

    def _read(self, sealed: Sealed, *place: str) -> str | None:
        try:
            return read_text(self.keys, sealed.stored, *place)
        except (Unreadable, ValueError):
            return None

    def scenario_text(self, digest: str) -> str:
        """Return the text that sessions were pinned to by `digest`."""
        return self.base.scenario_text(digest)

    def sessions(self) -> tuple[Summary, ...]:
        """Return the sessions in which this person had a part, the one last touched first."""
        found = self.base.sessions_of(self.me.id) if self._as_now().can_sign_in else ()
        return tuple(map(self._as_own, found))

    def summary(self, session: str) -> Summary:
        """Return the session with this id, or the only one of this person's whose id starts so."""
        found = self.base.summary_of(self.me.id, session)
        self._need_mine(found.session)
        return self._as_own(found)

    def _as_own(self, summary: Summary) -> Summary:
        """Return `summary` with the seat that is this person's where it was played with others."""
        if not summary.room:
            return summary
        parts = self.base.parts(summary.session)
        return replace(summary, own=next((seat for seat, person in parts.items() if person == self.me.id), ""))

    def put_note(self, session: SessionId, about: str, text: str, at: int) -> None:
        """Keep `text` locked as the note of `session` about `about`, in place of the one before; none deletes that."""
        self._need_mine(session)
        place = (_NOTE, self.me.id, session)
        kind = INTENTION if about == INTENTION else _NOTE
        stored = locked_text(self.keys, f"{at}\n{about}\n{text}", *place) if text else b""
        self.base.put_sealed(self.me.id, session, slot(self.keys, *place, about), kind, stored)
        if not text:  # whoever it was shared with reads it no more either
            self.base.forget_enclosed(session, self.me.id, slot(self.keys, ENCLOSED, session, about))

    def notes(self, session: SessionId | None = None) -> tuple[Note, ...]:
        """Return the notes of `session` in the order of writing, or those of all sessions, the last written first."""
        found = [
            note
            for kind in (_NOTE, INTENTION)
            for sealed in self.base.sealed(self.me.id, kind, session)
            if (note := self._note(sealed)) is not None
        ]
        found.sort(key=lambda note: (note.at, note.sequence), reverse=session is None)
        return tuple(found)

    def _note(self, sealed: Sealed) -> Note | None:
        text = self._read(sealed, _NOTE, self.me.id, sealed.session)
        if text is None:
            return None
        at, about, said = text.split("\n", 2)
        return Note(
            session=SessionId(sealed.session), about=about, text=clean(said), at=int(at), sequence=sealed.sequence
        )

    def latest_intention(self) -> Note | None:
        """Return the intention last written, in whichever session."""
        sealed = self.base.latest_sealed(self.me.id, INTENTION)
        return self._note(sealed) if sealed is not None else None

    def intention_of(self, session: SessionId) -> str:
        """Return the intention that was carried into `session`, as it reads now; nothing where it was deleted."""
        for sealed in self.base.sealed(self.me.id, _CARRIED, session):
            source = self._read(sealed, _CARRIED, self.me.id, session)
            notes = self.notes(SessionId(source)) if source else ()
            return next((note.text for note in notes if note.about == INTENTION), "")
        return ""

    def _carry(self, session: SessionId, opening: Opening) -> None:
        """Keep which intention is carried into a session that began: who has no key cannot tell that there was one."""
        source = opening.intention
        if opening.origin:
            carried = self.base.sealed(self.me.id, _CARRIED, opening.origin)
            source = next(
                (found for each in carried if (found := self._read(each, _CARRIED, self.me.id, opening.origin))), ""
            )
        if source:
            place = (_CARRIED, self.me.id, session)
            self.base.put_sealed(
                self.me.id, session, slot(self.keys, *place), _CARRIED, locked_text(self.keys, source, *place)
            )

    def delete_session(self, session: SessionId) -> None:
        """Delete `session`; where others were in it, it stays theirs and is no longer this person's."""
        self._need_mine(session)
        if len(self.base.any_summary(session).seats) > 1:
            self.base.leave_session(session, self.me.id)
        else:
            self.base.delete_session(session)

    # Rooms are of who opened them, papers of who began them or was given a code for them.

    def put_room(self, room: str, stored: bytes) -> None:
        """Keep `stored` as where `room` stands."""
        if not self.base.is_room_of(self.me.id, room):
            raise StoreError("This room is somebody else's. Nothing was changed.")
        self.base.put_room(room, stored)
        self.base.own_room(self.me.id, room)

    def room(self, room: str) -> bytes | None:
        """Return where `room` stands, or None where there is none of this person's."""
        return self.base.room(room) if self.base.is_room_of(self.me.id, room) else None

    def rooms(self) -> tuple[str, ...]:
        """Return the ids of the rooms that this person opened."""
        return self.base.rooms_of(self.me.id)

    def delete_room(self, room: str) -> None:
        """Forget `room`."""
        if self.base.is_room_of(self.me.id, room):
            self.base.delete_room(room)

    def hold(self, room: str) -> bool:
        """Become the one holder of `room`, or stay it."""
        return self.base.is_room_of(self.me.id, room) and self.base.hold(room)

    def release(self, room: str) -> None:
        """Let go of `room`."""
        self.base.release(room)

    def write_paper(self, paper: str, version: int, entries: tuple[bytes, ...]) -> int:
        """Add `entries` to the log of `paper`, which is this person's from its beginning on."""
        if version:
            self._need_paper(paper)
        written = self.base.write_paper(paper, version, entries)
        if not version:
            self.base.hold_paper(paper, self.me.id)
        return written

    def _need_paper(self, paper: str) -> None:
        if not self._holds(paper):
            raise StoreError("There is no such agreement here. Nothing was changed.")

    def _holds(self, paper: str) -> bool:
        return self.base.holds_paper(paper, self.me.id) and self._as_now().can_sign_in

    def paper(self, paper: str) -> tuple[bytes, ...]:
        """Return the entries of `paper` in order; none where it is not this person's."""
        return self.base.paper(paper) if self._holds(paper) else ()

    def papers(self) -> tuple[str, ...]:
        """Return the ids of this person's papers, the one begun first first."""
        return self.base.papers_of(self.me.id) if self._as_now().can_sign_in else ()

    def put_name(self, paper: str, party: str, name: str) -> None:
        """Keep what `party` of `paper` is called."""
        self._need_paper(paper)
        self.base.put_name(paper, party, name)

    def names(self, paper: str) -> dict[str, str]:
        """Return what each party of `paper` is called."""
        return self.base.names(paper) if self._holds(paper) else {}

    def has_people(self) -> bool:
        """Return True: who is signed in is one of them."""
        return True

    def setting(self, name: str) -> str:
        """Return what is set for the store under `name`, or for this person alone."""
        return self.base.setting(self._setting_name(name)) if self._as_now().can_sign_in else ""

    def put_setting(self, name: str, value: str) -> None:
        """Set `name` for this person alone, or, as an administrator, for the store.

        Raises:
            StoreError: when it is for all, and this is no administrator.
        """
        me = self._as_now()
        if not me.can_sign_in or (name not in _OF_A_PERSON and Role.ADMINISTRATOR not in me.roles):
            raise StoreError("That is set for everybody here, by an administrator. Nothing was changed.")
        self.base.put_setting(self._setting_name(name), value)

    def _as_now(self) -> Person:
        """Return the account of who is signed in as it stands now; one that is gone is a closed one."""
        return self.base.person(self.me.id) or replace(self.me, standing=Standing.CLOSED)

    def _setting_name(self, name: str) -> str:
        return f"{name}/{self.me.id}" if name in _OF_A_PERSON else name

    def compact(self) -> None:
        """Leave no byte of what was deleted in the store."""
        self.base.compact()

    def changed(self) -> bool:
        """Return whether somebody else may have written since this was last asked."""
        return self.base.changed()

    def close(self) -> None:
        """Let go of the store."""
        self.base.close()
