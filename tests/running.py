"""Short words for tests that start the program as a person does: a real process with a folder of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainer.store.sqlite import SqliteStore

STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u2500-\u259f]"
)
"""What no output may hold: every control character but the newline, what turns a line round, and box drawing."""
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m[/] [@click=app.quit]x[/] \u202eabc\u2066 \x00 \r \x08 {x} %s \\"
"""Text that steers a terminal, turns a line round, or is markup."""
PROGRAM = (sys.executable, "-m", "trainer")
"""How the program is started."""
PATIENCE_SECONDS = 60
"""How long a test waits for a process that should be done."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a process left behind."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects that were written, a line each."""
        return [json.loads(line) for line in self.out.splitlines()]

    def of_kind(self, *kinds: str) -> list[dict[str, Any]]:
        """Return the JSON objects of `kinds`."""
        return [written for written in self.objects if written["kind"] in kinds]


class Program:
    """The program of a person whose home and store are in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store.db"
        places = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TRAINER_STORE": str(self.store),
        } | {place: str(folder) for place in places}

    def scenario(self, text: str, name: str = "story.yaml") -> str:
        """Write `text` to a file and return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run(
        self, *arguments: str | bytes, typed: str | bytes = "", before: tuple[str, ...] = (), **environment: str
    ) -> Done:
        """Run `trainer` with `arguments` and everything that is `typed`, to its end; `before` starts it."""
        done = subprocess.run(
            [*before, *PROGRAM, *arguments],
            input=typed.encode() if isinstance(typed, str) else typed,
            capture_output=True,
            env=self.environment | environment,
            cwd=self.folder,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start `trainer` with `arguments`; what it reads and writes are pipes."""
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=self.environment,
            cwd=self.folder,
        )

    def sessions(self) -> SqliteStore:
        """Return this person's store, opened."""
        return SqliteStore(self.store)


def read_until(process: "subprocess.Popen[str]", kind: str) -> list[dict[str, Any]]:
    """Return the JSON objects that `process` writes, the first of `kind` being the last of them."""
    assert process.stdout is not None
    written: list[dict[str, Any]] = []
    for line in process.stdout:
        written.append(json.loads(line))
        if written[-1]["kind"] == kind:
            return written
    raise AssertionError(f"the output ended before “{kind}”: {written}")


def answer(process: "subprocess.Popen[str]", typed: str) -> None:
    """Type a line."""
    assert process.stdin is not None
    process.stdin.write(f"{typed}\n")
    process.stdin.flush()


def finish(process: "subprocess.Popen[str]", number: signal.Signals | None = None) -> Done:
    """Send `number`, if one is given, close the input, and return what is left when `process` has ended."""
    if number is not None:
        process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return Done(process.returncode, out, err)


def bare_of_privilege() -> tuple[str, ...]:
    """Return what starts a process that file modes hold for, whoever runs the tests."""
    if os.geteuid() != 0:
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
