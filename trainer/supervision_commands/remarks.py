"""The command `remarks`: what readers wrote on a play of one's own and how they read its choices, and one's answers."""

from typing import TYPE_CHECKING

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.options import JSON, STORE, write_json
from trainer.supervision_commands.typed import tell_cut, typed
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.store.people.talk import Remark
    from trainer.store.signed import SignedStore
    from trainer.supervision.received import Received
    from trainer.supervision.sharing import Sharing


@click.command()
@click.argument("session", required=False)
@click.argument("text", required=False)
@click.option("--answer", "number", type=click.IntRange(1), metavar="N", help="Let TEXT answer what has number N.")
@JSON
@STORE
@click.pass_context
def remarks(
    context: click.Context,
    session: str | None,
    text: str | None,
    number: int | None,
    as_json: bool,
    store: str | None,
) -> None:
    """Read what others wrote on SESSION, and how they read your choices; with TEXT, answer. A dash reads a pipe.

    Alone, it lists your plays on which somebody wrote or gave a second reading.
    """
    from trainer.supervision.sharing import Sharing

    with opened_shared(store or context.obj) as opened:
        sharing = Sharing(opened)
        if text is None and number is not None:
            raise click.UsageError("Say what you answer: trainer remarks SESSION TEXT --answer N")
        if session is None:
            _tell_plays(opened, sharing, as_json=as_json)
        elif text is not None:
            _answer(sharing, opened.summary(session).session, typed(text), number)
        else:
            _tell(opened, sharing, session, as_json=as_json)


def _tell_plays(opened: "SignedStore", sharing: "Sharing", *, as_json: bool) -> None:
    """List the plays that others wrote on or rated, as one's trail knows them."""
    from trainer.people.trail import What
    from trainer.supervision.received import received

    written = {step.session for step, _ in sharing.trail() if step.what in (What.REMARKED, What.RATED)}
    all_of = [received(opened, sharing, each) for each in opened.sessions() if each.session in written]
    found = [each for each in all_of if each.damaged or not each.is_empty]
    if as_json:
        listed = [
            {
                "session": each.session,
                "title": each.title,
                "remarks": len(each.remarks),
                "ratings": len(each.ratings) if not each.damaged else None,
            }
            for each in found
        ]
        write_json({"sessions": listed})
        return
    for each in found:
        wrote, rated = len(each.remarks), len(each.ratings)
        readings = "damaged second readings" if each.damaged else f"{rated} second reading{'s' * (rated != 1)}"
        click.echo(clean(f"{each.session}  {clean_line(each.title)}: {wrote} remark{'s' * (wrote != 1)}, {readings}"))
    if not found:
        click.echo("Nobody has written anything on a play of yours yet.", err=True)


def _tell(opened: "SignedStore", sharing: "Sharing", session: str, *, as_json: bool) -> None:
    from trainer.errors import StoreError
    from trainer.supervision.received import received

    found = received(opened, sharing, opened.summary(session))
    if as_json:
        write_json(found.to_json())
    else:
        _tell_all(found)
    if found.damaged:
        raise StoreError(found.damaged)


def _tell_all(found: "Received") -> None:
    for line in found.lines():
        click.echo(clean(line))
    if found.is_empty and not found.damaged:
        click.echo("Nobody has written anything on this play yet.", err=True)
    elif found.remarks:
        click.echo("To answer: trainer remarks SESSION TEXT --answer N", err=True)


def _answer(sharing: "Sharing", session: str, text: str, number: int | None) -> None:
    remark = _answered(sharing, session, number)
    sharing.answer_remark(remark, text)
    who = sharing.name_of(remark.reader)
    click.echo(clean(f"Kept. Your answer is for {who}. Whoever runs the store could read it, too."), err=True)
    tell_cut(text)


def _answered(sharing: "Sharing", session: str, number: int | None) -> "Remark":
    """Return what is answered: the remark with that number, or the last one where a single reader wrote.

    Raises:
        UsageError: when there is none, or it has to be said which.
    """
    from trainer.errors import UsageError

    found = sharing.remarks(session)
    if not found:
        raise UsageError("Nobody has written to you on this play, so there is nothing to answer. Nothing was kept.")
    if number is None:
        if len({each.reader for each in found}) > 1:
            raise UsageError("Say which: --answer N. `trainer remarks SESSION` lists them with their numbers.")
        return found[-1]
    if number > len(found):
        raise UsageError(f"There are {len(found)} remarks on this play. Nothing was kept.")
    return found[number - 1]
