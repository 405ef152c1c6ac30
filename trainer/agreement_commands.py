"""`trainer agreement …`: the agreement line by line, for screen readers, pipes and scripts."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainer.entering import opened as opened_store
from trainer.people.agreement.events import Side
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.people.agreement.agreement import Wording
    from trainer.people.agreement.commands import Command
    from trainer.people.agreement.named import Named
    from trainer.store.base import Store

_STORE = click.option("--store", metavar="FILE", help="Where agreements are kept.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
_BY = click.option(
    "--by", required=True, metavar="PARTY", help="Who says so: p1, p2 and so on, or what they are called."
)
_WORDING = click.option(
    "--wording",
    type=click.IntRange(1),
    metavar="N",
    help="Which words you have read; where others stand there now, nothing is done.",
)


@click.group(invoke_without_command=True)
@_JSON
@_STORE
@click.pass_context
def agreement(context: click.Context, as_json: bool, store: str | None) -> None:
    """List the agreements that patients, staff and leaders write and sign together.

    A clause is proposed, changed or accepted by each; what is not agreed stays open in sight, with each no.
    """
    context.obj = store or context.obj
    if context.invoked_subcommand is not None:
        return
    from trainer.agreements import every
    from trainer.listing import when
    from trainer.people.agreement.as_json import listed

    with opened_store(context.obj) as opened:
        agreements, unreadable = every(opened)
    for paper in unreadable:
        click.echo(f"The agreement {clean_line(paper)} cannot be read.", err=True)
    if as_json:
        click.echo(_json([listed(named) for named in agreements]))
        return
    for named in agreements:
        told = named.agreement
        counts = f"{len(told.text.agreed)} agreed, {len(told.text.open)} open"
        how = clean_line(f"{told.title}. {counts}. {named.standing()[0]} {when(told.touched)}.")
        click.echo(f"{named.id}  {how}")
    if not agreements:
        click.echo('There is no agreement yet. To begin one: trainer agreement new "TITLE"', err=True)


@agreement.command()
@click.argument("title", required=False)
@_STORE
@click.pass_context
def new(context: click.Context, title: str | None, store: str | None) -> None:
    """Begin an agreement called TITLE, or by the first line that is typed."""
    from trainer.agreements import begin

    with opened_store(store or context.obj) as opened:
        named = begin(opened, _given(title, "What is it called? Write a line, and Enter."), _clock)
    click.echo(named.id)
    click.echo(f"Begun. Everybody joins: trainer agreement join {named.id} --name NAME --side SIDE", err=True)


@agreement.command()
@click.argument("id")
@_STORE
@click.pass_context
def code(context: click.Context, id: str, store: str | None) -> None:
    """Print a code for the agreement ID: with it one other person who has an account here reads and writes it, too."""
    from trainer.agreements import read
    from trainer.entering import opened_shared
    from trainer.supervision.handing_on import code_for_agreement

    with opened_shared(store or context.obj) as opened:
        click.echo(code_for_agreement(opened, read(opened, id).id))
    click.echo("It works once, within a day: trainer agreement take CODE", err=True)


@agreement.command()
@click.argument("code")
@_STORE
@click.pass_context
def take(context: click.Context, code: str, store: str | None) -> None:
    """Take up an agreement by the CODE that somebody who has it made."""
    from trainer.entering import opened_shared
    from trainer.supervision.handing_on import take_agreement

    with opened_shared(store or context.obj) as opened:
        click.echo(take_agreement(opened, code))
    click.echo("It is among your agreements now: trainer agreement", err=True)


@agreement.command()
@click.argument("id")
@click.option("--version", type=click.IntRange(1), metavar="N", help="An earlier version, or a later one.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["md", "html", "json"]),
    help="Text, one page for a browser or for paper, or for programs; without it, who said what as well.",
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.option("-o", "where_to", metavar="FILE", help="Write to FILE.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@_STORE
@click.pass_context
def show(
    context: click.Context,
    id: str,
    version: int | None,
    shape: str | None,
    as_json: bool,
    where_to: str | None,
    force: bool,
    store: str | None,
) -> None:
    """Show the agreement ID: what is agreed, what is open, each no, and who has signed."""
    from trainer.agreements import read
    from trainer.errors import UsageError
    from trainer.report.file import refuse_existing, write

    is_told = shape is None and where_to is None and version is None
    where_to = None if where_to == "-" else where_to
    if where_to is not None:
        refuse_existing(Path(where_to), is_forced=force)
    with opened_store(store or context.obj) as opened:
        named = read(opened, id)
    if version is not None and version > len(named.agreement.versions):
        raise UsageError(f"There is no version {version}. There is {len(named.agreement.versions) or 'none'}.")
    shape = "json" if as_json else shape or "md"
    text = _told(named) if is_told and not as_json else _written(named, shape, version)
    if where_to is None:
        click.echo(text, nl=False)
    else:
        write(Path(where_to), text, is_forced=force)
        click.echo(f"Written to {clean_line(where_to)}. Nobody's name is in it, but initials are.", err=True)


@agreement.command()
@click.argument("id")
@click.option("--name", required=True, help="What they are called here; a first name or another one will do.")
@click.option(
    "--side",
    required=True,
    type=click.Choice([side.value for side in Side]),
    help="Whose side they are on by their place in the unit.",
)
@_STORE
@click.pass_context
def join(context: click.Context, id: str, name: str, side: str, store: str | None) -> None:
    """Take part in the agreement ID."""
    from trainer.agreements import join as join_it
    from trainer.agreements import read

    with opened_store(store or context.obj) as opened:
        named, party = join_it(opened, read(opened, id).id, name, Side(side), _clock)
    click.echo(party)
    click.echo(clean_line(f"{named.who(party)} takes part as {party}."), err=True)
    if named.agreement.versions:
        click.echo(f"Read it: trainer agreement show {named.id}. Then sign it, or object to a clause.", err=True)


@agreement.command()
@click.argument("id")
@click.argument("clause")
@click.argument("text", required=False)
@_BY
@_STORE
@click.pass_context
def propose(context: click.Context, id: str, clause: str, text: str | None, by: str, store: str | None) -> None:
    """Propose words for CLAUSE, the first ones or others: TEXT, or what is typed. Everybody is asked anew.

    CLAUSE is a name or a number, as `trainer agreement show` lists them.
    """
    from trainer.people.agreement.commands import LONGEST_TEXT, Propose

    with opened_store(store or context.obj) as opened:
        named, name, party = _meant(opened, id, clause, by)
        typed = _given(text, _question(name))
        done = _carried_out(opened, named, Propose(clause=name, by=party, text=typed))
        if len(clean(typed).strip()) > LONGEST_TEXT:
            click.echo(f"The first {LONGEST_TEXT:,} characters were kept.", err=True)
    _say(done, name, party)


@agreement.command()
@click.argument("id")
@click.argument("clause")
@_BY
@_WORDING
@_STORE
@click.pass_context
def accept(context: click.Context, id: str, clause: str, by: str, wording: int | None, store: str | None) -> None:
    """Say yes to the words of CLAUSE."""
    from trainer.people.agreement.commands import Accept

    with opened_store(store or context.obj) as opened:
        named, name, party = _meant(opened, id, clause, by)
        number = wording or _wording(named, name).number
        done = _carried_out(opened, named, Accept(clause=name, by=party, wording=number))
    _say(done, name, party)


@agreement.command(name="object")
@click.argument("id")
@click.argument("clause")
@click.argument("dissent", required=False)
@_BY
@_WORDING
@_STORE
@click.pass_context
def object_to(
    context: click.Context,
    id: str,
    clause: str,
    dissent: str | None,
    by: str,
    wording: int | None,
    store: str | None,
) -> None:
    """Say no to the words of CLAUSE; with DISSENT, or - to type it, say why."""
    from trainer.people.agreement.commands import Refuse

    with opened_store(store or context.obj) as opened:
        named, name, party = _meant(opened, id, clause, by)
        number = wording or _wording(named, name).number
        why = _typed("Why? Write a line, and Enter.") if dissent == "-" else dissent or ""
        done = _carried_out(opened, named, Refuse(clause=name, by=party, wording=number, dissent=why))
    _say(done, name, party)


@agreement.command()
@click.argument("id")
@_BY
@click.option("--initials", required=True, metavar="AB", help="What you sign with; one letter will do.")
@_STORE
@click.pass_context
def sign(context: click.Context, id: str, by: str, initials: str, store: str | None) -> None:
    """Sign the agreement ID as it stands, with what is open in it."""
    from trainer.agreements import read
    from trainer.agreements import sign as sign_it
    from trainer.people.agreement.commands import Sign
    from trainer.people.agreement.text import digest_of

    with opened_store(store or context.obj) as opened:
        named = read(opened, id)
        command = Sign(by=_party(named, by), digest=digest_of(named.agreement.text))
        done = sign_it(opened, named.id, command, initials, _clock)
    text = done.agreement.text
    click.echo(f"Signed. Agreed: {len(text.agreed)}. Still open: {len(text.open)}.", err=True)
    for sentence in done.standing():
        click.echo(clean_line(sentence), err=True)


@agreement.command()
@click.argument("id")
@click.argument("party")
@_STORE
@click.pass_context
def remove(context: click.Context, id: str, party: str, store: str | None) -> None:
    """Take PARTY out of the agreement ID: their name and initials are gone for good.

    What they said and that they signed stays, as somebody's of their side.
    """
    from trainer.agreements import read
    from trainer.agreements import remove as remove_it

    with opened_store(store or context.obj) as opened:
        named = read(opened, id)
        done = remove_it(opened, named.id, _party(named, party), _clock)
    click.echo("Removed. Their name and their initials are gone.", err=True)
    for sentence in done.standing():
        click.echo(clean_line(sentence), err=True)


@agreement.command()
@click.argument("id")
@click.argument("clause", required=False)
@click.option("--json", "as_json", is_flag=True, help="A JSON list, for programs.")
@_STORE
@click.pass_context
def history(context: click.Context, id: str, clause: str | None, as_json: bool, store: str | None) -> None:
    """Tell what happened to the agreement ID, or to one CLAUSE of it, the first thing first."""
    from dataclasses import asdict

    from trainer.agreements import log_of, read
    from trainer.listing import when
    from trainer.people.agreement.history import history as history_of

    with opened_store(store or context.obj) as opened:
        named = read(opened, id)
        log = log_of(opened, named.id)
    name = _clause(named, clause) if clause is not None else ""
    if as_json:
        events = [{"at": each.at, **asdict(each.event)} for each in log]
        chosen = [event for event in events if not name or event.get("clause") == name]
        click.echo(_json(chosen))
        return
    happened = history_of(named, log, name)
    for each in happened:
        click.echo(clean(f"{when(each.at)}  {each.told}"))
    if not happened:
        click.echo("Nothing was said on this clause yet.", err=True)


def _clock() -> int:
    from trainer.clock import wall_clock

    return wall_clock()


def _today() -> date:
    return datetime.now().astimezone().date()


def _given(text: str | None, question: str) -> str:
    return _typed(question) if text is None or text == "-" else text


def _typed(question: str) -> str:
    """Return what is typed, one line at a terminal or all of a pipe."""
    if sys.stdin.isatty():
        click.echo(question, err=True)
        return sys.stdin.readline()
    return sys.stdin.read()


def _question(clause: str) -> str:
    from trainer.people.agreement.clauses import BY_ID

    return f"{BY_ID[clause].question} Write a line, and Enter."


def _meant(store: "Store", id: str, clause: str, by: str) -> tuple["Named", str, str]:
    """Return which agreement, clause and party are meant."""
    from trainer.agreements import read

    named = read(store, id)
    return named, _clause(named, clause), _party(named, by)


def _clause(named: "Named", said: str) -> str:
    """Return the id of the clause that is meant by its number, its id, or the beginning of that."""
    from trainer.errors import UsageError

    clauses = [clause.id for clause in named.agreement.clauses]
    wanted = clean_line(said).lower()
    numbered = {str(number): clause for number, clause in enumerate(clauses, start=1)}
    found = {numbered[wanted]} if wanted in numbered else {each for each in clauses if each == wanted}
    found = found or {each for each in clauses if wanted and each.startswith(wanted)}
    if len(found) != 1:
        raise UsageError(f"Which clause is meant by “{clean_line(said)}”? There is {', '.join(clauses)}.")
    return found.pop()


def _party(named: "Named", said: str) -> str:
    from trainer.errors import UsageError

    party = named.party(clean_line(said))
    if party is None:
        there = ", ".join(f"{each.id} {named.names.get(each.id, '')}".strip() for each in named.agreement.present)
        who = f"There is {there}." if there else f"Join first: trainer agreement join {named.id}"
        raise UsageError(f"Nobody here, or more than one, is called “{clean_line(said)}”. {who}")
    return party.id


def _wording(named: "Named", clause: str) -> "Wording":
    from trainer.errors import UsageError

    wording = named.agreement.wording(clause)
    if wording is None:
        raise UsageError("There are no words for this yet. Propose some first.")
    return wording


def _carried_out(store: "Store", named: "Named", command: "Command") -> "Named":
    from trainer.agreements import carry_out

    return carry_out(store, named.id, command, _clock)


def _say(named: "Named", clause: str, party: str) -> None:
    """Say what was kept: the words that were answered to, and how the clause stands then."""
    from trainer.people.agreement.named import heading

    wording = _wording(named, clause)
    answer = wording.standing.get(party)
    click.echo(clean(f"{heading(clause)}, words {wording.number}: {wording.text}"), err=True)
    if answer is not None:
        click.echo(clean_line(named.said(answer)), err=True)
    click.echo(clean_line(f"This clause is {named.state(clause)}."), err=True)


def _json(value: object, indent: int | None = None) -> str:
    """Return `value` as JSON, harmless to a terminal whoever wrote the store."""
    return clean(json.dumps(value, ensure_ascii=False, indent=indent))


def _told(named: "Named") -> str:
    """Return how an agreement stands, clause by clause, with who said what."""
    from trainer.people.agreement.plainly import told

    return clean("\n".join(told(named, _today()))) + "\n"


def _written(named: "Named", shape: str, version: int | None) -> str:
    from trainer.people.agreement.as_json import whole

    if shape == "json":
        return f"{_json(whole(named), indent=2)}\n"
    from trainer.report.agreement import as_document, sheet

    printed = sheet(named, _today(), named.agreement.versions[version - 1] if version else None)
    if shape == "html":
        from trainer.report.html import rendered_agreement

        return rendered_agreement(printed)
    from trainer.report.markdown import rendered

    return rendered(as_document(printed))
