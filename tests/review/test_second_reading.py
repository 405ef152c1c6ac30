"""What is asked for a second reading, and in which words it is told how far readers agree."""

import pytest

from trainer.review import second_reading as plain
from trainer.review.agreement import LEVELS, Rated
from trainer.scenario.model import Practice


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
