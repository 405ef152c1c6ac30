"""The host: all rooms of one process, and who is connected to which; everything but the network itself.

It is told what came over which connection and when, and leaves in `out` what to send. So it can be tried with every
order of messages, and a test can stand in for the network.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from trainer.clock import Clock, steady_clock, wall_clock
from trainer.errors import StoreError, TrainerError
from trainer.play import Refused
from trainer.room.codes import (
    CODE_MILLISECONDS,
    Tries,
    as_typed,
    digest_of_token,
    is_same,
    new_code,
    new_token,
)
from trainer.room.doing import carry_out
from trainer.room.messages import (
    LARGEST_TO_HOST,
    LONGEST_NAME,
    PROTOCOL,
    RESEND_MILLISECONDS,
    Ack,
    Do,
    Done,
    Hello,
    Knocking,
    NewCode,
    Presence,
    Refusal,
    SeenAt,
    Welcome,
    read_to_host,
    write_to_guest,
)
from trainer.room.record import FIRST, Member, RoomRecord, record_of
from trainer.room.room import Room
from trainer.room.standing import room_state
from trainer.room.wording import CLOSED, NOT_LET_IN
from trainer.scenario.model import Scenario
from trainer.store.base import Store
from trainer.text import TOLD_APART, clean, clean_line

AWAY_MILLISECONDS: Final = 60_000
_MOST_AT_ONCE: Final = 200
"""How many things seen are on their way to one guest at most."""
_MOST_ANSWERS: Final = 64
_MOST_UNKNOWN: Final = 500
"""How many connections may be open of whom nothing is known yet."""
_UNKNOWN_MILLISECONDS: Final = 20_000
"""How long somebody may be at the door without saying who comes."""

_NO_SUCH_CODE: Final = (
    "No room at this address has this code now. A code works once, for ten minutes: ask for a new one, and where it is."
)
_FIRST_WHO: Final = "Say first who comes."
_NOT_HERE: Final = "This room is not here. It may be closed, or its host may be away."

Agreed = Callable[[str], tuple[str, ...]]
"""Gives the lines of an agreement by its id."""


class Sent(NamedTuple):
    """Something to send; with `is_last` the connection is closed after it."""

    connection: int
    text: str
    is_last: bool = False


class Opened(NamedTuple):
    """A room that was opened, and the token with which its host comes in."""

    room: str
    token: str


@dataclass
class _Line:
    """One connection."""

    address: str
    since: int
    room: str = ""
    member: str = ""
    session: str = ""
    sent: int = 0
    acked: int = 0
    sent_at: int = 0
    state: str = ""


class Host:
    """The rooms of one process."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock = wall_clock,
        steady: Clock | None = None,
        agreed: Agreed = lambda _: (),
    ) -> None:
        """Hold rooms of `store`; `steady` is a clock that never goes back, for what takes a while."""
        self.out: list[Sent] = []
        self._store = store
        self._clock = clock
        self._now = steady or (steady_clock if clock is wall_clock else clock)
        self._agreed = agreed
        self._rooms: dict[str, Room] = {}
        self._agreements: dict[str, tuple[str, ...]] = {}
        self._lines: dict[int, _Line] = {}
        self._at: dict[tuple[str, str], int] = {}
        """By room and member, the connection that they have."""
        self._lost: dict[tuple[str, str], int] = {}
        """By room and member, when their connection was lost."""
        self._codes: dict[str, tuple[str, int]] = {}
        """By room, the code that works and until when."""
        self._answers: dict[tuple[str, str], dict[str, Done]] = {}
        """By room and member, what became of what they wanted last."""
        self._tries = Tries()

    @property
    def rooms(self) -> tuple[str, ...]:
        """The ids of the rooms that are held here."""
        return tuple(self._rooms)

    def code(self, room: str) -> str:
        """Return the code that works for `room` now, or nothing."""
        return self._code_shown(room)[0]

    def _code_shown(self, room: str) -> tuple[str, int]:
        """Return the code that works, and until when by the clock on the wall."""
        code, until = self._codes.get(room, ("", 0))
        left = until - self._now()
        # To the minute, so that this is the same each time that it is told.
        return (code, (self._clock() + left) // 60_000 * 60_000) if left > 0 else ("", 0)

    # Rooms.

    def open_room(
        self, scenario: Scenario, name: str, side: str = "other", agreement: str = "", *, own: str = FIRST
    ) -> Opened:
        """Open a room for `scenario`, with somebody called `name` as its host, and a code for the first guest.

        `own` is the member whose store this is, or nothing where it is nobody's who will be in it.

        Raises:
            Refused: when the name cannot be taken.
            StoreError: when it cannot be kept.
        """
        room_id = "".join(secrets.choice(TOLD_APART) for _ in range(10))
        record = RoomRecord(id=room_id, text=scenario.text, digest=scenario.digest, agreement=agreement, own=own)
        if not self._store.hold(room_id):
            raise StoreError("The room could not be opened. Try again.")
        token = new_token()
        room = self._take_in(Room(self._store, record, self._clock))
        room.knock(_name(name), side, digest_of_token(token), is_host=True)  # type: ignore[arg-type]  # a Side
        self.make_code(room_id)
        return Opened(room_id, token)

    def take_over(self) -> tuple[str, ...]:
        """Hold every open room of the store that nobody holds, and return those that are held here then.

        Raises:
            StoreError: when the store cannot be read.
        """
        for room_id in self._store.rooms():
            if room_id not in self._rooms:
                self._take(room_id)
        return self.rooms

    def take(self, room_id: str) -> bool:
        """Hold one room of the store; return False where that cannot be.

        Raises:
            StoreError: when the store cannot be read.
        """
        return self._take(room_id) is not None

    def _take(self, room_id: str) -> Room | None:
        """Return the room with this id, held here; None where that cannot be."""
        if room := self._rooms.get(room_id):
            return room
        if not self._store.hold(room_id):
            return None
        try:
            # Read only now: who held it before may have written until they let go.
            stored = self._store.room(room_id)
            record = record_of(stored) if stored is not None else None
            if record is not None and not record.is_closed:
                return self._take_in(Room(self._store, record, self._clock))
        except (ValueError, TrainerError):
            pass  # one room that cannot be read hides no other
        self._store.release(room_id)
        return None

    def _take_in(self, room: Room) -> Room:
        room_id = room.record.id
        room.presence = lambda member: self._presence(room_id, member)
        self._rooms[room_id] = room
        for member in room.record.members:  # who was at another host has the same time to come back as always
            self._lost[room_id, member.id] = self._now()
        self._agreements[room_id] = self._agreed(room.record.agreement) if room.record.agreement else ()
        return room

    def let_go(self, room: str) -> None:
        """Hold `room` no more; it waits in the store."""
        self._forget(room)
        self._store.release(room)

    def make_code(self, room: str) -> str:
        """Make a code that one person may come in with, and return it."""
        code = new_code()
        self._codes[room] = (code, self._now() + CODE_MILLISECONDS)
        return code

    # Connections.

    def connected(self, connection: int, address: str) -> None:
        """Take note of a connection from `address`."""
        unknown = sum(not line.member for line in self._lines.values())
        self._lines[connection] = _Line(address, self._now())
        if unknown >= _MOST_UNKNOWN:
            self._refuse(connection, "Too many are at the door. Try again in a moment.", is_final=False)

    def lost(self, connection: int) -> None:
        """Take note that a connection is gone."""
        line = self._lines.pop(connection, None)
        if line is None or self._at.get((line.room, line.member)) != connection:
            return
        del self._at[line.room, line.member]
        self._lost[line.room, line.member] = self._now()
        self._settle(line.room)

    def receive(self, connection: int, text: str | bytes) -> None:
        """Take what came over `connection`; whatever it is, the rooms go on."""
        line = self._lines.get(connection)
        if line is None:
            return
        try:
            message = read_to_host(text)
        except ValueError:
            if len(text) > LARGEST_TO_HOST:
                self._refuse(connection, "That was too large.")
            else:
                self._refuse(connection, _why_unread(text))
            return
        try:
            if isinstance(message, Hello):
                self._hello(connection, line, message)
            elif not line.member:
                self._refuse(connection, _FIRST_WHO)
            elif isinstance(message, Ack):
                self._acked(line, message)
            else:
                self._do(connection, line, message)
        except StoreError as error:
            self._refuse(connection, clean(str(error)), is_final=False)

    def tick(self) -> None:
        """Send again what was not acknowledged in time, and tell who is away by now; to be called each second."""
        now = self._now()
        for connection, line in tuple(self._lines.items()):
            if not line.member and now - line.since >= _UNKNOWN_MILLISECONDS:
                self._refuse(connection, _FIRST_WHO, is_final=False)
            if line.acked < line.sent and now - line.sent_at >= RESEND_MILLISECONDS:
                line.sent = line.acked
                self._show(connection, line)
        for room in tuple(self._rooms):
            self._settle(room)

    # Coming in.

    def _hello(self, connection: int, line: _Line, hello: Hello) -> None:
        if hello.v != PROTOCOL:
            self._refuse(connection, _other_version(hello.v))
        elif line.member:
            self._refuse(connection, "You are in already.")
        elif hello.token:
            self._come_back(connection, line, hello)
        else:
            self._knock(connection, line, hello)

    def _knock(self, connection: int, line: _Line, hello: Hello) -> None:
        now = self._now()
        if wait := self._tries.wait(line.address, now):
            seconds = -(-wait // 1000)
            self._refuse(connection, f"Too many wrong codes. Try again in {seconds} seconds.", is_final=False)
            return
        code = as_typed(hello.code)
        working = (room for room, (works, until) in self._codes.items() if is_same(works, code) and until > now)
        room_id = next(working, "")
        if not room_id:
            self._tries.wrong(line.address, now)
            self._refuse(connection, _NO_SUCH_CODE)
            return
        self._tries.right(line.address)
        token = new_token()
        try:
            member = self._rooms[room_id].knock(_name(hello.name), hello.side, digest_of_token(token))
        except Refused as refused:
            self._refuse(connection, str(refused))
            return
        del self._codes[room_id]
        self._put_through(connection, line, room_id, member)
        self._send(connection, write_to_guest(Knocking(token=token)))
        self._tell_state(room_id)

    def _come_back(self, connection: int, line: _Line, hello: Hello) -> None:
        digest = digest_of_token(hello.token)
        found = self._find(digest)
        if found is None:
            self._refuse(connection, _NOT_HERE, is_final=False)
            return
        room, member = found
        if member.standing == "turned_away":
            self._refuse(connection, NOT_LET_IN)
            return
        self._put_through(connection, line, room.record.id, member)
        line.session, line.sent = hello.session, hello.seen
        line.acked = hello.seen
        if member.standing == "knocking":
            self._send(connection, write_to_guest(Knocking(token=hello.token)))
        else:
            line.state = ""  # how it stands is told anew, after a welcome
        self._settle(room.record.id)

    def _find(self, digest: str) -> tuple[Room, Member] | None:
        """Return the room and the member with this token; a room that nobody holds is taken over for it."""
        for is_held in (True, False):
            if not is_held:
                self.take_over()
            for room in self._rooms.values():
                for member in room.record.members:
                    if member.token == digest:
                        return room, member
        return None

    def _put_through(self, connection: int, line: _Line, room: str, member: Member) -> None:
        before = self._at.get((room, member.id))
        if before is not None and before != connection:
            self._refuse(before, "This was opened in another window. It goes on there.")
        line.room, line.member = room, member.id
        self._at[room, member.id] = connection
        self._lost.pop((room, member.id), None)

    def _welcome(self, connection: int, line: _Line, room: Room) -> None:
        self._send(connection, write_to_guest(Welcome(room=room.record.id, member=line.member)))

    # Doing.

    def _do(self, connection: int, line: _Line, wanted: Do) -> None:
        room = self._rooms[line.room]
        member = room.member(line.member)
        answers = self._answers.setdefault((line.room, line.member), {})
        done = answers.get(wanted.id)
        if done is None and member is not None:
            if not self._store.hold(line.room):
                self._give_up(line.room)
                return
            is_settled = True
            try:
                done = Done(id=wanted.id, text=carry_out(wanted.what, room, member, wanted.id))
                if isinstance(wanted.what, NewCode):
                    self.make_code(line.room)
            except TrainerError as error:
                done = Done(id=wanted.id, why=clean(str(error)))
                is_settled = not isinstance(error, StoreError)
            room.look()
            if is_settled and not done.text:
                answers[wanted.id] = done
            while len(answers) > _MOST_ANSWERS:
                del answers[next(iter(answers))]
        if done is not None:
            self._show(connection, line)  # what is done is seen first: a turn that was answered is not asked again
            self._send(connection, write_to_guest(done))
        self._after(room)

    def _after(self, room: Room) -> None:
        """Let everybody in `room` see what changed, and close the door on those who were turned away."""
        for member in room.record.members:
            connection = self._at.get((room.record.id, member.id))
            if connection is not None and member.standing == "turned_away":
                self._refuse(connection, NOT_LET_IN)
        if room.stage != "gathering":
            self._codes.pop(room.record.id, None)  # what has begun has no room for one more
        self._tell_state(room.record.id)
        if room.record.is_closed:
            self._close(room.record.id)

    def _close(self, room_id: str) -> None:
        self._let_go(room_id, CLOSED, is_final=True)
        self._store.delete_room(room_id)

    def _give_up(self, room_id: str) -> None:
        """Let go of a room that somebody else holds now."""
        self._let_go(room_id, "This room goes on at another host.", is_final=False)

    def _let_go(self, room_id: str, why: str, *, is_final: bool) -> None:
        """Tell everybody in a room why it is not here any more; nothing more is done in it from here."""
        there = [connection for (room, _), connection in self._at.items() if room == room_id]
        self._forget(room_id)
        for connection in there:
            self._refuse(connection, why, is_final=is_final)

    def _forget(self, room_id: str) -> None:
        self._rooms.pop(room_id, None)
        self._codes.pop(room_id, None)
        self._agreements.pop(room_id, None)
        for known in (self._at, self._lost, self._answers):
            for key in [key for key in known if key[0] == room_id]:
                del known[key]

    def _settle(self, room_id: str) -> None:
        room = self._rooms.get(room_id)
        if room is None:
            return
        try:
            room.settle()
            if room.stage == "over":
                room.open_up()
                room.look()
        except TrainerError:
            return  # it is tried again as time goes by
        finally:
            self._tell_state(room_id)

    # Showing.

    def _presence(self, room: str, member: str) -> Presence:
        if (room, member) in self._at:
            return "connected"
        gone = self._now() - self._lost.get((room, member), 0)
        return "reconnecting" if gone < AWAY_MILLISECONDS else "away"

    def _tell_state(self, room_id: str) -> None:
        """Send everybody in a room how it stands, where that changed, and what they have not seen."""
        room = self._rooms.get(room_id)
        if room is None:
            return
        for member in room.record.members:
            connection = self._at.get((room_id, member.id))
            line = self._lines.get(connection) if connection is not None else None
            if connection is None or line is None or member.standing not in ("in", "left"):
                continue
            if not line.state:
                self._welcome(connection, line, room)
            self._show(connection, line)  # first what was said, then what comes of it
            code = self._code_shown(room_id)
            state = write_to_guest(room_state(room, member, self._agreements[room_id], code))
            if state != line.state:
                line.state = state
                self._send(connection, state)

    def _show(self, connection: int, line: _Line) -> None:
        """Send what the guest at `connection` has not been sent of what they see."""
        room = self._rooms.get(line.room)
        sight = room.sights.get(line.member) if room else None
        if room is None or room.session is None or sight is None:
            return
        if line.session != room.session.id:
            line.session, line.sent, line.acked = room.session.id, 0, 0
        line.sent, line.acked = min(line.sent, len(sight.seen)), min(line.acked, len(sight.seen))
        until = min(len(sight.seen), line.acked + _MOST_AT_ONCE)
        if line.sent >= until:
            return
        for seq in range(line.sent + 1, until + 1):
            self._send(connection, write_to_guest(SeenAt(session=room.session.id, seq=seq, what=sight.seen[seq - 1])))
        line.sent, line.sent_at = until, self._now()

    def _acked(self, line: _Line, ack: Ack) -> None:
        if ack.session == line.session and line.acked < ack.seq <= line.sent:
            line.acked = ack.seq
            self._show(self._at[line.room, line.member], line)

    def _send(self, connection: int, text: str) -> None:
        self.out.append(Sent(connection, text))

    def _refuse(self, connection: int, why: str, *, is_final: bool = True) -> None:
        self.out.append(Sent(connection, write_to_guest(Refusal(why=why, is_final=is_final)), is_last=True))
        self.lost(connection)


def _name(name: str) -> str:
    """Return the name that somebody comes under.

    Raises:
        Refused: when it is none, or not fit to be shown.
    """
    shown = clean_line(name)
    if shown != name.strip() or not shown.isprintable():
        raise Refused("This name has signs in it that cannot be shown. Come in under another one.")
    if not shown:
        raise Refused("Come in under a name, any that the others may see.")
    if len(shown) > LONGEST_NAME:
        raise Refused(f"A name has {LONGEST_NAME} characters at most. Come in under a shorter one.")
    return shown


def _other_version(theirs: int) -> str:
    return f"This host speaks version {PROTOCOL}, you version {theirs}. Update the older one."


def _why_unread(text: str | bytes) -> str:
    version = b'"v"' if isinstance(text, bytes) else '"v"'
    if version in text:  # type: ignore[operator]  # both are of the same kind
        return f"This host does not understand you. It speaks version {PROTOCOL}: use the same version of the program."
    return "This host does not understand that."
