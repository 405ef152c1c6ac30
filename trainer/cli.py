"""The commands: read what was asked for, choose a store, start a view; nothing else."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainer import __version__
from trainer.agreement_commands import agreement
from trainer.authoring_commands import explore, graph, schema
from trainer.calling import need_terminal, program
from trainer.entering import opened as opened_store
from trainer.export_commands import export
from trainer.learner_commands import panel, simulate
from trainer.opening import LAST, Opening
from trainer.people_commands import people
from trainer.removal_commands import erase
from trainer.room_commands import host, join
from trainer.supervision_commands import remarks, review, share, unshare
from trainer.text import clean, clean_line
from trainer.upkeep_commands import backup, doctor, restore, retention
from trainer.writing_commands import new

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


trainer.add_command(agreement)
trainer.add_command(people)
trainer.add_command(erase)
trainer.add_command(backup)
trainer.add_command(restore)
trainer.add_command(doctor)
trainer.add_command(retention)
trainer.add_command(share)
trainer.add_command(unshare)
trainer.add_command(remarks)
trainer.add_command(review)


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
@click.option("--watch", is_flag=True, help="Follow the file SCENARIO while it is written; nothing is kept.")
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
    watch: bool,
    store: str | None,
) -> None:
    """Play SCENARIO: an id in the library, or a file."""
    where = store or context.obj
    if watch:
        _watch(scenario, seat, seed)
        return
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
    with opened_store(where) as opened:
        _play_plainly(Session.begin(opened, chosen, seat, seed=seed), as_json=as_json, is_coached=coach)


def _watch(scenario: str | None, seat: str | None, seed: int | None) -> None:
    """Let a play follow a file while it is written."""
    from trainer.plain.watching import Watching

    if scenario is None:
        raise click.UsageError("Say which file to follow: trainer play --watch FILE")
    given = Path(scenario)
    file = given / "scenario.yaml" if given.is_dir() else given
    Watching(file, seat, seed or 0, sys.stdout).run(sys.stdin)


@trainer.command()
@click.argument("session", required=False)
@click.option(
    "--from",
    "again",
    type=click.IntRange(1),
    metavar="N",
    help="Go back to the choice that counted with this number, as the looking back has it, and try again from there.",
)
@click.option("--plain", is_flag=True, help="Line by line, for screen readers and pipes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--coach", is_flag=True, help="After each reply, a line on what it showed.")
@STORE
@click.pass_context
def resume(
    context: click.Context,
    session: str | None,
    again: int | None,
    plain: bool,
    as_json: bool,
    coach: bool,
    store: str | None,
) -> None:
    """Go on with SESSION, or with the one last played; or try again from a choice of it."""
    where = store or context.obj
    if again is not None:
        _try_again(where, session, again, plain=plain, as_json=as_json, is_coached=coach)
        return
    if not (plain or as_json):
        _full_screen(where, Opening(resume=session or LAST, is_coached=coach))
        return
    from trainer.errors import UsageError
    from trainer.session import Session

    with opened_store(where) as opened:
        found = session or next((each.session for each in opened.sessions() if each.is_open and not each.room), None)
        if found is None:
            raise UsageError("There is no session to go on with. To begin one: trainer play --plain")
        if opened.summary(found).room:
            raise UsageError("This is played with others. To go back to it: trainer host, or trainer join")
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
    with opened_store(store or context.obj) as opened:
        goes = _what_goes(opened)
        found = opened.sessions()
    if goes:
        click.echo(clean(goes), err=True)
    if as_json:
        listed = [
            {
                "session": summary.session,
                "scenario": summary.scenario_id,
                "title": summary.title,
                "seat": summary.own_seat,
                "together": bool(summary.room),
                "origin": summary.origin,
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
    "--format",
    "shape",
    type=click.Choice(["md", "html", "json"]),
    default="md",
    show_default=True,
    help="Text, one page for a browser or for paper, or for programs.",
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.option("--figures", is_flag=True, help="Figures as well as words.")
@click.option(
    "--with",
    "typed",
    type=click.Choice(["words", "feelings", "notes"]),
    multiple=True,
    help="Also your own words, what you felt, or your notes; may be given more than once.",
)
@click.option("-o", "where_to", metavar="FILE", help="Write to FILE, for you alone to read.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@STORE
@click.pass_context
def debrief(
    context: click.Context,
    session: str,
    seat: str | None,
    shape: str,
    as_json: bool,
    figures: bool,
    typed: tuple[str, ...],
    where_to: str | None,
    force: bool,
    store: str | None,
) -> None:
    """Look back on SESSION: what was said, what it showed, and why; to read, or to take along."""
    from trainer.errors import UsageError
    from trainer.report.file import refuse_existing, write
    from trainer.session import Session

    is_json = as_json or shape == "json"
    if is_json and typed:
        raise UsageError("What you typed is never in the JSON; --with goes with --format md or html.")
    where_to = None if where_to == "-" else where_to
    if where_to is not None:
        refuse_existing(Path(where_to), is_forced=force)
    with opened_store(store or context.obj) as opened:
        found = Session.resume(opened, session)
        if seat is not None and seat not in found.seats:
            raise UsageError(f"Nobody played “{seat}” in this session. There is {', '.join(found.seats)}.")
        if seat is not None and opened.summary(found.id).room and seat != found.own_seat:
            raise UsageError("Somebody else had this part. Their looking back is theirs alone.")
        if is_json:
            text = f"{json.dumps(found.look_back(seat).to_json(), ensure_ascii=False, indent=2)}\n"
        else:
            text = _take_away(opened, found, seat, is_page=shape == "html", figures=figures, typed=typed)
    if where_to is None:
        click.echo(text, nl=False)
    else:
        write(Path(where_to), text, is_forced=force)
        click.echo(f"Written to {clean_line(where_to)}, for you alone to read.", err=True)


@trainer.command()
@click.argument("session", required=False)
@click.argument("about", required=False)
@click.option("--delete", "is_deleted", is_flag=True, help="Delete the note on ABOUT.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list, for programs.")
@STORE
@click.pass_context
def journal(
    context: click.Context,
    session: str | None,
    about: str | None,
    is_deleted: bool,
    as_json: bool,
    store: str | None,
) -> None:
    """Read your notes: all, or those on SESSION; with ABOUT, write one, read from the keyboard or a pipe.

    ABOUT is how-it-was, session, intention, came-of-it, reached, or the number of a choice that counted. A note that
    was there is replaced.
    """
    from trainer.errors import UsageError
    from trainer.listing import told_note
    from trainer.session import Session

    with opened_store(store or context.obj) as opened:
        if session is not None and about is not None:
            found = Session.resume(opened, session)
            name = _note_name(found, about)
            click.echo(_deleted(found, name) if is_deleted else _written(found, name), err=True)
            return
        if is_deleted:
            raise UsageError("Say which note to delete: trainer journal SESSION ABOUT --delete")
        notes = opened.notes(opened.summary(session).session if session else None)
        titles = {summary.session: clean_line(summary.title) for summary in opened.sessions()}
    if as_json:
        listed = [{"session": note.session, "about": note.about, "text": note.text, "at": note.at} for note in notes]
        click.echo(json.dumps(listed, ensure_ascii=False))
        return
    for note in notes:
        click.echo(f"{told_note(note, titles.get(note.session, ''))}:\n{clean(note.text)}\n")
    if not notes:
        click.echo("Nothing is written yet. To write: trainer journal SESSION how-it-was", err=True)


@trainer.command()
@click.argument("session")
@click.argument("reading", required=False)
@click.option("--so", is_flag=True, help="Take the mark away.")
@STORE
@click.pass_context
def mark(context: click.Context, session: str, reading: str | None, so: bool, store: str | None) -> None:
    """Mark READING of the looking back on SESSION “not so for me”; without READING, list what can be marked.

    READING is a name from that list, or the number of a choice that counted.
    """
    from trainer.earlier import earlier_choices
    from trainer.errors import UsageError
    from trainer.session import Session
    from trainer.telling import markable, take_along
    from trainer.wording import NOT_SO

    with opened_store(store or context.obj) as opened:
        found = Session.resume(opened, session)
        debrief, earlier = found.look_back(), earlier_choices(opened, found)
        readings = markable(debrief, take_along(found.scenario, debrief, earlier, found.words()))
        if reading is None:
            for name, title in readings.items():
                click.echo(clean(f"{name}  {title}{f', {NOT_SO}' if name in debrief.not_so else ''}"))
            return
        name = _moment_name(found, reading) or reading
        if name not in readings:
            raise UsageError(f"There is no “{clean_line(reading)}” there. `trainer mark {found.id}` lists what is.")
        found.mark(name, is_so=so)
        click.echo(clean(f"Marked: {'so, after all' if so else NOT_SO}. {readings[name]}"), err=True)


@trainer.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="A JSON list of problems, for programs.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--select", metavar="CODES", multiple=True, help="Only these: codes, or how they begin, as C4,S201.")
@click.option("--ignore", metavar="CODES", multiple=True, help="All but these, likewise.")
def check(
    paths: tuple[str, ...], as_json: bool, strict: bool, select: tuple[str, ...], ignore: tuple[str, ...]
) -> None:
    """Say what is wrong with scenario files, all at once, with places and hints."""
    from trainer.authoring.check import check as check_text
    from trainer.authoring.language import is_there
    from trainer.library import files_below, read
    from trainer.scenario.problems import Level, ScenarioError, codes_that_begin

    selected, ignored = (
        codes_that_begin(",".join(select)) or codes_that_begin("all"),
        codes_that_begin(",".join(ignore)),
    )
    problems: list[Problem] = []
    files = [file for path in paths for file in files_below(Path(path))]
    if not files:
        raise click.UsageError(f"There is no scenario file (*.yaml) below {clean_line(' '.join(paths))}.")
    for file in files:
        try:
            problems += check_text(read(file), str(file))
        except ScenarioError as error:
            problems += error.problems
    left = [problem for problem in problems if problem.code not in selected - ignored]
    problems = [problem for problem in problems if problem.code in selected - ignored]
    if as_json:
        click.echo(json.dumps([problem.to_json() for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
    if not is_there():
        click.echo(
            "Reading ease and languages were not looked at. Where you cloned it: pip install '.[authors]'",
            err=True,
        )
    counts = {level: sum(problem.level is level for problem in problems) for level in Level}
    errors, warnings = counts[Level.ERROR], counts[Level.WARNING]
    told = (
        "no problems"
        if not problems
        else ", ".join(f"{count} {level}{'s' * (count != 1)}" for level, count in counts.items() if count)
    )
    grave = sum(problem.level is Level.ERROR for problem in left)
    left_out = f"; {len(left)} left out" + (f", {grave} of them errors" if grave else "") if left else ""
    click.echo(f"{len(files)} file{'s' * (len(files) != 1)} looked at: {told}{left_out}.", err=True)
    sys.exit(1 if errors or (strict and warnings) else 0)


@trainer.command()
@click.option("--figures", is_flag=True, help="Add figures to the words.")
@click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
@STORE
@click.pass_context
def progress(context: click.Context, figures: bool, as_json: bool, store: str | None) -> None:
    """Say what your plays show together: each practice, what you did, and ways of protecting oneself."""
    from trainer.progress import read_plays
    from trainer.progress.words import as_plain_text

    with opened_store(store or context.obj) as opened:
        read = read_plays(opened)
    if as_json:
        click.echo(json.dumps(read.to_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(clean(as_plain_text(read, has_figures=figures)))


@trainer.command()
@click.option("--links", type=click.IntRange(0, 24), default=2, show_default=True, metavar="N", help="How many links.")
@click.option("--mine", is_flag=True, help="Let each link open your own sessions, not those of a guest.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to serve on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8420, show_default=True, metavar="N", help="The port.")
@click.option("--cert", type=click.Path(path_type=Path), metavar="FILE", help="A certificate, for TLS.")
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="The key of the certificate.")
@click.option("--behind-proxy", "proxy", metavar="URL", help="The https address of a proxy in front, which does TLS.")
@STORE
@click.pass_context
def serve(
    context: click.Context,
    links: int,
    mine: bool,
    host: str,
    port: int,
    cert: Path | None,
    key: Path | None,
    proxy: str | None,
    store: str | None,
) -> None:
    """Give the full screen to a browser, such as that of a tablet in the room.

    It prints links, one a line. Each works once, for one guest, whose sessions are kept in a folder of their own.
    """
    from trainer.errors import UsageError
    from trainer.serve.address import Asked
    from trainer.serve.begin import serve_pages

    if store is not None and not mine:
        raise UsageError("--store goes with --mine: what guests do is kept in folders of their own.")
    asked = Asked(host=host, port=port, cert=cert, key=key, proxy=proxy)
    sys.exit(serve_pages(asked, links=links, is_owners=mine, store=store or context.obj))


trainer.add_command(explore)
trainer.add_command(graph)
trainer.add_command(schema)
trainer.add_command(export)
trainer.add_command(simulate)
trainer.add_command(new)
trainer.add_command(panel)
trainer.add_command(host)
trainer.add_command(join)


def _what_goes(store: "Store") -> str:
    """Let go of plays whose time is over, as their owner was told before, and say which go next, or nothing."""
    from trainer.clock import wall_clock
    from trainer.upkeep.retention import months_of, sweep, told

    return told(sweep(store, wall_clock()), months_of(store))


def _take_away(
    store: "Store", session: "Session", seat: str | None, *, is_page: bool, figures: bool, typed: tuple[str, ...]
) -> str:
    """Return the looking back as Markdown, or as a page of HTML."""
    from trainer.earlier import earlier_choices
    from trainer.report import Asked, With, attempts_beside, take_away

    practices = figures or not session.is_shared
    asked = Asked(figures=figures, practices=practices, typed=frozenset(map(With, typed)))
    attempts, earlier = attempts_beside(store, session, seat), earlier_choices(store, session, seat)
    told = take_away(session, seat, asked, attempts, earlier)
    if is_page:
        from trainer.report.html import rendered
    else:
        from trainer.report.markdown import rendered
    return rendered(told)


def _try_again(
    where: str | None, session: str | None, number: int, *, plain: bool, as_json: bool, is_coached: bool
) -> None:
    """Begin a fork from the choice with `number` and play it."""
    from trainer.errors import UsageError
    from trainer.session import Session

    if session is None:
        raise click.UsageError("Say of which session: trainer resume SESSION --from N")
    if not (plain or as_json):
        need_terminal()
    with opened_store(where) as opened:
        found = Session.resume(opened, session)
        moments = found.look_back().moments
        if number > len(moments):
            count = "1 choice" if len(moments) == 1 else f"{len(moments) or 'no'} choices"
            raise UsageError(f"This session has {count} that counted. To look back: trainer debrief {found.id}")
        fork = found.fork(moments[number - 1].choice.position)
        if plain or as_json:
            _play_plainly(fork, as_json=as_json, is_coached=is_coached)
            return
    _full_screen(where, Opening(resume=fork.id, is_coached=is_coached))


def _deleted(session: "Session", name: str) -> str:
    session.write_note(name, "")
    return "Deleted."


def _written(session: "Session", name: str) -> str:
    """Keep what is typed, one line at a terminal or all of a pipe, and return what to say of it."""
    from trainer.errors import UsageError
    from trainer.privacy import LONGEST_TEXT, kept_text

    if sys.stdin.isatty():
        click.echo("Write a line, and Enter.", err=True)
    typed = sys.stdin.readline() if sys.stdin.isatty() else sys.stdin.read()
    if not kept_text(typed):
        raise UsageError("Nothing was typed, and nothing was changed. To delete a note: --delete")
    session.write_note(name, typed)
    cut = f" The first {LONGEST_TEXT:,} characters were kept." if len(typed.strip()) > LONGEST_TEXT else ""
    return f"Kept, for you alone.{cut}"


def _moment_name(session: "Session", number: str) -> str:
    """Return the name of what the choice that counted with `number` showed, or nothing where there is none."""
    from trainer.debrief.marks import of_moment

    moments = session.look_back().moments
    is_number = number.isascii() and number.isdecimal() and len(number) < 4  # noqa: PLR2004  a play has no thousand choices
    return of_moment(moments[int(number) - 1].choice.position) if is_number and 1 <= int(number) <= len(moments) else ""


def _note_name(session: "Session", about: str) -> str:
    """Return under which name a note is kept: the number of a choice that counted stands for that choice."""
    from trainer.debrief.marks import OTHERS
    from trainer.errors import UsageError
    from trainer.listing import ABOUTS

    if name := _moment_name(session, about):
        return name
    if about == "reached":
        return OTHERS
    if about in ABOUTS and about != "moment":
        return about
    known = ", ".join(name for name in ABOUTS if name != "moment")
    raise UsageError(f"A note is about {known}, or the number of a choice that counted.")


def _play_plainly(session: "Session", *, as_json: bool, is_coached: bool) -> None:
    from trainer.plain.json_lines import JsonPresenter
    from trainer.plain.play import PlainPlay
    from trainer.plain.text import TextPresenter

    presenter = JsonPresenter(sys.stdout) if as_json else TextPresenter(sys.stdout, program())
    try:
        PlainPlay(session, sys.stdin, presenter, is_coached=is_coached).run()
    except KeyboardInterrupt:
        session.catch_up()
        session.pause()
        presenter.paused(session)
        raise


def _full_screen(store: str | None, opening: "Opening | None" = None) -> None:
    need_terminal()
    from trainer.tui.app import run

    sys.exit(run(store, opening))
