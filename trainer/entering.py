"""A store opened for a command: at a terminal, who they are is asked of whoever shares it with others."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trainer.errors import UsageError

if TYPE_CHECKING:
    from trainer.entrance import Entrance
    from trainer.store.base import Store
    from trainer.store.signed import SignedStore

PERSON: Final = "TRAINER_PERSON"
PASSPHRASE_FILE: Final = "TRAINER_PASSPHRASE_FILE"  # noqa: S105  the name of a variable
_LONGEST_FILE: Final = 4096


@contextmanager
def opened(where: str | None) -> Iterator["Store"]:
    """Open the store at `where` for a while, for whose it is or for who signs in."""
    store = open_here(where)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_shared(where: str | None) -> Iterator["SignedStore"]:
    """Open a store that several persons share for a while, for who signs in.

    Raises:
        UsageError: when the store has no accounts.
    """
    from trainer.store.signed import SignedStore

    with opened(where) as store:
        if not isinstance(store, SignedStore):
            raise UsageError(
                "This store is one person's own: there is nobody to share with. `trainer people begin` makes a store "
                "that several persons share."
            )
        yield store


def open_here(where: str | None) -> "Store":
    """Return the store at `where`, opened once where nobody has to sign in."""
    from trainer.entrance import Entrance
    from trainer.errors import NeedsSignIn

    entrance = Entrance(where)
    try:
        return entrance.open()
    except NeedsSignIn:
        _sign_in(entrance)
        return entrance.open()


def entrance_to(where: str | None) -> "Entrance":
    """Return the way into the store at `where`, signed in where that is needed."""
    from trainer.entrance import Entrance

    entrance = Entrance(where)
    if entrance.needs_sign_in():
        _sign_in(entrance)
    return entrance


def _sign_in(entrance: "Entrance") -> None:
    name = os.environ.get(PERSON) or click.prompt("Name", err=True)
    entrance.sign_in(name, passphrase("Passphrase"))


def passphrase(question: str, *, is_new: bool = False) -> str:
    """Return a passphrase: from the file that the environment names, or typed unseen, a new one twice.

    Raises:
        UsageError: when there is neither a file that only its owner can read, nor a terminal.
    """
    if named := os.environ.get(PASSPHRASE_FILE):
        return _from_file(Path(named))
    return str(click.prompt(question, hide_input=True, confirmation_prompt=is_new, err=True))


def _from_file(path: Path) -> str:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UsageError(f"{path} can be read by others. Let it be yours alone: chmod 600 {path}")
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LONGEST_FILE).rstrip("\r\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. It was named by {PASSPHRASE_FILE}.") from error
