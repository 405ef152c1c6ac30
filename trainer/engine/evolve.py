"""What one event does to the state; a session's state is the fold of its events."""

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from trainer.engine.events import (
    CheckedIn,
    EndReached,
    Event,
    Forked,
    Paused,
    PlayBegan,
    ReadingMarked,
    ReplyMade,
    Resumed,
    SeatLeft,
    SessionBegan,
    SessionClosed,
    ToldAfterwards,
    WordsGiven,
)
from trainer.engine.machine import GO_ON, CompiledBeat, CompiledOption, ScenarioMachine
from trainer.engine.state import Phase, State, WordsDue, World, count_of, counted, no_counts

_PHASE_AFTER: Final[Mapping[type[Event], Phase]] = {
    Paused: Phase.PAUSED,
    Resumed: Phase.PLAYING,
    EndReached: Phase.DEBRIEF,
    SessionClosed: Phase.CLOSED,
}
"""The events that move nothing but the phase."""


def begun(machine: ScenarioMachine, event: SessionBegan) -> State:
    """Return the state that a session begins in."""
    return State(
        phase=Phase.BRIEFING,
        beat=machine.start,
        world=machine.first_world,
        visits=no_counts(len(machine.beats)),
        seats=frozenset(event.seats),
        seed=event.seed,
    )


def evolve(machine: ScenarioMachine, state: State, event: Event) -> State:
    """Return the state after `event`."""
    match event:
        case ReplyMade():
            return _replied(machine, state, event)
        case PlayBegan():
            return _arrived(machine, state._replace(phase=Phase.PLAYING), *passed(machine, machine.start, state.world))
        case SessionBegan():
            return begun(machine, event)
        case WordsGiven():
            return state._replace(words_due=_without(state.words_due, event.seat))
        case CheckedIn():
            return state._replace(checkin_due=False)
        case Paused() | Resumed() | EndReached() | SessionClosed():
            return state._replace(phase=_PHASE_AFTER[type(event)])
        case Forked():
            return state._replace(words_due=())
        case ReadingMarked() | ToldAfterwards():
            return state
        case SeatLeft():
            return _left(machine, state, event.seat)
        case _:
            assert_never(event)


def fold(machine: ScenarioMachine, events: Iterable[Event]) -> State:
    """Return the state after `events`, the first of which begins a session."""
    remaining = iter(events)
    first = next(remaining)
    if not isinstance(first, SessionBegan):
        raise TypeError("a log starts with session_began")
    state = begun(machine, first)
    for event in remaining:
        state = evolve(machine, state, event)
    return state


def turn_of(machine: ScenarioMachine, state: State) -> CompiledBeat | None:
    """Return the beat whose turn it is, or None before play and after an end."""
    if state.phase in (Phase.PLAYING, Phase.PAUSED):
        return machine.beats.get(state.beat)
    return None


def visit_of(beat: CompiledBeat, state: State) -> int:
    """Return the number of this visit of `beat`, counted from 1."""
    return count_of(state.visits, beat.index)


def said(beat: CompiledBeat, option: CompiledOption, world: World) -> World:
    """Return `world` after `option` was said at `beat`."""
    if option.effect is not None:
        world = option.effect(world)
    return World(world.numbers, world.marks | beat.seen_mark) if beat.seen_mark else world


def passed(machine: ScenarioMachine, target: str, world: World) -> tuple[str, World]:
    """Return the first beat with a turn, or the end, that `target` leads to, and the world there."""
    beat = machine.beats.get(target)
    while beat is not None and not beat.seat:
        if beat.seen_mark:
            world = World(world.numbers, world.marks | beat.seen_mark)
        target = machine.go(GO_ON, target, world)
        beat = machine.beats.get(target)
    return target, world


def _replied(machine: ScenarioMachine, state: State, event: ReplyMade) -> State:
    beat = machine.beats[event.beat]
    option = beat.by_id[event.option]
    target = machine.go(option.trigger, event.beat, state.world, is_unguarded=event.none_open)
    target, world = passed(machine, target, said(beat, option, state.world))
    words_due = state.words_due
    if not event.scripted:
        words_due = _without(words_due, event.seat)
        if beat.asks_words:
            words_due = (*words_due, WordsDue(event.seat, event.beat))
    return _arrived(machine, state, target, world, words_due)


def _without(words_due: tuple[WordsDue, ...], seat: str) -> tuple[WordsDue, ...]:
    return tuple(due for due in words_due if due.seat != seat) if words_due else ()


def _left(machine: ScenarioMachine, state: State, seat: str) -> State:
    """Return the state after `seat` was left: a play under way is paused, until those who stay have chosen."""
    beat = turn_of(machine, state)
    return state._replace(
        phase=Phase.PAUSED if state.phase is Phase.PLAYING else state.phase,
        seats=state.seats - {seat},
        checkin_due=state.checkin_due and beat is not None and beat.seat != seat,
        words_due=_without(state.words_due, seat),
    )


def _arrived(
    machine: ScenarioMachine, state: State, target: str, world: World, words_due: tuple[WordsDue, ...] = ()
) -> State:
    beat = machine.beats.get(target)
    visits, checkin_due = state.visits, False
    if beat is not None:
        visits = counted(visits, beat.index)
        checkin_due = beat.checkin is not None and beat.seat in state.seats
    return State(state.phase, target, world, visits, state.seats, state.seed, checkin_due, words_due)
