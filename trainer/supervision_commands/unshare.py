"""The command `unshare`: leave taken back, from one reader or from everybody."""

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.options import STORE
from trainer.text import clean


@click.command()
@click.argument("session")
@click.option("--with", "reader", metavar="NAME", help="Whom to take it back from; everybody unless you say.")
@STORE
@click.pass_context
def unshare(context: click.Context, session: str, reader: str | None, store: str | None) -> None:
    """Take SESSION back: who tries to read it next finds nothing. What was read before cannot be unread."""
    from trainer.errors import UsageError
    from trainer.listing import listed
    from trainer.people.person import called
    from trainer.supervision.sharing import Sharing
    from trainer.supervision_commands.giving import told

    with opened_shared(store or context.obj) as opened:
        sharing = Sharing(opened)
        found = opened.summary(session).session
        before = sharing.standings(found)
        meant = [each for each in before if reader is None or called(each.reader.name) == called(reader)]
        if reader is not None and not meant:
            names = listed(tuple(each.reader.name for each in before)) or "nobody"
            raise UsageError(clean(f"It is not shared with anybody called so. It is shared with: {names}."))
        for standing in meant:
            sharing.withdraw(found, standing.reader.id)
        left = sharing.standings(found)
        click.echo("\n".join(clean(told(each, sharing.me)) for each in left) or "Shared with nobody now.")
