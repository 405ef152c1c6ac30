"""A log read as what persons chose: each reply with the options that were open at it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trainer.engine.events import Event, PlayBegan, ReplyMade, SessionBegan
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
