"""The score of a practice and its interval, against values computed by hand and by other forms of the same formulas."""

import json
from decimal import Decimal, localcontext
from fractions import Fraction
from math import copysign
from statistics import NormalDist

import pytest
from builders import option, scenario, turn
from hypothesis import given
from hypothesis import strategies as st

from trainer.debrief.practice import Z_80, Score, Span, score, wilson
from trainer.play import Play


@st.composite
def any_span(draw: st.DrawFn) -> Span:
    """Draw one practice at one turn, with levels that differ."""
    worst = draw(st.integers(-2, 1))
    best = draw(st.integers(worst + 1, 2))
    return Span(draw(st.integers(worst, best)), worst, best)


def interval_by_roots(share: Fraction, n: Fraction) -> tuple[Decimal, Decimal]:
    """Return the two p at which n·(share - p)² = z²·p·(1 - p), which is what Wilson's interval means."""
    with localcontext() as context:
        context.prec = 60
        z2 = Decimal("1.2815515655446004") ** 2
        exact_share = Decimal(share.numerator) / share.denominator
        exact_n = Decimal(n.numerator) / n.denominator
        a, b, c = exact_n + z2, -(2 * exact_n * exact_share + z2), exact_n * exact_share**2
        root = max(b * b - 4 * a * c, Decimal(0)).sqrt()
        return (-b - root) / (2 * a), (-b + root) / (2 * a)


def listening(name: str, level: int, **keys: object) -> dict[str, object]:
    """Return an option that shows `level` of listening."""
    return option(name, shows={"listening": level}, **keys)


def listening_of(play: Play) -> Score:
    """Return the listening score of the staff seat."""
    return play.debrief("staff").scores["listening"]


def three_turns(last: dict[str, object]) -> Play:
    """Return a play of two turns of span 2, both replied to with the best, and of `last`, its third turn."""
    first = turn(listening("best", 1, to="b"), listening("worst", -1, to="b"))
    second = turn(listening("best", 1, to="c"), listening("worst", -1, to="c"))
    play = Play.begin(scenario({"a": first, "b": second, "c": last}), "staff")
    play.reply("best")
    play.reply("best")
    return play


def test_score_by_hand() -> None:
    """Spans 3, 2 and 3 of which 3, 1 and 0 were taken give 4 of 8: 50.0, with n = 64 / 22.

    Wilson at n = 32/11: z²/n = 0.564566, so the middle is (0.5 + 0.282283) / 1.564566 = 0.5, and the half is
    z / (1 + z²/n) · √(0.25/n + z²/(4n²)) = 0.819110 · √(0.085938 + 0.048517) = 0.300352: from 20.0 to 80.0.
    """
    expected = Score(score=50.0, low=20.0, high=80.0, moments=3, n=2.9)

    assert expected == score([Span(2, -1, 2), Span(0, -1, 1), Span(-1, -1, 2)])


def test_uneven_score_by_hand() -> None:
    """Spans 4, 1, 1 and 2 of which 3, 1, 0 and 2 were taken give 6 of 8: 75.0, with n = 64 / 22.

    The middle is (0.75 + 0.282283) / 1.564566 = 0.659789, and the half 0.819110 · √(0.064453 + 0.048517) = 0.275312:
    from 38.4 to 93.5.
    """
    expected = Score(score=75.0, low=38.4, high=93.5, moments=4, n=2.9)

    assert expected == score([Span(1, -2, 2), Span(1, 0, 1), Span(-1, -1, 0), Span(2, 0, 2)])


def test_normal_quantile() -> None:
    """The quantile is that which leaves a tenth on either side."""
    assert pytest.approx(NormalDist().inv_cdf(0.9), abs=1e-14) == Z_80


def test_effective_number_of_equal_spans_is_their_number() -> None:
    """Moments of one span all weigh the same, so that the effective number is the number."""
    assert [3.0, 5.0, 8.0] == [score([Span(0, -1, 1)] * number).n for number in (3, 5, 8)]


def test_effective_number_of_unequal_spans() -> None:
    """Spans 4, 1 and 1 weigh like (4+1+1)² / (16+1+1) = 2.0 moments."""
    assert score([Span(0, -2, 2), Span(0, 0, 1), Span(0, 0, 1)]).n == 2.0


@pytest.mark.parametrize(("moments", "n"), [([], 0.0), ([Span(2, -2, 2)], 1.0), ([Span(1, 0, 1), Span(0, -1, 2)], 1.6)])
def test_too_few_to_say(moments: list[Span], n: float) -> None:
    """Under three moments there is no figure, only how many moments there were: (1+3)² / (1+9) = 1.6."""
    assert Score(None, None, None, len(moments), n) == score(moments)


@pytest.mark.parametrize("moments", [3, 7, 40])
def test_extremes_are_clamped(moments: int) -> None:
    """Nothing taken is 0.0 from 0.0 on, everything taken is 100.0 up to 100.0, and no zero has a sign."""
    least, most = score([Span(-1, -1, 2)] * moments), score([Span(2, -1, 2)] * moments)

    assert (0.0, 0.0) == (least.score, least.low)
    assert (1.0, 1.0) == (copysign(1, least.score), copysign(1, least.low))
    assert (100.0, 100.0) == (most.score, most.high)
    assert (least.low, least.high) == (100 - most.high, pytest.approx(100 - most.low))


@given(st.lists(any_span(), min_size=3, max_size=40))
def test_score_is_the_share_of_the_spans(moments: list[Span]) -> None:
    """The score is the exact share of what was open, to one decimal."""
    share = Fraction(
        sum(moment.chosen - moment.worst for moment in moments), sum(moment.best - moment.worst for moment in moments)
    )
    actual = score(moments)

    assert float(100 * share) == pytest.approx(actual.score, abs=0.05 + 1e-9)
    assert actual.score == round(actual.score, 1)


@given(st.lists(any_span(), min_size=3, max_size=40))
def test_interval_solves_the_quadratic(moments: list[Span]) -> None:
    """The interval's ends are the roots of the equation that defines it, to one decimal and within 0 to 100."""
    widths = [moment.best - moment.worst for moment in moments]
    share = Fraction(sum(moment.chosen - moment.worst for moment in moments), sum(widths))
    n = Fraction(sum(widths) ** 2, sum(width**2 for width in widths))
    low, high = interval_by_roots(share, n)
    actual = score(moments)

    assert float(100 * low) == pytest.approx(actual.low, abs=0.05 + 1e-9)
    assert float(100 * high) == pytest.approx(actual.high, abs=0.05 + 1e-9)
    assert float(n) == pytest.approx(actual.n, abs=0.05 + 1e-9)


@given(st.lists(any_span(), min_size=3, max_size=60))
def test_interval_contains_the_score(moments: list[Span]) -> None:
    """0 ≤ low ≤ score ≤ high ≤ 100, and no figure is written with a minus."""
    figures = score(moments)

    assert 0 <= figures.low <= figures.score <= figures.high <= 100
    assert "-" not in json.dumps(figures.to_json())


@given(st.lists(any_span(), min_size=3, max_size=20), st.randoms())
def test_order_of_moments_is_no_matter(moments: list[Span], chance: object) -> None:
    """The same moments in another order have the same score."""
    mixed = list(moments)
    chance.shuffle(mixed)

    assert score(moments) == score(mixed)


@given(st.fractions(0, 1), st.integers(1, 400))
def test_more_moments_say_more(share: Fraction, n: int) -> None:
    """The interval of the same share grows narrower with the number of moments."""
    low, high = wilson(float(share), n)
    lower, higher = wilson(float(share), 4 * n)

    assert higher - lower < high - low


def test_interval_never_leaves_its_range() -> None:
    """At the extremes, where rounding could carry an end a hair too far, the interval is clamped to 0 and 1."""
    intervals = [wilson(share, n) for share in (0.0, 1.0) for n in range(1, 400)]

    assert [] == [(low, high) for low, high in intervals if low < 0 or high > 1]


def test_closed_option_does_not_count() -> None:
    """An option whose condition does not hold is neither the best nor the worst of a moment.

    Open are levels 0 and 1, of which 0 was taken; the levels 2 and -2 need a flag that nobody set. Spans 2, 2 and 1 of
    which 2, 2 and 0 were taken give 4 of 5. With the closed options it would have been 2 + 2 + 2 of 8.
    """
    play = three_turns(
        turn(
            listening("great", 2, if_=["opened"]),
            listening("fair", 1),
            listening("plain", 0),
            listening("awful", -2, if_=["opened"], set=["opened"]),
        )
    )
    play.reply("plain")

    assert 80.0 == listening_of(play).score
    assert ["fair", "plain"] == [option.id for option in play.debrief().moments[-1].choice.open]


def test_turn_that_closes_all_but_equals_is_no_moment() -> None:
    """Where the options that are open show the same, the practice is not in play, whatever the closed ones show."""
    play = three_turns(
        turn(listening("great", 2, if_=["opened"], set=["opened"]), listening("plain", 0), option("also-plain"))
    )
    play.reply("plain")

    assert 2 == listening_of(play).moments


def test_no_option_open_is_no_moment() -> None:
    """Where no condition holds all options are offered, and the turn counts for nothing."""
    play = three_turns(
        turn(listening("great", 2, if_=["opened"], set=["opened"]), listening("awful", -2, if_=["opened"]))
    )
    assert {"great", "awful"} == {option.id for option in play.options}
    play.reply("awful")

    assert play.is_over
    assert 2 == listening_of(play).moments


def test_turn_that_ends_the_story_counts() -> None:
    """The last turn is a moment like the others: 2, 2 and 0 of 2, 2 and 4 give 50.0."""
    play = three_turns(turn(listening("great", 2), listening("awful", -2)))
    play.reply("awful")

    assert 50.0 == listening_of(play).score


def test_turn_visited_twice_is_two_moments() -> None:
    """A turn that is come to three times is three moments: 1, 1 and 2 of 2, 2 and 2 give 66.7."""
    play = Play.begin(
        scenario({"a": turn(listening("again", 0, to="a"), listening("on", 1), listening("off", -1))}), "staff"
    )
    play.reply("again")
    play.reply("again")
    play.reply("on")

    assert (66.7, 3) == (listening_of(play).score, listening_of(play).moments)


def test_practices_are_scored_apart() -> None:
    """Each practice has its own moments, and one that no option shows has none."""
    beats = {
        name: turn(option("warm", to, shows={"listening": 2, "voicing": -1}), option("plain", to, shows={"voicing": 1}))
        for name, to in (("a", "b"), ("b", "c"), ("c", "end/out"))
    }
    play = Play.begin(scenario(beats), "staff")
    for reply in ("warm", "warm", "plain"):
        play.reply(reply)
    scores = play.debrief().scores

    assert ["listening", "suspending", "respecting", "voicing"] == list(scores)
    assert (66.7, None, None, 33.3) == tuple(figures.score for figures in scores.values())
    assert (3, 0, 0, 3) == tuple(figures.moments for figures in scores.values())
