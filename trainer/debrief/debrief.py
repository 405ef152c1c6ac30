"""The readings of one seat's play together, moment by moment.

All of it rests on the log alone, so that the same log gives the same looking back to the byte.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from trainer.debrief.actions import acts, by_speaker
from trainer.debrief.as_json import as_json
from trainer.debrief.disclosure import Knowledge, Told, disclosure
from trainer.debrief.history import Choice, own_choices, taken_over
from trainer.debrief.marks import not_so, of_same_aim
from trainer.debrief.moments import Moment, TurningPoints, moments_of, turning_points
from trainer.debrief.patterns import Shown, patterns
from trainer.debrief.practice import Score, score
from trainer.debrief.routines import Taken, routines
from trainer.debrief.talk import Said, talk
from trainer.debrief.tilt import Balance, balances
from trainer.debrief.typed import Felt, Reworded, feelings, own_words
from trainer.debrief.whatif import WhatIf, what_if
from trainer.engine.events import EndReached, Event, SessionClosed
from trainer.engine.machine import CompiledOption, ScenarioMachine
from trainer.engine.shown import Spoken
from trainer.scenario.model import Action, Practice

__all__ = ["Debrief", "Harm", "Moment", "Open", "TurningPoint", "look_back"]


class Harm(NamedTuple):
    """A reply that could hurt somebody, by itself and never averaged."""

    choice: Choice
    reason: str

    @property
    def beat(self) -> str:
        """Where it was said: `scene/beat`."""
        return self.choice.event.beat

    @property
    def option(self) -> str:
        """The option's id."""
        return self.choice.event.option


class Open(NamedTuple):
    """What could have been said at a turning point, what it would have shown, and what was reachable after it."""

    option: CompiledOption
    shown: dict[Practice, int]
    after: WhatIf


class TurningPoint(NamedTuple):
    """A moment to come back to, with all that was open from there."""

    moment: Moment
    reachable: WhatIf
    open: tuple[Open, ...]


@dataclass(frozen=True)
class Debrief:
    """What one seat's play shows; each reading is made when it is first asked for."""

    machine: ScenarioMachine = field(repr=False)
    events: tuple[Event, ...] = field(repr=False)
    seat: str

    @property
    def scenario(self) -> str:
        """The id of the scenario."""
        return self.machine.scenario.id

    @cached_property
    def end(self) -> str | None:
        """The id of the end reached."""
        return next((event.end for event in reversed(self.events) if isinstance(event, EndReached)), None)

    @cached_property
    def is_over(self) -> bool:
        """Whether an end was reached, or the session was left for good; what others thought is told only then."""
        return any(isinstance(event, EndReached | SessionClosed) for event in self.events)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The seat's own replies."""
        return own_choices(self.machine, self.events, self.seat)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The replies at which some practice was in play."""
        return moments_of(self.choices)

    @cached_property
    def scores(self) -> dict[Practice, Score]:
        """The score of each practice."""
        return {
            practice: score(moment.spans[practice] for moment in self.moments if practice in moment.spans)
            for practice in Practice
        }

    @cached_property
    def harm(self) -> tuple[Harm, ...]:
        """The replies that could hurt."""
        return tuple(Harm(choice, reason) for choice in self.choices if (reason := choice.chosen.harm))

    @cached_property
    def actions(self) -> dict[Action, int]:
        """How often the seat did each."""
        taken = [action for choice in self.choices for action in choice.chosen.actions]
        return {action: taken.count(action) for action in Action}

    @cached_property
    def room(self) -> dict[str, dict[Action, int]]:
        """How often each in the cast did each."""
        return by_speaker(self.machine, self.events)

    @cached_property
    def patterns(self) -> tuple[Shown, ...]:
        """The stuck patterns of the room."""
        return patterns(self.machine.scenario, acts(self.machine, self.events))

    @cached_property
    def routines(self) -> tuple[Taken, ...]:
        """The ways of protecting oneself that the seat took."""
        return routines(self.choices)

    @property
    def meters(self) -> tuple[str, ...]:
        """The names of the meters, in the order in which a balance has them."""
        return tuple(self.machine.scenario.meters)

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        """How things stood at the beginning, and after every reply."""
        return balances(self.machine, self.events)

    @cached_property
    def disclosure(self) -> tuple[Knowledge, ...]:
        """What became of every fact."""
        return disclosure(self.machine, self.events)

    @cached_property
    def feelings(self) -> tuple[Felt, ...]:
        """The answers to how it is now, beside what was said next."""
        return feelings(self.events, self.choices, self.seat)

    @cached_property
    def own_words(self) -> tuple[Reworded, ...]:
        """The replies that were said in own words as well."""
        return own_words(self.events, self.choices, self.seat)

    @cached_property
    def talk(self) -> tuple[Said, ...]:
        """The talk line by line; of what others thought, or said elsewhere, nothing before the end."""
        beside = (self.choices, self.moments, self.balances)
        return tuple(talk(self.machine, self.events, *beside, seat=self.seat, is_open=self.is_over))

    @cached_property
    def turning(self) -> TurningPoints:
        """The moments to come back to."""
        return turning_points(self.moments)

    @cached_property
    def not_so(self) -> tuple[str, ...]:
        """Readings that the learner has marked “not so for me”."""
        return not_so(self.events, self.seat)

    @cached_property
    def _told(self) -> frozenset[str]:
        """The addresses of the lines that are open."""
        return frozenset(said.line.address for said in self.talk)

    @property
    def unused(self) -> tuple[Action, ...]:
        """The actions that the seat did not take."""
        return tuple(action for action, count in self.actions.items() if not count)

    @property
    def unsaid(self) -> tuple[Knowledge, ...]:
        """The facts that somebody whom they concern, and who was there, does not know."""
        return tuple(knowledge for knowledge in self.disclosure if knowledge.unsaid_to)

    @property
    def breaches(self) -> tuple[Told, ...]:
        """What the seat told that was not its to tell."""
        own = {choice.position for choice in self.choices}
        return tuple(
            told
            for knowledge in self.disclosure
            for told in knowledge.told
            if told.is_breach and told.choice.position in own
        )

    @property
    def own_balances(self) -> tuple[Balance, ...]:
        """How things stood after each of the seat's own replies."""
        return tuple(balance for balance in self.balances if balance.seat == self.seat and not balance.is_scripted)

    @property
    def open_balances(self) -> tuple[Balance, ...]:
        """How things stood at the beginning and after every reply; nothing before the end.

        What moved where the learner was not would show at the next reply, and be put down to that.
        """
        return self.balances if self.is_over else ()

    @property
    def open_facts(self) -> tuple[Knowledge, ...]:
        """What became of every fact; nothing before the end, when not all of it is the learner's to know."""
        return self.disclosure if self.is_over else ()

    @property
    def open_room(self) -> dict[str, dict[Action, int]]:
        """How often each did each action; before the end only what the learner did."""
        return {who: counts for who, counts in self.room.items() if self.is_over or who == self.seat}

    @property
    def open_patterns(self) -> tuple[Shown, ...]:
        """The stuck patterns of the room; nothing before the end, since they rest on talk elsewhere too."""
        return self.patterns if self.is_over else ()

    def open_ends(self, what_if: WhatIf) -> tuple[str, ...]:
        """Return the ends that could come; nothing before one has."""
        return what_if.ends if self.is_over else ()

    def heard_before(self, choice: Choice) -> tuple[Spoken, ...]:
        """Return what was said and seen just before `choice`, as far as it is open."""
        return tuple(line for line in choice.beat.lines if not line.is_thought and line.address in self._told)

    @property
    def newly_chosen(self) -> tuple[Choice, ...]:
        """The seat's replies, without what a fork shares with the play that it was tried again from."""
        shared = taken_over(self.events)
        return tuple(choice for choice in self.choices if choice.position >= shared)

    @property
    def questioned_aims(self) -> tuple[Choice, ...]:
        """The replies of which the learner says that they put the aim itself in question."""
        return tuple(choice for choice in self.choices if of_same_aim(choice.position) in self.not_so)

    def turning_point(self, moment: Moment) -> TurningPoint:
        """Return `moment` with what was reachable from it, exactly; the first call of a scenario may take a second."""
        position = moment.choice.position

        def reachable(option: str | None = None) -> WhatIf:
            return what_if(self.machine, self.events, self.seat, position, option)

        return TurningPoint(
            moment,
            reachable(),
            tuple(Open(option, _shown_by(option, moment), reachable(option.id)) for option in moment.choice.open),
        )

    def turning_points(self) -> tuple[TurningPoint, ...]:
        """Return every turning point once: where most was lost first, then where most was won."""
        return tuple(map(self.turning_point, self.turning.all))

    def to_json(self) -> dict[str, object]:
        """Return the debrief as `trainer debrief --json` prints it."""
        return as_json(self)


def look_back(machine: ScenarioMachine, events: tuple[Event, ...], seat: str) -> Debrief:
    """Return the debrief of `seat` over `events`; the same log gives the same debrief."""
    return Debrief(machine, events, seat)


def _shown_by(option: CompiledOption, moment: Moment) -> dict[Practice, int]:
    return {practice: option.option.shows.get(practice, 0) for practice in moment.spans}
