"""`trainer share --looked`: who looked at what of one's own, and when."""

from typing import TYPE_CHECKING

import click

from trainer.supervision_commands.options import write_json
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.supervision.sharing import Sharing


def tell_who_looked(sharing: "Sharing", *, as_json: bool) -> None:
    """Say who looked, the last first."""
    from trainer.listing import when

    steps = sharing.trail()
    if as_json:
        listed = [{**step._asdict(), "who": sharing.name_of(step.by), "told": told} for step, told in steps]
        write_json({"looked": listed})
        return
    for step, told in steps:
        title = sharing.title_of(step.session)
        click.echo(clean(f"{when(step.at)}  {f'“{clean_line(title)}”: ' if title else ''}{told}"))
    if not steps:
        click.echo("Nobody has looked at anything of yours.", err=True)
