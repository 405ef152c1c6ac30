"""From text to something that can be played, beside what reading YAML costs already.

Ours is `parse` and the compiled machine: every entry with its place, checked for shape and references, ready to step.
Theirs is `yaml.load` with libyaml's parser, the fastest loader that PyYAML has; it knows no places and checks nothing.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

import yaml

from benchmarks.measure import Row, cpu_seconds, in_turn
from benchmarks.stories import as_scenario, steps
from trainer.engine.machine import ScenarioMachine
from trainer.scenario.load import parse

AIM: Final = 0.5
_ROUNDS: Final = {100: 15, 1_000: 7, 10_000: 3}


def rows() -> Iterator[Row]:
    """Yield the rows about loading."""
    for size, rounds in _ROUNDS.items():
        text = as_scenario(steps(size, "forward"))
        ours, theirs = in_turn(
            partial(cpu_seconds, partial(_ours, text)),
            partial(cpu_seconds, partial(yaml.load, text, yaml.CSafeLoader)),
            rounds,
            warm_up=size < max(_ROUNDS),
        )
        what = f"loading {size:,} beats, {len(text) / 1e6:.2g} MB"
        yield Row(what, 1e3 * ours, 1e3 * theirs, "ms", AIM if size == max(_ROUNDS) else None)


def _ours(text: str) -> ScenarioMachine:
    return ScenarioMachine(parse(text, limit=len(text)))
