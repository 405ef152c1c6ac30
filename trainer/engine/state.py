"""Where a session stands: a value that a fold of its events gives.

`World` holds just what conditions can read, so that the reachable worlds of a scenario stay few.
"""

from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

_WIDTH: Final = 32


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


Counts: TypeAlias = tuple[tuple[tuple[int, ...], ...], ...]
"""How often each beat's turn was come to, in drawers of shelves: a step copies three short tuples, however long the
story is."""


def no_counts(size: int) -> Counts:
    """Return counts of zero for `size` beats."""
    return (((0,) * _WIDTH,) * _WIDTH,) * (size // _WIDTH**2 + 1)


def count_of(counts: Counts, index: int) -> int:
    """Return how often the beat with `index` was come to."""
    shelf, place = divmod(index, _WIDTH)
    return counts[shelf // _WIDTH][shelf % _WIDTH][place]


def counted(counts: Counts, index: int) -> Counts:
    """Return `counts` with one more for the beat with `index`."""
    row, place = divmod(index, _WIDTH)
    drawer, row = divmod(row, _WIDTH)
    drawers = list(counts)
    shelves = list(drawers[drawer])
    shelf = list(shelves[row])
    shelf[place] += 1
    shelves[row] = tuple(shelf)
    drawers[drawer] = tuple(shelves)
    return tuple(drawers)


class WordsDue(NamedTuple):
    """A reply that may now be said in one's own words."""

    seat: str
    beat: str


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
    words_due: tuple[WordsDue, ...] = ()
    """The replies that may now be said in one's own words: the last one of each seat at most."""

    def words_due_of(self, seat: str) -> WordsDue | None:
        """Return what `seat`, or whoever may where it is empty, may now say in own words."""
        return next((due for due in self.words_due if seat in ("", due.seat)), None)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be said: an end was reached, or the session was closed."""
        return self.phase in (Phase.DEBRIEF, Phase.CLOSED)
