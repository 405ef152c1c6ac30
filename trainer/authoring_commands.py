"""The commands `explore`, `graph` and `schema`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.authoring.graph import StoryGraph
    from trainer.scenario.model import Scenario

_FORMS: Final = ("mermaid", "dot", "svg")
_FORM_OF: Final = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".md": "mermaid",
    ".txt": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".svg": "svg",
}
"""By the ending of a file's name."""
_PAGES: Final = frozenset({".md"})
"""Endings of pages, on which a drawing is set apart from text."""
_LEARNER_PLAYS: Final = 200
"""How often a learner plays each part for the shares on its ways: enough to tell one in ten from one in five."""


@click.command()
@click.argument("scenario")
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    help="How many places of the story are looked at, at most; a million unless you say.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
def explore(scenario: str, limit: int | None, as_json: bool) -> None:
    """Say what all plays of SCENARIO come to, exactly: ends, lengths, scores, and what one practice costs another.

    SCENARIO is an id in the library, or a file.
    """
    from trainer.authoring.explore import PLACE_LIMIT
    from trainer.authoring.explore import explore as look
    from trainer.authoring.explore_words import as_json as told_json
    from trainer.authoring.explore_words import as_text
    from trainer.library import find, load

    if sys.stderr.isatty():
        click.echo("Looking at every way through …", err=True)
    found = look(load(find(scenario)), limit or PLACE_LIMIT)
    if as_json:
        click.echo(json.dumps(told_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo(clean(as_text(found)), nl=False)


@click.command()
@click.argument("scenario", required=False)
@click.option("--format", "form", type=click.Choice(_FORMS), help="Which form; by the name of FILE, or else mermaid.")
@click.option("--session", metavar="SESSION", help="Mark the way that this play of it went, once it has ended.")
@click.option(
    "--learner",
    metavar="NAME",
    help="Mark each way with the share of a simulated learner's plays that go it, as `trainer simulate` names them.",
)
@click.option("-o", "where_to", metavar="FILE", help="Write to FILE.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.option("--store", metavar="FILE", help="Where sessions are kept.")
@click.pass_context
def graph(
    context: click.Context,
    scenario: str | None,
    form: str | None,
    session: str | None,
    learner: str | None,
    where_to: str | None,
    force: bool,
    store: str | None,
) -> None:
    """Draw SCENARIO: its beats in their scenes, its ends, and what leads where.

    SCENARIO is an id in the library, or a file; with --session it may be left out. Backstage scenes are shaded, and
    lines are dashed where every option has a condition.
    """
    from trainer.authoring.graph import graph_of
    from trainer.engine.machine import machine_of
    from trainer.errors import UsageError
    from trainer.library import find, load
    from trainer.report.file import refuse_existing, write

    path = None if where_to in (None, "-") else Path(str(where_to))
    chosen = form or (_FORM_OF.get(path.suffix.lower()) if path else "mermaid")
    if chosen is None:
        known = ", ".join(_FORM_OF)
        raise UsageError(
            f"The ending of the name says what a file holds, and there is no graph in {clean_line(str(path))}. "
            f"End it with one of {known}, or say --format."
        )
    if path is not None:
        refuse_existing(path, is_forced=force)
    if session is not None and learner is not None:
        raise UsageError("One of them at a time: --session for the way of one play, --learner for the shares of many.")
    if session is not None:
        found = _walked(store or context.obj, session, scenario)
    elif scenario is None:
        raise UsageError("Say which: trainer graph SCENARIO")
    elif learner is not None:
        found = _shared_out(load(find(scenario)), learner)
    else:
        found = graph_of(machine_of(load(find(scenario))))
    text = clean(_drawn(found, chosen))
    if path is not None and path.suffix.lower() in _PAGES and chosen == "mermaid":
        text = f"```mermaid\n{text}```\n"
    if path is None:
        click.echo(text, nl=False)
    else:
        write(path, text, is_forced=force)
        click.echo(f"Written to {clean_line(str(path))}.", err=True)


def _walked(where: str | None, session: str, scenario: str | None) -> "StoryGraph":
    from trainer.authoring.graph import graph_of, way_of
    from trainer.engine.machine import machine_of
    from trainer.entering import opened
    from trainer.errors import UsageError
    from trainer.library import find, load
    from trainer.session import Session

    with opened(where) as store:
        played = Session.resume(store, session)
    if not played.is_over:
        raise UsageError("This play has not come to its end yet; the way that it went is drawn after that.")
    if scenario is not None and load(find(scenario)).id != played.scenario.id:
        raise UsageError(f"This was a play of {played.scenario.id}. To draw that: trainer graph --session {played.id}")
    machine = machine_of(played.scenario)
    return graph_of(machine, way_of(machine, played.events))


def _shared_out(scenario: "Scenario", name: str) -> "StoryGraph":
    from trainer.authoring.graph import graph_of, shares_of, way_of
    from trainer.authoring.learners import learner_of
    from trainer.authoring.simulate import walk
    from trainer.engine.machine import machine_of

    learner = learner_of(name)
    machine = machine_of(scenario)
    ends = (list(walk(scenario, seat, learner, seed))[-1] for seat in scenario.seats for seed in range(_LEARNER_PLAYS))
    return graph_of(machine, shares=shares_of(way_of(machine, play.events) for play in ends))


def _drawn(found: "StoryGraph", form: str) -> str:
    if form == "svg":
        from trainer.authoring.graph_svg import as_svg

        return as_svg(found)
    from trainer.authoring.graph_text import as_dot, as_mermaid

    return as_dot(found) if form == "dot" else as_mermaid(found)


@click.command()
def schema() -> None:
    """Print the format of a scenario file as a JSON Schema, with which an editor completes and explains."""
    from trainer.authoring.schema import schema as whole

    click.echo(json.dumps(whole(), ensure_ascii=False, indent=2))
