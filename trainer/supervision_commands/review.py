"""The group `trainer review`: alone, the list of what others share with who is signed in."""

from typing import TYPE_CHECKING

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.opened import reviewing_in
from trainer.supervision_commands.options import JSON, STORE, write_json
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.supervision.reviewing import Item


@click.group(invoke_without_command=True)
@JSON
@STORE
@click.pass_context
def review(context: click.Context, as_json: bool, store: str | None) -> None:
    """What others share with you; alone, the list of it."""
    context.obj = store or context.obj
    if context.invoked_subcommand is not None:
        return
    with opened_shared(context.obj) as opened:
        items = tuple(reviewing_in(opened).every_item())
    if as_json:
        write_json({"shared": [_as_json(each) for each in items]})
        return
    from trainer.listing import when
    from trainer.people.shares import how_far

    for each in items:
        listed = each.listed
        click.echo(
            clean(
                f"{each.session}  {clean_line(listed.title)}, {clean_line(each.person.name)}: "
                f"{how_far(each.person, listed.share.scope)}, {when(listed.touched)}"
            )
        )
    if not items:
        click.echo("Nothing is shared with you now. Whoever wants you to see a play shares it with you.", err=True)


def _as_json(item: "Item") -> dict[str, object]:
    listed = item.listed
    return {
        "session": item.session,
        "person": item.person.name,
        "scenario": listed.scenario_id,
        "title": listed.title,
        "seat": listed.seat,
        "scope": listed.share.scope,
        "shared": listed.share.given,
        "until": listed.share.until or None,
    }
