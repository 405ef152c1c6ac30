"""The one place where the pure meets the store: load, fold, decide, append, and only then show."""

import secrets
import time
from collections.abc import Callable
from typing import Final, Self

from trainer.debrief.debrief import Debrief, look_back
from trainer.debrief.history import Choice
from trainer.engine.commands import Begin, CheckIn, Close, Command, GiveWords, Pause, Reply, Resume
from trainer.engine.decide import Refusal, decide
from trainer.engine.events import CheckedIn, EndReached, Event, PlayBegan, ReplyMade, SessionBegan, WordsGiven
from trainer.engine.evolve import begun, evolve, turn_of
from trainer.engine.machine import CompiledBeat, machine_of
from trainer.engine.state import Phase, State
from trainer.engine.view import OpenOption, Spoken, all_lines_after, checkin_for, lines_after, may_see, options_for
from trainer.errors import Conflict, StoreError, TrainerError
from trainer.play import Refused, seats_taken
from trainer.privacy import Feeling, digest_of, kept_text
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.store.base import Batch, Opening, SessionId, Store, Words

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without look-alikes: an id is read aloud and typed."""
_ID_LENGTH: Final = 8
_SALT_BYTES: Final = 16
_CHANGED_SINCE: Final = "(These words were changed since they were typed, and are not shown.)"
_NO_LIMIT: Final = 1 << 40
"""A stored text was within the limit of its day; it keeps loading."""

Clock = Callable[[], int]


class WentOn(TrainerError):  # noqa: N818  it is news, not a fault
    """The session went on somewhere else; this one has caught up, and what was asked for was not done."""


def wall_clock() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


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

    @classmethod
    def begin(
        cls,
        store: Store,
        scenario: Scenario,
        seat: str | None = None,
        *,
        seed: int | None = None,
        clock: Clock = wall_clock,
    ) -> Self:
        """Begin a session of `scenario` with `seat` taken, the others scripted; it waits at the briefing.

        Raises:
            Refused: when there is no such seat.
            StoreError: when it cannot be kept.
        """
        seats = seats_taken(scenario, seat)
        session = cls(store, _new_id(), scenario, clock)
        began = SessionBegan(
            scenario=scenario.digest,
            scenario_id=scenario.id,
            seats=seats,
            seed=secrets.randbits(32) if seed is None else seed,
        )
        opening = Opening(
            digest=scenario.digest, text=scenario.text, scenario_id=scenario.id, title=scenario.title, seats=seats
        )
        session._keep((began,), begun(session._machine, began), opening=opening)
        return session

    @classmethod
    def resume(cls, store: Store, session: str, clock: Clock = wall_clock) -> Self:
        """Return the session with this id, standing where it was left, on the text that it was begun with.

        Raises:
            StoreError: when there is no such session, or it cannot be read.
        """
        summary = store.summary(session)
        scenario = parse(store.scenario_text(summary.scenario), limit=_NO_LIMIT)
        found = cls(store, summary.session, scenario, clock)
        found.catch_up()
        return found

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
        """The cast ids that persons have taken."""
        return tuple(who for who in self.scenario.seats if who in self.state.seats)

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

    def opened_lines(self) -> tuple[Spoken, ...]:
        """Return all that was said and thought, also where the taken seats were not; nothing before an end."""
        if not self.is_over:
            return ()
        return tuple(line for event in self._events for line in all_lines_after(self._machine, event))

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

    def lines_before(self, choice: Choice) -> tuple[Spoken, ...]:
        """Return the lines that stood before a choice, as the taken seats may see them."""
        return tuple(line for line in choice.beat.lines if may_see(self._machine, line, self.state.seats))

    def words(self) -> dict[int, str]:
        """Return what was typed, by the position of its event in the log; what was changed since is not passed on."""
        typed = {}
        for version, words in self._store.words(self.id).items():
            event = self._events[version - 1] if 0 < version <= len(self._events) else None
            if isinstance(event, WordsGiven | CheckedIn):
                is_as_typed = digest_of(words.text, words.salt) == event.digest
                typed[version - 1] = words.text if is_as_typed else _CHANGED_SINCE
        return typed

    def start(self) -> None:
        """Leave the briefing."""
        self._do(Begin())

    def reply(self, option: str, reply: str | None = None) -> None:
        """Choose `option`; a `reply` id that was kept before makes this a repetition, which changes nothing.

        Raises:
            Refused: when the option is not open.
            WentOn: when the session went on elsewhere; nothing was chosen here.
            StoreError: when it cannot be kept; nothing was chosen.
        """
        reply = reply or secrets.token_hex(16)
        try:
            if not self._has(reply):
                self.go_on()
                self._do(Reply(option=option, reply=reply))
        except WentOn:
            if not self._has(reply):
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
            self._do(command, words)
        except WentOn:
            if self.last_turn() != asked_at or self.is_over:
                raise
            self.go_on()
            self._do(command, words)

    def pause(self) -> None:
        """Pause; a session that is not under way stays as it is."""
        if self.state.phase is Phase.PLAYING:
            self._do(Pause())

    def go_on(self) -> None:
        """Go on after a pause; a session that is not paused stays as it is."""
        if self.state.phase is Phase.PAUSED:
            self._do(Resume())

    def close(self) -> None:
        """Leave for good: the looking back stays, the play is over."""
        if self.state.phase is not Phase.CLOSED:
            self._do(Close())

    def look_back(self, seat: str | None = None) -> Debrief:
        """Return what the play of `seat`, or of the only one, shows."""
        return look_back(self._machine, self.events, seat or self.seats[0])

    def _has(self, reply: str) -> bool:
        return any(isinstance(event, ReplyMade) and event.reply == reply for event in self._events)

    def _do(self, command: Command, words: Words | None = None) -> None:
        decision = decide(self._machine, self.state, command)
        if isinstance(decision, Refusal):
            raise Refused(decision.reason)
        try:
            self._keep(decision.events, decision.state, words=words)
        except Conflict as conflict:
            self.catch_up()
            raise WentOn("This session went on somewhere else. Here is where it stands now.") from conflict

    def _keep(
        self, events: tuple[Event, ...], state: State, *, words: Words | None = None, opening: Opening | None = None
    ) -> None:
        made = sum(isinstance(event, ReplyMade) and not event.scripted for event in events)
        typed = {
            position: words
            for position, event in enumerate(events)
            if words and isinstance(event, WordsGiven | CheckedIn)
        }
        batch = Batch(
            session=self.id,
            version=len(self._events),
            events=events,
            at=self._clock(),
            phase=state.phase,
            replies=self.replies + made,
            words=typed,
            opening=opening,
        )
        self._store.append(batch)
        self._events += events
        self._state = state


def _new_id() -> SessionId:
    return SessionId("".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH)))
