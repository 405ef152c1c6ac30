"""A take-away in a file: whole or not at all, and readable by its owner alone."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from trainer.errors import UsageError


def refuse_existing(path: Path, *, is_forced: bool) -> None:
    """Say so when there is something at `path` that was not to be replaced, or that is no file.

    Raises:
        UsageError: when there is.
    """
    if os.path.lexists(path) and not is_forced:
        raise UsageError(f"{path} is there already; --force replaces it.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file. Give the path of one.")


def write(path: Path, text: str, *, is_forced: bool) -> None:
    """Put a file with `text` at `path`, in place of what was there where that is forced.

    Raises:
        UsageError: when it cannot be written, or is there meanwhile; what was there stays as it was.
    """
    try:
        _put(path.resolve() if is_forced else path, text.encode(), is_forced=is_forced)
    except FileExistsError:
        refuse_existing(path, is_forced=False)
    except OSError as error:
        raise UsageError(f"{path} could not be written: {error.strerror}.") from error


def _put(path: Path, content: bytes, *, is_forced: bool) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".take-away-")
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  it is open already
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if is_forced:
            os.replace(name, path)  # noqa: PTH105  a Path would say the same in more words
        else:
            os.link(name, path)  # a link, unlike a renaming, takes no other file's place
            os.unlink(name)  # noqa: PTH108  likewise
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
