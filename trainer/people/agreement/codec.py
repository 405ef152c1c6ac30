"""The log of an agreement as bytes and back."""

from typing import Annotated, Final, TypeAlias

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from trainer.people.agreement.events import Event, Recorded

StoredEvent: TypeAlias = Annotated[Event, Field(discriminator="kind")]
"""An event as a stored text tells it apart: by its `kind`."""


@dataclass(frozen=True, slots=True)
class _Written:
    at: int
    event: StoredEvent


_CODEC: Final = TypeAdapter(_Written)


def encode(recorded: Recorded) -> bytes:
    """Return the bytes under which `recorded` is stored: compact JSON with its keys in the order of the fields."""
    return _CODEC.dump_json(_Written(recorded.at, recorded.event))


def decode(stored: bytes) -> Recorded:
    """Return what `stored` holds.

    Raises:
        ValueError: when it holds no event that this program knows.
    """
    written = _CODEC.validate_json(stored)
    return Recorded(written.at, written.event)
