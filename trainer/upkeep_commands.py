"""The commands `backup`, `restore`, `doctor` and `retention`."""

import sys
from pathlib import Path

import click

from trainer.entering import opened
from trainer.text import clean, clean_line

_STORE = click.option("--store", metavar="FILE", help="Where sessions are kept.")
_NO_FILE = (
    "This store is on a server, whose keeper makes backups of it and puts them back, with pg_dump and pg_restore: "
    "pg_dump --schema=dialogue_trainer --format=custom DATABASE"
)
_AS_IT_WAS = (
    "Leave, accounts and roles are as they were then. What was taken back, closed or taken out since is there again: "
    "tell everybody, so that each looks at what they share, and close or take out anew: trainer people, trainer erase"
)
_NOT_ERASED = (
    "`trainer erase` does not reach a copy in another folder: whoever is taken out of the store stays in it until you "
    "delete it. Delete it when you do not need it any more."
)


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Where to; beside the store.")
@_STORE
@click.pass_context
def backup(context: click.Context, folder: Path | None, store: str | None) -> None:
    """Copy the store, also while it is in use, read the copy wholly, and let old copies go that are not needed."""
    from trainer.clock import wall_clock
    from trainer.store.backup import folder_of
    from trainer.upkeep.backing_up import make_backup
    from trainer.upkeep.whose import amount

    path = _file(store or context.obj)
    done = make_backup(path, wall_clock(), folder, _progress if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        click.echo(err=True)
    click.echo(clean_line(str(done.backup.path)))
    told = f"{amount(done.backup.path, done.contents.sessions)}, read and whole."
    if not done.backup.is_whole:
        told = f"The store is damaged in part: {done.contents.damaged[0]} `trainer doctor` says more."
    thinned = f" {done.thinned} older ones went." if done.thinned else ""
    click.echo(clean(f"{told}{thinned}"), err=True)
    if done.backup.path.parent.resolve() != folder_of(path):
        click.echo(_NOT_ERASED, err=True)


def _progress(done: int, of: int) -> None:
    click.echo(f"\rCopying: {100 * done // max(of, 1)} %", nl=False, err=True)


@click.command()
@click.argument("backup", required=False, default="")
@click.option("--list", "is_listed", is_flag=True, help="List the backups.")
@click.option("--from", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Where they are.")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@_STORE
@click.pass_context
def restore(
    context: click.Context, backup: str, is_listed: bool, folder: Path | None, yes: bool, store: str | None
) -> None:
    """Put BACKUP, or the newest whole one, in the store's place; the store that was there is kept beside it."""
    from trainer.clock import wall_clock
    from trainer.listing import when
    from trainer.store.backup import listed
    from trainer.upkeep.restoring import choose
    from trainer.upkeep.restoring import restore as put_back
    from trainer.upkeep.whose import amount, is_shared

    path = _file(store or context.obj)
    if is_listed:
        backups = listed(path, folder)
        for each in backups:
            size = each.path.stat().st_size // 1024
            click.echo(
                clean_line(f"{each.path.name}  {when(each.at)}, {size:,} KiB{'' if each.is_whole else ', damaged'}")
            )
        if not backups:
            click.echo("There is no backup yet. To make one: trainer backup", err=True)
        return
    chosen = choose(path, backup, folder)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("To do this without being asked: --yes")
        click.confirm(clean_line(f"Put {chosen.name} in the place of {path}?"), abort=True, err=True)
    done = put_back(path, chosen, wall_clock())
    click.echo(f"Restored: {amount(path, done.contents.sessions)}, read and whole.")
    if done.aside is not None:
        click.echo(clean_line(f"What was there before is {done.aside}"), err=True)
    if is_shared(path):
        click.echo(_AS_IT_WAS, err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
@_STORE
@click.pass_context
def doctor(context: click.Context, as_json: bool, store: str | None) -> None:
    """Look whether the store and this machine are well, and say what to do where not; nothing is changed."""
    from trainer.clock import wall_clock
    from trainer.upkeep.doctor import Level, as_json_text, examine, examine_server

    where = store or context.obj
    is_server = where is not None and "://" in where
    findings = tuple(examine_server(where) if is_server else examine(_file(where), wall_clock()))
    if as_json:
        click.echo(as_json_text(findings))
    else:
        signs = {Level.FINE: "fine  ", Level.NOTICE: "notice", Level.FAULT: "FAULT "}
        for each in findings:
            click.echo(clean(f"{signs[each.level]}  {each.told}{f' To do: {each.to_do}' if each.to_do else ''}"))
    sys.exit(3 if any(each.level is Level.FAULT for each in findings) else 0)


@click.command()
@click.option(
    "--months", type=click.IntRange(1), metavar="N", help="Keep plays for N months after they were last touched."
)
@click.option("--off", is_flag=True, help="Keep them without end.")
@_STORE
@click.pass_context
def retention(context: click.Context, months: int | None, off: bool, store: str | None) -> None:
    """Say for how long plays are kept, and which go next; or set it: where several share a store, an administrator."""
    from trainer.clock import wall_clock
    from trainer.upkeep.retention import keep_for, months_of, sweep, told

    if months is not None and off:
        raise click.UsageError("Either --months N or --off.")
    with opened(store or context.obj) as found:
        if months is not None or off:
            keep_for(found, months or 0)
        kept = months_of(found)
        swept = sweep(found, wall_clock())
    if kept:
        click.echo(f"Plays are kept for {kept} months after they were last touched.")
    else:
        click.echo("Plays are kept without end. To change that: trainer retention --months N")
    if sentence := told(swept, kept):
        click.echo(clean(sentence))


def _file(where: str | None) -> Path:
    from trainer.errors import UsageError
    from trainer.store.open import default_path

    if where is not None and "://" in where:
        raise UsageError(_NO_FILE)
    return Path(where).expanduser().absolute() if where else default_path()
