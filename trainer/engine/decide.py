"""What a command leads to: events, or a refusal with its reason."""

import re
from typing import Final, NamedTuple, assert_never

from trainer.engine.commands import (
    LONGEST_READING,
    NAME_CHARACTERS,
    Begin,
    CheckIn,
    Close,
    Command,
    GiveWords,
    MarkReading,
    Pause,
    Reply,
    Resume,
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
    SessionClosed,
    WordsGiven,
)
from trainer.engine.evolve import evolve, visit_of
from trainer.engine.machine import ScenarioMachine
from trainer.engine.phases import is_possible
from trainer.engine.state import Phase, State

_SCRIPTED_IN_A_ROW: Final = 1000
"""A story whose scripted parts talk on for longer than this goes in a circle; `check` names it as C403."""
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
            if not state.words_due:
                return Refusal("There is no reply here to say in your own words.")
            given = WordsGiven(beat=state.words_due, seat=state.words_seat, digest=command.digest)
            return _go_on(machine, state, given)
        case CheckIn():
            if not state.checkin_due:
                return Refusal("Nothing was asked just now.")
            seat = machine.beats[state.beat].seat
            return _go_on(machine, state, CheckedIn(beat=state.beat, seat=seat, digest=command.digest))
        case Pause():
            return _go_on(machine, state, Paused())
        case Resume():
            return _go_on(machine, state, Resumed())
        case Close():
            return _go_on(machine, state, SessionClosed())
        case MarkReading():
            return _mark(machine, state, command)
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


def _go_on(machine: ScenarioMachine, state: State, first: Event) -> Decision | Refusal:
    """Return `first` and what follows of itself: the replies of scripted seats, and an end."""
    state = evolve(machine, state, first)
    if not isinstance(first, ReplyMade | PlayBegan):
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
        Phase.DEBRIEF: "The story has come to its end.",
        Phase.CLOSED: "This session is closed.",
    }[phase]
