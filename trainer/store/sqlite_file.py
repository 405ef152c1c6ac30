"""One SQLite file that several processes may use at once: how it is opened, written, and its faults told.

A rollback journal instead of WAL: the SQLite that Python brings along can lose commits or corrupt the file when several
connections write through a WAL (its reset bug, 3.7.0 to 3.51.2), and a person makes less than one event a second.
`EXTRA` also flushes the folder after the journal is removed, so that a power cut cannot undo a committed transaction.
A file of an earlier schema is brought up to date only after a backup of it was made.
"""

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from trainer.errors import StoreError
from trainer.store.in_use import Presence
from trainer.store.schema import APPLICATION, SCHEMA, STEPS

_PATIENCE_SECONDS: Final = 5


class SqliteFile:
    """A file with the tables of the store."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, or make it, readable by its owner alone.

        Raises:
            StoreError: when that cannot be done.
        """
        self.path = path
        with told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._presence = Presence(path)
            self._is_held = False
            try:
                self._file = _claim(path)
                self._is_held = True
                self._connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
            except BaseException:
                self._let_go()
                raise
            try:
                self._prepare()
            except BaseException:
                SqliteFile.close(self)
                raise

    def _prepare(self) -> None:
        run = self._connection.execute
        for pragma in (
            "synchronous = EXTRA",
            "secure_delete = ON",
            "foreign_keys = ON",
            "trusted_schema = OFF",
        ):
            run(f"PRAGMA {pragma}")
        if self._schema() < SCHEMA:
            with self._transaction():
                self._back_up()
                self._bring_up_to_date()
        run("PRAGMA journal_mode = DELETE")

    def _schema(self) -> int:
        """Return the schema that the file has, where this program knows it."""
        schema = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if not 0 <= schema <= SCHEMA:
            raise StoreError(
                f"{self.path} was written by a newer version of this program. Nothing was changed. Update the program."
            )
        return schema

    def _back_up(self) -> None:
        """Keep the file as it is before it takes a step, now that nobody else can write or take it.

        Raises:
            StoreError: when that cannot be done; then no step is taken.
        """
        if not 0 < self._schema() < SCHEMA:
            return
        from trainer.store.backup import back_up, folder_of  # noqa: PLC0415  few openings need it

        try:
            back_up(self.path, folder_of(self.path), time.time_ns() // 1_000_000)
        except StoreError as error:
            raise StoreError(
                f"{self.path} is of an earlier version of this program, and is brought up to date only after a backup, "
                f"which could not be made. {error}"
            ) from error

    def _bring_up_to_date(self) -> None:
        """Take the steps that the file has not taken, asked anew now that no other process can take them."""
        for statement in (statement for step in STEPS[self._schema() :] for statement in step):
            self._connection.execute(statement)
        self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
        self._connection.execute(f"PRAGMA user_version = {SCHEMA}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._need_same_file()
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _need_same_file(self) -> None:
        """Refuse to write into a file that is no longer the one at its path: nobody would find it there again.

        Asked under the lock of a writer, which who restores a backup holds as well.
        """
        with suppress(OSError):
            found = os.stat(self.path)  # noqa: PTH116  a Path would say the same in more words
            if (found.st_dev, found.st_ino) == self._file:
                return
        raise StoreError(
            f"{self.path} was moved, deleted or restored meanwhile. This was not kept. Leave the program and start it "
            "again."
        )

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._is_held:
            self._is_held = False
            _release(self._file)
        self._presence.close()


_MAGIC: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100
_APPLICATION_AT: Final = slice(68, 72)
_HELD: Final[dict[tuple[int, int], int]] = {}
"""How many connections this process has to which files."""
_HOLDING: Final = threading.Lock()


def _claim(path: Path) -> tuple[int, int]:
    """Make the file at `path` where there is none, and refuse one of another program before SQLite touches it.

    Returns which file it is, whatever its name. One that this process has open is not opened here: to close it again
    would take from SQLite the locks that the process has on it, as POSIX has it.
    """
    with _HOLDING:
        with suppress(OSError):
            found = os.stat(path)  # noqa: PTH116  a Path would say the same in more words
            if (key := (found.st_dev, found.st_ino)) in _HELD:
                _HELD[key] += 1
                return key
        key = _looked_at(path)
        _HELD[key] = 1
        return key


def _release(file: tuple[int, int]) -> None:
    """Take note that one connection of this process to a file is closed."""
    with _HOLDING:
        _HELD[file] -= 1
        if not _HELD[file]:
            del _HELD[file]


def _looked_at(path: Path) -> tuple[int, int]:
    """Make the file at `path` where there is none, look at its beginning, and return which file it is."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        mode = found.st_mode
        is_file = stat.S_ISREG(mode)
        header = file.read(_HEADER_BYTES) if is_file else b""
    if not is_file or (header and not header.startswith(_MAGIC)):
        raise StoreError(f"{path} is no store of this program. Nothing was changed. Choose another with --store.")
    if header and int.from_bytes(header[_APPLICATION_AT]) != APPLICATION:
        raise StoreError(f"{path} is a file of another program. Nothing was changed. Choose another with --store.")
    if stat.S_IMODE(mode) & _OTHERS:
        with suppress(PermissionError):
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
    return found.st_dev, found.st_ino


_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
"""What a store's file allows to nobody but its owner."""
_SAYINGS: Final = {
    sqlite3.SQLITE_FULL: (
        "The disk is full. What was shown as said before is kept; this was not. Free some space and try again."
    ),
    sqlite3.SQLITE_IOERR: "The disk could not be written or read. What was shown as said before is kept; this was not.",
    sqlite3.SQLITE_READONLY: "{path} may not be written. Nothing was changed. Choose another with --store.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened. Choose another with --store.",
    sqlite3.SQLITE_BUSY: "{path} is in use by another program. This was not kept; try again in a moment.",
    sqlite3.SQLITE_NOTADB: "{path} is no store of this program. Nothing was changed. Choose another with --store.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged. Nothing was changed. Keep a copy of it, and restore a backup.",
}
_PRIMARY: Final = 0xFF
"""The lower byte of SQLite's error codes is the kind, the upper ones tell more."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a sentence for a person."""
    try:
        yield
    except sqlite3.Error as error:
        # A text that cannot be decoded has no code, and its message holds the text itself, which is nobody's to print.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY
        name = getattr(error, "sqlite_errorname", "")
        saying = _SAYINGS.get(code, "{path} could not be used ({name}). This was not kept.")
        raise StoreError(saying.format(path=path, name=name)) from error
    except UnicodeDecodeError as error:
        raise StoreError(_SAYINGS[sqlite3.SQLITE_CORRUPT].format(path=path)) from error
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror}. Choose another with --store.") from error
