"""Where the server listens, and under which names it may be asked."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from trainer.errors import UsageError
from trainer.text import clean_line

_USUAL_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asked for."""

    host: str
    port: int
    cert: Path | None = None
    key: Path | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A socket that listens, and the names that browsers reach it by."""

    listening: socket.socket
    tls: ssl.SSLContext | None
    origin: str
    """What links begin with."""
    hosts: frozenset[str]
    """What a request may name as its host."""
    proxy_origin: str | None = None
    """The only origin, where a proxy stands in front."""

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by TLS."""
        return self.origin.startswith("https:")

    def allows_host(self, host: str) -> bool:
        """Return whether a request may name `host`: a name rebound to this address is none of ours."""
        return host.lower() in self.hosts

    def allows_origin(self, origin: str, host: str) -> bool:
        """Return whether a page of `origin` may ask under `host`."""
        if self.proxy_origin is not None:
            return origin == self.proxy_origin
        return origin.lower() == f"{urlsplit(self.origin).scheme}://{host.lower()}"


def listen(asked: Asked) -> Address:
    """Open the socket that was asked for.

    Raises:
        UsageError: when it cannot be opened, or when what is typed could be read or changed on the way to it.
    """
    if (asked.cert is None) != (asked.key is None):
        raise UsageError("--cert and --key go together: the certificate, and the key that it was made for.")
    proxy_origin = None if asked.proxy is None else _origin_of(asked.proxy)
    family, address = _resolved(asked.host)
    if not address.is_loopback and asked.cert is None and proxy_origin is None:
        raise UsageError(
            f"On {clean_line(asked.host)} others on the network could read along. Give --cert FILE --key FILE, or "
            "--behind-proxy https://… where a proxy in front does TLS; or leave --host out to serve this machine alone."
        )
    if address.is_unspecified and proxy_origin is None:
        raise UsageError("Give the one name or address that others will type, such as --host trainer.ward.example.")
    tls = None if asked.cert is None or asked.key is None else _tls(asked.cert, asked.key)
    listening = _bound(family, str(address), asked.port)
    port = int(listening.getsockname()[1])
    scheme = "http" if tls is None else "https"
    names = ["127.0.0.1", "localhost", "[::1]"] if address.is_loopback else []
    names = [_bracketed(asked.host), _bracketed(str(address)), *names]
    hosts = {_with_port(name.lower(), port, scheme) for name in names}
    if proxy_origin is not None:
        hosts.add(urlsplit(proxy_origin).netloc)
    return Address(
        listening=listening,
        tls=tls,
        origin=proxy_origin or f"{scheme}://{_with_port(_bracketed(asked.host), port, scheme)}",
        hosts=frozenset(hosts),
        proxy_origin=proxy_origin,
    )


def _origin_of(proxy: str) -> str:
    """Return the origin that a proxy's address names."""
    try:
        parts = urlsplit(proxy.lower())
        name, port = parts.hostname, parts.port
    except ValueError:
        name, port, parts = None, None, urlsplit("")
    if parts.scheme != "https" or not name or parts.path not in {"", "/"} or parts.query or parts.username:
        raise UsageError(f"--behind-proxy wants https://NAME, or https://NAME:PORT; not “{clean_line(proxy)}”.")
    return f"https://{_with_port(_bracketed(name), port or 443, 'https')}"


def _resolved(host: str) -> tuple[socket.AddressFamily, ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        family, *_, address = found[0]
        return family, ipaddress.ip_address(str(address[0]).partition("%")[0])
    except (OSError, UnicodeError, ValueError) as error:
        raise UsageError(f"There is no address “{clean_line(host)}” on this machine.") from error


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    try:
        return socket.create_server((address, port), family=family, backlog=64)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else "no such port"
        raise UsageError(f"Port {port} of {address} cannot be used ({why}). Choose another with --port.") from error


def _tls(cert: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(cert, key, password="")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The certificate {clean_line(str(cert))} and the key {clean_line(str(key))} cannot be used together: "
            "both have to be PEM files, and the key without a password."
        ) from error
    return context


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _with_port(name: str, port: int, scheme: str) -> str:
    return name if port == _USUAL_PORTS[scheme] else f"{name}:{port}"
