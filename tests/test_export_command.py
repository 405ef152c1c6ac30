"""`trainer export` as a person types it: in every form, to a record store, and all of one's own."""

import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import termios
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from builders import WAY, short_story
from judges import ralph_python
from record_store import PASSWORD, USER, answers, closes, running
from running import PATIENCE_SECONDS, PROGRAM, Done, Program

from trainer.export.vocabulary import Verb
from trainer.scenario.load import parse
from trainer.session import Session

TYPED = "zqxwords"
FELT = "zqxfelt"
NOTED = "zqxnoted"
RALPH_APP = """
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
from ralph.api import app
"""


@pytest.fixture
def played(program: Program) -> Program:
    """Let a person play two scenes as staff and one as a patient, and type what one can type."""
    story = parse(short_story())
    store = program.sessions()
    for seat, way in (("staff", WAY), ("staff", WAY[:2]), ("patient", ("sigh",))):
        session = Session.begin(store, story, seat, seed=1)
        session.start()
        if seat == "staff":
            session.check_in(FELT, 5)
        for option in way:
            session.reply(option)
            if session.wants_words:
                session.give_words(TYPED)
        session.write_note("how-it-was", NOTED)
    store.close()
    return program


def password_file(program: Program, mode: int = 0o600, password: str = PASSWORD) -> str:
    """Write the password to a file."""
    path = program.folder / "password"
    path.write_text(f"{password}\n", encoding="utf-8")
    path.chmod(mode)
    return str(path)


@pytest.mark.parametrize("form", ["csv", "jsonl", "html", "xapi"])
def test_no_form_has_what_was_typed(played: Program, form: str) -> None:
    """All plays are in it, under a pseudonym that stays the same, and no word of one's own."""
    done, again = (played.run("export", "--format", form) for _ in range(2))

    assert 0 == done.status
    assert done.out == again.out
    for secret in (TYPED, FELT, NOTED):
        assert secret not in done.out + done.err
    assert "patient's part" in done.err


def test_what_is_written_is_for_its_owner_alone(played: Program) -> None:
    """A file is there once and is not replaced unasked; a folder has every table."""
    path = played.folder / "out.jsonl"
    done = played.run("export", "--format", "jsonl", "-o", str(path))
    refused = played.run("export", "--format", "html", "-o", str(path))
    tables = played.run("export", "--format", "csv", "-o", str(played.folder / "tables"))

    assert (0, 2, 0) == (done.status, refused.status, tables.status)
    assert "--force" in refused.err
    assert "jsonl" in done.err
    assert 0o600 == path.stat().st_mode & 0o777
    assert json.loads(path.read_text().splitlines()[0])["kind"] == "session"
    assert ["choices.csv", "marks.csv", "scores.csv", "sessions.csv"] == sorted(
        each.name for each in (played.folder / "tables").iterdir()
    )


def test_sessions_can_be_named(played: Program) -> None:
    """The beginning of an id is enough; one that is not there is an error of the store."""
    session = json.loads(played.run("sessions", "--json").out)[-1]["session"]
    one = played.run("export", session[:6], "--format", "jsonl")

    assert {session} == {each["session"] for each in one.objects}
    assert 3 == played.run("export", "zzzzzzzz", "--format", "jsonl").status


def test_learning_records_are_warned_of(played: Program) -> None:
    """Before records leave it is said that `erase` does not reach them; those of a patient's part stay."""
    done = played.run("export", "--format", "xapi")
    found = json.loads(done.out)

    assert "beyond `trainer erase`" in done.err
    replies = sum(each["verb"]["id"] == Verb.RESPONDED for each in found)
    assert len(WAY) + 2 == replies


def test_mine_is_everything(played: Program) -> None:
    """What was typed, felt and noted is there in both files, with scores of a patient's part as well."""
    folder = played.folder / "mine"
    done = played.run("export", "--mine", "-o", str(folder))
    data = json.loads((folder / "my-data.json").read_text())
    text = (folder / "my-data.txt").read_text()

    assert 0 == done.status
    assert 3 == len(data["sessions"])
    for secret in (TYPED, FELT, NOTED):
        assert secret in json.dumps(data)
        assert secret in text
    assert {"staff", "patient"} == {each["looking_back"]["seat"] for each in data["sessions"]}
    assert all("scores" in each["looking_back"] for each in data["sessions"])
    assert [1, 2] == [each["number"] for each in data["sessions"][0]["events"][:2]]
    assert set(data["scenarios"]) == {each["text"] for each in data["sessions"]}
    assert 0o600 == (folder / "my-data.json").stat().st_mode & 0o777
    assert 2 == played.run("export", "--mine", "-o", str(folder)).status


def test_mine_without_a_place_is_noted(played: Program) -> None:
    """In the program's own folder it is listed whose it is, and a later one takes its place."""
    first, second = played.run("export", "--mine"), played.run("export", "--mine")
    listed = json.loads((played.folder / "exports" / "index.json").read_text())

    assert (0, 0) == (first.status, second.status)
    paths = [Path(line) for line in second.out.splitlines()]
    assert {path.name: ["me"] for path in paths} == listed["files"]
    assert all(path.exists() for path in paths)


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["--format", "pdf"],
        ["--mine", "--format", "csv"],
        ["--mine", "--to", "https://records.example/xapi"],
        ["abc", "--mine"],
        ["--mine", "-o", "-"],
        ["--to", "https://kari:secret@records.example/xapi"],
        ["--to", "http://records.example/xapi", "--yes"],
        ["--to", "https://records.example/xapi", "-o", "a.json"],
        ["--format", "html", "--what", "scores"],
        ["--format", "xapi", "--yes"],
    ],
    ids=" ".join,
)
def test_calls_that_cannot_be_carried_out(played: Program, call: list[str]) -> None:
    """Each is refused with a sentence, and nothing is written."""
    before = sorted(played.folder.iterdir())
    done = played.run("export", *call)

    assert (2, "") == (done.status, done.out)
    assert "Traceback" not in done.err
    assert "secret" not in done.err
    assert before == sorted(played.folder.iterdir())


def send(program: Program, url: str, *more: str) -> Done:
    """Send to a record store as a script does."""
    return program.run("export", "--to", url, "--user", USER, "--password-file", password_file(program), *more)


def test_records_are_sent_once_and_a_fault_is_gone_on_from(played: Program) -> None:
    """A busy store stops it with a sentence; the same command again comes through, and a third changes nothing."""
    with running() as records:
        records.faults = [answers(503, Retry_After="3600")]
        stopped = send(played, records.url, "--yes")
        sent = send(played, records.url, "--yes")
        kept = dict(records.kept)
        third = send(played, records.url, "--yes")

        assert (2, 0, 0) == (stopped.status, sent.status, third.status)
        assert "same command" in stopped.err
        assert kept == records.kept
        assert len(WAY) + 2 == sum(each["verb"]["id"] == Verb.RESPONDED for each in kept.values())
        assert f"0 new, {len(kept)} there already" in third.err
    assert PASSWORD not in stopped.err + sent.err + third.err


def test_unasked_nothing_is_sent(played: Program) -> None:
    """Without a terminal to ask at, and without --yes, no request is made."""
    with running() as records:
        done = send(played, records.url)

        assert 2 == done.status
        assert "beyond `trainer erase`" in done.err
        assert (0, 0) == (records.posts, records.gets)


@pytest.mark.parametrize(
    ("answers_given", "status", "is_sent"),
    [
        (["n\n"], 0, False),
        (["\n"], 0, False),
        (["\x03"], 130, False),
        (["y\n", "\x04"], 130, False),
        (["y\n", f"{PASSWORD}\n"], 0, True),
    ],
)
def test_at_a_terminal_it_asks(played: Program, answers_given: list[str], status: int, is_sent: bool) -> None:  # noqa: FBT001  what comes of it
    """Only a yes sends, and the password is typed unseen; whoever breaks off has sent nothing."""
    with running() as records:
        ended, shown = at_a_terminal(played, ["--to", records.url, "--user", USER], answers_given)

        assert status == ended
        assert is_sent == bool(records.kept)
        assert is_sent is ("Nothing was sent." not in shown)
    assert PASSWORD not in shown
    assert "Traceback" not in shown


def at_a_terminal(program: Program, call: list[str], answers_given: list[str]) -> tuple[int, str]:
    """Run `trainer export` at a terminal and answer each of its questions; return its status and what was shown."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [*PROGRAM, "export", *call],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=program.environment | {"TERM": "dumb"},
        cwd=program.folder,
        start_new_session=True,
        preexec_fn=_at_ones_own_terminal,  # noqa: PLW1509  one thread starts it
    )
    os.close(theirs)
    shown = ""
    for question, answer in zip(("[y/N]: ", "record store: "), answers_given, strict=False):
        while not shown.endswith(question):
            shown += os.read(ours, 4096).decode()
        os.write(ours, answer.encode())
    with suppress(OSError):
        # Whoever reads on after the last one closed it gets an error, as terminals have it.
        while more := _next(ours, answers_given[-1]):
            shown += more.decode()
    os.close(ours)
    return process.wait(timeout=PATIENCE_SECONDS), shown


def _at_ones_own_terminal() -> None:
    """Let the terminal be the process's own, and let it be broken off, however these tests were started."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _next(ours: int, last_answer: str) -> bytes:
    """Return what is shown next; a signal that came just before the program began to wait is given again."""
    while not select.select([ours], [], [], 1)[0]:
        if last_answer == "\x03":
            os.write(ours, last_answer.encode())
    return os.read(ours, 4096)


def test_a_password_that_others_can_read_is_refused(played: Program) -> None:
    """It is not used, and no request is made."""
    with running() as records:
        file = password_file(played, 0o644)
        done = played.run("export", "--to", records.url, "--user", USER, "--password-file", file, "--yes")

        assert 2 == done.status
        assert "chmod 600" in done.err
        assert 0 == records.posts


def test_a_wrong_password_is_said(played: Program) -> None:
    """One request, and a sentence."""
    with running() as records:
        file = password_file(played, password="other")  # noqa: S106  of a store that lives for a test
        done = played.run("export", "--to", records.url, "--user", USER, "--password-file", file, "--yes")

        assert (2, 1) == (done.status, records.posts)
        assert "--user" in done.err


def test_a_connection_that_breaks_once_is_no_news(played: Program) -> None:
    """It is sent again by itself."""
    with running() as records:
        records.faults = [closes]

        assert 0 == send(played, records.url, "--yes").status
        assert 2 == records.posts


@contextmanager
def ralph(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run a Ralph server with a store in `folder`; give its address and where it keeps statements."""
    python = ralph_python()
    for name in ("app", "kept"):
        (folder / name).mkdir()
    (folder / "record_app.py").write_text(RALPH_APP)
    environment = os.environ | {
        "RALPH_APP_DIR": str(folder / "app"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "kept"),
    }
    account = ["auth", "-u", "kari", "-p", "heron", "-s", "all", "-M", "mailto:ops@clinic.example", "-w"]
    subprocess.run([Path(python).with_name("ralph"), *account], env=environment, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [python, "-m", "uvicorn", "record_app:app", "--host", "127.0.0.1", "--port", str(port)],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = monotonic() + PATIENCE_SECONDS
        while not answered(f"http://127.0.0.1:{port}/__lbheartbeat__"):
            assert server.poll() is None, "Ralph ended"
            assert monotonic() < until, "Ralph did not begin to answer"
        yield f"http://127.0.0.1:{port}/xAPI", folder / "kept"
    finally:
        server.terminate()
        server.wait()


def answered(url: str) -> bool:
    """Return whether somebody answers at `url`."""
    try:
        with urlopen(url):  # noqa: S310  on this machine
            return True
    except (URLError, OSError):
        return False


@pytest.mark.system("ralph")
def test_a_record_store_that_others_made_holds_each_once(played: Program, tmp_path: Path) -> None:
    """A Ralph server that is sent everything twice has each statement once, as it was sent."""
    told: list[dict[str, Any]] = json.loads(played.run("export", "--format", "xapi").out)
    file = password_file(played, password="heron")  # noqa: S106  of a store that lives for a test
    with ralph(tmp_path) as (url, kept):
        done = [played.run("export", "--to", url, "--user", "kari", "--password-file", file, "--yes") for _ in range(2)]
        held = [json.loads(line) for each in kept.iterdir() for line in each.read_text().splitlines()]

    assert [0, 0] == [each.status for each in done]
    assert Counter(each["id"] for each in told) == Counter(each["id"] for each in held)
    by_id = {each["id"]: each for each in held}
    assert [] == [each["id"] for each in told if each != {name: by_id[each["id"]].get(name) for name in each}]
    assert f"Sent: {len(told)} new" in done[0].err
    assert f"{len(told)} there already" in done[1].err
