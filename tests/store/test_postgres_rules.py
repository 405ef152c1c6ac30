"""What a PostgreSQL server lets whom do with which row, asked in plain SQL under the name of persons' programs.

`KEPT` says of every row there is who may read, change and delete it, `ADDED` of further ones who may add them; every
person tries everything with all of them.
"""

# ruff: noqa: S608  every name in a statement stands here

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import psycopg
import pytest
from postgres_running import Server
from shared_store import DAY, Shared, on_server

from trainer.clock import wall_clock
from trainer.store.base import link
from trainer.store.postgres_rules import RULES

Connection = psycopg.Connection[tuple[object, ...]]

PERSONS = {
    "lea": "learner",
    "oda": "learner",
    "pit": "learner",
    "pat": "learner",
    "sco": "supervisor",
    "tra": "supervisor",
    "not": "supervisor",
    "rev": "supervisor",
    "ovr": "supervisor",
    "par": "supervisor",
    "ful": "supervisor",
    "dem": "learner",
    "clo": "supervisor",
    "adm": "administrator",
}
"""Whose plays there are: `lea` alone and with `pit`, `oda` alone, `pat`, a patient, alone.

Readers of what `lea` played alone: `sco` of scores, `tra` of what was said, `not` of notes too, `rev` no more, `ovr`
until yesterday, `dem` who is no supervisor any more, `clo` whose account is closed. Of what was played together `par`
has leave from one of the two, `ful` from both. `pat` shares what was said with `tra`.
"""
ACTORS = ("nobody", *PERSONS)
SIGNED_IN = "lea oda pit pat sco tra not rev ovr par ful dem adm"
TEXT, OTHER = b"what lea and pit play", b"what oda plays"
DIGEST, OTHERS = (sha256(text).hexdigest() for text in (TEXT, OTHER))
NEW = b"what nobody has played yet"
X = b"x"
NOW = wall_clock()
COLUMNS = {
    "session": (
        "session, scenario, scenario_id, title, seats, phase, replies, version, began, touched, sequence, origin, "
        "shared, room, own, number, opener, persons"
    ),
}


def session_row(session: str, opener: str, *seats: str, persons: int = 0, scenario: str = DIGEST) -> tuple[object, ...]:
    """Return a row of the sessions."""
    room, own = ("aroom", seats[0]) if len(seats) > 1 else ("", "")
    listed = json.dumps(seats).encode()
    return (
        *(session, scenario, b"small", b"Small", listed, "closed", 1, 2, 1, 1, 1, ""),
        *(0, room, own, 1, opener, persons or len(seats)),
    )


def share_row(
    session: str, person: str, reader: str, scope: str, *, until: int = 0, counts: int = 0
) -> tuple[object, ...]:
    """Return a row of the shares."""
    return session, person, reader, scope, NOW, until, "small", "2026-11", counts


def event_row(session: str, kind: str, seat: str, *, version: int = 2) -> tuple[object, ...]:
    """Return a row of the events that goes on from the first one, whose link is `X`."""
    stored = json.dumps({"at": 1, "event": {"kind": kind, "seat": seat}}).encode()
    return session, version, stored, link(X, session, version, stored), None


class Row(NamedTuple):
    """One row, and who may do what with it, `-` being nobody."""

    values: tuple[object, ...]
    read: str = "-"
    change: str = "-"
    delete: str = "-"


class New(NamedTuple):
    """A row that is not there, and who may add it."""

    values: tuple[object, ...]
    add: str


class Kept(NamedTuple):
    """A table: by which columns a row of it is found, what is set in it, what it holds and what is tried to add."""

    key: tuple[str, ...]
    sets: str
    rows: tuple[Row, ...]
    new: tuple[New, ...]


SESSION = ("session", "person", "reader")
TABLES: dict[str, Kept] = {
    "scenario": Kept(
        ("digest",),
        "text = ''",
        (Row((DIGEST, TEXT), "lea pit pat sco tra not ful rev"), Row((OTHERS, OTHER), "oda")),
        (New((sha256(NEW).hexdigest(), NEW), SIGNED_IN), New((sha256(b"known").hexdigest(), b"a wrong one"), "-")),
    ),
    "session": Kept(
        ("session",),
        "phase = 'playing'",
        (
            Row(session_row("alone", "lea", "staff"), "lea sco tra not", "lea"),
            Row(session_row("joint", "lea", "staff", "patient"), "lea pit ful", "lea"),
            Row(session_row("begun", "lea", "staff"), "lea", "lea"),
            Row(session_row("calm", "pat", "patient"), "pat tra", "pat"),
            Row(session_row("super", "rev", "staff"), "rev", "rev"),
            Row(session_row("other", "oda", "staff", scenario=OTHERS), "oda", "oda"),
        ),
        (
            New(session_row("fresh", "lea", "staff"), "lea"),
            New(session_row("fresh", "lea", "staff", "patient"), "lea"),
            New(session_row("fresh", "lea", "staff", "patient", persons=1), "-"),
            New(session_row("fresh", "", "staff"), "-"),
        ),
    ),
    "event": Kept(
        ("session", "version"),
        "stored = ''",
        (
            Row(("alone", 1, X, X, None), "lea tra not"),
            Row(("joint", 1, X, X, None), "lea pit ful"),
            Row(("other", 1, X, X, None), "oda"),
        ),
        (
            New(event_row("alone", "reply_made", "staff"), "lea"),
            New(event_row("joint", "reply_made", "patient"), "lea"),
            New(event_row("joint", "reading_marked", "staff"), "lea"),
            New(event_row("joint", "reading_marked", "patient"), "pit"),
            New(event_row("other", "reply_made", "staff"), "oda"),
            New(("alone", 2, X, X, None), "-"),
            New((*event_row("alone", "reply_made", "staff")[:3], X, None), "-"),
            New(event_row("alone", "reply_made", "staff", version=3), "-"),
        ),
    ),
    "words": Kept(
        ("session", "version"),
        "text = ''",
        (
            Row(("alone", 1, X, X), "lea"),
            Row(("joint", 1, X, X), "lea pit"),
            Row(("other", 1, X, X), "oda"),
        ),
        (New(("alone", 2, X, X), "lea"), New(("joint", 2, X, X), "lea")),
    ),
    "room": Kept(
        ("room",),
        "stored = ''",
        (Row(("rooma", X, 1, "lea"), "lea", "lea", "lea"), Row(("roomb", X, 2, "oda"), "oda", "oda", "oda")),
        (New(("roomc", X, 3, "lea"), SIGNED_IN),),  # whoever adds it is who opened it
    ),
    "paper": Kept(
        ("paper", "version"),
        "stored = ''",
        (Row(("ours", 1, X, X, 1), "lea oda"),),
        (
            New(("ours", 2, X, X, 1), "lea oda"),
            New(("fresh", 1, X, X, 2), SIGNED_IN),
            New(("fresh", 2, X, X, 2), "-"),
        ),
    ),
    "party": Kept(
        ("paper", "party"),
        "name = ''",
        (Row(("ours", "a", X), *("lea oda",) * 3),),
        (New(("ours", "b", X), "lea oda"), New(("fresh", "b", X), "-")),
    ),
    "holder": Kept(
        ("paper", "person"),
        "person = 'pit'",
        (Row(("ours", "lea"), "lea"), Row(("ours", "oda"), "oda")),
        (New(("ours", "pit"), "-"), New(("fresh", "lea"), "lea"), New(("fresh", "pit"), "pit")),
    ),
    "setting": Kept(
        ("name",),
        "value = ''",
        (
            Row(("keep-days", "30"), SIGNED_IN, "adm", "adm"),
            Row(("of-nobody", "secret")),
            Row(("retention-notice/lea", "1"), "lea", "lea", "lea"),
        ),
        (
            New(("more", "1"), "adm"),
            New(("more/lea", "1"), "lea"),
            New(("more/oda", "1"), "oda"),
        ),
    ),
    "person": Kept(
        ("person",),
        "unit = 'elsewhere'",
        tuple(
            Row(
                (
                    person,
                    person,
                    person,
                    "patient" if person == "pat" else "staff",
                    role,
                    "",
                    "closed" if person == "clo" else "active",
                    1,
                    X,
                ),
                {
                    "lea": "lea pit sco tra not ful adm",
                    "oda": "oda adm",
                    "pit": "pit lea ful adm",
                    "pat": "pat tra adm",
                    "dem": "dem lea adm",
                    "clo": "lea adm",
                    "adm": "adm lea",
                }.get(person, SIGNED_IN),
                "adm",
            )
            for person, role in PERSONS.items()
        ),
        (
            New(("zoe", "Zoe", "zoe", "staff", "learner", "", "invited", 1, b""), "adm"),
            New(("zoe", "Zoe", "zoe", "staff", "learner", "", "invited", 1, b"a key"), "-"),
        ),
    ),
    "credential": Kept(
        ("person",),
        "proof = ''",
        tuple(Row((person, X, X, X)) for person in ("lea", "adm")),
        (New(("oda", X, X, X), "-"),),
    ),
    "attempt": Kept(("whose",), "tries = 0", (Row(("lea", 3, 1)),), (New(("oda", 3, 1), "-"),)),
    "code": Kept(
        ("digest",),
        "person = 'oda'",
        (Row((X, "account", "lea", "", NOW + DAY)),),
        (New((b"y", "account", "lea", "", NOW + DAY), "-"),),
    ),
    "token": Kept(
        ("digest",),
        "person = 'oda'",
        tuple(Row((sha256(f"token of {person}".encode()).digest(), person, NOW + DAY)) for person in PERSONS),
        (New((X, "lea", NOW + DAY), "-"),),
    ),
    "knock": Kept(
        ("digest",),
        "person = 'oda'",
        (Row((X, "lea", "1", NOW + DAY, "lea")),),
        (New((b"y", "lea", "1", 1, "lea"), "-"),),
    ),
    "part": Kept(
        ("session", "seat"),
        "person = 'oda'",
        (
            Row(("alone", "staff", "lea"), "lea sco tra not"),
            Row(("joint", "staff", "lea"), "lea pit ful"),
            Row(("joint", "patient", "pit"), "lea pit ful"),
            Row(("calm", "patient", "pat"), "pat tra"),
            Row(("super", "staff", "rev"), "rev"),
            Row(("other", "staff", "oda"), "oda"),
        ),
        (
            New(("begun", "staff", "lea"), "lea"),
            New(("begun", "patient", "lea"), "-"),
            New(("begun", "staff", "oda"), "-"),
        ),
    ),
    "sealed": Kept(
        ("person", "session", "slot"),
        "stored = ''",
        (
            Row(("lea", "alone", X, "note", 1, X), "lea", "lea", "lea"),
            Row(("pit", "joint", X, "note", 1, X), "pit", "pit", "pit"),
        ),
        (New(("lea", "alone", b"y", "note", 2, X), "lea"), New(("pit", "joint", b"y", "note", 2, X), "pit")),
    ),
    "share": Kept(
        SESSION,
        "scope = 'notes'",
        (
            Row(share_row("alone", "lea", "sco", "scores", counts=1), "lea sco", "-", "lea"),
            Row(share_row("alone", "lea", "tra", "transcript"), "lea tra", "-", "lea"),
            Row(share_row("alone", "lea", "not", "notes"), "lea not", "-", "lea"),
            Row(share_row("alone", "lea", "ovr", "notes", until=NOW - DAY), "lea", "-", "lea"),
            Row(share_row("alone", "lea", "dem", "notes"), "lea", "-", "lea"),
            Row(share_row("alone", "lea", "clo", "notes"), "lea", "-", "lea"),
            Row(share_row("joint", "lea", "par", "notes"), "lea", "-", "lea"),
            Row(share_row("joint", "lea", "ful", "notes"), "lea ful", "-", "lea"),
            Row(share_row("joint", "pit", "ful", "transcript"), "pit ful", "-", "pit"),
            Row(share_row("calm", "pat", "tra", "transcript"), "pat tra", "-", "pat"),
        ),
        (
            New(share_row("alone", "lea", "rev", "transcript", until=NOW + DAY, counts=1), "lea"),
            New(share_row("joint", "pit", "par", "transcript"), "pit"),
            New(share_row("calm", "pat", "sco", "notes"), "pat"),
            New(share_row("calm", "pat", "sco", "scores"), "-"),
            New(share_row("calm", "pat", "sco", "notes", counts=1), "-"),
            New(share_row("alone", "lea", "ful", "scores"), "lea"),
            New(share_row("joint", "lea", "clo", "notes"), "-"),
            New(share_row("super", "rev", "rev", "notes"), "-"),
            New(share_row("joint", "lea", "rev", "everything"), "-"),
            New(share_row("alone", "lea", "oda", "notes"), "-"),
            New(share_row("other", "lea", "rev", "notes"), "-"),
            New(share_row("alone", "pit", "rev", "notes"), "-"),
        ),
    ),
    "enclosed": Kept(
        (*SESSION, "slot"),
        "stored = ''",
        (
            Row(("alone", "lea", "not", X, X), "lea not", "-", "lea"),
            Row(("alone", "lea", "tra", X, X), "lea", "-", "lea"),
            Row(("alone", "lea", "ovr", X, X), "lea", "-", "lea"),
            Row(("alone", "lea", "dem", X, X), "lea", "-", "lea"),
            Row(("joint", "lea", "par", X, X), "lea", "-", "lea"),
            Row(("joint", "lea", "ful", X, X), "lea ful", "-", "lea"),
            Row(("joint", "pit", "ful", X, X), "pit", "-", "pit"),
        ),
        (New(("alone", "lea", "not", b"y", X), "lea"), New(("other", "lea", "not", b"y", X), "-")),
    ),
    "reading": Kept(
        ("session", "person"),
        "stored = ''",
        (
            Row(("alone", "lea", X), "lea sco tra not", "-", "lea"),
            Row(("joint", "lea", X), "lea ful", "-", "lea"),
            Row(("calm", "pat", X), "pat", "-", "pat"),
            Row(("other", "oda", X), "oda", "-", "oda"),
        ),
        (New(("joint", "pit", X), "pit"), New(("super", "rev", X), "rev"), New(("other", "pit", X), "-")),
    ),
    "ask": Kept(
        SESSION,
        "answered = 1",
        (Row(("joint", "pit", "par", "lea", 0), "pit", "pit"),),
        (
            New(("joint", "lea", "ful", "pit", 0), "pit"),
            New(("joint", "pit", "ful", "lea", 0), "lea"),
            New(("joint", "pit", "rev", "lea", 1), "-"),
            New(("joint", "lea", "ful", "lea", 0), "-"),
            New(("joint", "oda", "ful", "lea", 0), "-"),
            New(("joint", "pit", "oda", "lea", 0), "-"),
            New(("alone", "oda", "ful", "lea", 0), "-"),
        ),
    ),
    "trail": Kept(
        ("person", "version"),
        "stored = ''",
        (
            Row(("lea", 1, b'{"at":1,"by":"adm","what":"changed","session":""}', X), "lea"),
            Row(("oda", 1, X, X), "oda"),
        ),
        (New(("lea", 2, X, X), "-"),),
    ),
    "remark": Kept(
        ("remark",),
        "text = ''",
        (
            Row(("one", "alone", "lea", "tra", "tra", "", X, 1, 1), "lea tra", "-", "tra"),
            Row(("two", "alone", "lea", "tra", "lea", "", X, 1, 2), "lea tra", "-", "lea"),
            Row(("three", "alone", "lea", "rev", "lea", "", X, 1, 3), "lea", "-", "lea"),
            Row(("four", "alone", "lea", "rev", "rev", "", X, 1, 4), "lea rev", "-", "rev"),
            Row(("five", "alone", "lea", "sco", "lea", "", X, 1, 5), "lea", "-", "lea"),
            Row(("seven", "joint", "pit", "dem", "pit", "", X, 1, 1), "pit", "-", "pit"),
        ),
        (
            New(("six", "alone", "lea", "tra", "tra", "", X, 1, 6), "tra"),
            New(("six", "alone", "lea", "tra", "lea", "", X, 1, 6), "lea"),
            New(("six", "alone", "lea", "rev", "lea", "", X, 1, 6), "lea"),
            New(("six", "alone", "lea", "dem", "lea", "", X, 1, 6), "-"),
            New(("six", "joint", "lea", "dem", "lea", "", X, 1, 6), "-"),
            New(("six", "joint", "pit", "dem", "pit", "", X, 1, 6), "pit"),
            New(("six", "alone", "lea", "sco", "sco", "", X, 1, 6), "-"),
            New(("six", "alone", "lea", "rev", "rev", "", X, 1, 6), "-"),
            New(("six", "joint", "pit", "par", "par", "", X, 1, 6), "-"),
            New(("six", "joint", "pit", "ful", "ful", "", X, 1, 6), "ful"),
            New(("six", "other", "oda", "tra", "lea", "", X, 1, 6), "-"),
        ),
    ),
    "rating": Kept(
        ("session", "person", "position", "rater"),
        "stored = ''",
        (
            Row(("alone", "lea", 1, "tra", X), "lea tra not"),
            Row(("alone", "lea", 1, "not", X), "lea not tra"),
            Row(("alone", "lea", 2, "tra", X), "lea tra"),
            Row(("alone", "lea", 2, "rev", X), "lea rev tra"),
            Row(("joint", "lea", 1, "ful", X), "lea ful"),
            Row(("joint", "pit", 1, "rev", X), "pit rev"),
        ),
        (
            New(("alone", "lea", 3, "tra", X), "tra"),
            New(("alone", "lea", 3, "not", X), "-"),
            New(("alone", "lea", 3, "sco", X), "-"),
            New(("alone", "lea", 3, "rev", X), "-"),
            New(("joint", "lea", 2, "ful", X), "ful"),
            New(("joint", "pit", 2, "ful", X), "-"),
            New(("calm", "pat", 1, "tra", X), "-"),
        ),
    ),
    "key_seen": Kept(
        SESSION,
        "reader = 'oda'",
        (Row(("alone", "lea", "not"), "not"), Row(("alone", "lea", "ovr"), "ovr"), Row(("joint", "pit", "ful"), "ful")),
        (
            New(("alone", "lea", "sco"), "sco"),
            New(("alone", "lea", "rev"), "-"),
            New(("joint", "pit", "par"), "-"),
            New(("calm", "pat", "tra"), "-"),
        ),
    ),
}


@dataclass
class World:
    """A server with all the rows, and a connection of persons' programs."""

    shared: Shared
    server: Server
    database: str
    connection: Connection

    def become(self, actor: str) -> None:
        """Be `actor` on the connection."""
        token = "" if actor == "nobody" else f"token of {actor}"
        self.connection.execute("SELECT set_config('dialogue_trainer.token', %s, false)", (token,))

    def tried(self, statement: str, values: tuple[object, ...] = ()) -> int:
        """Return how many rows a statement meets, none where it is refused; nothing of it is kept."""
        try:
            with self.connection.transaction(force_rollback=True):
                return self.connection.execute(statement, values or None).rowcount
        except psycopg.errors.InsufficientPrivilege:
            return 0


@pytest.fixture(scope="module", params=["app", "owner"])
def world(request: pytest.FixtureRequest, server: Server) -> Iterator[World]:
    """Make the rows behind the rules' back, under an own name of persons' programs, and under that of the owner."""
    database = server.make_database()
    shared = on_server(server, database, has_app_role=request.param == "app")
    shared.begin(f"app_{database}" if request.param == "app" else "")
    for table in reversed(TABLES):
        server.execute(f"DELETE FROM {table}", database=database)
    for table, kept in TABLES.items():
        server.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER", database=database)
        for row in kept.rows:
            server.execute(inserting(table, row.values), *row.values, database=database)
        server.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER", database=database)
    path = "-c search_path=dialogue_trainer"
    with psycopg.connect(shared.address, autocommit=True, options=path) as connection:
        yield World(shared, server, database, connection)
    shared.close()
    server.drop_database(database)


def inserting(table: str, values: tuple[object, ...]) -> str:
    """Return the statement that inserts `values`."""
    columns = f" ({COLUMNS[table]})" if table in COLUMNS else ""
    return f"INSERT INTO {table}{columns} VALUES ({', '.join(['%s'] * len(values))})"


def names_in(allowed: str) -> set[str]:
    """Return the names in a list of them."""
    return set() if allowed == "-" else set(allowed.split())


@pytest.mark.parametrize("table", TABLES)
def test_who_may_do_what_with_a_row(world: World, table: str) -> None:
    """Every person reads, changes and deletes exactly the rows that are theirs to, one by one and all at once."""
    kept = TABLES[table]
    wrong = []
    for actor in ACTORS:
        world.become(actor)
        for verb, statement in (
            ("read", f"SELECT FROM {table} WHERE "),
            ("change", f"UPDATE {table} SET {kept.sets} WHERE "),
            ("delete", f"DELETE FROM {table} WHERE "),
        ):
            allowed = [actor in names_in(getattr(row, verb)) for row in kept.rows]
            for row, is_allowed in zip(kept.rows, allowed, strict=True):
                key = row.values[: len(kept.key)]
                where = " AND ".join(f"{column} = %s" for column in kept.key)
                if world.tried(statement + where, key) != is_allowed:
                    wrong.append((actor, verb, key))
            if world.tried(statement.removesuffix(" WHERE ")) != sum(allowed):
                wrong.append((actor, verb, "all"))

    assert [] == wrong


@pytest.mark.parametrize("table", TABLES)
def test_who_may_add_a_row(world: World, table: str) -> None:
    """A row is added by exactly those whose it would be."""
    added = []
    for actor in ACTORS:
        world.become(actor)
        added += [
            (actor, new.values) for new in TABLES[table].new if world.tried(inserting(table, new.values), new.values)
        ]

    allowed = [(actor, new.values) for actor in ACTORS for new in TABLES[table].new if actor in names_in(new.add)]
    assert allowed == added


def test_every_table_has_rules_and_rows(world: World) -> None:
    """No table is without forced rules but the one with the schema's number, and each is gone through above."""
    ruled = world.server.execute(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = 'dialogue_trainer'::regnamespace AND relkind = 'r' ORDER BY relname",
        database=world.database,
    )

    assert sorted([*((table, True) for table in TABLES), ("store", False)]) == ruled
    assert set(TABLES) == set(RULES)
    assert all(kept.rows and kept.new for kept in TABLES.values())
