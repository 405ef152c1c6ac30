"""Rows of the table, and rounds of ours and theirs in turn.

The machine may be shared and its clock may wander, so both sides are measured alternately, in CPU time where the
processor is what is used, and only the ratio of the medians is held against an aim.
"""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison."""

    what: str
    ours: float
    theirs: float
    unit: str
    aim: float | None = None
    """How many times theirs ours may be; None where the row is for information."""

    @property
    def ratio(self) -> float:
        """Ours divided by theirs."""
        return self.ours / self.theirs

    @property
    def is_met(self) -> bool:
        """Whether the aim is reached; true where there is none."""
        return self.aim is None or self.ratio <= self.aim


def cpu_seconds(run: Callable[[], object]) -> float:
    """Return the CPU time that `run` takes."""
    begun = process_time()
    run()
    return process_time() - begun


def in_turn(
    ours: Callable[[], float], theirs: Callable[[], float], rounds: int, *, warm_up: bool = True
) -> tuple[float, float]:
    """Return the medians of what `ours` and `theirs` measure over `rounds` of both."""
    if warm_up:
        ours()
        theirs()
    gc.collect()
    measured: list[tuple[float, float]] = []
    for number in range(rounds):
        if number % 2:
            second, first = theirs(), ours()
        else:
            first, second = ours(), theirs()
        measured.append((first, second))
    return median(first for first, _ in measured), median(second for _, second in measured)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(rows: Sequence[Row]) -> str:
    """Return `rows` as plain text in columns."""
    cells = [("what", "ours", "theirs", "ratio", "aim", "met?")]
    for row in rows:
        aim, met = ("", "") if row.aim is None else (f"≤ {row.aim:g}", "yes" if row.is_met else "NO")
        cells.append(
            (row.what, f"{row.ours:.4g} {row.unit}", f"{row.theirs:.4g} {row.unit}", f"{row.ratio:.2f}", aim, met)
        )
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    lines = [_line(line, widths) for line in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _line(line: tuple[str, ...], widths: list[int]) -> str:
    first, *others = (
        cell.ljust(width) if not n else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join([first, *others])
