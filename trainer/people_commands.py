"""The commands `trainer people …`: a store that several persons share, its accounts, and one's own."""

import json
from typing import TYPE_CHECKING, Final

import click

from trainer.entering import entrance_to, opened_shared, passphrase
from trainer.people.person import Kind, Role, Standing
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.people.person import Person

_STORE = click.option("--store", metavar="FILE", help="Where sessions are kept.")
_KIND = click.option("--as", "kind", type=click.Choice([kind.value for kind in Kind]), help="As what they come.")
_ROLE = click.option(
    "--role", "roles", type=click.Choice([role.value for role in Role]), multiple=True, help="Several may be given."
)
_UNIT = click.option("--unit", metavar="NAME", help="Where they work or are treated.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
FORMAT: Final = 1


@click.group(invoke_without_command=True)
@_JSON
@_STORE
@click.pass_context
def people(context: click.Context, as_json: bool, store: str | None) -> None:
    """Accounts of a store that several persons share; alone, the list of them, for administrators."""
    context.obj = store or context.obj
    if context.invoked_subcommand is not None:
        return
    from trainer.signing_in.managing import Managing

    with opened_shared(context.obj) as opened:
        found = Managing(opened).people()
    if as_json:
        click.echo(json.dumps({"format": FORMAT, "people": [_as_json(each) for each in found]}, ensure_ascii=False))
        return
    for each in found:
        click.echo(clean(_told(each)))


def _as_json(person: "Person") -> dict[str, object]:
    return {
        "person": person.id,
        "name": person.name,
        "kind": person.kind.value,
        "roles": sorted(person.roles),
        "unit": person.unit,
        "standing": person.standing.value,
    }


def _told(person: "Person") -> str:
    unit = f", {person.unit}" if person.unit else ""
    waits = {Standing.INVITED: "; has not chosen a passphrase yet", Standing.CLOSED: "; closed"}
    return f"{person.name}: {person.kind}{unit}; {', '.join(sorted(person.roles))}{waits.get(person.standing, '')}"


@people.command()
@click.option("--name", prompt="What are you called here? It need not be your own name", metavar="NAME")
@click.option("--as", "kind", type=click.Choice([kind.value for kind in Kind]), default="staff", show_default=True)
@_UNIT
@click.option(
    "--app-role", default="", metavar="NAME", help="On a server, under which name programs connect from now on."
)
@_STORE
@click.pass_context
def begin(context: click.Context, name: str, kind: str, unit: str | None, app_role: str, store: str | None) -> None:
    """Let several persons share a new store: make its first account, an administrator's."""
    from trainer.clock import wall_clock
    from trainer.signing_in.accounts import begin_people
    from trainer.store.open import open_base

    base = open_base(store or context.obj)
    try:
        chosen = passphrase("A passphrase; a few words in a row are good", is_new=True)
        enrolled = begin_people(base, name, Kind(kind), chosen, unit=unit or "", now=wall_clock(), app_role=app_role)
    finally:
        base.close()
    click.echo(clean(f"This store is shared from now on. You are {clean_line(name)}, its administrator."), err=True)
    _show_recovery(enrolled.recovery)


def _show_recovery(recovery: str) -> None:
    click.echo(recovery)
    click.echo(
        "This is your recovery code. Write it down and keep it where you keep keys: it is not shown again. With it you "
        "choose a new passphrase and can read your notes again. Without it and without the passphrase they are lost.",
        err=True,
    )


@people.command()
@click.argument("name")
@_KIND
@_ROLE
@_UNIT
@_STORE
@click.pass_context
def invite(
    context: click.Context, name: str, kind: str | None, roles: tuple[str, ...], unit: str | None, store: str | None
) -> None:
    """Make an account for NAME, and print the code with which its person chooses a passphrase."""
    from trainer.signing_in.managing import Managing

    with opened_shared(store or context.obj) as opened:
        _, code = Managing(opened).invite(name, Kind(kind or "staff"), frozenset(map(Role, roles)), unit or "")
    click.echo(code)
    click.echo("It works once, within three days: trainer people enrol CODE", err=True)


@people.command()
@click.argument("name")
@_KIND
@_ROLE
@_UNIT
@click.option("--close/--open", "is_closed", default=None, help="Let nobody sign in to it, or let them again.")
@_STORE
@click.pass_context
def change(
    context: click.Context,
    name: str,
    kind: str | None,
    roles: tuple[str, ...],
    unit: str | None,
    is_closed: bool | None,
    store: str | None,
) -> None:
    """Change what NAME comes as, may do, where they are, or whether they can sign in."""
    from trainer.signing_in.managing import Managing

    with opened_shared(store or context.obj) as opened:
        managing = Managing(opened)
        person = managing.find(name)
        reopened = Standing.ACTIVE if person.public else Standing.INVITED
        standing = None if is_closed is None else Standing.CLOSED if is_closed else reopened
        changed = managing.change(
            person,
            kind=Kind(kind) if kind else None,
            roles=frozenset(map(Role, roles)) or None,
            unit=unit,
            standing=standing,
        )
    click.echo(clean(_told(changed)), err=True)


@people.command()
@click.argument("name")
@_STORE
@click.pass_context
def reset(context: click.Context, name: str, store: str | None) -> None:
    """Print a code with which NAME chooses a new passphrase. Without their recovery code their notes are lost then."""
    from trainer.signing_in.managing import Managing

    with opened_shared(store or context.obj) as opened:
        managing = Managing(opened)
        code = managing.code(managing.find(name))
    click.echo(code)
    click.echo(
        "It works once, within three days: trainer people enrol CODE\nTell them: with their recovery code they keep "
        "their own notes and words. Without it, those are lost, for them and for everybody, and what others "
        "shared with them is shared no more until it is shared again.",
        err=True,
    )


@people.command()
@click.argument("code")
@click.option("--recovery", is_flag=True, help="Ask for the recovery code of before, so that your notes stay yours.")
@_STORE
@click.pass_context
def enrol(context: click.Context, code: str, recovery: bool, store: str | None) -> None:
    """Choose your passphrase, with the CODE that an administrator gave you."""
    from trainer.entrance import Entrance

    entrance = Entrance(store or context.obj)
    before = click.prompt("Recovery code", hide_input=True, err=True) if recovery else ""
    enrolled = entrance.enrol(code, passphrase("A passphrase; a few words in a row are good", is_new=True), before)
    click.echo(clean(f"You are in, as {enrolled.identity.person.name}."), err=True)
    _show_recovery(enrolled.recovery)


@people.command("passphrase")
@click.option("--recovery", is_flag=True, help="You have forgotten it, and have your recovery code.")
@_STORE
@click.pass_context
def new_passphrase(context: click.Context, recovery: bool, store: str | None) -> None:
    """Choose a new passphrase for yourself; everything of yours stays readable for you."""
    from trainer.clock import wall_clock
    from trainer.entrance import Entrance
    from trainer.signing_in.accounts import change_passphrase
    from trainer.store.signed import SignedStore

    where = store or context.obj
    if recovery:
        name = click.prompt("Name", err=True)
        code = click.prompt("Recovery code", hide_input=True, err=True)
        chosen = passphrase("A new passphrase", is_new=True)
        _show_recovery(Entrance(where).recover(name, code, chosen).recovery)
        return
    entrance = entrance_to(where)
    opened = entrance.open()
    try:
        if not isinstance(opened, SignedStore):
            raise click.UsageError("This store is one person's own: it has no passphrase.")
        before = click.prompt("Your passphrase now", hide_input=True, err=True)
        after = click.prompt("A new passphrase", hide_input=True, confirmation_prompt=True, err=True)
        enrolled = change_passphrase(opened, before, after, now=wall_clock())
    finally:
        opened.close()
    click.echo("Your passphrase is a new one now.", err=True)
    _show_recovery(enrolled.recovery)
