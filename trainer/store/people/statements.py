"""What each kind of store offers to the tables of people: to ask, to change, and to change several things together."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
Row = tuple[object, ...]


class Statements:
    """Statements with `?` for each value, in what SQLite and PostgreSQL have in common."""

    def _ask(self, query: str, *values: object) -> list[Row]:
        """Return the rows that `query` finds."""
        raise NotImplementedError

    def _change(self, query: str, *values: object) -> int:
        """Do what `query` says, flushed to disk unless it is done together with more; return how many rows it met."""
        raise NotImplementedError

    def _together(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; what it changes is kept together or not at all."""
        raise NotImplementedError

    def _change_all(self, changes: Iterable[tuple[object, ...]]) -> None:
        """Do all of `changes`, each a query and its values, together."""

        def work() -> None:
            for query, *values in changes:
                self._change(str(query), *values)

        self._together(work)


def text_in(value: object) -> str:
    """Return the text in a column, whichever way the store gives it."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value if isinstance(value, str) else ""


def number_in(value: object) -> int:
    """Return the whole number in a column."""
    return value if isinstance(value, int) else 0


def bytes_in(value: object) -> bytes:
    """Return the bytes in a column."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
