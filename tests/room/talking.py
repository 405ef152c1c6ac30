"""People in a room as real processes: each has a home, types lines, and is written to in JSON or in plain lines."""

import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from running import PROGRAM, Done, Program

PATIENCE_SECONDS = 40
"""How long a test waits for what should come soon; a process starts slowly on a busy machine."""
CHOSEN = ("ask", "sigh", "stay", "wait", "thank")
"""What is said at each turn of the short story."""
WORDS = "CormorantTypedThis"
FELT = "CormorantFeltThis"


class Talker:
    """A person and their program, of which all that is written is read at once."""

    def __init__(self, folder: Path, *arguments: str, store: str = "") -> None:
        self.program = Program(folder)
        self.lines: list[str] = []
        environment = self.program.environment | ({"TRAINER_STORE": store} if store else {})
        self._come = threading.Condition()
        self._faults = (folder / "faults").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [*PROGRAM, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._faults,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=folder,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.at = 0
        """Up to where what was written has been answered."""

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._come:
                self.lines.append(line.rstrip("\n"))
                self._come.notify_all()
        with self._come:
            self._come.notify_all()

    @property
    def objects(self) -> list[dict[str, Any]]:
        """What was written so far, as JSON."""
        return [json.loads(line) for line in tuple(self.lines)]

    @property
    def is_running(self) -> bool:
        """Whether the program has not ended."""
        return self._process.poll() is None

    def type(self, line: str) -> None:
        """Type a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def until(self, holds: Callable[[], Any], what: str) -> Any:
        """Wait until `holds` returns something true, which is returned, looking whenever something was written."""
        end = time.monotonic() + PATIENCE_SECONDS
        with self._come:
            while not (found := holds()):
                left = end - time.monotonic()
                assert left > 0, f"still waiting for {what}; the last that came: {self.lines[-12:]} {self.faults}"
                self._come.wait(min(left, 0.2))
            return found

    def hear(self, kind: str, since: int = 0, **fields: object) -> dict[str, Any]:
        """Wait for an object of `kind` with these `fields` after the first `since` ones, and return it."""

        def found() -> dict[str, Any] | None:
            return next(
                (each for each in self.objects[since:] if each["kind"] == kind and fields.items() <= each.items()), None
            )

        return self.until(found, f"“{kind}” with {fields}")  # type: ignore[no-any-return]

    def read(self, text: str, since: int = 0) -> str:
        """Wait for a line with `text` in it after the first `since` lines, and return it."""
        return str(self.until(lambda: next((x for x in self.lines[since:] if text in x), None), f"“{text}”"))

    @property
    def room(self) -> dict[str, Any]:
        """How the room stood when that was last written."""
        return next((each for each in reversed(self.objects) if each["kind"] == "room"), {"stage": "", "people": []})

    def presence(self, name: str) -> str:
        """Return how the connection of `name` was when that was last written."""
        return next((each["presence"] for each in self.room["people"] if each["name"] == name), "not here")

    @property
    def faults(self) -> str:
        """What was written where faults go."""
        self._faults.seek(0)
        return self._faults.read()

    def end(self, number: signal.Signals | None = None) -> Done:
        """Send `number`, or else close the input, and return what the process left."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if number is not None:
            self._process.send_signal(number)
        else:
            self._process.stdin.close()
        self._process.wait(PATIENCE_SECONDS)
        return self.ended()

    def ended(self) -> Done:
        """Wait for the end of the process, and return what it left."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        done = Done(self._process.returncode, "\n".join(self.lines), self.faults)
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        return done

    def close(self) -> None:
        """Let nothing of the process be left, whatever happened to it."""
        if self.is_running:
            self._process.kill()
        self.ended()
        self._faults.close()


class Meeting:
    """People with a folder each, below one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.everybody: list[Talker] = []
        """Every program that was started."""

    def start(self, name: str, *arguments: str, store: str = "") -> Talker:
        """Let `name` start the program with `arguments` in their own folder."""
        home = self._folder / name
        home.mkdir(exist_ok=True)
        talker = Talker(home, *arguments, store=store)
        self.everybody.append(talker)
        return talker

    def store_of(self, name: str) -> Path:
        """Return the file of the store of `name`."""
        return self._folder / name / "store.db"

    def close(self) -> None:
        """Let nothing be left of any process."""
        for talker in self.everybody:
            talker.close()


@contextmanager
def meeting(folder: Path) -> Iterator[Meeting]:
    """Let people meet, whose processes are gone afterwards."""
    people = Meeting(folder)
    try:
        yield people
    finally:
        people.close()


def code_shown(host: Talker) -> str:
    """Return the code that the host is shown, once there is one."""
    host.until(lambda: host.room.get("host") and host.room["host"]["code"], "a code")
    return str(host.room["host"]["code"])


def let_in(host: Talker) -> None:
    """Let in who knocks, and have a new code."""
    host.until(lambda: host.room["host"]["knocks"], "a knock")
    before = len(host.objects)
    host.type("in 1")
    host.until(lambda: len(host.objects) > before and not host.room["host"]["knocks"], "the door")
    if not host.room["host"]["code"]:
        host.type("code")
        code_shown(host)


def sit_down(staff: Talker, patient: Talker, *watching: Talker) -> None:
    """Let everybody take a part or watch, be ready, and read the briefing."""
    patient.until(lambda: patient.room["stage"], "the room")
    for witness in watching:
        witness.type("watch")
        witness.until(lambda w=witness: any(p["is_you"] and p["watches"] for p in w.room["people"]), "to watch")
    for person, seat in ((patient, "patient"), (staff, "staff")):
        person.type(f"take {seat}")
        person.until(lambda p=person, s=seat: p.room.get("your_seat") == s, f"the seat of {seat}")
    for person in (patient, staff):
        person.type("ready yes")
        person.until(lambda p=person: p.room["is_ready"] or p.room["stage"] == "briefing", "to be ready")
    for person in (patient, staff):
        person.hear("briefed")
        person.type("read")
    for person in (patient, staff, *watching):
        person.until(lambda p=person: p.room["stage"] == "playing", "the play")


def answer_all(*people: Talker) -> bool:
    """Let everybody answer what they were asked since; return whether somebody did."""
    is_answered = False
    for person in people:
        for asked in person.objects[person.at :]:
            person.at += 1
            match asked["kind"]:
                case "your_turn":
                    person.type(next(option for option in CHOSEN if option in asked["options"]))
                case "checkin":
                    person.type(f"5 {FELT}")
                case "words":
                    person.type(WORDS)
                case _:
                    continue
            is_answered = True
    return is_answered


def play_until(stage: str, *people: Talker, turns: int = 1_000) -> None:
    """Let everybody answer until the room stands at `stage` for all, or, answered, `turns` times."""
    end = time.monotonic() + PATIENCE_SECONDS
    while turns and not all(_stands(person, stage) for person in people):
        assert time.monotonic() < end, f"still waiting for {stage}: {[person.lines[-6:] for person in people]}"
        if answer_all(*people):
            turns -= 1
        else:
            time.sleep(0.01)


def _stands(person: Talker, stage: str) -> bool:
    """Return whether the room stands at `stage` for a person, with nothing that they were asked still to answer."""
    kinds = [each["kind"] for each in person.objects]
    is_all_asked = kinds.count("words_asked") == kinds.count("words") and "words" not in kinds[person.at :]
    return person.room["stage"] == stage and (stage != "over" or ("ended" in kinds and is_all_asked))
