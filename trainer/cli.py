"""The commands: read what was asked for, choose a store, start a view; nothing else."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import click

from trainer import __version__
from trainer.opening import LAST, Opening
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.scenario.problems import Problem
    from trainer.session import Session
    from trainer.store.base import Store

STORE = click.option("--store", metavar="FILE", help="Where sessions are kept.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trainer", message="%(prog)s %(version)s")
@click.option("--store", envvar="TRAINER_STORE", metavar="FILE", help="Where sessions are kept, for any command.")
@click.pass_context
def trainer(context: click.Context, store: str | None) -> None:
    """Practise hard conversations, and see what your words did.

    Without a command it opens the full screen. `trainer play --plain` plays line by line, for screen readers and pipes.
    """
    context.obj = store
    if context.invoked_subcommand is None:
        _full_screen(store)


@trainer.command()
@click.argument("scenario", required=False)
@click.option("--as", "seat", metavar="SEAT", help="The part you take; the first one unless you say.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    metavar="N",
    help="What draws come from; the same number gives the same play.",
)
@click.option("--plain", is_flag=True, help="Line by line, for screen readers and pipes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--coach", is_flag=True, help="After each reply, a line on what it showed.")
@STORE
@click.pass_context
def play(
    context: click.Context,
    scenario: str | None,
    seat: str | None,
    seed: int | None,
    plain: bool,
    as_json: bool,
    coach: bool,
    store: str | None,
) -> None:
    """Play SCENARIO: an id in the library, or a file."""
    where = store or context.obj
    if not (plain or as_json):
        _full_screen(where, Opening(scenario=scenario, seat=seat, seed=seed, is_coached=coach))
        return
    from trainer.library import find, load, shelf
    from trainer.plain.text import offer
    from trainer.session import Session

    if scenario is None:
        click.echo("Which scenario? There is:\n", err=True)
        click.echo(offer(shelf().scenarios))
        click.echo("\nTo play one: trainer play ID --plain", err=True)
        sys.exit(2)
    chosen = load(find(scenario))
    with _store(where) as opened:
        _play_plainly(Session.begin(opened, chosen, seat, seed=seed), as_json=as_json, is_coached=coach)


@trainer.command()
@click.argument("session", required=False)
@click.option("--plain", is_flag=True, help="Line by line, for screen readers and pipes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--coach", is_flag=True, help="After each reply, a line on what it showed.")
@STORE
@click.pass_context
def resume(
    context: click.Context, session: str | None, plain: bool, as_json: bool, coach: bool, store: str | None
) -> None:
    """Go on with SESSION, or with the one last played."""
    where = store or context.obj
    if not (plain or as_json):
        _full_screen(where, Opening(resume=session or LAST, is_coached=coach))
        return
    from trainer.errors import UsageError
    from trainer.session import Session

    with _store(where) as opened:
        found = session or next((summary.session for summary in opened.sessions() if summary.is_open), None)
        if found is None:
            raise UsageError("There is no session to go on with. To begin one: trainer play --plain")
        resumed = Session.resume(opened, found)
        if resumed.is_over:
            what = "This session was left for good" if resumed.end is None else "This play has come to its end"
            raise UsageError(f"{what}. To look back: trainer debrief {resumed.id}")
        _play_plainly(resumed, as_json=as_json, is_coached=coach)


@trainer.command()
@click.option("--json", "as_json", is_flag=True, help="A JSON list, for programs.")
@STORE
@click.pass_context
def sessions(context: click.Context, as_json: bool, store: str | None) -> None:
    """List your sessions, the last one first."""
    with _store(store or context.obj) as opened:
        found = opened.sessions()
    if as_json:
        listed = [
            {
                "session": summary.session,
                "scenario": summary.scenario_id,
                "title": summary.title,
                "seat": summary.seats[0],
                "phase": str(summary.phase),
                "replies": summary.replies,
                "began": summary.began,
                "touched": summary.touched,
            }
            for summary in found
        ]
        click.echo(json.dumps(listed, ensure_ascii=False))
        return
    from trainer.listing import told_session

    for summary in found:
        click.echo(f"{summary.session}  {clean_line(summary.title)}. {told_session(summary)}.")
    if not found:
        click.echo("There are no sessions yet. To begin one: trainer", err=True)


@trainer.command()
@click.argument("session")
@click.option("--as", "seat", metavar="SEAT", help="Whose looking back; needed where several took part.")
@click.option(
    "--format", "shape", type=click.Choice(["md", "json"]), default="md", show_default=True, help="In which form."
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@STORE
@click.pass_context
def debrief(
    context: click.Context, session: str, seat: str | None, shape: str, as_json: bool, store: str | None
) -> None:
    """Look back on SESSION: what was said, what it showed, and why."""
    from trainer.errors import UsageError
    from trainer.report import as_markdown
    from trainer.session import Session

    with _store(store or context.obj) as opened:
        found = Session.resume(opened, session)
        if seat is not None and seat not in found.seats:
            raise UsageError(f"Nobody played “{seat}” in this session. There is {', '.join(found.seats)}.")
        if as_json or shape == "json":
            click.echo(json.dumps(found.look_back(seat).to_json(), ensure_ascii=False, indent=2))
        else:
            click.echo(clean(as_markdown(found, seat)))


@trainer.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="A JSON list of problems, for programs.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def check(paths: tuple[str, ...], as_json: bool, strict: bool) -> None:
    """Say what is wrong with scenario files, all at once, with places and hints."""
    from trainer.authoring.check import check as check_text
    from trainer.library import files_below, read
    from trainer.scenario.problems import Level, ScenarioError

    problems: list[Problem] = []
    files = [file for path in paths for file in files_below(Path(path))]
    if not files:
        raise click.UsageError(f"There is no scenario file (*.yaml) below {clean_line(' '.join(paths))}.")
    for file in files:
        try:
            problems += check_text(read(file), str(file))
        except ScenarioError as error:
            problems += error.problems
    if as_json:
        click.echo(json.dumps([problem.to_json() for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
    counts = {level: sum(problem.level is level for problem in problems) for level in Level}
    errors, warnings = counts[Level.ERROR], counts[Level.WARNING]
    told = (
        "no problems"
        if not problems
        else ", ".join(f"{count} {level}{'s' * (count != 1)}" for level, count in counts.items() if count)
    )
    click.echo(f"{len(files)} file{'s' * (len(files) != 1)} looked at: {told}.", err=True)
    sys.exit(1 if errors or (strict and warnings) else 0)


@contextmanager
def _store(where: str | None) -> Iterator["Store"]:
    from trainer.store.open import open_store

    store = open_store(where)
    try:
        yield store
    finally:
        store.close()


def _program() -> str:
    """Return how this program was called, so that what it tells to type works when typed."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{Path(sys.executable).name} -m trainer"
    return called.name if which(called.name) else str(called)


def _play_plainly(session: "Session", *, as_json: bool, is_coached: bool) -> None:
    from trainer.plain.json_lines import JsonPresenter
    from trainer.plain.play import PlainPlay
    from trainer.plain.text import TextPresenter

    presenter = JsonPresenter(sys.stdout) if as_json else TextPresenter(sys.stdout, _program())
    try:
        PlainPlay(session, sys.stdin, presenter, is_coached=is_coached).run()
    except KeyboardInterrupt:
        session.catch_up()
        session.pause()
        presenter.paused(session)
        raise


def _full_screen(store: str | None, opening: "Opening | None" = None) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("The full screen needs a terminal. Line by line it goes without: trainer play --plain")
    from trainer.tui.app import run

    sys.exit(run(store, opening))
