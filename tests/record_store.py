"""A strict record store for tests, on loopback: it keeps each statement once, and fails where it is told to."""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD = "kari", "pass:word æ"

Fault = Callable[["Handler"], bool]
"""What happens to a request instead of an answer; False lets it through."""


class Records(ThreadingHTTPServer):
    """The store: what it keeps, and what befalls requests to it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: dict[str, dict[str, Any]] = {}
        self.hidden: set[str] = set()
        """What was withdrawn, and is not shown."""
        self.posts = 0
        self.gets = 0
        self.faults: list[Fault] = []
        """What befalls the next posts, one each."""
        self.lost: Callable[[int], bool] = lambda _number: False
        """Whether the answer to a post, by its number, is lost after it was kept."""
        self.largest = 1000
        self.is_write_only = False
        """Whether nobody may read."""
        self.is_lax = False
        """Whether the same again is answered with 204, and not with 409 like other content."""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}/xapi"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Records

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, status: int, body: object = None, **headers: str) -> None:
        """Answer with `status`."""
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Experience-API-Version", "1.0.3")
        self.end_headers()
        self.wfile.write(content)

    def is_let_in(self) -> bool:
        """Answer whoever has no right to ask."""
        both = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {both}":
            self.answer(401)
        elif self.headers["X-Experience-API-Version"] != "1.0.3":
            self.answer(400, "version")
        elif urlsplit(self.path).path != "/xapi/statements":
            self.answer(404)
        else:
            return True
        return False

    def do_GET(self) -> None:
        """Return one statement."""
        self.server.gets += 1
        if self.server.is_write_only:
            self.answer(403)
        if self.server.is_write_only or not self.is_let_in():
            return
        id = parse_qs(urlsplit(self.path).query).get("statementId", [""])[0]
        if id in self.server.kept and id not in self.server.hidden:
            # As stores do: with keys of its own, times written otherwise, and what is usual left out.
            kept = dict(self.server.kept[id])
            kept["timestamp"] = kept["timestamp"].replace("Z", "+00:00")
            kept["actor"] = {"account": kept["actor"]["account"]}
            self.answer(200, kept | {"stored": "2026-01-01T00:00:00Z", "version": "1.0.0", "authority": {}})
        else:
            self.answer(404)

    def do_POST(self) -> None:
        """Keep a batch, whole or not at all."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts += 1
        number = self.server.posts
        if self.server.faults and self.server.faults.pop(0)(self):
            return
        if not self.is_let_in():
            return
        batch = json.loads(body)
        if len(batch) > self.server.largest:
            self.answer(413)
            return
        kept = self.server.kept
        known = [each for each in batch if each["id"] in kept]
        if known and not (self.server.is_lax and all(each == kept[each["id"]] for each in known)):
            self.answer(409)
            return
        kept |= {each["id"]: each for each in batch}
        if self.server.lost(number):
            self.close_connection = True
            self.connection.close()
        elif len(known) == len(batch):
            self.answer(204)
        else:
            self.answer(200, [each["id"] for each in batch])


def closes(handler: Handler) -> bool:
    """Break the connection before anything is kept."""
    handler.close_connection = True
    handler.connection.close()
    return True


def answers(status: int, **headers: str) -> Fault:
    """Return a fault that answers with `status`."""

    def fault(handler: Handler) -> bool:
        handler.answer(status, "not now", **headers)
        return True

    return fault


@contextmanager
def running() -> Iterator[Records]:
    """Run a store for a while."""
    with Records() as records:
        thread = threading.Thread(target=records.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield records
        finally:
            records.shutdown()
            thread.join()
