"""Killed, out of space, or with what a killed program left behind: a store, its backups and a restore stay whole."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import WAY
from running import Done, Program

from trainer.errors import StoreError
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.backup import backups_of, folder_of, leftovers, listed
from trainer.store.schema import PEOPLE, SCHEMA
from trainer.store.sqlite import SqliteStore
from trainer.store.whole import examined
from trainer.upkeep.backing_up import make_backup
from trainer.upkeep.doctor import Level, examine
from trainer.upkeep.restoring import restore
from trainer.upkeep.retention import NEVER, keep_for, kept_until, sweep

NOW = 1_800_000_000_000
DAY = 24 * 3600 * 1000
CALLS = "pwrite64,ftruncate,fsync,fdatasync,link,rename,unlink"
"""The calls with which files come, change and go."""
MOST_POINTS = 200
KILLED_WRITER = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 2")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE event SET stored = randomblob(2000)")
os.kill(os.getpid(), signal.SIGKILL)
"""
OPENING = (
    "import sys; from pathlib import Path; from trainer.store.sqlite import SqliteStore; SqliteStore(Path(sys.argv[1]))"
)


def play(store: SqliteStore, story: Scenario) -> Session:
    """Return a session that was played to its end."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    for option in WAY:
        session.reply(option)
    return session


def sessions_in(path: Path) -> set[str]:
    """Return the sessions of the store at `path`, everything in which is as it was kept."""
    store = SqliteStore(path)
    found = {each.session for each in store.sessions()}
    store.close()
    assert examined(path).is_whole
    return found


def kill_a_writer(path: Path) -> None:
    """Leave what is left when a program is killed in the middle of a write that reached the file."""
    done = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(path)], check=False)
    assert -signal.SIGKILL == done.returncode
    assert path.with_name(f"{path.name}-journal").stat().st_size


def strace(program: Program, log: Path, fault: str, when: int) -> tuple[str, ...]:
    """Return what starts a program that meets `fault` at the call with the number `when` that changes a file."""
    program.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    inject = f"inject={CALLS}:{fault}:when={when}"
    return ("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={CALLS}", "-e", inject)


def every_point(log: Path) -> Iterator[int]:
    """Yield one number after the other, until a run came to its end without meeting the fault."""
    for when in range(1, MOST_POINTS):
        yield when
        if "(INJECTED)" not in log.read_text() and "killed by" not in log.read_text():
            assert when > 1
            return
    raise AssertionError("it writes more often than it is tried here")


@pytest.fixture
def two(program: Program, story: Scenario) -> tuple[set[str], set[str]]:
    """Keep a session, back it up, and keep another one; return the sessions of the backup and those of the store."""
    store = SqliteStore(program.store)
    first = play(store, story)
    make_backup(program.store, NOW)
    second = play(store, story)
    store.close()
    return {first.id}, {first.id, second.id}


@pytest.mark.system("strace")
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_a_fault_at_each_write_of_a_backup(program: Program, two: tuple[set[str], set[str]], fault: str) -> None:
    """Whatever happens at whichever point of a backup, every backup that has its name is whole, and so is the store."""
    log = program.folder / "calls.log"
    for when in every_point(log):
        before = len(listed(program.store))
        done: Done = program.run("backup", before=strace(program, log, fault, when))
        assert "Traceback" not in done.err
        assert two[1] == sessions_in(program.store)
        for backup in listed(program.store):
            assert examined(backup.path).is_whole
        if done.status == 0:
            assert Path(done.out.strip()).exists()
            assert before < len(listed(program.store))
    program.environment.pop("PYTHONDONTWRITEBYTECODE")
    assert 0 == program.run("backup").status
    assert () == leftovers(program.store)


@pytest.mark.system("strace")
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_a_fault_at_each_write_of_a_restore(program: Program, two: tuple[set[str], set[str]], fault: str) -> None:
    """Whatever happens at whichever point of a restore, the store is wholly the one before or wholly the backup."""
    log = program.folder / "calls.log"
    backup = listed(program.store)[0].path
    for when in every_point(log):
        if sessions_in(program.store) != two[1]:
            restored = next(each for each in backups_of(program.store) if "before-restore" in each.name)
            assert two[1] == sessions_in(restored)
            restored.replace(program.store)
        for each in backups_of(program.store):
            if "before-restore" in each.name:
                each.unlink()
        done = program.run("restore", str(backup), "--yes", before=strace(program, log, fault, when))
        assert "Traceback" not in done.err
        found = sessions_in(program.store)
        assert found in two
        assert done.status or found == two[0]
        assert examined(backup).is_whole


@pytest.mark.system("strace")
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_a_fault_at_each_write_of_a_new_schema(program: Program, story: Scenario, fault: str) -> None:
    """A store of the schema before is brought up to date only when a whole backup of it is there, whatever happens."""
    log = program.folder / "calls.log"
    kept = program.folder / "kept.db"
    store = SqliteStore(program.store)
    session = play(store, story)
    store.close()
    as_it_was_before(program.store)
    kept.write_bytes(program.store.read_bytes())
    for when in every_point(log):
        for backup in listed(program.store):
            backup.path.unlink()
        program.store.write_bytes(kept.read_bytes())
        program.store.with_name(f"{program.store.name}-journal").unlink(missing_ok=True)
        program.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        done = subprocess.run(
            [*strace(program, log, fault, when), sys.executable, "-c", OPENING, str(program.store)],
            env=program.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        with closing(sqlite3.connect(program.store)) as connection:
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
        assert schema in (SCHEMA - 1, SCHEMA)
        if schema == SCHEMA:
            assert SCHEMA - 1 == examined(listed(program.store)[0].path).schema
        assert "StoreError" in done.stderr or done.returncode in (0, 128 + signal.SIGKILL, -signal.SIGKILL)
        assert {session.id} == sessions_in(program.store)


def as_it_was_before(path: Path) -> None:
    """Take back the last step of the schema of the store at `path`."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in reversed(PEOPLE):
            words = statement.split()
            if words[:2] == ["CREATE", "TABLE"]:
                connection.execute(f"DROP TABLE {words[2]}")
            elif words[1] == "INDEX":
                connection.execute(f"DROP INDEX {words[2]}")
            elif words[0] == "ALTER":
                connection.execute(f"ALTER TABLE {words[2]} DROP COLUMN {words[5]}")
        connection.execute(f"PRAGMA user_version = {SCHEMA - 1}")


def test_what_a_killed_writer_left_is_not_written_into_what_is_restored(path: Path, story: Scenario) -> None:
    """Whether the store is there or was deleted, a journal that is left beside it touches nothing of the backup."""
    store = SqliteStore(path)
    first = play(store, story)
    made = make_backup(path, NOW).backup.path
    more = [play(store, story).id for _ in range(20)]
    store.close()
    kill_a_writer(path)
    done = restore(path, made, NOW)
    assert done.aside is not None
    assert {first.id} == sessions_in(path)
    assert {first.id, *more} == sessions_in(done.aside)

    done.aside.replace(path)
    kill_a_writer(path)
    path.unlink()
    assert restore(path, made, NOW).aside is None
    assert {first.id} == sessions_in(path)


def test_a_store_that_is_just_written_is_not_replaced(path: Path, story: Scenario) -> None:
    """A program that holds no lock of ours, but writes, is waited for and then respected."""
    store = SqliteStore(path)
    session = play(store, story)
    made = make_backup(path, NOW).backup.path
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            restore(path, made, NOW)
        writer.execute("ROLLBACK")
    assert {session.id} == sessions_in(path)
    assert [made] == list(backups_of(path))


def test_a_writer_whose_file_was_replaced_writes_nowhere(path: Path, story: Scenario) -> None:
    """A program that has a store open which was moved, deleted or replaced says so, and shows nothing as kept."""
    store, moved = SqliteStore(path), path.with_name("moved.db")
    session = play(store, story)
    path.rename(moved)
    with pytest.raises(StoreError, match="moved, deleted or restored"):
        session.write_note("session", "Kept?")
    SqliteStore(path).close()
    with pytest.raises(StoreError, match="moved, deleted or restored"):
        session.write_note("session", "Kept?")
    store.close()
    assert {session.id} == sessions_in(moved)


def test_the_doctor_leaves_to_the_next_opening_what_was_cut_off(path: Path, story: Scenario) -> None:
    """What a killed writer left is a notice, changes nothing, and is gone once the store was opened."""
    store = SqliteStore(path)
    session = play(store, story)
    store.close()
    kill_a_writer(path)
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    found = {each.what: each.level for each in examine(path, NOW)}
    assert (Level.NOTICE, False) == (found["journal"], Level.FAULT in found.values())
    assert before == {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert {session.id} == sessions_in(path)
    assert "journal" not in {each.what for each in examine(path, NOW)}


def test_the_doctor_opens_no_pipe_and_no_folder(memory_folder: Path) -> None:
    """What is no file is a fault, and is not waited for; an empty file is a store that was not begun."""
    pipe, empty = memory_folder / "pipe", memory_folder / "empty.db"
    os.mkfifo(pipe)
    empty.touch(mode=0o600)
    for path, level in ((pipe, Level.FAULT), (memory_folder, Level.FAULT), (empty, Level.NOTICE)):
        assert [level] == [each.level for each in examine(path, NOW) if each.what == "store"]


def test_an_empty_file_with_backups_is_a_fault(path: Path, story: Scenario) -> None:
    """Where there are backups of it, a store that is empty has lost something."""
    store = SqliteStore(path)
    play(store, story)
    make_backup(path, NOW)
    store.close()
    path.write_bytes(b"")
    assert [Level.FAULT] == [each.level for each in examine(path, NOW) if each.what == "store"]


def test_a_backup_of_nothing_makes_nothing(path: Path) -> None:
    """Where there is no store there is no backup, and no folder for any."""
    with pytest.raises(StoreError, match="no store"):
        make_backup(path, NOW)
    assert [] == list(path.parent.iterdir())


def test_a_notice_of_before_does_not_count_once_plays_were_kept_without_end(
    store: SqliteStore, story: Scenario
) -> None:
    """Where retention was off meanwhile, whoever was told before is told anew, and nothing goes for a month."""
    touched = store.summary(play(store, story).id).touched
    keep_for(store, 1)
    assert 1 == len(sweep(store, touched + 100 * DAY).going)
    keep_for(store, 0)
    assert ((), 0) == (sweep(store, touched + 150 * DAY).going, sweep(store, touched + 150 * DAY).deleted)
    keep_for(store, 1)
    told = touched + 300 * DAY
    assert 0 == sweep(store, told).deleted
    assert 0 == sweep(store, told + 30 * DAY - 1).deleted
    assert 1 == sweep(store, told + 30 * DAY).deleted


@pytest.mark.parametrize("touched", [10**17, -(10**17), 2**62, NEVER])
def test_a_time_that_no_calendar_has_deletes_nothing(
    store: SqliteStore, path: Path, story: Scenario, touched: int
) -> None:
    """A play whose time is damaged is kept, and stops nothing."""
    play(store, story)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE session SET touched = ?", (touched,))
    keep_for(store, 12)
    assert NEVER == kept_until(touched, 12)
    assert (0, ()) == sweep(store, NOW)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 700 kB."""
    place = tmp_path / "tiny"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.system("mount")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
def test_a_full_disk_stops_each_and_changes_nothing(program: Program, story: Scenario, tiny_disk: Path) -> None:
    """On a full disk a backup, a restore and a new schema each say so with exit 3; afterwards each is done."""
    path = tiny_disk / "store.db"
    store = SqliteStore(path)
    session = play(store, story)
    made = make_backup(path, NOW, program.folder).backup.path
    store.close()
    as_it_was_before(path)
    before, fill = path.read_bytes(), tiny_disk / "fill"
    with pytest.raises(OSError, match="space"), fill.open("wb") as file:
        file.write(bytes(1_000_000))
    calls = (("backup",), ("restore", str(made), "--yes"), ("sessions", "--json"))
    for call in calls:
        done = program.run(*call, "--store", str(path))
        assert (3, 1) == (done.status, done.err.count("\n")), done
        assert "disk is full" in done.err
        assert before == path.read_bytes()
        assert [] == [*leftovers(path), *listed(path)]
    fill.unlink()
    for call in calls:
        assert 0 == program.run(*call, "--store", str(path)).status
    assert {session.id} == sessions_in(path)
    assert folder_of(path).is_dir()
    assert 1 == len(json.loads(program.run("sessions", "--json", "--store", str(path)).out))
