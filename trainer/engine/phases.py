"""The session's own small state machine: which commands are possible in which phase."""

from typing import Final, get_args

from transitions.core import MachineError

from trainer.engine.commands import (
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
from trainer.engine.lean import Cursor, LeanMachine
from trainer.engine.state import Phase, World

_PLAYING, _PAUSED = Phase.PLAYING.value, Phase.PAUSED.value
_MOVES: Final = (
    (Begin, Phase.BRIEFING.value, _PLAYING),
    (Reply, _PLAYING, _PLAYING),
    (GiveWords, _PLAYING, _PLAYING),
    (GiveWords, Phase.DEBRIEF.value, Phase.DEBRIEF.value),
    (CheckIn, _PLAYING, _PLAYING),
    *((typing, _PAUSED, _PAUSED) for typing in (GiveWords, CheckIn)),
    (Pause, _PLAYING, _PAUSED),
    (Resume, _PAUSED, _PLAYING),
    *((MarkReading, phase.value, phase.value) for phase in (Phase.DEBRIEF, Phase.CLOSED)),
    *((TellAfterwards, phase.value, phase.value) for phase in (Phase.DEBRIEF, Phase.CLOSED)),
    (LeaveSeat, Phase.BRIEFING.value, Phase.BRIEFING.value),
    *((LeaveSeat, phase, _PAUSED) for phase in (_PLAYING, _PAUSED)),
    *((Close, phase.value, Phase.CLOSED.value) for phase in Phase if phase is not Phase.CLOSED),
)
_TABLE: Final = LeanMachine(
    model=None,
    states=[phase.value for phase in Phase],
    initial=None,
    auto_transitions=False,
    send_event=True,
    transitions=[[command.__name__.lower(), source, dest] for command, source, dest in _MOVES],
)


def is_possible(command: Command, phase: Phase) -> bool:
    """Return whether `command` may be given in `phase`."""
    return (type(command), phase) in _POSSIBLE


def _leads_on(command: type[Command], phase: Phase) -> bool:
    try:
        return _TABLE.events[command.__name__.lower()].trigger(Cursor(phase.value, World()))
    except MachineError:
        return False


_POSSIBLE: Final = frozenset(
    (command, phase) for command in get_args(Command) for phase in Phase if _leads_on(command, phase)
)
"""The machine's answers, asked for once: every command asks for one of them."""
