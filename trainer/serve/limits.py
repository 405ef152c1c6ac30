"""How much and how long."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the server holds to."""

    link_seconds: float = 10 * 60
    """How long a link waits to be opened."""
    detached_seconds: float = 30 * 60
    """How long a full screen goes on while no page shows it."""
    cookie_seconds: int = 24 * 60 * 60
    """How long after it was last opened a page finds its guest again."""
    ending_seconds: float = 5
    """How long a full screen may take to end when it is told to."""
    connections: int = 128
    """At once, of whatever kind."""
    silent_seconds: float = 20
    """How long a connection may take to ask for anything."""
    screens: int = 24
    """Full screens at once; each takes some 50 MB of memory."""
    message_bytes: int = 1 << 16
    """Of one message from a page, and of one request."""
    backlog_bytes: int = 1 << 20
    """What waits for a page that is slow; beyond that it is dropped, and everything is drawn anew."""
