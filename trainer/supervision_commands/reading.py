"""`trainer review read`, `scores` and `notes`: what somebody shared, as far as it goes; they see that one looked."""

from pathlib import Path

import click

from trainer.entering import opened_shared
from trainer.supervision_commands.opened import opened_of, reviewing_in
from trainer.supervision_commands.options import OF, STORE
from trainer.text import clean, clean_line


@click.command()
@click.argument("session")
@OF
@click.option("--key", "has_key", is_flag=True, help="With how the choices read; ratings are not blind after that.")
@click.option("--figures", is_flag=True, help="Figures as well as words (with --key).")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["md", "html"]),
    default="md",
    show_default=True,
    help="Text, or one page for a browser or for paper.",
)
@click.option("-o", "where_to", metavar="FILE", help="Write to FILE, for you alone to read.")
@STORE
@click.pass_context
def read(
    context: click.Context,
    session: str,
    owner: str,
    has_key: bool,
    figures: bool,
    shape: str,
    where_to: str | None,
    store: str | None,
) -> None:
    """Read SESSION as it was shared with you; its owner sees that you did."""
    from trainer.report.back import Asked
    from trainer.report.file import write
    from trainer.report.replay import replayed

    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        reviewed = opened_of(reviewing, session, owner)
        look_back = reviewing.look_back if has_key else lambda each: each.session.look_back(each.seat)
        asked = Asked(figures=figures, practices=True)
        told = replayed(reviewed.session.scenario, look_back(reviewed), asked, has_key=has_key)
    if shape == "html":
        from trainer.report.html import rendered
    else:
        from trainer.report.markdown import rendered
    if where_to is None:
        click.echo(rendered(told), nl=False)
    else:
        write(Path(where_to), rendered(told), is_forced=False)
        click.echo(f"Written to {clean_line(where_to)}, for you alone to read.", err=True)


@click.command()
@click.argument("session")
@OF
@STORE
@click.pass_context
def scores(context: click.Context, session: str, owner: str, store: str | None) -> None:
    """Say how the choices in SESSION read, as far as that is shared; its owner sees that you looked."""
    from trainer.report.replay import NO_BASIS, WHO_IS_YOU
    from trainer.review.reading import score_of
    from trainer.scenario.model import Practice
    from trainer.wording import NOT_SO, PRACTICES, practice_in_words

    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        item = reviewing.find(session, owner)
        reading = reviewing.scores(item.session, item.person.id)
    click.echo(f"{WHO_IS_YOU} {NO_BASIS}", err=True)
    for practice in Practice:
        click.echo(f"{PRACTICES[practice].capitalize()}: {practice_in_words(score_of(reading, practice))}.")
    if reading.not_so:
        click.echo(f"Marked “{NOT_SO}” by whose play it is: {len(reading.not_so)} of what is read here.")


@click.command()
@click.argument("session")
@OF
@STORE
@click.pass_context
def notes(context: click.Context, session: str, owner: str, store: str | None) -> None:
    """Read the notes on SESSION that were chosen for you; their writer sees that you did."""
    from trainer.listing import told_about

    with opened_shared(store or context.obj) as opened:
        reviewing = reviewing_in(opened)
        found = reviewing.notes(opened_of(reviewing, session, owner))
    for about, text in found:
        click.echo(f"{told_about(about)}:\n{clean(text)}\n")
    if not found:
        click.echo("No notes of this play are shared with you.", err=True)
