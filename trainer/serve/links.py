"""One-time links, and what becomes of those who guess."""

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from trainer.serve.guests import Guest, digest_of, token

_FREE_GUESSES: Final = 5
_LONGEST_WAIT_SECONDS: Final = 30
_FORGOTTEN_AFTER_SECONDS: Final = 10 * 60


@dataclass(slots=True)
class Link:
    """One link, of which only a digest is kept."""

    digest: str
    until: float
    guest: Guest | None = None
    """Who opened it."""


class Links:
    """The links that were handed out in this run."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._links: list[Link] = []

    def new(self) -> str:
        """Return the token of a new link."""
        drawn = token()
        self._links.append(Link(digest_of(drawn), self._clock() + self._seconds))
        return drawn

    def find(self, given: str) -> Link | None:
        """Return the link with the token `given`, in a time that does not tell how near it came."""
        digest = digest_of(given)
        found = [link for link in self._links if compare_digest(link.digest, digest)]
        return found[0] if found else None

    def is_expired(self, link: Link) -> bool:
        """Return whether a link has waited too long."""
        return self._clock() >= link.until


class Guesses:
    """Counts wrong links. From the sixth on each is answered later than the one before; right ones never wait."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._count = 0
        self._last = 0.0

    def wait_after_one_more(self) -> int:
        """Count a wrong link, and return for how many seconds its answer waits."""
        now = self._clock()
        if now - self._last > _FORGOTTEN_AFTER_SECONDS:
            self._count = 0
        self._last = now
        self._count += 1
        beyond = self._count - _FREE_GUESSES
        return 0 if beyond <= 0 else min(2 ** (beyond - 1), _LONGEST_WAIT_SECONDS)
