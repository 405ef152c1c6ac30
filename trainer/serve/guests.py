"""Who plays in a browser, and where what they do is kept: each guest in a folder that nobody else's screen opens."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from trainer.errors import UsageError

_COOKIE: Final = "cookie.json"
_NAME: Final = re.compile(r"[0-9a-f]{16}")
_BASES: Final = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


def token() -> str:
    """Draw 256 bits that nobody guesses."""
    return os.urandom(32).hex()


def digest_of(secret: str) -> str:
    """Return what is kept of a token: enough to know it again, nothing to show for it."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who opened a link."""

    id: str
    store: str
    """As `--store` takes it."""
    folder: Path | None = None
    """The guest's own; none where a link gives the owner's things."""

    @property
    def is_there(self) -> bool:
        """Whether nobody has removed this guest's things."""
        return self.folder is None or self.folder.is_dir()

    @property
    def is_on_server(self) -> bool:
        """Whether the store is on a server, so that its address may hold a password."""
        return "://" in self.store

    def places(self) -> dict[str, str]:
        """Return the variables that say where this person's preferences and folders are."""
        if self.folder is None:
            return {name: os.environ[name] for name in ("HOME", *_BASES) if name in os.environ}
        return {"HOME": str(self.folder)} | dict.fromkeys(_BASES, str(self.folder))


@dataclass(frozen=True, slots=True)
class Kept:
    """A cookie's digest, and until when it opens a guest's things again."""

    guest: Guest
    digest: str
    until: float
    """In seconds since 1970."""


class Guests:
    """Makes guests: with a folder each below one folder, or all with the owner's store."""

    def __init__(self, folder: Path, mine: str | None = None) -> None:
        self.folder = folder
        self.mine = mine

    def newcomer(self) -> Guest:
        """Make a guest, and their folder.

        Raises:
            UsageError: when the folder cannot be made.
        """
        name = os.urandom(8).hex()
        if self.mine is not None:
            return Guest(id=name, store=self.mine)
        guest = self._known(name)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / name).mkdir(mode=0o700)
        except OSError as error:
            raise UsageError(f"The folder {self.folder} cannot be written ({error.strerror}).") from error
        return guest

    def keep(self, guest: Guest, digest: str, until: float) -> None:
        """Keep the digest of a guest's cookie beside their things; the owner's are never opened again that way.

        Where it cannot be written the cookie is good for this run of the server alone.
        """
        if guest.folder is not None:
            with suppress(OSError):
                self._write(guest.folder, json.dumps({"sha256": digest, "until": until}))

    def forget(self, guest: Guest) -> None:
        """Let no cookie open this guest's things any more."""
        if guest.folder is not None:
            (guest.folder / _COOKIE).unlink(missing_ok=True)

    def kept(self) -> Iterator[Kept]:
        """Give every cookie that an earlier run of the server kept."""
        if self.mine is not None or not self.folder.is_dir():
            return
        for folder in self.folder.iterdir():
            if not _NAME.fullmatch(folder.name):
                continue
            try:
                read = json.loads((folder / _COOKIE).read_text(encoding="utf-8"))
                digest, until = str(read["sha256"]), float(read["until"])
            except (OSError, ValueError, TypeError, KeyError):
                continue
            yield Kept(self._known(folder.name), digest, until)

    def _write(self, folder: Path, text: str) -> None:
        fresh = folder / f"{_COOKIE}.new"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        fresh.replace(folder / _COOKIE)

    def _known(self, name: str) -> Guest:
        folder = self.folder / name
        return Guest(id=name, store=str(folder / "trainer.db"), folder=folder)
