"""The command `trainer erase`: a person, or one session."""

import sys
from typing import TYPE_CHECKING

import click

from trainer.entering import open_here
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.erasing import Erased


@click.command()
@click.argument("person", required=False)
@click.option("--session", metavar="SESSION", help="One session of yours, instead of a person.")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@click.option("--store", metavar="FILE", help="Where sessions are kept.")
@click.pass_context
def erase(context: click.Context, person: str | None, session: str | None, yes: bool, store: str | None) -> None:
    """Take out all that there is of PERSON, or `me`: plays, notes, words, keys, backups, exports; for good.

    What others played with them stays whole for those others.
    """
    where = store or context.obj
    if (person is None) is (session is None):
        raise click.UsageError("Say whom: trainer erase me, trainer erase NAME, or trainer erase --session SESSION")
    if session is not None:
        _session(where, session, is_sure=yes)
    else:
        _person(where, person or "", is_sure=yes)


def _session(where: str | None, session: str, *, is_sure: bool) -> None:
    from trainer.erasing import erase_session

    opened = open_here(where)
    try:
        summary = opened.summary(session)
        _ask(f"Delete {summary.session}, “{clean_line(summary.title)}”? It cannot be undone.", is_sure=is_sure)
        is_joint = erase_session(opened, summary.session)
    finally:
        opened.close()
    click.echo(
        "Deleted." if not is_joint else "It is no longer among yours. For those who were in it with you it stays."
    )


def _person(where: str | None, name: str, *, is_sure: bool) -> None:
    from trainer.erasing import erase_everything, erase_person
    from trainer.errors import UsageError
    from trainer.signing_in.managing import Managing
    from trainer.store.signed import SignedStore
    from trainer.store.sqlite import SqliteStore

    opened = open_here(where)
    try:
        if isinstance(opened, SignedStore):
            found = opened.me if name == "me" else Managing(opened).find(name)
            _ask(
                f"Take out all that there is of {clean_line(found.name)}: plays, notes, words, keys, backups, exports? "
                "It cannot be undone.",
                is_sure=is_sure,
            )
            _tell(erase_person(opened, found, where))
            return
        if name != "me":
            raise UsageError("This store is one person's own. To take out all that is in it: trainer erase me")
        if not isinstance(opened, SqliteStore):
            raise UsageError(
                "This store has no accounts, so that nobody can say which plays are whose. Delete yours one by one: "
                "trainer erase --session SESSION"
            )
        path = opened.path
    finally:
        opened.close()
    _ask(f"Delete {path} with everything in it, its backups and exports? It cannot be undone.", is_sure=is_sure)
    _tell(erase_everything(path, where))


def _ask(question: str, *, is_sure: bool) -> None:
    """Ask, unless that was answered already.

    Raises:
        UsageError: when there is nobody to ask.
    """
    if is_sure:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("To do this without being asked: --yes")
    click.confirm(clean(question), abort=True, err=True)


def _tell(erased: "Erased") -> None:
    click.echo("Taken out.")
    if erased.backups:
        click.echo(f"{erased.backups} backup{'s' * (erased.backups != 1)} went through as well.", err=True)
    if erased.exports:
        click.echo(f"{erased.exports} exported file{'s' * (erased.exports != 1)} deleted.", err=True)
    for sentence in erased.unreached:
        click.echo(sentence, err=True)
