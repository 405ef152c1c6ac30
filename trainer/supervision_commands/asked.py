"""`trainer share --asked` and `--answer`: whether others may share what one was in, answered once and alone."""

from typing import TYPE_CHECKING

import click

from trainer.supervision_commands.options import write_json
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.supervision.sharing import Sharing


def tell_asks(sharing: "Sharing", *, as_json: bool) -> None:
    """Say what one is asked; not by whom."""
    asks = sharing.asks()
    if as_json:
        listed = [
            {"session": each.session, "title": each.title, "reader": sharing.name_of(each.reader)} for each in asks
        ]
        write_json({"asked": listed})
        return
    for each in asks:
        click.echo(
            clean(
                f"{each.session}  Somebody who was in “{clean_line(each.title)}” with you would like "
                f"{sharing.name_of(each.reader)} to be able to read it."
            )
        )
    click.echo(
        "To answer: trainer share SESSION --answer yes or no. Nobody is told what you answer, or whether."
        if asks
        else "You are asked nothing.",
        err=True,
    )


def give_answer(
    sharing: "Sharing", session: str, reader: str | None, scope: str | None, *, is_yes: bool, is_sure: bool
) -> None:
    """Answer what one is asked on `session`, as far as `scope` where one agrees.

    Raises:
        UsageError: when it is not clear which question it is, or whom it would be shared with leads one's unit.
    """
    from trainer.errors import UsageError
    from trainer.people.person import called
    from trainer.people.shares import Scope

    found = [
        each
        for each in sharing.asks()
        if session
        and each.session.startswith(session)
        and (reader is None or called(sharing.name_of(each.reader)) == called(reader))
    ]
    if len(found) != 1:
        raise UsageError("Say which: SESSION, and --with NAME. `trainer share --asked` says what you are asked.")
    (asked,) = found
    agreed = Scope(scope) if scope else sharing.answer_scopes(asked.session)[0]
    if is_yes and sharing.asking_reader(asked).leads_me and not is_sure:
        raise UsageError(f"{clean_line(sharing.name_of(asked.reader))} leads your unit. Still? Then say so: --still")
    sharing.answer(asked, agreed if is_yes else None)
    click.echo("Kept. Nobody is told what you answered.", err=True)
