"""A host on the network: websockets around `Host`, whose store is used in one thread of its own.

The store may wait for a disk or a server; meanwhile the connections are kept alive here.
"""

import asyncio
import itertools
import logging
import ssl
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from errno import EADDRINUSE
from types import TracebackType
from typing import Final, Self, TypeVar

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from trainer.clock import Clock, wall_clock
from trainer.errors import TrainerError, UsageError
from trainer.room.address import DEFAULT_PORT, HERE, Address
from trainer.room.guest import Guest
from trainer.room.host import Agreed, Host, Sent
from trainer.room.messages import LARGEST_TO_HOST
from trainer.store.base import Store

PING_SECONDS: Final = 2.5
DEAD_SECONDS: Final = 6.5
"""After a ping that nobody answered for so long a connection is taken for lost."""
CLOSE_SECONDS: Final = 1.0
"""How long who says farewell waits for the other to say it too."""
_PORTS_BESIDE: Final = 30
"""How many rooms more one machine may have, each at a port of its own."""
_TICK_SECONDS: Final = 1.0
_BACK_SECONDS: Final = 1.0
_LONGEST_QUEUE: Final = 2_000
"""Of what one guest has not taken yet; who is slower comes back and is sent what they have not seen."""
_CLOSED: Final = None

T = TypeVar("T")


class Listener:
    """A host that guests connect to."""

    def __init__(  # noqa: PLR0913  what a host listens with
        self,
        open_store: Callable[[], Store],
        address: Address,
        *,
        context: ssl.SSLContext | None = None,
        agreed: Callable[[Store], Agreed] = lambda _: lambda _: (),
        clock: Clock = wall_clock,
        is_new: bool = False,
    ) -> None:
        """Prepare to listen at `address`; `is_new` when no guest knows of it yet."""
        self._open_store = open_store
        self._address = address
        self._context = context
        self._agreed = agreed
        self._clock = clock
        self._is_new = is_new
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._numbers = itertools.count(1)
        self._queues: dict[int, asyncio.Queue[str | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._store: Store | None = None
        self._host: Host | None = None
        self._server: Server | None = None
        self.on_trouble: Callable[[str], object] = lambda _: None
        """Told what went wrong with the store, in a sentence."""

    async def __aenter__(self) -> Self:
        """Open the store and listen.

        Raises:
            StoreError: when the store cannot be opened.
            UsageError: when nobody can listen there.
        """
        try:
            await self._in_thread(self._open)
            self._server = await self._listen()
        except OSError as error:
            await self._stop()
            raise UsageError(f"Nobody can listen at {self._address}: {error.strerror}. Choose another port.") from error
        except BaseException:
            await self._stop()
            raise
        self._start(self._tick())
        return self

    async def _listen(self) -> Server:
        """Listen at the address; for a new room on this machine the port beside it does where nobody chose one."""
        last = self._address.port + (_PORTS_BESIDE if self._is_movable else 0)
        for port in range(self._address.port, last + 1):
            try:
                return await self._listen_at(port)
            except OSError as error:
                if error.errno != EADDRINUSE or port == last:
                    raise
        raise OSError(EADDRINUSE, "all ports are in use")

    @property
    def _is_movable(self) -> bool:
        return self._is_new and self._address == Address(HERE, DEFAULT_PORT)

    async def _listen_at(self, port: int) -> Server:
        return await serve(
            self._serve_one,
            self._address.host,
            port,
            ssl=self._context,
            origins=[None],  # a page in a browser always names its origin, and none has business here
            max_size=LARGEST_TO_HOST,
            max_queue=16,
            compression=None,  # the length of what is compressed tells of what is in it
            ping_interval=PING_SECONDS,
            ping_timeout=DEAD_SECONDS,
            close_timeout=CLOSE_SECONDS,
            server_header=None,
            logger=_quiet_logger(),
        )

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let everybody go; the rooms stay in the store for whoever holds them next."""
        await self._stop()

    @property
    def port(self) -> int:
        """Where it listens."""
        sockets = list(self._server.sockets) if self._server else []
        return int(sockets[0].getsockname()[1]) if sockets else self._address.port

    async def run(self, ask: Callable[[Host], T]) -> T:
        """Ask something of the host, in its thread, and send what follows.

        Raises:
            TrainerError: what `ask` raises.
        """
        return await self._in_thread(lambda: self._asked(ask))

    async def sit_here(self, guest: Guest) -> None:
        """Let `guest` be in a room of this process, without a network, until the host refuses for good.

        After a fault of the store they come back like everybody else. To be cancelled when they go.
        """
        while not guest.is_refused and self._host is not None:
            await self._sit_once(guest)
            if not guest.is_refused:
                await asyncio.sleep(_BACK_SECONDS)

    async def _sit_once(self, guest: Guest) -> None:
        number = next(self._numbers)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues[number] = queue
        wake = asyncio.Event()
        guest.on_out = wake.set
        try:
            await self.run(lambda host: host.connected(number, "here"))
            guest.connected()
            sender = asyncio.create_task(self._pass_in(number, guest, wake))
            try:
                while (text := await queue.get()) is not _CLOSED:
                    guest.receive(text)
                    wake.set()
            finally:
                sender.cancel()
                await asyncio.wait({sender})  # a cancelling of this task is not taken for that of the sender
        finally:
            self._queues.pop(number, None)
            guest.lost()
            if self._host is not None:
                await self._tell(lambda host: host.lost(number))

    async def _pass_in(self, number: int, guest: Guest, wake: asyncio.Event) -> None:
        while True:
            wake.clear()
            guest.tick(time.monotonic_ns() // 1_000_000)
            while guest.out:
                text = guest.out.pop(0)
                await self._tell(lambda host, text=text: host.receive(number, text))  # type: ignore[misc]  # bound now
            # Not `wait_for`: in Python 3.11 it can swallow the cancelling of this task.
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK_SECONDS):
                    await wake.wait()

    def _open(self) -> None:
        self._store = self._open_store()
        self._host = Host(self._store, clock=self._clock, agreed=self._agreed(self._store))

    def _asked(self, ask: Callable[[Host], T]) -> T:
        host = self._host
        if host is None:
            raise UsageError("The host has stopped.")
        try:
            return ask(host)
        finally:
            out, host.out = host.out, []
            if out:
                self._loop.call_soon_threadsafe(self._send, out)

    async def _in_thread(self, call: Callable[[], T]) -> T:
        self._loop = asyncio.get_running_loop()
        return await self._loop.run_in_executor(self._thread, call)

    def _send(self, out: list[Sent]) -> None:
        for sent in out:
            queue = self._queues.get(sent.connection)
            if queue is None:
                continue
            if queue.qsize() > _LONGEST_QUEUE:
                queue.put_nowait(_CLOSED)
                del self._queues[sent.connection]
                continue
            queue.put_nowait(sent.text)
            if sent.is_last:
                queue.put_nowait(_CLOSED)
                del self._queues[sent.connection]

    async def _serve_one(self, connection: ServerConnection) -> None:
        number = next(self._numbers)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues[number] = queue
        peer = connection.remote_address
        await self.run(lambda host: host.connected(number, str(peer[0]) if peer else ""))
        sender = asyncio.create_task(self._pass_on(connection, queue))
        try:
            async for text in connection:
                await self._tell(lambda host, text=text: host.receive(number, text))  # type: ignore[misc]  # bound now
        except ConnectionClosed:
            pass
        finally:
            self._queues.pop(number, None)
            queue.put_nowait(_CLOSED)
            with suppress(ConnectionClosed):
                await sender
            await self._tell(lambda host: host.lost(number))

    async def _pass_on(self, connection: ServerConnection, queue: "asyncio.Queue[str | None]") -> None:
        try:
            while (text := await queue.get()) is not _CLOSED:
                async with asyncio.timeout(DEAD_SECONDS):
                    await connection.send(text)
            async with asyncio.timeout(DEAD_SECONDS):
                await connection.close()
        except TimeoutError:  # a ping waits behind what is not taken, so that it is no help here
            connection.transport.abort()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            await self._tell(lambda host: host.tick())

    async def _tell(self, ask: Callable[[Host], None]) -> None:
        try:
            await self.run(ask)
        except TrainerError as error:
            self.on_trouble(str(error))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        if self._store is not None:
            await self._in_thread(self._store.close)
        self._host = self._store = None
        self._thread.shutdown(wait=True)


def _quiet_logger() -> logging.Logger:
    """Return what tells faults of this program, and nothing of strangers who try the port with something else."""
    logger = logging.getLogger("trainer.room.listen")
    logger.addFilter(_is_no_stranger)
    return logger


def _is_no_stranger(record: logging.LogRecord) -> bool:
    return record.msg not in ("opening handshake failed", "parser failed")
