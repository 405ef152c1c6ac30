"""What is asked for a second reading: the same in both views, and in which words it is told how far readers agree."""

import pytest

from trainer.review import second_reading as plain
from trainer.review.agreement import LEVELS, Alpha, Rated
from trainer.scenario.model import Practice
from trainer.tui.screens.review import compared, rating, wording


@pytest.mark.parametrize("name", ["ASKED", "ANCHORS", "NOT_IN_PLAY", "BEFORE_RATING", "KEY_IS_KNOWN", "ALL_RATED"])
def test_both_views_ask_the_same(name: str) -> None:
    """Whoever rates in plain lines reads what the full screen shows."""
    assert getattr(wording, name) == getattr(plain, name)


def test_both_views_tell_the_same() -> None:
    """Levels and agreement have the same words, and anchors the same order."""
    assert [wording.level_in_words(level) for level in LEVELS] == [plain.level_in_words(level) for level in LEVELS]
    assert rating._LEVELS == plain.OFFERED_LEVELS
    assert (compared._NOBODY_ELSE, compared._WHAT_IT_IS) == (plain.NOBODY_ELSE, plain.WHAT_ALPHA_IS)
    for found in (None, Alpha(None, 3, 2), Alpha(0.5, 4, 3)):
        assert compared._in_words(found) == plain.alpha_in_words(found)


@pytest.mark.parametrize("practice", Practice)
def test_each_level_has_its_anchor(practice: Practice) -> None:
    """Five are offered, each once, the last for what says nothing of it."""
    assert sorted(LEVELS) == sorted(plain.OFFERED_LEVELS)
    assert 5 == len(set(plain.anchors_of(practice)))
    assert plain.NOT_IN_PLAY == plain.anchors_of(practice)[-1]


def test_agreement_says_what_it_rests_on() -> None:
    """Full agreement over three choices; two choices are too few."""
    rated = [Rated(str(moment), rater, Practice.VOICING, moment) for moment in (1, 2, -1) for rater in ("mona", "tora")]

    assert "1.00, from 3 choices that 2 have read" == plain.agreement_in_words(rated, Practice.VOICING)
    assert plain.TOO_FEW == plain.agreement_in_words(rated[:4], Practice.VOICING)
    assert plain.TOO_FEW == plain.agreement_in_words(rated, Practice.LISTENING)
