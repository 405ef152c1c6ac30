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
from trainer.upkeep.whose import is_shared

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
    if not path.is_file():
        yield Finding(Level.FAULT, "store", f"{path} is no file.", "Choose another with --store.")
        return
    if not (path.stat().st_size or listed(path)):
        yield Finding(Level.NOTICE, "store", f"Nothing is kept in {path} yet.", "It is begun with the first play.")
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
        schema = _schema_on_server(where)
        # To open it would make its tables, or bring them up to date.
        base = open_base(where) if schema else None
    except TrainerError as error:
        yield Finding(Level.FAULT, "store", str(error), "Ask who runs the server.")
        return
    if base is None:
        yield Finding(
            Level.NOTICE,
            "schema",
            "The server answers, and has no tables of this version yet.",
            "They are made, or brought up to date, when the store is opened: let its keeper make a backup before.",
        )
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


def _schema_on_server(where: str) -> bool:
    """Return whether the tables on the server are those of this version; nothing is made there.

    Raises:
        UsageError: when `where` is no address that this program can use.
        StoreError: when the server cannot be asked.
    """
    try:
        import psycopg  # noqa: PLC0415  who has a file needs no client of a server

        from trainer.store import postgres_schema as tables  # noqa: PLC0415
        from trainer.store.postgres_address import Address  # noqa: PLC0415
    except ImportError:
        open_base(where).close()
        raise
    try:
        with Address(where).connect() as connection:
            connection.execute("SET default_transaction_read_only = on")
            found = connection.execute("SELECT to_regclass(%s)::oid", (f"{tables.NAMESPACE}.store",)).fetchone()
            if found == (None,):
                return False
            row = connection.execute(f"SELECT schema FROM {tables.NAMESPACE}.store").fetchone()  # noqa: S608
    except psycopg.Error as error:
        raise StoreError("The server does not let this name look at its tables. Nothing was changed.") from error
    # Of a newer version's tables, to open them tells.
    return not (row and isinstance(row[0], int) and row[0] < tables.SCHEMA)


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
        if _journal(path).exists() and _is_waiting(error):
            return
        yield Finding(
            Level.FAULT, "store", str(error), "If it should be a store: trainer restore --list lists backups of it."
        )
        return
    yield from _schema(found)
    if found.is_whole:
        what = "Each session and agreement is" if is_shared(path) else _counted(found)
        yield Finding(Level.FINE, "records", f"{what} as it was kept.")
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


def _counted(found: Contents) -> str:
    return f"{found.sessions} sessions and {found.papers} agreements, each"


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _is_waiting(error: StoreError) -> bool:
    """Return whether the file can only be read once what is half done in it was taken back or finished."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_BUSY)


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
    journal = _journal(path)
    if journal.exists():
        yield Finding(
            Level.NOTICE,
            "journal",
            f"{journal.name} is there: somebody is writing just now, or a program was killed while it did.",
            "Leave it, and open the store: that takes back what was half done. Then ask again.",
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
