"""A scenario to begin with: it checks clean and plays, whatever an author answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.authoring.beginning import QUESTIONS, Answers, beginning
from trainer.authoring.check import check
from trainer.play import Play
from trainer.scenario.problems import ScenarioError

EXAMPLE = Answers(**{name: example for name, _, example in QUESTIONS})


def test_it_checks_clean_and_is_in_the_authors_words() -> None:
    """There is nothing to say about it, and what was answered stands where it belongs."""
    made = beginning("the-kitchen", EXAMPLE)

    assert () == check(made.text, "scenario.yaml")
    assert ("the-kitchen", "The locked kitchen") == (made.id, made.title)
    assert ("Solveig", "nurse on the evening shift") == (made.cast["staff"].name, made.cast["staff"].is_)
    assert ("Leif", "patient in his third week") == (made.cast["patient"].name, made.cast["patient"].is_)
    assert "I want to talk about the kitchen. It's locked at eight." in made.text


@pytest.mark.parametrize("seat", ["staff", "patient"])
def test_each_part_plays_to_an_end(seat: str) -> None:
    """Whoever takes a part has four turns in it, and comes to an end."""
    play = Play.begin(beginning("the-kitchen", EXAMPLE), seat=seat, seed=3)
    turns = 0
    while not play.is_over:
        play.reply(play.options[0].id)
        turns += 1

    assert 4 == turns


@given(
    st.builds(
        Answers, **dict.fromkeys(("title", "where", "staff", "patient", "matter"), st.text(min_size=1, max_size=60))
    )
)
def test_whatever_is_typed_is_text(answers: Answers) -> None:
    """No answer is taken for YAML, for a place of the template, or for more than one text; an empty one is named."""
    codes, beats = set(), list(beginning("the-kitchen", EXAMPLE).scenes["here"].beats)
    made = beats
    try:
        made = list(beginning("the-kitchen", answers).scenes["here"].beats)
    except ScenarioError as error:
        codes = {problem.code for problem in error.problems}

    assert (True, beats) == (codes <= {"S207", "S211"}, made)


def test_what_is_no_id_is_said() -> None:
    """An id is that of a folder, too: it has no capitals and no spaces."""
    with pytest.raises(ScenarioError, match="id"):
        beginning("The Kitchen", EXAMPLE)
