"""`trainer simulate` and `trainer panel` as a person calls them."""

import json
from pathlib import Path

import pytest
from builders import short_story
from running import STEERING, Program

from trainer.authoring.learners import LEARNERS


def test_a_table_fits_a_terminal_and_says_what_it_rests_on(program: Program) -> None:
    """Every learner has a row in at most eighty columns; ends, cues and the blind ranker have theirs."""
    done = program.run("simulate", "search-protocol", "--runs", "4")
    lines = done.out.splitlines()

    assert (0, "") == (done.status, done.err)
    assert max(map(len, lines)) <= 80
    assert [] == STEERING.findall(done.out)
    for name in LEARNERS:
        assert 2 + (LEARNERS[name].kind == "cue") == sum(line.startswith(f"{name} ") for line in lines), name
    assert "option at" in done.out
    assert "(search-protocol)" in lines[0]
    assert not program.store.exists()


def test_several_scenarios_are_told_together(program: Program) -> None:
    """Each has its points above random, and all together the scores and what misses the aims."""
    done = program.run("simulate", "--all", "--runs", "1", "--json")
    told = json.loads(done.out)
    seats = sum(len(each["seats"]) for each in told["scenarios"])

    assert 0 == done.status
    assert {"search-protocol", "fear-of-discharge", "backstage-opposition"} <= {
        each["scenario"] for each in told["scenarios"]
    }
    assert list(LEARNERS) == list(told["together"]["learners"])
    assert seats == told["together"]["learners"]["random"]["plays"]
    ranked = [each["blind_ranker"] for each in told["scenarios"]]
    assert sum(each["turns"] for each in ranked) == told["together"]["blind_ranker"]["turns"]
    assert all(len(each["ranked"]) == each["blind_ranker"]["turns"] for each in told["scenarios"])


def test_one_learner_is_told_beside_random(program: Program) -> None:
    """With a name there is that learner, and what it is held against; nobody ranks blindly."""
    told = json.loads(
        program.run("simulate", program.scenario(short_story()), "--learner", "listener", "--runs", "2", "--json").out
    )
    (found,) = told["scenarios"]

    assert ["random", "listener"] == list(found["learners"])
    assert {"score": 100.0, "low": 64.6, "high": 100.0, "moments": 3, "n": 3.0} == found["learners"]["listener"][
        "scores"
    ]["listening"]
    assert {"out": 4} == found["learners"]["listener"]["ends"]
    assert found["blind_ranker"] is found["ranked"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("simulate",), "Say which"),
        (
            ("simulate", "search-protocol", "--learner", "saint\x1b[2J"),
            "There is no learner “saint[2J”. There is random,",
        ),
        (("simulate", "nowhere"), "There is no scenario"),
        (("simulate", "search-protocol", "--runs", "0"), "--runs"),
    ],
)
def test_what_cannot_be_simulated(program: Program, arguments: tuple[str, ...], told: str) -> None:
    """An unusable call leaves with 2 and a sentence."""
    done = program.run(*arguments)

    assert (2, "") == (done.status, done.out)
    assert told in done.err


def test_without_its_library_the_ranker_alone_is_missing(program: Program) -> None:
    """Where scikit-learn is not there, all else is told, and what to install."""
    hidden = Path(program.folder) / "hidden"
    hidden.mkdir()
    (hidden / "sklearn.py").write_text('raise ImportError("not here")\n')
    done = program.run("simulate", "search-protocol", "--runs", "1", PYTHONPATH=str(hidden))

    assert (0, "The blind ranker needs one more package: pip install scikit-learn\n") == (done.status, done.err)
    assert "takes the best" not in done.out
    assert "dialogic" in done.out
