"""What one seat may see: an allowlist. What is not put into these values is not shown and not sent."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from trainer.engine.draws import shuffled
from trainer.engine.events import Event, PlayBegan, ReplyMade
from trainer.engine.evolve import turn_of, visit_of
from trainer.engine.machine import CompiledOption, ScenarioMachine
from trainer.engine.shown import OpenOption, Spoken
from trainer.engine.state import State

__all__ = ["OpenOption", "Spoken", "all_lines_after", "checkin_for", "lines_after", "may_see", "options_for"]


def lines_after(machine: ScenarioMachine, event: Event, seats: AbstractSet[str]) -> Iterator[Spoken]:
    """Yield the lines that `event` brought, as `seats` may see them.

    What is said and seen where one of them is, of thoughts their own, and what they say themselves; a talk that is held
    without them stays closed until the looking back.
    """
    for line in all_lines_after(machine, event):
        if may_see(machine, line, seats):
            yield line


def may_see(machine: ScenarioMachine, line: Spoken, seats: AbstractSet[str]) -> bool:
    """Return whether one of `seats` may see `line` during play."""
    if line.is_thought:
        return line.speaker in seats
    is_own_reply = line.is_reply and line.speaker in seats
    return is_own_reply or not seats.isdisjoint(machine.present[line.scene])


def all_lines_after(machine: ScenarioMachine, event: Event) -> Iterator[Spoken]:
    """Yield the lines that `event` brought, everybody's thoughts included: for the looking back."""
    if isinstance(event, PlayBegan):
        yield from _arrival(machine, machine.start)
    elif isinstance(event, ReplyMade):
        beat = machine.beats[event.beat]
        option = beat.by_id[event.option]
        yield Spoken(
            speaker=event.seat,
            text=option.shown.say,
            is_thought=False,
            scene=beat.scene,
            address=f"{event.beat}/{event.option}",
            is_reply=True,
            is_scripted=event.scripted,
            actions=option.actions,
        )
        yield from option.then
        yield from _arrival(machine, option.target)


def options_for(machine: ScenarioMachine, state: State, seat: str) -> tuple[OpenOption, ...]:
    """Return what `seat` may say now, in the order drawn for this visit; nothing when it is not its turn."""
    beat = turn_of(machine, state)
    if beat is None or beat.seat != seat:
        return ()
    order = shuffled(state.seed, beat.address, visit_of(beat, state), beat.ids)
    offered: tuple[CompiledOption, ...] = beat.options
    if beat.is_guarded:
        open_now = beat.open_options(state.world) or beat.options
        order = tuple(position for position in order if beat.options[position] in open_now)
    return tuple(offered[position].shown for position in order)


def checkin_for(machine: ScenarioMachine, state: State, seat: str) -> str | None:
    """Return the question that `seat` is asked about how it is now, if it is."""
    beat = turn_of(machine, state)
    return beat.checkin if beat is not None and beat.seat == seat and state.checkin_due else None


def _arrival(machine: ScenarioMachine, target: str) -> Iterator[Spoken]:
    beat = machine.beats.get(target)
    while beat is not None:
        yield from beat.lines
        beat = machine.beats.get(beat.target)
