"""What goes wrong between here and a PostgreSQL server takes nothing that was shown as said, and doubles nothing."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from builders import WAY, short_story
from postgres_relay import Relay, When
from postgres_running import Server, wait_until
from running import Program, answer, finish, read_until

from trainer.engine.events import Event, Paused, PlayBegan, ReplyMade, SessionBegan
from trainer.engine.state import Phase
from trainer.errors import Conflict, StoreError
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store import postgres_server
from trainer.store.base import Batch, Opening, SessionId
from trainer.store.postgres import PostgresStore

FIRST = SessionId("abcd")
REPLIES = 240
STOPPED_AFTER = (30, 80, 130, 180)
WRITER = """
import sys
from trainer.engine.events import ReplyMade
from trainer.engine.state import Phase
from trainer.store.base import Batch, SessionId
from trainer.store.postgres import PostgresStore

store = PostgresStore(sys.argv[1])
version = store.summary("abcd").version
for number in range(int(sys.argv[2])):
    made = ReplyMade(beat="room/a", seat="staff", option="x", reply=f"r{number}")
    batch = Batch(
        session=SessionId("abcd"), version=version, events=(made,), at=0, phase=Phase.PLAYING, replies=number + 1
    )
    version = store.append(batch)
    assert store.write_paper("ours", number, (made.reply.encode(),)) == number + 1
    print(made.reply, flush=True)
"""

Opened = Callable[..., PostgresStore]


@pytest.fixture
def relay(server: Server, memory_folder: Path) -> Iterator[Relay]:
    """Put a relay before the server."""
    between = Relay(memory_folder, server)
    yield between
    between.close()


@pytest.fixture
def opened(server: Server, database: str) -> Iterator[Opened]:
    """Open the same store, directly or through a relay."""
    stores: list[PostgresStore] = []

    def again(relay: Relay | None = None) -> PostgresStore:
        stores.append(PostgresStore(server.url(database, folder=relay.folder if relay else None)))
        return stores[-1]

    yield again
    for store in stores:
        store.close()


def begin(store: PostgresStore) -> SessionBegan:
    """Begin a session and return its first event."""
    digest = sha256(b"text").hexdigest()
    began = SessionBegan(scenario=digest, scenario_id="small", seats=("staff",), seed=7)
    opening = Opening(digest=digest, text="text", scenario_id="small", title="Small", seats=("staff",))
    store.append(
        Batch(session=FIRST, version=0, events=(began,), at=1, phase=Phase.BRIEFING, replies=0, opening=opening)
    )
    return began


def batch(version: int, *events: Event) -> Batch:
    """Return a batch of `events` for the session."""
    return Batch(session=FIRST, version=version, events=events, at=2, phase=Phase.PLAYING, replies=0)


def reply(name: str) -> ReplyMade:
    """Return a reply with the id `name`."""
    return ReplyMade(beat="room/a", seat="staff", option="x", reply=name)


def kept_in(store: PostgresStore) -> list[Event]:
    """Return the events of the session."""
    return [recorded.event for recorded in store.events(FIRST)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL], ids=lambda number: number.name)
def test_the_server_restarts_in_full_flight(
    server: Server, database: str, opened: Opened, number: signal.Signals
) -> None:
    """However the server goes, a writer under way goes on when it is back: each reply is there once, in order."""
    store = opened()
    began = begin(store)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, server.url(database), str(REPLIES)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    acknowledged: list[str] = []
    for line in writer.stdout:
        acknowledged.append(line.strip())
        if len(acknowledged) in STOPPED_AFTER:
            server.stop(number)
            server.start()
            whole = [event.reply for event in kept_in(store) if isinstance(event, ReplyMade)]
            assert acknowledged == whole[: len(acknowledged)]
    assert "" == writer.communicate()[1]

    names = [f"r{n}" for n in range(REPLIES)]
    assert names == acknowledged
    assert [began, *map(reply, names)] == kept_in(store)
    assert [name.encode() for name in names] == list(store.paper("ours"))


@pytest.mark.parametrize("lost", ["before", "after"])
def test_a_connection_that_breaks_at_the_commit(relay: Relay, opened: Opened, lost: When) -> None:
    """Whether the commit or its answer was lost, what was written is there once, and no conflict is made up."""
    store, other = opened(relay), opened()
    relay.lost = lost
    began = begin(store)
    relay.lost = lost
    assert 3 == store.append(batch(1, PlayBegan(), reply("r1")))
    relay.lost = lost
    assert 2 == store.write_paper("ours", 0, (b"one", b"two"))
    relay.lost = lost
    store.put_room("den", b"1")
    relay.lost = lost
    store.put_name("ours", "p1", "Kari")

    assert None is relay.lost
    assert [began, PlayBegan(), reply("r1")] == kept_in(other)
    assert ((b"one", b"two"), {"p1": "Kari"}, b"1") == (other.paper("ours"), other.names("ours"), other.room("den"))
    assert 4 == store.append(batch(3, Paused()))


def test_a_conflict_stays_one(relay: Relay, opened: Opened) -> None:
    """Where somebody else wrote in the place of what was lost on the way it is a conflict, and theirs stays."""
    store, other = opened(relay), opened()
    began = begin(store)

    def lose(work: Callable[[], object], others: Callable[[], object]) -> None:
        relay.is_shut, relay.lost = True, "before"
        overtaking = threading.Thread(
            target=lambda: (wait_until(lambda: relay.lost is None, "the loss"), others(), relay.open())
        )
        overtaking.start()
        with pytest.raises(Conflict):
            work()
        overtaking.join()

    lose(lambda: store.append(batch(1, PlayBegan())), lambda: other.append(batch(1, Paused())))
    lose(lambda: store.write_paper("ours", 0, (b"two",)), lambda: other.write_paper("ours", 0, (b"one",)))
    assert ([began, Paused()], (b"one",)) == (kept_in(store), store.paper("ours"))


def test_others_go_on_while_one_is_in_doubt(relay: Relay, opened: Opened) -> None:
    """What was committed unseen is known as one's own also when somebody else went on after it."""
    store, other = opened(relay), opened()
    began = begin(store)
    other.changed()
    going_on = threading.Thread(
        target=lambda: (
            wait_until(lambda: other.summary(FIRST).version == 2, "the first event"),
            other.append(batch(2, Paused())),
        )
    )
    going_on.start()
    relay.lost = "after"
    try:
        assert 2 == store.append(batch(1, PlayBegan()))
    finally:
        going_on.join()

    assert [began, PlayBegan(), Paused()] == kept_in(store)


def test_reading_goes_on_after_a_break(relay: Relay, opened: Opened) -> None:
    """Whatever is read, a connection that broke before is made anew and nothing is said of it."""
    store = opened(relay)
    began = begin(store)
    for read in (
        lambda: [began] == kept_in(store),
        lambda: 1 == store.summary("ab").version,
        lambda: [FIRST] == [summary.session for summary in store.sessions()],
        lambda: "text" == store.scenario_text(began.scenario),
        lambda: {} == store.words(FIRST),
        lambda: () == store.rooms() == store.papers(),
    ):
        relay.sever()
        assert read()


def test_a_server_that_stays_away(server: Server, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while a sentence says what was kept and what to do; when the server is back the same store goes on."""
    store = opened()
    began = begin(store)
    assert 20 == postgres_server.PATIENCE_SECONDS
    monkeypatch.setattr(postgres_server, "PATIENCE_SECONDS", 1)
    server.stop()
    try:
        with pytest.raises(StoreError, match=r"on it; this was not kept, there or here\. Go on when it is back\."):
            store.append(batch(1, PlayBegan()))
        with pytest.raises(StoreError, match="has not been there for 1 seconds"):
            kept_in(store)
        with pytest.raises(StoreError, match=r"cannot be reached\. Check the address, and whether the server runs"):
            opened()
    finally:
        server.start()

    assert [began] == kept_in(store)
    assert 2 == store.append(batch(1, PlayBegan()))


def test_a_server_that_goes_at_the_commit(relay: Relay, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can tell any more whether it was kept, that is what is said."""
    store, other = opened(relay), opened()
    began = begin(store)
    monkeypatch.setattr(postgres_server, "PATIENCE_SECONDS", 1)
    relay.lost = "after"
    relay.is_shut = True
    with pytest.raises(StoreError, match="may be there or not"):
        store.append(batch(1, PlayBegan()))
    relay.open()

    assert [began, PlayBegan()] == kept_in(other) == kept_in(store)


def test_a_room_is_held_through_a_restart(server: Server, opened: Opened) -> None:
    """Who held a room before a restart holds it after, unless somebody else was first."""
    store, other = opened(), opened()
    assert [True, True] == [store.hold("den"), store.hold("attic")]
    store.put_room("den", b"1")
    server.stop(signal.SIGQUIT)
    server.start()
    assert [True, False] == [store.hold("den"), other.hold("den")]
    store.put_room("den", b"2")

    server.stop(signal.SIGQUIT)
    server.start()
    assert other.hold("den")
    assert [False, True] == [store.hold("den"), store.hold("attic")]
    with pytest.raises(StoreError, match=r"held somewhere else now\. Nothing was written here\."):
        store.put_room("den", b"3")
    with pytest.raises(StoreError, match="held somewhere else now"):
        store.delete_room("den")
    assert b"2" == other.room("den")

    assert not store.hold("den")
    other.release("den")
    assert store.hold("den")
    store.put_room("den", b"3")
    assert not other.hold("den")


def test_a_room_that_was_lost_and_let_go(server: Server, opened: Opened) -> None:
    """Who held a room is told once that it was lost, also where whoever took it has let go of it since."""
    store, other = opened(), opened()
    assert store.hold("den")
    server.stop(signal.SIGQUIT)
    server.start()
    assert other.hold("den")
    assert () == store.rooms()  # over a new connection, which found the room taken
    other.release("den")

    assert [False, True] == [store.hold("den"), store.hold("den")]


def test_a_room_that_was_lost_is_not_written(server: Server, opened: Opened) -> None:
    """A write that notices the restart itself is not carried out where somebody else took the room meanwhile."""
    store, other = opened(), opened()
    assert store.hold("den")
    store.put_room("den", b"1")
    server.stop(signal.SIGQUIT)
    server.start()
    assert other.hold("den")
    with pytest.raises(StoreError, match="Nothing was written here"):
        store.put_room("den", b"2")

    assert b"1" == other.room("den")


def test_ones_own_ghost_is_laid(relay: Relay, opened: Opened) -> None:
    """Where the server does not know that a connection is gone, its lock is in the way of others, not of its holder."""
    store, other = opened(relay), opened()
    assert store.hold("den")
    relay.sever()
    assert not other.hold("den")
    wait_until(lambda: not store._is_there(), "the end of the connection")

    assert store.hold("den")
    store.put_room("den", b"1")
    assert not other.hold("den")


def test_a_hint_that_was_lost(server: Server, relay: Relay, opened: Opened) -> None:
    """What others wrote while one was away is found by reading, which is asked for after every break."""
    store, other = opened(relay), opened()
    began = begin(store)
    assert [True, False] == [store.changed(), store.changed()]
    relay.sever()
    other.append(batch(1, PlayBegan()))
    wait_until(store.changed, "word of a change")
    assert [began, PlayBegan()] == kept_in(store)

    while store.changed():
        kept_in(store)
    server.stop(signal.SIGQUIT)
    server.start()
    other.append(batch(2, Paused()))
    assert store.changed()
    assert [began, PlayBegan(), Paused()] == kept_in(store)
    assert [True, False] == [store.changed(), store.changed()]
    other.append(batch(3, PlayBegan()))
    wait_until(store.changed, "word of a change after the restart")


def test_a_writer_that_stands_still(opened: Opened) -> None:
    """Who finds a session locked for long is told that it is busy, and that nothing was kept."""
    store = opened()
    began = begin(store)
    store._run("SELECT set_config('lock_timeout', '50ms', false)")
    other = opened()
    other._run("BEGIN")
    other._run("SELECT version FROM session FOR UPDATE")
    with pytest.raises(StoreError, match=r"is busy with this for another program\. This was not kept"):
        store.append(batch(1, PlayBegan()))
    other._run("ROLLBACK")

    assert [began] == kept_in(store)
    assert 2 == store.append(batch(1, PlayBegan()))


def test_a_closed_store_stays_closed(opened: Opened) -> None:
    """A store that was closed is not opened again by being asked."""
    store = opened()
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed already"):
        store.sessions()


def test_killed_in_the_middle_of_a_play(program: Program, server: Server, database: str, opened: Opened) -> None:
    """`trainer play --json` over a server is killed, and goes on with what was shown as said, to its end."""
    url = server.url(database)
    program.environment["TRAINER_STORE"] = url
    playing = program.start("play", program.scenario(short_story()), "--json", "--as", "staff")
    begun = read_until(playing, "checkin")
    answer(playing, "tired")
    read_until(playing, "turn")
    answer(playing, "ask")
    read_until(playing, "turn")
    assert -signal.SIGKILL == finish(playing, signal.SIGKILL).status

    server.stop(signal.SIGKILL)
    server.start()
    session = next(line["session"] for line in begun if line["kind"] == "begin")
    done = program.run("resume", session[:4], "--json", typed="stay\nwait\nIn my words.\nthank\n\n")
    assert (0, "") == (done.status, done.err)
    assert ["end"] == [line["kind"] for line in done.of_kind("end")]
    store = opened()
    resumed = Session.resume(store, session)
    assert list(WAY) == [
        event.option for event in resumed.events if isinstance(event, ReplyMade) and event.seat == "staff"
    ]
    assert {} == store.words(resumed.id)


def test_a_play_goes_on_through_restarts(server: Server, opened: Opened) -> None:
    """A person who plays on while the server restarts before each of their steps notices nothing of it."""
    store = opened()
    session = Session.begin(store, parse(short_story()), "staff", seed=1)
    session.start()
    for option, number in zip(WAY, (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL, signal.SIGQUIT), strict=True):
        server.stop(number)
        server.start()
        session.reply(option)

    assert session.is_over
    assert session.events == Session.resume(opened(), session.id).events
