"""`trainer review group` and `questions`: a play walked through with a group, and questions for it."""

import sys
from typing import TYPE_CHECKING, Final

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.opened import opened_of, reviewing_in
from trainer.supervision_commands.options import JSON, OF, STORE, write_json
from trainer.text import clean

if TYPE_CHECKING:
    from trainer.supervision.reviewing import Reviewed, Reviewing

_BEFORE: Final = (
    "Whose play it is must be in the room and want this. They make a code now: trainer share SESSION --show-now. It "
    "works once, within ten minutes. No names of persons are shown, and anybody may say stop."
)
_ASKED: Final = "Type the code of each who had a part, one a line; an empty line begins, q leaves."
_WRONG: Final = (
    "That does not open it. A code was mistyped, was used already, or is older than ten minutes; or the play is not "
    "shared with you any more. Whoever it is of can make a new code."
)


@click.command()
@click.argument("session")
@click.argument("codes", nargs=-1, metavar="[CODE]…")
@STORE
@click.pass_context
def group(context: click.Context, session: str, codes: tuple[str, ...], store: str | None) -> None:
    """Walk through SESSION in a group, with the CODE that each who had a part made just now; their names stay out.

    It goes on line by line: Enter goes on, q stops. Without CODE it is asked for.
    """
    from trainer.plain.group_walk import GroupWalk
    from trainer.plain.text import TextPresenter

    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        found = reviewing.find_session(session)
        reviewed = _begun(reviewing, found, codes or _codes())
        GroupWalk(reviewing, reviewed, sys.stdin, TextPresenter(sys.stdout)).run()


def _begun(reviewing: "Reviewing", session: str, codes: tuple[str, ...]) -> "Reviewed":
    from trainer.signing_in.access import NotThere

    try:
        return reviewing.begin_to_show(session, codes)
    except NotThere as error:
        raise NotThere(_WRONG) from error


def _codes() -> tuple[str, ...]:
    """Return the codes that are typed.

    Raises:
        UsageError: when there is none, or whoever types leaves.
    """
    from trainer.errors import UsageError
    from trainer.plain.answers import Over, next_answer

    click.echo(f"{_BEFORE}\n{_ASKED}", err=True)
    codes: list[str] = []
    try:
        while code := next_answer(sys.stdin):
            codes.append(code)
    except Over:
        codes.clear()
    if not codes:
        raise UsageError("No code was given, so nothing was shown.")
    return tuple(codes)


@click.command()
@click.argument("session")
@OF
@JSON
@STORE
@click.pass_context
def questions(context: click.Context, session: str, owner: str, as_json: bool, store: str | None) -> None:
    """Print questions for a group on SESSION; none rests on how it reads as long as you could rate it."""
    from trainer.plain.group_walk import questions_on

    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        asked = questions_on(reviewing, opened_of(reviewing, session, owner))
    if as_json:
        write_json({"questions": [{"text": each.text, "quote": each.quote or None} for each in asked]})
        return
    for number, each in enumerate(asked, start=1):
        quote = f"“{each.quote}”\n" if each.quote else ""
        click.echo(clean(f"{number}. {quote}{each.text}"))
