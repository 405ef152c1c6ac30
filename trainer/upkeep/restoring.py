"""A backup put in a store's place: read wholly before, by one renaming, and the file that was there kept aside."""

import os
import sqlite3
from contextlib import closing, suppress
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
        raise StoreError(f"{backup} cannot be read, and was not restored. The store is as it was.") from error
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
        aside = _put_aside(path, at) if path.exists() else None
        part.replace(path)
        flush(path.parent)
    return Restored(contents, aside)


def _put_aside(path: Path, at: int) -> Path:
    """Give the file that is there a second name, after what was left half done in it was taken back."""
    with suppress(sqlite3.Error):  # a damaged one is kept as it is
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)) as old:
            old.execute("BEGIN IMMEDIATE")
            old.execute("ROLLBACK")
    aside = aside_of(path, at)
    while os.path.lexists(aside):
        at += 1
        aside = aside_of(path, at)
    os.link(path, aside)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    flush(path.parent)
    return aside
