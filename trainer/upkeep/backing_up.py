"""A backup of a store's file, and the old ones that are no longer needed."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from trainer.errors import StoreError
from trainer.store.backup import Backup, back_up, folder_of, listed
from trainer.store.whole import Contents
from trainer.upkeep.thinning import staying


class BackedUp(NamedTuple):
    """A backup that was made."""

    backup: Backup
    contents: Contents
    thinned: int
    """How many older ones were deleted."""


def make_backup(
    path: Path, at: int, folder: Path | None = None, progress: Callable[[int, int], object] | None = None
) -> BackedUp:
    """Copy the store at `path`, read the copy wholly, and delete older ones that are no longer needed.

    Where the store is damaged in part, the copy says so by its name, and no older one is deleted.

    Raises:
        StoreError: when there is no whole copy; older ones are as they were.
    """
    if not path.is_file():
        raise StoreError(f"There is no store at {path}, and so nothing to copy. Choose another with --store.")
    where = folder or folder_of(path)
    backup, contents = back_up(path, where, at, progress)
    return BackedUp(backup, contents, _thin(path, where, at) if backup.is_whole else 0)


def _thin(path: Path, folder: Path, now: int) -> int:
    """Delete the whole backups that are no longer needed; those of a damaged store are left for who looks at them."""
    whole = [each for each in listed(path, folder) if each.is_whole]
    stays = staying((each.at for each in whole), now)
    thinned = 0
    for each in whole:
        if each.at not in stays:
            with suppress(OSError):
                each.path.unlink()
                thinned += 1
    return thinned
