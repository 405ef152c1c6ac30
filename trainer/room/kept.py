"""What a guest keeps of a room in a file of their own: how to come back, what they saw, and what they typed.

What a person types for themselves stays in this file, and the host has its digest. Only what they marked afterwards is
told to the others, once all want it open.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from trainer.engine.seen import Seen
from trainer.errors import StoreError
from trainer.room.messages import Opening, Side
from trainer.store.open import default_path


@dataclass(slots=True, kw_only=True)
class TypedWords:
    """Something typed for oneself, with the salt of its digest."""

    what: str
    """`words`, `feeling`, or `heard` for what one marked afterwards."""
    about: str
    """The line that it belongs to, or the question."""
    text: str
    salt: str


@dataclass(slots=True, kw_only=True)
class SessionKept:
    """One session as its guest saw it."""

    seen: list[Annotated[Seen, Field(discriminator="kind")]] = field(default_factory=list)
    typed: list[TypedWords] = field(default_factory=list)
    answered: int = 0
    """The number of the last question for own words that was answered or passed by."""
    checked: int = 0
    """The number of the last turn before which it was told, or passed by, how it is now."""
    opening: Opening = ""
    looking_back: str = ""
    drafts: dict[str, str] = field(default_factory=dict)
    """What was begun and not given, by what it is about: half a text, or what was marked and not decided on."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody at a keyboard that several share, and how they come back."""

    name: str
    side: Side
    token: str


@dataclass(slots=True, kw_only=True)
class RoomKept:
    """One room as its guest keeps it."""

    at: tuple[str, ...]
    """Where its host is, or hosts are: `HOST:PORT`."""
    name: str
    side: Side
    title: str = ""
    token: str = ""
    room: str = ""
    member: str = ""
    session: str = ""
    """The session that was shown last."""
    fingerprint: str = ""
    """The SHA-256 of the host's certificate, where one was told."""
    ca: str = ""
    """The file of those who may vouch for the host's certificate."""
    is_host: bool = False
    """Whether one opened the room."""
    table: tuple[Sitting, ...] = ()
    """Who sits at one keyboard, where it is a room at one; what they see and type is not kept here."""
    is_over: bool = False
    """Whether there is nothing to come back to."""
    sessions: dict[str, SessionKept] = field(default_factory=dict)


_CODEC: Final = TypeAdapter(RoomKept)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in place of what was at `path`, whole or not at all, for its owner alone to read.

    Raises:
        StoreError: when that cannot be done.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error.strerror}. What was there before is kept.") from error


class KeptFile:
    """The file in which one room is kept, readable by its owner alone; without a path it is kept nowhere."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def write(self, kept: RoomKept) -> None:
        """Put `kept` in place of what was there, whole or not at all.

        Raises:
            StoreError: when that cannot be done.
        """
        if self.path is None:
            return
        write_whole(self.path, _CODEC.dump_json(kept))

    def read(self) -> RoomKept | None:
        """Return what is kept, or None where nothing is or nobody can tell what it says."""
        if self.path is None:
            return None
        try:
            return _CODEC.validate_json(self.path.read_bytes())
        except (OSError, ValueError):
            return None


def rooms_folder(store: str | None) -> Path:
    """Return where a person whose store is at `store` keeps their rooms: beside it, or, for a server, in their data."""
    is_file = bool(store) and "://" not in str(store)
    beside = Path(str(store)).expanduser().absolute() if is_file else default_path()
    return beside.parent / "rooms"


def new_file(folder: Path) -> KeptFile:
    """Return a file for one more room in `folder`."""
    return KeptFile(folder / f"{secrets.token_hex(8)}.json")


def kept_rooms(folder: Path) -> tuple[KeptFile, ...]:
    """Return the rooms that are kept in `folder`, the one last touched first."""
    files = (path for path in folder.glob("*.json") if path.is_file())
    return tuple(KeptFile(path) for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True))
