"""A take-away in a file: whole or not at all, and readable by its owner alone."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from trainer.errors import UsageError


def refuse_existing(path: Path, *, is_forced: bool) -> None:
    """Say so when there is something at `path` that was not to be replaced.

    Raises:
        UsageError: when there is.
    """
    if os.path.lexists(path) and not is_forced:
        raise UsageError(f"{path} is there already; --force replaces it.")


def write(path: Path, text: str) -> None:
    """Put a file with `text` at `path`, in place of what was there.

    Raises:
        UsageError: when it cannot be written; what was there stays as it was.
    """
    try:
        _replace(path, text.encode())
    except OSError as error:
        raise UsageError(f"{path} could not be written: {error.strerror}.") from error


def _replace(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".take-away-")
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  it is open already
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)  # noqa: PTH105  a Path would say the same in more words
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108  likewise
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Let the name of the file be on disk as well, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
