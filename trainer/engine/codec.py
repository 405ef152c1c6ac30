"""Events as bytes and back: the one place that knows how a log is written down."""

from typing import Annotated, Final, TypeAlias

from pydantic import Field, TypeAdapter

from trainer.engine.events import Event

StoredEvent: TypeAlias = Annotated[Event, Field(discriminator="kind")]
"""An event as a stored text tells it apart: by its `kind`."""

_CODEC: Final[TypeAdapter[Event]] = TypeAdapter(StoredEvent)


def encode(event: Event) -> bytes:
    """Return the bytes under which `event` is stored: compact JSON with its keys in the order of the fields."""
    return _CODEC.dump_json(event)


def decode(stored: bytes | str) -> Event:
    """Return the event that `stored` holds.

    Raises:
        ValueError: when it holds none that this program knows.
    """
    return _CODEC.validate_json(stored)
