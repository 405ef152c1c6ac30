"""`trainer review rate` and `agreement`: a second reading, blind to the key until given; how far readers agree."""

import sys
from typing import TYPE_CHECKING

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.opened import opened_of, reviewing_in
from trainer.supervision_commands.options import JSON, OF, STORE, write_json
from trainer.text import clean

if TYPE_CHECKING:
    from trainer.supervision.reviewing import Reviewed


@click.command()
@click.argument("session")
@OF
@STORE
@click.pass_context
def rate(context: click.Context, session: str, owner: str, store: str | None) -> None:
    """Read each choice in SESSION yourself, before you see how it reads; its owner sees what you gave.

    It asks line by line, at the keyboard or through a pipe. What you keep stays as it is, and you can go on later.
    """
    from trainer.plain.second_reading import SecondReading
    from trainer.plain.text import TextPresenter

    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        reviewed = _rateable(opened_of(reviewing, session, owner))
        SecondReading(reviewing, reviewed, sys.stdin, TextPresenter(sys.stdout)).run()


@click.command()
@click.argument("session")
@OF
@JSON
@STORE
@click.pass_context
def agreement(context: click.Context, session: str, owner: str, as_json: bool, store: str | None) -> None:
    """Say how far readers of SESSION agree, at the choices that you have rated; nobody's name is in it."""
    from trainer.plain.readings import agreement_lines, agreement_to_json

    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        reviewed = _rateable(opened_of(reviewing, session, owner))
        if as_json:
            write_json(agreement_to_json(reviewing, reviewed))
            return
        lines = tuple(agreement_lines(reviewing, reviewed))
    for line in lines:
        click.echo(clean(line))
    if not lines:
        click.echo("You have rated nothing of this play. To do that: trainer review rate SESSION", err=True)


def _rateable(reviewed: "Reviewed") -> "Reviewed":
    """Return a play that one may rate, or have rated.

    Raises:
        UsageError: when how it reads is not shared, as it never is of a patient.
    """
    from trainer.errors import UsageError

    if not reviewed.shows_scores:
        raise UsageError("How this play reads is not shared with you, as it never is of a patient. It is not rated.")
    return reviewed
