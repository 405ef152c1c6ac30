"""What one seat may see: an allowlist. What is not put into these values is not shown and not sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainer.engine.draws import shuffled
from trainer.engine.events import Event, PlayBegan, ReplyMade
from trainer.engine.evolve import turn_of, visit_of
from trainer.engine.machine import CompiledOption, ScenarioMachine
from trainer.engine.state import State
from trainer.scenario.model import Line, resolve


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a play as it was said, seen or thought."""

    speaker: str
    """A cast id, or `note`; for a thought, whose it is."""
    text: str
    is_thought: bool
    scene: str
    address: str
    """`scene/beat#n`, or `scene/beat/option#n`; a reply is `scene/beat/option`."""
    is_reply: bool = False
    is_scripted: bool = True


@dataclass(frozen=True, slots=True)
class OpenOption:
    """An option as its seat sees it."""

    id: str
    say: str


def lines_after(machine: ScenarioMachine, event: Event, seats: Iterable[str]) -> Iterator[Spoken]:
    """Yield the lines that `event` brought, as `seats` may see them: aloud all, of thoughts their own."""
    for line in all_lines_after(machine, event):
        if not line.is_thought or line.speaker in seats:
            yield line


def all_lines_after(machine: ScenarioMachine, event: Event) -> Iterator[Spoken]:
    """Yield the lines that `event` brought, everybody's thoughts included: for the looking back."""
    if isinstance(event, PlayBegan):
        yield from _arrival(machine, machine.start)
    elif isinstance(event, ReplyMade):
        beat = machine.beats[event.beat]
        option = beat.by_id[event.option].option
        address = f"{event.beat}/{event.option}"
        yield Spoken(
            speaker=event.seat,
            text=option.say,
            is_thought=False,
            scene=beat.scene,
            address=address,
            is_reply=True,
            is_scripted=event.scripted,
        )
        yield from _lines(option.then, beat.scene, address)
        yield from _arrival(machine, resolve(option.to, beat.scene))


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
    return tuple(OpenOption(offered[position].id, offered[position].option.say) for position in order)


def checkin_for(machine: ScenarioMachine, state: State, seat: str) -> str | None:
    """Return the question that `seat` is asked about how it is now, if it is."""
    beat = turn_of(machine, state)
    return beat.beat.checkin if beat is not None and beat.seat == seat and state.checkin_due else None


def _arrival(machine: ScenarioMachine, target: str) -> Iterator[Spoken]:
    beat = machine.beats.get(target)
    while beat is not None:
        yield from _lines(beat.beat.lines, beat.scene, beat.address)
        if beat.beat.to is None:
            return
        beat = machine.beats.get(resolve(beat.beat.to, beat.scene))


def _lines(lines: tuple[Line, ...], scene: str, address: str) -> Iterator[Spoken]:
    for number, line in enumerate(lines):
        yield Spoken(line.speaker, line.text, line.is_thought, scene, f"{address}#{number}")
