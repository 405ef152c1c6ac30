"""The tables of the store in one file, as steps from each schema to the next; a new file takes all of them.

A step that was released is never changed: files that have taken it are out there.
"""

from typing import Final

from trainer.store.people.tables import PEOPLE

APPLICATION: Final = 0x44494154
"""“DIAT” in SQLite's file header, so that no other program's file is taken for ours."""

_SESSIONS_AND_WORDS: Final = (
    """
    CREATE TABLE scenario (
        digest TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE session (
        session TEXT PRIMARY KEY,
        scenario TEXT NOT NULL REFERENCES scenario,
        scenario_id TEXT NOT NULL,
        title TEXT NOT NULL,
        seats TEXT NOT NULL,
        phase TEXT NOT NULL,
        replies INTEGER NOT NULL,
        version INTEGER NOT NULL,
        began INTEGER NOT NULL,
        touched INTEGER NOT NULL,
        sequence INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX session_sequence ON session (sequence)",
    """
    CREATE TABLE event (
        session TEXT NOT NULL REFERENCES session DEFERRABLE INITIALLY DEFERRED,
        version INTEGER NOT NULL,
        stored BLOB NOT NULL,
        chain BLOB NOT NULL,
        reply TEXT,
        PRIMARY KEY (session, version)
    ) WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX event_reply ON event (session, reply) WHERE reply IS NOT NULL",
    """
    CREATE TABLE words (
        session TEXT NOT NULL,
        version INTEGER NOT NULL,
        salt BLOB NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (session, version)
    ) WITHOUT ROWID
    """,
)
_FORKS_AND_NOTES: Final = (
    "ALTER TABLE session ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN shared INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE note (
        session TEXT NOT NULL,
        about TEXT NOT NULL,
        text TEXT NOT NULL,
        at INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        PRIMARY KEY (session, about)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE carried (
        session TEXT PRIMARY KEY,
        source TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)
_ROOMS_AND_PAPERS: Final = (
    "ALTER TABLE session ADD COLUMN room TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN own TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE mine (
        session TEXT PRIMARY KEY
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE room (
        room TEXT PRIMARY KEY,
        stored BLOB NOT NULL,
        number INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE paper (
        paper TEXT NOT NULL,
        version INTEGER NOT NULL,
        stored BLOB NOT NULL,
        chain BLOB NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (paper, version)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE party (
        paper TEXT NOT NULL,
        party TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (paper, party)
    ) WITHOUT ROWID
    """,
)
STEPS: Final[tuple[tuple[str, ...], ...]] = (_SESSIONS_AND_WORDS, _FORKS_AND_NOTES, _ROOMS_AND_PAPERS, PEOPLE)
"""The statements that lead from each schema to the next, the first of them from an empty file."""
SCHEMA: Final = len(STEPS)
"""The schema that this version of the program reads and writes."""
