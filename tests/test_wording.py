"""Every term of the field has its plain words."""

from collections.abc import Mapping
from enum import Enum

import pytest

from trainer import listing, wording
from trainer.debrief.patterns import StuckPattern
from trainer.engine.state import Phase
from trainer.scenario.model import Action, Backstage, Practice, Routine, Side


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        (wording.PRACTICES, Practice),
        (wording.BACKSTAGE, Backstage),
        (wording.ACTIONS, Action),
        (wording.ROUTINES, Routine),
        (wording.PATTERNS, StuckPattern),
        (wording.SIDES, Side),
        (listing.PHASES, Phase),
    ],
)
def test_no_term_is_without_words(words: Mapping[Enum, str], terms: type[Enum]) -> None:
    """Each member of the enumeration has words, and each has its own."""
    assert set(terms) == set(words)
    assert len(set(words.values())) == len(words)


def test_every_level_has_words() -> None:
    """The five levels of a practice have five different words."""
    assert {-2, -1, 0, 1, 2} == set(wording.LEVELS)
    assert len(set(wording.LEVELS.values())) == 5
