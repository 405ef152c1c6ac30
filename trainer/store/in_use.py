"""Who has a store's file open: each who has is noticed by who wants to put another file in its place.

A process that kept writing into a file that was put aside would show as kept what nobody finds again. The lock is one
of the system's on the file's folder: it needs no file of its own, and ends with its process, however that comes. Where
there are no such locks, a writer still notices that its file was replaced, before it writes.
"""

import os
from contextlib import suppress
from pathlib import Path

from trainer.errors import StoreError

try:
    import fcntl
except ImportError:  # pragma: no cover  Windows, where a file that is open cannot be replaced
    fcntl = None  # type: ignore[assignment]


__all__ = ["Presence", "fcntl"]


class Presence:
    """That this process has a store in a folder open; alone, it is the only one that has."""

    def __init__(self, path: Path, *, is_alone: bool = False) -> None:
        """Take the lock for the store at `path`.

        Raises:
            StoreError: when another process does not go together with that.
        """
        self._descriptor = -1
        with suppress(OSError):
            self._descriptor = os.open(path.resolve().parent, os.O_RDONLY)
        if self._descriptor < 0 or fcntl is None:
            return
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            why = (
                f"A store in {path.resolve().parent} is open in another window or program. Nothing was changed. Close "
                "it there, and try again."
                if is_alone
                else f"{path} is just being restored. Nothing was changed. Try again in a moment."
            )
            raise StoreError(why) from error
        except OSError:
            self.close()

    def close(self) -> None:
        """Let go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()
