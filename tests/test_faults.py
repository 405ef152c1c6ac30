"""What goes wrong with machines takes nothing that was shown as said: killed processes, full and failing disks."""

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import option, scenario_text, turn
from running import Done, Program, answer, finish, read_until

from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.sqlite import SqliteStore

TURNS = 12
KILLED_AFTER_TURNS = range(1, TURNS, 2)
KILLED_AFTER_LINES = (2, 3, 5, 8, 12, 15, 20, 24, 30, 35)
CALLS = ("pwrite64", "fdatasync", "unlink")
"""The calls with which SQLite changes a file and its journal."""
EVERY = 7
"""Each case takes every seventh of the points; together they take all."""
MOST_POINTS = 400


def long_story() -> str:
    """Return the text of a story with a dozen turns, each reply of which can be told from the others."""
    beats = {
        f"b{n}": turn(
            option(f"left-{n}", f"b{n + 1}" if n + 1 < TURNS else "end/out", why="I notice it."),
            option(f"right-{n}", f"b{n + 1}" if n + 1 < TURNS else "end/out", why="I notice it."),
            lines=[{"note": f"This is turn {n}."}],
        )
        for n in range(TURNS)
    }
    return scenario_text(beats)


def replies_in(out: str) -> list[str]:
    """Return the replies that were shown as said in whole lines of `out`."""
    lines = [json.loads(line) for line in out.split("\n")[:-1]]
    return [line["text"] for line in lines if line["kind"] == "line" and line["speaker"] == "staff"]


def kept_in(path: Path) -> list[str]:
    """Return the replies of the only session in the store, which is whole and can be gone on with."""
    connection = sqlite3.connect(path)
    assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    store = SqliteStore(path)
    sessions = store.sessions()
    if not sessions:
        store.close()
        return []
    session = Session.resume(store, sessions[0].session)
    assert session.version == sessions[0].version
    assert session.replies == sessions[0].replies
    said = [line.text for line in session.lines() if line.is_reply]
    store.close()
    return said


@pytest.fixture
def story(program: Program) -> str:
    """Write the long story to a file."""
    return program.scenario(long_story())


@pytest.mark.parametrize("turns", KILLED_AFTER_TURNS)
def test_killed_at_a_turn(program: Program, story: str, turns: int) -> None:
    """A process that is killed while it waits has kept every reply, and the next one goes on at the same turn."""
    process = program.start("play", story, "--json", "--seed", "1")
    shown = read_until(process, "turn")
    for _ in range(turns):
        answer(process, "1")
        shown += read_until(process, "turn")
    finish(process, signal.SIGKILL)
    said = [line["text"] for line in shown if line["kind"] == "line" and line["speaker"] == "staff"]

    assert turns == len(said)
    assert said == kept_in(program.store)
    again = program.run("resume", "--json")
    assert shown[-1] == again.of_kind("turn")[-1]
    assert said[-1:] == replies_in(again.out)


@pytest.mark.parametrize("lines", KILLED_AFTER_LINES)
def test_killed_in_full_flight(program: Program, story: str, lines: int) -> None:
    """A process that is killed at any moment of a play has kept every reply that it has shown, and all can go on."""
    process = program.start("play", story, "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("1\n" * TURNS)
    process.stdin.flush()
    shown = "".join(process.stdout.readline() for _ in range(lines))
    shown += finish(process, signal.SIGKILL).out
    said = replies_in(shown)
    kept = kept_in(program.store)

    assert said == kept[: len(said)]
    again = program.run("resume", "--json", typed="1\n" * TURNS)
    assert again.status == (2 if len(kept) == TURNS else 0)
    assert TURNS == len(kept_in(program.store))


def play_with(program: Program, story: str, inject: str) -> Done:
    """Play the long story for three turns under strace, which injects a fault into what the store does."""
    paths = (program.store, f"{program.store}-journal", program.folder)
    files = [word for path in paths for word in ("-P", str(path))]
    before = (
        "strace",
        "-f",
        "-qq",
        "-o",
        str(program.folder / "calls.log"),
        *files,
        "-e",
        f"trace={','.join(CALLS)}",
        "-e",
        inject,
    )
    return program.run("play", story, "--json", typed="1\n1\n1\nq\n", before=before)


@pytest.mark.system("strace")
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("first", range(1, EVERY + 1))
def test_a_fault_at_each_write(program: Program, story: str, call: str, fault: str, first: int) -> None:
    """Killed, or out of space, or with a failing disk at each write, a play loses no reply that it has shown."""
    for when in range(first, MOST_POINTS, EVERY):
        program.store.unlink(missing_ok=True)
        Path(f"{program.store}-journal").unlink(missing_ok=True)
        done = play_with(program, story, f"inject={call}:{fault}:when={when}")
        said = replies_in(done.out)
        if "(INJECTED)" not in (program.folder / "calls.log").read_text() and done.status == 0:
            assert 3 == len(said) == len(kept_in(program.store))
            assert when > first
            return
        if program.store.exists() and program.store.stat().st_size:
            kept = kept_in(program.store)
            assert said == kept[: len(said)]
            assert len(kept) <= len(said) + 1
        else:
            assert [] == said
        # SQLite passes over a folder that cannot be flushed, since some file systems have no such call.
        if fault != "signal=KILL" and not (call == "fdatasync" and done.status == 0):
            assert 3 == done.status
            assert 1 == done.err.count("\n")
            assert "The disk" in done.err or "cannot be" in done.err
        store = SqliteStore(program.store)
        Session.begin(store, parse(long_story())).start()
        store.close()
    raise AssertionError("the play writes more often than it is tried here")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk on which an empty store has room, and little more: its tables take some 200 kB."""
    place = tmp_path / "tiny"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=450k", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.system("mount")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
def test_a_full_disk(program: Program, tiny_disk: Path) -> None:
    """A disk that fills up while one plays is told with exit 3; all that was shown is kept, and goes on."""
    beats = {"a": turn(option("on", "a"), option("out"), own_words=True)}
    program.store = tiny_disk / "store.db"
    program.environment["TRAINER_STORE"] = str(program.store)
    done = program.run("play", program.scenario(scenario_text(beats)), "--json", typed=f"on\n{'å' * 4_000}\n" * 100)
    said = replies_in(done.out)

    assert 3 == done.status
    assert 1 == done.err.count("\n")
    assert "The disk is full." in done.err
    assert 3 < len(said) < 100
    assert said == kept_in(program.store)[: len(said)]

    subprocess.run(["mount", "-o", "remount,size=2m", str(tiny_disk)], check=True)
    again = program.run("resume", "--json", typed="\nout\n\nout\n\n")
    assert (0, "end") == (again.status, again.objects[-1]["kind"])
