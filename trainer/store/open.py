"""Which store a person means."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, Union

from trainer.errors import NeedsSignIn, UsageError
from trainer.store.base import Store

if TYPE_CHECKING:
    from trainer.store.postgres import PostgresStore
    from trainer.store.sqlite import SqliteStore

Base: TypeAlias = Union["SqliteStore", "PostgresStore"]
"""A store of either kind, without anybody signed in."""

_POSTGRES: Final = ("postgresql://", "postgres://")


def default_path() -> Path:
    """Return where the store of this person is kept unless told otherwise."""
    from platformdirs import user_data_path  # noqa: PLC0415  start-up stays fast

    return user_data_path("dialogue-trainer", appauthor=False) / "trainer.db"


def open_store(where: str | None) -> Store:
    """Return the store at `where`: a file's path, a PostgreSQL server's address, or nothing for the person's own.

    Raises:
        NeedsSignIn: when several persons share it; `signing_in` opens it for one of them.
        StoreError: when it cannot be opened.
        UsageError: when it is of a kind that this version does not know.
    """
    base = open_base(where)
    try:
        if base.has_people():
            raise NeedsSignIn("Several persons share this store. Sign in to it.")  # noqa: TRY301  it is closed
    except BaseException:
        base.close()
        raise
    return unshared(base, where)


def open_base(where: str | None) -> "Base":
    """Return the store at `where` without asking whose it is.

    Raises:
        StoreError: when it cannot be opened.
        UsageError: when it is of a kind that this version does not know.
    """
    if where and where.startswith(_POSTGRES):
        return _on_server(where)
    if where and "://" in where:
        # What it says is not repeated: an address may hold a password.
        raise UsageError(
            "There are no stores of that kind. Give the path of a file, or postgresql://NAME@HOST/DATABASE"
        )
    from trainer.store.sqlite import SqliteStore  # noqa: PLC0415  one store is used, not all

    try:
        path = Path(where).expanduser().absolute() if where else default_path()
    except RuntimeError as error:
        raise UsageError(f"{where} names the folder of nobody on this machine. Choose another with --store.") from error
    return SqliteStore(path)


def unshared(base: "Base", where: str | None) -> Store:
    """Return a store without accounts as it is used: what is private on a server's is in a file of one's own."""
    from trainer.store.sqlite import SqliteStore  # noqa: PLC0415  who has a server needs none

    if isinstance(base, SqliteStore):
        return base
    from trainer.store.own_file import WithOwnFile  # noqa: PLC0415  who has a file needs no client of a server
    from trainer.store.postgres_address import name_of  # noqa: PLC0415

    return WithOwnFile(base, default_path().with_name(f"beside-{name_of(where or '')}.db"))


def _on_server(url: str) -> "PostgresStore":
    try:
        from trainer.store.postgres import PostgresStore  # noqa: PLC0415  who has a file needs no client of a server
    except ImportError as error:
        raise UsageError(
            "A store on a PostgreSQL server needs one more package. Where you cloned it: pip install '.[postgres]'"
        ) from error
    return PostgresStore(url)
