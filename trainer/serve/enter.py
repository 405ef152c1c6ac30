"""Enter, typed by whoever serves."""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Self

_CHUNK = 1024


class Enter:
    """Calls something for every line that is typed, while it is entered; where nobody can type it does nothing."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._call = call
        self._input = sys.stdin.fileno()
        self.is_heard = False
        """Whether anything that is typed can be heard."""

    def __enter__(self) -> Self:
        """Begin to listen."""
        try:
            asyncio.get_running_loop().add_reader(self._input, self._read)
        except OSError:
            return self
        self.is_heard = not os.isatty(self._input) or self._is_in_front
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        asyncio.get_running_loop().remove_reader(self._input)

    @property
    def _is_in_front(self) -> bool:
        """Whether the terminal is ours: who reads one from the background is stopped."""
        try:
            return os.tcgetpgrp(self._input) == os.getpgrp()
        except OSError:
            return False

    def _read(self) -> None:
        if os.isatty(self._input) and not self._is_in_front:
            self._stop()
            return
        try:
            typed = os.read(self._input, _CHUNK)
        except OSError:
            typed = b""
        if not typed:
            self._stop()
        elif b"\n" in typed:
            self._call()

    def _stop(self) -> None:
        self.is_heard = False
        asyncio.get_running_loop().remove_reader(self._input)
