"""Rooms of two persons over the network, beside a bare websocket that sends back what it gets, at the same load.

Ours is one host, a process of its own with a store on a real disk: every reply goes to it, is decided, kept and
flushed there, and comes to the other person's screen as what that seat sees. Theirs is the `websockets` server with
nothing behind it, in a process of its own, that passes each text on to the other of two connections. Both are asked by
the same kind of process with the same times between replies, one after the other: what is left in the ratio is what
keeping and deciding cost. A person replies every four seconds or so in each room, and the rooms do not keep in step.

The aims are absolute, since that is what a person waits: the other hears a reply within a quarter of a second, 95 times
in a hundred. That is written as theirs being 250 ms.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from secrets import token_hex
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.measure import Row, percentile

AIM_MILLISECONDS: Final = 250.0
_ROOMS: Final = (1, 50, 100)
_SECONDS: Final = 20.0
_BETWEEN: Final = 4.0
"""How many seconds there are between two replies in a room, on average."""
_STORY: Final = json.dumps(
    {
        "format": 1,
        "id": "talk",
        "title": "A talk",
        "minutes": 10,
        "about": "Nobody wrote this.",
        "cast": {
            "staff": {"name": "Ada", "is": "nurse", "side": "staff", "seat": True},
            "patient": {"name": "Bo", "is": "patient", "side": "patients", "seat": True},
        },
        "start": "room/ask",
        "scenes": {
            "room": {
                "title": "The room",
                "present": ["staff", "patient"],
                "beats": {
                    "ask": {
                        "turn": "staff",
                        "options": [
                            {"id": "on", "say": "How is it for you, today?", "to": "answer"},
                            {"id": "out", "say": "Let us stop here.", "to": "end/over"},
                        ],
                    },
                    "answer": {
                        "turn": "patient",
                        "options": [
                            {"id": "on", "say": "Better than it was yesterday.", "to": "ask"},
                            {"id": "out", "say": "I would rather go.", "to": "end/over"},
                        ],
                    },
                },
            }
        },
        "ends": {"over": {"title": "Over", "text": "It is over."}},
    }
)


class _Load(NamedTuple):
    """What one server was put to."""

    waits: tuple[float, ...]
    """From each reply's sending to the other person's hearing it, in seconds."""
    cpu: float
    """The share of one processor that the server used."""
    memory: float
    """What the server held at the end, in MiB."""


def rows() -> Iterator[Row]:
    """Yield how long a reply takes to the other screen, and what the host uses for it."""
    ours = {rooms: _loaded("host", rooms) for rooms in _ROOMS}
    theirs = {rooms: _loaded("echo", rooms) for rooms in (_ROOMS[0], _ROOMS[-1])}
    for rooms, bare in theirs.items():
        called = f"{rooms} room{'s' * (rooms > 1)}"
        for share in (0.5, 0.95, 1.0):
            first, second = (percentile(load.waits, share) for load in (ours[rooms], bare))
            name = "the longest" if share == 1.0 else f"p{100 * share:.0f}"
            yield Row(f"reply to screen, {called}, {name}", 1e3 * first, 1e3 * second, "ms")
        waited = 1e3 * percentile(ours[rooms].waits, 0.95)
        yield Row(f"reply to screen, {called}, p95 beside a quarter of a second", waited, AIM_MILLISECONDS, "ms", 1.0)
        yield Row(f"processor, {called}", 100 * ours[rooms].cpu, 100 * bare.cpu, "%")
    few, some, many = (ours[rooms].memory for rooms in _ROOMS)
    yield Row("host's memory, 100 rooms beside 1", many, few, "MiB")
    first, second = (many - some) / (_ROOMS[2] - _ROOMS[1]), (some - few) / (_ROOMS[1] - _ROOMS[0])
    yield Row("memory a room, the second 50 beside the first", 1024 * first, 1024 * second, "KiB")


def _loaded(kind: str, rooms: int) -> _Load:
    """Start a server of `kind` and a process that puts the load of `rooms` on it, and return what came of it."""
    with TemporaryDirectory(dir=Path(__file__).parent) as folder, _process("serve", kind, folder, str(rooms)) as server:
        told = json.loads(_line_of(server))
        with _process("ask", kind, json.dumps(told), str(rooms)) as asking:
            _line_of(asking)
            begun, used = perf_counter(), _cpu_seconds(server.pid)
            waits = json.loads(_line_of(asking))
            cpu = (_cpu_seconds(server.pid) - used) / (perf_counter() - begun)
            return _Load(tuple(waits), cpu, _memory(server.pid))


@contextmanager
def _process(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run this module as a process of its own, for as long as it is needed."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.rooms", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env=dict(os.environ),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise AssertionError(f"{process.args} ended before it was done")
    return line


def _cpu_seconds(pid: int) -> float:
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9


def _memory(pid: int) -> float:
    (held,) = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(held) / 1024


def _tell(what: object) -> None:
    print(json.dumps(what), flush=True)


# The servers.


async def _serve_host(folder: str, rooms: int) -> None:
    from trainer.room.address import Address  # noqa: PLC0415  the bare server has none of it
    from trainer.room.listen import Listener  # noqa: PLC0415
    from trainer.scenario.load import parse  # noqa: PLC0415
    from trainer.store.sqlite import SqliteStore  # noqa: PLC0415

    story = parse(_STORY)
    async with Listener(lambda: SqliteStore(Path(folder, "store.db")), Address("127.0.0.1", 0)) as listener:
        opened = [await listener.run(lambda host: host.open_room(story, "Ada", "staff")) for _ in range(rooms)]
        codes = [await listener.run(lambda host, room=each.room: host.code(room)) for each in opened]  # type: ignore[misc]
        _tell({"port": listener.port, "rooms": [[each.token, code] for each, code in zip(opened, codes, strict=True)]})
        await asyncio.Event().wait()


async def _serve_echo() -> None:
    waiting: dict[str, ServerConnection] = {}
    others: dict[ServerConnection, ServerConnection] = {}

    async def pass_on(connection: ServerConnection) -> None:
        room = str(await connection.recv())
        if other := waiting.pop(room, None):
            others[connection], others[other] = other, connection
            for each in (connection, other):
                await each.send("both")
        else:
            waiting[room] = connection
        async for text in connection:
            await others[connection].send(text)

    async with serve(pass_on, "127.0.0.1", 0, compression=None) as server:
        _tell({"port": next(iter(server.sockets)).getsockname()[1], "rooms": []})
        await asyncio.Event().wait()


# Who asks.


@dataclass
class _Person:
    """One person of a room of ours, who acknowledges what they see."""

    connection: ClientConnection
    token: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    turn: int = 0
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self) -> None:
        """Take what comes, until the connection ends."""
        async for text in self.connection:
            message = json.loads(text)
            if message["kind"] == "seen_at":
                what = message["what"]
                if what["kind"] == "heard" and what["how"] == "said":
                    self.heard.set()
                if what["kind"] == "turn" and what["is_yours"]:
                    self.turn = message["seq"]
                ack = {"kind": "ack", "session": message["session"], "seq": message["seq"]}
                await self.connection.send(json.dumps(ack))
            elif message["kind"] == "room_state":
                self.state = message
            self.changed.set()

    async def want(self, **what: object) -> None:
        """Want something."""
        await self.connection.send(json.dumps({"kind": "do", "id": token_hex(16), "what": what}))

    async def until(self, **state: object) -> None:
        """Wait until the room stands so."""
        while not state.items() <= self.state.items():
            self.changed.clear()
            await self.changed.wait()


@asynccontextmanager
async def _room_of_ours(port: int, token: str, code: str) -> AsyncIterator[tuple[_Person, _Person]]:
    """Let two come in, sit down, and read."""
    async with _connected(port) as first, _connected(port) as second, asyncio.TaskGroup() as readers:
        ada, bo = _Person(first), _Person(second)
        tasks = [readers.create_task(each.read()) for each in (ada, bo)]
        await first.send(json.dumps({"kind": "hello", "v": 1, "token": token}))
        await second.send(json.dumps({"kind": "hello", "v": 1, "code": code, "name": "Bo", "side": "patients"}))
        while not (ada.state and ada.state["host"]["knocks"]):
            ada.changed.clear()
            await ada.changed.wait()
        await ada.want(do="let_in", member=ada.state["host"]["knocks"][0]["member"])
        for person, seat in ((bo, "patient"), (ada, "staff")):
            await person.until(may_choose=True)
            await person.want(do="take_seat", seat=seat)
            await person.until(your_seat=seat)
        for person in (bo, ada):
            await person.want(do="ready")
        for person in (bo, ada):
            await person.until(stage="briefing")
            await person.want(do="have_read")
        for person in (bo, ada):
            await person.until(stage="playing")
        yield ada, bo
        for task in tasks:
            task.cancel()


def _connected(port: int) -> connect:
    return connect(f"ws://127.0.0.1:{port}/", compression=None, proxy=None, open_timeout=60)


async def _talk_of_ours(persons: tuple[_Person, _Person], random: Random, end: float, waits: list[float]) -> None:
    speaker, hearer = persons
    await asyncio.sleep(random.uniform(0, _BETWEEN))
    while perf_counter() < end:
        while not speaker.turn:
            speaker.changed.clear()
            await speaker.changed.wait()
        hearer.heard.clear()
        begun = perf_counter()
        turn, speaker.turn = speaker.turn, 0
        await speaker.want(do="say", option="on", turn=turn)
        await hearer.heard.wait()
        waits.append(perf_counter() - begun)
        speaker, hearer = hearer, speaker
        await asyncio.sleep(random.uniform(0.5 * _BETWEEN, 1.5 * _BETWEEN))


async def _talk_of_theirs(sides: Sequence[ClientConnection], random: Random, end: float, waits: list[float]) -> None:
    speaker, hearer = sides
    await asyncio.sleep(random.uniform(0, _BETWEEN))
    while perf_counter() < end:
        begun = perf_counter()
        await speaker.send("How is it for you, today?")
        await hearer.recv()
        waits.append(perf_counter() - begun)
        speaker, hearer = hearer, speaker
        await asyncio.sleep(random.uniform(0.5 * _BETWEEN, 1.5 * _BETWEEN))


async def _ask(kind: str, told: dict[str, Any], rooms: int) -> None:
    """Fill the rooms, say that they are full, let all talk for a while, and tell how long each reply took."""
    random = Random(1)
    waits: list[float] = []
    async with AsyncExitStack() as opened:
        ours = [await opened.enter_async_context(_room_of_ours(told["port"], *room)) for room in told["rooms"]]
        theirs = []
        for room in range(rooms if kind == "echo" else 0):
            sides = [await opened.enter_async_context(_connected(told["port"])) for _ in range(2)]
            for side in sides:
                await side.send(str(room))
            for side in sides:
                await side.recv()
            theirs.append(sides)
        _tell("full")
        end = perf_counter() + _SECONDS
        async with asyncio.timeout(3 * _SECONDS), asyncio.TaskGroup() as talks:
            for persons in ours:
                talks.create_task(_talk_of_ours(persons, Random(random.random()), end, waits))
            for each in theirs:
                talks.create_task(_talk_of_theirs(each, Random(random.random()), end, waits))
        _tell(waits)


def _main(part: str, kind: str, given: str, rooms: str) -> None:
    if part == "ask":
        asyncio.run(_ask(kind, json.loads(given), int(rooms)))
    elif kind == "host":
        asyncio.run(_serve_host(given, int(rooms)))
    else:
        asyncio.run(_serve_echo())


if __name__ == "__main__":
    _main(*sys.argv[1:])
