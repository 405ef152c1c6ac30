"""The talk line by line, each reply with what it was: the transcript of the looking back.

Before the end only what the seat itself could see and hear is in it; after the end all that was said and thought.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trainer.debrief.history import Choice
from trainer.debrief.moments import Moment
from trainer.debrief.tilt import Balance
from trainer.engine.events import Event
from trainer.engine.machine import ScenarioMachine
from trainer.engine.view import Spoken, all_lines_after, may_see


class Said(NamedTuple):
    """One line of the talk."""

    position: int
    """Of the event that brought it."""
    line: Spoken
    choice: Choice | None = None
    """For a reply of the learner's own: what was chosen, and what was open."""
    moment: Moment | None = None
    """For a choice that counted: what it showed."""
    balance: Balance | None = None
    """For every reply: how things stood after it."""


def talk(  # noqa: PLR0913  what the lines are put beside
    machine: ScenarioMachine,
    events: tuple[Event, ...],
    own: Iterable[Choice],
    moments: Iterable[Moment],
    balances: Iterable[Balance],
    *,
    seat: str,
    is_open: bool,
) -> Iterator[Said]:
    """Yield the lines of `events` as `seat` may see them; all of them where the play `is_open` to everybody."""
    seats = {seat}
    chosen = {choice.position: choice for choice in own}
    counted = {moment.choice.position: moment for moment in moments}
    standing = {balance.position: balance for balance in balances}
    for position, event in enumerate(events):
        for line in all_lines_after(machine, event):
            if not (is_open or may_see(machine, line, seats)):
                continue
            if line.is_reply:
                yield Said(position, line, chosen.get(position), counted.get(position), standing.get(position))
            else:
                yield Said(position, line)
