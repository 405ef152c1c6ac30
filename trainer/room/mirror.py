"""The mirror: a session once more as another seat saw it, with its thoughts open."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from trainer.engine.machine import machine_of
from trainer.engine.seen import Ended, Heard, Placed, Seen, SomebodyLeft
from trainer.engine.view import SeatView
from trainer.session import Session

_CODEC: Final[TypeAdapter[list[Seen]]] = TypeAdapter(list[Annotated[Seen, Field(discriminator="kind")]])


def mirrored(session: Session, seat: str) -> str:
    """Return the session as `seat` saw it, as it is sent: what it heard and thought, and nothing that it chose from."""
    view = SeatView(machine_of(session.scenario), seat)
    seen = [what for event in session.events for what in view.after(event)]
    return _CODEC.dump_json([what for what in seen if isinstance(what, Placed | Heard | Ended | SomebodyLeft)]).decode()


def read_mirror(sent: str) -> list[Seen]:
    """Return what the other seat saw.

    Raises:
        ValueError: when it is nothing that this program knows.
    """
    return _CODEC.validate_json(sent)
