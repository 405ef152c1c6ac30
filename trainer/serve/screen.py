"""One person's full screen: a process that goes on while no page shows it."""

import asyncio
import json
import os
import signal
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Final, Self

from trainer.serve.environment import command, environment
from trainer.serve.guests import Guest
from trainer.serve.limits import Limits
from trainer.serve.packets import DRAWN, TOLD, Broken, packets, resized, told
from trainer.serve.talk import say
from trainer.serve.viewer import Ending, Viewer
from trainer.text import clean_line

_LAST_WORDS_BYTES: Final = 2000
_READ_BYTES: Final = 4096


class Screen:
    """A full screen, and the page that shows it, if one does.

    A page that comes back is sent nothing until the screen has said that it begins to draw everything anew; what is
    drawn while no page looks is dropped.
    """

    def __init__(self, process: Process, limits: Limits) -> None:
        self.process = process
        self._limits = limits
        self._viewer: Viewer | None = None
        self._number = 0
        self._is_drawn_anew = False
        self._is_ending = False
        self._unseen: asyncio.TimerHandle | None = None
        self._life = asyncio.create_task(self._live())

    @classmethod
    async def start(cls, guest: Guest, limits: Limits, columns: int, rows: int) -> Self:
        """Start the program for `guest`, in a session and a process group of its own.

        Raises:
            OSError: when it cannot be started.
        """
        process = await asyncio.create_subprocess_exec(
            *command(guest),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=environment(guest, columns, rows),
            cwd=guest.folder,
            start_new_session=True,
        )
        return cls(process, limits)

    @property
    def is_over(self) -> bool:
        """Whether the process is ending, or has ended."""
        return self._is_ending or self.is_gone

    @property
    def is_gone(self) -> bool:
        """Whether the process has ended."""
        return self._life.done()

    def attach(self, viewer: Viewer, columns: int, rows: int) -> None:
        """Let `viewer` show this screen, instead of the page that did so before."""
        if self._viewer is not None:
            self._viewer.let_go(Ending.ELSEWHERE)
        if self._unseen is not None:
            self._unseen.cancel()
        self._viewer = viewer
        self._tell(resized(columns, rows))
        self.draw_anew()

    def detach(self, viewer: Viewer) -> None:
        """Go on without `viewer`, for as long as screens do that."""
        if self._viewer is viewer:
            self._viewer = None
            self._unseen = asyncio.get_running_loop().call_later(self._limits.detached_seconds, self._end_unseen)

    def draw_anew(self) -> None:
        """Ask for everything; what comes before it is not shown."""
        self._number += 1
        self._is_drawn_anew = False
        self._tell(told("repaint", number=self._number))

    async def hear(self, packet: bytes) -> None:
        """Pass on what a page says, no faster than it is taken."""
        self._tell(packet)
        if self.process.stdin is not None:
            with suppress(ConnectionError):
                await self.process.stdin.drain()

    async def end(self) -> None:
        """Ask the process to end, kill it where it does not, and wait until it is gone."""
        self._is_ending = True
        self._tell(told("quit"))
        try:
            await asyncio.wait_for(asyncio.shield(self._life), self._limits.ending_seconds)
        except TimeoutError:
            self._kill()
            await self._life

    def let_go(self, ending: Ending) -> None:
        """Close the page that shows this, if one does."""
        if self._viewer is not None:
            self._viewer.let_go(ending)
            self._viewer = None

    def _end_unseen(self) -> None:
        self._is_ending = True
        self._end = asyncio.create_task(self.end())

    _end: asyncio.Task[None] | None = None

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _tell(self, packet: bytes) -> None:
        stdin = self.process.stdin
        if stdin is not None and not stdin.is_closing():
            stdin.write(packet)

    async def _live(self) -> None:
        """Hear what the process draws and tells until it ends."""
        last_words = asyncio.create_task(self._last_words())
        try:
            await self._hear()
        except (Broken, ValueError):
            self._kill()
        status = await self.process.wait()
        words = await last_words
        if self._unseen is not None:
            self._unseen.cancel()
        if status and words:
            # Python's own account of a fault may hold what somebody typed.
            say(f"A guest's screen ended: {'a fault inside' if 'Traceback' in words else words}")
        self.let_go(Ending.FAULT if status else Ending.LEFT)

    async def _hear(self) -> None:
        if self.process.stdout is None:
            return
        async for kind, content in packets(self.process.stdout):
            if kind == TOLD and json.loads(content) == {"type": "repaint", "number": self._number}:
                self._is_drawn_anew = True
            elif kind == DRAWN and self._viewer is not None and self._is_drawn_anew:
                self._viewer.show(content)

    async def _last_words(self) -> str:
        """Read what the process says beside the screen, and keep the end of it."""
        kept = b""
        while self.process.stderr is not None and (read := await self.process.stderr.read(_READ_BYTES)):
            kept = (kept + read)[-_LAST_WORDS_BYTES:]
        return clean_line(kept.decode("utf-8", "replace"))
