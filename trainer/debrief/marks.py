"""Readings that a person has marked “not so for me”, and the names by which readings are marked.

A mark belongs to the log, so that it travels with every copy of it; the last one on a reading holds. The names are made
here and nowhere else: one that is spelled otherwise somewhere would lose its mark there.
"""

from collections.abc import Iterable
from typing import Final

from trainer.engine.events import Event, ReadingMarked

WHOLE: Final = "scores:whole"
"""What the words did over the whole play."""
RANGE: Final = "range:actions"
"""What the learner did in the room."""
OTHERS: Final = "reached:words"
"""What the others thought, and what of it reached the learner."""


def of_moment(position: int) -> str:
    """Return the name of what the reply at `position` showed."""
    return f"moment@{position}"


def of_harm(position: int) -> str:
    """Return the name of the reading that the reply at `position` could hurt."""
    return f"harm@{position}"


def of_breach(fact: str, position: int) -> str:
    """Return the name of the reading that the reply at `position` told `fact` without right."""
    return f"breach:{fact}@{position}"


def of_own_words(position: int) -> str:
    """Return the name of what own words made of the reply at `position`."""
    return f"own-words@{position}"


def of_same_aim(position: int) -> str:
    """Return the name of the reading that the reply at `position` left its aim as it was.

    Who marks it “not so” has put the aim itself in question.
    """
    return f"same-aim@{position}"


def of_routine(routine: str) -> str:
    """Return the name of the reading that `routine` was taken."""
    return f"routine:{routine}"


def of_pattern(pattern: str) -> str:
    """Return the name of the reading that the room showed `pattern`."""
    return f"pattern:{pattern}"


def of_unsaid(*, is_known: bool) -> str:
    """Return the name of the reading that something stayed unsaid which the learner knew, or did not."""
    return f"unsaid:{'kept' if is_known else 'unknown'}"


def is_of_reply_before(reading: str, position: int) -> bool:
    """Return whether `reading` is one of a reply that stands before `position` in the log."""
    _, _, place = reading.rpartition("@")
    return place.isascii() and place.isdecimal() and len(place) <= _LONGEST_PLACE and int(place) < position


_LONGEST_PLACE: Final = 9


def not_so(events: Iterable[Event], seat: str) -> tuple[str, ...]:
    """Return the readings that `seat` has marked “not so for me”, sorted."""
    last = {event.reading: event.is_so for event in events if isinstance(event, ReadingMarked) and event.seat == seat}
    return tuple(sorted(reading for reading, is_so in last.items() if not is_so))
