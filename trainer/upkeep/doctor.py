"""What is wrong with a store, and with where the program runs: looked at, nothing changed, each with what to do."""

import json
import locale
import os
import platform
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from trainer import __version__
from trainer.errors import StoreError, TrainerError
from trainer.store.backup import leftovers, listed
from trainer.store.open import open_base
from trainer.store.schema import SCHEMA
from trainer.store.whole import Contents, examined

FORMAT: Final = 1
_LEAST_FREE: Final = 200 * 1024 * 1024
_OLD_BACKUP: Final = 30 * 24 * 3600 * 1000
_AHEAD: Final = 24 * 3600 * 1000
_WIDTH, _HEIGHT = 80, 24
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_FAR_AWAY: Final = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "davfs"))


class Level(StrEnum):
    """How much it matters."""

    FINE = "fine"
    NOTICE = "notice"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    what: str
    """Its name, for programs."""
    told: str
    to_do: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the finding as `trainer doctor --json` prints it."""
        return {"level": self.level, "what": self.what, "told": self.told, "to_do": self.to_do}


def examine(path: Path, now: int) -> Iterator[Finding]:
    """Yield what is found of the store at `path`, at `now` in milliseconds since 1970."""
    yield from _program()
    yield from _terminal()
    yield from _place(path)
    if not path.exists():
        yield Finding(Level.NOTICE, "store", f"There is no store at {path} yet.", "It is made with the first play.")
        return
    yield from _permissions(path)
    yield from _store(path, now)
    yield from _leftovers(path)
    yield from _backups(path, now)


def examine_server(where: str) -> Iterator[Finding]:
    """Yield what is found of a store on a server, as far as this name of its may see."""
    yield from _program()
    yield from _terminal()
    try:
        base = open_base(where)
    except TrainerError as error:
        yield Finding(Level.FAULT, "store", str(error), "Ask who runs the server.")
        return
    try:
        people = "Several persons share it, each signing in." if base.has_people() else "It has no accounts."
        yield Finding(
            Level.FINE, "store", f"The server answers, flushes what it acknowledges, and its tables fit. {people}"
        )
        yield Finding(
            Level.NOTICE,
            "backups",
            "Whether there are backups only the server's keeper knows.",
            "pg_dump --schema=dialogue_trainer makes one.",
        )
    except StoreError as error:
        yield Finding(Level.FAULT, "store", str(error), "Ask who runs the server.")
    finally:
        base.close()


def as_json_text(findings: tuple[Finding, ...]) -> str:
    """Return the findings for programs."""
    return json.dumps(
        {"format": FORMAT, "findings": [each.to_json() for each in findings]}, ensure_ascii=False, indent=2
    )


def _program() -> Iterator[Finding]:
    told = f"trainer {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    yield Finding(Level.FINE, "program", told)


def _terminal() -> Iterator[Finding]:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    if encoding.lower().replace("-", "") != "utf8":
        yield Finding(
            Level.NOTICE,
            "letters",
            f"Letters are written as {encoding} here, so that some may look wrong.",
            "Set LANG to one that ends in UTF-8, such as en_GB.UTF-8.",
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Finding(Level.FINE, "terminal", "No terminal is attached; the full screen needs one.")
        return
    size = shutil.get_terminal_size()
    if size.columns < _WIDTH or size.lines < _HEIGHT:
        yield Finding(
            Level.NOTICE,
            "terminal",
            f"The terminal has {size.columns} by {size.lines} characters; the full screen needs {_WIDTH} by {_HEIGHT}.",
            "Make the window larger or the letters smaller.",
        )
    elif os.environ.get("TERM", "dumb") == "dumb":
        yield Finding(
            Level.NOTICE,
            "terminal",
            "This terminal can only write line after line.",
            "trainer play --plain works here.",
        )
    else:
        yield Finding(Level.FINE, "terminal", f"The terminal has {size.columns} by {size.lines} characters.")


def _place(path: Path) -> Iterator[Finding]:
    folder = next((each for each in (path.parent, *path.parent.parents) if each.exists()), path.parent)
    if not os.access(folder, os.W_OK):
        yield Finding(
            Level.FAULT, "folder", f"{folder} may not be written.", "Let it be yours, or choose another with --store."
        )
    free = shutil.disk_usage(folder).free
    told = f"{free // (1024 * 1024):,} MB are free on the disk of {folder}."
    if free < _LEAST_FREE:
        yield Finding(Level.NOTICE, "disk", told, "Free some space: a reply that cannot be kept is not shown as said.")
    else:
        yield Finding(Level.FINE, "disk", told)
    if (kind := _file_system(folder)) in _FAR_AWAY:
        yield Finding(
            Level.NOTICE,
            "network",
            f"{folder} is on another machine ({kind}), where locks on files are not always kept.",
            "Keep the store on a disk of this machine, or let several share one on a PostgreSQL server.",
        )


def _file_system(folder: Path) -> str:
    """Return the kind of file system that `folder` is on, where this system tells."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = [line.split()[1:3] for line in lines if len(line.split()) > 2]  # noqa: PLR2004  device, place, kind
    holding = [(place, kind) for place, kind in mounts if folder.resolve().is_relative_to(place)]
    return max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _permissions(path: Path) -> Iterator[Finding]:
    for place in (path, path.parent):
        mode = stat.S_IMODE(place.stat().st_mode)
        if place.is_file() and mode & _OTHERS:
            yield Finding(
                Level.FAULT, "permissions", f"{place} can be read or written by others.", f"chmod 600 {place}"
            )
        elif place.is_dir() and mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            yield Finding(
                Level.FAULT,
                "permissions",
                f"{place} can be written by everybody, who could replace the store.",
                f"chmod go-w {place}",
            )


def _store(path: Path, now: int) -> Iterator[Finding]:
    try:
        found = examined(path)
    except StoreError as error:
        yield Finding(
            Level.FAULT, "store", str(error), "If it should be a store: trainer restore --list lists backups of it."
        )
        return
    yield from _schema(found)
    if found.is_whole:
        told = f"{found.sessions} sessions and {found.papers} agreements, each as it was kept."
        yield Finding(Level.FINE, "records", told)
    for sentence in found.torn:
        yield Finding(
            Level.FAULT, "integrity", f"The file is damaged: {sentence}", "Keep a copy of it, then: trainer restore"
        )
    for sentence in found.damaged:
        yield Finding(Level.FAULT, "records", sentence, "Others are not touched by that. A backup may hold it whole.")
    if found.touched > now + _AHEAD:
        yield Finding(
            Level.NOTICE,
            "clock",
            "The clock of this machine is behind the last play by more than a day.",
            "Set the clock. Nothing goes wrong by it but the times that are shown.",
        )


def _schema(found: Contents) -> Iterator[Finding]:
    if found.schema < SCHEMA:
        yield Finding(
            Level.NOTICE,
            "schema",
            f"It has schema {found.schema}, which is brought to {SCHEMA} when it is opened, after a backup.",
        )
    else:
        yield Finding(Level.FINE, "schema", f"It has schema {found.schema}.")


def _leftovers(path: Path) -> Iterator[Finding]:
    left = [each for each in leftovers(path) if each.exists()]
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        yield Finding(
            Level.NOTICE,
            "journal",
            f"{journal.name} is there: somebody is writing just now, or a program was killed while it did.",
            "Leave it: the next one who opens the store takes back what was half done.",
        )
    if left:
        yield Finding(
            Level.NOTICE,
            "leftovers",
            f"{len(left)} piece{'s' * (len(left) != 1)} of unfinished copies.",
            "The next backup throws them away.",
        )


def _backups(path: Path, now: int) -> Iterator[Finding]:
    whole = [each for each in listed(path) if each.is_whole]
    if not whole:
        yield Finding(Level.NOTICE, "backups", "There is no backup.", "trainer backup")
        return
    newest = whole[0]
    try:
        is_good = examined(newest.path).is_whole
    except StoreError:
        is_good = False
    days = max(0, now - newest.at) // (24 * 3600 * 1000)
    told = f"{len(whole)} backup{'s' * (len(whole) != 1)}, the newest {days} days old."
    if not is_good:
        yield Finding(Level.FAULT, "backups", f"The newest backup, {newest.path.name}, is damaged.", "trainer backup")
    elif now - newest.at > _OLD_BACKUP:
        yield Finding(Level.NOTICE, "backups", told, "trainer backup")
    else:
        yield Finding(Level.FINE, "backups", f"{told} It was read, and is whole.")
