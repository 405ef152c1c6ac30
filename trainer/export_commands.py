"""The command `export`: records that a person takes out, and records that are sent to a record store."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trainer.entering import opened
from trainer.text import clean_line

if TYPE_CHECKING:
    from trainer.export.exported import Exported
    from trainer.export.xapi import Statement
    from trainer.exporting import Gathered
    from trainer.store.base import Store

_FORMS: Final = ("csv", "jsonl", "html", "xapi")
_TABLES: Final = ("sessions", "choices", "scores", "marks")
_MINE: Final = ("my-data.json", "my-data.txt")
_PASSWORD_FILE: Final = "TRAINER_LRS_PASSWORD_FILE"  # noqa: S105  the name of a variable
_LONGEST_FILE: Final = 4096
BEYOND_ERASE: Final = (
    "A copy outside is beyond `trainer erase`: what leaves here is removed only by whoever holds the copy."
)
_NOT_IN_SHARED: Final = (
    "Left out: what patients share with you; plays of which you were given only what was said, or only how it reads; "
    "notes, and what you wrote each other."
)


@click.command()
@click.argument("sessions", nargs=-1, metavar="[SESSION]…")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    help="Tables for a spreadsheet; lines for programs; a report to read or print; learning records.",
)
@click.option("--what", type=click.Choice(_TABLES), help="Of csv, which table; sessions unless you say.")
@click.option("-o", "where_to", metavar="FILE", help="Write to FILE; of csv, to a folder all tables.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.option(
    "--shared",
    is_flag=True,
    help="What staff share with you whole: what was said and how it reads. They see that you took it.",
)
@click.option("--mine", is_flag=True, help="All that is kept of you, with all that you typed, for you alone.")
@click.option("--to", "url", metavar="URL", help="Send learning records to the record store at URL.")
@click.option("--user", default="", metavar="NAME", help="Your name at the record store.")
@click.option(
    "--password-file",
    envvar=_PASSWORD_FILE,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where your password there is, in a file that you alone can read; it is asked for otherwise.",
)
@click.option("--yes", is_flag=True, help="Send without asking, for scripts.")
@click.option("--store", metavar="FILE", help="Where sessions are kept.")
@click.pass_context
def export(
    context: click.Context,
    sessions: tuple[str, ...],
    form: str | None,
    what: str | None,
    where_to: str | None,
    force: bool,
    shared: bool,
    mine: bool,
    url: str | None,
    user: str,
    password_file: Path | None,
    yes: bool,
    store: str | None,
) -> None:
    """Take your records out: your plays, or SESSIONs alone, under a pseudonym and with nothing that you typed.

    With --mine it is all that is kept of you, with what you typed, for you alone. With --to learning records are sent
    to a record store; given again after a fault, it goes on, and nothing is there twice.
    """
    from trainer.errors import UsageError

    where = store or context.obj
    if sum((mine, url is not None, form is not None and form != "xapi")) > 1 or (mine and form):
        raise UsageError("Choose one: --mine, --to URL, or --format.")
    if mine and sessions:
        raise UsageError(
            "--mine is all that is kept of you. For some sessions alone: trainer export SESSION --format …"
        )
    if url is not None and (where_to is not None or force):
        raise UsageError("--to sends records; -o writes them to a file: trainer export --format xapi -o FILE")
    if url is None and (user or yes):
        raise UsageError("--user and --yes go with --to URL.")
    if shared and (mine or sessions):
        raise UsageError("--shared is all that staff share with you whole. Leave out --mine and single sessions.")
    if what is not None and form != "csv":
        raise UsageError("--what goes with --format csv.")
    if mine:
        _take_mine(where, where_to, is_forced=force)
    elif url is not None:
        _send(where, sessions, url, user, password_file, is_agreed=yes, is_shared=shared)
    elif form is None:
        raise UsageError("In which form? --format csv, jsonl, html or xapi; or --mine, or --to URL.")
    else:
        _write(where, sessions, form, what, where_to, is_forced=force, is_shared=shared)


def _write(
    where: str | None,
    sessions: tuple[str, ...],
    form: str,
    what: str | None,
    where_to: str | None,
    *,
    is_forced: bool,
    is_shared: bool,
) -> None:
    from trainer.export.formats import Form, exported
    from trainer.export.tables import Table
    from trainer.report.file import refuse_existing, write

    path = None if where_to in (None, "-") else Path(str(where_to))
    is_folder = path is not None and form == "csv" and what is None and not path.suffix
    if path is not None and not is_folder:
        refuse_existing(path, is_forced=is_forced)
    with opened(where) as store:
        gathered = _gather(store, sessions, is_shared=is_shared)
    _tell_beside(gathered, form, is_shared=is_shared)
    things = gathered.things
    if path is not None and is_folder:
        _write_tables(path, things, is_forced=is_forced)
        return
    text = "".join(exported(things, Form(form), Table(what or Table.SESSIONS)))
    if path is None:
        # As bytes: a table ends its lines as spreadsheets want, wherever it is written.
        click.echo(text.encode(), nl=False)
        return
    write(path, text, is_forced=is_forced)
    others = " Each choice: --what choices. All tables: -o FOLDER." if form == "csv" and what is None else ""
    click.echo(f"Written to {clean_line(str(path))}: {_plays(len(things))}.{others}", err=True)


def _write_tables(folder: Path, things: "tuple[Exported, ...]", *, is_forced: bool) -> None:
    from trainer.export.tables import Table, table
    from trainer.report.file import refuse_existing, write

    _make(folder)
    paths = {what: folder / f"{what}.csv" for what in Table}
    for path in paths.values():
        refuse_existing(path, is_forced=is_forced)
    for what, path in paths.items():
        write(path, "".join(table(things, what)), is_forced=is_forced)
    names = ", ".join(path.name for path in paths.values())
    click.echo(f"Written to {clean_line(str(folder))}: {names}; {_plays(len(things))}.", err=True)


def _gather(store: "Store", sessions: tuple[str, ...], *, is_shared: bool) -> "Gathered":
    from trainer.errors import UsageError
    from trainer.exporting import gather, gather_shared
    from trainer.store.signed import SignedStore

    if is_shared:
        if not isinstance(store, SignedStore):
            raise UsageError("This store is one person's own: nobody shares anything here.")
        return gather_shared(store)
    person, is_patient = _who(store)
    return gather(store, sessions, person, is_patient=is_patient)


def _who(store: "Store") -> tuple[str, bool]:
    """Return which person's store it is, and whether that is a patient."""
    from trainer.exporting import ME
    from trainer.store.signed import SignedStore

    return (store.me.id, store.me.is_patient) if isinstance(store, SignedStore) else (ME, False)


def _tell_beside(gathered: "Gathered", form: str, *, is_shared: bool) -> None:
    """Say what of the plays is not in what is taken out."""
    patients = sum(each.is_patients for each in gathered.things)
    if patients:
        whose = "in a patient's part" if is_shared else "of a patient, or in a patient's part,"
        what = "left out" if form == "xapi" else "in it without scores"
        is_ = "is" if patients == 1 else "are"
        beside = "" if is_shared else " All of yours: trainer export --mine"
        click.echo(f"{_plays(patients)} {whose} {is_} {what}.{beside}", err=True)
    if is_shared:
        click.echo(_NOT_IN_SHARED, err=True)
    _tell_unreadable(gathered.unreadable)
    if form == "xapi":
        click.echo(BEYOND_ERASE, err=True)


def _tell_unreadable(unreadable: tuple[str, ...]) -> None:
    for session in unreadable:
        click.echo(f"{clean_line(session)} cannot be read, and is left out.", err=True)


def _take_mine(where: str | None, where_to: str | None, *, is_forced: bool) -> None:
    from trainer.clock import wall_clock
    from trainer.errors import UsageError
    from trainer.exporting import own_data
    from trainer.exports_kept import exports_folder, note_export
    from trainer.report.file import refuse_existing, write

    if where_to == "-":
        raise UsageError("All that is kept of you is two files: give a folder, -o FOLDER.")
    folder = Path(where_to) if where_to is not None else exports_folder(where)
    if where_to is not None:
        _make(folder)
    # What the program wrote into its own folder before, it may replace.
    is_forced = is_forced or where_to is None
    with opened(where) as store:
        person, _ = _who(store)
        names = _MINE if where_to is not None else tuple(f"{person}-{name}" for name in _MINE)
        for name in names:
            refuse_existing(folder / name, is_forced=is_forced)
        data = own_data(store, wall_clock(), person)
    for name, text in zip(names, (data.as_json, data.as_text), strict=True):
        if where_to is None:
            note_export(folder, name, (person,))
        write(folder / name, text, is_forced=is_forced)
    _tell_unreadable(data.unreadable)
    for name in names:
        click.echo(str(folder / name))
    told = "" if where_to is None else f" {BEYOND_ERASE}"
    click.echo(f"All that is kept of you, with what you typed, for you alone to read.{told}", err=True)


def _send(
    where: str | None,
    sessions: tuple[str, ...],
    url: str,
    user: str,
    password_file: Path | None,
    *,
    is_agreed: bool,
    is_shared: bool,
) -> None:
    from trainer.errors import UsageError
    from trainer.export.xapi import statements
    from trainer.exports_kept import exports_folder, note_export
    from trainer.sending import Progress, RecordStore, endpoint_of, progress_file, send

    endpoint = endpoint_of(url)
    with opened(where) as store:
        gathered = _gather(store, sessions, is_shared=is_shared)
        person, _ = _who(store)
    told: list[Statement] = list(statements(gathered.things))
    _tell_beside(gathered, "xapi", is_shared=is_shared)
    if not told:
        click.echo("There is nothing to send.", err=True)
        return
    accounts = {each.account for each in gathered.things}
    under = f"the name {accounts.pop()}" if len(accounts) == 1 else f"{len(accounts)} names, one for each person"
    click.echo(
        f"{len(told)} records of {_plays(sum(not each.is_patients for each in gathered.things))} go to {endpoint}, "
        f"under {under}. Nothing that {'anybody' if is_shared else 'you'} typed is in them.",
        err=True,
    )
    if not is_agreed and not sys.stdin.isatty():
        raise UsageError("Nothing was sent. To send without being asked: --yes")
    try:
        if not (is_agreed or click.confirm("Send them?", err=True)):
            click.echo("Nothing was sent.", err=True)
            return
        password = _password(user, password_file)
    except click.Abort:
        click.echo("\nNothing was sent.", err=True)
        raise KeyboardInterrupt from None
    folder = exports_folder(where)
    path = progress_file(folder, endpoint, user)
    note_export(folder, path.name, (person,))
    records = RecordStore(endpoint=endpoint, user=user, password=password)
    came = send(records, told, Progress(path), _progress_told())
    click.echo(f"Sent: {came.new} new, {came.there} there already.", err=True)
    if came.others:
        click.echo(
            f"Of {len(came.others)} the record store has something else under the same id, or hides it; that stays.",
            err=True,
        )
        sys.exit(1)


def _progress_told() -> "Callable[[int, int], object]":
    """Return what tells how far it is: on one line at a terminal, and in a line now and then elsewhere."""
    is_terminal = sys.stderr.isatty()

    def told(done: int, of: int) -> None:
        if is_terminal:
            click.echo(f"\r{done} of {of}", err=True, nl=done == of)
        else:
            click.echo(f"{done} of {of}", err=True)

    return told


def _password(user: str, file: Path | None) -> str:
    """Return the password of `user`; whoever gives no name needs none.

    Raises:
        UsageError: when it cannot be asked for, or others can read the file that it is in.
    """
    from trainer.errors import UsageError

    if not user:
        return ""
    if file is None:
        if not sys.stdin.isatty():
            raise UsageError("Nothing was sent. Put your password into a file that you alone can read: --password-file")
        return str(click.prompt("Password at the record store", hide_input=True, err=True))
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UsageError(f"{file} can be read by others. Let it be yours alone: chmod 600 {file}")
        with file.open(encoding="utf-8", errors="replace") as opened_file:
            return opened_file.read(_LONGEST_FILE).rstrip("\r\n")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error


def _make(folder: Path) -> None:
    """Make a folder that its owner alone can open, where there is none.

    Raises:
        UsageError: when it cannot be made.
    """
    from trainer.errors import UsageError

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder {folder} could not be made: {error.strerror}.") from error


def _plays(count: int) -> str:
    return "1 play" if count == 1 else f"{count} plays"
