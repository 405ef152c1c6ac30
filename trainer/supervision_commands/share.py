"""The command `share`: which of its options were given, and so what is done; each is a file of its own beside this."""

from datetime import datetime
from typing import Final

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.options import JSON, STORE

_SCOPES: Final = ("scores", "said", "transcript", "notes")


@click.command()
@click.argument("session", required=False)
@click.option("--with", "reader", metavar="NAME", help="The supervisor to share it with.")
@click.option("--scope", type=click.Choice(_SCOPES), help="How far: how it reads; what was said; both; with notes.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it is shared.")
@click.option("--note", "notes", multiple=True, metavar="ABOUT", help="A note of yours that goes along (scope notes).")
@click.option("--still", is_flag=True, help="Also with who leads your unit.")
@click.option("--looked", is_flag=True, help="Who looked at what of yours, and when.")
@click.option("--asked", is_flag=True, help="What you are asked: whether others may share what you were in.")
@click.option("--answer", type=click.Choice(["yes", "no"]), help="Your answer to what you are asked on SESSION.")
@click.option("--show-now", "shows", is_flag=True, help="A code to walk through it in a group, for ten minutes.")
@click.option("--give", "seat", metavar="SEAT", help="A code for whoever played SEAT in a room of yours.")
@click.option("--take", "code", metavar="CODE", help="Take up a part that you played with others, by its code.")
@JSON
@STORE
@click.pass_context
def share(
    context: click.Context,
    session: str | None,
    reader: str | None,
    scope: str | None,
    until: datetime | None,
    notes: tuple[str, ...],
    still: bool,
    looked: bool,
    asked: bool,
    answer: str | None,
    shows: bool,
    seat: str | None,
    code: str | None,
    as_json: bool,
    store: str | None,
) -> None:
    """Share SESSION with one supervisor, as far as you want; alone, say what you share.

    Patients share what was said, never how it reads. Your own words and what you answered to “How is it now?”
    never go along, and notes only where you name them. It can be taken back: unshare.
    What readers wrote to you: remarks.
    """
    from trainer.supervision.sharing import Sharing
    from trainer.supervision_commands.asked import give_answer, tell_asks
    from trainer.supervision_commands.codes import give_part, show_now, take_part
    from trainer.supervision_commands.giving import give, tell_shares, tell_standings
    from trainer.supervision_commands.looked import tell_who_looked

    with opened_shared(store or context.obj) as opened:
        sharing = Sharing(opened)
        if looked:
            tell_who_looked(sharing, as_json=as_json)
        elif code is not None:
            take_part(sharing, code)
        elif session is None and asked:
            tell_asks(sharing, as_json=as_json)
        elif session is None and reader is None:
            tell_shares(opened, sharing, as_json=as_json)
        elif session is None:
            raise click.UsageError("Say which session: trainer sessions lists them.")
        elif answer is not None:
            if until is not None or notes:
                raise click.UsageError("An answer has no last day and no notes. It can be taken back: trainer unshare")
            give_answer(sharing, session, reader, scope, is_yes=answer == "yes", is_sure=still)
        elif shows:
            show_now(sharing, session)
        elif seat is not None:
            give_part(opened, sharing, session, seat)
        elif reader is None:
            tell_standings(opened, sharing, session, as_json=as_json)
        else:
            give(opened, sharing, session, reader, scope, until, notes, is_sure=still)
