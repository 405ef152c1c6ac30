"""Which store a person means."""

from pathlib import Path

from trainer.errors import UsageError
from trainer.store.base import Store


def default_path() -> Path:
    """Return where the store of this person is kept unless told otherwise."""
    from platformdirs import user_data_path  # noqa: PLC0415  start-up stays fast

    return user_data_path("dialogue-trainer", appauthor=False) / "trainer.db"


def open_store(where: str | None) -> Store:
    """Return the store at `where`: a file's path, or nothing for the person's own.

    Raises:
        StoreError: when it cannot be opened.
        UsageError: when it is of a kind that this version does not know.
    """
    if where and "://" in where:
        raise UsageError("Stores on a server are not there yet. Give the path of a file.")
    from trainer.store.sqlite import SqliteStore  # noqa: PLC0415  one store is used, not all

    try:
        path = Path(where).expanduser().absolute() if where else default_path()
    except RuntimeError as error:
        raise UsageError(f"{where} names the folder of nobody on this machine. Choose another with --store.") from error
    return SqliteStore(path)
