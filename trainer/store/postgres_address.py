"""Where a PostgreSQL server is and how it is entered, so that the password is in no sentence and in no repr.

Nothing that libpq says is passed on: where an address was mistyped, its messages quote pieces of the password.
"""

import re
from hashlib import sha256
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from trainer.errors import StoreError, UsageError

Connection = psycopg.Connection[tuple[object, ...]]

_UNREADABLE: Final = (
    "The address of the server cannot be read. It is written postgresql://NAME@HOST:PORT/DATABASE; in a password "
    "the characters @ : / ? # and % are written as %40 %3A %2F %3F %23 and %25, or it stands in ~/.pgpass instead."
)
_PLAIN: Final = re.compile(r"[\w./:,~+-]*")
"""What a host or a database may look like to be shown; where anything else is in it, it may be half a password."""
_PORTS: Final = re.compile(r"[0-9,]*")
_UNLESS_SAID: Final[dict[str, str | int]] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 12_000,
    "application_name": "trainer",
}
"""A server whose machine or cable is gone is noticed within seconds; the address may say otherwise."""
_ALWAYS: Final = {"client_encoding": "utf8"}
_WHY: Final = (
    (r"password|authentication", "did not accept the name or the password. Check both"),
    (r"database .* does not exist", "has no database of that name. Check the address, or have it made with createdb"),
    (r"role .* does not exist", "knows nobody of that name. Check the address"),
    (r"pg_hba|not permitted", "lets nobody of that name in from here. Ask who runs it"),
    (
        r"SSL|ssl|TLS|certificate",
        "could not be spoken to securely as the address asks. Check its sslmode and certificates",
    ),
    (r"starting up|shutting down|recovery", "is just starting or stopping. Try again in a moment"),
    (r"too many|connection slots", "has no room for one more connection. Try again in a moment"),
    (r"translate host|resolve|not known", "cannot be found: no machine has that name. Check the address"),
)
"""What libpq's message shows of why, in the language that servers speak unless told otherwise."""
_OTHERWISE: Final = "cannot be reached. Check the address, and whether the server runs"


class Unreachable(StoreError):  # noqa: N818  it says what is, like the errors above it
    """No connection came about."""


class Address:
    """A server's address with everything that libpq's URLs can say, TLS included."""

    def __init__(self, url: str) -> None:
        """Read `url`.

        Raises:
            UsageError: when it is none.
        """
        try:
            self._parts = conninfo_to_dict(url)
        except (psycopg.Error, UnicodeError):
            raise UsageError(_UNREADABLE) from None
        host, port, database = (str(self._parts.get(part) or "") for part in ("host", "port", "dbname"))
        if not (_PLAIN.fullmatch(host) and _PLAIN.fullmatch(database) and _PORTS.fullmatch(port)):
            raise UsageError(_UNREADABLE)
        self.name = f"The PostgreSQL server{f' at {host}' if host else ''}"

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def connect(self) -> Connection:
        """Return a new connection, each of whose statements is a transaction unless one was begun.

        Raises:
            Unreachable: when none comes about.
        """
        try:
            # Statements are not prepared: what is saved is nothing beside a flush, and fewer things can be lost.
            return psycopg.connect(
                autocommit=True,
                prepare_threshold=None,
                **(_UNLESS_SAID | self._parts | _ALWAYS),  # type: ignore[arg-type]
            )
        except (psycopg.Error, UnicodeError) as error:
            said = str(error)
        why = next((sentence for pattern, sentence in _WHY if re.search(pattern, said)), _OTHERWISE)
        raise Unreachable(f"{self.name} {why}. Nothing was kept there.")


def name_of(url: str) -> str:
    """Return a name for the database at `url`, for files that go with it; neither name nor password is in it."""
    said = conninfo_to_dict(url)
    where = "|".join(str(said.get(key, "")) for key in ("host", "hostaddr", "port", "dbname", "user"))
    return sha256(where.encode()).hexdigest()[:16]
