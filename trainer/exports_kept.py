"""The folder for copies that are made without saying where, and the list of whose they are, so that they can be erased.

What a person writes elsewhere is theirs, and no list of it is kept.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from filelock import FileLock

from trainer.errors import StoreError
from trainer.report.file import write
from trainer.store.open import default_path

_INDEX: Final = "index.json"
_LOCK: Final = ".index.lock"
_FOLDER: Final = "exports"
_FORMAT: Final = 1


def exports_folder(where: str | Path | None = None) -> Path:
    """Return the folder for copies of the store at `where`, which need not be there.

    It is beside a store in a file, and with a person's own things where the store is on a server.
    """
    is_file = where is not None and "://" not in str(where)
    store = Path(where).expanduser().absolute() if is_file and where is not None else default_path()
    return store.parent / _FOLDER


def note_export(folder: Path, file: str, persons: Iterable[str]) -> None:
    """Note in the list of `folder` that `file` holds what is of `persons`, besides those that were noted before.

    It is noted before the file is written, so that there is no file that is not noted. A folder that is missing is
    made, for its owner alone.

    Raises:
        StoreError: when the list cannot be read, or the folder not be made.
        UsageError: when it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} could not be made: {error.strerror}.") from error
    with FileLock(folder / _LOCK, mode=0o600):
        files = exports_noted(folder)
        files[file] = tuple(sorted({*files.get(file, ()), *persons}))
        _keep(folder, files)


def exports_noted(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return which files of `folder` hold what is of whom.

    Raises:
        StoreError: when the list is there and cannot be read.
    """
    try:
        text = (folder / _INDEX).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(folder) from error
    try:
        files = json.loads(text)["files"]
        return {str(file): tuple(map(str, persons)) for file, persons in files.items()}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _unreadable(folder) from error


def forget_exports(folder: Path, person: str) -> int:
    """Delete every file of `folder` that holds what is of `person`, others' in it included; return how many.

    Raises:
        StoreError: when one cannot be deleted, or the list cannot be read; what is left is still noted.
    """
    if not folder.is_dir():
        return 0
    with FileLock(folder / _LOCK, mode=0o600):
        files = exports_noted(folder)
        theirs = tuple(file for file, persons in files.items() if person in persons)
        for file in theirs:
            path = folder / file
            if path.parent != folder:
                raise _unreadable(folder)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise StoreError(f"{path} could not be deleted: {error.strerror}. Delete it by hand.") from error
            del files[file]
        if theirs:
            _keep(folder, files)
    return len(theirs)


def _keep(folder: Path, files: dict[str, tuple[str, ...]]) -> None:
    listed = {"format": _FORMAT, "files": {file: list(persons) for file, persons in sorted(files.items())}}
    write(folder / _INDEX, json.dumps(listed, ensure_ascii=False, indent=2) + os.linesep, is_forced=True)


def _unreadable(folder: Path) -> StoreError:
    return StoreError(f"The list {folder / _INDEX} cannot be read. Look through {folder} and move it away.")
