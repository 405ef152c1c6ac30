"""The commands `simulate`, for learners that are policies, and `panel`, for persons who rate without the key."""

import codecs
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.authoring.leak import Ranked
    from trainer.authoring.panel import Sheet
    from trainer.scenario.model import Scenario

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
_MOST_RUNS: Final = 100_000
_MOST_SEED: Final = 2**62
_LONGEST_SHEET: Final = 5_000_000
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheets begin that are no tables of text: the newer ones, and the older."""


@click.command()
@click.argument("scenarios", nargs=-1, metavar="SCENARIO…")
@click.option("--all", "is_all", is_flag=True, help="All scenarios that come with the program.")
@click.option("--learner", "names", multiple=True, metavar="NAME", help="Only this learner, beside random.")
@click.option(
    "--runs",
    type=click.IntRange(1, _MOST_RUNS),
    default=100,
    show_default=True,
    metavar="N",
    help="How often each learner plays each part.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, _MOST_SEED),
    default=0,
    show_default=True,
    metavar="N",
    help="What draws come from; the same number gives the same figures.",
)
@_JSON
def simulate(
    scenarios: tuple[str, ...], is_all: bool, names: tuple[str, ...], runs: int, seed: int, as_json: bool
) -> None:
    """Let simulated learners play SCENARIO, and say what they score who look at nothing but how the options look.

    Several scenarios are also told together.

    \b
    Who takes what:
      random                      any option; so do all where options appeal alike
      first, longest, shortest    what stands first; the most, fewest characters
      softest                     the least conflict
      hedger, asker, feeler       most “maybe”; a question; what names a feeling
      mover, follower, opposer,   always the same of the four actions, as the
      bystander                   author declared them
      avoider                     a way of protecting oneself
      paternalist                 what leaves the other least room
      pleaser                     what agrees and goes along
      blunt                       no hedge, no soft word, no question
      listener, suspender,        the best on that practice by the key, which
      voicer                      no person sees
      dialogic                    the best by the key over all four practices

    \b
    Points above random: how far a score lies above that of who takes any option.
    Blind ranker: a program that knows the words of other scenarios' good options.
    """
    from trainer.authoring.learner_words import Simulation, as_text
    from trainer.authoring.learner_words import as_json as told
    from trainer.authoring.learners import CHANCE, LEARNERS, learner_of
    from trainer.authoring.simulate import simulate as let_play
    from trainer.errors import UsageError
    from trainer.library import find, load

    for name in names:
        learner_of(name)
    if not scenarios and not is_all:
        raise UsageError("Say which: trainer simulate SCENARIO…, or all that come with the program: --all")
    shipped = _shipped()
    chosen = {each.digest: each for each in (shipped if is_all else ())}
    chosen |= {each.digest: each for each in (load(find(name)) for name in scenarios)}
    learners = [each for name, each in LEARNERS.items() if not names or name in names or each is CHANCE]
    simulated = []
    for each in chosen.values():
        if sys.stderr.isatty():
            click.echo(f"Playing {clean_line(each.title)} …", err=True)
        simulated.append(let_play(each, learners, runs, seed))
    teachers = {each.digest: each for each in (*chosen.values(), *shipped)}
    ranked = None if names else _ranked(tuple(chosen.values()), tuple(teachers.values()))
    simulation = Simulation(tuple(simulated), ranked, runs, seed)
    if as_json:
        click.echo(json.dumps(told(simulation), ensure_ascii=False, indent=2))
    else:
        click.echo(clean(as_text(simulation)))


def _shipped() -> tuple["Scenario", ...]:
    from trainer.library import files_below, load, shipped_folder

    return tuple(load(path) for path in files_below(shipped_folder()))


def _ranked(
    scenarios: tuple["Scenario", ...], teachers: tuple["Scenario", ...]
) -> tuple[tuple["Ranked", ...], ...] | None:
    """Return how the blind ranker ranks; where its library is missing say so, and let the rest stand."""
    from trainer.authoring.leak import rank
    from trainer.errors import UsageError

    try:
        return tuple(rank(each, teachers) for each in scenarios)
    except UsageError as error:
        click.echo(str(error), err=True)
        return None


@click.group()
def panel() -> None:
    """Have a scenario's options rated by persons who do not see the key: give out sheets, and read them again."""


@panel.command()
@click.argument("scenario")
@click.option("-o", "where_to", metavar="FILE", help="Write to FILE, for you alone to read.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def sheet(scenario: str, where_to: str | None, force: bool) -> None:
    """Write a rating sheet of SCENARIO, as a table for a spreadsheet: each option, what was said before it, no key."""
    from trainer.authoring.panel import sheet as made
    from trainer.library import find, load
    from trainer.report.file import refuse_existing, write

    if where_to is None or where_to == "-":
        click.echo(made(load(find(scenario))), nl=False)
        return
    refuse_existing(Path(where_to), is_forced=force)
    write(Path(where_to), made(load(find(scenario))), is_forced=force)
    click.echo(f"Written to {clean_line(where_to)}, for you alone to read.", err=True)
    click.echo(
        "Give each who rates a copy: a level from -2 to 2 for each practice, 0 where it says nothing of it; an empty "
        "cell is not rated.",
        err=True,
    )


@panel.command()
@click.argument("scenario")
@click.argument("sheets", nargs=-1, type=click.Path(path_type=Path), metavar="[SHEET]…")
@_JSON
def read(scenario: str, sheets: tuple[Path, ...], as_json: bool) -> None:
    """Read filled in SHEETs: how far the raters agree, and where they and the key part ways.

    A copy of each is kept beside the scenario under the name of its file, so let the names be nobody's. Without SHEET,
    those that are kept there are read.
    """
    from trainer.authoring.panel import Panel, read_sheet
    from trainer.authoring.panel_words import as_json as told
    from trainer.authoring.panel_words import as_text
    from trainer.errors import UsageError
    from trainer.library import find, load

    path = find(scenario)
    chosen = load(path)
    folder = path.parent / "panel" if path.stem == "scenario" else path.with_suffix(".panel")
    found = sheets or tuple(sorted(folder.glob("*.csv")))
    if not found:
        raise UsageError("No sheet is kept beside this scenario yet. To read one: trainer panel read SCENARIO SHEET")
    names = [_name_of(each) for each in found]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(
                f"Two sheets would be kept as “{name}”. Give their files names that differ in digits or letters a to z."
            )
    panel = Panel(
        chosen,
        tuple(
            read_sheet(chosen, _text_of(each), name, clean_line(each.name))
            for each, name in zip(found, names, strict=True)
        ),
    )
    for given, read_in in zip(sheets, panel.sheets, strict=False):
        if not read_in.levels:
            raise UsageError(f"{clean_line(given.name)} {_nothing_on(read_in)} Nothing was kept.")
    text = json.dumps(told(panel), ensure_ascii=False, indent=2) if as_json else clean(as_text(panel))
    click.echo(text)
    if sheets:
        _keep(folder, chosen, dict(zip(sheets, panel.sheets, strict=True)))


def _nothing_on(sheet: "Sheet") -> str:
    if sheet.unknown:
        return "has no rating of words that are in the scenario now: they were changed, or it is another scenario's."
    return "has nothing filled in. A level stands in the column of its practice, from -2 to 2."


def _name_of(path: Path) -> str:
    """Return under which name a sheet is kept: letters, digits and hyphens of its file's."""
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "sheet"


def _text_of(path: Path) -> str:
    """Return the text of a sheet; spreadsheets save it in UTF-8, in UTF-16, or in the letters of western Europe."""
    from trainer.errors import UsageError

    if path.exists() and not path.is_file():
        raise UsageError(f"{clean_line(str(path))} is no file. Give the path of one.")
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST_SHEET + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no file can be called so"
        raise UsageError(f"{clean_line(str(path))} cannot be read: {why}.") from error
    if len(raw) > _LONGEST_SHEET:
        raise UsageError(f"{clean_line(str(path))} is too long for a sheet.")
    if raw.startswith(_WORKBOOKS):
        raise UsageError(
            f"{clean_line(path.name)} is a workbook. Save it as CSV in the spreadsheet, and read that file."
        )
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _keep(folder: Path, scenario: "Scenario", sheets: "dict[Path, Sheet]") -> None:
    """Keep each sheet anew, with our own words and the levels alone, in place of one with no other ratings than it."""
    from trainer.authoring.panel import read_sheet
    from trainer.authoring.panel import sheet as made
    from trainer.errors import UsageError
    from trainer.report.file import write

    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        where = clean_line(str(folder))
        raise UsageError(f"The sheets cannot be kept in {where}: {error.strerror}. Copy the scenario first.") from error
    new = {folder / f"{each.name}.csv": each for path, each in sheets.items() if not _is_same(path, folder, each)}
    for path, each in new.items():
        if path.exists() and not read_sheet(scenario, _text_of(path), each.name).levels.items() <= each.levels.items():
            raise UsageError(
                f"Other ratings are kept as {clean_line(str(path))} already, so nothing was kept. If they are another "
                "rater's, give this file another name; if they are the same one's, take that file away first."
            )
    for path, each in new.items():
        write(path, made(scenario, each.levels), is_forced=True)
    click.echo(f"Kept in {clean_line(str(folder))}.", err=True)


def _is_same(path: Path, folder: Path, sheet: "Sheet") -> bool:
    """Return whether a sheet that was read is the very one that is kept."""
    kept = folder / f"{sheet.name}.csv"
    return kept.exists() and kept.samefile(path)
