"""A copy of a store's file beside it: taken while it is in use, read wholly, and only then given its name."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from trainer.errors import StoreError
from trainer.store.in_use import fcntl
from trainer.store.sqlite_file import told
from trainer.store.whole import PATIENCE_SECONDS, Contents, examined

Progress = Callable[[int, int], object]
"""Told how many pages are copied, and of how many."""

_PAGES: Final = 1024
"""How many are copied before others may write."""
_MOST_RESTARTS: Final = 3
"""A copy begins anew when somebody writes meanwhile; after that many times it is taken at one go."""
_PART: Final = ".part"
_WHOLE: Final = "backup"
_DAMAGED: Final = "damaged"
_ASIDE: Final = "before-restore"
_TIME: Final = "%Y%m%dT%H%M%S"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a store's file, by its name."""

    path: Path
    at: int
    """When it was taken, in milliseconds since 1970."""
    is_whole: bool
    """Whether everything in it was as it was kept when it was taken."""


def folder_of(path: Path) -> Path:
    """Return the folder for backups of the store at `path`, unless another one is given."""
    real = path.resolve()
    return real.with_name(f"{real.name}.backups")


def listed(path: Path, folder: Path | None = None) -> tuple[Backup, ...]:
    """Return the backups of the store at `path` that are in `folder`, or where they are usually, the newest first."""
    name = re.compile(rf"{re.escape(path.resolve().name)}-(\d{{8}}T\d{{6}})\.(\d{{3}})Z\.({_WHOLE}|{_DAMAGED})")
    found = []
    for each in _in(folder or folder_of(path)):
        if matched := name.fullmatch(each.name):
            with suppress(ValueError):
                taken = datetime.strptime(matched[1], _TIME).replace(tzinfo=UTC)
                at = (taken - _EPOCH) // timedelta(milliseconds=1) + int(matched[2])
                found.append(Backup(each, at, matched[3] == _WHOLE))
    return tuple(sorted(found, key=lambda backup: backup.at, reverse=True))


def backups_of(path: Path) -> tuple[Path, ...]:
    """Return every copy that the program keeps of the store at `path`: backups, and what a restore put aside.

    What was written into another folder with `--to` is not among them: nobody knows where that is by now.
    """
    real = path.resolve()
    aside = sorted(each for each in _in(real.parent) if each.name.startswith(f"{real.name}-{_ASIDE}-"))
    return (*(backup.path for backup in listed(path)), *aside)


def aside_of(path: Path, at: int) -> Path:
    """Return where a restore at `at` puts the file that was the store at `path`."""
    return path.with_name(f"{path.name}-{_ASIDE}-{_stamp(at)}")


def leftovers(path: Path) -> tuple[Path, ...]:
    """Return the pieces of copies of the store at `path` that were never finished, or that are just being written."""
    real = path.resolve()
    folders = (real.parent, folder_of(path))
    return tuple(each for folder in folders for each in _in(folder) if _is_part(each, real.name))


def back_up(path: Path, folder: Path, at: int, progress: Progress | None = None) -> tuple[Backup, Contents]:
    """Copy the store at `path` into `folder`, under a name with the time `at`, and return it with what is in it.

    On return it is on disk, and everything in it was read. Where single records are damaged in the store they are so
    in the copy, whose name says that.

    Raises:
        StoreError: when there is no whole copy; nothing is left of it, and nothing else was changed.
    """
    real = path.resolve()
    with _told(folder, real):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place in {folder, real.parent}:
            _clear(place, real.name)
        with part_of(real, folder) as part:
            copy(real, part, progress)
            contents = examined(part)
            if contents.torn:
                raise StoreError(
                    f"{path} is damaged, and so is a copy of it, which was not kept. Earlier backups are there as they "
                    "were. `trainer doctor` says more; `trainer restore --list` lists the backups."
                )
            return _placed(part, folder, real.name, at, is_whole=contents.is_whole), contents


@contextmanager
def part_of(path: Path, folder: Path) -> Iterator[Path]:
    """Give an empty file in `folder` for a copy of the store at `path`; it is gone afterwards unless it was renamed."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name}-", suffix=_PART)
    part = Path(name)
    try:
        if fcntl is not None:
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield part
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)


def copy(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy the store at `source`, which others may write meanwhile, into the empty file `target`, flushed to disk.

    Raises:
        StoreError: when others write for so long that none can be taken.
        sqlite3.Error: when it cannot be read or written.
    """
    uri = f"{source.absolute().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS)) as old,
        closing(sqlite3.connect(target, isolation_level=None)) as new,
    ):
        # Nobody else knows the new file, and what is left of it after a fault is thrown away.
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            new.execute(f"PRAGMA {pragma}")
        try:
            old.backup(new, pages=_PAGES, progress=_watched(source, progress, _MOST_RESTARTS))
        except _Restless:
            old.backup(new, pages=-1, progress=_watched(source, progress, 1))
    flush(target)


class _Restless(Exception):  # noqa: N818  it is no error
    """Others write so often that a copy does not come to its end."""


def _watched(source: Path, progress: Progress | None, restarts: int) -> Callable[[int, int, int], None]:
    left = [0, 2**63]

    def watch(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(f"{source} is in use by another program. Nothing was copied; try again in a moment.")
        if remaining > left[1]:
            left[0] += 1
        left[1] = remaining
        if left[0] > restarts:
            raise _Restless
        if progress is not None:
            progress(total - remaining, total)

    return watch


def flush(path: Path) -> None:
    """Let the file, or the folder, at `path` be on disk, where the system can do that of a folder."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(descriptor)


def _placed(part: Path, folder: Path, name: str, at: int, *, is_whole: bool) -> Backup:
    """Give the finished copy its name, which no other one has."""
    while True:
        target = folder / f"{name}-{_stamp(at)}.{_WHOLE if is_whole else _DAMAGED}"
        try:
            os.link(part, target)  # a link, unlike a renaming, takes no other file's place
        except FileExistsError:
            at += 1
            continue
        except OSError:
            if os.path.lexists(target):
                at += 1
                continue
            part.rename(target)  # a disk without links, such as that of a memory stick
        flush(folder)
        return Backup(target, at, is_whole)


def _stamp(at: int) -> str:
    moment = _EPOCH + timedelta(milliseconds=at)
    return f"{moment:{_TIME}}.{at % 1000:03}Z"


def _clear(folder: Path, name: str) -> None:
    """Throw away the pieces whose writer is gone."""
    if fcntl is None:  # pragma: no cover  there nobody knows whose they are
        return
    for part in (each for each in _in(folder) if _is_part(each, name)):
        with suppress(OSError), part.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


def _is_part(path: Path, name: str) -> bool:
    return path.name.startswith(f".{name}-") and path.name.endswith((_PART, f"{_PART}-journal"))


def _in(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()


_WHY: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_READONLY: "the place may not be written",
    sqlite3.SQLITE_BUSY: "another program is just writing it",
}
_PRIMARY: Final = 0xFF


@contextmanager
def _told(folder: Path, path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a sentence on the backup, not on what was said."""
    try:
        yield
    except OSError as error:
        why = (error.strerror or "something went wrong").lower()
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        if code not in _WHY:
            with told(path):
                raise
        why = _WHY[code]
    else:
        return
    raise StoreError(
        f"No backup was made in {folder}: {why}. The store and earlier backups are as they were. Free some space, or "
        "let the folder be yours to write, and try again."
    )
