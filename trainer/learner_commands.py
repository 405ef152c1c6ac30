"""The commands `simulate`, for learners that are policies, and `panel`, for persons who rate without the key."""

import json
import sys
from typing import TYPE_CHECKING, Final

import click

from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.authoring.leak import Ranked
    from trainer.scenario.model import Scenario

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
_MOST_RUNS: Final = 100_000
_MOST_SEED: Final = 2**62


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

    Learners by name: random, first, longest, shortest, softest, hedger, asker, feeler; mover, follower, opposer,
    bystander; avoider, paternalist, pleaser, blunt; and by the key listener, suspender, voicer, dialogic. Several
    scenarios are also told together.
    """
    from trainer.authoring.learner_words import Simulation, as_text
    from trainer.authoring.learner_words import as_json as told
    from trainer.authoring.learners import CHANCE, LEARNERS
    from trainer.authoring.simulate import simulate as let_play
    from trainer.errors import UsageError
    from trainer.library import find, load

    unknown = [name for name in names if name not in LEARNERS]
    if unknown:
        raise UsageError(f"There is no learner “{clean_line(unknown[0])}”. There is {', '.join(LEARNERS)}.")
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
