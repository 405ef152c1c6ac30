"""`trainer review write`: what a reader and whose play it is write each other, on a choice or on the whole."""

from typing import TYPE_CHECKING

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.opened import choice_said, opened_of, place_of, reviewing_in
from trainer.supervision_commands.options import JSON, OF, STORE, write_json
from trainer.supervision_commands.typed import tell_cut, typed
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.supervision.reviewing import Reviewed, Reviewing


@click.command()
@click.argument("session")
@click.argument("text", required=False)
@OF
@click.option("--choice", type=click.IntRange(1), metavar="N", help="On that choice of theirs; otherwise on the whole.")
@click.option("--take-back", "back", type=click.IntRange(1), metavar="N", help="Delete what you wrote with number N.")
@JSON
@STORE
@click.pass_context
def write(
    context: click.Context,
    session: str,
    text: str | None,
    owner: str,
    choice: int | None,
    back: int | None,
    as_json: bool,
    store: str | None,
) -> None:
    """Write TEXT to whose SESSION it is; without TEXT, read what you wrote each other. A dash reads a pipe."""
    if text is not None and back is not None:
        raise click.UsageError("Either TEXT or --take-back N.")
    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        reviewed = opened_of(reviewing, session, owner)
        if text is not None:
            said = typed(text)
            reviewing.write(reviewed, place_of(reviewed, choice), said)
            click.echo(clean(f"Kept. {clean_line(reviewed.person.name)} reads this and can answer."), err=True)
            tell_cut(said)
        elif back is not None:
            _take_back(reviewing, reviewed, back)
        elif as_json:
            _tell_as_json(reviewing, reviewed)
        else:
            _tell(reviewing, reviewed)


def _tell(reviewing: "Reviewing", reviewed: "Reviewed") -> None:
    from trainer.listing import when

    remarks = reviewing.remarks(reviewed)
    for number, remark in enumerate(remarks, start=1):
        who = "You" if remark.author == reviewing.me.id else clean_line(reviewed.person.name)
        said = choice_said(reviewed, remark.place)
        on = f"on “{clean_line(said)}”" if said else "on the whole play"
        click.echo(f"{number}. {who}, {on}, {when(remark.at)}: {clean(remark.text)}")
    if not remarks:
        click.echo("Nobody has written anything yet. To write: trainer review write SESSION TEXT", err=True)


def _tell_as_json(reviewing: "Reviewing", reviewed: "Reviewed") -> None:
    remarks = [
        {
            "number": number,
            "is_yours": remark.author == reviewing.me.id,
            "by": reviewing.me.name if remark.author == reviewing.me.id else reviewed.person.name,
            "said": choice_said(reviewed, remark.place) or None,
            "text": remark.text,
            "at": remark.at,
        }
        for number, remark in enumerate(reviewing.remarks(reviewed), start=1)
    ]
    write_json({"session": reviewed.id, "person": reviewed.person.name, "remarks": remarks})


def _take_back(reviewing: "Reviewing", reviewed: "Reviewed", number: int) -> None:
    from trainer.errors import UsageError

    remarks = reviewing.remarks(reviewed)
    if number > len(remarks) or remarks[number - 1].author != reviewing.me.id:
        raise UsageError("That is nothing that you wrote. `trainer review write SESSION` lists it with its numbers.")
    reviewing.take_back(remarks[number - 1].id)
    click.echo("Deleted. What was read before stays read.", err=True)
