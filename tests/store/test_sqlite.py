"""What the store in one file promises beyond the contract: what is in the file, and whose file it is."""

import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from builders import WAY, short_story
from running import Program, bare_of_privilege

from trainer.errors import StoreError
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.schema import SCHEMA
from trainer.store.sqlite import SqliteStore
from trainer.store.sqlite_file import _claim, _release

TYPED = "What I typed myself."


@pytest.fixture
def path(memory_folder: Path) -> Path:
    """Name a file that is not there yet."""
    return memory_folder / "kept" / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """Open a store in which nothing is kept yet."""
    opened = SqliteStore(path)
    yield opened
    opened.close()


def played(store: SqliteStore) -> Session:
    """Return a session that was played to its end, with words and a check-in."""
    session = Session.begin(store, parse(short_story()), "staff", seed=1)
    session.start()
    session.check_in("tired", 7)
    for option in WAY:
        session.reply(option)
        if session.wants_words:
            session.give_words(TYPED)
    return session


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Return what `query` finds in the file, read without the store."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def change(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the store's back."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def all_of(path: Path, session: Session) -> tuple[object, object]:
    """Return the events of `session` and its scenario's text, when everything else in the store can be read as well."""
    store = SqliteStore(path)
    try:
        store.sessions()
        store.words(session.id)
        return store.events(store.summary(session.id).session), store.scenario_text(session.scenario.digest)
    finally:
        store.close()


def refused(path: Path) -> str:
    """Return the sentence with which the file at `path` is refused."""
    with pytest.raises(StoreError) as caught:
        SqliteStore(path)
    return str(caught.value)


def test_the_chain_is_what_it_is_said_to_be(store: SqliteStore, path: Path) -> None:
    """Each link is the SHA-256 of the link before, the session's id, the version in eight bytes, and the event."""
    session = played(store)
    before = bytes(32)
    versions = []
    for version, stored, chain in rows(path, "SELECT version, stored, chain FROM event ORDER BY version"):
        assert isinstance(version, int)
        assert isinstance(stored, bytes)
        before = sha256(before + session.id.encode("ascii") + version.to_bytes(8, "big") + stored).digest()
        assert before == chain
        versions.append(version)

    assert list(range(1, session.version + 1)) == versions


def test_a_flipped_bit_in_an_event_is_noticed_and_named(store: SqliteStore, path: Path) -> None:
    """One bit that differs, in any event and at any byte, makes the session's record a damaged one at that event."""
    session = played(store)
    found = rows(path, "SELECT version, stored FROM event ORDER BY version")
    for version, stored in found:
        assert isinstance(stored, bytes)
        for at in range(0, len(stored), 7):
            flipped = bytearray(stored)
            flipped[at] ^= 1
            change(path, "UPDATE event SET stored = ? WHERE version = ?", bytes(flipped), version)
            with pytest.raises(StoreError, match=rf"{session.id} was damaged at its event {version},"):
                store.events(session.id)
        change(path, "UPDATE event SET stored = ? WHERE version = ?", stored, version)

    assert session.version == len(store.events(session.id))


@pytest.mark.parametrize(
    ("damage", "version"),
    [
        ("DELETE FROM event WHERE version = 4", 4),
        ("DELETE FROM event WHERE version > 5", 6),
        ("UPDATE event SET version = 99 WHERE version = 3", 3),
        ("UPDATE event SET chain = zeroblob(32) WHERE version = 2", 2),
        ("UPDATE event SET stored = 7 WHERE version = 2", 2),
        ("UPDATE event SET stored = 'text' WHERE version = 1", 1),
    ],
)
def test_a_record_with_a_gap_is_noticed(store: SqliteStore, path: Path, damage: str, version: int) -> None:
    """An event that was taken out, cut off, moved or replaced is noticed; the other sessions are whole."""
    session, other = played(store), played(store)
    change(path, f"{damage} {'AND' if 'WHERE' in damage else 'WHERE'} session = '{session.id}'")

    with pytest.raises(StoreError, match=f"event {version},"):
        store.events(session.id)
    assert other.version == len(store.events(other.id))


def test_a_changed_text_of_a_scenario_is_noticed(store: SqliteStore, path: Path) -> None:
    """A pinned text that is not the one of its digest is not played."""
    session = played(store)
    change(path, "UPDATE scenario SET text = replace(text, 'Rain', 'Snow')")

    with pytest.raises(StoreError, match="damaged"):
        Session.resume(store, session.id)


def test_a_flipped_bit_anywhere_is_never_taken_for_truth(store: SqliteStore, path: Path) -> None:
    """Whichever bit of the file differs, what is read is what was kept, or a sentence says why nothing is read."""
    session = played(store)
    kept = all_of(path, session)
    whole = path.read_bytes()
    refusals = 0
    for at in [*range(0, 100, 3), *range(100, len(whole), 41)]:
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        try:
            assert kept == all_of(path, session)
        except StoreError:
            refusals += 1

    assert refusals > 10


def test_the_file_is_its_owners_alone(store: SqliteStore, path: Path) -> None:
    """The file can be read by its owner only, and so can the folder that was made for it, whatever the umask."""
    played(store)

    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)


def test_the_mode_does_not_depend_on_the_umask(path: Path) -> None:
    """A generous umask does not open the file to others."""
    before = os.umask(0)
    try:
        SqliteStore(path).close()
    finally:
        os.umask(before)

    assert (0o600, 0o700) == (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode))


def test_folders_that_are_missing_are_made(memory_folder: Path) -> None:
    """A path through folders that do not exist yet is a usable one."""
    path = memory_folder / "a" / "b" / "c" / "store.db"
    SqliteStore(path).close()

    assert path.is_file()


def test_a_commit_is_flushed(store: SqliteStore, path: Path) -> None:
    """Commits go through a rollback journal and are flushed with the folder; what is deleted is overwritten."""
    played(store)

    run = store._connection.execute
    assert ("delete",) == run("PRAGMA journal_mode").fetchone()
    assert (3,) == run("PRAGMA synchronous").fetchone()
    assert (1,) == run("PRAGMA secure_delete").fetchone()
    assert (1,) == run("PRAGMA foreign_keys").fetchone()
    assert [("ok",)] == rows(path, "PRAGMA integrity_check")
    assert ["store.db"] == sorted(file.name for file in path.parent.iterdir())


def test_words_that_were_taken_out_are_gone_from_the_file(store: SqliteStore, path: Path) -> None:
    """The bytes of what was typed are in the file until its row is deleted, and then nowhere in it."""
    played(store)
    assert TYPED.encode() in path.read_bytes()
    store._connection.execute("DELETE FROM words")

    assert TYPED.encode() not in b"".join(file.read_bytes() for file in path.parent.iterdir())


@pytest.mark.parametrize("seed", range(4))
def test_notes_that_were_taken_out_are_gone_from_the_file(store: SqliteStore, path: Path, seed: int) -> None:
    """However many notes of whatever length come, change and go, no byte of one that went is left in the file."""
    draw = random.Random(seed)
    sessions = [played(store) for _ in range(3)]
    there: dict[tuple[Session, str], str] = {}
    gone: set[str] = set()
    for number in range(120):
        place = (draw.choice(sessions), f"moment@{draw.randrange(12)}")
        session, about = place
        gone |= {there.pop(place)} if place in there else set()
        if draw.random() < 0.7:
            there[place] = f"heron{number:04}q"
            session.write_note(about, there[place] * draw.choice([1, 3, 20, 100, 300]))
        else:
            session.write_note(about, "")
        content = b"".join(file.read_bytes() for file in path.parent.iterdir())
        assert [] == [text for text in gone if text.encode() in content]
        assert all(text.encode() in content for text in there.values())

    assert len(gone) > 50
    assert {(session.id, about) for session, about in there} == {(note.session, note.about) for note in store.notes()}
    assert [("ok",)] == rows(path, "PRAGMA integrity_check")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE note SET text = CAST(x'ff41' AS TEXT) WHERE about = 'reached'",
        "UPDATE note SET about = CAST(x'fe' AS TEXT) WHERE about = 'reached'",
        "UPDATE note SET session = CAST(x'80' AS TEXT) WHERE about = 'reached'",
        "UPDATE note SET at = 'noon' WHERE about = 'reached'",
        "UPDATE note SET sequence = 'last' WHERE about = 'reached'",
        "UPDATE note SET text = x'00' WHERE about = 'reached'",
        "UPDATE note SET text = '' WHERE about = 'reached'",
    ],
    ids=lambda damage: damage[len("UPDATE note SET ") : -len(" WHERE about = 'reached'")],
)
def test_a_damaged_note_hides_no_other(store: SqliteStore, path: Path, damage: str) -> None:
    """Whatever became of one note, the others are read, and notes are written and deleted as before."""
    session = played(store)
    for about in ("reached", "intention", "session"):
        session.write_note(about, f"On {about}.")
    change(path, damage)

    whole = {"intention": "On intention.", "session": "On session."}
    assert whole == {about: text for about, text in session.notes().items() if about in whole}
    assert whole.items() <= {note.about: note.text for note in store.notes()}.items()
    assert "On intention." == Session.begin(store, parse(short_story())).intention
    session.write_note("session", "Anew.")
    session.write_note("intention", "")
    assert "Anew." == session.notes()["session"]
    assert "intention" not in session.notes()


@pytest.mark.parametrize("version", [SCHEMA + 1, SCHEMA + 100, -1])
def test_a_file_of_a_newer_version_is_left_alone(path: Path, version: int) -> None:
    """A file with a schema that this version does not know is refused in plain words and not changed, WAL or not."""
    SqliteStore(path).close()
    change(path, f"PRAGMA user_version = {version}")
    rows(path, "PRAGMA journal_mode = WAL")
    before = path.read_bytes()

    assert "newer version" in refused(path)
    assert before == path.read_bytes()


@pytest.mark.parametrize("user_version", [0, 1, 5])
@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_file_of_another_program_is_left_alone(path: Path, user_version: int, mode: str) -> None:
    """Another program's SQLite file is refused and not changed, nor is what lies beside it."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE notes (text)")
    connection.execute(f"PRAGMA user_version = {user_version}")
    connection.execute("INSERT INTO notes VALUES ('mine')")
    connection.commit()
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}

    assert "another program" in refused(path)
    assert before == {file.name: file.read_bytes() for file in path.parent.iterdir()}
    connection.close()


@pytest.mark.parametrize("content", [b"x", b"Dear diary,\n" * 500, b"SQLite format 3\0", bytes(4096), b"\xff" * 50])
def test_a_file_that_is_no_store_is_left_alone(path: Path, content: bytes) -> None:
    """A file that is no SQLite file is refused and not changed."""
    path.parent.mkdir()
    path.write_bytes(content)

    assert "Nothing was changed" in refused(path)
    assert content == path.read_bytes()


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/full"])
def test_a_device_is_no_store(device: str) -> None:
    """A device is refused at once."""
    assert "no store of this program" in refused(Path(device))


def test_what_is_no_file_is_no_store(memory_folder: Path) -> None:
    """A folder, a pipe and a path through a file are refused at once, in a sentence that names the path."""
    pipe = memory_folder / "pipe"
    os.mkfifo(pipe)
    file = memory_folder / "file"
    file.touch()

    for wrong in (memory_folder, pipe, file / "store.db", memory_folder / ("x" * 300)):
        assert str(wrong) in refused(wrong)


def test_a_file_that_may_not_be_written(program: Program) -> None:
    """A store whose file may only be read is refused in a sentence, with exit 3, and is not changed."""
    kept = program.sessions()
    played(kept)
    kept.close()
    before = program.store.read_bytes()
    program.store.chmod(0o400)

    done = program.run("sessions", before=bare_of_privilege())
    assert (3, "") == (done.status, done.out)
    assert f"{program.store} cannot be used: Permission denied. Choose another with --store.\n" == done.err
    assert before == program.store.read_bytes()


def test_a_folder_that_may_not_be_written(program: Program) -> None:
    """A store in a folder where nothing can be made is refused with exit 3 once something is to be kept."""
    kept = program.sessions()
    played(kept)
    kept.close()
    story = program.scenario(short_story())
    program.folder.chmod(0o500)
    try:
        done = program.run("play", story, "--plain", before=bare_of_privilege())
    finally:
        program.folder.chmod(0o700)

    assert (3, 1) == (done.status, done.err.count("\n"))
    assert "Choose another with --store" in done.err


def test_a_second_connection_takes_no_lock_from_the_first(path: Path) -> None:
    """To open and close the file would let go of all locks that the process has on it, as POSIX has it."""
    first = SqliteStore(path)
    first._connection.execute("BEGIN EXCLUSIVE")
    probe = (
        "import sqlite3, sys\n"
        f"other = sqlite3.connect({str(path)!r}, timeout=0)\n"
        "try:\n    other.execute('BEGIN IMMEDIATE')\nexcept sqlite3.OperationalError:\n    sys.exit(7)\n"
    )
    _release(_claim(path))
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 7
    first._connection.execute("ROLLBACK")
    first.close()
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
