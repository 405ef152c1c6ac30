"""A backup is whole or is not there; a restore puts it in place whole, and keeps what was there."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from builders import WAY
from running import Program

from trainer.errors import StoreError, UsageError
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.backup import backups_of, folder_of, leftovers, listed
from trainer.store.sqlite import SqliteStore
from trainer.upkeep.backing_up import make_backup
from trainer.upkeep.doctor import Level, examine
from trainer.upkeep.restoring import choose, restore

NOW = 1_800_000_000_000
DAY = 24 * 3600 * 1000


def play(store: SqliteStore, story: Scenario) -> Session:
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    for option in WAY:
        session.reply(option)
    return session


def test_a_backup_holds_what_was_there(store: SqliteStore, path: Path, story: Scenario) -> None:
    session = play(store, story)
    done = make_backup(path, NOW)
    assert (done.contents.sessions, done.backup.is_whole, done.thinned) == (1, True, 0)
    assert (done.backup.path.stat().st_mode & 0o777, folder_of(path).stat().st_mode & 0o777) == (0o600, 0o700)
    copy = SqliteStore(done.backup.path)
    assert copy.events(session.id) == store.events(session.id)
    copy.close()


def test_old_ones_go_and_the_newest_stays(store: SqliteStore, path: Path, story: Scenario) -> None:
    play(store, story)
    for number in range(40):
        make_backup(path, NOW + number * DAY)
    kept = listed(path)
    assert kept[0].at == NOW + 39 * DAY
    assert 12 < len(kept) < 25


def test_while_others_write_it_is_of_one_moment(store: SqliteStore, path: Path, story: Scenario) -> None:
    stopped = threading.Event()
    play(store, story)

    def write() -> None:
        other = SqliteStore(path)
        while not stopped.is_set():
            play(other, story)
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make_backup(path, NOW + number) for number in range(5)]
    finally:
        stopped.set()
        writer.join()
    assert all(each.contents.is_whole for each in made)
    counts = [each.contents.sessions for each in made]
    assert counts == sorted(counts)


def test_a_restore_puts_it_back_and_keeps_what_was_there(path: Path, story: Scenario) -> None:
    store = SqliteStore(path)
    first = play(store, story)
    make_backup(path, NOW)
    second = play(store, story)
    store.close()

    done = restore(path, choose(path, ""), NOW + DAY)

    assert done.aside is not None
    restored, aside = SqliteStore(path), SqliteStore(done.aside)
    assert [each.session for each in restored.sessions()] == [first.id]
    assert {each.session for each in aside.sessions()} == {first.id, second.id}
    assert done.aside in backups_of(path)
    restored.close()
    aside.close()


def test_a_store_that_is_open_is_not_replaced(store: SqliteStore, path: Path, story: Scenario) -> None:
    session = play(store, story)
    made = make_backup(path, NOW).backup.path
    with pytest.raises(StoreError, match="open in another"):
        restore(path, made, NOW)
    assert [each.session for each in store.sessions()] == [session.id]


def damage(path: Path) -> None:
    """Change one letter of a stored event, which SQLite itself does not notice."""
    raw = sqlite3.connect(path)
    raw.execute("UPDATE event SET stored = replace(CAST(stored AS TEXT), 'ask', 'asc') WHERE version = 3")
    raw.commit()
    raw.close()


def test_a_damaged_backup_is_not_restored(path: Path, story: Scenario) -> None:
    store = SqliteStore(path)
    play(store, story)
    made = make_backup(path, NOW).backup.path
    store.close()
    before = path.read_bytes()
    damage(made)
    with pytest.raises(StoreError, match="damaged itself"):
        restore(path, made, NOW)
    assert path.read_bytes() == before
    assert not leftovers(path)


def test_a_backup_of_a_damaged_store_says_so_and_no_good_one_goes(path: Path, story: Scenario) -> None:
    store = SqliteStore(path)
    play(store, story)
    good = [make_backup(path, NOW + number * 1000).backup.path for number in range(3)]
    store.close()
    damage(path)
    made = make_backup(path, NOW + 60 * DAY)
    assert not made.backup.is_whole
    assert all(each.exists() for each in good)
    assert choose(path, "") == good[-1]
    with pytest.raises(UsageError, match="which backup"):
        choose(path, "store")


def test_the_doctor_finds_what_is_wrong(path: Path, story: Scenario) -> None:
    store = SqliteStore(path)
    play(store, story)
    store.close()
    before = path.read_bytes()
    assert {each.level for each in examine(path, NOW) if each.what == "records"} == {Level.FINE}
    make_backup(path, NOW)
    damage(path)
    path.chmod(0o644)
    found = {each.what: each for each in examine(path, NOW) if each.level is Level.FAULT}
    assert set(found) == {"records", "permissions"}
    assert "event 3" in found["records"].told
    assert found["permissions"].to_do == f"chmod 600 {path}"
    path.write_bytes(before[:5000])
    assert "integrity" in {each.what for each in examine(path, NOW) if each.level is Level.FAULT} | {
        each.what.replace("store", "integrity") for each in examine(path, NOW) if each.level is Level.FAULT
    }


@pytest.mark.parametrize("content", [b"no store", b"SQLite format 3\0" + bytes(200)])
def test_the_doctor_looks_at_anything(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert any(each.level is Level.FAULT for each in examine(path, NOW))
    assert path.read_bytes() == content


def test_the_commands(program: Program, path: Path, story: Scenario) -> None:
    store = SqliteStore(path)
    play(store, story)
    store.close()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "trainer", *arguments, "--store", str(path)],
            env=program.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    made = run("backup")
    assert (made.returncode, Path(made.stdout.strip()).exists()) == (0, True)
    assert "1 session, read and whole" in made.stderr
    assert Path(made.stdout.strip()).name in run("restore", "--list").stdout
    assert run("restore").returncode == 2
    assert "Restored: 1 session," in run("restore", "--yes").stdout
    assert run("doctor").returncode == 0
    damage(path)
    told = run("doctor", "--json")
    assert (told.returncode, '"fault"' in told.stdout) == (3, True)
    assert "without end" in run("retention").stdout
    assert "for 12 months" in run("retention", "--months", "12").stdout
