"""Sharing from the side of whose play it is: with whom, how far, until when, taken back at once; and who looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from trainer.clock import Clock, wall_clock
from trainer.debrief.history import taken_over
from trainer.errors import StoreError, UnknownSession, UsageError
from trainer.listing import listed
from trainer.people.access import Thing, Verb
from trainer.people.person import Person
from trainer.people.shares import NO_END, Scope, Share, counts, scopes_for, shows_scores
from trainer.people.trail import What, told
from trainer.play import Refused
from trainer.privacy import kept_text
from trainer.review.reading import reading_of
from trainer.session import Session, pinned_scenario
from trainer.signing_in.access import Access, NotThere
from trainer.signing_in.accounts import digest_of_code, new_code, new_id
from trainer.store.base import Summary
from trainer.store.people.accounts import was_patient
from trainer.store.people.leave import Asked
from trainer.store.people.plays import NOBODY
from trainer.store.people.talk import Rating, Remark
from trainer.store.people.trail import Step
from trainer.store.signed import ENCLOSED, SignedStore
from trainer.supervision.times import month_of
from trainer.text import clean_line
from trainer.vault import sealed_for, slot

SHOWING_MILLISECONDS: Final = 10 * 60 * 1000
PART_MILLISECONDS: Final = 24 * 3600 * 1000
_PATIENTS: Final = "patients"
_OF_PATIENT: Final = "patient"
"""What a code is about ends so where only a patient's account can use it; the server reads it, too."""
SOMEBODY: Final = "somebody who is not here any more"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom one can share with."""

    person: Person
    leads_me: bool
    """Whether they lead one's own unit: then it is asked once more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with one session and one reader."""

    reader: Person
    share: Share | None
    """One's own leave, if it was given and is not over."""
    is_open: bool
    """Whether the reader can see it now: with others in it, once each of them gave leave."""


class Sharing:
    """What one person shares, and what they see of it."""

    def __init__(self, store: SignedStore, clock: Clock = wall_clock) -> None:
        self._store = store
        self._base = store.base
        self._access = Access(store, clock)
        self._clock = clock

    @property
    def me(self) -> Person:
        """Who is signed in."""
        return self._store.me

    def readers(self) -> tuple[Reader, ...]:
        """Return whom one can share with, by name."""
        me = self._access.me()
        return tuple(Reader(each, each.leads(me)) for each in self._base.supervisors() if each.id != me.id)

    def reader(self, name: str) -> Reader:
        """Return whom one can share with that is called so.

        Raises:
            UsageError: when there is nobody.
        """
        from trainer.people.person import called  # noqa: PLC0415  a name of this module is much like it

        found = next((each for each in self.readers() if called(each.person.name) == called(name)), None)
        if found is None:
            names = ", ".join(each.person.name for each in self.readers()) or "nobody yet"
            raise UsageError(f"There is no supervisor called so here. There is: {names}.")
        return found

    def scopes(self, session: str) -> tuple[Scope, ...]:
        """Return how far one may share `session`, the least first.

        Of one that others were in, what was said goes along. Of a part on the patients' side there nobody is shown how
        it reads, whoever has it by now: it may be a patient who played it.
        """
        me = self._access.me()
        if self._store.summary(session).began <= self._was_patient_until():
            return (Scope.SAID,)
        if me.is_patient or not self.is_joint(session):
            return scopes_for(me)
        if self._side(session) == _PATIENTS:
            return (Scope.SAID,)
        return tuple(scope for scope in scopes_for(me) if scope is not Scope.SCORES)

    def _was_patient_until(self) -> int:
        """Return until when one was a patient, 0 for somebody who never was, or is one now."""
        if self._access.me().is_patient:
            return 0
        kept = self._base.setting(was_patient(self.me.id))
        return int(kept) if kept.isdecimal() else 0

    def _side(self, session: str) -> str:
        """Return on which side one's own part in `session` is, or nothing where one has none."""
        summary = self._store.summary(session)
        if not summary.own_seat:
            return ""
        return pinned_scenario(self._store, summary.scenario).cast[summary.own_seat].side

    def share(
        self,
        session: str,
        reader: Reader,
        scope: Scope,
        *,
        until: int = NO_END,
        notes: Iterable[str] = (),
    ) -> Standing:
        """Give `reader` leave to see `session` as far as `scope` goes, with the `notes` of those names.

        In a session that others were in, each of them is asked once, alone; until all agree nobody sees it.

        Raises:
            NotThere: when it is not one's own.
            Refused: when the play is not over, or this cannot be shared so.
        """
        summary = self._give(session, reader, scope, until, notes)
        for other in self._others(summary.session):
            self._base.ask_for_leave(summary.session, other, reader.person.id, self.me.id)
        return self.standing(summary.session, reader.person)

    def _give(self, session: str, reader: Reader, scope: Scope, until: int, notes: Iterable[str]) -> Summary:
        """Give one's own leave, and return what it is on."""
        summary = self._store.summary(session)
        self._need(Verb.WRITE, summary.session)
        if summary.is_open:
            raise Refused("The play is not over. It can be shared when it is.")
        if scope not in (*self.scopes(summary.session), *((Scope.SAID,) if len(summary.seats) > 1 else ())):
            raise Refused(
                "This cannot be shared so far. Of patients' parts what was said is shared, never how it reads."
            )
        if until != NO_END and until <= self._clock():
            raise Refused("That day is over. Choose a later one, or none.")
        share = Share(
            session=summary.session,
            person=self.me.id,
            reader=reader.person.id,
            scope=scope,
            given=self._clock(),
            until=until,
        )
        self._keep(summary, share, reader.person, frozenset(notes) if scope is Scope.NOTES else frozenset())
        return summary

    def _keep(self, summary: Summary, share: Share, reader: Person, notes: frozenset[str]) -> None:
        session = Session.resume(self._store, summary.session)
        written = {about: text for about, text in session.notes().items() if about in notes}
        enclosed = {
            slot(self._store.keys, ENCLOSED, share.session, about): sealed_for(
                reader.public, f"{about}\n{text}", share.session, share.person, share.reader
            )
            for about, text in written.items()
        }
        me = self._access.me()  # as the account stands now, whatever it was when they signed in
        if shows_scores(me, share.scope):
            self._base.put_reading(share.session, me.id, self._reading(session, summary))
        self._base.share(
            share,
            scenario=summary.scenario_id,
            month=month_of(summary.touched),
            counts=counts(me, self._side(share.session)) and shows_scores(me, share.scope),
            enclosed=enclosed,
        )
        self._step(What.SHARED, share.session, share.reader)

    def _reading(self, session: Session, summary: Summary) -> bytes:
        reading = reading_of(
            session.scenario,
            session.look_back(),
            month=month_of(summary.touched),
            is_fork=bool(session.origin),
            shared=taken_over(session.events),
        )
        return reading.to_bytes()

    def refresh(self, session: str) -> None:
        """Let what is shared of `session` carry the marks that it has now."""
        shares = self._base.shares_of(self.me.id, session)
        if any(shows_scores(self.me, share.scope) for share in shares):
            found = Session.resume(self._store, session)
            self._base.put_reading(session, self.me.id, self._reading(found, self._store.summary(session)))

    def withdraw(self, session: str, reader: str) -> None:
        """Take back one's leave: the next read finds nothing. What was read before cannot be taken back.

        Raises:
            NotThere: when it is not one's own.
            StoreError: when the store could not be written; it says with whom it is still shared.
        """
        found = self._store.summary(session).session
        self._need(Verb.REMOVE, found)
        try:
            self._withdraw(found, reader)
        except StoreError as error:
            raise StoreError(f"{error} {self._still_shared(found)}") from error

    def _withdraw(self, session: str, reader: str) -> None:
        if any(share.reader == reader for share in self._base.shares_of(self.me.id, session)):
            self._base.withdraw(session, self.me.id, reader)
            self._step(What.WITHDRAWN, session, reader)
        if not self._base.is_shared(session, self.me.id):
            self._base.put_reading(session, self.me.id, b"")

    def _still_shared(self, session: str) -> str:
        """Return with whom `session` is shared now, as a sentence, as far as the store can still be read."""
        try:
            standings = self.standings(session)
        except StoreError:
            return "It may still be shared: `trainer share` says with whom once the store can be read."
        if not standings:
            return "It is shared with nobody any more."
        return f"It is still shared with {listed(tuple(clean_line(each.reader.name) for each in standings))}."

    def _others(self, session: str) -> tuple[str, ...]:
        """Return who else had a part, of those who made it theirs."""
        return tuple(dict.fromkeys(p for p in self._base.parts(session).values() if p not in {self.me.id, NOBODY}))

    def is_joint(self, session: str) -> bool:
        """Return whether others were in `session`."""
        return len(self._store.summary(session).seats) > 1

    def standing(self, session: str, reader: Person) -> Standing:
        """Return how it is with `session` and `reader`; of what others answered it tells nothing but the whole."""
        now = self._clock()
        shares = self._base.shares_of(self.me.id, session)
        share = next((each for each in shares if each.reader == reader.id and each.is_active(now)), None)
        is_open = share is not None and self._base.is_open_to(session, reader.id, now)
        return Standing(reader, share, is_open)

    def standings(self, session: str) -> tuple[Standing, ...]:
        """Return how it is with `session` and each whom one shares it with.

        Raises:
            NotThere: when it is not one's own.
        """
        found = self._store.summary(session).session
        self._need(Verb.LIST, found)
        now = self._clock()
        readers = (
            self._base.person(each.reader) for each in self._base.shares_of(self.me.id, found) if each.is_active(now)
        )
        return tuple(self.standing(found, reader) for reader in readers if reader is not None)

    def shared_sessions(self) -> frozenset[str]:
        """Return the sessions that one shares with anybody now."""
        now = self._clock()
        return frozenset(each.session for each in self._base.shares_of(self.me.id) if each.is_active(now))

    def asks(self) -> tuple[Asked, ...]:
        """Return what one is asked: whether others may share a session that one was in."""
        return self._base.asks_for(self._access.me().id)

    def answer_scopes(self, session: str) -> tuple[Scope, ...]:
        """Return how far one may agree who was asked: what was said, and in staff's parts also how their choices read.

        Raises:
            NotThere: when one had no part in it.
        """
        self._need(Verb.WRITE, session)
        if self._access.me().is_patient:
            return (Scope.TRANSCRIPT,)
        return (Scope.SAID,) if Scope.TRANSCRIPT not in self.scopes(session) else (Scope.SAID, Scope.TRANSCRIPT)

    def asking_reader(self, asked: Asked) -> Reader:
        """Return whom one is asked to share with.

        Raises:
            NotThere: when they are no supervisor any more.
        """
        found = next((each for each in self.readers() if each.person.id == asked.reader), None)
        if found is None:
            raise NotThere("Whom it was to be shared with is no supervisor any more. Nothing was answered.")
        return found

    def answer(self, asked: Asked, scope: Scope | None) -> None:
        """Answer, once: give leave as far as `scope` goes, or none. Nobody is told which.

        Raises:
            NotThere: when one was not asked, or answered already, or the reader is no supervisor any more.
            Refused: when one cannot agree so far; one can still answer.
        """
        reader = self.asking_reader(asked) if scope is not None else None
        if scope is not None and scope not in self.answer_scopes(asked.session):
            raise Refused("You cannot agree so far. What was said can be shared, or nothing.")
        if not self._base.answer_ask(asked.session, self.me.id, asked.reader):
            raise NotThere("You were not asked this, or have answered it.")
        if reader is not None and scope is not None:
            self._give(asked.session, reader, scope, NO_END, ())

    def trail(self) -> tuple[tuple[Step, str], ...]:
        """Return who looked at what of one's own, the last first, each with its words."""
        steps = self._base.trail(self._access.me().id)
        return tuple((step, told(step.what, self.name_of(step.by))) for step in reversed(steps))

    def name_of(self, person: str) -> str:
        """Return what `person` is called, for whom one may know."""
        if person == self.me.id:
            return "you"
        found = self._base.person(person)
        return found.name if found is not None else SOMEBODY

    def title_of(self, session: str) -> str:
        """Return what one's own `session` is a play of, or nothing where it is gone."""
        try:
            return self._store.summary(session).title if session else ""
        except UnknownSession:
            return ""

    def remarks(self, session: str) -> tuple[Remark, ...]:
        """Return what readers wrote on one's own `session`, and what one answered.

        Raises:
            NotThere: when it is not one's own.
        """
        self._access.need(Thing.REMARK, Verb.READ, session=session, person=self.me.id)
        return self._base.remarks(session, self.me.id)

    def answer_remark(self, remark: Remark, text: str) -> Remark:
        """Answer what a reader wrote on one's own session.

        Raises:
            NotThere: when it is not one's own.
            Refused: when nothing was written.
        """
        self._access.need(Thing.REMARK, Verb.WRITE, session=remark.session, person=self.me.id)
        if not (said := kept_text(text)):
            raise Refused("Nothing was written.")
        answer = remark._replace(id=new_id(), author=self.me.id, text=said, at=self._clock(), person=self.me.id)
        self._base.put_remark(answer)
        return answer

    def ratings(self, session: str) -> tuple[Rating, ...]:
        """Return how readers rated one's own choices in `session`.

        Raises:
            NotThere: when it is not one's own.
        """
        self._access.need(Thing.RATING, Verb.READ, session=session, person=self.me.id)
        return self._base.ratings(session, self.me.id)

    def leave_to_show(self, session: str) -> str:
        """Return the code with which a reader may walk through `session` in a group, once, within ten minutes.

        Raises:
            NotThere: when it is not one's own.
        """
        found = self._store.summary(session).session
        self._access.need(Thing.SHOWING, Verb.WRITE, session=found, person=self.me.id)
        code = new_code()
        self._base.put_code(digest_of_code(code), "showing", self.me.id, found, self._clock() + SHOWING_MILLISECONDS)
        return code

    def code_for_part(self, session: str, seat: str, *, of_patient: bool = False) -> str:
        """Return the code with which whoever had `seat` in a session that one opened makes it theirs, within a day.

        What somebody played who came as a patient, `of_patient`, is taken up by a patient's account and by no other:
        whoever is handed the code could give leave for it.

        Raises:
            NotThere: when one did not open it.
            Refused: when it has no such part to take up.
        """
        summary = self._store.summary(session)
        found = summary.session
        if not self._base.is_opener(self.me.id, found):
            raise NotThere("Codes for parts are given by whoever opened the room.")
        if seat not in summary.seats or seat in self._base.parts(found):
            raise Refused("Nobody can take up that part: it is not there, or somebody's already.")
        code = new_code()
        about = f"{found}/{seat}" + (f"/{_OF_PATIENT}" if of_patient else "")
        self._base.put_code(digest_of_code(code), "part", self.me.id, about, self._clock() + PART_MILLISECONDS)
        return code

    def take_part(self, code: str) -> str:
        """Make a part that one had in a session with others one's own; return the session.

        Raises:
            Refused: when the code does not work, or one has to wait.
        """
        whose = f"part {self.me.id}"
        now = self._clock()
        if self._base.wait(whose, now):
            raise Refused("That went wrong too often. Wait a moment, and try again.")
        taken = self._base.take_code(digest_of_code(code), "part", now)
        about = taken[1] if taken is not None else ""
        session, seat, of_whom = (*about.split("/"), "", "")[:3]
        is_own = taken is not None and taken[0] == self.me.id  # who made it would give leave for somebody else
        is_others = of_whom == _OF_PATIENT and not self._access.me().is_patient
        if not session or is_own or is_others or not self._base.put_part(session, seat, self.me.id, now):
            self._base.count_try(whose, now)
            raise Refused(
                "That code does not work here: it was mistyped, used already, is too old, or is for somebody who came "
                "as somebody else, a patient or not."
            )
        return session

    def _need(self, verb: Verb, session: str) -> None:
        self._access.need(Thing.SHARE, verb, session=session, person=self.me.id)

    def _step(self, what: What, session: str, by: str) -> None:
        self._base.add_step(self.me.id, Step(self._clock(), by, what, session))
