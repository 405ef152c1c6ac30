"""What a command leads to: events, or a refusal with its reason."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple, assert_never

from trainer.engine.commands import (
    LONGEST_READING,
    NAME_CHARACTERS,
    Begin,
    CheckIn,
    Close,
    Command,
    GiveWords,
    LeaveSeat,
    MarkReading,
    Pause,
    Reply,
    Resume,
    TellAfterwards,
)
from trainer.engine.draws import drawn
from trainer.engine.events import (
    CheckedIn,
    EndReached,
    Event,
    Paused,
    PlayBegan,
    ReadingMarked,
    ReplyMade,
    Resumed,
    SeatLeft,
    SessionClosed,
    ToldAfterwards,
    WordsGiven,
)
from trainer.engine.evolve import evolve, visit_of
from trainer.engine.machine import ScenarioMachine
from trainer.engine.phases import is_possible
from trainer.engine.state import Phase, State

_SCRIPTED_IN_A_ROW: Final = 1000
"""A story whose scripted parts talk on for longer than this goes in a circle; `check` names it as C403."""
AT_ITS_END: Final = "The story has come to its end."
"""Why nothing is said or done any more once it has."""
_BECOMES: Final[Mapping[type[Command], Event]] = {Pause: Paused(), Resume: Resumed(), Close: SessionClosed()}
"""The commands that move nothing but the phase."""
_READING: Final = re.compile(f"[{NAME_CHARACTERS}]{{1,{LONGEST_READING}}}")


class Decision(NamedTuple):
    """What a command led to, and the state after it."""

    events: tuple[Event, ...]
    state: State


class Refusal(NamedTuple):
    """Why a command led to nothing, in a sentence for the person."""

    reason: str


def decide(machine: ScenarioMachine, state: State, command: Command) -> Decision | Refusal:
    """Return what `command` leads to in `state`."""
    match command:
        case Reply():
            return _reply(machine, state, command)
        case _ if not is_possible(command, state.phase):
            return Refusal(_not_now(state.phase))
        case Begin():
            return _go_on(machine, state, PlayBegan())
        case GiveWords():
            due = state.words_due_of(command.seat)
            if due is None:
                return Refusal("There is no reply here to say in your own words.")
            return _go_on(machine, state, WordsGiven(beat=due.beat, seat=due.seat, digest=command.digest))
        case CheckIn():
            seat = machine.beats[state.beat].seat
            if not state.checkin_due or command.seat not in ("", seat):
                return Refusal("Nothing was asked just now.")
            return _go_on(machine, state, CheckedIn(beat=state.beat, seat=seat, digest=command.digest))
        case Pause() | Resume() | Close():
            return _go_on(machine, state, _BECOMES[type(command)])
        case MarkReading():
            return _mark(machine, state, command)
        case LeaveSeat():
            return _leave(machine, state, command)
        case TellAfterwards():
            told = ToldAfterwards(by=command.by, about=command.about, digest=command.digest)
            return _go_on(machine, state, told)
        case _:
            assert_never(command)


def _reply(machine: ScenarioMachine, state: State, command: Reply) -> Decision | Refusal:
    if not is_possible(command, state.phase):
        return Refusal(_not_now(state.phase))
    beat = machine.beats[state.beat]
    if command.seat and command.seat != beat.seat:
        return Refusal(f"It is {machine.scenario.cast[beat.seat].name}'s turn.")
    option = beat.by_id.get(command.option)
    if option is None:
        there_is = ", ".join(offered.id for offered in beat.open_options(state.world) or beat.options)
        return Refusal(f"There is no option “{command.option}” here. There is {there_is}.")
    none_open = False
    if beat.is_guarded and option not in (open_now := beat.open_options(state.world)):
        if open_now:
            return Refusal(f"“{command.option}” is not open now.")
        none_open = True
    made = ReplyMade(beat=state.beat, seat=beat.seat, option=command.option, none_open=none_open, reply=command.reply)
    return _go_on(machine, state, made)


def _mark(machine: ScenarioMachine, state: State, command: MarkReading) -> Decision | Refusal:
    if command.seat not in state.seats:
        return Refusal("Only who took a part can say of its looking back what is not so.")
    if not _READING.fullmatch(command.reading):
        return Refusal("There is no such line in the looking back.")
    return _go_on(machine, state, ReadingMarked(seat=command.seat, reading=command.reading, is_so=command.is_so))


def _leave(machine: ScenarioMachine, state: State, command: LeaveSeat) -> Decision | Refusal:
    if command.seat not in state.seats:
        return Refusal("Nobody sits there.")
    left = Decision((SeatLeft(seat=command.seat),), evolve(machine, state, SeatLeft(seat=command.seat)))
    if left.state.seats:
        return left
    closed = SessionClosed()
    return Decision((*left.events, closed), evolve(machine, left.state, closed))


def _go_on(machine: ScenarioMachine, state: State, first: Event) -> Decision | Refusal:
    """Return `first` and what follows of itself: the replies of scripted seats, and an end."""
    state = evolve(machine, state, first)
    if not isinstance(first, ReplyMade | PlayBegan | Resumed):
        return Decision((first,), state)
    events: list[Event] = [first]
    while (beat := machine.beats.get(state.beat)) is not None and beat.seat not in state.seats:
        if len(events) > _SCRIPTED_IN_A_ROW:
            return Refusal("The scripted parts of this scenario talk in a circle; it cannot go on from here.")
        open_now = beat.open_options(state.world)
        offered = open_now or beat.options
        weights = tuple(option.option.weight for option in offered)
        chosen = offered[drawn(state.seed, beat.address, visit_of(beat, state), beat.seat, weights)]
        made = ReplyMade(beat=beat.address, seat=beat.seat, option=chosen.id, scripted=True, none_open=not open_now)
        events.append(made)
        state = evolve(machine, state, made)
    if beat is None:
        ended = EndReached(end=state.beat.removeprefix("end/"))
        events.append(ended)
        state = evolve(machine, state, ended)
    return Decision(tuple(events), state)


def _not_now(phase: Phase) -> str:
    return {
        Phase.BRIEFING: "The play has not begun.",
        Phase.PLAYING: "The play is under way.",
        Phase.PAUSED: "The play is paused.",
        Phase.DEBRIEF: AT_ITS_END,
        Phase.CLOSED: "This session is closed.",
    }[phase]
