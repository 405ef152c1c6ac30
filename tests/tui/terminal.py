"""The program on a terminal of its own: a real process, a real pty that is read all the time, and its raw bytes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Final, Self

_PATIENCE_SECONDS: Final = 60
_STEERING: Final = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]")
_CHUNK: Final = 1 << 16


class Terminal:
    """A terminal of 80 by 24 in which one program runs."""

    def __init__(self, *command: str, folder: Path, columns: int = 80, lines: int = 24) -> None:
        self._master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.modes = termios.tcgetattr(self._slave)
        self.received = b""
        places = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=environment | {place: str(folder) for place in places},
            cwd=folder,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  the only way to a terminal of its own
        )

    def __enter__(self) -> Self:
        """Give the terminal."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program, and let go of the terminal."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for end in (self._master, self._slave):
            if end >= 0:
                os.close(end)

    @property
    def words(self) -> str:
        """What was written since the last `forget`, without what steers the terminal."""
        return " ".join(_STEERING.sub(b" ", self._fresh).decode(errors="replace").split())

    _forgotten: int = 0

    @property
    def _fresh(self) -> bytes:
        return self.received[self._forgotten :]

    def forget(self) -> None:
        """Look only at what is written from now on."""
        self._forgotten = len(self.received)

    def until(self, words: str) -> None:
        """Read until `words` were written."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while words not in self.words:
            assert time.monotonic() < deadline, f"still waiting for “{words}”; there was: {self.words[-3000:]}"
            assert self._read() or self.process.poll() is None, f"it ended before “{words}”: {self.words[-3000:]}"

    def type(self, keys: str | bytes) -> None:
        """Type `keys`, reading meanwhile, since a terminal that nobody reads blocks both sides."""
        left = keys.encode() if isinstance(keys, str) else keys
        os.set_blocking(self._master, False)
        while left:
            _, writable, _ = select.select([], [self._master], [], 0.05)
            if writable:
                left = left[os.write(self._master, left[:1024]) :]
            self._read(0)

    def paste(self, text: str) -> None:
        """Paste `text`, as a terminal with bracketed paste does."""
        self.type(b"\x1b[200~" + text.encode(errors="surrogatepass") + b"\x1b[201~")

    def resize(self, columns: int, lines: int) -> None:
        """Make the window another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._slave)
        os.close(self._master)
        self._slave = self._master = -1

    def end(self, number: signal.Signals | None = None) -> int:
        """Send `number`, if one is given, and return the exit code of the program once it has ended."""
        if number is not None:
            self.process.send_signal(number)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end; there was: {self.words[-3000:]}"
            if self._master >= 0:
                self._read()
            else:
                time.sleep(0.01)
        while self._master >= 0 and self._read(0.1):
            pass
        return self.process.returncode

    @property
    def is_clean(self) -> bool:
        """Whether the terminal was left as it was found: main screen, cursor, modes, no mouse, no bracketed paste."""
        switched_on = (b"?1049", b"?1000", b"?1003", b"?2004")
        return (
            all(
                self.received.rfind(b"\x1b[" + mode + b"l") > self.received.rfind(b"\x1b[" + mode + b"h")
                for mode in switched_on
            )
            and self.received.rfind(b"\x1b[?25h") > self.received.rfind(b"\x1b[?25l")
            and self.modes == termios.tcgetattr(self._slave)
        )

    def _read(self, seconds: float = 0.05) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        self.received += os.read(self._master, _CHUNK)
        return True
