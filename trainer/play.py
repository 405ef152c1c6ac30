"""A play for programs: bots, tests and notebooks. It reads nothing, writes nothing and takes no chances."""

from collections.abc import Iterable
from typing import Self

from trainer.debrief.debrief import Debrief, look_back
from trainer.engine.commands import Begin, CheckIn, Command, GiveWords, Reply
from trainer.engine.decide import Refusal, decide
from trainer.engine.events import EndReached, Event, SessionBegan
from trainer.engine.evolve import begun, evolve
from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.engine.state import State
from trainer.engine.view import OpenOption, Spoken, checkin_for, lines_after, options_for
from trainer.errors import TrainerError
from trainer.privacy import Feeling, digest_of
from trainer.scenario.model import Scenario


class Refused(TrainerError, ValueError):  # noqa: N818  the name that programs catch
    """What was asked for is not possible now; the text says why."""


class Play:
    """One play of a scenario, in memory."""

    def __init__(self, machine: ScenarioMachine, state: State, events: list[Event]) -> None:
        self._machine = machine
        self._state = state
        self._events = events
        self._fresh = 0

    @classmethod
    def begin(
        cls, scenario: Scenario, seat: str | None = None, seed: int = 0, seats: Iterable[str] | None = None
    ) -> Self:
        """Begin a play of `scenario` with `seat`, or several `seats`, taken; the other seats are scripted.

        Raises:
            Refused: when nobody in the cast has such a seat, or the story cannot go on.
        """
        taken = seats_taken(scenario, seat, seats)
        machine = machine_of(scenario)
        first = SessionBegan(scenario=scenario.digest, scenario_id=scenario.id, seats=taken, seed=seed)
        play = cls(machine, begun(machine, first), [first])
        play._do(Begin())
        return play

    @classmethod
    def replay(cls, scenario: Scenario, events: Iterable[Event]) -> Self:
        """Return the play that `events` are the log of.

        Raises:
            Refused: when they are no log of this scenario's text.
        """
        machine = machine_of(scenario)
        log = tuple(events)
        first, rest = log[0] if log else None, log[1:]
        if not isinstance(first, SessionBegan):
            raise Refused("A log starts with session_began.")
        if first.scenario != scenario.digest:
            raise Refused("This log was made with another text of the scenario, or with another scenario.")
        play = cls(machine, begun(machine, first), [first])
        for event in rest:
            play._state = evolve(machine, play._state, event)
            if event.kind in ("play_began", "reply_made") and not getattr(event, "scripted", False):
                play._fresh = len(play._events)
            play._events.append(event)
        return play

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be said."""
        return self._state.is_over

    @property
    def state(self) -> State:
        """Where the play stands."""
        return self._state

    @property
    def lines(self) -> tuple[Spoken, ...]:
        """The lines since the last reply of a person, that reply included, as the taken seats may see them."""
        seats = self._state.seats
        return tuple(line for event in self._events[self._fresh :] for line in lines_after(self._machine, event, seats))

    @property
    def seat(self) -> str | None:
        """Whose turn it is, or None after an end."""
        return None if self.is_over else self._machine.beats[self._state.beat].seat

    @property
    def options(self) -> tuple[OpenOption, ...]:
        """What may be said now, in the order shown."""
        return options_for(self._machine, self._state, self.seat or "")

    @property
    def checkin(self) -> str | None:
        """The question about how it is now, where one is asked at this turn."""
        return checkin_for(self._machine, self._state, self.seat or "")

    @property
    def events(self) -> tuple[Event, ...]:
        """The log so far."""
        return tuple(self._events)

    @property
    def end(self) -> str | None:
        """The id of the end reached."""
        return next((event.end for event in reversed(self._events) if isinstance(event, EndReached)), None)

    def reply(self, option: str, words: str | None = None) -> None:
        """Choose `option`; `words` say it in one's own words where the turn asks for that.

        Raises:
            Refused: when the option is not open, or no words are asked for.
        """
        if words and not self._asks_words():
            raise Refused("There is no reply here to say in your own words.")
        self._do(Reply(option=option))
        if words:
            self._do(GiveWords(digest=digest_of(words)))

    def check_in(self, feeling: str, strength: int = 5) -> None:
        """Answer how it is now: `feeling` in a word or a sentence, `strength` from 0 to 10.

        Raises:
            Refused: when nothing was asked, or the strength is out of range.
        """
        try:
            answer = Feeling(feeling, strength)
        except ValueError as error:
            raise Refused(str(error)) from error
        self._do(CheckIn(digest=digest_of(answer.text)))

    def debrief(self, seat: str | None = None) -> Debrief:
        """Return what the play of `seat` shows; it may be left out where one seat was taken.

        Raises:
            Refused: when it is not clear whose play is meant, or nobody sat there.
        """
        seats = self._state.seats
        if seat is None:
            if len(seats) != 1:
                raise Refused(f"Say whose looking back you want: {', '.join(sorted(seats))}.")
            (seat,) = seats
        if seat not in seats:
            raise Refused(f"Nobody played “{seat}”.")
        return look_back(self._machine, tuple(self._events), seat)

    def _asks_words(self) -> bool:
        beat = self._machine.beats.get(self._state.beat)
        return beat is not None and beat.beat.own_words and not self.is_over

    def _do(self, command: Command) -> None:
        decision = decide(self._machine, self._state, command)
        if isinstance(decision, Refusal):
            raise Refused(decision.reason)
        if isinstance(command, Begin | Reply):
            self._fresh = len(self._events)
        self._events += decision.events
        self._state = decision.state


def seats_taken(scenario: Scenario, seat: str | None, seats: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the seats that `seat` and `seats` mean, in the author's order; the first there is when neither is given.

    Raises:
        Refused: when nobody in the cast has such a seat.
    """
    wanted = {seats} if isinstance(seats, str) else set(seats or ())
    wanted |= {seat} if seat else set()
    if not wanted:
        wanted = set(scenario.seats[:1])
    if not wanted:
        raise Refused("Nobody can take a part in this scenario: no cast member has “seat: true”.")
    for name in sorted(wanted):
        if name not in scenario.seats:
            raise Refused(f"“{name}” is no part that a person may take. There is {', '.join(scenario.seats)}.")
    return tuple(name for name in scenario.seats if name in wanted)
