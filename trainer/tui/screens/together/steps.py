"""Which step of a room is shown to whom: the one place that decides it, and knows nothing of screens."""

from dataclasses import dataclass, field
from enum import Enum, auto

from trainer.room.guest import Guest
from trainer.room.messages import PersonNow, RoomState


class Step(Enum):
    """What a person in a room has before them."""

    DOOR = auto()
    """Not in yet: looking for the room, knocking, or refused."""
    GATHERING = auto()
    BRIEFING = auto()
    STAGE = auto()
    AFTERWARDS = auto()
    ENDED = auto()
    """There is nothing more to do here than to read what one saw."""


@dataclass
class Bookmark:
    """Where one person is in what they have seen, and what is highlighted; it outlasts a screen."""

    read: dict[str, int] = field(default_factory=dict)
    """By session: how much of what was seen was on the screen."""
    ends: set[str] = field(default_factory=set)
    """The sessions whose end was read."""
    highlighted: dict[str, int] = field(default_factory=dict)
    """By what is offered: the entry that was highlighted last."""


def step_of(guest: Guest, bookmark: Bookmark) -> Step:
    """Return what `guest` has before them."""
    state = guest.state
    if state is None:
        return Step.ENDED if guest.is_refused and guest.here.seen else Step.DOOR
    if state.has_left or state.stage == "closed" or guest.is_refused:
        return Step.ENDED
    match state.stage:
        case "gathering":
            return Step.GATHERING
        case "briefing":
            return Step.BRIEFING
        case "playing" | "paused":
            return Step.STAGE
        case "over":
            return Step.AFTERWARDS if state.session in bookmark.ends else Step.STAGE


def is_playing(state: RoomState | None) -> bool:
    """Return whether a play is under way for somebody with a part, so that it can be paused."""
    return state is not None and state.stage == "playing" and bool(state.your_seat)


def others(state: RoomState) -> tuple[PersonNow, ...]:
    """Return who else is in the room."""
    return tuple(person for person in state.people if not person.is_you)


def away(state: RoomState) -> tuple[tuple[str, PersonNow], ...]:
    """Return the seats of this session whose persons are away, with those."""
    by_name = {person.name: person for person in others(state) if person.presence == "away"}
    return tuple((seat.id, by_name[seat.by]) for seat in state.seats_of_session if seat.by in by_name)
