"""The tables of the store on a PostgreSQL server, as steps from each schema to the next; a new one takes all of them.

A step that was released is never changed. What an author or a person wrote is kept as bytes: so is every text whole
whatever is in it and whatever the database's encoding, and one damaged row hides no other. Ids are the program's own.
"""

from collections.abc import Callable
from typing import Final

from trainer.errors import StoreError
from trainer.store.people.tables import PEOPLE, for_a_server
from trainer.store.postgres_address import Connection
from trainer.store.postgres_functions import INSIDE

NAMESPACE: Final = "dialogue_trainer"
"""PostgreSQL's schema that holds the tables, so that a database can be shared with other programs."""
_KEY: Final = 0x44494154
"""The advisory lock of who brings the tables up to date; those of rooms are spread over 64 bits."""

_SESSIONS_ROOMS_AND_PAPERS: Final = (
    "CREATE SEQUENCE counter",
    """
    CREATE TABLE scenario (
        digest TEXT COLLATE "C" PRIMARY KEY,
        text BYTEA NOT NULL
    )
    """,
    """
    CREATE TABLE session (
        session TEXT COLLATE "C" PRIMARY KEY,
        scenario TEXT COLLATE "C" NOT NULL REFERENCES scenario,
        scenario_id BYTEA NOT NULL,
        title BYTEA NOT NULL,
        seats BYTEA NOT NULL,
        phase TEXT NOT NULL,
        replies BIGINT NOT NULL,
        version BIGINT NOT NULL,
        began BIGINT NOT NULL,
        touched BIGINT NOT NULL,
        sequence BIGINT NOT NULL,
        origin TEXT COLLATE "C" NOT NULL,
        shared BIGINT NOT NULL,
        room TEXT COLLATE "C" NOT NULL,
        own TEXT COLLATE "C" NOT NULL,
        number BIGINT NOT NULL
    )
    """,
    "CREATE INDEX session_sequence ON session (sequence)",
    """
    CREATE TABLE event (
        session TEXT COLLATE "C" NOT NULL REFERENCES session,
        version BIGINT NOT NULL,
        stored BYTEA NOT NULL,
        chain BYTEA NOT NULL,
        reply BYTEA,
        CONSTRAINT event_version PRIMARY KEY (session, version)
    )
    """,
    "CREATE UNIQUE INDEX event_reply ON event (session, reply) WHERE reply IS NOT NULL",
    """
    CREATE TABLE words (
        session TEXT COLLATE "C" NOT NULL,
        version BIGINT NOT NULL,
        salt BYTEA NOT NULL,
        text BYTEA NOT NULL,
        PRIMARY KEY (session, version)
    )
    """,
    """
    CREATE TABLE room (
        room TEXT COLLATE "C" PRIMARY KEY,
        stored BYTEA NOT NULL,
        number BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE paper (
        paper TEXT COLLATE "C" NOT NULL,
        version BIGINT NOT NULL,
        stored BYTEA NOT NULL,
        chain BYTEA NOT NULL,
        number BIGINT NOT NULL,
        CONSTRAINT paper_version PRIMARY KEY (paper, version)
    )
    """,
    """
    CREATE TABLE party (
        paper TEXT COLLATE "C" NOT NULL,
        party TEXT COLLATE "C" NOT NULL,
        name BYTEA NOT NULL,
        PRIMARY KEY (paper, party)
    )
    """,
)
_PEOPLE: Final = (
    *map(for_a_server, PEOPLE),
    "CREATE INDEX share_session ON share (session, reader)",
    "CREATE INDEX session_opener ON session (opener, scenario)",
    "CREATE FUNCTION count_up() RETURNS BIGINT LANGUAGE sql VOLATILE RETURN nextval('counter')",
    """
    CREATE TABLE token (
        digest BYTEA PRIMARY KEY,
        person TEXT COLLATE "C" NOT NULL,
        until BIGINT NOT NULL
    )
    """,
    "CREATE INDEX token_person ON token (person)",
    """
    CREATE TABLE knock (
        digest BYTEA PRIMARY KEY,
        whose TEXT COLLATE "C" NOT NULL,
        made_in XID8 NOT NULL,
        until BIGINT NOT NULL,
        person TEXT COLLATE "C" NOT NULL
    )
    """,
)
STEPS: Final[tuple[tuple[str, ...], ...]] = (_SESSIONS_ROOMS_AND_PAPERS, _PEOPLE)
"""The statements that lead from each schema to the next, the first of them from an empty namespace."""
SCHEMA: Final = len(STEPS)
"""The schema that this version of the program reads and writes."""


def bring_up_to_date(
    connection: Connection, name: str, after: Callable[[Connection], object] = lambda _connection: None
) -> None:
    """Take the steps that the database has not taken, and do what comes `after`, all or none, one program at a time.

    Where that fails the lock is kept and a transaction left open: who called closes the connection.

    Raises:
        StoreError: when the tables are those of a newer version, or of another program.
    """
    if _schema(connection, name) == SCHEMA:
        return
    run = connection.execute
    # Locked before the transaction begins: that is when the server looks anew for names that it found missing.
    run("SELECT pg_advisory_lock(%s)", (_KEY,))
    run("BEGIN")
    run(f"SET LOCAL search_path = {INSIDE}")
    taken = _schema(connection, name)  # asked anew, now that nobody else can take steps
    if taken == 0:
        _make_namespace(connection, name)
    for step in STEPS[taken:]:
        for statement in step:
            run(statement)
    run("UPDATE store SET schema = %s", (SCHEMA,))
    after(connection)
    run("COMMIT")
    run("SELECT pg_advisory_unlock(%s)", (_KEY,))


def _schema(connection: Connection, name: str) -> int:
    """Return the schema that the tables have, 0 where there are none, where this program knows it."""
    found = connection.execute("SELECT to_regclass(%s)::oid", (f"{NAMESPACE}.store",)).fetchone()
    if found == (None,):
        return 0
    row = connection.execute("SELECT schema FROM store").fetchone()
    schema = row[0] if row else None
    if not (isinstance(schema, int) and 0 < schema <= SCHEMA):
        raise StoreError(
            f"{name} holds what a newer version of this program wrote. Nothing was changed. Update the program."
        )
    return schema


def _make_namespace(connection: Connection, name: str) -> None:
    """Make the namespace, or take the empty one that was made for this user, who may then make no other."""
    run = connection.execute
    if run("SELECT to_regnamespace(%s)::oid", (NAMESPACE,)).fetchone() == (None,):
        run(f"CREATE SCHEMA {NAMESPACE}")
    elif run("SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace(%s)::oid", (NAMESPACE,)).fetchone():
        raise StoreError(
            f"{name} has tables of another program under the name {NAMESPACE} in this database. Nothing was changed. "
            "Choose another database."
        )
    run("CREATE TABLE store (schema INTEGER NOT NULL)")
    run("INSERT INTO store VALUES (0)")
