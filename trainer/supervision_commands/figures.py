"""`trainer review cohort` and `options`: what plays of staff show together, for supervisors and for authors."""

import json
from pathlib import Path

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.opened import reviewing_in
from trainer.supervision_commands.options import JSON, STORE
from trainer.text import clean, clean_line


@click.command()
@JSON
@STORE
@click.pass_context
def options(context: click.Context, as_json: bool, store: str | None) -> None:
    """For authors: how often each option was chosen in those plays, and whether it goes with the rest of a play."""
    from trainer.review.wording import NOBODY_YET, items_as_lines, items_to_json

    with opened_shared(store or context.obj) as opened:
        found = reviewing_in(opened).option_figures()
    if as_json:
        click.echo(json.dumps(items_to_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo(clean("\n".join(items_as_lines(found)) if found else NOBODY_YET))


@click.command()
@JSON
@click.option("-o", "where_to", metavar="FILE", help="Write a page to read or to print to FILE, for you alone to read.")
@STORE
@click.pass_context
def cohort(context: click.Context, as_json: bool, where_to: str | None, store: str | None) -> None:
    """Say what the plays that staff share with you show together; nothing under five people, never of patients."""
    from trainer.export.cohort_page import cohort_page
    from trainer.report.file import write
    from trainer.review.wording import as_plain_text, to_json

    with opened_shared(store or context.obj) as opened:
        found = reviewing_in(opened).cohort()
    if where_to is not None:
        write(Path(where_to), cohort_page(found), is_forced=False)
        click.echo(f"Written to {clean_line(where_to)}, for you alone to read.", err=True)
    elif as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo(clean(as_plain_text(found)))
