"""Review from the side of a reader: what was shared with me, read turn by turn, answered, rated; each look is kept."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trainer.clock import Clock, wall_clock
from trainer.debrief.debrief import Debrief
from trainer.errors import UsageError
from trainer.people.access import Thing, Tie, Verb, may
from trainer.people.person import Person, called
from trainer.people.shares import Scope
from trainer.people.trail import What
from trainer.play import Refused
from trainer.privacy import kept_text
from trainer.review.reading import Reading, from_bytes
from trainer.scenario.model import Practice
from trainer.session import Session, pinned_scenario
from trainer.signing_in.access import Access, NotThere
from trainer.signing_in.accounts import digest_of_code, new_id
from trainer.store.base import SessionId
from trainer.store.people.leave import Listed
from trainer.store.people.plays import NOBODY
from trainer.store.people.talk import Rating, Remark
from trainer.store.people.trail import Step
from trainer.store.signed import SignedStore
from trainer.supervision.shown import as_store
from trainer.supervision.times import months_up_to
from trainer.text import clean, clean_line
from trainer.vault import Unreadable, read_sealed

if TYPE_CHECKING:
    from trainer.review.cohort import Cohort, Shared, TooFew
    from trainer.review.items import Turn

NOT_HERE: Final = "That is not here for you. `trainer review` lists what is."
PAGE: Final = 50
MONTHS: Final = 12
OF_A_MONTH: Final = 100
"""A group's figures rest on at most this many of the newest plays of each month, however many there are."""
LEVELS: Final = range(-2, 3)
SEVERAL_BEGIN_SO: Final = "More than one begins so. Say more of its id: `trainer review` lists them."


@dataclass(frozen=True, slots=True)
class Item:
    """One session in the list of what was shared with me."""

    listed: Listed
    person: Person

    @property
    def session(self) -> str:
        """The session's id."""
        return self.listed.share.session


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A session that was opened."""

    session: Session
    person: Person
    seat: str
    scope: Scope
    shows_scores: bool
    """Whether how the choices read may be seen: never of a patient."""

    @property
    def id(self) -> str:
        """The session's id."""
        return self.session.id


class Reviewing:
    """What one supervisor sees of what others share with them."""

    def __init__(self, store: SignedStore, clock: Clock = wall_clock) -> None:
        self._store = store
        self._base = store.base
        self._access = Access(store, clock)
        self._clock = clock
        self._told: set[str] = set()
        """Who has been told since the program was started that they stand in a group's figures."""

    @property
    def me(self) -> Person:
        """Who is signed in."""
        return self._store.me

    def items(
        self, *, person: str = "", scenario: str = "", after: Item | None = None, limit: int = PAGE
    ) -> tuple[Item, ...]:
        """Return what was shared with me and is still, the last shared first, a page at a time."""
        self._access.me()
        before = (after.listed.share.given, after.session, after.listed.share.person) if after is not None else None
        if not may(self._access.ties(), Thing.COHORT, Verb.READ):
            return ()
        found = self._base.shares_to(
            self.me.id, self._clock(), person=person, scenario=scenario, before=before, limit=limit
        )
        persons = {each.share.person: self._base.person(each.share.person) for each in found}
        return tuple(Item(each, owner) for each in found if (owner := persons[each.share.person]) is not None)

    def people(self) -> tuple[Person, ...]:
        """Return who shares something with me, by name."""
        if not may(self._access.ties(), Thing.COHORT, Verb.READ):
            return ()
        found = (self._base.person(person) for person in self._base.sharers(self.me.id, self._clock()))
        return tuple(sorted((each for each in found if each is not None), key=lambda each: each.name.casefold()))

    def find(self, session: str, owner: str = "") -> Item:
        """Return what was shared with me under this id, or the beginning of it, by `owner` where several shared it.

        Raises:
            NotThere: when nothing was.
            UsageError: when more than one thing was; it says what to choose from.
        """
        wanted = [item for item in self._under(session) if not owner or called(item.person.name) == called(owner)]
        if len({item.session for item in wanted}) > 1:
            raise UsageError(SEVERAL_BEGIN_SO)
        if len(wanted) > 1:
            names = sorted((clean_line(item.person.name) for item in wanted), key=str.casefold)
            raise UsageError(f"Say whose: {' or '.join(f'--of {_as_typed(name)}' for name in names)}.")
        if not wanted:
            raise NotThere(NOT_HERE)
        return wanted[0]

    def find_session(self, session: str) -> str:
        """Return the id of what was shared with me under this id, or the beginning of it, whoever shared it.

        Raises:
            NotThere: when nothing was.
            UsageError: when more than one session begins so.
        """
        found = {item.session for item in self._under(session)}
        if len(found) > 1:
            raise UsageError(SEVERAL_BEGIN_SO)
        return found.pop()

    def _under(self, session: str) -> tuple[Item, ...]:
        """Return what was shared with me whose id begins so, one at least."""
        if not session or not may(self._access.ties(), Thing.COHORT, Verb.READ):
            raise NotThere(NOT_HERE)
        found = self._base.shares_to(self.me.id, self._clock(), start=clean(session))
        items = tuple(
            Item(each, person) for each in found if (person := self._base.person(each.share.person)) is not None
        )
        if not items:
            raise NotThere(NOT_HERE)
        return items

    def open(self, session: str, person: str) -> Reviewed:
        """Open what was said in `session` as `person` shared it; they see that it was read.

        Raises:
            NotThere: when it is not shared, or not any more, or not with what was said.
        """
        self._need(Thing.PLAY, Verb.READ, session, person)
        reviewed = self._reviewed(session, person)
        for each in self._owners(session):  # all of them spoke in it
            self._step(each, What.READ, session)
        return reviewed

    def _owners(self, session: str) -> tuple[str, ...]:
        """Return whose `session` is, of those who made their part theirs."""
        return tuple(dict.fromkeys(who for who in self._base.parts(session).values() if who != NOBODY))

    def _reviewed(self, session: str, person: str) -> Reviewed:
        share = self._access.leave(session, person)
        owner = self._base.person(person)
        seat = next((seat for seat, who in self._base.parts(session).items() if who == person), "")
        if share is None or owner is None or not seat:
            raise NotThere(NOT_HERE)
        store = as_store(self._store, session, seat)
        scenario = pinned_scenario(store, store.summary(session).scenario)
        return Reviewed(
            session=Session.on(store, SessionId(session), scenario),
            person=owner,
            seat=seat,
            scope=share.scope,
            shows_scores=Tie.SCORES in self._access.ties(session, person),
        )

    def still(self, reviewed: Reviewed) -> None:
        """Do nothing where an open session is still shared.

        Raises:
            NotThere: when it was taken back since.
        """
        self._need(Thing.PLAY, Verb.READ, reviewed.id, reviewed.person.id)

    def scores(self, session: str, person: str) -> Reading:
        """Return how the choices of `person` read, as they shared it; they see that it was seen.

        Raises:
            NotThere: when that is not shared, or not any more.
        """
        self._need(Thing.SCORES, Verb.READ, session, person)
        reading = from_bytes(self._base.reading(session, person))
        if reading is None:
            raise NotThere(NOT_HERE)
        self._base.see_key(session, person, self.me.id)
        self._step(person, What.SCORES, session)
        return reading

    def look_back(self, reviewed: Reviewed) -> Debrief:
        """Return how all choices read; from now on no rating of this session is blind.

        Raises:
            NotThere: when that is not shared, or not any more.
        """
        self._need_all(((Thing.SCORES, Verb.READ), (Thing.PLAY, Verb.READ)), reviewed.id, reviewed.person.id)
        if not self._base.has_seen_key(reviewed.id, reviewed.person.id, self.me.id):
            self._base.see_key(reviewed.id, reviewed.person.id, self.me.id)
            self._step(reviewed.person.id, What.SCORES, reviewed.id)
        return reviewed.session.look_back(reviewed.seat)

    def can_rate(self, reviewed: Reviewed) -> bool:
        """Return whether a rating of mine would still be blind."""
        ties = self._access.ties(reviewed.id, reviewed.person.id)
        return may(ties, Thing.RATING, Verb.WRITE) and not self._base.has_seen_key(
            reviewed.id, reviewed.person.id, self.me.id
        )

    def rate(self, reviewed: Reviewed, position: int, levels: Mapping[Practice, int]) -> Rating:
        """Keep how I read the choice at `position` of the log, from -2 to 2 on each practice; it stays as it is.

        Raises:
            NotThere: when it is not shared, or not any more.
            Refused: when I have seen how it reads, or rated it before, or there is no choice to rate.
        """
        self._need_all(((Thing.RATING, Verb.WRITE), (Thing.PLAY, Verb.READ)), reviewed.id, reviewed.person.id)
        if self._base.has_seen_key(reviewed.id, reviewed.person.id, self.me.id):
            raise Refused("You have seen how the choices read, so that a second reading would not be your own.")
        positions = {choice.position for choice in reviewed.session.look_back(reviewed.seat).choices}
        if position not in positions or not all(level in LEVELS for level in levels.values()):
            raise Refused("There is nothing to rate there, or no such level.")
        kept = {practice.value: level for practice, level in levels.items()}
        rating = Rating(reviewed.id, reviewed.person.id, position, self.me.id, kept)
        if not self._base.put_rating(rating):
            raise Refused("You have rated this choice. A first reading stays as it was.")
        self._step(reviewed.person.id, What.RATED, reviewed.id)
        return rating

    def ratings(self, reviewed: Reviewed) -> tuple[Rating, ...]:
        """Return my ratings, and those of others at choices that I have rated too: nobody reads the others' first."""
        self._need_all(((Thing.PLAY, Verb.READ), (Thing.SCORES, Verb.READ)), reviewed.id, reviewed.person.id)
        found = self._base.ratings(reviewed.id, reviewed.person.id)
        mine = {rating.position for rating in found if rating.rater == self.me.id}
        return tuple(rating for rating in found if rating.position in mine)

    def key_at(self, reviewed: Reviewed, position: int) -> Mapping[Practice, int] | None:
        """Return how a choice reads that I have rated, or None before."""
        if not any(each.rater == self.me.id and each.position == position for each in self.ratings(reviewed)):
            return None
        choices = reviewed.session.look_back(reviewed.seat).choices
        chosen = next(choice.chosen.option for choice in choices if choice.position == position)
        return {practice: chosen.shows.get(practice, 0) for practice in Practice}

    def notes(self, reviewed: Reviewed) -> tuple[tuple[str, str], ...]:
        """Return the notes that were chosen for me, each with what it is on; their writer sees that they were read.

        Raises:
            NotThere: when none are shared, or not any more.
        """
        self._need(Thing.ENCLOSED, Verb.READ, reviewed.id, reviewed.person.id)
        read = []
        for stored in self._base.enclosed(reviewed.id, reviewed.person.id, self.me.id):
            try:
                text = read_sealed(self._store.keys, stored, reviewed.id, reviewed.person.id, self.me.id)
            except Unreadable:
                continue  # it was sealed for keys that I had before a reset
            about, _, said = text.partition("\n")
            read.append((about, said))
        if read:
            self._step(reviewed.person.id, What.NOTES, reviewed.id)
        return tuple(sorted(read))

    def remarks(self, reviewed: Reviewed) -> tuple[Remark, ...]:
        """Return what we wrote each other on an open session.

        Raises:
            NotThere: when it is not shared, or not any more.
        """
        self._need(Thing.REMARK, Verb.READ, reviewed.id, reviewed.person.id)
        return self._base.remarks(reviewed.id, reviewed.person.id, self.me.id)

    def write(self, reviewed: Reviewed, place: str, text: str) -> Remark:
        """Write to whose session it is, on the reply at `place` or on the whole.

        Raises:
            NotThere: when it is not shared, or not any more.
            Refused: when nothing was written.
        """
        self._need(Thing.REMARK, Verb.WRITE, reviewed.id, reviewed.person.id)
        if not (said := kept_text(text)):
            raise Refused("Nothing was written.")
        if place and place not in {str(each.position) for each in reviewed.session.look_back(reviewed.seat).choices}:
            raise Refused("There is no such choice to write on. Nothing was kept.")
        owner = reviewed.person.id
        remark = Remark(new_id(), reviewed.id, owner, self.me.id, self.me.id, place, said, self._clock())
        self._base.put_remark(remark)
        self._step(owner, What.REMARKED, reviewed.id)
        return remark

    def take_back(self, remark: str) -> None:
        """Delete a remark of mine.

        Raises:
            NotThere: when there is none, it is not mine, or what it is on is not shared any more.
        """
        found = self._base.remark(remark)
        is_mine = found is not None and found.author == self.me.id
        if found is not None:
            self._need(Thing.REMARK, Verb.READ, found.session, found.person)
        self._access.need(Thing.REMARK, Verb.REMOVE, also=Tie.WRITER if is_mine else None)
        self._base.delete_remark(remark)

    def cohort(self) -> "Cohort | TooFew":
        """Return what the plays that staff share with me show together; those in it see that I looked.

        Raises:
            NotThere: when this is no supervisor.
        """
        from trainer.review.cohort import TooFew, cohort  # noqa: PLC0415  only a group's figures need it

        shared = self._counting()
        found = cohort(shared)
        if not isinstance(found, TooFew):
            self._counted(shared)
        return found

    def option_figures(self) -> "tuple[Turn, ...]":
        """Return, for authors, how often each option was chosen in those plays, and what goes together with it.

        Raises:
            NotThere: when this is no supervisor.
        """
        from trainer.review.items import items  # noqa: PLC0415  only a group's figures need it

        shared = self._counting()
        found = items(shared)
        if found:
            self._counted(shared)
        return found

    def _counting(self) -> "tuple[Shared, ...]":
        """Return the plays that stand in a group's figures: of each of the last months the newest."""
        from trainer.review.cohort import Shared  # noqa: PLC0415  only a group's figures need it

        self._access.need(Thing.COHORT, Verb.READ)
        now = self._clock()
        return tuple(
            Shared(person, reading)
            for month in months_up_to(now, MONTHS)
            for person, stored in self._base.readings(self.me.id, month, now, OF_A_MONTH)
            if (reading := from_bytes(stored)) is not None
        )

    def _counted(self, shared: "tuple[Shared, ...]") -> None:
        """Let those whose plays were counted see that they were, once for each time that the program is started."""
        now = self._clock()
        persons = sorted({each.person for each in shared} - self._told)
        self._base.add_steps((person, Step(now, self.me.id, What.COUNTED, "")) for person in persons)
        self._told |= set(persons)

    def take_out(self, session: str, person: str) -> Reviewed:
        """Open `session` to take a copy of it out; its owner sees that, and no rating of mine is blind after it.

        Raises:
            NotThere: when it is not shared with what was said and how it reads, or not any more.
        """
        self._need_all(((Thing.EXPORT, Verb.WRITE), (Thing.PLAY, Verb.READ)), session, person)
        self._base.see_key(session, person, self.me.id)
        self._step(person, What.EXPORTED, session)
        return self._reviewed(session, person)

    def every_item(self) -> Iterator[Item]:
        """Yield what was shared with me and is still, the last shared first, page by page."""
        after: Item | None = None
        while page := self.items(after=after):
            yield from page
            after = page[-1]

    def begin_to_show(self, session: str, codes: tuple[str, ...]) -> Reviewed:
        """Open `session` to walk through it in a group, with the code that each who had a part gave just now.

        Raises:
            NotThere: when it is not shared with what was said, or a code is missing or too old.
        """
        now = self._clock()
        whose = f"showing {self.me.id}"
        if self._base.wait(whose, now):
            raise Refused("That went wrong too often. Wait a moment, and try again.")
        owners = self._owners(session)
        taken = [self._base.take_code(digest_of_code(code), "showing", now) for code in codes]
        given = {code[0] for code in taken if code is not None and code[1] == session}
        is_given = bool(owners) and set(owners) <= given
        if not is_given:
            self._base.count_try(whose, now)
        owner = next(iter(owners), "")
        self._access.need(Thing.SHOWING, Verb.READ, session=session, person=owner, also=Tie.SHOWN if is_given else None)
        self._need(Thing.PLAY, Verb.READ, session, owner)
        reviewed = self._reviewed(session, owner)
        for each in owners:
            self._step(each, What.SHOWN, session)
        return reviewed

    def _need(self, thing: Thing, verb: Verb, session: str, person: str) -> None:
        self._access.need(thing, verb, session=session, person=person)

    def _need_all(self, wanted: tuple[tuple[Thing, Verb], ...], session: str, person: str) -> None:
        self._access.need_all(wanted, session=session, person=person)

    def _step(self, person: str, what: What, session: str) -> None:
        self._base.add_step(person, Step(self._clock(), self.me.id, what, session))


def _as_typed(name: str) -> str:
    """Return a name as one types it on a command line."""
    return name if name.isalnum() else shlex.quote(name)
