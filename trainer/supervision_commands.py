"""The commands `share` and `unshare`, and `trainer review …` for those whom something is shared with."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trainer.entering import opened_shared
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.people.person import Person
    from trainer.people.shares import Scope
    from trainer.store.signed import SignedStore
    from trainer.supervision.reviewing import Item, Reviewed, Reviewing
    from trainer.supervision.sharing import Sharing, Standing

FORMAT: Final = 1
_STORE = click.option("--store", metavar="FILE", help="Where sessions are kept.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
_OF = click.option("--of", "owner", default="", metavar="NAME", help="Whose, where several share it.")
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
@click.option("--take", "code", metavar="CODE", help="Take up a part that you played with others, by its code.")
@_JSON
@_STORE
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
    code: str | None,
    as_json: bool,
    store: str | None,
) -> None:
    """Share SESSION with one supervisor, as far as you want; alone, say what you share.

    Patients share what was said, never how it reads. What you felt is never shared. It can be taken back: unshare.
    """
    from trainer.people.shares import Scope
    from trainer.supervision.sharing import Sharing

    with opened_shared(store or context.obj) as opened:
        sharing = Sharing(opened)
        if looked:
            _tell_who_looked(sharing, as_json=as_json)
        elif code is not None:
            found = sharing.take_part(code)
            click.echo(f"{found}\nIt is among your sessions now.")
        elif session is None and (asked or reader is None):
            _tell_asks(sharing) if asked else _tell_shares(opened, sharing, as_json=as_json)
        elif session is None:
            raise click.UsageError("Say which session: trainer sessions lists them.")
        elif answer is not None:
            if until is not None or notes:
                raise click.UsageError("An answer has no last day and no notes. It can be taken back: trainer unshare")
            agreed = Scope(scope) if scope else sharing.answer_scopes(opened.summary(session).session)[0]
            _answer(sharing, session, reader, agreed if answer == "yes" else None, is_sure=still)
        elif shows:
            click.echo(sharing.leave_to_show(session))
            click.echo("It works once, within ten minutes. Stay while it is shown; anybody may stop it.", err=True)
        elif reader is None:
            for standing in sharing.standings(opened.summary(session).session):
                click.echo(clean(_told(standing, sharing.me)))
        else:
            _share(opened, sharing, session, reader, scope, until, notes, is_sure=still)


def _share(
    opened: "SignedStore",
    sharing: "Sharing",
    session: str,
    reader: str,
    scope: str | None,
    until: datetime | None,
    notes: tuple[str, ...],
    *,
    is_sure: bool,
) -> None:
    from trainer.people.shares import NO_END, Scope
    from trainer.supervision.times import end_of_day

    found = opened.summary(session).session
    to = sharing.reader(reader)
    if to.leads_me and not is_sure:
        raise click.UsageError(f"{clean_line(to.person.name)} leads your unit. Still share? Then say so: --still")
    chosen = Scope(scope) if scope else (Scope.NOTES if notes else sharing.scopes(found)[0])
    end = end_of_day(until.date()) if until else NO_END
    standing = sharing.share(found, to, chosen, until=end, notes=notes)
    click.echo(clean(_told(standing, sharing.me)))
    if sharing.is_joint(found) and not standing.is_open:
        click.echo(
            "Others were in it. Each of them is asked, once and alone; until all agree nobody sees it.", err=True
        )


def _told(standing: "Standing", me: "Person") -> str:
    from trainer.people.shares import NO_END, how_far
    from trainer.supervision.times import day_of

    if standing.share is None or not standing.is_open:
        return f"{standing.reader.name}: not shared"
    end = "" if standing.share.until == NO_END else f", until {day_of(standing.share.until)}"
    return f"{standing.reader.name}: {how_far(me, standing.share.scope)}{end}"


def _tell_shares(opened: "SignedStore", sharing: "Sharing", *, as_json: bool) -> None:
    shared = sharing.shared_sessions()
    found = [(each, sharing.standings(each.session)) for each in opened.sessions() if each.session in shared]
    if as_json:
        listed = [
            {
                "session": each.session,
                "shared": [
                    {"reader": s.reader.name, "scope": s.share.scope if s.share and s.is_open else None}
                    for s in standings
                ],
            }
            for each, standings in found
        ]
        click.echo(json.dumps({"format": FORMAT, "sessions": listed}, ensure_ascii=False))
        return
    for each, standings in found:
        shared_with = "; ".join(_told(standing, sharing.me) for standing in standings)
        click.echo(clean(f"{each.session}  {clean_line(each.title)}: {shared_with}"))
    if not found:
        click.echo("You share nothing. To share: trainer share SESSION --with NAME", err=True)
    if sharing.asks():
        click.echo("You are asked something about a play with others: trainer share --asked", err=True)


def _tell_asks(sharing: "Sharing") -> None:
    for each in sharing.asks():
        click.echo(
            clean(
                f"{each.session}  Somebody who was in “{clean_line(each.title)}” with you would like "
                f"{sharing.name_of(each.reader)} to be able to read it."
            )
        )
    click.echo(
        "To answer: trainer share SESSION --answer yes or no. Nobody is told what you answer, or whether."
        if sharing.asks()
        else "You are asked nothing.",
        err=True,
    )


def _answer(sharing: "Sharing", session: str, reader: str | None, answer: "Scope | None", *, is_sure: bool) -> None:
    from trainer.errors import UsageError
    from trainer.people.person import called

    found = [
        each
        for each in sharing.asks()
        if session
        and each.session.startswith(session)
        and (reader is None or called(sharing.name_of(each.reader)) == called(reader))
    ]
    if len(found) != 1:
        raise UsageError("Say which: SESSION, and --with NAME. `trainer share --asked` says what you are asked.")
    (asked,) = found
    if answer is not None and sharing.asking_reader(asked).leads_me and not is_sure:
        raise UsageError(f"{clean_line(sharing.name_of(asked.reader))} leads your unit. Still? Then say so: --still")
    sharing.answer(asked, answer)
    click.echo("Kept. Nobody is told what you answered.", err=True)


def _tell_who_looked(sharing: "Sharing", *, as_json: bool) -> None:
    from trainer.listing import when

    steps = sharing.trail()
    if as_json:
        listed = [{**step._asdict(), "who": sharing.name_of(step.by), "told": told} for step, told in steps]
        click.echo(json.dumps({"format": FORMAT, "looked": listed}, ensure_ascii=False))
        return
    for step, told in steps:
        title = sharing.title_of(step.session)
        click.echo(clean(f"{when(step.at)}  {f'“{clean_line(title)}”: ' if title else ''}{told}"))
    if not steps:
        click.echo("Nobody has looked at anything of yours.", err=True)


@click.command()
@click.argument("session")
@click.option("--with", "reader", metavar="NAME", help="Whom to take it back from; everybody unless you say.")
@_STORE
@click.pass_context
def unshare(context: click.Context, session: str, reader: str | None, store: str | None) -> None:
    """Take SESSION back: who tries to read it next finds nothing. What was read before cannot be unread."""
    from trainer.people.person import called
    from trainer.supervision.sharing import Sharing

    with opened_shared(store or context.obj) as opened:
        sharing = Sharing(opened)
        found = opened.summary(session).session
        for standing in sharing.standings(found):
            if reader is None or called(standing.reader.name) == called(reader):
                sharing.withdraw(found, standing.reader.id)
        click.echo(
            "\n".join(clean(_told(each, sharing.me)) for each in sharing.standings(found)) or "Shared with nobody now."
        )


@click.group(invoke_without_command=True)
@_JSON
@_STORE
@click.pass_context
def review(context: click.Context, as_json: bool, store: str | None) -> None:
    """What others share with you; alone, the list of it."""
    context.obj = store or context.obj
    if context.invoked_subcommand is not None:
        return
    with opened_shared(context.obj) as opened:
        items = _reviewing(opened).items()
    if as_json:
        click.echo(json.dumps({"format": FORMAT, "shared": [_as_json(each) for each in items]}, ensure_ascii=False))
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


def _reviewing(opened: "SignedStore") -> "Reviewing":
    from trainer.supervision.reviewing import Reviewing

    return Reviewing(opened)


def _opened(reviewing: "Reviewing", session: str, owner: str) -> "Reviewed":
    item = reviewing.find(session, owner)
    return reviewing.open(item.session, item.person.id)


@review.command()
@click.argument("session")
@_OF
@click.option("--key", "has_key", is_flag=True, help="With how the choices read; ratings are not blind after that.")
@click.option("--figures", is_flag=True, help="Figures as well as words (with --key).")
@click.option("--format", "shape", type=click.Choice(["md", "html"]), default="md", show_default=True)
@click.option("-o", "where_to", metavar="FILE", help="Write to FILE, for you alone to read.")
@_STORE
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
        reviewing = _reviewing(opened)
        reviewed = _opened(reviewing, session, owner)
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


@review.command()
@click.argument("session")
@_OF
@_STORE
@click.pass_context
def scores(context: click.Context, session: str, owner: str, store: str | None) -> None:
    """Say how the choices in SESSION read, as far as that is shared; its owner sees that you looked."""
    from trainer.report.replay import NO_BASIS, WHO_IS_YOU
    from trainer.review.reading import score_of
    from trainer.scenario.model import Practice
    from trainer.wording import NOT_SO, PRACTICES, practice_in_words

    with opened_shared(store or context.obj) as opened:
        reviewing = _reviewing(opened)
        item = reviewing.find(session, owner)
        reading = reviewing.scores(item.session, item.person.id)
    click.echo(f"{WHO_IS_YOU} {NO_BASIS}", err=True)
    for practice in Practice:
        click.echo(f"{PRACTICES[practice].capitalize()}: {practice_in_words(score_of(reading, practice))}.")
    if reading.not_so:
        click.echo(f"Marked “{NOT_SO}” by whose play it is: {len(reading.not_so)} of what is read here.")


@review.command()
@click.argument("session")
@_OF
@_STORE
@click.pass_context
def notes(context: click.Context, session: str, owner: str, store: str | None) -> None:
    """Read the notes on SESSION that were chosen for you; their writer sees that you did."""
    from trainer.listing import told_about

    with opened_shared(store or context.obj) as opened:
        reviewing = _reviewing(opened)
        found = reviewing.notes(_opened(reviewing, session, owner))
    for about, text in found:
        click.echo(f"{told_about(about)}:\n{clean(text)}\n")
    if not found:
        click.echo("No notes of this play are shared with you.", err=True)


@review.command()
@click.argument("session")
@click.argument("text", required=False)
@_OF
@click.option("--choice", type=click.IntRange(1), metavar="N", help="On that choice of theirs; otherwise on the whole.")
@_STORE
@click.pass_context
def write(
    context: click.Context, session: str, text: str | None, owner: str, choice: int | None, store: str | None
) -> None:
    """Write TEXT to whose SESSION it is; without TEXT, read what you wrote each other."""
    with opened_shared(store or context.obj) as opened:
        reviewing = _reviewing(opened)
        reviewed = _opened(reviewing, session, owner)
        if text is not None:
            reviewing.write(reviewed, _place(reviewed, choice), sys.stdin.read() if text == "-" else text)
            click.echo(clean(f"Kept. {clean_line(reviewed.person.name)} reads this and can answer."), err=True)
            return
        for remark in reviewing.remarks(reviewed):
            who = "You" if remark.author == reviewing.me.id else clean_line(reviewed.person.name)
            click.echo(f"{who}: {clean(remark.text)}")


def _place(reviewed: "Reviewed", choice: int | None) -> str:
    from trainer.errors import UsageError

    if choice is None:
        return ""
    own = reviewed.session.look_back(reviewed.seat).choices
    if choice > len(own):
        raise UsageError(f"There are {len(own)} choices in this play.")
    return str(own[choice - 1].position)


@review.command()
@_JSON
@_STORE
@click.pass_context
def options(context: click.Context, as_json: bool, store: str | None) -> None:
    """For authors: how often each option was chosen in those plays, and whether it goes with the rest of a play."""
    from trainer.review.wording import NOBODY_YET, items_as_lines, items_to_json

    with opened_shared(store or context.obj) as opened:
        found = _reviewing(opened).option_figures()
    if as_json:
        click.echo(json.dumps(items_to_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo(clean("\n".join(items_as_lines(found)) if found else NOBODY_YET))


@review.command()
@_JSON
@click.option("-o", "where_to", metavar="FILE", help="Write a page to read or to print to FILE, for you alone to read.")
@_STORE
@click.pass_context
def cohort(context: click.Context, as_json: bool, where_to: str | None, store: str | None) -> None:
    """Say what the plays that staff share with you show together; nothing under five people, never of patients."""
    from trainer.export.cohort_page import cohort_page
    from trainer.report.file import write
    from trainer.review.wording import as_plain_text, to_json

    with opened_shared(store or context.obj) as opened:
        found = _reviewing(opened).cohort()
    if where_to is not None:
        write(Path(where_to), cohort_page(found), is_forced=False)
        click.echo(f"Written to {clean_line(where_to)}, for you alone to read.", err=True)
    elif as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo(clean(as_plain_text(found)))
