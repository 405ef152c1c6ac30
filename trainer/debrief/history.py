"""A log read as what persons chose: each reply with the options that were open at it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trainer.engine.events import Event, ReplyMade, SessionBegan
from trainer.engine.evolve import begun, evolve
from trainer.engine.machine import CompiledBeat, CompiledOption, ScenarioMachine
from trainer.engine.state import State


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
    state: State | None = None
    for position, event in enumerate(events):
        if isinstance(event, SessionBegan):
            state = begun(machine, event)
            continue
        if state is None:
            raise TypeError("a log starts with session_began")
        if isinstance(event, ReplyMade):
            beat = machine.beats[event.beat]
            yield Choice(position, event, beat, beat.by_id[event.option], beat.open_options(state.world))
        state = evolve(machine, state, event)
