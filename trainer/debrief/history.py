"""A log read as what persons chose: each reply with the options that were open at it, and the beats it led through."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from trainer.engine.events import Event, Forked, PlayBegan, ReplyMade, SessionBegan
from trainer.engine.evolve import passed, said
from trainer.engine.machine import CompiledBeat, CompiledOption, ScenarioMachine
from trainer.engine.state import World


class Choice(NamedTuple):
    """A reply, and what could have been said instead."""

    position: int
    """Where its event stands in the log, counted from 0."""
    event: ReplyMade
    beat: CompiledBeat
    chosen: CompiledOption
    open: tuple[CompiledOption, ...]
    """The options whose conditions held; empty where none did and all were offered."""

    @property
    def address(self) -> str:
        """`scene/beat/option`."""
        return f"{self.event.beat}/{self.event.option}"


def choices(machine: ScenarioMachine, events: Iterable[Event]) -> Iterator[Choice]:
    """Yield every reply of `events`, scripted ones included, in order."""
    world: World | None = None
    for position, event in enumerate(events):
        if isinstance(event, SessionBegan):
            world = machine.first_world
        elif world is None:
            raise TypeError("a log starts with session_began")
        elif isinstance(event, ReplyMade):
            beat = machine.beats[event.beat]
            option = beat.by_id[event.option]
            yield Choice(position, event, beat, option, beat.open_options(world))
            _, world = passed(machine, option.target, said(beat, option, world))
        elif isinstance(event, PlayBegan):
            _, world = passed(machine, machine.start, world)


def own_choices(machine: ScenarioMachine, events: Iterable[Event], seat: str) -> tuple[Choice, ...]:
    """Return the replies of `events` that a person made in `seat`."""
    return tuple(
        choice for choice in choices(machine, events) if choice.event.seat == seat and not choice.event.scripted
    )


def taken_over(events: Sequence[Event]) -> int:
    """Return how many events a fork took over from the play that it was tried again from; none for a first attempt."""
    return max((place for place, event in enumerate(events) if isinstance(event, Forked)), default=0)


def beats_entered(machine: ScenarioMachine, event: Event) -> Iterator[CompiledBeat]:
    """Yield the beats that `event` led into, those without a turn included."""
    if isinstance(event, PlayBegan):
        target = machine.start
    elif isinstance(event, ReplyMade):
        target = machine.beats[event.beat].by_id[event.option].target
    else:
        return
    beat = machine.beats.get(target)
    while beat is not None:
        yield beat
        beat = machine.beats.get(beat.target)
