"""Steps as one seat's scores see them: what each reply wins of each practice, and what follows.

Where nothing of the seat's is in play, and where options win the same and lead to the same, steps become one again.
Every option that is open is equally likely, whoever chooses; or, where a seat makes the most of a practice, each of
its options that show the most of it.
"""

from collections import Counter
from collections.abc import Iterator
from math import gcd, lcm
from typing import Final, NamedTuple

from trainer.authoring.steps import Extent, Step, extent
from trainer.debrief.futures import Levels, gains_at
from trainer.debrief.ways import LEFT_OUT
from trainer.engine.machine import PRACTICES, CompiledOption

_ZERO: Final[Levels] = (0,) * len(PRACTICES)


class Reply(NamedTuple):
    """Options that win the same and lead to the same."""

    gains: Levels
    """What is won of each practice: chosen minus worst."""
    following: int
    """The number of the turn that follows, or `LEFT_OUT`."""
    options: int
    """How many of the turn's options they are."""


class Turn(NamedTuple):
    """A choice between replies, the seat's own or others'; or an end."""

    end: str
    widths: Levels
    """Best minus worst of each practice; none where it is not the seat's own turn."""
    replies: tuple[Reply, ...]
    options: int
    """How many options all replies stand for."""
    whole: int
    """Every play that goes on from here has a chance of some of so many parts."""
    widest: int
    """The most that the widths of one practice can come to, on from here."""


class Turns:
    """All turns of a story, each after those that follow it; the last one is where every play begins."""

    def __init__(self, steps: list[Step], seat: str, most_of: int | None = None) -> None:
        self.all: list[Turn] = []
        self._seat = seat
        self._most_of = most_of
        self._gains: dict[tuple[CompiledOption, ...], tuple[Levels, tuple[Levels, ...]]] = {}
        self._numbers: dict[tuple[Levels, tuple[Reply, ...]], int] = {}
        number_of: list[int] = []
        for step, is_met in zip(steps, self._met(steps), strict=True):
            if not is_met:
                number_of.append(LEFT_OUT)
                continue
            following = tuple(LEFT_OUT if each == LEFT_OUT else number_of[each] for each in step.following)
            number_of.append(self._ended(step.end) if step.end else self._joined(step, following))
        self.first = number_of[-1]

    def _met(self, steps: list[Step]) -> list[bool]:
        """Return which steps can be come to."""
        met = [self._most_of is None] * len(steps)
        met[-1] = True
        for number in range(len(steps) - 1, -1, -1) if self._most_of is not None else ():
            if met[number]:
                for following in self._kept(steps[number]):
                    if following != LEFT_OUT:
                        met[following] = True
        return met

    def _kept(self, step: Step) -> Iterator[int]:
        """Yield what follows when the seat makes the most of its practice."""
        most = self._most_of
        widths, gains = self._in_play(step)
        if most is None or not widths[most]:
            yield from step.following
        else:
            yield from (each for won, each in zip(gains, step.following, strict=True) if won[most] == widths[most])

    def moments(self, practice: int) -> Extent | None:
        """Return the fewest and the most moments of a practice in a play, or None where no play comes to an end."""
        return extent(
            (int(turn.widths[practice] > 0), tuple(reply.following for reply in turn.replies))
            for turn in self.all[: self.first + 1]
        )

    def _ended(self, end: str) -> int:
        self.all.append(Turn(end, _ZERO, (), 0, 1, 0))
        return len(self.all) - 1

    def _joined(self, step: Step, following: tuple[int, ...]) -> int:
        widths, gains = self._in_play(step)
        if not any(widths):
            if len(set(following)) == 1 and following[0] != LEFT_OUT:
                return following[0]
            gains = (_ZERO,) * len(following)
        most = self._most_of
        counts = Counter(
            (won, number)
            for won, number in zip(gains, following, strict=True)
            if most is None or won[most] == widths[most]
        )
        shared = gcd(*counts.values())
        replies = tuple(Reply(won, number, count // shared) for (won, number), count in sorted(counts.items()))
        found = self._numbers.setdefault((widths, replies), len(self.all))
        if found == len(self.all):
            self.all.append(self._turn(widths, replies))
        return found

    def _in_play(self, step: Step) -> tuple[Levels, tuple[Levels, ...]]:
        if not step.is_open or step.seat != self._seat:
            return _ZERO, ()
        if step.offered not in self._gains:
            self._gains[step.offered] = gains_at(step.offered)
        return self._gains[step.offered]

    def _turn(self, widths: Levels, replies: tuple[Reply, ...]) -> Turn:
        onward = [self.all[reply.following] for reply in replies if reply.following != LEFT_OUT]
        options = sum(reply.options for reply in replies)
        return Turn(
            "",
            widths,
            replies,
            options,
            options * lcm(*(turn.whole for turn in onward)),
            max(widths) + max((turn.widest for turn in onward), default=0),
        )
