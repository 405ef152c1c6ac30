"""What a store writes down: an event with the time at which it was kept."""

from typing import Final

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from trainer.engine.codec import StoredEvent
from trainer.store.base import Recorded


@dataclass(frozen=True, slots=True)
class _Written:
    at: int
    event: StoredEvent


_CODEC: Final = TypeAdapter(_Written)


def to_bytes(recorded: Recorded) -> bytes:
    """Return the bytes that are stored for `recorded`."""
    return _CODEC.dump_json(_Written(recorded.at, recorded.event))


def from_bytes(stored: bytes) -> Recorded:
    """Return what `stored` holds.

    Raises:
        ValueError: when it holds no event that this program knows.
    """
    written = _CODEC.validate_json(stored)
    return Recorded(written.at, written.event)
