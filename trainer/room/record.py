"""What is kept of a room, so that a host that died can be replaced: who is in it, and how they come back."""

from dataclasses import field, replace
from typing import Final, Literal, Self, TypeAlias

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from trainer.room.messages import Side

Standing: TypeAlias = Literal["knocking", "in", "left", "turned_away"]


def member_id(number: int) -> str:
    """Return the id of who came as the one with this `number`, from 1 on."""
    return f"m{number}"


FIRST: Final = member_id(1)
"""Whoever opened the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a room."""

    id: str
    name: str
    side: Side
    token: str
    """The digest of the token that they come back with."""
    standing: Standing = "knocking"
    is_host: bool = False
    seat: str = ""
    """The seat that they have chosen, or had when they left."""
    watches: bool = False
    """They asked to watch; once a session has begun, they do."""
    left_at: int = 0
    """How long the log was when they left; of what came after they see nothing."""

    @property
    def is_in(self) -> bool:
        """Whether they were let in and have not left."""
        return self.standing == "in"

    @property
    def sits(self) -> bool:
        """Whether they are in and have a seat."""
        return self.is_in and bool(self.seat)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRecord:
    """A room as it is kept."""

    id: str
    text: str
    """The scenario's text, as long as no session is pinned to it."""
    digest: str
    agreement: str = ""
    session: str = ""
    """The session that is played, or was last."""
    is_closed: bool = False
    own: str = FIRST
    """The member whose store this is, or nothing where it is nobody's who is in it."""
    members: tuple[Member, ...] = field(default=())

    def with_member(self, member: Member) -> Self:
        """Return the record with `member` in place of the one with the same id, or added."""
        if any(there.id == member.id for there in self.members):
            return replace(self, members=tuple(member if m.id == member.id else m for m in self.members))
        return replace(self, members=(*self.members, member))

    @property
    def patients_seats(self) -> tuple[str, ...]:
        """The seats of those who came as patients; of who left as well."""
        return tuple(member.seat for member in self.members if member.seat and member.side == "patients")

    def to_bytes(self) -> bytes:
        """Return what a store keeps."""
        return _CODEC.dump_json(self)


_CODEC: Final = TypeAdapter(RoomRecord)


def record_of(stored: bytes) -> RoomRecord:
    """Return the room that `stored` holds.

    Raises:
        ValueError: when it holds none that this program knows.
    """
    return _CODEC.validate_json(stored)
