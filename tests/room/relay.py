"""Stands between a guest and a host, and fails as a network does: it cuts, and it stalls without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_MOST = 65_536


class Relay:
    """A port of this machine behind which is another one."""

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._flows = asyncio.Event()
        self._flows.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.is_shut = False
        """Whether nobody is let through any more."""
        self.passed = bytearray()
        """Everything that guests sent."""

    def stall(self) -> None:
        """Pass nothing on; nobody is told."""
        self._flows.clear()

    def resume(self) -> None:
        """Pass on again, what was held back first."""
        self._flows.set()

    def cut(self) -> None:
        """Cut every connection at once."""
        for writer in self._writers:
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on between one guest and the host until either goes."""
        self._writers.add(writer)
        far: asyncio.StreamWriter | None = None
        try:
            if self.is_shut:
                return
            far_reader, far = await asyncio.open_connection("127.0.0.1", self._behind)
            self._writers.add(far)
            flows = (self._pass(reader, far, is_up=True), self._pass(far_reader, writer, is_up=False))
            tasks = [asyncio.ensure_future(flow) for flow in flows]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            for side in (writer, far):
                if side is not None:
                    self._writers.discard(side)
                    side.transport.abort()
                    with suppress(OSError):
                        await side.wait_closed()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_up: bool) -> None:
        with suppress(OSError):
            while sent := await reader.read(_MOST):
                await self._flows.wait()
                if is_up:
                    self.passed += sent
                writer.write(sent)
                await writer.drain()


@asynccontextmanager
async def relaying(behind: int) -> AsyncIterator[Relay]:
    """Relay to the port `behind` for as long as this lasts."""
    relay = Relay(behind)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await relay.serve(reader, writer)
        finally:
            tasks.discard(task)

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        relay.port = server.sockets[0].getsockname()[1]
        try:
            yield relay
        finally:
            server.close()
            relay.is_shut = True
            relay.resume()
            while tasks:
                relay.cut()
                await asyncio.wait(tasks, timeout=0.05)
