"""What is aimed at for what simulated learners come to, and what does not keep to it.

The aims are for many scenarios together; one alone has so few turns that chance gives a spread of a dozen points.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from trainer.authoring.leak import Blind, lead, won_of
from trainer.authoring.learners import CHANCE, LEARNERS, Kind
from trainer.authoring.simulate import Tally
from trainer.scenario.model import Practice

HEADLINE: Final = (Practice.LISTENING, Practice.SUSPENDING, Practice.VOICING)
MOST_ABOVE: Final = 10
"""How far a cue may take anybody from random, up or down, in points."""
MOST_BY_ONE_ACTION: Final = 60
MOST_ON_THE_OTHERS: Final = 90
"""What is best on one practice must be a trade: less than this on the others."""
LEAST_DIALOGIC: Final = 70
LEAST_ABOVE_MANNERS: Final = 40
_TELLING: Final = 3
_FEWEST_PLAYS: Final = 20
"""With fewer, what happened to be drawn weighs too much for anything to be clear."""
BLIND: Final = "blind ranker"
DIALOGIC: Final = "dialogic"
_BEST_ON: Final = {
    "listener": Practice.LISTENING,
    "suspender": Practice.SUSPENDING,
    "voicer": Practice.VOICING,
}
_MANNERS: Final = ("avoider", "paternalist")


class Beyond(NamedTuple):
    """A figure that does not keep to what is aimed at."""

    learner: str
    practice: Practice | None
    figure: float
    of: str
    """What follows the figure: nothing after a score, else from what it is told, as “ points from random”."""
    aim: str
    is_clear: bool
    """Whether its whole interval misses the aim; else it may be chance."""


def beyond(tallies: Mapping[str, Tally], ranker: Blind | None = None) -> tuple[Beyond, ...]:
    """Return what does not keep to the aims for all scenarios together, as far as the learners in `tallies` tell."""
    found = [each for name in tallies for practice in HEADLINE for each in _beyond(tallies, name, practice)]
    if ranker is not None and ranker.lead.points > MOST_ABOVE:
        points, is_clear = ranker.lead.points, ranker.lead.low > MOST_ABOVE
        found.append(Beyond(BLIND, None, points, " points above chance", f"at most {MOST_ABOVE}", is_clear))
    has_enough = all(tally.plays >= _FEWEST_PLAYS for tally in tallies.values())
    return tuple(each._replace(is_clear=each.is_clear and has_enough) for each in found)


def _beyond(tallies: Mapping[str, Tally], name: str, practice: Practice) -> Iterator[Beyond]:
    kind = LEARNERS[name].kind
    above = lead(tallies[name], tallies[CHANCE.name], practice) if CHANCE.name in tallies else None
    if kind is Kind.CUE and above is not None and abs(above.points) > MOST_ABOVE:
        is_clear = above.low > MOST_ABOVE or above.high < -MOST_ABOVE
        yield Beyond(name, practice, above.points, " points from random", f"at most {MOST_ABOVE}", is_clear)
    if kind is Kind.ACTION:
        yield from _too_high(tallies[name], name, practice, MOST_BY_ONE_ACTION)
    if _BEST_ON.get(name, practice) is not practice:
        yield from _too_high(tallies[name], name, practice, MOST_ON_THE_OTHERS)
    if name == DIALOGIC:
        yield from _too_low(tallies, practice)


def _too_high(tally: Tally, name: str, practice: Practice, most: int) -> Iterator[Beyond]:
    found = tally.score(practice)
    if found.score is not None and found.low is not None and found.score >= most:
        yield Beyond(name, practice, found.score, "", f"under {most}", found.low >= most)


def _too_low(tallies: Mapping[str, Tally], practice: Practice) -> Iterator[Beyond]:
    tally = tallies[DIALOGIC]
    found = tally.score(practice)
    if found.score is not None and found.high is not None and found.score < LEAST_DIALOGIC:
        is_clear = found.high < LEAST_DIALOGIC
        yield Beyond(DIALOGIC, practice, found.score, "", f"at least {LEAST_DIALOGIC}", is_clear)
    for manner in _MANNERS if practice is not Practice.SUSPENDING else ():
        above = lead(tally, tallies[manner], practice) if manner in tallies else None
        if above is not None and above.points < LEAST_ABOVE_MANNERS:
            is_clear = above.high < LEAST_ABOVE_MANNERS
            aim = f"at least {LEAST_ABOVE_MANNERS}"
            yield Beyond(DIALOGIC, practice, above.points, f" points above {manner}", aim, is_clear)


def turns_of(found: Beyond, tallies: Mapping[str, Tally]) -> tuple[str, ...]:
    """Return the turns at which most of a learner's figure arises: three as `scenario/scene/beat`, most telling first.

    For who scores too far from random, those that take it there; for who scores too little, where most is lost.
    """
    if found.practice is None or found.learner not in tallies:
        return ()
    ours = _shares(tallies[found.learner], found.practice)
    if found.learner == DIALOGIC:
        pulls = {turn: width - won for turn, (won, width) in ours.items()}
    else:
        theirs = _shares(tallies[CHANCE.name], found.practice) if CHANCE.name in tallies else {}
        sign = -1 if found.figure < 0 else 1
        pulls = {turn: sign * (won - theirs.get(turn, (0.0, 0.0))[0]) for turn, (won, _) in ours.items()}
    telling = sorted((turn for turn in pulls if pulls[turn] > 0), key=lambda turn: (-pulls[turn], turn))
    return tuple(telling[:_TELLING])


def _shares(tally: Tally, practice: Practice) -> dict[str, tuple[float, float]]:
    """Return for each turn what was won there and what was open, as shares of all that was open."""
    spans = {turn: span for (of, turn), span in tally.won.items() if of is practice}
    width = sum(span.width for span in spans.values())
    return {turn: (won_of(span) / width, span.width / width) for turn, span in spans.items() if width}
