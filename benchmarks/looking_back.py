"""The exact what-ifs of a whole looking back, beside what guessing them would cost.

Ours is every turning point of a play with every option that was open at it: best, usual and worst of each practice over
all ways on, and which ends, on a machine that has answered nothing yet. Theirs is 1,000 random plays of the same
scenario, scored: enough to say the usual score within a few points, and the best and the worst not at all.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.measure import Row, cpu_seconds, in_turn
from trainer.debrief.debrief import look_back
from trainer.engine.events import Event
from trainer.engine.machine import ScenarioMachine
from trainer.play import Play
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario

AIM: Final = 0.5
_PLAYS: Final = 1_000
_ROUNDS: Final = 3
_SCENARIOS: Final = Path(__file__).parents[1] / "scenarios"


def rows() -> Iterator[Row]:
    """Yield a row for each shipped scenario, as its first part sees it."""
    for path in sorted(_SCENARIOS.glob("*/scenario.yaml")):
        scenario = parse(path.read_text(encoding="utf-8"), str(path))
        seat = scenario.seats[0]
        events = _played(scenario, seat, Random(1)).events
        ours, theirs = in_turn(
            partial(cpu_seconds, partial(_exactly, scenario, events, seat)),
            partial(cpu_seconds, partial(_by_guessing, scenario, seat)),
            _ROUNDS,
        )
        yield Row(f"what-ifs of {scenario.id}", 1e3 * ours, 1e3 * theirs, "ms", AIM)


def _exactly(scenario: Scenario, events: tuple[Event, ...], seat: str) -> None:
    look_back(ScenarioMachine(scenario), events, seat).turning_points()


def _by_guessing(scenario: Scenario, seat: str) -> None:
    random = Random(2)
    for _ in range(_PLAYS):
        _ = _played(scenario, seat, random).debrief().scores


def _played(scenario: Scenario, seat: str, random: Random) -> Play:
    play = Play.begin(scenario, seat, seed=random.randrange(1 << 30))
    while not play.is_over:
        play.reply(random.choice(play.options).id)
    return play
