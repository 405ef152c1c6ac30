"""All plays of a story, played forward together: what each practice has come to at each end."""

from typing import Final, NamedTuple, Self

from trainer.authoring.sums import Figures, Layout, Sums
from trainer.authoring.turns import Turns
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
        size = layout.stride * (3 * layout.bits + layout.stride)
        if size * len(PRACTICES) * sum(len(turn.replies) for turn in turns.all) > EFFORT_LIMIT:
            return None
        return cls(layout, _played(turns, layout))

    def over_all(self, practice: int) -> Sums:
        """Return what a practice comes to over all ends."""
        sums = Sums()
        for practices in self.at_ends.values():
            sums.add(practices[practice])
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


def _played(turns: Turns, layout: Layout) -> dict[str, tuple[Sums, ...]]:
    at_ends: dict[str, tuple[Sums, ...]] = {}
    waiting = {turns.first: tuple(Sums.first(turns.all[turns.first].whole) for _ in PRACTICES)}
    for number in range(turns.first, -1, -1):
        here = waiting.pop(number, None)
        if here is None:
            continue
        turn = turns.all[number]
        if turn.end:
            at_ends[turn.end] = here
            continue
        shared = [sums.shared(turn.options) for sums in here]
        for reply in turn.replies:
            if reply.following == LEFT_OUT:
                continue
            onto = waiting.get(reply.following)
            if onto is None:
                onto = waiting[reply.following] = tuple(Sums() for _ in PRACTICES)
            for sums, there, width, gain in zip(shared, onto, turn.widths, reply.gains, strict=True):
                there.add_after(sums, layout, reply.options, width, gain)
    return at_ends
