"""The full screen beside the smallest Textual program, both as real processes in a terminal of 80 columns and 24 rows.

Wall-clock time is held against the aims, since that is what a person waits; the processor time beside it says more on a
busy machine. Every start has a home and a store of its own, as on the first day.

A key is timed from being written to the terminal until what it changes has been read from it: on the stage the text of
the option that is highlighted now, in the small program the label. Both run side by side and are pressed in turn, with
pauses of random length between the keys, so that no side keeps in step with the 60 frames a second that Textual draws.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, cycle
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, TypeAlias

from benchmarks import hello
from benchmarks.measure import Row, in_turn, percentile
from benchmarks.terminal import Terminal
from trainer.play import Play
from trainer.scenario.load import parse

FIRST_AIM: Final = 1.3
KEY_AIM: Final = 2.0
HOME_MARKER: Final = "Dialogue trainer"
"""What the first screen shows."""
_BRIEFING_MARKER: Final = "Begin as"
_HELLO: Final = (sys.executable, "-m", "benchmarks.hello")
_TRAINER: Final = (sys.executable, "-m", "trainer")
_STARTS: Final = 15
_KEYS: Final = 200
_KEYS_IN_A_ROW: Final = 10
_TRANSCRIPT: Final = 300
_QUIET: Final = 0.3
_READING: Final = 3.0
"""How many seconds the options are waited for before Enter reads on: one Enter too many would choose."""
_ENTER, _DOWN, _UP = b"\r", b"\x1b[B", b"\x1b[A"

_Press: TypeAlias = Callable[[float], float]
"""Waits until nothing was written for some seconds, presses a key, and returns how long the screen took to change."""


class _Used(NamedTuple):
    """What a program has used when its first screen is at rest."""

    cpu: float
    memory: float


def rows() -> Iterator[Row]:
    """Yield the rows about the full screen."""
    yield from first_paint()
    yield from key_to_screen()


def first_paint() -> Iterator[Row]:
    """Yield how long the first screen takes to come, and the most memory held until it is at rest."""
    ours: list[_Used] = []
    theirs: list[_Used] = []
    seconds = in_turn(
        lambda: _painted(_TRAINER, HOME_MARKER, ours),
        lambda: _painted(_HELLO, hello.MARKER, theirs),
        _STARTS,
    )
    yield Row("first paint", 1e3 * seconds[0], 1e3 * seconds[1], "ms", FIRST_AIM)
    cpu = [median(used.cpu for used in side) for side in (ours, theirs)]
    yield Row("first paint, processor time", 1e3 * cpu[0], 1e3 * cpu[1], "ms")
    memory = [median(used.memory for used in side) for side in (ours, theirs)]
    yield Row("peak memory", memory[0], memory[1], "MiB", FIRST_AIM)


def key_to_screen() -> Iterator[Row]:
    """Yield how long a key takes to change the screen: moving among options with a long transcript above them."""
    random = Random(1)
    with _stage() as (stage, press_ours), _label() as (label, press_theirs):
        ours: list[float] = []
        theirs: list[float] = []
        begun = stage.cpu_seconds(), label.cpu_seconds()
        while len(theirs) < _KEYS:
            for press, taken in ((press_ours, ours), (press_theirs, theirs)):
                taken += [press(random.uniform(0.02, 0.06)) for _ in range(_KEYS_IN_A_ROW)]
        used = stage.cpu_seconds() - begun[0], label.cpu_seconds() - begun[1]
    for share, aim in ((0.5, None), (0.95, KEY_AIM)):
        first, second = percentile(ours, share), percentile(theirs, share)
        yield Row(f"key to screen, p{100 * share:.0f}", 1e3 * first, 1e3 * second, "ms", aim)
    yield Row("key to screen, processor time", 1e3 * used[0] / len(ours), 1e3 * used[1] / len(theirs), "ms")


def _painted(command: tuple[str, ...], marker: str, used: list[_Used]) -> float:
    with _started(*command) as terminal:
        seconds = terminal.wait_for(marker) - terminal.begun
        terminal.settle(_QUIET)
        used.append(_Used(terminal.cpu_seconds(), terminal.peak_memory()))
    return seconds


@contextmanager
def _stage() -> Iterator[tuple[Terminal, _Press]]:
    """Bring the full screen onto the stage, with a long transcript."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "long.yaml")
        file.write_text(_LONG, encoding="utf-8")
        shown = [option.say for option in Play.begin(parse(_LONG), seed=_SEED).options]
        with _started(*_TRAINER, "play", str(file), "--seed", str(_SEED)) as terminal:
            terminal.wait_for(_BRIEFING_MARKER)
            terminal.settle(_QUIET)
            terminal.press(_ENTER)
            while not terminal.comes(shown[0], _READING):
                terminal.press(_ENTER)
            terminal.settle(_QUIET)
            moves = cycle([(_DOWN, shown[1]), (_DOWN, shown[2]), (_UP, shown[1]), (_UP, shown[0])])
            yield terminal, _pressing(terminal, moves)


@contextmanager
def _label() -> Iterator[tuple[Terminal, _Press]]:
    """Start the small program."""
    with _started(*_HELLO) as terminal:
        terminal.wait_for(hello.MARKER)
        terminal.settle(_QUIET)
        yield terminal, _pressing(terminal, ((_DOWN, hello.told(number)) for number in count(1)))


def _pressing(terminal: Terminal, moves: Iterator[tuple[bytes, str]]) -> _Press:
    def press(pause: float) -> float:
        terminal.settle(pause)
        key, change = next(moves)
        return terminal.key_to_screen(key, change)

    return press


@contextmanager
def _started(*command: str) -> Iterator[Terminal]:
    """Start `command` as somebody who has never used it."""
    with TemporaryDirectory() as home:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "HOME": home,
            "TRAINER_STORE": f"{home}/sessions.db",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
        with Terminal(command, environment) as terminal:
            yield terminal


_SEED: Final = 1
_LINES: Final = "\n".join(
    f"          - patient: This is line {number} of a talk that has gone on for rather a long time by now."
    for number in range(1, _TRANSCRIPT + 1)
)
_LONG: Final = f"""format: 1
id: long
title: A long talk
minutes: 10
about: Nobody wrote this.
cast:
  staff: {{name: Ada, is: milieu therapist, side: staff, seat: true, briefing: There is none.}}
  patient: {{name: Bo, is: patient, side: patients}}
start: room/talk
scenes:
  room:
    title: The room
    present: [staff, patient]
    beats:
      talk:
        lines:
{_LINES}
        turn: staff
        options:
          - {{id: ask, say: I would like to ask you something., to: end/over}}
          - {{id: tell, say: There is something to tell you., to: end/over}}
          - {{id: wait, say: Let us wait a moment., to: end/over}}
ends:
  over: {{title: Over, text: It is over.}}
"""
