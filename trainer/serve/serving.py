"""The connections: no more than some at once, none that stays silent, and none left when the server stops."""

import asyncio
from typing import Final, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from trainer.serve.address import Address
from trainer.serve.limits import Limits
from trainer.serve.server import Server

_HANDSHAKE_SECONDS: Final = 10
_SHUTDOWN_SECONDS: Final = 2


class Serving:
    """Listens while it is entered; on leaving, every screen has ended and every connection is closed."""

    def __init__(self, server: Server, address: Address, limits: Limits) -> None:
        self._server = server
        self._address = address
        self._limits = limits
        self._silent: set[asyncio.BaseProtocol] = set()
        application = server.application()
        application.middlewares.insert(0, self._hear)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        self._listener: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        await self._runner.setup()
        tls = self._address.tls
        self._listener = await asyncio.get_running_loop().create_server(
            self._protocol,
            sock=self._address.listening,
            ssl=tls,
            ssl_handshake_timeout=None if tls is None else _HANDSHAKE_SECONDS,
            ssl_shutdown_timeout=None if tls is None else _SHUTDOWN_SECONDS,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Take nobody any more, end the screens, and close what is left."""
        if self._listener is not None:
            self._listener.close()
        await self._server.screens.close()
        await self._runner.cleanup()

    def _protocol(self) -> asyncio.BaseProtocol:
        handling = self._runner.server
        if handling is None or len(handling.connections) >= self._limits.connections:
            return _Full()
        protocol = handling()
        self._silent.add(protocol)
        asyncio.get_running_loop().call_later(self._limits.silent_seconds, self._drop_if_silent, protocol)
        return protocol

    def _drop_if_silent(self, protocol: web.RequestHandler) -> None:
        if protocol in self._silent:
            self._silent.remove(protocol)
            if protocol.transport is not None:
                protocol.transport.close()

    @web.middleware
    async def _hear(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._silent.discard(request.protocol)
        return await handler(request)


class _Full(asyncio.Protocol):
    """Closes a connection that is one too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
