"""What the store on a PostgreSQL server promises beyond the contract: whose tables, what is there, what is told."""

import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
import trustme
from builders import WAY, short_story
from postgres_relay import TlsRelay
from postgres_running import GUARDED, Server, wait_until
from running import Program

from trainer.debrief.as_json import as_json
from trainer.engine.events import Event, ReplyMade, SessionBegan, ToldAfterwards
from trainer.engine.state import Phase
from trainer.errors import StoreError, TrainerError, UnknownSession, UsageError
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store import postgres_schema, shared
from trainer.store.base import INTENTION, Batch, Opening, SessionId, Words
from trainer.store.open import open_store
from trainer.store.own_file import WithOwnFile
from trainer.store.postgres import PostgresStore
from trainer.store.postgres_schema import NAMESPACE, SCHEMA

TYPED = "CormorantTypedThis"
FELT = "CormorantFeltThis"
TOLD = "EiderToldThisToAll"
SECRET = "PetrelInThePassword"  # noqa: S105  it opens nothing

Change = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def url(server: Server, database: str) -> str:
    """Name an empty database."""
    return server.url(database)


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    """Open a store in which nothing is kept yet."""
    opened = PostgresStore(url)
    yield opened
    opened.close()


@pytest.fixture
def change(server: Server, database: str) -> Change:
    """Give what reads and changes the database behind the store's back."""

    def changed(statement: str, *values: object) -> list[tuple[object, ...]]:
        return server.execute(statement, *values, database=database)

    return changed


@pytest.fixture
def guarded(server: Server, change: Change) -> str:
    """Make somebody who has to give a password, and return how they are called."""
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", GUARDED):
        server.execute(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{SECRET}'")
    change(f"GRANT CREATE ON DATABASE {change('SELECT current_database()')[0][0]} TO {GUARDED}")
    return GUARDED


def played(store: PostgresStore) -> Session:
    """Return a session that was played to its end, with words and a check-in."""
    session = Session.begin(store, parse(short_story()), "staff", seed=1)
    session.start()
    session.check_in(FELT, 7)
    for option in WAY:
        session.reply(option)
        if session.wants_words:
            session.give_words(TYPED)
    return session


def refused(url: str) -> str:
    """Return the sentence with which the store at `url` is refused."""
    with pytest.raises(TrainerError) as caught:
        open_store(url)
    return str(caught.value)


def test_a_whole_play(store: PostgresStore, url: str) -> None:
    """A session is played, paused, taken up over another connection, forked and looked back on as over a file."""
    session = played(store)
    again = PostgresStore(url)
    resumed = Session.resume(again, session.id[:5])
    assert (session.events, session.state) == (resumed.events, resumed.state)
    assert as_json(session.look_back()) == as_json(resumed.look_back())
    fork = resumed.fork(next(n for n, event in enumerate(session.events) if isinstance(event, ReplyMade)))
    fork.reply("tell")

    assert [fork.id, session.id] == [summary.session for summary in store.sessions()]
    assert "" == session.intention
    again.close()


def test_the_chain_is_what_it_is_said_to_be(store: PostgresStore, change: Change) -> None:
    """Each link is the SHA-256 of the link before, the session's id, the version in eight bytes, and the event."""
    session = played(store)
    before = bytes(32)
    rows = change("SELECT version, stored, chain FROM event ORDER BY version")
    for version, stored, chain in rows:
        assert isinstance(version, int)
        assert isinstance(stored, bytes)
        before = sha256(before + session.id.encode("ascii") + version.to_bytes(8, "big") + stored).digest()
        assert before == chain

    assert list(range(1, session.version + 1)) == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("damage", "version"),
    [
        ("DELETE FROM event WHERE version = 4", 4),
        ("DELETE FROM event WHERE version > 5", 6),
        ("DELETE FROM event WHERE version > 0", 1),
        ("UPDATE event SET version = 99 WHERE version = 3", 3),
        ("UPDATE event SET chain = stored WHERE version = 2", 2),
        ("UPDATE event SET stored = set_byte(stored, 9, 0) WHERE version = 7", 7),
    ],
)
def test_a_damaged_record_is_noticed(store: PostgresStore, change: Change, damage: str, version: int) -> None:
    """An event that was changed, taken out, cut off or moved is noticed and named; the other sessions are whole."""
    session, other = played(store), played(store)
    change(f"{damage} AND session = '{session.id}'")

    with pytest.raises(StoreError, match=f"event {version},"):
        store.events(session.id)
    assert other.version == len(store.events(other.id))


def test_a_damaged_row_hides_no_other(store: PostgresStore, change: Change) -> None:
    """What is not even text any more in one session's row is shown as unknown, and the others as they are."""
    broken, whole = played(store), played(store)
    change(
        "UPDATE session SET seats = '\\xff', title = '\\xfe00', phase = 'gone' WHERE session = %s",
        broken.id,
    )
    change("UPDATE scenario SET text = text || '\\xff'::bytea")

    seats = {summary.session: summary.seats for summary in store.sessions()}
    assert {broken.id: ("?",), whole.id: ("staff",)} == seats
    with pytest.raises(StoreError, match="damaged in the store"):
        store.scenario_text(whole.scenario.digest)


def test_what_cannot_be_text_is_kept(store: PostgresStore) -> None:
    """Whatever an author wrote and whatever id a reply came with, it comes back as it was."""
    text = "NUL \0 and \ufffe and \U0010ffff"
    digest = sha256(text.encode()).hexdigest()
    log = (
        SessionBegan(scenario=digest, scenario_id="s\0", seats=("staff\0",), seed=7),
        ReplyMade(beat="room/a\0", seat="staff", option="x", reply="\0"),
    )
    opening = Opening(digest=digest, text=text, scenario_id="s\0", title="T\0", seats=("staff\0",))
    batch = Batch(
        session=SessionId("abcd"), version=0, events=log, at=1, phase=Phase.PLAYING, replies=1, opening=opening
    )
    store.append(batch)

    assert log == tuple(recorded.event for recorded in store.events(SessionId("abcd")))
    assert text == store.scenario_text(digest)
    for impossible in ("a\0", "\udcff"):
        with pytest.raises(StoreError, match=r"could not be used|cannot be kept"):
            store.events(SessionId(impossible))
    assert 1 == len(store.sessions())


def test_nothing_private_comes_to_the_server(store: PostgresStore, server: Server, database: str) -> None:
    """Own words and feelings are in no file of the server, though the log says that there are some; titles are."""
    session = played(store)
    assert {"words_given", "checked_in"} <= {event.kind for event in session.events}
    salt = b"s"
    told = ToldAfterwards(by="witness", about="noticed", digest=sha256(salt + TOLD.encode()).hexdigest())
    store.append(
        Batch(
            session=session.id,
            version=session.version,
            events=(told,),
            at=1,
            phase=session.state.phase,
            replies=session.replies,
            words={0: Words(salt, TOLD)},
        )
    )
    server.execute("CHECKPOINT", database=database)

    content = b"".join(file.read_bytes() for file in server.folder.rglob("*") if file.is_file())
    assert TOLD.encode() in content
    assert [] == [typed for typed in (TYPED, FELT) if typed.encode() in content]
    assert {session.version + 1: Words(salt, TOLD)} == store.words(session.id)


def test_each_kind_of_text_is_private_or_open() -> None:
    """Of every event beside which a text is kept it was decided whether a shared store may have it."""
    with_text = {
        next(field.default for field in fields(event) if field.name == "kind")
        for event in get_args(Event)
        if "digest" in {field.name for field in fields(event)}
    }

    assert with_text == shared.PRIVATE | shared.OPEN
    assert not shared.PRIVATE & shared.OPEN


def test_private_notes_are_refused(store: PostgresStore) -> None:
    """A note is refused in a sentence that says where it can be kept, none is read, and deleting none is no fault."""
    session = played(store)
    for about in ("session", INTENTION):
        with pytest.raises(StoreError, match=r"was not kept\. Keep such notes in a store of your own: --store FILE"):
            session.write_note(about, TYPED)
        session.write_note(about, "")

    assert ((), (), None, "") == (
        store.notes(),
        store.notes(session.id),
        store.latest_intention(),
        store.intention_of(session.id),
    )


def test_a_commit_is_flushed(url: str, change: Change) -> None:
    """Where the database would not wait for the disk, the store makes it wait."""
    change(f"ALTER DATABASE {change('SELECT current_database()')[0][0]} SET synchronous_commit = off")
    assert [("off",)] == change("SHOW synchronous_commit")
    store = PostgresStore(url)

    assert ("on",) == store._connection.execute("SHOW synchronous_commit").fetchone()
    store.close()


def test_a_server_that_does_not_flush_is_refused(url: str, server: Server) -> None:
    """A server that loses what it has acknowledged keeps nothing of this program's."""
    with setting(server, "fsync", "off"):
        assert "set up to lose what it has acknowledged (fsync is off). Nothing was changed." in refused(url)

    open_store(url).close()


@contextmanager
def setting(server: Server, name: str, value: str) -> Iterator[None]:
    """Set `name` for the whole server, for a while."""
    for statement, then in ((f"ALTER SYSTEM SET {name} = {value}", value), (f"ALTER SYSTEM RESET {name}", "on")):
        server.execute(statement)
        server.execute("SELECT pg_reload_conf()")
        wait_until(lambda then=then: [(then,)] == server.execute(f"SHOW {name}"), f"{name} to be {then}")
        if then == value:
            yield


@pytest.mark.parametrize("schema", [SCHEMA + 1, 0, -1])
def test_tables_of_a_newer_version_are_left_alone(url: str, change: Change, schema: int) -> None:
    """Tables with a schema that this version does not know are refused in plain words and not changed."""
    open_store(url).close()
    change("UPDATE store SET schema = %s", schema)

    assert "newer version of this program wrote. Nothing was changed. Update the program." in refused(url)
    assert [(schema,)] == change("SELECT schema FROM store")


def test_tables_of_another_program_are_left_alone(url: str, change: Change) -> None:
    """A namespace of our name with other tables is refused and not changed."""
    change(f"CREATE SCHEMA {NAMESPACE}")
    change("CREATE TABLE event (mine TEXT)")

    assert "tables of another program" in refused(url)
    assert [("event",)] == change("SELECT tablename FROM pg_tables WHERE schemaname = %s", NAMESPACE)


@pytest.mark.parametrize("place", range(len(postgres_schema.STEPS[0]) + 1))
def test_a_step_that_fails_leaves_nothing(
    url: str, change: Change, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    """Wherever making the tables stops, none of them is there, and the next one to open the store makes them all."""
    statements = list(postgres_schema.STEPS[0])
    with monkeypatch.context() as patched:
        patched.setattr(postgres_schema, "STEPS", ((*statements[:place], "SELECT 1 / 0", *statements[place:]),))
        assert "This was not kept." in refused(url)

    assert [] == change("SELECT 1 FROM pg_namespace WHERE nspname = %s", NAMESPACE)
    open_store(url).close()
    assert [(SCHEMA,)] == change("SELECT schema FROM store")


def test_an_older_schema_is_brought_up_to_date(store: PostgresStore, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that is added is taken by the next one to open the store, and what was kept is there."""
    session = played(store)
    monkeypatch.setattr(postgres_schema, "STEPS", (*postgres_schema.STEPS, ("CREATE TABLE more (text BYTEA)",)))
    monkeypatch.setattr(postgres_schema, "SCHEMA", SCHEMA + 1)
    newer = PostgresStore(url)

    assert (SCHEMA + 1,) == newer._connection.execute("SELECT schema FROM store").fetchone()
    assert session.version == len(newer.events(session.id))
    newer.close()


def test_who_may_make_no_tables(url: str, guarded: str, change: Change, server: Server, database: str) -> None:
    """Who may make no namespace is told so; one that was made for them is enough."""
    entering = server.url(database, user=f"{guarded}:{SECRET}")
    change(f"REVOKE CREATE ON DATABASE {database} FROM {guarded}")
    assert "does not let this name make or use its tables. Nothing was changed." in refused(entering)

    change(f"CREATE SCHEMA {NAMESPACE} AUTHORIZATION {guarded}")
    open_store(entering).close()
    open_store(url).close()


def test_no_password_is_told(program: Program, server: Server, database: str, guarded: str) -> None:
    """Whatever is wrong with an address, one sentence says so, and no piece of the password is in it."""
    nowhere = program.folder / "nowhere"
    right = server.url(database, user=f"{guarded}:{SECRET}")
    assert 0 == program.run("sessions", "--store", right).status
    addresses = {
        server.url(database, user=f"{guarded}:x{SECRET}"): "did not accept the name or the password",
        server.url(database, user=guarded): "did not accept the name or the password",
        server.url("none", user=f"postgres:{SECRET}"): "has no database of that name",
        server.url(database, user=f"nobody:{SECRET}"): "knows nobody of that name",
        server.url(database, user=f"nobody:{SECRET}", folder=nowhere): "cannot be reached. Check the address",
        f"postgresql://{guarded}:{SECRET}@127.0.0.1:1/{database}": "cannot be reached. Check the address",
        f"postgresql://{guarded}:{SECRET}@no-such-machine.invalid/{database}": "cannot be found",
    }
    for address, told in addresses.items():
        done = program.run("sessions", "--store", address)
        assert (3, "", 1) == (done.status, done.out, done.err.count("\n")), done.err
        assert told in done.err
        assert done.err.endswith("Nothing was kept there.\n")
        assert "Petrel" not in done.err


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://me:a@{SECRET}@/x",
        f"postgresql://me:a/{SECRET}@host.invalid/x",
        f"postgresql://me:{SECRET}/b@host.invalid/x",
        f"postgresql://me:a?{SECRET}@host.invalid/x",
        f"postgresql://me:a#{SECRET}@host.invalid/x?{SECRET}=1",
        f"postgresql://me:%{SECRET}@host.invalid/x",
        f"postgresql://me:a@host.invalid:{SECRET}/x",
        f"postgresql://[{SECRET}/x",
        f"postgresql:///x?host=a@{SECRET}",
        f"postgres://me:1@{SECRET}?x",
    ],
)
def test_a_mistyped_address_tells_no_password(address: str) -> None:
    """Where an address is cut in the wrong place by what is in a password, no piece is told, whatever it becomes."""
    with pytest.raises(TrainerError) as caught:
        open_store(address)

    assert "Petrel" not in "".join(str(error) + repr(error) for error in (caught.value, caught.value.__cause__))


def test_other_servers_are_not_known() -> None:
    """An address of another kind of server is an unusable call, and is not repeated."""
    with pytest.raises(UsageError, match="There are no stores of that kind") as caught:
        open_store(f"mysql://me:{SECRET}@host.invalid/x")

    assert SECRET not in str(caught.value)


def test_both_ways_to_write_an_address(url: str) -> None:
    """`postgres://` is the same as `postgresql://`, and neither is in the store's repr."""
    store = open_store(url.replace("postgresql://", "postgres://"))

    assert isinstance(store, WithOwnFile)
    assert isinstance(store._shared, PostgresStore)
    assert SECRET not in repr(store) + repr(store._shared) + repr(store._shared._address)
    store.close()


def test_who_has_a_file_loads_no_client(tmp_path: Path) -> None:
    """Neither the command line nor a store in a file loads the client of a server."""
    script = """
import sys
import trainer.cli, trainer.session
from trainer.store.open import open_store
open_store(sys.argv[1]).close()
print([name for name in sys.modules if name.partition(".")[0] == "psycopg"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "store.db"], capture_output=True, text=True, check=True
    )

    assert "[]\n" == done.stdout


def test_without_the_client(program: Program) -> None:
    """Where the extra was not installed the one sentence has the command that installs it."""
    (program.folder / "without").mkdir()
    (program.folder / "without" / "psycopg.py").write_text("raise ImportError\n")
    path = os.pathsep.join([str(program.folder / "without"), str(Path(__file__).parents[2])])
    done = program.run("sessions", "--store", f"postgresql://me:{SECRET}@host.invalid/x", PYTHONPATH=path)

    assert (2, "") == (done.status, done.out)
    assert (
        "A store on a PostgreSQL server needs one more package. Where you cloned it: pip install '.[postgres]'\n"
        == done.err
    )


def test_an_address_may_ask_for_tls(
    server: Server, database: str, guarded: str, memory_folder: Path, program: Program
) -> None:
    """What libpq's addresses say of TLS holds: an authority that is known is enough, and any other is refused."""
    relay = TlsRelay(server, certified(memory_folder / "known.pem"))
    certified(memory_folder / "unknown.pem")
    entering = f"postgresql://{guarded}:{SECRET}@127.0.0.1:{relay.port}/{database}?sslmode=verify-full"
    store = PostgresStore(f"{entering}&sslrootcert={memory_folder / 'known.pem'}")
    session = played(store)
    assert session.version == len(store.events(session.id))
    store.close()
    assert 1 == relay.encrypted

    for wrong in (f"{entering}&sslrootcert={memory_folder / 'unknown.pem'}", entering.replace("verify-full", "bogus")):
        done = program.run("sessions", "--store", wrong)
        assert (3, "") == (done.status, done.out)
        assert "could not be spoken to securely as the address asks" in done.err
        assert "Petrel" not in done.err
    relay.close()


def certified(root: Path) -> ssl.SSLContext:
    """Write the certificate of a new authority to `root`, and return what speaks for this machine by its leave."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(root)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_what_others_played_is_theirs_alone(url: str, memory_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On one server each lists and opens their own sessions; of one in a room the host's part is the host's alone."""
    stores = {}
    for person in ("anna", "omar"):
        monkeypatch.setenv("XDG_DATA_HOME", str(memory_folder / person))
        stores[person] = open_store(url)
    story = parse(short_story())
    alone = Session.begin(stores["anna"], story, "staff")
    room = Session.begin(stores["anna"], story, seats=("staff", "patient"), room="abcdefghjk", own="staff")
    other = Session.begin(stores["omar"], story, "patient")

    assert {alone.id, room.id} == {summary.session for summary in stores["anna"].sessions()}
    assert {other.id} == {summary.session for summary in stores["omar"].sessions()}
    with pytest.raises(UnknownSession):
        stores["omar"].summary(alone.id)
    with pytest.raises(UnknownSession):
        stores["omar"].summary(room.id[:4])
    assert ("staff", "") == tuple(stores[person].summary(room.id).own_seat for person in ("anna", "omar"))
    for store in stores.values():
        store.close()
