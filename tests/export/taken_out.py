"""Plays as they are taken out, for tests: no store, and a clock that goes on a second with each event."""

from collections.abc import Iterable, Sequence

from builders import WAY, short_story

from trainer.engine.events import Event, ReadingMarked
from trainer.export.exported import Exported
from trainer.play import Play
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.store.base import Recorded

ACCOUNT = "0123456789abcdef0123456789abcdef"
NOON = 1_700_000_000_000
"""2023-11-14 22:13:20 UTC."""
FIRST_REPLY = 2
"""Where the first reply of staff stands in the log of the short story."""


def recorded(events: Iterable[Event]) -> tuple[Recorded, ...]:
    """Return `events` with their times."""
    return tuple(Recorded(NOON + 1000 * number, event) for number, event in enumerate(events))


def thing(
    way: Sequence[str] = WAY,
    *,
    story: Scenario | None = None,
    session: str = "abcd2345",
    seat: str = "staff",
    seats: tuple[str, ...] = (),
    is_patients: bool = False,
    has_transcript: bool = True,
    marks: Sequence[str] = (),
    more: Sequence[Event] = (),
) -> Exported:
    """Return a play of the short story, or of another, in which `way` was chosen."""
    scenario = story or parse(short_story())
    play = Play.begin(scenario, seats=seats or (seat,), seed=1)
    for option in way:
        play.reply(option)
    marked = tuple(ReadingMarked(seat=seat, reading=name, is_so=False) for name in marks)
    return Exported(
        session=session,
        account=ACCOUNT,
        seat=seat,
        scenario=scenario,
        log=recorded((*play.events, *marked, *more)),
        is_patients=is_patients,
        has_transcript=has_transcript,
    )
