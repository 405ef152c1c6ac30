"""What a seat typed in a play, tied to what was said: feelings before a reply, own words after one.

The texts themselves are kept beside the log; here stands only where they belong.
"""

from collections.abc import Iterable
from typing import NamedTuple

from trainer.debrief.history import Choice
from trainer.engine.events import CheckedIn, Event, WordsGiven


class Felt(NamedTuple):
    """An answer to how it is now."""

    position: int
    """Of the answer's event, where its text is found."""
    beat: str
    next: Choice | None
    """What the same seat said next, where it said anything."""


class Reworded(NamedTuple):
    """A reply that was said once more in the learner's own words."""

    position: int
    """Of the words' event, where their text is found."""
    choice: Choice


def feelings(events: Iterable[Event], own: tuple[Choice, ...], seat: str) -> tuple[Felt, ...]:
    """Return the check-ins of `seat`, each beside what it said next."""
    return tuple(
        Felt(position, event.beat, next((choice for choice in own if choice.position > position), None))
        for position, event in enumerate(events)
        if isinstance(event, CheckedIn) and event.seat == seat
    )


def own_words(events: Iterable[Event], own: tuple[Choice, ...], seat: str) -> tuple[Reworded, ...]:
    """Return the replies of `seat` that were said in own words as well."""
    return tuple(
        Reworded(position, max((choice for choice in own if choice.position < position), key=lambda c: c.position))
        for position, event in enumerate(events)
        if isinstance(event, WordsGiven) and event.seat == seat and any(c.position < position for c in own)
    )
