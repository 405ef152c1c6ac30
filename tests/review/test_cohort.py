"""A group's figures: worked out by hand, the same in any order, and telling nothing of fewer than five persons."""

import random
from dataclasses import replace
from itertools import groupby
from math import sqrt

from hypothesis import given, settings
from hypothesis import strategies as st
from readings import LISTENING, VOICING, chosen, figures, five, reading, shared_by

from trainer.debrief.marks import RANGE, WHOLE, of_moment, of_routine
from trainer.debrief.practice import Span, score, wilson
from trainer.review.cohort import BINS, Bar, Cohort, PracticeFigures, Shared, TooFew, cohort
from trainer.review.enough import FEWEST_PERSONS, shown_parts
from trainer.review.items import items
from trainer.review.pooled import Pooled, difference, pooled
from trainer.review.wording import as_plain_text, to_json
from trainer.scenario.model import Action, Practice, Routine, Side

PEOPLE = "abcdefgh"
MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
SCENARIOS = ("small", "other", "third")


def of(shared: list[Shared], practice: Practice = LISTENING) -> PracticeFigures:
    """Return the figures of a practice that has some."""
    found = figures(shared).practices[practice]
    assert found is not None
    return found


@st.composite
def shared_plays(draw: st.DrawFn) -> list[Shared]:
    """Draw what a few people share: plays in some months of some scenarios, each choice of one practice."""
    levels = st.lists(st.tuples(st.integers(-1, 2), st.sampled_from(["listening", "voicing"])), max_size=4)

    def play(
        *, person: str, month: str, scenario: str, shown: list[tuple[int, str]], routine: str, action: str
    ) -> Shared:
        choices = tuple(chosen(level, position=2 + n, practice=which) for n, (level, which) in enumerate(shown))
        keys = {"choices": choices, "routines": {routine: 1}, "actions": {action: 1}}
        return Shared(person, reading(month=month, scenario_id=scenario, **keys))

    plays = st.builds(
        play,
        person=st.sampled_from(PEOPLE),
        month=st.sampled_from(MONTHS),
        scenario=st.sampled_from(SCENARIOS),
        shown=levels,
        routine=st.sampled_from(list(Routine)[:3]),
        action=st.sampled_from(list(Action)),
    )
    return draw(st.lists(plays, max_size=40))


def test_under_five_persons_there_is_nothing() -> None:
    """Four people are too few, however many plays they share; the same person again is nobody new."""
    four = five(2, 2, 2)[:4]

    assert TooFew() == cohort(four + shared_by("a" * 50, 1, 1, 1))
    assert {"format": 1, "enough": False} == to_json(cohort(four))
    assert TooFew() == cohort([])


def test_patients_and_those_who_try_again_do_not_count() -> None:
    """A patient's part and a play that was tried again make no fifth person and change no figure."""
    others = five(2, 2, 2, side=Side.PATIENTS) + five(2, 2, 2, is_fork=True)

    assert TooFew() == cohort(five(0, 1, 2)[:4] + others)
    assert cohort(five(0, 1, 2)) == cohort(five(0, 1, 2) + others)
    assert () == items(others)


def test_leaders_and_facilitators_count() -> None:
    """Who played a leader or a facilitator is staff here."""
    plays = [*five(2, 2, 2)[:3], *shared_by("x", 2, side=Side.LEADERS), *shared_by("y", 2, side=Side.FACILITATOR)]

    assert 5 == figures(plays).plays


def test_pooled_by_hand() -> None:
    """Levels 2, 2 and -1 between -1 and 2, alike in five plays: 6 of 9 each, on 15 choices of equal span."""
    found = of(five(2, 2, -1))
    low, high = wilson(2 / 3, 15)

    assert (66.7, round(100 * low, 1), round(100 * high, 1)) == (
        found.pooled.score,
        found.pooled.low,
        found.pooled.high,
    )
    assert (15, 15.0, 5) == (found.pooled.moments, found.pooled.n, found.plays)


def test_persons_who_differ_make_the_interval_wider() -> None:
    """Of five people three take 3 of 3 at each of four choices and two take 0: 36 of 60 = 60.0.

    The deviations from 0.6 · 12 = 7.2 are 4.8 three times and 7.2 twice: 172.8 summed and squared, so the variance is
    5/4 · 172.8 / 60² = 0.06 and n = 0.6 · 0.4 / 0.06 = 4, not 20.
    """
    found = of(shared_by("abc", 2, 2, 2, 2) + shared_by("de", -1, -1, -1, -1)).pooled
    low, high = wilson(0.6, 4)

    assert (60.0, 20, 4.0) == (found.score, found.moments, found.n)
    assert (round(100 * low, 1), round(100 * high, 1)) == (found.low, found.high)


@given(
    st.lists(
        st.lists(st.builds(Span, st.integers(0, 1), st.integers(-2, 0), st.integers(1, 2)), min_size=1, max_size=5),
        min_size=5,
        max_size=8,
    )
)
def test_pooled_is_the_score_and_never_surer_than_it(by_person: list[list[Span]]) -> None:
    """The score and the number of choices are those of one play over all of it; the interval is as wide or wider."""
    plain = score(span for spans in by_person for span in spans)
    found = pooled({str(number): spans for number, spans in enumerate(by_person)})

    assert (plain.score, plain.moments) == (found.told.score, found.told.moments)
    assert found.told.n <= plain.n
    assert found.high - found.low >= (plain.high or 0) / 100 - (plain.low or 0) / 100 - 0.002


def test_spread_by_hand() -> None:
    """Scores 0, 33.3, 66.7, 100 and 100 have quartiles 33.3, 66.7 and 100, told to the nearest five, in one bar."""
    plays = [(-1, -1, -1), (0, 0, 0), (1, 1, 1), (2, 2, 2), (2, 2, 2)]
    spread = of([Shared(f"p{number}", reading(*levels)) for number, levels in enumerate(plays)]).spread
    assert spread is not None

    assert (35, 65, 100) == (spread.lower, spread.middle, spread.upper)
    assert (Bar(0, 100, 5),) == spread.bars


def test_bars_reach_to_where_five_people_are() -> None:
    """Six people at 33.3 and five at 100 are two bars; one more at 0 is not told from those at 33.3."""
    some = shared_by("abcdef", 0, 0, 0) + shared_by("uvwxy", 2, 2, 2)
    first, second = of(some).spread, of([*some, *shared_by("z", -1, -1, -1)]).spread
    assert first is not None
    assert second is not None

    assert (Bar(0, 40, 6), Bar(40, 100, 5)) == first.bars
    assert (Bar(0, 40, 7), Bar(40, 100, 5)) == second.bars


def test_one_who_plays_often_makes_no_bar() -> None:
    """Nine plays of one person at 100 are not told apart from those of the others at 33.3."""
    spread = of(shared_by("abcde", 0, 0, 0) + shared_by("a" * 9, 2, 2, 2)).spread
    assert spread is not None

    assert (Bar(0, 100, 14),) == spread.bars


def test_plays_of_under_three_moments_have_no_place_in_the_spread() -> None:
    """Where single plays have no score of their own, how they lie is not told; pooled they count."""
    found = of(five(2, 1))

    assert found.spread is None
    assert 10 == found.pooled.moments


def test_change_by_hand() -> None:
    """6 of 9 on 15 choices, then 9 of 9 on 15: Newcombe's interval from the two Wilson intervals."""
    found = of(five(2, 2, -1, month="2026-10") + five(2, 2, 2, month="2026-11"))
    (low_1, high_1), (low_2, high_2) = wilson(2 / 3, 15), wilson(1, 15)
    low = 1 / 3 - sqrt((1 - low_2) ** 2 + (high_1 - 2 / 3) ** 2)
    high = 1 / 3 + sqrt((high_2 - 1) ** 2 + (2 / 3 - low_1) ** 2)
    assert found.change is not None

    assert (33.3, round(100 * low, 1), round(100 * high, 1)) == (
        found.change.points,
        found.change.low,
        found.change.high,
    )
    assert found.change.is_shown
    assert ["2026-10", "2026-11"] == [month for month, _ in found.months]


def test_newcombe_as_published() -> None:
    """56 of 70 beside 48 of 80, at 95 %: 0.2000, from 0.0524 to 0.3339 (Newcombe 1998, table II, method 10)."""

    def at_95(share: float, n: float) -> Pooled:
        z2 = 1.959963984540054**2
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = sqrt(z2) / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return Pooled(share, middle - half, middle + half, score([]))

    found = difference(at_95(48 / 80, 80), at_95(56 / 70, 70))

    assert (0.2, 0.0524, 0.3339) == tuple(round(value, 4) for value in found)


def test_no_change_that_is_shown() -> None:
    """Where the interval holds 0 these numbers show no change."""
    found = of(five(2, 0, -1, month="2026-10") + five(2, 1, -1, month="2026-11")).change
    assert found is not None

    assert found.low < 0 < found.high
    assert not found.is_shown


def test_change_does_not_tell_of_a_month_of_few() -> None:
    """The later half is a month of five and one of two; the half minus the month would tell of the two."""
    months = five(2, 2, 2, month="2026-08") + five(0, 0, 0, month="2026-09") + five(1, 1, 1, month="2026-10")
    found = of(months + shared_by("ab", -1, -1, -1, month="2026-11"))

    assert [None] == [shown for month, shown in found.months if month == "2026-11"]
    assert found.change is None


def test_practice_of_few_in_a_scenario_is_not_told_by_the_rest() -> None:
    """Six people play two scenarios; in one only two come to a choice on voicing.

    All of voicing minus the other scenario would be what these two did, so that neither scenario tells it.
    """
    voicing = tuple(chosen(level, practice="voicing", position=9) for level in (1, 1, 1))
    plays = [Shared(each, reading(2, scenario_id="one", choices=voicing)) for each in "abcdef"]
    plays += [Shared(each, reading(2, 1, scenario_id="two")) for each in "abcdef"]
    plays += [Shared(each, reading(scenario_id="two", choices=voicing)) for each in "ab"]
    found = figures(plays)

    assert ["one", "two"] == [each.scenario_id for each in found.scenarios]
    assert found.practices[VOICING] is not None
    assert [False, False] == [VOICING in each.practices for each in found.scenarios]
    assert [False, True] == [LISTENING in each.practices for each in found.scenarios]


def test_marks_stand_beside_what_they_are_on() -> None:
    """What one person marks is counted wherever the figure is."""
    plays = five(2, 2, 2, routines={"change-topic": 1})
    marks = (WHOLE, RANGE, of_moment(2), of_routine(Routine.CHANGE_TOPIC))
    plays[0] = Shared("a", replace(plays[0].reading, not_so=marks))
    found = figures(plays)

    assert (1, 1, 1) == (found.marked, found.actions_not_so, found.scenarios[0].marked)
    assert (1, 1, 5) == (of(plays).not_so, found.routines[0].not_so, found.routines[0].plays)
    assert 5 == as_plain_text(found).count("not so for me")


def test_routine_of_few_is_not_named() -> None:
    """What one person did to protect themselves is not in a group's figures; only that there is more."""
    found = figures([*five(2, 2, 2), *shared_by("a", 2, routines={"change-topic": 1})])

    assert ((), True) == (found.routines, found.has_more_routines)


def test_actions_in_percent() -> None:
    """Half starts, half goes with; what nobody did is told as such."""
    found = figures(five(2, 2, 2))

    assert {Action.MOVE: 50.0, Action.FOLLOW: 50.0, Action.OPPOSE: 0.0, Action.BYSTAND: 0.0} == found.actions


def test_action_of_few_is_not_told_by_the_rest() -> None:
    """One who opposed is not told; nor is what the fewest others did, since shares add up to a hundred."""
    plays = [Shared(each, reading(2, actions={"move": 2})) for each in "abcdefg"]
    plays += [Shared(each, reading(2, actions={"follow": 1})) for each in "abcde"]
    plays += [Shared("a", reading(2, actions={"oppose": 1}))]

    assert {Action.MOVE: 70.0, Action.FOLLOW: None, Action.OPPOSE: None, Action.BYSTAND: 0.0} == figures(plays).actions


def test_scenarios_stand_by_title() -> None:
    """The title is that of the newest play; no scenario stands before another for its figures."""
    plays = five(-1, scenario_id="a", title="Water") + five(2, scenario_id="b", title="Air")
    plays += five(0, scenario_id="a", title="Aground", month="2026-12")

    assert ["Aground", "Air"] == [each.title for each in figures(plays).scenarios]


@given(plays=shared_plays(), shuffled=st.randoms(use_true_random=False))
def test_order_makes_no_difference(plays: list[Shared], shuffled: random.Random) -> None:
    """The figures are the same in whatever order plays come, and whatever keys stand for the persons."""
    other = [Shared(f"somebody-{each.person}", each.reading) for each in plays]
    shuffled.shuffle(other)

    assert cohort(plays) == cohort(other)
    assert items(plays) == items(other)


@given(st.dictionaries(st.integers(0, 9), st.sets(st.integers(0, 12), max_size=9), max_size=8))
def test_what_is_left_out_stands_for_five_or_nobody(parts: dict[int, set[int]]) -> None:
    """A part that is shown has five persons or none; what is left out has five, none, or is everything."""
    persons = {part: [str(person) for person in of] for part, of in parts.items()}
    shown = shown_parts(persons)
    left_out = {person for part in set(persons) - shown for person in persons[part]}

    assert all(len(set(persons[part])) >= FEWEST_PERSONS or not persons[part] for part in shown)
    assert not left_out or len(left_out) >= FEWEST_PERSONS or not any(persons[part] for part in shown)


def persons(plays: list[Shared], practice: Practice) -> set[str]:
    """Return who has a moment of `practice` in `plays`."""
    return {each.person for each in plays if any(practice in one.spans for one in each.reading.choices)}


@given(shared_plays())
@settings(max_examples=300)
def test_every_figure_and_every_rest_stands_for_five(plays: list[Shared]) -> None:
    """Whatever is shown, and whatever follows from a whole minus what is shown of it, is of five persons or more."""
    found = cohort(plays)
    if isinstance(found, TooFew):
        assert len({each.person for each in plays}) < FEWEST_PERSONS
        return
    for practice, shown in found.practices.items():
        everybody = persons(plays, practice)
        assert (shown is not None) == (len(everybody) >= FEWEST_PERSONS)
        if shown is None:
            continue
        by_month = {month: score_ for month, score_ in shown.months if score_ is not None}
        hidden = [each for each in plays if each.reading.month not in by_month]
        assert all(len(persons([e for e in plays if e.reading.month == month], practice)) >= 5 for month in by_month)
        assert not persons(hidden, practice) or len(persons(hidden, practice)) >= FEWEST_PERSONS
        told = {each.scenario_id for each in found.scenarios if practice in each.practices}
        rest = persons([each for each in plays if each.reading.scenario_id not in told], practice)
        assert all(len(persons([e for e in plays if e.reading.scenario_id == each], practice)) >= 5 for each in told)
        assert not rest or len(rest) >= FEWEST_PERSONS
        for half in (shown.change.earlier, shown.change.later) if shown.change else ():
            left = persons([each for each in hidden if each.reading.month in half], practice)
            assert not left or len(left) >= FEWEST_PERSONS


@given(shared_plays())
def test_bars_cover_all_and_stand_for_five(plays: list[Shared]) -> None:
    """Bars reach from 0 to 100 without a gap, and each holds plays of five persons."""
    found = cohort(plays)
    for practice, shown in found.practices.items() if isinstance(found, Cohort) else ():
        if shown is None or shown.spread is None:
            continue
        bars = shown.spread.bars
        assert [0, *(bar.high for bar in bars)] == [*(bar.low for bar in bars), 100]
        assert {bar.high for bar in bars} <= set(BINS)
        for bar in bars:
            inside = {each.person for each in plays if is_in(bar, each, practice)}
            assert len(inside) >= FEWEST_PERSONS


def is_in(bar: Bar, shared: Shared, practice: Practice) -> bool:
    """Return whether a play's score lies in `bar`."""
    spans = [Span(*each.spans[practice]) for each in shared.reading.choices if practice in each.spans]
    found = score(spans).score
    return found is not None and (bar.low <= found < bar.high or (bar.high == 100 == found))


@given(levels=st.lists(st.integers(-1, 2), min_size=1, max_size=4), routine=st.sampled_from(list(Routine)))
def test_what_few_did_changes_nothing(levels: list[int], routine: Routine) -> None:
    """Voicing of four persons, and a routine of one, leave every word and figure as it is, whatever they were."""
    many = five(2, 1, 0, month="2026-10") + five(1, 1, 2)

    def told(shown: list[int], way: Routine) -> tuple[str, object]:
        extra = tuple(chosen(level, practice="voicing", position=20 + n) for n, level in enumerate(shown))
        few = [Shared(each, reading(choices=(chosen(1), *extra))) for each in "abcd"]
        few.append(Shared("e", reading(choices=(chosen(1),), routines={way: 1})))
        found = cohort(many + few)
        return as_plain_text(found), to_json(found)

    assert told([0], Routine.WITHDRAW) == told(levels, routine)


def test_the_same_month_is_told_once() -> None:
    """Months stand in order of time, each once."""
    plays = [each for month in reversed(MONTHS) for each in five(1, 1, 1, month=month) * 2]

    assert list(MONTHS) == [month for month, _ in groupby(month for month, _ in of(plays).months)]
