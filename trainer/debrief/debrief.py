"""The readings of one seat's play together, moment by moment."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from trainer.debrief.history import Choice, choices
from trainer.debrief.practice import Score, Span, score, spans
from trainer.engine.events import EndReached, Event
from trainer.engine.machine import ScenarioMachine
from trainer.scenario.model import Action, Practice

FORMAT: Final = 1


class Moment(NamedTuple):
    """A turn at which a practice was in play."""

    choice: Choice
    spans: dict[Practice, Span]

    @property
    def shown(self) -> dict[Practice, int]:
        """What the reply showed of each practice in play."""
        return {practice: span.chosen for practice, span in self.spans.items()}


@dataclass(frozen=True, slots=True)
class Harm:
    """A reply that could hurt somebody, by itself and never averaged."""

    beat: str
    option: str
    reason: str


@dataclass(frozen=True, slots=True)
class Debrief:
    """What one seat's play shows."""

    scenario: str
    seat: str
    end: str | None
    choices: tuple[Choice, ...]
    moments: tuple[Moment, ...]
    scores: dict[Practice, Score]
    harm: tuple[Harm, ...]
    actions: dict[Action, int]

    def to_json(self) -> dict[str, object]:
        """Return the debrief as `trainer debrief --json` prints it."""
        return {
            "format": FORMAT,
            "scenario": self.scenario,
            "seat": self.seat,
            "end": self.end,
            "scores": {str(practice): figures.to_json() for practice, figures in self.scores.items()},
            "moments": [_moment_json(moment) for moment in self.moments],
            "harm": [{"beat": harm.beat, "option": harm.option, "reason": harm.reason} for harm in self.harm],
            "actions": {str(action): count for action, count in self.actions.items()},
        }


def look_back(machine: ScenarioMachine, events: tuple[Event, ...], seat: str) -> Debrief:
    """Return the debrief of `seat` over `events`; the same log gives the same debrief."""
    own = tuple(
        choice for choice in choices(machine, events) if choice.event.seat == seat and not choice.event.scripted
    )
    moments = tuple(Moment(choice, in_play) for choice in own if (in_play := spans(choice)))
    taken = [action for choice in own for action in choice.chosen.actions]
    return Debrief(
        scenario=machine.scenario.id,
        seat=seat,
        end=next((event.end for event in reversed(events) if isinstance(event, EndReached)), None),
        choices=own,
        moments=moments,
        scores={practice: score(m.spans[practice] for m in moments if practice in m.spans) for practice in Practice},
        harm=tuple(
            Harm(choice.event.beat, choice.event.option, reason) for choice in own if (reason := choice.chosen.harm)
        ),
        actions={action: taken.count(action) for action in Action},
    )


def _moment_json(moment: Moment) -> dict[str, object]:
    choice = moment.choice
    return {
        "beat": choice.event.beat,
        "chosen": choice.event.option,
        "open": [option.id for option in choice.open],
        "shown": {str(practice): shown for practice, shown in moment.shown.items()},
        "why": choice.chosen.option.why or "",
    }
