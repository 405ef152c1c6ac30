"""Which guest a page belongs to: by a cookie, of which only a digest is kept."""

from collections.abc import Callable

from trainer.serve.guests import Guest, Guests, digest_of, token


class Cookies:
    """The cookies that are good now: those of this run, and those of earlier runs that are not too old."""

    def __init__(self, guests: Guests, seconds: int, clock: Callable[[], float]) -> None:
        self._guests = guests
        self._seconds = seconds
        self._clock = clock
        now = clock()
        self._kept = {kept.digest: kept for kept in guests.kept() if now < kept.until <= now + seconds}
        self._fresh: dict[str, Guest] = {}

    def issue(self, guest: Guest) -> str:
        """Return a new cookie for `guest`."""
        cookie = token()
        digest = digest_of(cookie)
        self._fresh[digest] = guest
        self._guests.keep(guest, digest, self._clock() + self._seconds)
        return cookie

    def guest(self, cookie: str) -> Guest | None:
        """Return whose `cookie` is, or nothing where it is none, or too old, or where their things were removed."""
        digest = digest_of(cookie)
        guest = self._fresh.get(digest)
        if guest is None and digest in self._kept and self._clock() < self._kept[digest].until:
            guest = self._kept[digest].guest
        return guest if guest is not None and guest.is_there else None

    def renew(self, cookie: str, guest: Guest) -> None:
        """Let `cookie` be good for as long again, in this run and after it."""
        digest = digest_of(cookie)
        self._fresh[digest] = guest
        self._guests.keep(guest, digest, self._clock() + self._seconds)

    def forget(self, cookie: str) -> None:
        """Let `cookie` open nothing any more."""
        digest = digest_of(cookie)
        kept = self._kept.pop(digest, None)
        guest = self._fresh.pop(digest, kept.guest if kept is not None else None)
        if guest is not None:
            self._guests.forget(guest)
