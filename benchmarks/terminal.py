"""A program in a pseudo-terminal: what it writes is read at once, and timed when a wanted text has come."""

import os
import pty
import re
import select
import signal
import struct
import subprocess
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ
from time import perf_counter
from types import TracebackType
from typing import Final, Self

ROWS: Final = 24
COLUMNS: Final = 80
_PATIENCE: Final = 20.0
"""How many seconds may pass before what was waited for is called missing."""
_STEERING: Final = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|[@-Z\\^_=>78])"
)
"""Sequences that colour, move or ask, between which the text stands."""


class MissingError(AssertionError):
    """What a program should have written did not come."""


class Terminal:
    """A running program and the terminal it believes to sit in."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        ioctl(slave, TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.begun = perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(environment), start_new_session=True
        )
        os.close(slave)
        self._written = bytearray()

    def __enter__(self) -> Self:
        """Return the terminal itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program at once: its leave-taking is measured nowhere."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    @property
    def text(self) -> str:
        """What was written since the last key, without what steers the terminal."""
        return _STEERING.sub(b"", self._written).decode(errors="replace")

    def wait_for(self, text: str) -> float:
        """Read until `text` was written and return the moment at which it came.

        Raises:
            MissingError: when it does not come, or the program ends.
        """
        if not self.comes(text, _PATIENCE):
            raise MissingError(f"“{text}” did not come; this did: {self.text[-2000:]!r}")
        return perf_counter()

    def comes(self, text: str, patience: float) -> bool:
        """Read until `text` was written, or for `patience` seconds, and return whether it was."""
        deadline = perf_counter() + patience
        while text not in self.text:
            if not self._read(deadline - perf_counter()):
                return False
        return True

    def settle(self, quiet: float) -> None:
        """Read until nothing was written for `quiet` seconds."""
        while self._read(quiet):
            pass

    def press(self, key: bytes) -> float:
        """Send `key`, forget what was written before, and return the moment."""
        self._written.clear()
        pressed = perf_counter()
        os.write(self._master, key)
        return pressed

    def key_to_screen(self, key: bytes, text: str) -> float:
        """Return how many seconds pass between `key` and the arrival of `text`."""
        return -self.press(key) + self.wait_for(text)

    def peak_memory(self) -> float:
        """Return the most memory that the program has held, in MiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
        return int(peak) / 1024

    def cpu_seconds(self) -> float:
        """Return the processor time that the program's threads have used so far."""
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

    def _read(self, patience: float) -> bool:
        if patience <= 0 or not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # how Linux says that the program has closed its side
            return False
        self._written += piece
        return bool(piece)
