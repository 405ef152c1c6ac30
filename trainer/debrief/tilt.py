"""Who had most room, and how the meters stood, after every reply.

Tilt is the balance of dependence (Emerson 1962: power is the other's dependence), from -100, the patients' side, over
0, where every play begins, to +100, the staff's side. It lies on top of what each can lose, which no talk changes.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from trainer.debrief.history import choices
from trainer.engine.events import Event
from trainer.engine.machine import ScenarioMachine

LOWEST_TILT: Final = -100
HIGHEST_TILT: Final = 100
LOWEST_METER: Final = 0
HIGHEST_METER: Final = 100


class Balance(NamedTuple):
    """How things stood after a reply."""

    position: int
    """Of the reply in the log; 0 for how the play began."""
    seat: str
    """Who had replied."""
    is_scripted: bool
    tilt: int
    meters: tuple[int, ...]
    """In the author's order."""


def balances(machine: ScenarioMachine, events: Iterable[Event]) -> tuple[Balance, ...]:
    """Return how things stood at the beginning, and after every reply, scripted ones included."""
    meters = machine.scenario.meters
    standing = Balance(0, "", is_scripted=True, tilt=0, meters=tuple(meter.start for meter in meters.values()))
    found = [standing]
    for choice in choices(machine, events):
        option = choice.chosen.option
        standing = Balance(
            position=choice.position,
            seat=choice.event.seat,
            is_scripted=choice.event.scripted,
            tilt=_within(LOWEST_TILT, standing.tilt + option.tilt, HIGHEST_TILT),
            meters=tuple(
                _within(LOWEST_METER, value + option.change.get(name, 0), HIGHEST_METER)
                for name, value in zip(meters, standing.meters, strict=True)
            ),
        )
        found.append(standing)
    return tuple(found)


def _within(lowest: int, value: int, highest: int) -> int:
    return max(lowest, min(value, highest))
