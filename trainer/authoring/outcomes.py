"""All plays of a story, played forward together: what each practice has come to at each end."""

from math import lcm
from typing import Final, NamedTuple, Self

from trainer.authoring.sums import Figures, Layout, Sums
from trainer.authoring.turns import Reply, Turn, Turns
from trainer.debrief.ways import LEFT_OUT
from trainer.engine.machine import PRACTICES

EFFORT_LIMIT: Final = 1_000_000_000_000
"""How many bits are moved at most; more would take minutes."""


class Outcomes(NamedTuple):
    """What a seat's practices come to, by end; plays that are left out have no part in it."""

    layout: Layout
    at_ends: dict[str, tuple[Sums, ...]]
    """For each end that some play comes to, each practice."""

    @classmethod
    def of(cls, turns: Turns) -> Self | None:
        """Return the outcomes of all plays, or None where there is too much to look at."""
        first = turns.all[turns.first]
        layout = Layout.of(first.whole, first.widest)
        size = (first.widest + 1) * (3 * layout.bits + 2 * layout.narrow)
        if size * len(PRACTICES) * sum(len(turn.replies) for turn in turns.all) > EFFORT_LIMIT:
            return None
        return cls(layout, _played(turns, layout))

    def over_all(self, practice: int) -> Sums:
        """Return what a practice comes to over all ends."""
        sums = Sums()
        for practices in self.at_ends.values():
            sums.add(self.layout, practices[practice])
        return sums

    def figures(self, practice: int, end: str | None = None) -> Figures | None:
        """Return the score of a practice over all plays, or over those that come to `end`."""
        sums = self.over_all(practice) if end is None else self.at_ends[end][practice]
        return sums.figures(self.layout)

    def chance_of_figures(self, practice: int) -> float:
        """Return the chance that a play has moments enough of a practice for a score, 0 to 1."""
        enough, of_all = self.over_all(practice).chances(self.layout)
        return enough / of_all if of_all else 0.0

    def chance_of_ends(self) -> dict[str, float]:
        """Return the chance of each end, 0 to 1, among plays that are not left out."""
        chances = {end: practices[0].chances(self.layout)[1] for end, practices in self.at_ends.items()}
        of_all = sum(chances.values())
        return {end: chance / of_all for end, chance in chances.items()}


class _Standing:
    """Plays that stand at one turn: how likely they are is counted in parts of one whole.

    The whole grows with what was chosen from, so that nothing is ever divided: that would take many times as long.
    """

    __slots__ = ("practices", "whole")

    def __init__(self, practices: tuple[Sums, ...], whole: int) -> None:
        self.practices = practices
        self.whole = whole

    def refine(self, whole: int) -> None:
        """Count in parts of a whole that is a multiple of the one before."""
        if whole != self.whole:
            for sums in self.practices:
                sums.scale(whole // self.whole)
            self.whole = whole

    def add_after(self, other: "_Standing", layout: Layout, turn: Turn, reply: Reply) -> None:
        """Add the plays of `other`, which stand at `turn`, after a reply."""
        whole = other.whole * turn.options
        if whole != self.whole:
            self.refine(lcm(whole, self.whole))
        factor = reply.options * (self.whole // whole)
        for before, after, width, gain in zip(other.practices, self.practices, turn.widths, reply.gains, strict=True):
            after.add_after(before, layout, factor, width, gain)


def _played(turns: Turns, layout: Layout) -> dict[str, tuple[Sums, ...]]:
    at_ends: dict[str, _Standing] = {}
    waiting = {turns.first: _Standing(tuple(Sums.first() for _ in PRACTICES), 1)}
    for number in range(turns.first, -1, -1):
        here = waiting.pop(number, None)
        if here is None:
            continue
        turn = turns.all[number]
        if turn.end:
            at_ends[turn.end] = here
            continue
        for reply in turn.replies:
            if reply.following == LEFT_OUT:
                continue
            onto = waiting.get(reply.following)
            if onto is None:
                whole = here.whole * turn.options
                onto = waiting[reply.following] = _Standing(tuple(Sums() for _ in PRACTICES), whole)
            onto.add_after(here, layout, turn, reply)
    whole = lcm(*(standing.whole for standing in at_ends.values()))
    for standing in at_ends.values():
        standing.refine(whole)
    return {end: standing.practices for end, standing in at_ends.items()}
