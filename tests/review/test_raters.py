"""Agreement of raters: against a published example and the formula itself, and nothing where it rests on too little."""

from collections import Counter
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.review.agreement import LEVELS, Alpha, Rated, alpha, beside_the_key
from trainer.scenario.model import Practice

LISTENING, VOICING = Practice.LISTENING, Practice.VOICING


def rated(table: dict[str, str], practice: Practice = LISTENING) -> list[Rated]:
    """Return ratings from a row of levels, as digits, for each rater; a dot is no rating."""
    return [
        Rated(f"m{at}", rater, practice, int(level) - 3)
        for rater, row in table.items()
        for at, level in enumerate(row)
        if level != "."
    ]


def by_its_formula(ratings: list[Rated]) -> float | None:
    """Return 1 - (n - 1) · Σ o·δ² / Σ n·n·δ² over coincidences, with the ordinal δ of Krippendorff 2011."""
    moments: dict[str, list[int]] = {}
    for each in ratings:
        moments.setdefault(each.moment, []).append(each.level)
    pairs: Counter[tuple[int, int]] = Counter()
    for levels in moments.values():
        for pair in permutations(levels, 2):
            pairs[pair] += Fraction(1, len(levels) - 1)  # type: ignore[assignment]
    marginal = {level: sum(weight for (first, _), weight in pairs.items() if first == level) for level in LEVELS}
    total = sum(marginal.values())

    def distance(first: int, second: int) -> Fraction:
        low, high = sorted((first, second))
        between = sum(marginal[level] for level in LEVELS if low <= level <= high)
        return Fraction(between - Fraction(marginal[low] + marginal[high]) / 2) ** 2

    observed = sum(weight * distance(*pair) for pair, weight in pairs.items())
    expected = sum(marginal[a] * marginal[b] * distance(a, b) for a in LEVELS for b in LEVELS)
    return None if not expected else float(1 - (total - 1) * observed / expected)


def test_as_published() -> None:
    """Four observers and twelve units (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability): ordinal 0.815.

    One unit has one observer alone, so that eleven count.
    """
    table = {"A": "123321412...", "B": "1233224125.3", "C": ".3332342251.", "D": "12332441251."}

    assert Alpha(0.815, 11, 4) == alpha(rated(table), LISTENING)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["m1", "m2", "m3", "m4", "m5"]), st.sampled_from("abc")), st.sampled_from(LEVELS)
    )
)
def test_it_is_the_formula(levels: dict[tuple[str, str], int]) -> None:
    """Whatever was rated, by whom and with what left out, alpha is what its definition gives."""
    ratings = [Rated(moment, rater, LISTENING, level) for (moment, rater), level in levels.items()]
    found = alpha(ratings, LISTENING)
    several = [m for m, count in Counter(moment for moment, _ in levels).items() if count > 1]
    assert (found is None) == (len(several) < 3)
    if found is None:
        return
    expected = by_its_formula([each for each in ratings if each.moment in several])

    assert len(several) == found.moments
    assert (expected is None) == (found.alpha is None)
    assert expected is None or found.alpha == pytest.approx(expected, abs=0.00051)
    assert found == alpha(list(reversed(ratings)), LISTENING)


def test_full_agreement_is_one_and_opposites_are_below_none() -> None:
    """Who gives the same throughout has 1, who gives the opposite has less than chance would give."""
    opposed = alpha(rated({"a": "15151", "b": "51515"}), LISTENING)
    assert opposed is not None
    assert opposed.alpha is not None

    assert Alpha(1.0, 5, 2) == alpha(rated({"a": "12345", "b": "12345"}), LISTENING)
    assert opposed.alpha < 0


@pytest.mark.parametrize("table", [{"a": "12345"}, {"a": "12...", "b": "12..."}, {"a": "123..", "b": "...45"}, {}])
def test_too_little_says_nothing(table: dict[str, str]) -> None:
    """One rater, or fewer than three moments in common, say nothing."""
    assert None is alpha(rated(table), LISTENING)


def test_one_level_everywhere_cannot_be_told_from_chance() -> None:
    """Without any difference there is no alpha, though it is told what was rated."""
    assert Alpha(None, 3, 2) == alpha(rated({"a": "333", "b": "333"}), LISTENING)


def test_practices_do_not_mix() -> None:
    """What was given on another practice changes nothing."""
    both = rated({"a": "12345", "b": "12345"}) + rated({"a": "12345", "b": "54321"}, VOICING)

    assert Alpha(1.0, 5, 2) == alpha(both, LISTENING)


def test_rating_of_the_same_moment_again() -> None:
    """The later of one person's ratings of a moment holds; a level that is none does not count."""
    again = [*rated({"a": "11111", "b": "12345"}), *rated({"a": "12345"}), Rated("m0", "c", LISTENING, 7)]

    assert Alpha(1.0, 5, 2) == alpha(again, LISTENING)


def test_beside_the_key() -> None:
    """Levels 2, 0 and -1 have 0 in their middle, two below the key; what has no key stands beside none."""
    given_ = rated({"a": "54", "b": "3.", "c": "2."})
    (found,) = beside_the_key(given_, {("m0", LISTENING): 2, ("m1", VOICING): 1})

    assert (0.0, 2, 3, -2.0) == (found.median, found.key, found.raters, found.difference)
