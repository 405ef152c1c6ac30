"""One room as its host has it: who is in it, where the session stands, and what follows by itself.

What each action of a guest leads to is in `doing/`. A room knows nothing of connections; `Host` does. Only here, in the
host's process, are the log and the scenario open.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from trainer.clock import Clock
from trainer.engine.commands import Begin, Close, Command, Resume, TellAfterwards
from trainer.engine.decide import AT_ITS_END
from trainer.engine.events import About, SeatLeft, ToldAfterwards
from trainer.engine.seen import WITNESS
from trainer.engine.state import Phase
from trainer.play import Refused
from trainer.privacy import digest_of, kept_text
from trainer.room import gathering
from trainer.room.messages import Presence, Side, Stage
from trainer.room.opening_up import OpeningUp
from trainer.room.record import Member, RoomRecord, Standing, member_id
from trainer.room.sight import Sight
from trainer.scenario.load import parse
from trainer.session import Session, pinned_scenario
from trainer.store.base import Store, Words

_MOST_MEMBERS: Final = 12
_AFTER: Final[Mapping[Standing, Standing]] = {
    "knocking": "turned_away",
    "in": "in",
    "left": "left",
    "turned_away": "turned_away",
}
"""How people stand once a session has begun: nobody waits at the door for what has begun without them."""
NOT_NOW: Final = "That is not possible now."
"""Why something is refused that could be done at another time, or by somebody else."""


class Telling(NamedTuple):
    """Something that is told to all afterwards."""

    by: str
    about: About
    text: str
    salt: bytes


class Room:
    """One room."""

    def __init__(self, store: Store, record: RoomRecord, clock: Clock) -> None:
        """Stand where `record` stands.

        Raises:
            StoreError: when its session cannot be read.
        """
        self.record = record
        self._store = store
        self._clock = clock
        self.ready: dict[str, bool] = {}
        """Who is content with the seats, with what they silently say to being watched."""
        self.have_read: set[str] = set()
        self.choices: dict[str, str] = {}
        """What is wanted after a pause: `on` or `end`."""
        self.swaps: set[str] = set()
        self.opening = OpeningUp()
        self.witnesses_asked = False
        self.presence: Callable[[str], Presence] = lambda _: "connected"
        """How a member's connection is; the host sets it."""
        self.sights: dict[str, Sight] = {}
        self.session: Session | None = None
        if record.session:
            self.session = Session.on(
                store, store.summary(record.session).session, pinned_scenario(store, record.digest), clock
            )
            self._mend_leaving(self.session)
            told = {e.by for e in self.session.events if isinstance(e, ToldAfterwards) and e.about == "heard"}
            self.opening.is_open = bool(told) and told >= set(self.seats_left_over)
            self.look()
        self.scenario = self.session.scenario if self.session else parse(record.text)

    def _mend_leaving(self, session: Session) -> None:
        """Let those have left whose leaving came to the log just before a host died."""
        for member in self.record.members:
            if member.sits and member.seat in session.seats and member.seat not in session.state.seats:
                left = SeatLeft(seat=member.seat)
                at = next((n for n, event in enumerate(session.events, start=1) if event == left), 0)
                self.save(self.record.with_member(replace(member, standing="left", left_at=at)))

    @property
    def stage(self) -> Stage:
        """Where the room stands."""
        if self.record.is_closed:
            return "closed"
        if self.session is None:
            return "gathering"
        stages: dict[Phase, Stage] = {
            Phase.BRIEFING: "briefing",
            Phase.PLAYING: "playing",
            Phase.PAUSED: "paused",
            Phase.DEBRIEF: "over",
            Phase.CLOSED: "over",
        }
        return stages[self.session.state.phase]

    def member(self, member: str) -> Member | None:
        """Return who has this id."""
        return next((there for there in self.record.members if there.id == member), None)

    @property
    def sitting(self) -> tuple[Member, ...]:
        """Those who have a seat and have not left."""
        return tuple(member for member in self.record.members if member.sits)

    @property
    def seats_left_over(self) -> tuple[str, ...]:
        """The seats of those who played in this session and have not left."""
        played = self.session.seats if self.session else ()
        return tuple(member.seat for member in self.sitting if member.seat in played)

    @property
    def somebody_left(self) -> bool:
        """Whether somebody left their seat in the session under way."""
        return self.session is not None and len(self.session.state.seats) < len(self.session.seats)

    @property
    def is_watched(self) -> bool:
        """Whether somebody watches the session."""
        return self.session is not None and any(member.is_in and member.watches for member in self.record.members)

    @property
    def away(self) -> frozenset[str]:
        """Who is in, and has been without a connection for some time."""
        return frozenset(m.id for m in self.record.members if m.is_in and self.presence(m.id) == "away")

    # Coming in.

    def knock(self, name: str, side: Side, token: str, *, is_host: bool = False) -> Member:
        """Put somebody at the door; the host is in at once.

        Raises:
            Refused: when they cannot come in like this.
        """
        there = [member for member in self.record.members if member.standing in ("in", "knocking")]
        if any(_alike(member.name) == _alike(name) for member in there):
            raise Refused("Somebody here has this name already. Come in under another one.")
        if len(there) >= _MOST_MEMBERS:
            raise Refused("This room is full.")
        standing = "in" if is_host else "knocking"
        member = Member(
            id=member_id(len(self.record.members) + 1),
            name=name,
            side=side,
            token=token,
            standing=standing,  # type: ignore[arg-type]  # one of the two above
            is_host=is_host,
        )
        self.save(self.record.with_member(member))
        return member

    # What follows by itself.

    def settle(self) -> None:
        """After a pause, do what was chosen: go on when all who are not away want that, end when all who sit do.

        Who has just lost their connection holds it up, so that nobody is played past who cannot speak; to be called
        again as time goes by.
        """
        session = self.session
        if session is None or self.stage != "paused":
            return
        sitting = [member.id for member in self.sitting if member.seat in session.state.seats]
        here = [member for member in sitting if member not in self.away]
        if here and all(self.choices.get(member) == "on" for member in here):
            session.carry_out(Resume())
        elif sitting and all(self.choices.get(member) == "end" for member in sitting):
            session.carry_out(Close())
        else:
            return
        self.choices.clear()
        self.look()

    def begin_when_read(self) -> None:
        """Begin the play once all who sit have read their briefing."""
        session = self.session
        if session is not None and {m.id for m in self.sitting if m.seat in session.state.seats} <= self.have_read:
            session.carry_out(Begin())

    def begin(self, seats: dict[str, str], *, is_watched: bool) -> None:
        """Begin a session with `seats` by member; whoever watches is let watch, or not."""
        own = seats.get(self.record.own, "")
        session = Session.begin(
            self._store, self.scenario, seats=seats.values(), clock=self._clock, room=self.record.id, own=own
        )
        members = tuple(
            replace(member, seat=seats.get(member.id, ""), watches=member.watches and is_watched)
            if member.is_in
            else replace(member, standing=_AFTER[member.standing], seat="", watches=False)
            for member in self.record.members
        )
        self.save(replace(self.record, session=session.id, text="", members=members))
        self.session = session
        self.ready.clear()
        self.have_read.clear()
        self.choices.clear()
        self.swaps.clear()
        self.sights.clear()
        self.opening = OpeningUp()
        self.witnesses_asked = False
        self.look()

    def tell(self, *told: Telling) -> None:
        """Tell all something, all of it or nothing; the same with the same salt is told once."""
        session = self.played()
        known = {(e.by, e.about, e.digest) for e in session.events if isinstance(e, ToldAfterwards)}
        fresh: list[tuple[Command, Words | None]] = []
        for each in told:
            said = kept_text(each.text)
            if not said:
                raise Refused("Nothing was written.")
            digest = digest_of(said, each.salt)
            if (each.by, each.about, digest) not in known:
                fresh.append((TellAfterwards(by=each.by, about=each.about, digest=digest), Words(each.salt, said)))
        if fresh:
            session.carry_out_all(fresh)

    def open_up(self) -> None:
        """Open what each marked once all who are still here have told theirs, at one stroke."""
        told = self.opening.told_by_all(self.seats_left_over)
        if len(told) >= gathering.FEWEST_SEATS and not self.opening.is_open:
            self.tell(*(Telling(seat, "heard", text, salt) for seat, (text, salt) in told.items()))
            self.opening.is_open = True

    def look(self) -> None:
        """Let everybody see what has come to the log."""
        session = self.session
        if session is None:
            return
        for member in self.record.members:
            seat = member.seat if member.seat in session.seats else WITNESS if member.watches else ""
            if seat and member.id not in self.sights:
                self.sights[member.id] = Sight(session, seat)
            if member.id in self.sights and not member.is_in:
                self.sights[member.id].until = member.left_at
        for sight in self.sights.values():
            sight.catch_up()

    def played(self) -> Session:
        """Return the session, once there is one."""
        if self.session is None:
            raise Refused(NOT_NOW)
        return self.session

    def live(self) -> Session:
        """Return the session while it is under way."""
        session = self.played()
        if self.stage in ("over", "closed"):
            raise Refused(AT_ITS_END)
        return session

    def save(self, record: RoomRecord) -> None:
        """Keep `record` as where the room stands."""
        self._store.put_room(record.id, record.to_bytes())
        self.record = record


def _alike(name: str) -> str:
    """Return what of `name` tells it from others that look the same."""
    return unicodedata.normalize("NFKC", name).casefold()
