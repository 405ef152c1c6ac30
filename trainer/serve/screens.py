"""The full screens that are open, one a guest."""

import asyncio
from collections import defaultdict

from trainer.serve.guests import Guest
from trainer.serve.limits import Limits
from trainer.serve.screen import Screen
from trainer.serve.viewer import Ending, Viewer


class Screens:
    """Finds the screen of a guest, or starts it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._screens: dict[str, Screen] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._starting = 0
        self._is_closed = False

    async def show(self, guest: Guest, viewer: Viewer, columns: int, rows: int) -> Screen | None:
        """Let `viewer` show the screen of `guest` and return it; where that cannot be, tell the page why."""
        async with self._turns[guest.id]:
            found = await self._found(guest) or await self._started(guest, columns, rows)
            if isinstance(found, Ending):
                viewer.let_go(found)
                return None
            found.attach(viewer, columns, rows)
            return found

    async def end(self, name: str) -> None:
        """End the screen of the guest called `name`, if there is one."""
        async with self._turns[name]:
            screen = self._screens.pop(name, None)
            if screen is not None:
                screen.let_go(Ending.STOPPED)
                await screen.end()

    async def close(self) -> None:
        """Let every page go, end every screen, and start no other."""
        self._is_closed = True
        await asyncio.gather(*map(self.end, list(self._turns)))

    async def _found(self, guest: Guest) -> Screen | None:
        """Return the screen that goes on; one that is ending is waited for."""
        screen = self._screens.get(guest.id)
        if screen is None or not screen.is_over:
            return screen
        await screen.end()
        return None

    async def _started(self, guest: Guest, columns: int, rows: int) -> Screen | Ending:
        if self._is_closed:
            return Ending.STOPPED
        self._screens = {name: screen for name, screen in self._screens.items() if not screen.is_gone}
        if len(self._screens) + self._starting >= self._limits.screens:
            return Ending.TOO_MANY
        self._starting += 1
        try:
            screen = await Screen.start(guest, self._limits, columns, rows)
        except OSError:
            return Ending.FAULT
        finally:
            self._starting -= 1
        self._screens[guest.id] = screen
        return screen
