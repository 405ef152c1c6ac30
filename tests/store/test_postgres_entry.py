"""Signing in to a PostgreSQL server below the program: what a connection is, how long, and what nobody gets round."""

import signal
from collections.abc import Callable, Iterator
from hashlib import sha256

import psycopg
import pytest
from postgres_running import Server, wait_until
from shared_store import ADMINISTRATOR, DAY, Shared, credential_of, on_server, proof_of, step

from trainer.engine.events import SessionBegan
from trainer.engine.state import Phase
from trainer.errors import StoreError, UsageError
from trainer.people.person import Kind, Role, Standing
from trainer.people.shares import Scope, Share
from trainer.session import wall_clock
from trainer.store import postgres_entry, postgres_schema
from trainer.store.base import Batch, Opening, SessionId
from trainer.store.open import Base
from trainer.store.people.accounts import FREE_TRIES, OF_NOBODY, Waits
from trainer.store.people.trail import to_bytes
from trainer.store.postgres import PostgresStore
from trainer.store.postgres_functions import FUNCTIONS

Connection = psycopg.Connection[tuple[object, ...]]
Change = Callable[..., list[tuple[object, ...]]]
ALONE, JOINT = SessionId("alone"), SessionId("joint")


@pytest.fixture
def fresh(server: Server, database: str) -> Iterator[Shared]:
    """Give a store that nobody has an account of, on a server that persons' programs have a name of their own on."""
    store = on_server(server, database)
    yield store
    store.close()


@pytest.fixture
def shared(fresh: Shared, database: str) -> Shared:
    """Give a store with an administrator, two learners and two supervisors."""
    fresh.begin(f"app_{database}")
    fresh.add("Lea")
    fresh.add("Pit")
    fresh.add("Sam", Kind.STAFF, Role.SUPERVISOR)
    return fresh


@pytest.fixture
def raw(shared: Shared) -> Iterator[Connection]:
    """Connect as persons' programs do, to send whatever one likes."""
    with psycopg.connect(shared.address, autocommit=True, options="-c search_path=dialogue_trainer") as connection:
        yield connection


@pytest.fixture
def change(server: Server, database: str) -> Change:
    """Give what reads and changes the database past all rules."""

    def changed(statement: str, *values: object) -> list[tuple[object, ...]]:
        return server.execute(statement, *values, database=database)

    return changed


def play(base: Base, opener: str, session: SessionId = ALONE, *seats: str, room: str = "") -> None:
    """Begin a session of `opener`, over from the start."""
    listed = seats or ("staff",)
    digest = sha256(b"text").hexdigest()
    opening = Opening(
        digest=digest,
        text="text",
        scenario_id="small",
        title="Small",
        seats=listed,
        opener=opener,
        room=room,
        own=listed[0],
    )
    began = SessionBegan(scenario=digest, scenario_id="small", seats=listed, seed=7)
    base.append(
        Batch(session=session, version=0, events=(began,), at=1, phase=Phase.CLOSED, replies=0, opening=opening)
    )


def share(base: Base, session: str = ALONE, person: str = "lea", reader: str = "sam") -> None:
    """Share `session` with `reader`, with what was said."""
    leave = Share(session=session, person=person, reader=reader, scope=Scope.TRANSCRIPT, given=wall_clock())
    base.share(leave, scenario="small", month="2026-11", counts=False, enclosed={})


def carry(raw: Connection, token: str) -> object:
    """Let a connection carry `token`, and return whose it is then."""
    raw.execute("SELECT set_config('dialogue_trainer.token', %s, false)", (token,))
    return raw.execute("SELECT me()").fetchall()[0][0]


def token_of(raw: Connection, name: str) -> str:
    """Sign in as `name` and return the token."""
    knocked = raw.execute("SELECT ticket FROM knock(%s, %s, false)", (name.casefold(), proof_of(name))).fetchone()
    assert knocked is not None
    entered = raw.execute("SELECT token FROM enter(%s)", knocked).fetchone()
    assert entered is not None
    return str(entered[0])


def test_only_the_token_itself_opens_anything(raw: Connection, change: Change) -> None:
    """Neither a forged token nor what is kept of a real one is anybody's, nor a connection that let go of its own."""
    token = token_of(raw, "Lea")
    ((kept,),) = change("SELECT digest FROM token WHERE person = 'lea'")
    assert isinstance(kept, bytes)

    assert "lea" == carry(raw, token)
    for forged in ("", "lea", "x", token[:-1], token.upper(), kept.hex(), f"\\x{kept.hex()}", "' OR true --"):
        assert None is carry(raw, forged)
    assert "lea" == carry(raw, token)
    raw.execute("RESET dialogue_trainer.token")
    assert [(None,)] == raw.execute("SELECT me()").fetchall()
    carry(raw, token)
    raw.execute("DISCARD ALL")
    raw.execute("SET search_path = dialogue_trainer")
    assert [(None,)] == raw.execute("SELECT me()").fetchall()


def test_leave_that_was_taken_back_is_gone_with_the_next_statement(shared: Shared, raw: Connection) -> None:
    """Over the same connection, and in the middle of its transaction."""
    lea = shared.enter("Lea")
    play(lea, "lea")
    share(lea)
    carry(raw, token_of(raw, "Sam"))
    with raw.transaction():
        assert [(1,)] == raw.execute("SELECT version FROM event").fetchall()
        lea.withdraw(ALONE, "lea", "sam")
        assert [] == raw.execute("SELECT version FROM event").fetchall()
    assert [] == raw.execute("SELECT 1 FROM session").fetchall()


def test_who_supervises_no_more_reads_no_more(shared: Shared, change: Change) -> None:
    """What is shared with somebody is there for them as long as they are a supervisor, in lists as well."""
    lea, sam = shared.enter("Lea"), shared.enter("Sam")
    play(lea, "lea")
    lea.put_reading(ALONE, "lea", b"so")
    share(lea)
    change("UPDATE share SET counts = 1")
    found = []
    for roles in ("supervisor", "learner"):
        change("UPDATE person SET roles = %s WHERE person = 'sam'", roles)
        listed = (sam.shares_to("sam", 0), sam.sharers("sam", 0), sam.readings("sam", "2026-11", 0, 9))
        found.append((*map(len, listed), lea.is_open_to(ALONE, "sam", 0), len(lea.supervisors())))

    assert [(1, 1, 1, True, 1), (0, 0, 0, False, 0)] == found


def test_a_closed_account_is_out_with_the_next_statement(shared: Shared, raw: Connection) -> None:
    """An administrator closes an account whose person is signed in; opened again, it has to be signed in to."""
    token = token_of(raw, "Lea")
    carry(raw, token)
    ada = shared.enter(ADMINISTRATOR)
    lea = ada.person("lea")
    assert lea is not None

    for standing in (Standing.CLOSED, Standing.ACTIVE):
        ada.change_person(
            type(lea)(id="lea", name="Lea", kind=lea.kind, roles=lea.roles, standing=standing, began=1), wall_clock()
        )
        assert None is carry(raw, token)
    assert None is shared.open().sign_in("lea", proof_of("Sam"), 0)


def test_a_try_counts_though_it_is_rolled_back(shared: Shared, raw: Connection) -> None:
    """Who sends a proof is told whether it is right only once the try is counted for good."""
    knocks = "SELECT wait, ticket FROM knock('lea', %s, false)"
    with raw.transaction(force_rollback=True):
        ((_, ticket),) = raw.execute(knocks, (proof_of("Lea"),)).fetchall()
        assert [] == raw.execute("SELECT * FROM enter(%s)", (ticket,)).fetchall()
    assert [] == raw.execute("SELECT * FROM enter(%s)", (ticket,)).fetchall()

    for _ in range(FREE_TRIES):
        ((wait, ticket),) = raw.execute(knocks, (proof_of("Sam"),)).fetchall()
        assert (0, []) == (wait, raw.execute("SELECT * FROM enter(%s)", (ticket,)).fetchall())
    ((wait, ticket),) = raw.execute(knocks, (proof_of("Lea"),)).fetchall()
    assert isinstance(wait, int)
    assert 0 < wait <= 30_000
    assert None is ticket
    assert isinstance(shared.open().sign_in("lea", proof_of("Lea"), 0), Waits)


def test_a_try_is_told_of_once_and_soon(raw: Connection, change: Change) -> None:
    """What was sent right is no way in for whoever comes by it later."""
    knocks = "SELECT ticket FROM knock('lea', %s, false)"
    for made_old, entries in ((False, 1), (True, 0)):
        (ticket,) = raw.execute(knocks, (proof_of("Lea"),)).fetchall()
        if made_old:
            change("UPDATE knock SET until = 1")
        assert entries == len(raw.execute("SELECT * FROM enter(%s)", ticket).fetchall())
        assert [] == raw.execute("SELECT * FROM enter(%s)", ticket).fetchall()


def test_a_greeting_does_not_tell_who_is_there(raw: Connection) -> None:
    """Whether there is such an account or not, what one is given looks the same, and is the same the next time."""
    known, unknown = (raw.execute("SELECT * FROM greeting(%s)", (name,)).fetchall() for name in ("lea", "nobody"))

    assert unknown == raw.execute("SELECT * FROM greeting('nobody')").fetchall()
    assert unknown != raw.execute("SELECT * FROM greeting('anybody')").fetchall()
    assert [len(str(each)) for each in known[0]] == [len(str(each)) for each in unknown[0]]
    assert known[0][2] == unknown[0][2]


REFUSED = (
    ("Lea", "SELECT put_code('x', 'account', 'sam', '', 9999999999999)"),
    ("Lea", "SELECT put_code('x', 'showing', 'lea', 'other', 9999999999999)"),
    ("Lea", "SELECT put_code('x', 'showing', 'pit', 'alone', 9999999999999)"),
    ("Lea", "SELECT put_code('x', 'part', 'lea', 'alone/nurse', 9999999999999)"),
    ("Lea", "SELECT put_code('x', 'part', 'lea', 'other/staff', 9999999999999)"),
    ("Lea", "SELECT put_code('x', 'anything', 'lea', 'alone', 9999999999999)"),
    ("Lea", "SELECT rename('pit', 'Pat', 'pat')"),
    ("Lea", "SELECT erase('pit')"),
    ("Lea", "SELECT add_step('pit', 1, 'lea', 'read', 'other')"),
    ("Lea", "SELECT add_step('lea', 1, 'lea', 'read\"', 'other')"),
    ("Sam", "SELECT add_step('pit', 1, 'sam', 'counted', '')"),
    ("Ada", "SELECT add_step('lea', 1, 'ada', 'read', 'alone')"),
    ("", "SELECT put_code('x', 'account', 'lea', '', 9999999999999)"),
    ("", "SELECT erase('lea')"),
    ("", "SELECT rename('lea', 'X', 'x')"),
    ("", "SELECT put_lock('x', 'x', 'x', 'x')"),
    ("", "SELECT add_step('lea', 1, 'lea', 'read', '')"),
    ("Ada", "SELECT keep_lock('lea', 'x', 'x', 'x', 'x')"),
    ("Ada", "SELECT keep_step('lea', 1, 'lea', 'read', '')"),
    ("Ada", "SELECT take_out('alone', 'lea')"),
    ("Ada", "SELECT nextval('counter')"),
    ("Ada", "UPDATE person SET public = 'x'"),
    ("Ada", "UPDATE person SET standing = 'active', public = 'x'"),
    ("Lea", "UPDATE session SET persons = 1"),
    ("Lea", "CREATE FUNCTION dialogue_trainer.me(integer) RETURNS text LANGUAGE sql RETURN 'lea'"),
    ("Ada", "ALTER TABLE event DISABLE ROW LEVEL SECURITY"),
    ("Ada", "SET row_security = off; SELECT * FROM event"),
)


@pytest.mark.parametrize(("name", "statement"), REFUSED)
def test_what_is_refused(shared: Shared, raw: Connection, name: str, statement: str) -> None:
    """No function does for anybody what is not theirs to do."""
    play(shared.enter("Lea"), "lea")
    play(shared.enter("Pit"), "pit", SessionId("other"))
    carry(raw, token_of(raw, name) if name else "")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute(statement)


EMPTY = (
    ("SELECT * FROM my_sessions()", []),
    ("SELECT * FROM shared_with_me('', '', '', '', NULL, '', '', 50)", []),
    ("SELECT sharers()", []),
    ("SELECT * FROM readings('2026-11', 9)", []),
    ("SELECT * FROM supervisors()", []),
    ("SELECT my_lock()", [(None,)]),
    ("SELECT * FROM take_code('x', 'part')", []),
    ("SELECT is_open_to('alone', 'sam')", [(None,)]),
    (f"SELECT has_scenario('{sha256(b'text').hexdigest()}')", [(False,)]),
    ("SELECT leave_session('alone')", [("",)]),
)


@pytest.mark.parametrize(("statement", "told"), EMPTY)
def test_who_is_not_signed_in_is_told_nothing(
    shared: Shared, raw: Connection, statement: str, told: list[object], change: Change
) -> None:
    """What functions give hangs on who asks as well, and nothing is changed for nobody."""
    lea = shared.enter("Lea")
    play(lea, "lea")
    share(lea)

    assert told == raw.execute(statement).fetchall()
    assert [("alone",)] == change("SELECT session FROM session")


@pytest.mark.usefixtures("shared")
def test_what_persons_programs_may_call(change: Change, database: str) -> None:
    """It is what is said to be open, and every function of the owner's looks names up in one place."""
    found = change(
        "SELECT proname, prosecdef, array_to_string(proconfig, ';'), has_function_privilege(%s, oid, 'EXECUTE'), "
        "EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0) "
        "FROM pg_proc WHERE pronamespace = 'dialogue_trainer'::regnamespace",
        f"app_{database}",
    )
    plain = {"this_moment", "inside", "count_up"}
    closed = {function.head[: function.head.index("(")] for function in FUNCTIONS if not function.is_open} - {"holds"}

    assert plain == {name for name, is_definer, *_ in found if not is_definer}
    assert all(
        "search_path=dialogue_trainer, pg_temp" in str(config) for name, _, config, *_ in found if name not in plain
    )
    assert closed <= {name for name, _, _, is_open, _ in found if not is_open} <= {*closed, "holds"}
    assert not any(is_everybodys for *_, is_everybodys in found)


def test_temporary_tables_stand_in_for_none(raw: Connection) -> None:
    """What a connection makes under the name of a table is not what the server's functions look at."""
    raw.execute("SET search_path = pg_temp, dialogue_trainer")
    raw.execute("CREATE TEMPORARY TABLE token (digest bytea, person text, until bigint)")
    raw.execute("INSERT INTO pg_temp.token VALUES (sha256('mine'), 'ada', 9999999999999)")

    assert None is carry(raw, "mine")
    raw.execute("SET search_path = dialogue_trainer, pg_temp")
    assert None is carry(raw, "mine")
    assert [] == raw.execute("SELECT * FROM person").fetchall()


def test_the_trail_says_who_did_it(shared: Shared, change: Change) -> None:
    """A reader's step names the reader whatever they send, in the bytes and the chain that the program gives it."""
    lea, sam = shared.enter("Lea"), shared.enter("Sam")
    play(lea, "lea")
    share(lea)
    before = wall_clock()
    sam.add_step("lea", step(1, "pit", "read", ALONE))
    lea.add_step("lea", step(2, "sam", "withdrawn", ALONE))
    for person, session in (("lea", "other"), ("pit", ALONE)):
        with pytest.raises(StoreError, match="not yours there"):
            sam.add_step(person, step(1, "sam", "read", session))
    for by, what in (("sam", "read"), ("ada", "code"), ("pit", "withdrawn"), ("pit", "passphrase")):
        with pytest.raises(StoreError, match="not yours there"):
            lea.add_step("lea", step(3, by, what, ALONE))
    trail = lea.trail("lea")

    assert [("ada", "code", ""), ("sam", "read", ALONE), ("sam", "withdrawn", ALONE)] == [each[1:] for each in trail]
    assert before - 1_000 <= trail[1].at <= wall_clock() + 1_000
    assert before - 1_000 <= trail[2].at <= wall_clock() + 1_000
    assert [(to_bytes(each),) for each in trail] == change(
        "SELECT stored FROM trail WHERE person = 'lea' ORDER BY version"
    )
    assert () == sam.trail("lea")
    change("UPDATE trail SET stored = replace(encode(stored, 'escape'), 'sam', 'pit')::bytea WHERE version = 2")
    with pytest.raises(StoreError):
        lea.trail("lea")


def test_changes_of_an_account_are_kept_whoever_sends_them(shared: Shared, raw: Connection) -> None:
    """An administrator who sends statements of their own leaves the same trail."""
    carry(raw, token_of(raw, ADMINISTRATOR))
    raw.execute("UPDATE person SET unit = 'two' WHERE person = 'lea'")
    raw.execute("SELECT put_code('y', 'account', 'lea', '', %s)", (wall_clock() + DAY,))

    assert [("ada", "code"), ("ada", "changed"), ("ada", "code")] == [
        (each.by, each.what) for each in shared.enter("Lea").trail("lea")
    ]


def test_a_part_is_never_taken_by_who_opened_the_session(shared: Shared) -> None:
    """Whoever opens a session for others gives leave for their own part alone; a code is for one of the others."""
    lea, pit = shared.enter("Lea"), shared.enter("Pit")
    play(lea, "lea", JOINT, "staff", "patient", "nurse", room="aroom")
    lea.put_code(b"code", "part", "lea", f"{JOINT}/patient", wall_clock() + DAY)
    share(lea, JOINT)

    assert None is lea.take_code(b"code", "part", 0)
    assert not lea.put_part(JOINT, "patient", "lea", wall_clock())
    with pytest.raises(StoreError, match="not yours there"):
        pit.put_part(JOINT, "patient", "pit", wall_clock())
    assert not lea.is_open_to(JOINT, "sam", 0)
    assert ("lea", f"{JOINT}/patient") == pit.take_code(b"code", "part", 0)
    assert pit.put_part(JOINT, "patient", "pit", wall_clock())
    assert {"staff": "lea", "patient": "pit"} == lea.parts(JOINT)
    assert None is pit.take_code(b"code", "part", 0)
    lea.put_code(b"next", "part", "lea", f"{JOINT}/nurse", wall_clock() + DAY)
    share(pit, JOINT, "pit")
    assert None is pit.take_code(b"next", "part", 0)
    assert not lea.is_open_to(JOINT, "sam", 0)
    sam = shared.enter("Sam")
    assert not sam.is_open_to(JOINT, "sam", 0)
    assert ("lea", f"{JOINT}/nurse") == shared.enter(ADMINISTRATOR).take_code(b"next", "part", 0)
    share(shared.enter(ADMINISTRATOR), JOINT, "ada")
    assert lea.is_open_to(JOINT, "sam", 0)
    assert sam.is_open_to(JOINT, "sam", 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name)
def test_the_server_restarts_while_one_is_signed_in(shared: Shared, server: Server, number: signal.Signals) -> None:
    """What one does goes on when the server is back, as oneself, and counts as no wrong try."""
    lea = shared.enter("Lea")
    play(lea, "lea")
    for _ in range(FREE_TRIES + 1):
        server.stop(number)
        server.start()
        assert [ALONE] == [each.session for each in lea.sessions_of("lea")]
    play(lea, "lea", SessionId("after"))
    assert lea.is_mine("lea", "after")


def test_a_token_that_is_over_is_replaced(shared: Shared, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is over by the time a connection is made anew one signs in again, and also in time before that."""
    lea = shared.enter("Lea")
    assert isinstance(lea, PostgresStore)
    change("UPDATE token SET until = 1")
    assert () == lea.people()
    change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trainer'")
    assert ["Lea", "Sam"] == [each.name for each in lea.people() if each.name != ADMINISTRATOR]

    kept = change("SELECT digest FROM token")
    monkeypatch.setattr(postgres_entry, "_STAYS_SECONDS", -1)
    assert None is not lea.person("lea")
    assert kept != change("SELECT digest FROM token WHERE digest <> %s", kept[0][0])
    assert 1 == len(change("SELECT DISTINCT person FROM token"))


def test_another_passphrase_ends_what_was_signed_in_with_the_one_before(shared: Shared, change: Change) -> None:
    """Who chose it stays; over another connection one is nobody, also when that is made anew."""
    lea, elsewhere = shared.enter("Lea"), shared.enter("Lea")
    lea.put_credential("lea", credential_of("Lea", again="!"))

    assert None is not lea.person("lea")
    assert None is elsewhere.person("lea")
    change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trainer'")
    assert None is elsewhere.person("lea")
    assert None is not lea.person("lea")
    assert None is shared.open().sign_in("lea", proof_of("Lea"), 0)


def test_signing_out(shared: Shared, change: Change) -> None:
    """A connection that was signed out, or closed, leaves no token behind."""
    lea, sam = shared.enter("Lea"), shared.enter("Sam")
    lea.sign_out()
    sam.close()

    assert None is lea.person("lea")
    assert [] == change("SELECT 1 FROM token WHERE person IN ('lea', 'sam')")


def test_others_hear_only_that_something_changed(shared: Shared, raw: Connection) -> None:
    """No session, room or person is named to who listens."""
    heard: list[str] = []
    raw.add_notify_handler(lambda notify: heard.append(notify.payload))
    raw.execute("LISTEN dialogue_trainer")
    lea = shared.enter("Lea")
    play(lea, "lea")
    lea.put_room("aroom", b"x")
    wait_until(lambda: raw.execute("SELECT 1") and len(heard) > 1, "word of both")

    assert {"changed"} == set(heard)


def test_numbers_do_not_count_what_others_do(shared: Shared, change: Change) -> None:
    """The numbers of one's own sessions are times, and nothing that anybody else's would push on."""
    lea = shared.enter("Lea")
    play(lea, "lea")
    play(lea, "lea", SessionId("later"))

    began = [summary.number for summary in lea.sessions_of("lea")]
    assert began == sorted(began, reverse=True)
    assert all(abs(number / 1000 - wall_clock()) < DAY for number in began)
    assert [(False,)] == change("SELECT is_called FROM counter")


@pytest.mark.parametrize("right", ["SUPERUSER", "BYPASSRLS"])
def test_a_name_that_passes_over_rules_is_not_let_in(shared: Shared, change: Change, database: str, right: str) -> None:
    """It would see everything, whoever signed in."""
    change(f"ALTER ROLE app_{database} {right}")

    with pytest.raises(StoreError, match=r"may pass over its rules. Nothing was opened\."):
        shared.open()


def test_who_may_begin(fresh: Shared, server: Server, database: str, change: Change) -> None:
    """Only the owner of the tables, for whom rules hold, and only with another name for which they hold too."""
    owner = fresh.open(fresh.owner)
    for name, said in (
        ("nobody-there", "no such name"),
        (f"owner_{database}", "owns the tables"),
        ("postgres", "no such name"),
    ):
        with pytest.raises(UsageError, match=said):
            owner.begin_people(name)
    with pytest.raises(UsageError, match="may pass over every rule"):
        fresh.open(server.url(database)).begin_people()
    assert not owner.has_people()
    assert [(False,)] == change("SELECT bool_or(relrowsecurity) FROM pg_class WHERE relname = 'person'")


def test_a_beginning_that_was_broken_off_is_begun_again(fresh: Shared, database: str) -> None:
    """Nobody has the code of an account that nobody entered: it is not in the way."""
    broken = fresh.open(fresh.owner)
    broken.begin_people(f"app_{database}")
    broken.put_setting(OF_NOBODY, "secret")
    broken.close()
    assert not fresh.open().has_people()
    with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(fresh.address) as connection:
        connection.execute("SELECT dialogue_trainer.put_code('x', 'account', 'ada', '', 9999999999999)")
    fresh.begin(f"app_{database}")

    assert fresh.open().has_people()
    assert [ADMINISTRATOR] == [each.name for each in fresh.enter(ADMINISTRATOR).people()]


def test_rules_and_grants_are_made_anew_with_the_tables(
    shared: Shared, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that changes what is there meets all of it; persons' programs wait for the owner, and go on after it."""
    play(shared.enter("Lea"), "lea")
    taken = ("UPDATE event SET reply = 'x'", "DROP POLICY read_app ON event", "REVOKE ALL ON event FROM PUBLIC")
    monkeypatch.setattr(postgres_schema, "STEPS", (*postgres_schema.STEPS, taken))
    monkeypatch.setattr(postgres_schema, "SCHEMA", postgres_schema.SCHEMA + 1)
    with pytest.raises(StoreError, match="the name that owns the tables opens the store first"):
        shared.open()
    assert not shared.open(shared.owner).people()

    assert [(b"x",)] == change("SELECT reply FROM event")
    assert 1 == len(shared.enter("Lea").events(ALONE))


def test_the_owner_signs_in_like_everybody(shared: Shared) -> None:
    """Rules are forced: the name that owns the tables sees nothing without signing in, and with it one's own."""
    play(shared.enter("Lea"), "lea")
    owner = shared.open(shared.owner)
    assert ((), ()) == (owner.people(), owner.sessions())
    owner.sign_in("pit", proof_of("Pit"), 0)
    assert () == owner.sessions()
    owner.sign_in("lea", proof_of("Lea"), 0)
    assert [ALONE] == [each.session for each in owner.sessions()]
