"""Stands between a client and a PostgreSQL server, and fails as a network does: at the worst moment."""

import select
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal

from postgres_running import Server

_SOCKET = ".s.PGSQL.5432"
_MOST = 65_536
_REQUEST_FOR_TLS = bytes.fromhex("0000000804d2162f")
When = Literal["before", "after"]


class _Line:
    """One connection through the relay."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client = client
        self.server = server
        self.swallows = False
        """Whether the server's next answer is lost, and the line with it."""
        self.is_severed = False
        """Whether the client's side is gone and the server does not know."""

    def hang_up(self) -> None:
        for side in (self.client, self.server):
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)

    def sever(self) -> None:
        self.is_severed = True
        with suppress(OSError):
            self.client.shutdown(socket.SHUT_RDWR)


class Relay:
    """A socket in `folder`, behind which is that of `server`."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.lost: When | None = None
        """Whether the next COMMIT is lost before the server has it, or its answer is after."""
        self.is_shut = False
        """Whether nobody is let through any more."""
        self._behind = str(server.folder / _SOCKET)
        self._lines: list[_Line] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _SOCKET))
        self._listener.listen()
        self._run(self._listen)

    def open(self) -> None:
        """Let everybody through again."""
        self.is_shut = False

    def sever(self) -> None:
        """Let every client lose its connection while the server keeps its end of it."""
        for line in self._lines:
            line.sever()

    def close(self) -> None:
        """End every connection and stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for line in self._lines:
            line.hang_up()
        for thread in self._threads:
            thread.join()
        self._listener.close()
        for line in self._lines:
            line.client.close()
            line.server.close()

    def _run(self, what: object, *given: object) -> None:
        assert callable(what)
        thread = threading.Thread(target=what, args=given)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.is_shut:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                line = _Line(client, server)
                self._lines.append(line)
                with suppress(OSError):
                    server.connect(self._behind)
                self._run(self._up, line)
                self._run(self._down, line)

    def _up(self, line: _Line) -> None:
        with suppress(OSError):
            while sent := line.client.recv(_MOST):
                if self.lost and b"COMMIT" in sent:
                    when, self.lost = self.lost, None
                    if when == "before":
                        break
                    line.swallows = True
                line.server.sendall(sent)
        if not line.is_severed:
            line.hang_up()

    def _down(self, line: _Line) -> None:
        with suppress(OSError):
            while answered := line.server.recv(_MOST):
                if line.swallows:
                    break
                if not line.is_severed:
                    line.client.sendall(answered)
        line.hang_up()


class TlsRelay:
    """A port of this machine behind which is `server`, and that speaks TLS for it."""

    def __init__(self, server: Server, context: ssl.SSLContext) -> None:
        self._context = context
        self._behind = str(server.folder / _SOCKET)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.encrypted = 0
        """How many connections were encrypted."""
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                with client, suppress(OSError):
                    self._relay(client)

    def _relay(self, client: socket.socket) -> None:
        if client.recv(len(_REQUEST_FOR_TLS)) != _REQUEST_FOR_TLS:
            return
        client.sendall(b"S")
        with self._context.wrap_socket(client, server_side=True) as wrapped, socket.socket(socket.AF_UNIX) as server:
            self.encrypted += 1
            server.connect(self._behind)
            while True:
                for side in select.select([wrapped, server], [], [])[0]:
                    sent = side.recv(_MOST)
                    if not sent:
                        return
                    (server if side is wrapped else wrapped).sendall(sent)
