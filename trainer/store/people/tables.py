"""The tables of a store that several persons share, in SQLite's types; `for_a_server` gives PostgreSQL's.

Whatever could name a person or say what they wrote stands where it can be taken out: `person` has the name, `sealed`
and `enclosed` what nobody else can read, and nothing of it is in a log.
"""

import re
from typing import Final

PEOPLE: Final = (
    "ALTER TABLE session ADD COLUMN opener TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN persons INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE room ADD COLUMN opener TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX session_number ON session (number)",
    """
    CREATE TABLE setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE person (
        person TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        called TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        roles TEXT NOT NULL,
        unit TEXT NOT NULL,
        standing TEXT NOT NULL,
        began INTEGER NOT NULL,
        public BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE credential (
        person TEXT PRIMARY KEY,
        proof BLOB NOT NULL,
        recovery BLOB NOT NULL,
        stored BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE attempt (
        whose TEXT PRIMARY KEY,
        tries INTEGER NOT NULL,
        wait_until INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE code (
        digest BLOB PRIMARY KEY,
        purpose TEXT NOT NULL,
        person TEXT NOT NULL,
        about TEXT NOT NULL,
        until INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE part (
        session TEXT NOT NULL,
        seat TEXT NOT NULL,
        person TEXT NOT NULL,
        PRIMARY KEY (session, seat)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX part_person ON part (person, session)",
    """
    CREATE TABLE holder (
        paper TEXT NOT NULL,
        person TEXT NOT NULL,
        PRIMARY KEY (paper, person)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX holder_person ON holder (person)",
    """
    CREATE TABLE sealed (
        person TEXT NOT NULL,
        session TEXT NOT NULL,
        slot BLOB NOT NULL,
        kind TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        stored BLOB NOT NULL,
        PRIMARY KEY (person, session, slot)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX sealed_sequence ON sealed (person, kind, sequence)",
    """
    CREATE TABLE share (
        session TEXT NOT NULL,
        person TEXT NOT NULL,
        reader TEXT NOT NULL,
        scope TEXT NOT NULL,
        given INTEGER NOT NULL,
        until INTEGER NOT NULL,
        scenario TEXT NOT NULL,
        month TEXT NOT NULL,
        counts INTEGER NOT NULL,
        PRIMARY KEY (session, person, reader)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX share_reader ON share (reader, given)",
    "CREATE INDEX share_by ON share (reader, person, given)",
    "CREATE INDEX share_of ON share (reader, scenario, given)",
    "CREATE INDEX share_owner ON share (person, session)",
    "CREATE INDEX share_month ON share (reader, counts, month, given)",
    """
    CREATE TABLE enclosed (
        session TEXT NOT NULL,
        person TEXT NOT NULL,
        reader TEXT NOT NULL,
        slot BLOB NOT NULL,
        stored BLOB NOT NULL,
        PRIMARY KEY (session, person, reader, slot)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE reading (
        session TEXT NOT NULL,
        person TEXT NOT NULL,
        stored BLOB NOT NULL,
        PRIMARY KEY (session, person)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE ask (
        session TEXT NOT NULL,
        person TEXT NOT NULL,
        reader TEXT NOT NULL,
        asker TEXT NOT NULL,
        answered INTEGER NOT NULL,
        PRIMARY KEY (session, person, reader)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ask_person ON ask (person)",
    """
    CREATE TABLE trail (
        person TEXT NOT NULL,
        version INTEGER NOT NULL,
        stored BLOB NOT NULL,
        chain BLOB NOT NULL,
        PRIMARY KEY (person, version)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE remark (
        remark TEXT PRIMARY KEY,
        session TEXT NOT NULL,
        person TEXT NOT NULL,
        reader TEXT NOT NULL,
        author TEXT NOT NULL,
        place TEXT NOT NULL,
        text BLOB NOT NULL,
        at INTEGER NOT NULL,
        sequence INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX remark_session ON remark (session, person, reader)",
    """
    CREATE TABLE rating (
        session TEXT NOT NULL,
        person TEXT NOT NULL,
        position INTEGER NOT NULL,
        rater TEXT NOT NULL,
        stored BLOB NOT NULL,
        PRIMARY KEY (session, person, position, rater)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE key_seen (
        session TEXT NOT NULL,
        person TEXT NOT NULL,
        reader TEXT NOT NULL,
        PRIMARY KEY (session, person, reader)
    ) WITHOUT ROWID
    """,
)
"""The statements that add the tables of people to those of plays."""

_TYPES: Final = {"TEXT": 'TEXT COLLATE "C"', "BLOB": "BYTEA", "INTEGER": "BIGINT"}


def for_a_server(statement: str) -> str:
    """Return a statement that makes a table as PostgreSQL takes it."""
    bare = statement.replace(" WITHOUT ROWID", "")
    return re.sub(r"(?<=\w )(TEXT|BLOB|INTEGER)\b(?= NOT| PRIMARY|,|\n)", lambda found: _TYPES[found[1]], bare)
