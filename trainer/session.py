"""The one place where the pure meets the store: load, fold, decide, append, and only then show."""

import secrets
from collections.abc import Iterable
from typing import Final, Self

from trainer.clock import Clock, wall_clock
from trainer.debrief.debrief import Debrief, look_back
from trainer.debrief.history import taken_over
from trainer.debrief.marks import is_of_reply_before, not_so
from trainer.engine.commands import Begin, CheckIn, Close, Command, GiveWords, MarkReading, Pause, Reply, Resume
from trainer.engine.decide import Refusal, decide
from trainer.engine.events import (
    CheckedIn,
    EndReached,
    Event,
    Forked,
    PlayBegan,
    ReadingMarked,
    ReplyMade,
    SessionBegan,
    ToldAfterwards,
    WordsGiven,
)
from trainer.engine.evolve import begun, evolve, fold, turn_of
from trainer.engine.machine import CompiledBeat, machine_of
from trainer.engine.state import Phase, State
from trainer.engine.view import OpenOption, Spoken, checkin_for, lines_after, options_for
from trainer.errors import Conflict, StoreError, TrainerError
from trainer.forks import words_of_shared_part
from trainer.journal import write_note
from trainer.play import Refused, seats_taken
from trainer.privacy import Feeling, digest_of, kept_text
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.store.base import Batch, Opening, SessionId, Store, Summary, Words
from trainer.text import TOLD_APART

_ID_LENGTH: Final = 8
_SALT_BYTES: Final = 16
_CHANGED_SINCE: Final = "(These words were changed since they were typed, and are not shown.)"
_NO_LIMIT: Final = 1 << 40
"""A stored text was within the limit of its day; it keeps loading."""


class WentOn(TrainerError):  # noqa: N818  it is news, not a fault
    """The session went on somewhere else; this one has caught up, and what was asked for was not done."""


class Session:
    """One play that is kept."""

    def __init__(self, store: Store, session: SessionId, scenario: Scenario, clock: Clock = wall_clock) -> None:
        self.id = session
        self.scenario = scenario
        self._store = store
        self._clock = clock
        self._machine = machine_of(scenario)
        self._events: list[Event] = []
        self._state: State | None = None
        self._summary: Summary | None = None

    @classmethod
    def begin(  # noqa: PLR0913  what a session begins with
        cls,
        store: Store,
        scenario: Scenario,
        seat: str | None = None,
        *,
        seed: int | None = None,
        clock: Clock = wall_clock,
        seats: Iterable[str] = (),
        room: str = "",
        own: str = "",
    ) -> Self:
        """Begin a session of `scenario` with `seat`, or `seats`, taken, the others scripted; it waits at the briefing.

        In a `room` the seat of whose store this is is `own`, if it is any of them.

        Raises:
            Refused: when there is no such seat.
            StoreError: when it cannot be kept.
        """
        taken = seats_taken(scenario, seat, seats)
        began = SessionBegan(
            scenario=scenario.digest,
            scenario_id=scenario.id,
            seats=taken,
            seed=secrets.randbits(32) if seed is None else seed,
        )
        intended = None if room else store.latest_intention()
        opening = _opening(scenario, taken, intention=intended.session if intended else "", room=room, own=own)
        return cls._opened(store, scenario, clock, (began,), opening)

    @classmethod
    def _opened(cls, store: Store, scenario: Scenario, clock: Clock, log: tuple[Event, ...], opening: Opening) -> Self:
        session = cls(store, _new_id(), scenario, clock)
        session._keep(log, fold(session._machine, log), opening=opening)
        return session

    @classmethod
    def resume(cls, store: Store, session: str, clock: Clock = wall_clock) -> Self:
        """Return the session with this id, standing where it was left, on the text that it was begun with.

        Raises:
            StoreError: when there is no such session, or it cannot be read.
        """
        summary = store.summary(session)
        return cls.on(store, summary.session, pinned_scenario(store, summary.scenario), clock)

    @classmethod
    def on(cls, store: Store, session: SessionId, scenario: Scenario, clock: Clock = wall_clock) -> Self:
        """Return a session of `scenario`, which was read already: that takes longer than reading a session.

        Raises:
            StoreError: when the session cannot be read, or is one of another text.
        """
        found = cls(store, session, scenario, clock)
        found.catch_up()
        return found

    def fork(self, position: int) -> Self:
        """Begin a session that stands where this one stood before the reply at `position` of the log.

        It has this one's log up to there, and the same options in the same order; this one stays as it is.

        Raises:
            Refused: when no person of this session made a reply there.
            StoreError: when it cannot be kept.
        """
        if self.is_shared:
            raise Refused("What was played with others is not tried again alone. Play the scene anew, or swap parts.")
        event = self._events[position] if 0 <= position < len(self._events) else None
        if not isinstance(event, ReplyMade) or event.scripted:
            raise Refused("Only from a choice of your own can you try again.")
        log = (*self._events[:position], Forked(session=self.id), *self._marks_before(position))
        opening = _opening(self.scenario, self.seats, origin=self.id, shared=position)
        return self._opened(self._store, self.scenario, self._clock, log, opening)

    def _marks_before(self, position: int) -> tuple[ReadingMarked, ...]:
        """Return the marks on replies before `position`, which go with every copy of those."""
        return tuple(
            ReadingMarked(seat=seat, reading=reading, is_so=False)
            for seat in self.seats
            for reading in not_so(self._events, seat)
            if is_of_reply_before(reading, position)
        )

    def catch_up(self) -> None:
        """Read what was kept since, here or elsewhere."""
        if self._store.summary(self.id).version < len(self._events):
            raise StoreError(
                "An older copy of the store was put in its place, in which this session is shorter. Start again."
            )
        for recorded in self._store.events(self.id, after=len(self._events)):
            event = recorded.event
            if isinstance(event, SessionBegan):
                if event.scenario != self.scenario.digest:
                    raise StoreError(f"Session {self.id} and the text kept for it do not belong together.")
                self._state = begun(self._machine, event)
            else:
                self._state = evolve(self._machine, self.state, event)
            self._events.append(event)

    @property
    def state(self) -> State:
        """Where the session stands."""
        if self._state is None:
            raise TypeError("a session has begun")
        return self._state

    @property
    def events(self) -> tuple[Event, ...]:
        """The log."""
        return tuple(self._events)

    @property
    def version(self) -> int:
        """How many events the log has."""
        return len(self._events)

    @property
    def seats(self) -> tuple[str, ...]:
        """The cast ids that persons took when it began, those who left since included."""
        began = self._events[0]
        return began.seats if isinstance(began, SessionBegan) else ()

    @property
    def own_seat(self) -> str:
        """The seat of whose store this is.

        Raises:
            Refused: when it was played in a room in which they had none.
        """
        if not self._belongs.own_seat:
            raise Refused(
                "This was played by others in a room. Looking back on it is for each of them, and is kept with them."
            )
        return self._belongs.own_seat

    @property
    def _belongs(self) -> Summary:
        """The summary, read once, for what of it never changes: whose it is, and in which room it is played."""
        if self._summary is None:
            self._summary = self._store.summary(self.id)
        return self._summary

    @property
    def is_in_a_room(self) -> bool:
        """Whether it is played in a room, with others."""
        return bool(self._belongs.room)

    @property
    def is_shared(self) -> bool:
        """Whether it is played by several persons, each with a view of their own."""
        return len(self.seats) > 1

    @property
    def origin(self) -> str:
        """The id of the session that this one was forked from, or nothing for a first attempt."""
        forked = self._events[self.shared]
        return forked.session if isinstance(forked, Forked) else ""

    @property
    def shared(self) -> int:
        """How many events were taken over from the origin; none for a first attempt."""
        return taken_over(self._events)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be said: an end was reached, or the session was closed."""
        return self.state.is_over

    @property
    def end(self) -> str | None:
        """The id of the end reached."""
        return next((event.end for event in reversed(self._events) if isinstance(event, EndReached)), None)

    @property
    def replies(self) -> int:
        """How many replies persons have made."""
        return sum(isinstance(event, ReplyMade) and not event.scripted for event in self._events)

    @property
    def turn(self) -> CompiledBeat | None:
        """The beat whose turn it is, or None before play and after an end."""
        return turn_of(self._machine, self.state)

    @property
    def seat(self) -> str:
        """Whose turn it is, or nothing."""
        return self.turn.seat if self.turn else ""

    @property
    def options(self) -> tuple[OpenOption, ...]:
        """What may be said now, in the order shown."""
        return options_for(self._machine, self.state, self.seat)

    @property
    def checkin(self) -> str | None:
        """The question about how it is now, where one is due."""
        return checkin_for(self._machine, self.state, self.seat)

    @property
    def wants_words(self) -> bool:
        """Whether the last reply may now be said in one's own words."""
        return bool(self.state.words_due)

    def lines(self, since: int = 0, until: int | None = None) -> tuple[Spoken, ...]:
        """Return the lines of the events from `since` to before `until`, as the taken seats may see them."""
        seats = self.state.seats
        return tuple(line for event in self._events[since:until] for line in lines_after(self._machine, event, seats))

    def last_turn(self) -> int:
        """Return the position of the event that brought the lines since a person last replied."""
        return next(
            (
                position
                for position in range(len(self._events) - 1, -1, -1)
                if isinstance(event := self._events[position], PlayBegan)
                or (isinstance(event, ReplyMade) and not event.scripted)
            ),
            0,
        )

    def reply_to_reword(self) -> str:
        """Return the reply that may now be said in one's own words, or nothing."""
        due = next(
            (event for event in reversed(self._events) if isinstance(event, ReplyMade) and not event.scripted), None
        )
        return self._machine.beats[due.beat].by_id[due.option].option.say if due and self.wants_words else ""

    def words(self) -> dict[int, str]:
        """Return what was typed, by the position of its event in the log; what was changed since is not passed on.

        What was typed in the part that a fork shares is kept with the session in which it was typed, there alone.
        """
        typed = {}
        kept = words_of_shared_part(self._store, self.origin, self.shared) | self._store.words(self.id)
        for version, words in sorted(kept.items()):
            event = self._events[version - 1] if 0 < version <= len(self._events) else None
            if isinstance(event, WordsGiven | CheckedIn):
                is_as_typed = digest_of(words.text, words.salt) == event.digest
                typed[version - 1] = words.text if is_as_typed else _CHANGED_SINCE
        return typed

    def told_afterwards(self) -> dict[int, str]:
        """Return what was told to all who were there, by the position of its event; nothing where it was removed."""
        kept = {version - 1: words for version, words in self._store.words(self.id).items()}
        return {
            position: kept[position].text
            for position, event in enumerate(self._events)
            if isinstance(event, ToldAfterwards)
            and position in kept
            and digest_of(kept[position].text, kept[position].salt) == event.digest
        }

    def start(self) -> None:
        """Leave the briefing."""
        self.carry_out(Begin())

    def reply(self, option: str, reply: str | None = None) -> None:
        """Choose `option`; a `reply` id that was kept before makes this a repetition, which changes nothing.

        Raises:
            Refused: when the option is not open.
            WentOn: when the session went on elsewhere; nothing was chosen here.
            StoreError: when it cannot be kept; nothing was chosen.
        """
        reply = reply or secrets.token_hex(16)
        try:
            if not self.has_reply(reply):
                self.go_on()
                self.carry_out(Reply(option=option, reply=reply))
        except WentOn:
            if not self.has_reply(reply):
                raise

    def give_words(self, text: str) -> None:
        """Keep the last reply in one's own words."""
        salt = secrets.token_bytes(_SALT_BYTES)
        self._keep_typed(GiveWords(digest=digest_of(text, salt)), Words(salt, kept_text(text)))

    def check_in(self, feeling: str, strength: int) -> None:
        """Keep an answer to how it is now; `strength` is from 0 to 10."""
        text = Feeling(feeling, strength).text
        salt = secrets.token_bytes(_SALT_BYTES)
        self._keep_typed(CheckIn(digest=digest_of(text, salt)), Words(salt, kept_text(text)))

    def _keep_typed(self, command: GiveWords | CheckIn, words: Words) -> None:
        """Keep what was typed, also where the session went on elsewhere and it is still asked for."""
        self.go_on()
        asked_at = self.last_turn()
        try:
            self.carry_out(command, words)
        except WentOn:
            if self.last_turn() != asked_at or self.is_over:
                raise
            self.go_on()
            self.carry_out(command, words)

    def pause(self) -> None:
        """Pause; a session that is not under way stays as it is."""
        if self.state.phase is Phase.PLAYING:
            self.carry_out(Pause())

    def go_on(self) -> None:
        """Go on after a pause; a session that is not paused stays as it is."""
        if self.state.phase is Phase.PAUSED:
            self.carry_out(Resume())

    def close(self) -> None:
        """Leave for good: the looking back stays, the play is over."""
        if self.state.phase is not Phase.CLOSED:
            self.carry_out(Close())

    def mark(self, reading: str, *, is_so: bool, seat: str | None = None) -> None:
        """Say of a reading of the looking back whether it is so for `seat`, or for the only one; it is until marked.

        Raises:
            Refused: when there is no looking back yet, or no reading can have that name.
        """
        marker = seat or self.own_seat
        if (reading not in not_so(self._events, marker)) is is_so:
            return
        try:
            self.carry_out(MarkReading(seat=marker, reading=reading, is_so=is_so))
        except WentOn:
            self.carry_out(MarkReading(seat=marker, reading=reading, is_so=is_so))

    @property
    def intention(self) -> str:
        """What the person intended when this session, or the first attempt at it, began; as it reads now."""
        return self._store.intention_of(self.id)

    def notes(self) -> dict[str, str]:
        """Return the person's own notes on this session, by what they are about."""
        return {note.about: note.text for note in self._store.notes(self.id)}

    def write_note(self, about: str, text: str) -> None:
        """Keep a note for oneself about `about`, in place of the one before; no text deletes it.

        Raises:
            Refused: when there is nothing of that name to write about.
            StoreError: when it cannot be kept; nothing was changed.
        """
        write_note(self._store, self.id, about, text, self._clock())

    def look_back(self, seat: str | None = None) -> Debrief:
        """Return what the play of `seat`, or of one's own, shows.

        Raises:
            Refused: when it was played in a room in which whose store this is had no seat.
        """
        own = seat or self.own_seat
        if self.is_in_a_room and not self.is_over:
            raise Refused("The play with the others is still under way. Looking back comes after it.")
        return look_back(self._machine, self.events, own)

    def has_reply(self, reply: str) -> bool:
        """Return whether a reply with this id was made."""
        return any(isinstance(event, ReplyMade) and event.reply == reply for event in self._events)

    def carry_out(self, command: Command, words: Words | None = None) -> None:
        """Do what `command` asks for and keep what it leads to, with what was typed for it.

        Raises:
            Refused: when it is not possible now.
            WentOn: when the session went on elsewhere; nothing was done here.
            StoreError: when it cannot be kept; nothing was done.
        """
        self.carry_out_all(((command, words),))

    def carry_out_all(self, wanted: Iterable[tuple[Command, Words | None]]) -> None:
        """Do what all of `wanted` ask for, with what was typed for each, or nothing of it.

        Raises:
            Refused: when one of it is not possible now.
            WentOn: when the session went on elsewhere; nothing was done here.
            StoreError: when it cannot be kept; nothing was done.
        """
        events: list[Event] = []
        typed: dict[int, Words] = {}
        state = self.state
        for command, words in wanted:
            decision = decide(self._machine, state, command)
            if isinstance(decision, Refusal):
                raise Refused(decision.reason)
            if words is not None:
                typed[len(events)] = words
            events += decision.events
            state = decision.state
        try:
            self._keep(tuple(events), state, typed=typed)
        except Conflict as conflict:
            self.catch_up()
            raise WentOn("This session went on somewhere else. Here is where it stands now.") from conflict

    def _keep(
        self,
        events: tuple[Event, ...],
        state: State,
        *,
        typed: dict[int, Words] | None = None,
        opening: Opening | None = None,
    ) -> None:
        made = sum(isinstance(event, ReplyMade) and not event.scripted for event in events)
        batch = Batch(
            session=self.id,
            version=len(self._events),
            events=events,
            at=self._clock(),
            phase=state.phase,
            replies=self.replies + made,
            words=typed or {},
            opening=opening,
        )
        self._store.append(batch)
        self._events += events
        self._state = state


def _opening(  # noqa: PLR0913  what a session brings along
    scenario: Scenario,
    seats: tuple[str, ...],
    *,
    intention: str = "",
    origin: str = "",
    shared: int = 0,
    room: str = "",
    own: str = "",
) -> Opening:
    return Opening(
        digest=scenario.digest,
        text=scenario.text,
        scenario_id=scenario.id,
        title=scenario.title,
        seats=seats,
        intention=intention,
        origin=origin,
        shared=shared,
        room=room,
        own=own,
    )


def pinned_scenario(store: Store, digest: str) -> Scenario:
    """Return the scenario that sessions were pinned to by `digest`.

    Raises:
        StoreError: when its text is not there, or damaged.
    """
    return parse(store.scenario_text(digest), limit=_NO_LIMIT)


def _new_id() -> SessionId:
    return SessionId("".join(secrets.choice(TOLD_APART) for _ in range(_ID_LENGTH)))
