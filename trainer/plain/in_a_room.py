"""`trainer host` and `trainer join` line by line: who listens, who connects, and how it is all let go of in the end."""

import asyncio
import json
import signal
import ssl
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import TextIO

from trainer.errors import StoreError, UsageError
from trainer.plain.meeting import PlainMeeting
from trainer.plain.meeting_words import JsonMeeting, MeetingPresenter, TextMeeting
from trainer.room.address import Address
from trainer.room.agreed import agreed_in
from trainer.room.connect import Connection
from trainer.room.guest import Guest
from trainer.room.kept import RoomKept, kept_rooms, new_file, rooms_folder
from trainer.room.listen import Listener
from trainer.room.messages import Side
from trainer.scenario.model import Scenario
from trainer.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """What a room is opened with."""

    store: str | None
    open: Callable[[], Store]
    """Opens the store, for who is signed in where several share it."""
    scenario: Scenario | None
    """None to hold the rooms that wait."""
    name: str
    side: Side
    address: Address
    context: ssl.SSLContext | None
    fingerprint: str
    agreement: str


class Lines:
    """What a person types and reads."""

    def __init__(self, answers: TextIO, out: TextIO, talk: TextIO, *, program: str, as_json: bool) -> None:
        self.answers = answers
        self._out = out
        self._talk = talk
        self._program = program
        self.as_json = as_json

    def presenter(self, invitation: str = "") -> MeetingPresenter:
        """Return how a room is written."""
        return JsonMeeting(self._out) if self.as_json else TextMeeting(self._out, self._program, invitation)

    def tell(self, sentence: str) -> None:
        """Say something that is no part of the room."""
        self._talk.write(f"{sentence}\n")
        self._talk.flush()

    def listening(self, place: str, fingerprint: str) -> None:
        """Say, for programs, where the host listens."""
        if self.as_json:
            self._out.write(f"{json.dumps({'kind': 'listening', 'at': place, 'fingerprint': fingerprint})}\n")
            self._out.flush()


async def host_plainly(hosting: Hosting, lines: Lines) -> None:
    """Open a room, or hold those that wait, and be in it as its host.

    Raises:
        TrainerError: when that cannot be done.
    """
    async with Listener(
        hosting.open,
        hosting.address,
        context=hosting.context,
        agreed=agreed_in,
        is_new=hosting.scenario is not None,
    ) as listener:
        listener.on_trouble = lines.tell
        place = str(Address(hosting.address.host, listener.port))
        lines.listening(place, hosting.fingerprint)
        if hosting.address.port not in (0, listener.port):
            lines.tell(f"Another room has the usual port of this machine. This one is at {place}: others need --at.")
        guest = await _own_guest(hosting, listener, place)
        if guest is None:
            if _opened_one(hosting.store):
                lines.tell("The room that you opened is held by another host now. To be in it: trainer join --plain")
            await _stand_by(listener, lines)
            return
        told = f" --fingerprint {hosting.fingerprint}" if hosting.fingerprint else ""
        presenter = lines.presenter(f" --at {place}{told} --name NAME --plain")
        await _be_in(guest, listener.sit_here(guest), lines, presenter)


async def join_plainly(guest: Guest, lines: Lines) -> None:
    """Be in somebody's room.

    Raises:
        TrainerError: when its host is not who they were told to be.
    """
    await _be_in(guest, Connection(guest).run(), lines, lines.presenter())


def newcomer(store: str | None, kept: RoomKept, code: str) -> Guest:
    """Return somebody who comes to a room for the first time."""
    return Guest(kept, new_file(rooms_folder(store)), code=code)


def returning(store: str | None, name: str, where: tuple[str, ...]) -> Guest:
    """Return who was in a room last, under `name` if that is given.

    Raises:
        UsageError: when there is no room to go back to.
    """
    for file in kept_rooms(rooms_folder(store)):
        kept = file.read()
        if kept is not None and kept.token and not kept.is_over and name in ("", kept.name):
            kept.at = where or kept.at
            return Guest(kept, file)
    raise UsageError("There is no room to go back to. To join one: trainer join CODE --name NAME --plain")


def run(work: Coroutine[None, None, None]) -> None:
    """Run `work` until it is done, or until the program is asked to stop; then everything is let go of in order."""
    asked: list[int] = []

    async def until_asked() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            asked.append(number)
            task.cancel()

        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, stop, number)
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_asked())
    if asked:
        sys.exit(128 + asked[0])


async def _own_guest(hosting: Hosting, listener: Listener, place: str) -> Guest | None:
    """Return the host's own end of a room that is opened, or of the one that they opened before."""
    scenario = hosting.scenario
    if scenario is not None:
        opened = await listener.run(lambda h: h.open_room(scenario, hosting.name, hosting.side, hosting.agreement))
        kept = RoomKept(
            at=(place,), name=hosting.name, side=hosting.side, token=opened.token, room=opened.room, is_host=True
        )
        return Guest(kept, new_file(rooms_folder(hosting.store)))
    held = await listener.run(lambda h: h.take_over())
    for file in kept_rooms(rooms_folder(hosting.store)):
        mine = file.read()
        if mine is not None and mine.is_host and not mine.table and mine.room in held:
            return Guest(mine, file)
    return None


def _opened_one(store: str | None) -> bool:
    """Return whether this person opened a room that they have not closed."""
    rooms = (file.read() for file in kept_rooms(rooms_folder(store)))
    return any(kept is not None and kept.is_host and not kept.table and not kept.is_over for kept in rooms)


async def _stand_by(listener: Listener, lines: Lines) -> None:
    """Hold whatever rooms of the store nobody holds, for those in them to come back to."""
    lines.tell("Holding the rooms of this store that nobody else holds. Control and C ends this.")
    while True:
        try:
            await listener.run(lambda h: h.take_over())
        except StoreError as error:
            lines.tell(str(error))
        await asyncio.sleep(1)


async def _be_in(
    guest: Guest, connected: Coroutine[None, None, None], lines: Lines, presenter: MeetingPresenter
) -> None:
    """Be in a room until the person goes, or cannot stay."""
    connection = asyncio.ensure_future(connected)
    meeting = asyncio.ensure_future(PlainMeeting(guest, lines.answers, presenter).run())
    try:
        await asyncio.wait({connection, meeting}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            connection.result()
        await meeting
    finally:
        for task in (connection, meeting):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
