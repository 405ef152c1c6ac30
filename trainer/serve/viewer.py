"""A page that shows a full screen, and what waits to be sent to it."""

import asyncio
from collections.abc import Callable
from enum import IntEnum

from aiohttp.web import WebSocketResponse


class Ending(IntEnum):
    """Why a page is let go, as it is told: the codes that `page.js` knows."""

    STOPPED = 1001
    ELSEWHERE = 4001
    LEFT = 4002
    TOO_MANY = 4003
    FAULT = 4004


class Viewer:
    """One page's connection.

    What is drawn waits in a backlog of bounded size. A page too slow for it is behind: what waits is dropped, and
    nothing more is taken until it has caught up and everything is drawn anew.
    """

    def __init__(self, socket: WebSocketResponse, most_bytes: int) -> None:
        self._socket = socket
        self._most_bytes = most_bytes
        self._waiting = bytearray()
        self._is_behind = False
        self._news = asyncio.Event()
        self._ending: Ending | None = None

    def show(self, drawn: bytes) -> None:
        """Let `drawn` wait to be sent, or drop it and all that waits where the page is too slow."""
        if self._is_behind or len(self._waiting) + len(drawn) > self._most_bytes:
            self._waiting.clear()
            self._is_behind = True
        else:
            self._waiting += drawn
        self._news.set()

    def let_go(self, ending: Ending) -> None:
        """Close the connection once what waits is sent."""
        self._ending = self._ending or ending
        self._news.set()

    async def send(self, draw_anew: Callable[[], object]) -> None:
        """Send what waits, as fast as the page takes it, until the connection is closed."""
        while not self._socket.closed:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                drawn = bytes(self._waiting)
                self._waiting.clear()
                try:
                    await self._socket.send_bytes(drawn)
                except ConnectionError:
                    return
            if self._is_behind:
                self._is_behind = False
                draw_anew()
            if self._ending is not None:
                await self._socket.close(code=self._ending)
