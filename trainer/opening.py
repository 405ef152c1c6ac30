"""What the full screen opens on."""

from dataclasses import dataclass
from typing import Final

LAST: Final = ""
"""Stands for the session last played, where one is to be gone on with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A scenario to begin or a session to go on with; with neither, the home screen."""

    scenario: str | None = None
    """An id in the library, or a path."""
    seat: str | None = None
    seed: int | None = None
    resume: str | None = None
    """A session's id, or LAST."""
    is_coached: bool = False
    together: bool = False
    """Whether it is to be played with others: a room for `scenario`, or one to join."""
    at: str = ""
    """Where a room is, or is to be."""
    code: str = ""
    """The code of a room to join."""
