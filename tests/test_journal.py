"""What a person writes for themselves: theirs to change and to take out, in no log and in no list."""

import sqlite3
from pathlib import Path

import pytest
from builders import WAY, short_story
from running import Program

from trainer.debrief.marks import of_moment
from trainer.engine.codec import encode
from trainer.errors import StoreError
from trainer.journal import CAME_OF_IT, HOW_IT_WAS, INTENTION, LONGEST_ABOUT, SESSION
from trainer.play import Refused
from trainer.privacy import LONGEST_TEXT
from trainer.report import as_markdown
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.sqlite import SqliteStore

ABOUTS = (SESSION, HOW_IT_WAS, CAME_OF_IT, INTENTION, of_moment(2))
CANARY = "kingfisher"
"""Stands in what was noted, and nowhere else."""
WRITTEN = f"A {CANARY} in the rain."


def begun(store: SqliteStore) -> Session:
    """Return a session that has left the briefing."""
    session = Session.begin(store, parse(short_story()), "staff", seed=1)
    session.start()
    return session


def test_notes_are_read_as_they_were_written(store: SqliteStore) -> None:
    """Each thing has one note, which is changed by writing it again and deleted by leaving nothing of it."""
    session = begun(store)
    for about in ABOUTS:
        session.write_note(about, f"On {about}.")
    session.write_note(CAME_OF_IT, "Half of it.")
    session.write_note(HOW_IT_WAS, " \n\x1b ")

    expected = {about: f"On {about}." for about in (SESSION, INTENTION, "moment@2")} | {CAME_OF_IT: "Half of it."}
    assert expected == session.notes() == Session.resume(store, session.id).notes()
    assert {} == begun(store).notes()


def test_notes_are_cleaned_and_kept_to_a_length(store: SqliteStore) -> None:
    """What steers a terminal is taken out of a note, and what is too long is cut at 4,000 characters."""
    session = begun(store)
    session.write_note(SESSION, " \x1b[31mred\ud800\x00\nline ")
    session.write_note(CAME_OF_IT, "å" * (LONGEST_TEXT + 1_000))

    assert {SESSION: "[31mred\nline", CAME_OF_IT: "å" * LONGEST_TEXT} == session.notes()


@pytest.mark.parametrize("about", ["", "Session", "a b", "x" * (LONGEST_ABOUT + 1), "moment@2\n", "\x1b", "a_b", "ø"])
def test_notes_are_about_something_with_a_name(store: SqliteStore, about: str) -> None:
    """A note on what has no short name is refused, and nothing is kept of it."""
    session = begun(store)
    with pytest.raises(Refused):
        session.write_note(about, WRITTEN)

    assert () == store.notes()


def test_notes_are_in_no_log(store: SqliteStore, path: Path) -> None:
    """No event holds anything of a note; with notes or without, log, words and looking back are the same."""
    session, silent = begun(store), begun(store)
    for name in WAY:
        session.reply(name, reply=f"r-{name}")
        silent.reply(name, reply=f"r-{name}")
        session.write_note(of_moment(session.last_turn()), WRITTEN)
    for about in ABOUTS:
        session.write_note(about, WRITTEN)

    assert silent.events == session.events == Session.resume(store, session.id).events
    assert [] == [event for event in session.events if CANARY.encode() in encode(event)]
    assert {} == session.words()
    assert as_markdown(silent) == as_markdown(session).replace(session.id, silent.id)
    connection = sqlite3.connect(path)
    statements = [statement for statement in connection.iterdump() if CANARY in statement]
    connection.close()
    assert [] == [statement for statement in statements if not statement.startswith('INSERT INTO "note"')]


def test_notes_are_in_no_output(program: Program) -> None:
    """No command that lists or tells of sessions says what was noted, nor that anything was."""
    store = program.sessions()
    session = begun(store)
    calls = (("sessions",), ("sessions", "--json"), ("debrief", session.id), ("debrief", session.id, "--json"))
    before = [program.run(*call) for call in calls]
    for about in ABOUTS:
        session.write_note(about, WRITTEN)
    store.close()

    assert before == [program.run(*call) for call in calls]
    assert [0] * len(calls) == [done.status for done in before]


def test_a_deleted_intention_is_deleted_everywhere(store: SqliteStore, path: Path) -> None:
    """An intention is carried into the next play and its forks; deleted, no byte of it is left in the file."""
    first = begun(store)
    assert "" == first.intention
    first.write_note(INTENTION, WRITTEN)
    second = begun(store)
    second.reply("ask")
    fork = second.fork(2)
    assert ["", WRITTEN, WRITTEN] == [session.intention for session in (first, second, fork)]
    assert WRITTEN == Session.resume(store, second.id).intention
    content = path.read_bytes()
    assert 1 == content.count(WRITTEN.encode())

    first.write_note(INTENTION, "")
    assert ["", "", ""] == [session.intention for session in (first, second, fork)]
    assert WRITTEN.encode() not in b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert "" == begun(store).intention


def test_the_last_intention_is_the_one_that_is_carried(store: SqliteStore) -> None:
    """Of several intentions the next play has the one last written; plays that began before keep theirs."""
    first, second = begun(store), begun(store)
    first.write_note(INTENTION, "Wait.")
    second.write_note(INTENTION, "Ask first.")
    third = begun(store)
    first.write_note(INTENTION, "Wait longer.")

    assert ["", "", "Ask first.", "Wait longer."] == [each.intention for each in (first, second, third, begun(store))]


def test_a_full_disk_takes_no_note(store: SqliteStore) -> None:
    """Where the file cannot grow a note is not written, the one before is as it was, and with room it goes on."""
    session = begun(store)
    session.write_note(SESSION, "Before.")
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        session.write_note(SESSION, "å" * LONGEST_TEXT)
    assert {SESSION: "Before."} == session.notes()

    store._connection.execute("PRAGMA max_page_count = 100000")
    session.write_note(SESSION, "After.")
    assert {SESSION: "After."} == session.notes()


@pytest.mark.parametrize("place", range(4))
def test_notes_survive_a_change_that_fails(store: SqliteStore, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """Whichever part of changing a note fails, all notes are as they were."""
    session = begun(store)
    for about in ABOUTS:
        session.write_note(about, f"On {about}.")
    before = store.notes()
    rewritten = SqliteStore._write_notes_anew

    def failing(self: SqliteStore) -> None:
        done = 0

        def stop(_action: int, *_: object) -> int:
            nonlocal done
            done += 1
            return sqlite3.SQLITE_DENY if done > place * 5 else sqlite3.SQLITE_OK

        self._connection.set_authorizer(stop)
        try:
            rewritten(self)
        finally:
            self._connection.set_authorizer(None)

    monkeypatch.setattr(SqliteStore, "_write_notes_anew", failing)
    with pytest.raises(StoreError):
        session.write_note(SESSION, "Anew.")
    assert before == store.notes()
    monkeypatch.undo()
    session.write_note(SESSION, "Anew.")
    assert "Anew." == session.notes()[SESSION]
