"""Readings that a person has marked “not so for me”, and the names by which readings are marked.

A mark belongs to the log, so that it travels with every copy of it; the last one on a reading holds.
"""

from collections.abc import Iterable
from typing import Final

from trainer.engine.events import Event, ReadingMarked


def not_so(events: Iterable[Event], seat: str) -> tuple[str, ...]:
    """Return the readings that `seat` has marked “not so for me”, sorted."""
    last = {event.reading: event.is_so for event in events if isinstance(event, ReadingMarked) and event.seat == seat}
    return tuple(sorted(reading for reading, is_so in last.items() if not is_so))


SAME_AIM: Final = "same-aim"
"""The reading that a reply left its aim as it was; who marks it “not so” has put the aim itself in question."""


WHOLE: Final = "scores:whole"
"""The reading of what the words did over the whole play."""


def reading_of_reply(kind: str, position: int) -> str:
    """Return the name of a reading of the reply at `position`: `moment@12`, `harm@12`, `routine@12`."""
    return f"{kind}@{position}"


def reading_of(kind: str, what: str) -> str:
    """Return the name of a reading of the whole play: `pattern:serial-moves`, `unsaid:leader-invited`."""
    return f"{kind}:{what}"
