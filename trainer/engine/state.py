"""Where a session stands: a value that a fold of its events gives.

`World` holds just what conditions can read, so that the reachable worlds of a scenario stay few.
"""

from enum import StrEnum
from typing import NamedTuple, TypeAlias

_SHELF: int = 64


class Phase(StrEnum):
    """What a session is doing."""

    BRIEFING = "briefing"
    PLAYING = "playing"
    PAUSED = "paused"
    DEBRIEF = "debrief"
    CLOSED = "closed"


class World(NamedTuple):
    """What conditions can read, and nothing else."""

    numbers: tuple[int, ...] = ()
    """The meters that some condition compares, and `tilt` where one does, in the machine's order."""
    marks: int = 0
    """One bit for each flag, each seen beat and each known fact that some condition reads."""


Counts: TypeAlias = tuple[tuple[int, ...], ...]
"""How often each beat's turn was come to, on shelves: a step copies two short tuples, however long the story is."""


def no_counts(size: int) -> Counts:
    """Return counts of zero for `size` beats."""
    return ((0,) * _SHELF,) * (size // _SHELF + 1)


def count_of(counts: Counts, index: int) -> int:
    """Return how often the beat with `index` was come to."""
    return counts[index // _SHELF][index % _SHELF]


def counted(counts: Counts, index: int) -> Counts:
    """Return `counts` with one more for the beat with `index`."""
    row, column = divmod(index, _SHELF)
    shelf = counts[row]
    return (*counts[:row], (*shelf[:column], shelf[column] + 1, *shelf[column + 1 :]), *counts[row + 1 :])


class State(NamedTuple):
    """Where a session stands."""

    phase: Phase
    beat: str
    """`scene/beat`, or `end/id`."""
    world: World
    visits: Counts
    seats: frozenset[str]
    """The cast ids that persons have taken."""
    seed: int
    checkin_due: bool = False
    """The turn's check-in was neither answered nor passed by."""
    words_due: str = ""
    """The beat whose reply may now be said in one's own words, or nothing."""
    words_seat: str = ""
    """Whose words those would be."""
