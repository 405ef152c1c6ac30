"""Whether several persons share a store's file: then how much they played is nobody's to tell but their own."""

import sqlite3
from pathlib import Path

from trainer.store.sqlite_file import told
from trainer.store.whole import reading


def is_shared(path: Path) -> bool:
    """Return whether several share the store at `path`, or that cannot be read; nothing is changed.

    Raises:
        StoreError: when the file cannot be opened.
    """
    with told(path), reading(path) as connection:
        try:
            if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'credential'").fetchone():
                return False
            return bool(connection.execute("SELECT 1 FROM credential LIMIT 1").fetchone())
        except sqlite3.DatabaseError:
            return True


def amount(path: Path, sessions: int) -> str:
    """Return how much the whole copy at `path` holds: its size where several share it, and nobody's plays are counted.

    Raises:
        StoreError: when the file cannot be opened.
    """
    if is_shared(path):
        return f"{-(-path.stat().st_size // 1024):,} KiB"
    return f"{sessions} session{'s' * (sessions != 1)}"
