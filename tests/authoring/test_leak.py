"""Options that give the key away by their form are found, and scrambled ones are not."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import option, scenario, turn

from trainer.authoring import aims
from trainer.authoring.aims import BLIND, Beyond, beyond, turns_of
from trainer.authoring.leak import Lead, Ranked, blind, lead, rank
from trainer.authoring.learners import LEARNERS
from trainer.authoring.simulate import Tally, simulate
from trainer.debrief.practice import Span
from trainer.scenario.model import Practice, Scenario

ROOT = Path(__file__).parent.parent.parent
WORDS = ("lamp", "river", "bread", "stone", "window", "paper", "winter", "garden", "copper", "letter", "harbour")
TURNS = 40
HEADLINE = (Practice.LISTENING, Practice.SUSPENDING, Practice.VOICING)
Text = Callable[[random.Random, int], str]


def _said(chance: random.Random, length: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(length))


def _any(chance: random.Random, _: int) -> str:
    return _said(chance, chance.randrange(6, 14))


def _longer_where_better(chance: random.Random, level: int) -> str:
    return _said(chance, 10 + 2 * level)


def _with_a_word_where_better(chance: random.Random, level: int) -> str:
    return f"{_any(chance, level)} {'indeed' if level == 2 else 'anyway'} {_any(chance, level)}"


def made(name: str, text: Text, seed: int) -> Scenario:
    """Return a scenario of forty turns in a row with three options each, whose words `text` makes of their level."""
    chance = random.Random(f"{name} {seed}")
    beats = {}
    for number in range(TURNS):
        levels = [2, 0, -1]
        chance.shuffle(levels)
        onward = f"turn-{number + 1}" if number + 1 < TURNS else "end/out"
        beats[f"turn-{number}"] = turn(
            *(
                option(f"o{place}", onward, say=text(chance, level), shows=dict.fromkeys(map(str, HEADLINE), level))
                for place, level in enumerate(levels)
            )
        )
    return scenario(beats, id=f"{name}-{seed}")


def _found(name: str, text: Text) -> tuple[Beyond, ...]:
    one, other = made(name, text, 1), made(name, text, 2)
    learners = [LEARNERS[each] for each in ("random", "first", "longest", "shortest", "asker")]
    return beyond(simulate(one, learners, 40).tallies, blind(rank(one, [one, other])))


def test_a_leaky_scenario_is_found_leaky() -> None:
    """Where the better option is the longer one, the longest and the shortest lie far from random, and no other."""
    found = _found("long", _longer_where_better)

    assert all(each.is_clear for each in found)
    assert {("longest", practice) for practice in HEADLINE} | {("shortest", practice) for practice in HEADLINE} == {
        (each.learner, each.practice) for each in found if each.learner != BLIND
    }
    assert all(each.figure > 10 for each in found if each.learner == "longest")
    assert all(each.figure < -10 for each in found if each.learner == "shortest")


def test_the_blind_ranker_finds_a_word_that_tells() -> None:
    """A word that stands in the better options of another scenario tells them here, though no cue-follower sees it."""
    (found,) = _found("word", _with_a_word_where_better)

    assert (BLIND, None) == (found.learner, found.practice)
    assert 66.7 == found.figure  # always the best, of three


def test_a_scrambled_scenario_is_not_found_leaky() -> None:
    """Where words have nothing to do with levels, nothing is found that could not be chance."""
    assert [] == [each for each in _found("scrambled", _any) if each.is_clear]


def _tally(*won: int) -> Tally:
    """Return what a learner won of 2 at each of some turns."""
    return Tally(1, {(Practice.LISTENING, f"turn-{at}"): Span(each, 0, 2) for at, each in enumerate(won)})


def test_points_above_random_by_hand() -> None:
    """The difference of two scores, and an interval from how far the turns pull it to either side."""
    ours, chance = _tally(2, 2, 1), _tally(1, 1, 1)
    # The learner's score is 5/6; its turns pull by (2 - 5/6·2)/6 = 1/18 twice and (1 - 5/6·2)/6 = -1/9; chance's by 0.
    # Squares: 2/324 + 1/81 = 6/324; times 3/2 (three turns): 1/36; its root, 1/6, times 1.28155: 21.4 points.

    assert Lead(33.3, 11.9, 54.7) == lead(ours, chance, Practice.LISTENING)
    assert Lead(0.0, 0.0, 0.0) == lead(ours, ours, Practice.LISTENING)
    assert lead(ours, chance, Practice.VOICING) is None
    assert lead(_tally(2, 2), chance, Practice.LISTENING) is None


def test_the_blind_rankers_figure_by_hand() -> None:
    """Two hits and a tie of two over four turns of three options are 62.5 % against 33.3 %."""
    turns = [Ranked("room/one", ("a",), ("a",), hit, 1 / 3) for hit in (1.0, 1.0, 0.5, 0.0)]
    found = blind(turns)

    assert found is not None
    assert (4, 62.5, 33.3, 29.2) == (found.turns, found.hits, found.chance, found.lead.points)
    assert found.lead.low < 29.2 < found.lead.high
    assert blind(turns[:2]) is None


def test_nobody_is_taught_by_the_same_scenario_or_another_language() -> None:
    """A ranker without another text of the language ranks nothing."""
    one = made("alone", _any, 1)
    norwegian = one.model_copy(update={"id": "norsk", "language": "nb"})

    assert () == rank(one, [one, norwegian])


@pytest.mark.parametrize(
    ("name", "won", "aim"),
    [
        ("mover", (2, 1, 1), "under 60"),
        ("listener", (2, 2, 2), None),  # it is best on listening itself
        ("voicer", (2, 2, 2), "under 90"),
        ("dialogic", (1, 1, 2), "at least 70"),
    ],
)
def test_aims_by_hand(name: str, won: tuple[int, int, int], aim: str | None) -> None:
    """A figure that misses what is aimed at is named with the aim."""
    found = beyond({name: _tally(*won)})

    assert ([aim] if aim else []) == [each.aim for each in found]


def test_the_guide_names_the_aims() -> None:
    """docs/simulate.md says the figures that are aimed at, and every learner."""
    told = " ".join((ROOT / "docs" / "simulate.md").read_text().split())

    for said in (
        f"within {aims.MOST_ABOVE} points of random",
        f"one action alone under {aims.MOST_BY_ONE_ACTION}",
        f"under {aims.MOST_ON_THE_OTHERS} on the other two",
        f"`dialogic` at least {aims.LEAST_DIALOGIC}",
        f"at least {aims.LEAST_ABOVE_MANNERS} above `avoider` and `paternalist`",
        f"blind ranker at most {aims.MOST_ABOVE} points above chance",
        *(f"`{name}`" for name in LEARNERS),
    ):
        assert said in told


def test_where_it_arises_by_hand() -> None:
    """What takes a learner furthest stands first: of six open, 2 - 1 at “b”, 1 - 0 at “c”, and less at “a”."""
    practice = Practice.LISTENING
    spans = {"x/here/a": (1, 2), "x/here/b": (2, 2), "x/here/c": (1, 2)}
    asker = Tally(1, {(practice, turn): Span(won, 0, of) for turn, (won, of) in spans.items()})
    chance = Tally(1, {(practice, turn): Span(won, 0, 2) for turn, won in zip(spans, (1, 1, 0), strict=True)})
    tallies = {"asker": asker, "random": chance, "dialogic": asker}
    high, low = (Beyond("asker", practice, figure, "", "", True) for figure in (33.3, -33.3))

    assert ("x/here/b", "x/here/c") == turns_of(high, tallies)
    assert () == turns_of(low, tallies)
    assert ("x/here/a", "x/here/c") == turns_of(high._replace(learner="dialogic"), tallies)
    assert () == turns_of(high._replace(practice=None), tallies)


def test_the_dialogic_lie_far_above_who_avoids() -> None:
    """Best over all, and yet not far above the avoider: that is named, on listening."""
    found = beyond({"dialogic": _tally(2, 2, 2), "avoider": _tally(2, 1, 1), "paternalist": _tally(0, 0, 0)})

    assert [Beyond("dialogic", Practice.LISTENING, 33.3, " points above avoider", "at least 40", False)] == list(found)
