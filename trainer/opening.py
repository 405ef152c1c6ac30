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
    together: "Together | None" = None
    """How it is to be played with others: a room for `scenario`, or one to join; None for a play alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What is known of a room before it is opened or joined; what is not is asked for."""

    at: str = ""
    """Where it is, or is to be."""
    code: str = ""
    """The code to join with."""
    name: str = ""
    side: str = ""
    """As whom one comes, or nothing for what the form says."""
    agreement: str = ""
    """The id of the agreement that it is opened under."""
    fingerprint: str = ""
    """What the host told, beyond this machine."""
