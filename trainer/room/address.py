"""Where a host is: `HOST:PORT`, and whether that is this machine."""

import ipaddress
from typing import Final, NamedTuple

from trainer.errors import UsageError

DEFAULT_PORT: Final = 8421
HERE: Final = "127.0.0.1"
_HIGHEST_PORT: Final = 65535


class Address(NamedTuple):
    """A host and a port."""

    host: str
    port: int

    @property
    def is_here(self) -> bool:
        """Whether it can be reached from this machine alone."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def address_of(typed: str) -> Address:
    """Return the address that `typed` means; the port may be left out.

    Raises:
        UsageError: when it is none.
    """
    host, port = typed.strip(), str(DEFAULT_PORT)
    if host.startswith("[") and "]" in host:
        host, _, rest = host[1:].partition("]")
        port = rest.removeprefix(":") or port
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
    if not host or not port.isascii() or not port.isdecimal() or int(port) > _HIGHEST_PORT or " " in host:
        raise UsageError(f"“{typed}” is no address. It is written HOST:PORT, for instance {HERE}:{DEFAULT_PORT}.")
    return Address(host, int(port))
