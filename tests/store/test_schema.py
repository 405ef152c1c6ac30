"""A file of an earlier schema is brought up to date in one step, which loses nothing, whatever happens in it."""

import json
import signal
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from builders import WAY, short_story

from trainer.engine.state import Phase
from trainer.errors import StoreError
from trainer.forks import attempts_of
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.schema import SCHEMA, STEPS
from trainer.store.sqlite import SqliteStore

FIRST_SCHEMA = """
CREATE TABLE scenario (
    digest TEXT PRIMARY KEY,
    text TEXT NOT NULL
) WITHOUT ROWID;
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
) WITHOUT ROWID;
CREATE INDEX session_sequence ON session (sequence);
CREATE TABLE event (
    session TEXT NOT NULL REFERENCES session DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL,
    stored BLOB NOT NULL,
    chain BLOB NOT NULL,
    reply TEXT,
    PRIMARY KEY (session, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX event_reply ON event (session, reply) WHERE reply IS NOT NULL;
CREATE TABLE words (
    session TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (session, version)
) WITHOUT ROWID;
PRAGMA application_id = 1145651540;
PRAGMA user_version = 1;
"""
"""The statements with which version 0.1.0 made a file."""
REPLY = (
    '{"beat":"room/%s","seat":"%s","option":"%s","scripted":%s,"none_open":false,"reply":"%s",'
    '"kind":"reply_made","v":1}'
)
OLD = "abcd2345"
FELT = "3 tired"
SALT = b"0123456789abcdef"
OPENERS = 4


@pytest.fixture
def path(memory_folder: Path) -> Path:
    """Make a file of the first schema, in which a play is under way."""
    text = short_story()
    digest = sha256(text.encode()).hexdigest()
    felt = sha256(SALT + FELT.encode()).hexdigest()
    log = [
        f'{{"scenario":"{digest}","scenario_id":"small","seats":["staff"],"seed":1,"kind":"session_began","v":1}}',
        '{"kind":"play_began","v":1}',
        f'{{"beat":"room/door","seat":"staff","digest":"{felt}","kind":"checked_in","v":1}}',
        REPLY % ("door", "staff", "ask", "false", "r1"),
        REPLY % ("sill", "patient", "sigh", "true", ""),
        '{"kind":"paused","v":1}',
    ]
    path = memory_folder / "store.db"
    path.touch(mode=0o600)
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_SCHEMA)
    with connection:
        connection.execute("INSERT INTO scenario VALUES (?, ?)", (digest, text))
        connection.execute(
            "INSERT INTO session VALUES (?, ?, 'small', 'Small', '[\"staff\"]', 'paused', 1, ?, 1000, 2000, 1)",
            (OLD, digest, len(log)),
        )
        chain = bytes(32)
        for version, event in enumerate(log, start=1):
            stored = f'{{"at":{version},"event":{event}}}'.encode()
            chain = sha256(chain + OLD.encode() + version.to_bytes(8, "big") + stored).digest()
            reply = json.loads(event).get("reply") or None
            connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?)", (OLD, version, stored, chain, reply))
        connection.execute("INSERT INTO words VALUES (?, 3, ?, ?)", (OLD, SALT, FELT))
    connection.close()
    return path


def content(path: Path) -> tuple[int, list[str]]:
    """Return the schema's number and everything that is in the file, as statements."""
    connection = sqlite3.connect(path)
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        return schema, list(connection.iterdump())
    finally:
        connection.close()


def test_an_earlier_file_keeps_its_sessions(path: Path) -> None:
    """A session of an earlier file is listed, read and gone on with as before."""
    store = SqliteStore(path)
    (told,) = store.sessions()
    assert (OLD, Phase.PAUSED, 1, 6, 1000, 2000) == (
        told.session,
        told.phase,
        told.replies,
        told.version,
        told.began,
        told.touched,
    )
    assert ("", 0, 0) == (told.origin, told.shared, told.number)

    session = Session.resume(store, OLD)
    assert {2: FELT} == session.words()
    for option in WAY[1:]:
        session.reply(option)
    assert "out" == Session.resume(store, OLD).end
    store.close()


def test_an_earlier_file_takes_forks_and_notes(path: Path) -> None:
    """What the earlier schema had no room for is kept beside the sessions that were there."""
    store = SqliteStore(path)
    session = Session.resume(store, OLD)
    session.write_note("intention", "Ask first.")
    fork = session.fork(3)

    assert {"intention": "Ask first."} == session.notes()
    assert [OLD, fork.id] == [summary.session for summary in attempts_of(store, fork.id)]
    assert "Ask first." == Session.begin(store, parse(short_story())).intention
    store.close()


def test_an_earlier_file_becomes_as_a_new_one(path: Path) -> None:
    """A file that was brought up to date has the same tables, columns and number as one that was made today."""
    SqliteStore(path).close()
    fresh = path.with_name("fresh.db")
    SqliteStore(fresh).close()

    def shape(file: Path) -> object:
        connection = sqlite3.connect(file)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema ORDER BY name")]
        columns = {name: connection.execute(f"PRAGMA table_xinfo({name})").fetchall() for name in names}
        numbers = [connection.execute(f"PRAGMA {pragma}").fetchone() for pragma in ("user_version", "application_id")]
        connection.close()
        return columns, numbers

    assert SCHEMA == content(path)[0] == len(STEPS)
    assert shape(fresh) == shape(path)


@pytest.mark.parametrize("place", range(len(STEPS[-1]) + 1))
def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """Whichever statement of a step fails, the file is as it was before, and the next attempt brings it up to date."""
    before = content(path)
    failing = (*STEPS[-1][:place], "SELECT no_such_thing", *STEPS[-1][place:])
    monkeypatch.setattr("trainer.store.sqlite_file.STEPS", (*STEPS[:-1], failing))
    with pytest.raises(StoreError, match="could not be used"):
        SqliteStore(path)
    assert before == content(path)

    monkeypatch.undo()
    store = SqliteStore(path)
    assert 6 == len(store.events(store.summary(OLD).session))
    store.close()


@pytest.mark.parametrize("place", range(len(STEPS[-1]) + 1))
def test_killed_in_the_middle_of_a_step(path: Path, place: int) -> None:
    """A process that is killed while it brings a file up to date leaves it whole, and as it was."""
    before = content(path)
    script = f"""
import os, signal, sys
from pathlib import Path
from trainer.store import sqlite, sqlite_file

class Deadly(tuple):
    def __iter__(self):
        yield from tuple(self[:{place}])
        os.kill(os.getpid(), signal.SIGKILL)

sqlite_file.STEPS = (*sqlite_file.STEPS[:-1], Deadly(sqlite_file.STEPS[-1]))
sqlite.SqliteStore(Path(sys.argv[1]))
"""
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False)

    assert -signal.SIGKILL == done.returncode
    assert before == content(path)
    store = SqliteStore(path)
    assert "sill" in str(store.events(store.summary(OLD).session))
    store.close()


def test_several_processes_bring_a_file_up_to_date_at_once(path: Path) -> None:
    """Of several processes that open an earlier file at once one brings it up to date, and all find the same."""
    script = (
        "import sys; from trainer.store.open import open_store; print(open_store(sys.argv[1]).summary('abcd').version)"
    )
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(OPENERS)
    ]

    assert [("6\n", "")] * OPENERS == [opener.communicate() for opener in openers]
    assert SCHEMA == content(path)[0]


def test_a_file_that_grew_newer_while_it_was_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a newer program was faster in bringing a file up to date, this one leaves it alone."""
    held = SqliteStore._transaction

    def overtaken(store: SqliteStore) -> object:
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        connection.close()
        return held(store)

    monkeypatch.setattr(SqliteStore, "_transaction", overtaken)
    with pytest.raises(StoreError, match="newer version"):
        SqliteStore(path)
    schema, statements = content(path)
    assert SCHEMA + 1 == schema
    assert [] == [statement for statement in statements if "TABLE note" in statement]
