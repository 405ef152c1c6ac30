"""The real program on a real terminal: how it ends, what it leaves, and what it never writes."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from seeing import shown, wait_for
from terminal import Terminal
from walking import choose, offered, typed, wait_for_options, wait_for_question, wait_for_screen

from trainer.opening import Opening
from trainer.store.sqlite import SqliteStore
from trainer.text import UNSAFE
from trainer.tui.app import TrainerApp

WINDOW = Path(__file__).with_name("window.yaml")
STEERS = {
    "the title": b"\x1b]0",
    "the clipboard": b"\x1b]52",
    "a device string": b"\x1bP",
    "a message": b"\x1b^",
    "a program command": b"\x1b_",
    "a C1 code": "\x9b".encode(),
    "a turned line": "\u202e".encode(),
    "an isolated line": "\u2066".encode(),
    "a mark": "\ufeff".encode(),
    "a backspace": b"\x08",
    "a nothing": b"\x00",
}
"""What a hostile text would do to a terminal, none of which the program does itself."""
EVIL = (
    "\x1b]0;evil\x07\x1b]52;c;ZXZpbA==\x07\x1bPevil\x1b\\\x1b_evil\x1b\\\x1b[3J\x1bc\x9b31m"
    "\x00\x08\u202eback\u2066\ufeff"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A home of its own."""
    place = tmp_path / "person"
    place.mkdir()
    return place


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    """A terminal in which the window story is at its briefing."""
    with Terminal(*_play(folder), folder=folder) as opened:
        opened.until("Begin as")
        yield opened


def _play(folder: Path) -> tuple[str, ...]:
    return ("-m", "trainer", "play", str(WINDOW), "--seed", "7", "--store", str(folder / "t.db"))


def store_in(folder: Path) -> SqliteStore:
    """Return the store of the person whose home is `folder`."""
    return SqliteStore(folder / "t.db")


def kinds_in(folder: Path) -> list[str]:
    """Return what happened in the only session of the person whose home is `folder`."""
    store = store_in(folder)
    try:
        return [recorded.event.kind for recorded in store.events(store.sessions()[0].session)]
    finally:
        store.close()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signal_ends_it_cleanly(terminal: Terminal, folder: Path, number: signal.Signals, status: int) -> None:
    """A signal in a turn ends the program with 128 and its number, and leaves terminal and store whole."""
    terminal.type("1")
    terminal.until("what do you say?")
    terminal.type("1")
    terminal.until("How is it for you just now?")

    assert status == terminal.end(number)
    assert terminal.is_clean
    assert ["session_began", "play_began", "reply_made", "reply_made"] == kinds_in(folder)


def test_closed_window_ends_it(terminal: Terminal, folder: Path) -> None:
    """Closing the window ends the program, and what was said is kept."""
    terminal.type("1")
    terminal.until("what do you say?")
    terminal.hang_up()

    assert 129 == terminal.end()
    assert ["session_began", "play_began"] == kinds_in(folder)


@pytest.mark.parametrize("keys", ["\x11", "\x1b", "q"])
def test_leaving(folder: Path, keys: str) -> None:
    """Ctrl+q leaves from anywhere, and `q` from home, with 0 and a clean terminal."""
    with Terminal(*_play(folder), folder=folder) as terminal:
        terminal.until("Begin as")
        if keys != "\x11":
            terminal.type("\x1b")
            terminal.until("Your sessions: go on, or look back")
            keys = "q"
        terminal.type(keys)

        assert 0 == terminal.end()
        assert terminal.is_clean


async def test_killed_in_the_middle_it_resumes_at_the_same_turn(folder: Path) -> None:
    """After SIGKILL in the middle of a turn, `trainer resume` stands at that turn with the same options in order."""
    store = store_in(folder)
    app = TrainerApp(store, Opening(scenario=str(WINDOW), seed=7))
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Briefing")
        await pilot.press("1")
        await wait_for_options(pilot)
        await choose(pilot, "What happens")
        await wait_for_question(pilot, "AskFeeling")
        await pilot.press("escape")
        expected = await wait_for_options(pilot)
    store._connection.execute("PRAGMA foreign_keys = OFF")
    for table in ("event", "session", "scenario", "words"):
        store._connection.execute(f"DELETE FROM {table}")  # noqa: S608  the names stand above
    store.close()

    with Terminal(*_play(folder), folder=folder) as terminal:
        terminal.until("Begin as")
        terminal.type("1")
        terminal.until("what do you say?")
        found = re.search(r"(\d) What happens at night", terminal.words)
        assert found
        terminal.type(found[1])
        terminal.until("How is it for you just now?")
        assert -signal.SIGKILL == terminal.end(signal.SIGKILL)
    assert ["session_began", "play_began", "reply_made", "reply_made"] == kinds_in(folder)
    with Terminal("-m", "trainer", "resume", "--store", str(folder / "t.db"), folder=folder) as terminal:
        terminal.until("How is it for you just now?")
        terminal.forget()
        terminal.type("\x1b")
        terminal.until(f"1 {expected[0]}")
        terminal.until(f"2 {expected[1]}")
        terminal.type("\x11")
        assert 0 == terminal.end()


BROKEN_KEY = """
from trainer.tui.app import TrainerApp
def broken(self):
    very_secret = "typed by a patient"
    raise RuntimeError(f"about {very_secret}")
TrainerApp.action_next_theme = broken
"""
BROKEN_WORKER = """
from textual import work
from trainer.tui.app import TrainerApp
async def broken(self):
    very_secret = "typed by a patient"
    raise RuntimeError(f"about {very_secret}")
TrainerApp.action_next_theme = work(broken)
"""
BROKEN_DRAWING = """
from trainer.tui.app import TrainerApp
from trainer.tui.widgets.choices import Choices
def broken(self, *_):
    very_secret = "typed by a patient"
    raise RuntimeError(f"about {very_secret}")
def break_it(self):
    Choices.render_line = broken
    self.screen.query_one(Choices).refresh(layout=True)
TrainerApp.action_next_theme = break_it
"""


@pytest.mark.parametrize("broken", [BROKEN_KEY, BROKEN_WORKER, BROKEN_DRAWING], ids=["key", "worker", "drawing"])
def test_fault_tells_type_and_place_only(folder: Path, broken: str) -> None:
    """A fault inside ends with a code that is not 0, one line with its type and place, and nothing that was typed."""
    program = folder / "program.py"
    program.write_text(f"{broken}\nimport sys\nfrom trainer.__main__ import main\nsys.argv[0] = 'trainer'\nmain()\n")
    with Terminal(str(program), *_play(folder)[2:], folder=folder) as terminal:
        terminal.until("Begin as")
        terminal.forget()
        terminal.type("\x1bOQ")
        status = terminal.end()

        assert 0 < status
        assert re.search(r"The program had to stop \(RuntimeError at \S+program\.py:\d+\)", terminal.words)
        assert "What was shown as said is kept: trainer resume" in terminal.words
        for word in ("secret", "patient", "Traceback", "locals"):
            assert word not in terminal.words.partition("had to stop")[2]
        assert b"very_secret" not in terminal.received
        assert b"typed by a patient" not in terminal.received
        assert terminal.is_clean


def test_hostile_paste_never_reaches_the_terminal(folder: Path) -> None:
    """Of control sequences in a file's name and in a pasted megabyte no byte steers the terminal."""
    named = folder / "evil \x1b]0;evil\x07 \u202e.yaml"
    named.write_bytes(WINDOW.read_bytes())
    with Terminal("-m", "trainer", "play", str(named), "--seed", "7", folder=folder) as terminal:
        terminal.until("Begin as")
        terminal.type("1")
        terminal.until("what do you say?")
        terminal.type("1")
        terminal.until("How is it for you just now?")
        terminal.paste(EVIL + "[/b][@click=app.quit]x[/] " + "x" * 1_000_000 + EVIL)
        terminal.until("Only 4,000 characters are kept")
        terminal.type("\r")
        terminal.until("We can take it up tomorrow.")
        terminal.type("\x11")

        assert 0 == terminal.end()
        written = terminal.received
        assert [] == [name for name, code in STEERS.items() if code in written]
        assert b"evil\x07" not in written
        assert b"\x1b[3J" not in written
        assert b"\x1bc" not in written


def test_scenario_with_problems_in_a_hostile_name(folder: Path) -> None:
    """A file that cannot be played and whose name steers terminals is refused without a byte of that."""
    named = folder / "evil \x1b]0;evil\x07 \x9b31m \u202e.yaml"
    named.write_text("format: [/b]\n\x1b]0;evil\x07")
    with Terminal("-m", "trainer", "play", str(named), folder=folder) as terminal:
        terminal.until("This scenario has problems")
        terminal.type("\x11")

        assert 0 == terminal.end()
        assert UNSAFE.search(re.sub(r"[\x1b\x07\r\n\x0e\x0f]", "", terminal.words)) is None
        assert b"\x1b]0;evil" not in terminal.received


@pytest.mark.parametrize("fault", ["read-only", "gone"])
async def test_reply_that_cannot_be_kept_is_told_and_can_be_tried_again(
    store: SqliteStore, fault: str, tmp_path: Path
) -> None:
    """Where a reply cannot be kept nothing is shown as said, the options stay, and a second try works."""
    app = TrainerApp(store, Opening(scenario=str(WINDOW), seed=7))
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Briefing")
        await pilot.press("1")
        options = await wait_for_options(pilot)
        whole = store._connection
        if fault == "read-only":
            whole.execute("PRAGMA query_only = ON")
        else:
            store._connection = SqliteStore(tmp_path / "other.db")._connection
            store._connection.close()
        await choose(pilot, "What happens")
        await wait_for_screen(pilot, "Notice")
        await wait_for(pilot, lambda: "This was not kept" in shown(app), "the notice")
        await pilot.press("enter")
        await wait_for_options(pilot)
        kept = offered(app)
        whole.execute("PRAGMA query_only = OFF")
        store._connection = whole
        before = len(store.events(store.sessions()[0].session))
        await choose(pilot, "What happens")
        await wait_for_question(pilot, "AskFeeling")

    assert options == kept
    assert 2 == before
    assert 4 == len(store.events(store.sessions()[0].session))


async def test_words_that_cannot_be_kept_are_asked_again(store: SqliteStore) -> None:
    """Own words that cannot be kept stand there again after the notice, and a second Enter keeps them."""
    app = TrainerApp(store, Opening(scenario=str(WINDOW), seed=7))
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Briefing")
        await pilot.press("1")
        await wait_for_options(pilot)
        await choose(pilot, "What happens")
        await wait_for_question(pilot, "AskFeeling")
        await pilot.press("escape")
        await wait_for_options(pilot)
        await choose(pilot, "I will sit")
        await wait_for_question(pilot, "OwnWords")
        store._connection.execute("PRAGMA query_only = ON")
        await pilot.press(*"I stay", "enter")
        await wait_for_screen(pilot, "Notice")
        store._connection.execute("PRAGMA query_only = OFF")
        await pilot.press("enter")
        await wait_for_question(pilot, "OwnWords")
        await wait_for(pilot, lambda: "I stay" in shown(app), "the words")
        await pilot.press("enter")
        await wait_for_options(pilot)

    assert ["I stay"] == typed(store)


async def test_leaving_works_where_the_pause_cannot_be_kept(store: SqliteStore) -> None:
    """On a full or locked disk one is told that the pause was not kept, and can leave all the same."""
    app = TrainerApp(store, Opening(scenario=str(WINDOW), seed=7))
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Briefing")
        await pilot.press("1")
        await wait_for_options(pilot)
        store._connection.execute("PRAGMA query_only = ON")
        await pilot.press("p")
        await wait_for_screen(pilot, "Notice")
        await pilot.press("enter")
        await wait_for_screen(pilot, "PauseMenu")
        await choose(pilot, "Leave; it waits")
        await wait_for_screen(pilot, "Home")


async def test_home_without_a_readable_store_says_so(store: SqliteStore) -> None:
    """Where the store cannot be read any more home says why, and goes on."""
    app = TrainerApp(store)
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "Home")
        store.path.write_bytes(b"no store " * 9_000)
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        await wait_for(pilot, lambda: "Nothing was changed." in shown(app), "the reason")

        assert app.is_running
