"""What was known by whom, what was told, told in general or told without right, and what stayed unsaid.

A breach: a confidential fact's detail reached somebody who did not know it and whom it does not concern. Unsaid: a
fact, not confidential, that concerns somebody who was there at some time and still does not know it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from trainer.debrief.history import Choice, beats_entered, choices
from trainer.engine.events import Event
from trainer.engine.machine import ScenarioMachine
from trainer.scenario.model import Fact


class Told(NamedTuple):
    """A reply that told a fact, or spoke of it in general."""

    choice: Choice
    fact: str
    reached: tuple[str, ...]
    """Who has known it since then: cast ids, in the author's order."""
    strangers: tuple[str, ...]
    """Of those, whom a confidential fact was not for."""

    @property
    def is_breach(self) -> bool:
        """Whether it reached somebody whom it was not for."""
        return bool(self.strangers)

    @property
    def is_in_general(self) -> bool:
        """Whether it was only alluded to."""
        return self.fact not in self.choice.chosen.option.tells


class Knowledge(NamedTuple):
    """What became of one fact."""

    fact: str
    known_since: dict[str, int]
    """Cast ids with the position of the reply that told them, 0 where they knew from the start."""
    told: tuple[Told, ...]
    unsaid_to: tuple[str, ...]
    """Whom it concerns, who was there at some time, and who does not know it; nobody where it is confidential."""


def disclosure(machine: ScenarioMachine, events: Iterable[Event]) -> tuple[Knowledge, ...]:
    """Return what became of every fact, in the author's order."""
    log = tuple(events)
    facts = machine.scenario.facts
    known = {name: dict.fromkeys(fact.known_by, 0) for name, fact in facts.items()}
    told: dict[str, list[Told]] = {name: [] for name in facts}
    for choice in choices(machine, log):
        for name in (*choice.chosen.option.tells, *choice.chosen.option.alludes):
            telling = _told(machine, choice, name, known[name])
            known[name] |= dict.fromkeys(telling.reached, choice.position)
            told[name].append(telling)
    were_there = _present(machine, log)
    return tuple(
        Knowledge(name, known[name], tuple(told[name]), _unsaid_to(fact, known[name], were_there))
        for name, fact in facts.items()
    )


def _told(machine: ScenarioMachine, choice: Choice, name: str, known: dict[str, int]) -> Told:
    present = machine.present[choice.beat.scene] if name in choice.chosen.option.tells else frozenset()
    reached = tuple(who for who in machine.scenario.cast if who in present and who not in known)
    fact = machine.scenario.facts[name]
    not_for = {who for who in reached if who not in fact.concerns and who != choice.event.seat}
    strangers = tuple(who for who in reached if who in not_for) if fact.confidential else ()
    return Told(choice, name, reached, strangers)


def _present(machine: ScenarioMachine, log: tuple[Event, ...]) -> frozenset[str]:
    """Return who was in some scene that was played."""
    scenes = {beat.scene for event in log for beat in beats_entered(machine, event)}
    return frozenset().union(*(machine.present[scene] for scene in scenes))


def _unsaid_to(fact: Fact, known: dict[str, int], were_there: frozenset[str]) -> tuple[str, ...]:
    if fact.confidential:
        return ()
    return tuple(who for who in fact.concerns if who in were_there and who not in known)
