"""Learning records sent to a record store over HTTP: in batches, each again after a fault, none twice.

That nothing is there twice rests on the ids of the statements alone. What was acknowledged is noted in a file only so
that a run after a fault does not begin anew.
"""

import base64
import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from trainer.errors import TrainerError, UsageError
from trainer.export.xapi import Json, Statement
from trainer.text import clean_line

BATCH: Final = 50
_VERSION: Final = "1.0.3"
_TRIES: Final = 5
_LONGEST_WAIT: Final = 60.0
_TIMEOUT: Final = 30.0
_LONGEST_ANSWER: Final = 4_000_000
_LONGEST_REASON: Final = 200
_ID_LENGTH: Final = 36
_ABOUT_A_TIME: Final = ("timestamp",)
_NOT_COMPARED: Final = frozenset({"definition", "display"})
"""What a store may put together from several statements, so that it says nothing on one of them."""
_AGAIN: Final = "What is there stays there. To go on, give the same command again: nothing is sent twice."

_OK: Final = range(200, 300)
_REDIRECTS: Final = range(300, 400)
_BUSY: Final = frozenset({408, 425, 429})


class SendingStopped(TrainerError):  # noqa: N818  it says what happened
    """Not all could be sent; what was sent is there."""


class NotLetIn(SendingStopped):
    """The name and password may not do this."""


class Sent(NamedTuple):
    """What came of it."""

    new: int
    there: int
    """How many the store had already."""
    others: tuple[str, ...]
    """The ids under which the store has something else, which stays as it is."""


class _Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a password goes to the address that was given, and to no other."""

    def redirect_request(self, *_: object) -> None:
        """Leave the answer as it is."""


def endpoint_of(url: str) -> str:
    """Return the address that statements are posted to, for the address of a record store.

    Raises:
        UsageError: when it is no address, has a password in it, or would go over the network unlocked.
    """
    told = clean_line(url)
    try:
        parts = urlsplit(told)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"“{told}” is no address. One looks like https://records.example/xapi") from error
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise UsageError("Leave name and password out of the address, where others can read them: use --user.")
    if parts.query or parts.fragment:
        raise UsageError("Give the address of the store alone, without ? or #: https://records.example/xapi")
    if parts.scheme not in ("http", "https") or not host or told != url.strip() or " " in told or not told.isascii():
        raise UsageError(f"“{told}” is no address. One looks like https://records.example/xapi")
    if parts.scheme == "http" and not _is_here(host):
        raise UsageError("Beyond this machine records are sent over https alone, so that nobody reads along.")
    base = told.rstrip("/")
    return base if base.endswith("/statements") else f"{base}/statements"


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


@dataclass(kw_only=True)
class RecordStore:
    """A record store at an address."""

    endpoint: str
    user: str = ""
    password: str = field(default="", repr=False)
    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        """Make what opens connections: by itself it finds the proxy for others, and none for this machine.

        Raises:
            UsageError: when the name cannot be sent.
        """
        if ":" in self.user or not self.user.isprintable():
            raise UsageError("A name for a record store has no colon and nothing unseen in it.")
        handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
        if _is_here(urlsplit(self.endpoint).hostname or ""):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def post(self, statements: Sequence[Statement]) -> _Answer:
        """Send `statements`, again where it could not be answered."""
        return self._asked(self.endpoint, json.dumps(list(statements), ensure_ascii=False).encode())

    def get(self, id: str) -> Statement | None:
        """Return the statement that the store has under `id`, or None where it shows none."""
        for key in ("statementId", "voidedStatementId"):
            answer = self._asked(f"{self.endpoint}?{urlencode({key: id})}", None)
            if answer.status in _OK:
                with suppress(ValueError):
                    found = json.loads(answer.body)
                    if isinstance(found, dict) and str(found.get("id", "")).lower() == id:
                        return found
            elif answer.status != http.HTTPStatus.NOT_FOUND:
                raise self.refused(answer)
        return None

    def _asked(self, url: str, body: bytes | None) -> _Answer:
        """Return the answer to a request that may be made several times over.

        Raises:
            SendingStopped: when there was none, or none that the store stands by.
        """
        reason = ""
        for attempt in range(_TRIES):
            wait = float(2**attempt)
            try:
                answer = self._answer(url, body)
            except (OSError, http.client.HTTPException) as error:
                cause = error.reason if isinstance(error, urllib.error.URLError) else error
                said = (cause.strerror if isinstance(cause, OSError) else "") or str(cause) or type(cause).__name__
                reason = f"there was no connection, or it broke: {_short(said)}"
            else:
                if answer.status not in _BUSY and answer.status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                    return answer
                reason = f"it answered {answer.status}"
                wait = max(wait, self._asked_to_wait(answer.headers))
            if attempt + 1 == _TRIES:
                break
            if wait > _LONGEST_WAIT:
                reason = f"it asks to wait for {wait:.0f} seconds"
                break
            self.sleep(wait)
        raise SendingStopped(f"The record store could not be reached, or was busy: {reason}. {_AGAIN}")

    def _answer(self, url: str, body: bytes | None) -> _Answer:
        headers = {"X-Experience-API-Version": _VERSION, "Accept": "application/json", "User-Agent": "dialogue-trainer"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.user:
            both = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
            headers["Authorization"] = f"Basic {both}"
        request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310  the address was looked at
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as response:
                return _Answer(response.status, response.headers, response.read(_LONGEST_ANSWER))
        except urllib.error.HTTPError as error:
            with error:
                return _Answer(error.code, error.headers, error.read(_LONGEST_ANSWER))

    def _asked_to_wait(self, headers: Message) -> float:
        """Return for how many seconds the store asks to wait."""
        said = (headers.get("Retry-After") or "").strip()
        if said.isascii() and said.isdecimal():
            return float(said[:9])
        with suppress(ValueError, TypeError):
            until = parsedate_to_datetime(said)
            return max(0.0, (until - self.now()).total_seconds())
        return 0.0

    def refused(self, answer: _Answer) -> SendingStopped:
        """Return what to say of an answer that nothing can be done about."""
        status = answer.status
        if status in _REDIRECTS:
            place = urlsplit(answer.headers.get("Location") or "")
            where = f" It names {clean_line(place.hostname or '')}." if place.hostname else ""
            return SendingStopped(
                f"The record store is not at this address any more, and no password is sent elsewhere unasked.{where} "
                "Give its new address with --to."
            )
        if status in (http.HTTPStatus.UNAUTHORIZED, http.HTTPStatus.FORBIDDEN):
            return NotLetIn(
                f"The record store does not let this name and password in (it answered {status}). "
                "Look at --user and the password, and give the command again."
            )
        if status in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.METHOD_NOT_ALLOWED):
            return SendingStopped(
                f"There is no record store at this address (it answered {status}). Its address ends like /xapi or "
                "/xAPI; /statements is added to it."
            )
        said = _short(answer.body.decode("utf-8", errors="replace"))
        return SendingStopped(f"The record store did not take the records (it answered {status}): {said} {_AGAIN}")


class Progress:
    """Which statements a store has acknowledged, in a file that is there only until all are sent."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with suppress(OSError, ValueError):
            self._ids = [id for id in path.read_text(encoding="ascii").split() if len(id) == _ID_LENGTH]
            return
        self._ids = []

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the statements, in the order of sending."""
        return tuple(self._ids)

    def note(self, ids: Iterable[str]) -> None:
        """Add `ids`; where that cannot be written, a run after a fault begins earlier, and that is all."""
        added = list(ids)
        self._ids += added
        with suppress(OSError):
            # A last line that was cut off holds no whole id, and is taken for none.
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with open(descriptor, "a", encoding="ascii") as file:  # noqa: PTH123  it is open already
                file.write("\n" + "\n".join(added) + "\n")

    def clear(self) -> None:
        """Forget all."""
        self._ids = []
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def progress_file(folder: Path, endpoint: str, user: str) -> Path:
    """Return where in `folder` it is noted what the store at `endpoint` has acknowledged."""
    return folder / f"sent-{sha256(f'{endpoint} {user}'.encode()).hexdigest()[:16]}.txt"


def send(
    store: RecordStore,
    statements: Sequence[Statement],
    progress: Progress,
    tell: Callable[[int, int], object] = lambda _done, _all: None,
) -> Sent:
    """Send those of `statements` that were not acknowledged before; `tell` is told how many are done, of how many.

    Raises:
        SendingStopped: when not all could be sent; a later call goes on.
    """
    if progress.ids and not _has(store, progress.ids[-1]):
        # The store was emptied meanwhile, or is another one at the same address, or shows nothing.
        progress.clear()
    known = set(progress.ids)
    waiting = [each for each in statements if each["id"] not in known]
    done = there = len(statements) - len(waiting)
    new = 0
    others: list[str] = []
    tell(done, len(statements))
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        came = _sent(store, batch)
        new, there = new + came.new, there + came.there
        others += came.others
        # What the store has under another content is looked at each time anew.
        progress.note(id for each in batch if (id := str(each["id"])) not in came.others)
        done += len(batch)
        tell(done, len(statements))
    progress.clear()
    return Sent(new, there, tuple(others))


def _has(store: RecordStore, id: str) -> bool:
    """Return whether `store` shows what is under `id`; there are names that may write and not read."""
    try:
        return store.get(id) is not None
    except NotLetIn:
        return False


def _sent(store: RecordStore, batch: Sequence[Statement]) -> Sent:
    answer = store.post(batch)
    if answer.status == http.HTTPStatus.NO_CONTENT:
        return Sent(0, len(batch), ())
    if answer.status in _OK:
        return Sent(len(batch), 0, ())
    if answer.status == http.HTTPStatus.CONFLICT:
        return _sorted_out(store, batch)
    if answer.status == http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE and len(batch) > 1:
        return _halves(store, batch)
    raise store.refused(answer)


def _halves(store: RecordStore, batch: Sequence[Statement]) -> Sent:
    middle = len(batch) // 2
    first, second = _sent(store, batch[:middle]), _sent(store, batch[middle:])
    return Sent(first.new + second.new, first.there + second.there, first.others + second.others)


def _sorted_out(store: RecordStore, batch: Sequence[Statement]) -> Sent:
    """Send of a batch what is not there; of what is there see whether it is the same."""
    there, others, missing = 0, [], []
    for each in batch:
        found = store.get(str(each["id"]))
        if found is None:
            missing.append(each)
        elif is_same(each, found):
            there += 1
        else:
            others.append(str(each["id"]))
    if not missing:
        return Sent(0, there, tuple(others))
    if len(batch) == 1:
        # It is there, and the store does not show it: that is somebody's decision.
        return Sent(0, there, (str(batch[0]["id"]),))
    rest = _sent(store, missing) if len(missing) < len(batch) else _halves(store, batch)
    return Sent(rest.new, rest.there + there, (*others, *rest.others))


def is_same(ours: Json, theirs: Json, name: str = "") -> bool:
    """Return whether a store's statement says what ours does; what it adds of its own does not count."""
    if name in _ABOUT_A_TIME and isinstance(ours, str) and isinstance(theirs, str):
        with suppress(ValueError):
            apart = datetime.fromisoformat(ours) - datetime.fromisoformat(theirs)
            return abs(apart) < timedelta(milliseconds=1)
        return False
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(
            key in _NOT_COMPARED
            or (key in theirs and is_same(value, theirs[key], key))
            or _is_usual(key, value, theirs)
            for key, value in ours.items()
        )
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(is_same, ours, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, str) and isinstance(theirs, str) and name in ("id", "registration"):
        return ours.lower() == theirs.lower()
    return ours == theirs


def _is_usual(key: str, value: Json, theirs: dict[str, Json]) -> bool:
    """Return whether `key` may be left out, since it says what is so without it."""
    return key == "objectType" and key not in theirs and value in ("Activity", "Agent")


def _short(said: str) -> str:
    line = clean_line(said)
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
