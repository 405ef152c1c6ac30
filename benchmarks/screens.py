"""The full screen beside the smallest Textual program, both as real processes in a terminal of 80 columns and 24 rows.

Wall-clock time, since that is what a person waits. Every start has a home and a store of its own, as on the first day.
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
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

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
_ENTER, _DOWN, _UP = b"\r", b"\x1b[B", b"\x1b[A"

_Press: TypeAlias = Callable[[float], float]
"""Waits until nothing was written for some seconds, presses a key, and returns how long the screen took to change."""


def rows() -> Iterator[Row]:
    """Yield the rows about the full screen."""
    yield from first_paint()
    yield from key_to_screen()


def first_paint() -> Iterator[Row]:
    """Yield how long the first screen takes to come, and the most memory held until it is at rest."""
    ours_memory: list[float] = []
    theirs_memory: list[float] = []
    ours, theirs = in_turn(
        lambda: _painted(_TRAINER, HOME_MARKER, ours_memory),
        lambda: _painted(_HELLO, hello.MARKER, theirs_memory),
        _STARTS,
    )
    yield Row("first paint", 1e3 * ours, 1e3 * theirs, "ms", FIRST_AIM)
    yield Row("peak memory", percentile(ours_memory, 0.5), percentile(theirs_memory, 0.5), "MiB", FIRST_AIM)


def key_to_screen() -> Iterator[Row]:
    """Yield how long a key takes to change the screen: moving among options with a long transcript above them."""
    random = Random(1)
    with _stage() as press_ours, _label() as press_theirs:
        ours: list[float] = []
        theirs: list[float] = []
        while len(theirs) < _KEYS:
            for press, taken in ((press_ours, ours), (press_theirs, theirs)):
                taken += [press(random.uniform(0.02, 0.06)) for _ in range(_KEYS_IN_A_ROW)]
    for share, aim in ((0.5, None), (0.95, KEY_AIM)):
        first, second = percentile(ours, share), percentile(theirs, share)
        yield Row(f"key to screen, p{100 * share:.0f}", 1e3 * first, 1e3 * second, "ms", aim)


def _painted(command: tuple[str, ...], marker: str, memory: list[float]) -> float:
    with _started(*command) as terminal:
        seconds = terminal.wait_for(marker) - terminal.begun
        terminal.settle(_QUIET)
        memory.append(terminal.peak_memory())
    return seconds


@contextmanager
def _stage() -> Iterator[_Press]:
    """Bring the full screen onto the stage, with a long transcript."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "long.yaml")
        file.write_text(_LONG, encoding="utf-8")
        shown = [option.say for option in Play.begin(parse(_LONG), seed=_SEED).options]
        with _started(*_TRAINER, "play", str(file), "--seed", str(_SEED)) as terminal:
            terminal.wait_for(_BRIEFING_MARKER)
            terminal.settle(_QUIET)
            while shown[0] not in terminal.text:
                terminal.press(_ENTER)
                terminal.settle(_QUIET)
            moves = cycle([(_DOWN, shown[1]), (_DOWN, shown[2]), (_UP, shown[1]), (_UP, shown[0])])
            yield _pressing(terminal, moves)


@contextmanager
def _label() -> Iterator[_Press]:
    """Start the small program."""
    with _started(*_HELLO) as terminal:
        terminal.wait_for(hello.MARKER)
        terminal.settle(_QUIET)
        yield _pressing(terminal, ((_DOWN, hello.told(number)) for number in count(1)))


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
