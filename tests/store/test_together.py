"""What every store promises to persons who meet: rooms that one process holds, papers, names, and word of changes."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from postgres_running import wait_until

from trainer.engine.events import SessionBegan
from trainer.engine.state import Phase
from trainer.errors import Conflict, StoreError
from trainer.store.base import Batch, Opening, SessionId, Store
from trainer.store.open import open_store

HOLDER = """
import sys
from trainer.store.open import open_store
store = open_store(sys.argv[1])
print(store.hold(sys.argv[2]), flush=True)
sys.stdin.read()
"""
PAPER_WRITER = """
import sys
from trainer.errors import Conflict
from trainer.store.open import open_store

address, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = open_store(address)
kept = 0
while kept < count:
    try:
        store.write_paper("ours", len(store.paper("ours")), (f"{name}{kept}".encode(), b"and"))
    except Conflict:
        continue
    kept += 1
"""
EACH_WRITES = 60
ODD = b"\0\xff" + "Blåbær 🫐".encode()
Open = Callable[[], Store]
Change = Callable[[str], None]


@pytest.fixture
def store(open_again: Open) -> Store:
    """Open a store in which nothing is kept yet."""
    return open_again()


@pytest.fixture
def change(address: str, request: pytest.FixtureRequest) -> Change:
    """Give what changes the tables behind the store's back."""
    if not address.startswith("postgresql"):

        def on_file(statement: str) -> None:
            connection = sqlite3.connect(address)
            with connection:
                connection.execute(statement)
            connection.close()

        return on_file

    def on_server(statement: str) -> None:
        request.getfixturevalue("server").execute(statement, database=request.getfixturevalue("database"))

    return on_server


@pytest.fixture
def holder(address: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a process that holds the room, and holds on to it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, address, "den"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert "True\n" == process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def begin(store: Store, session: str = "abcd") -> None:
    """Begin `session`."""
    digest = sha256(b"text").hexdigest()
    began = SessionBegan(scenario=digest, scenario_id="small", seats=("staff",), seed=7)
    opening = Opening(digest=digest, text="text", scenario_id="small", title="Small", seats=("staff",), room="den")
    store.append(
        Batch(
            session=SessionId(session),
            version=0,
            events=(began,),
            at=1,
            phase=Phase.BRIEFING,
            replies=0,
            opening=opening,
        )
    )


def test_where_a_room_stands(store: Store, open_again: Open) -> None:
    """A room is read as it was last written, by everybody, byte for byte, and no room is none."""
    assert None is store.room("den")
    store.put_room("den", b"first")
    store.put_room("den", ODD)

    assert ODD == store.room("den") == open_again().room("den")
    assert None is store.room("de")


def test_rooms_come_as_they_were_opened(store: Store) -> None:
    """The room opened first comes first, however often another was written since; a deleted one is gone."""
    for room in ("zoo", "attic", "den"):
        store.put_room(room, b"1")
    store.put_room("zoo", b"2")
    assert ("zoo", "attic", "den") == store.rooms()

    store.delete_room("attic")
    store.delete_room("nowhere")
    assert ("zoo", "den") == store.rooms()
    assert None is store.room("attic")


def test_a_session_says_in_which_room_it_is(store: Store) -> None:
    """The list of sessions has the room of each."""
    begin(store)

    assert ["den"] == [summary.room for summary in store.sessions()]


def test_one_holds_a_room(store: Store, open_again: Open) -> None:
    """Of two openings of one store one holds a room, as often as it asks, until it lets go; other rooms are free."""
    other = open_again()
    assert [True, True, False, False] == [each.hold("den") for each in (store, store, other, other)]
    assert other.hold("attic")
    other.release("den")
    assert [True, False] == [each.hold("den") for each in (store, other)]

    store.release("den")
    store.release("den")
    assert [True, False] == [each.hold("den") for each in (other, store)]


def test_closing_lets_go(address: str, store: Store) -> None:
    """A store that is closed holds nothing any more, and neither does a room that was deleted."""
    other = open_store(address)
    assert [True, True] == [other.hold("den"), other.hold("attic")]
    other.put_room("attic", b"1")
    other.delete_room("attic")
    assert [False, True] == [store.hold("den"), store.hold("attic")]

    other.close()
    wait_until(lambda: store.hold("den"), "the room")


def test_a_holder_that_is_killed_lets_go(store: Store, holder: "subprocess.Popen[str]") -> None:
    """While another process lives it alone holds the room, and when it is killed somebody else may."""
    assert not store.hold("den")

    holder.send_signal(signal.SIGKILL)
    holder.wait()
    wait_until(lambda: store.hold("den"), "the room")


def test_a_paper_grows(store: Store, open_again: Open) -> None:
    """Entries come back in order and byte for byte; what is not there has none."""
    assert () == store.paper("ours") == store.papers()
    assert 2 == store.write_paper("ours", 0, (b"one", ODD))
    assert 1 == store.write_paper("another", 0, (b"",))
    assert 3 == open_again().write_paper("ours", 2, (b"three",))

    assert (b"one", ODD, b"three") == store.paper("ours")
    assert ("ours", "another") == store.papers()


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_stale_paper_takes_nothing(store: Store, version: int) -> None:
    """Whoever has not seen the last entry adds none."""
    store.write_paper("ours", 0, (b"one", b"two"))
    with pytest.raises(Conflict, match="Nothing was written"):
        store.write_paper("ours", version, (b"three", b"four"))

    assert (b"one", b"two") == store.paper("ours")


def test_a_paper_begins_at_its_beginning(store: Store) -> None:
    """A paper that nobody began cannot be gone on with."""
    with pytest.raises(Conflict):
        store.write_paper("ours", 1, (b"two",))

    assert () == store.papers()


def test_two_processes_write_one_paper(address: str, store: Store) -> None:
    """Two processes that race on a paper write each entry once, each in its own order, and pairs stay together."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", PAPER_WRITER, address, name, str(EACH_WRITES)], stderr=subprocess.PIPE, text=True
        )
        for name in "ab"
    ]
    assert ["", ""] == [writer.communicate()[1] for writer in writers]

    entries = store.paper("ours")
    assert {b"and"} == set(entries[1::2])
    for name in "ab":
        assert [f"{name}{n}" for n in range(EACH_WRITES)] == [
            entry.decode() for entry in entries[::2] if entry.startswith(name.encode())
        ]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE paper SET stored = chain WHERE paper = 'ours' AND version = 2",
        "UPDATE paper SET chain = stored WHERE paper = 'ours' AND version = 2",
        "UPDATE paper SET version = 9 WHERE paper = 'ours' AND version = 2",
        "DELETE FROM paper WHERE paper = 'ours' AND version = 2",
    ],
)
def test_a_damaged_paper_is_noticed(store: Store, change: Change, damage: str) -> None:
    """An entry that was changed, moved or taken out is noticed and named; other papers are whole."""
    for paper in ("ours", "another"):
        store.write_paper(paper, 0, (b"one", b"two", b"three"))
    change(damage)

    with pytest.raises(StoreError, match="damaged in the store at its entry 2"):
        store.paper("ours")
    assert (b"one", b"two", b"three") == store.paper("another")


def test_names_are_kept_and_removed(store: Store, open_again: Open) -> None:
    """What a party is called is read as it was last written, of its paper alone, and is gone when it was removed."""
    assert {} == store.names("ours")
    store.put_name("ours", "p2", "Kari")
    store.put_name("ours", "p1", "Ole")
    store.put_name("another", "p1", "Åse 🫐\0")
    store.put_name("ours", "p1", "Ola")
    assert {"p1": "Ola", "p2": "Kari"} == store.names("ours") == open_again().names("ours")
    assert {"p1": "Åse 🫐\0"} == store.names("another")

    store.put_name("ours", "p1", "")
    store.put_name("ours", "p3", "")
    assert {"p2": "Kari"} == store.names("ours")


def test_what_others_write_is_noticed(store: Store, open_again: Open) -> None:
    """The first answer is that something may have changed; then it is so after others wrote, not after oneself did."""
    other = open_again()
    assert [True, False] == [store.changed(), store.changed()]
    writes: dict[str, Callable[[Store], object]] = {
        "a session": lambda writer: begin(writer, "abcd" if writer is other else "cdef"),
        "a room": lambda writer: writer.put_room("den", b"1"),
        "a paper": lambda writer: writer.write_paper("ours", len(writer.paper("ours")), (b"one",)),
        "a name": lambda writer: writer.put_name("ours", "p1", "Kari"),
        "no room": lambda writer: writer.delete_room("den"),
    }
    for what, write in writes.items():
        write(other)
        wait_until(store.changed, f"word of {what}")
        write(store)
        assert [False, False] == [store.changed(), store.changed()], what
