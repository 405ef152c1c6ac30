"""Screens that are asked before the program is left."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class AsksFirst(Protocol):
    """Somewhere that others are, or that is not simply left."""

    async def ask_to_leave(self) -> bool:
        """Ask whether and how to leave; return whether this is left."""
