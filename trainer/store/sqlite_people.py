"""The tables of people in the SQLite file."""

from collections.abc import Callable
from typing import TypeVar

from trainer.store.people import PeopleTables
from trainer.store.sqlite_file import SqliteFile, told

T = TypeVar("T")


class SqlitePeople(SqliteFile, PeopleTables):
    """Statements on people, done on one file."""

    def _ask(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with told(self.path):
            return self._connection.execute(query, values).fetchall()

    def _change(self, query: str, *values: object) -> int:
        with told(self.path):
            if self._connection.in_transaction:
                return self._connection.execute(query, values).rowcount
            with self._transaction():
                return self._connection.execute(query, values).rowcount

    def _together(self, work: Callable[[], T]) -> T:
        if self._connection.in_transaction:
            return work()
        with told(self.path), self._transaction():
            return work()

    def _own_tables(self) -> tuple[str, ...]:
        return ("note", "carried", "mine")

    def compact(self) -> None:
        """Write the file anew, so that no byte of what was deleted is left in it."""
        with told(self.path):
            self._connection.execute("VACUUM")
