"""Being in a room over the network: what runs meanwhile, and how it is stopped. It knows nothing of screens."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from trainer.errors import TrainerError
from trainer.room.address import Address, address_of
from trainer.room.certificate import OWN_CERTIFICATE, own_context
from trainer.room.connect import Connection
from trainer.room.guest import Guest
from trainer.room.host import Agreed
from trainer.room.kept import KeptFile, RoomKept, new_file
from trainer.room.listen import Listener
from trainer.room.messages import Side
from trainer.scenario.model import Scenario
from trainer.store.base import Store

_LONGEST_GOODBYE_SECONDS: Final = 2.0


class Person(NamedTuple):
    """Somebody who comes."""

    name: str
    side: Side


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """What a host needs."""

    open_store: Callable[[], Store]
    folder: Path
    """Where rooms are kept."""
    agreed: Callable[[Store], Agreed] = lambda _: lambda _: ()


class Stay:
    """One person's being in a room, from coming to going."""

    def __init__(self, guest: Guest, listener: Listener | None = None, *, address: str = "") -> None:
        self.guest = guest
        self.address = address
        """Where others find this room, where it is held here."""
        self.trouble = ""
        """What went wrong with the store, where something did."""
        self._listener = listener
        self._task: asyncio.Task[None] | None = None
        if listener is not None:
            listener.on_trouble = self._troubled

    @property
    def is_host(self) -> bool:
        """Whether the room is held here."""
        return self._listener is not None

    def start(self) -> None:
        """Be connected from now on."""
        come = self._listener.sit_here(self.guest) if self._listener else Connection(self.guest).run()
        self._task = asyncio.get_running_loop().create_task(self._run(come))

    async def _run(self, come: Coroutine[None, None, None]) -> None:
        try:
            await come
        except TrainerError as error:
            self.guest.status, self.guest.why = "refused", str(error)
        self.guest.on_change()

    async def said(self) -> None:
        """Wait a moment until the host has said what became of everything that was wanted."""
        changed = asyncio.Event()
        show, self.guest.on_change = self.guest.on_change, changed.set
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_GOODBYE_SECONDS):
                    while self.guest.is_waiting and self._task is not None and not self._task.done():
                        changed.clear()
                        await changed.wait()
        finally:
            self.guest.on_change = show
        show()

    async def stop(self) -> None:
        """Go; a room that is held here is let go of, and waits in the store."""
        self.guest.on_change = lambda: None
        task, self._task = self._task, None
        while task is not None and not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=1.0)
        if self._listener is not None:
            listener, self._listener = self._listener, None
            await listener.__aexit__(None, None, None)

    def _troubled(self, why: str) -> None:
        self.trouble = why
        self.guest.on_change()


async def open_room(hosting: Hosting, scenario: Scenario, who: Person, where: str, agreement: str = "") -> Stay:
    """Open a room at `where`, and be in it as `who`.

    Raises:
        TrainerError: when it cannot be opened.
    """
    address = address_of(where)
    context, fingerprint = _secured(address, hosting.folder)
    listener = Listener(hosting.open_store, address, context=context, agreed=hosting.agreed, is_new=True)
    await listener.__aenter__()
    try:
        opened = await listener.run(lambda host: host.open_room(scenario, who.name, who.side, agreement))
        found = Address(address.host, listener.port)
        kept = RoomKept(
            at=(str(found),), name=who.name, side=who.side, token=opened.token, room=opened.room, title=scenario.title
        )
        kept.fingerprint = fingerprint
        file = new_file(hosting.folder)
        file.write(kept)
    except BaseException:
        await listener.__aexit__(None, None, None)
        raise
    return Stay(Guest(kept, file), listener, address=str(found))


async def open_again(hosting: Hosting, file: KeptFile, kept: RoomKept) -> Stay:
    """Open a room again that waits in the store.

    Raises:
        TrainerError: when it cannot be opened.
    """
    address = address_of(kept.at[0])
    context, kept.fingerprint = _secured(address, hosting.folder)
    listener = Listener(hosting.open_store, address, context=context, agreed=hosting.agreed)
    await listener.__aenter__()
    try:
        await listener.run(lambda host: host.take_over())
        file.write(kept)
    except BaseException:
        await listener.__aexit__(None, None, None)
        raise
    return Stay(Guest(kept, file), listener, address=str(Address(address.host, listener.port)))


def join_room(folder: Path, kept: RoomKept, code: str) -> Stay:
    """Go to the door of a room with a code.

    Raises:
        UsageError: when the address is none.
    """
    guest = Guest(kept, new_file(folder), code=code)
    Connection(guest)  # it says now what is wrong with the address
    return Stay(guest)


def come_back(file: KeptFile, kept: RoomKept) -> Stay:
    """Come back to a room that somebody else holds."""
    return Stay(Guest(kept, file))


def _secured(address: Address, folder: Path) -> tuple[ssl.SSLContext | None, str]:
    return (None, "") if address.is_here else own_context(address.host, folder / OWN_CERTIFICATE)
