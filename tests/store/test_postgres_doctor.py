"""To look at a store on a server changes nothing there, whatever its tables are."""

import psycopg
from postgres_running import Server

from trainer.store.open import open_base
from trainer.store.postgres_schema import NAMESPACE, SCHEMA
from trainer.upkeep.doctor import Level, examine_server

UPDATE = f"UPDATE {NAMESPACE}.store SET schema = %s"  # noqa: S608  a name of the program's own
SELECT = f"SELECT schema FROM {NAMESPACE}.store"  # noqa: S608  likewise


def told(server: Server, database: str) -> dict[str, Level]:
    """Return what is found of the store in `database`."""
    return {each.what: each.level for each in examine_server(server.url(database))}


def test_an_empty_database_stays_empty(server: Server, database: str) -> None:
    """Where there are no tables yet, that is said, and none is made."""
    assert Level.NOTICE == told(server, database)["schema"]
    with psycopg.connect(server.url(database)) as connection:
        assert (None,) == connection.execute("SELECT to_regnamespace(%s)::oid", (NAMESPACE,)).fetchone()


def test_tables_of_each_version(server: Server, database: str) -> None:
    """Tables of this version are fine, earlier ones a notice, newer ones a fault; none is brought up to date."""
    open_base(server.url(database)).close()
    for schema, what, level in (
        (SCHEMA, "store", Level.FINE),
        (SCHEMA - 1, "schema", Level.NOTICE),
        (SCHEMA + 1, "store", Level.FAULT),
    ):
        with psycopg.connect(server.url(database)) as connection:
            connection.execute(UPDATE, (schema,))
        assert level == told(server, database)[what]
        with psycopg.connect(server.url(database)) as connection:
            assert (schema,) == connection.execute(SELECT).fetchone()


def test_a_server_that_is_not_there(server: Server) -> None:
    """A server that cannot be reached, or an address that is none, is a fault and no more."""
    for where in (server.url("no_such_database"), "postgresql://[", "other://server"):
        assert [Level.FAULT] == [each.level for each in examine_server(where) if each.what == "store"]
