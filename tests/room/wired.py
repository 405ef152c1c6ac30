"""A host on loopback, the people at it, and raw connections that say whatever they like."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from typing import Any

from builders import option, scenario, turn
from net import Clock
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from trainer.engine.events import Event, ReplyMade
from trainer.engine.seen import Ended, Turn
from trainer.room.address import Address
from trainer.room.connect import Connection
from trainer.room.guest import Guest
from trainer.room.kept import RoomKept
from trainer.room.listen import Listener
from trainer.room.messages import PROTOCOL, Action, Done, HaveRead, LetIn, Ready, Side, Stage, TakeSeat, Watch
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.sqlite import SqliteStore

PATIENCE_SECONDS = 15
"""How long a test waits for what should come at once."""
TALK = scenario(
    {
        "ask": turn(option("on", "answer"), option("shut", "answer", if_=["not seen ask"]), option("out")),
        "answer": turn(option("on", "ask"), option("out"), seat="patient"),
    }
)
"""A talk that goes on for as long as both choose that."""


async def until(holds: Callable[[], object], what: str) -> None:
    """Wait until `holds` returns something true, or fail saying what never came."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE_SECONDS
    while not holds():
        assert loop.time() < end, f"still waiting for {what}"
        await asyncio.sleep(0.005)


@dataclass(eq=False)
class Person:
    """A guest whose connection comes back by itself."""

    guest: Guest
    task: asyncio.Task[None]

    @property
    def stage(self) -> Stage | None:
        """Where the room stands for them."""
        return self.guest.state.stage if self.guest.state else None

    @property
    def has_the_word(self) -> bool:
        """Whether they may say something now."""
        return self.guest.turn is not None and not self.guest.is_saying

    def presence(self, name: str) -> str:
        """Return how the connection of `name` is, as this person is told."""
        people = self.guest.state.people if self.guest.state else ()
        return next((there.presence for there in people if there.name == name), "not here")

    async def want(self, action: Action) -> Done:
        """Want something and return what became of it."""
        answers: list[Done] = []
        self.guest.do(action, answers.append)
        await until(lambda: answers, f"what becomes of {action}")
        return answers[0]

    async def say(self, chosen: str = "") -> Done:
        """Wait for one's turn, say `chosen`, or the first option, and return what became of it."""
        answers: list[Done] = []
        await until(lambda: self.has_the_word, "one's turn")
        assert isinstance(self.guest.turn, Turn)
        assert self.guest.say(chosen or self.guest.turn.options[0].id, answers.append)
        await until(lambda: answers, "that what was said is kept")
        return answers[0]

    async def leave_the_network(self) -> None:
        """Let go of the connection."""
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


class Raw:
    """A connection that says whatever it likes."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.heard: list[dict[str, Any]] = []

    async def send(self, message: str | bytes | dict[str, Any]) -> None:
        """Send `message` as it is; a dictionary as JSON."""
        await self.connection.send(json.dumps(message) if isinstance(message, dict) else message)

    async def hear(self, kind: str, **fields: object) -> dict[str, Any]:
        """Read until a message of `kind` with these `fields` comes, and return it."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                self.heard.append(json.loads(await self.connection.recv()))
                if fields.items() <= self.heard[-1].items() and self.heard[-1]["kind"] == kind:
                    return self.heard[-1]

    async def do(self, what: dict[str, Any], number: int = 0) -> str:
        """Want something, and return why it was not done, or nothing where it was."""
        number = number or len(self.heard) + 1
        await self.send({"kind": "do", "id": f"{number:032x}", "what": what})
        return str((await self.hear("done", id=f"{number:032x}"))["why"])

    async def refused(self) -> str:
        """Wait for a refusal, and for the end of the connection behind it; return the refusal's sentence."""
        refusal = await self.hear("refusal")
        assert refusal["v"] == PROTOCOL
        with suppress(ConnectionClosed):
            await asyncio.wait_for(self.connection.recv(), PATIENCE_SECONDS)
            raise AssertionError("something was said after the last word")
        return str(refusal["why"])


@dataclass
class Wired:
    """A room that people are in over the network."""

    listener: Listener
    clock: Clock
    path: Path
    people: list[Person] = field(default_factory=list)
    room: str = ""
    story: Scenario = TALK

    @property
    def at(self) -> str:
        """Where the host listens."""
        return f"127.0.0.1:{self.listener.port}"

    async def open(self, story: Scenario = TALK, side: Side = "staff") -> Person:
        """Open a room whose host is Anna, and be in it as her."""
        opened = await self.listener.run(lambda host: host.open_room(story, "Anna", side))
        self.room, self.story = opened.room, story
        anna = self.come(RoomKept(at=(self.at,), name="Anna", side=side, token=opened.token))
        await until(lambda: anna.guest.state, "the host's own welcome")
        return anna

    def come(self, kept: RoomKept, code: str = "") -> Person:
        """Let somebody connect, and come back whenever that is lost."""
        guest = Guest(kept, code=code)
        person = Person(guest, asyncio.create_task(Connection(guest).run()))
        self.people.append(person)
        return person

    async def code(self) -> str:
        """Return a code that works."""
        return await self.listener.run(lambda host: host.code(self.room) or host.make_code(self.room))

    async def let_in(self, name: str, side: Side) -> Person:
        """Let somebody new come, knock and be let in."""
        anna = self.people[0]
        person = self.come(RoomKept(at=(self.at,), name=name, side=side), await self.code())
        await self.open_the_door(anna)
        await until(lambda: person.guest.status == "connected" and person.guest.state, f"{name} to be in")
        return person

    async def open_the_door(self, anna: Person) -> None:
        """Let in whoever knocks next."""
        await until(lambda: anna.guest.state and anna.guest.state.host and anna.guest.state.host.knocks, "a knock")
        assert anna.guest.state is not None
        assert anna.guest.state.host is not None
        for knock in anna.guest.state.host.knocks:
            assert (await anna.want(LetIn(member=knock.member))).why == ""

    async def sit(self, anna: Person, mina: Person, *watching: Person) -> None:
        """Let both take their seats, others watch, and all read their briefing."""
        for person in watching:
            assert (await person.want(Watch())).why == ""
        for person, seat in ((mina, "patient"), (anna, "staff")):
            assert (await person.want(TakeSeat(seat=seat))).why == ""
        for person in (anna, mina):
            assert (await person.want(Ready(may_watch=True))).why == ""
        for person in (anna, mina):
            assert (await person.want(HaveRead())).why == ""
        await until(lambda: anna.stage == mina.stage == "playing", "the play")

    async def reply(self, chosen: str = "on") -> None:
        """Let whoever has the word say `chosen`, and both hear it."""
        players = self.people[:2]
        before = len(self.replies())
        await until(lambda: [each for each in players if each.has_the_word], "somebody's turn")
        speaker = next(each for each in players if each.has_the_word)
        assert (await speaker.say(chosen)).why == ""
        await until(lambda: self._all_have_seen(players), "both to hear it")
        assert len(self.replies()) == before + 1

    def _all_have_seen(self, players: list[Person]) -> bool:
        last = [person.guest.seen[-1] for person in players if person.guest.seen]
        return all(isinstance(what, Turn | Ended) for what in last) and (
            sum(isinstance(what, Turn) and what.is_yours for what in last) == 1
            or all(isinstance(what, Ended) for what in last)
        )

    def log(self) -> tuple[Event, ...]:
        """Return the log as the store has it."""
        return log_in(self.path)

    def replies(self) -> list[str]:
        """Return the options chosen so far."""
        return [event.option for event in self.log() if isinstance(event, ReplyMade)]

    @asynccontextmanager
    async def raw(self, **options: Any) -> AsyncIterator[Raw]:
        """Connect with nothing but a websocket."""
        options = {"compression": None, "close_timeout": 1, "proxy": None, "max_size": None} | options
        async with connect(f"ws://{self.at}/", **options) as connection:
            yield Raw(connection)

    async def all_leave(self) -> None:
        """Let go of every connection."""
        for person in self.people:
            await person.leave_the_network()


def log_in(path: Path) -> tuple[Event, ...]:
    """Return the log of the session in the store at `path` that was begun last, its chain verified; or nothing."""
    store = SqliteStore(path)
    try:
        sessions = sorted(store.sessions(), key=lambda summary: summary.when_begun)
        return Session.resume(store, sessions[-1].session).events if sessions else ()
    finally:
        store.close()


@asynccontextmanager
async def listening(
    path: Path, clock: Clock | None = None, *, at: str = "127.0.0.1", port: int = 0, context: SSLContext | None = None
) -> AsyncIterator[Wired]:
    """Listen on loopback, and see that nothing in the host's loop raises unseen."""
    unseen: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unseen.append(context))
    clock = clock or Clock()
    async with Listener(lambda: SqliteStore(path), Address(at, port), clock=clock, context=context) as listener:
        troubles: list[str] = []
        listener.on_trouble = troubles.append
        wired = Wired(listener, clock, path)
        try:
            yield wired
        finally:
            await wired.all_leave()
    assert unseen == []
    assert troubles == []


def hello(**fields: object) -> dict[str, Any]:
    """Return who comes, as it is sent."""
    return {"kind": "hello", "v": PROTOCOL} | fields
