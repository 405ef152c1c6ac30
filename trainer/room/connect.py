"""A guest on the network: a websocket around `Guest` that comes back by itself."""

import asyncio
import time
from contextlib import suppress
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from trainer.errors import UsageError
from trainer.room.address import Address, address_of
from trainer.room.certificate import guest_context, is_told
from trainer.room.guest import Guest
from trainer.room.listen import CLOSE_SECONDS, DEAD_SECONDS, PING_SECONDS
from trainer.room.messages import LARGEST_TO_GUEST

_FIRST_WAIT_SECONDS: Final = 0.2
_LONGEST_WAIT_SECONDS: Final = 3.0
_PATIENCE_SECONDS: Final = 5.0


class Connection:
    """The connection of one guest, to whichever of its hosts has the room."""

    def __init__(self, guest: Guest) -> None:
        """Prepare to connect.

        Raises:
            UsageError: when an address is none, or is beyond this machine and nothing tells whose it is.
        """
        self.guest = guest
        self._addresses = tuple(map(address_of, guest.kept.at))
        self._out = asyncio.Event()
        guest.on_out = self._out.set

    async def run(self) -> None:
        """Be connected until the host refuses for good; to be cancelled otherwise."""
        wait = _FIRST_WAIT_SECONDS
        turn = 0
        while not self.guest.is_refused:
            address = self._addresses[turn % len(self._addresses)]
            turn += 1
            was_in = await self._once(address)
            self.guest.lost()
            wait = _FIRST_WAIT_SECONDS if was_in else min(wait * 1.5, _LONGEST_WAIT_SECONDS)
            if not self.guest.is_refused:
                await asyncio.sleep(wait)

    async def _once(self, address: Address) -> bool:
        """Be connected to `address` for as long as that lasts; return whether one was in."""
        kept = self.guest.kept
        is_bare = address.is_here and not kept.fingerprint and not kept.ca
        scheme = "ws" if is_bare else "wss"
        context = None if is_bare else guest_context(kept.fingerprint, kept.ca)
        try:
            async with connect(
                f"{scheme}://{address}/",
                ssl=context,
                max_size=LARGEST_TO_GUEST,
                compression=None,
                open_timeout=_PATIENCE_SECONDS,
                ping_interval=PING_SECONDS,
                ping_timeout=DEAD_SECONDS,
                close_timeout=CLOSE_SECONDS,
                proxy=None,
                user_agent_header=None,
            ) as connection:
                if context is not None and kept.fingerprint:
                    self._compare(connection, kept.fingerprint)
                return await self._talk(connection)
        except (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, TimeoutError) as error:
            self._unreached(address, error)
            return False

    def _compare(self, connection: ClientConnection, fingerprint: str) -> None:
        shown = connection.transport.get_extra_info("ssl_object").getpeercert(binary_form=True)
        if not is_told(shown, fingerprint):
            self.guest.status, self.guest.is_final = "refused", True
            raise UsageError(
                "This host shows another fingerprint than the one that you were told, so it may be somebody else. "
                "Nothing was sent. Ask whoever invited you."
            )

    def _unreached(self, address: Address, error: Exception) -> None:
        if self.guest.status in ("connecting", "reconnecting"):
            why = ": its certificate is not trusted" if "CERTIFICATE" in str(error) else ""
            self.guest.trouble = f"{address} is not reached{why}."
            self.guest.on_change()

    async def _talk(self, connection: ClientConnection) -> bool:
        guest = self.guest
        guest.connected()
        self._out.set()
        sender = asyncio.create_task(self._send(connection))
        try:
            async for text in connection:
                guest.receive(text)
                self._out.set()
        finally:
            sender.cancel()
            await asyncio.wait({sender})  # a cancelling of this task is not taken for that of the sender
            if not sender.cancelled():
                sender.exception()
        return guest.status == "connected"

    async def _send(self, connection: ClientConnection) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):  # not `wait_for`, which lets a cancellation go by in Python 3.11
                    await self._out.wait()
            self._out.clear()
            self.guest.tick(time.monotonic_ns() // 1_000_000)
            while self.guest.out:
                await connection.send(self.guest.out.pop(0))
