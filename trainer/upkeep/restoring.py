"""A backup put in a store's place: read wholly before, by one renaming, and the file that was there kept aside."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from trainer.errors import StoreError, UsageError
from trainer.store.backup import Backup, aside_of, copy, flush, listed, part_of
from trainer.store.in_use import Presence
from trainer.store.whole import PATIENCE_SECONDS, Contents, examined


class Restored(NamedTuple):
    """What was done."""

    contents: Contents
    aside: Path | None
    """Where the file is that was there before, or None where there was none."""


def choose(path: Path, wanted: str, folder: Path | None = None) -> Path:
    """Return the backup of the store at `path` that is meant: a file, the beginning of a name, or the newest whole one.

    Raises:
        UsageError: when there is none, or more than one.
    """
    if wanted and Path(wanted).expanduser().is_file():
        return Path(wanted).expanduser()
    backups = listed(path, folder)
    found: list[Backup] = [each for each in backups if wanted in each.path.name] if wanted else list(backups)
    if not wanted:
        found = [each for each in found if each.is_whole][:1]
    if len(found) != 1:
        raise UsageError(
            "There is no backup to restore. `trainer backup` makes one."
            if not backups
            else "Say which backup: `trainer restore --list` lists them."
        )
    return found[0].path


def restore(path: Path, backup: Path, at: int) -> Restored:
    """Put `backup` in the place of the store at `path`; what was there is kept under another name.

    Raises:
        StoreError: when the backup is damaged or no store, another program has the store open, or it cannot be written;
            the store is as it was.
    """
    real = path.resolve()
    try:
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        presence = Presence(real, is_alone=True)
        try:
            return _restored(real, backup, at)
        finally:
            presence.close()
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
        why = "The disk is full: free some space. " if is_full else f"{backup} cannot be read. "
        raise StoreError(f"{why}Nothing was restored. The store is as it was.") from error
    except OSError as error:
        raise StoreError(f"The backup was not restored: {error.strerror}. The store is as it was.") from error


def _restored(path: Path, backup: Path, at: int) -> Restored:
    with part_of(path, path.parent) as part:
        copy(backup, part)
        contents = examined(part)
        if not contents.is_whole:
            raise StoreError(
                f"{backup} is damaged itself, and was not restored: {(*contents.torn, *contents.damaged)[0]} The store "
                "is as it was."
            )
        aside = _put_aside(path, at)
        part.replace(path)
        flush(path.parent)
    return Restored(contents, aside)


def _put_aside(path: Path, at: int) -> Path | None:
    """Give the file that is there, if one is, a second name, after what was left half done in it was taken back.

    A journal that is left goes along with it, or stays beside nothing: it would be written into the file that comes.
    """
    is_there = path.exists()
    if is_there:
        _take_back(path)
    aside = aside_of(path, at)
    while os.path.lexists(aside):
        at += 1
        aside = aside_of(path, at)
    if is_there:
        os.link(path, aside)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    flush(path.parent)
    return aside if is_there else None


def _take_back(path: Path) -> None:
    """Take back what a killed program left half done in the file; a damaged one is kept as it is.

    Raises:
        StoreError: when somebody is writing just now.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)) as old:
        try:
            old.execute("BEGIN EXCLUSIVE")
            old.execute("ROLLBACK")
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise StoreError(
                    f"{path} is in use by another program. Nothing was changed. Close it there, and try again."
                ) from error
