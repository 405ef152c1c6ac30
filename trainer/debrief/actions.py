"""Who did what in the room, in the order in which it was done.

The four actions are Kantor's and Isaacs' (1999): move, follow, oppose, bystand. Lines and replies count alike; what
does two things does them in the order written. Notes and thoughts do nothing in the room.
"""

from collections.abc import Iterable
from typing import NamedTuple

from trainer.engine.events import Event, SessionBegan
from trainer.engine.machine import ScenarioMachine
from trainer.engine.view import all_lines_after
from trainer.scenario.model import Action


class Act(NamedTuple):
    """One action of somebody in the room."""

    speaker: str
    """A cast id."""
    action: Action
    scene: str
    address: str
    """Of the line or the reply that does it."""
    text: str
    is_own: bool
    """Whether a person said it in a part that was taken; what is scripted is nobody's doing."""


def acts(machine: ScenarioMachine, events: Iterable[Event]) -> tuple[Act, ...]:
    """Return what everybody did, in order."""
    return tuple(
        Act(line.speaker, action, line.scene, line.address, line.text, line.is_reply and not line.is_scripted)
        for event in events
        for line in all_lines_after(machine, event)
        if line.speaker in machine.scenario.cast and not line.is_thought
        for action in line.actions
    )


def counted(done: Iterable[Act]) -> dict[Action, int]:
    """Return how often each of the four actions is among `done`."""
    taken = [act.action for act in done]
    return {action: taken.count(action) for action in Action}


def by_speaker(machine: ScenarioMachine, events: tuple[Event, ...]) -> dict[str, dict[Action, int]]:
    """Return how often each in the cast did each action, in the author's order, without those who did nothing.

    Of a part that a person has taken only the person's own replies count.
    """
    taken = {seat for event in events if isinstance(event, SessionBegan) for seat in event.seats}
    done = [act for act in acts(machine, events) if act.is_own or act.speaker not in taken]
    speakers = {act.speaker for act in done}
    return {who: counted(act for act in done if act.speaker == who) for who in machine.scenario.cast if who in speakers}
