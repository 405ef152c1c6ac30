"""What holds for every scenario that comes with the program."""

import random
from functools import cache
from pathlib import Path

import pytest

from trainer.authoring.check import check
from trainer.engine.codec import decode, encode
from trainer.engine.events import ReplyMade
from trainer.library import load, read, shipped_folder
from trainer.play import Play
from trainer.scenario.model import Practice, Scenario

SHIPPED = sorted(shipped_folder().glob("*/scenario.yaml"))
HEADLINE = (Practice.LISTENING, Practice.SUSPENDING, Practice.VOICING)
WALKS = 10_000

every_scenario = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)


@cache
def _loaded(path: Path) -> Scenario:
    return load(path)


def _walked(scenario: Scenario, number: int) -> Play:
    """Return a play of random replies, each seat taken in its turn over the numbers."""
    chance = random.Random(number)
    play = Play.begin(scenario, seat=scenario.seats[number % len(scenario.seats)], seed=number)
    while not play.is_over:
        play.reply(chance.choice(play.options).id)
    return play


def test_three_scenarios_are_shipped() -> None:
    """The three first scenarios are in the library."""
    assert {"search-protocol", "fear-of-discharge", "backstage-opposition"} <= {path.parent.name for path in SHIPPED}


@every_scenario
def test_a_shipped_scenario_has_no_problems(path: Path) -> None:
    """`trainer check --strict` has nothing to say."""
    assert check(read(path), str(path)) == ()


@every_scenario
def test_a_shipped_scenario_has_the_size_of_a_conversation(path: Path) -> None:
    """It has three scenes or more, front and back stage, 25 beats, two parts and four ends."""
    scenario = _loaded(path)

    assert path.parent.name == scenario.id
    assert len(scenario.scenes) >= 3
    assert {True, False} == {scene.is_backstage for scene in scenario.scenes.values()}
    assert sum(len(scene.beats) for scene in scenario.scenes.values()) >= 25
    assert len(scenario.seats) >= 2
    assert len(scenario.ends) >= 4


@every_scenario
def test_nobody_is_said_to_have_read_what_nobody_read(path: Path) -> None:
    """Only a person can say that a person has read it."""
    assert _loaded(path).read_by == ()


@every_scenario
def test_every_random_walk_ends_and_replays(path: Path) -> None:
    """Ten thousand random plays come to an end; replayed, also through JSON, they stand where they stood."""
    scenario = _loaded(path)
    ends, turns = set(), []
    for number in range(WALKS):
        play = _walked(scenario, number)
        ends.add(play.end)
        turns.append(sum(isinstance(event, ReplyMade) for event in play.events))
        if number % 20 == 0:
            through_json = tuple(decode(encode(event)) for event in play.events)
            assert play.events == through_json
            assert play.state == Play.replay(scenario, play.events).state == Play.replay(scenario, through_json).state

    assert set(scenario.ends) == ends
    assert 8 <= sum(turns) / WALKS <= 13


@every_scenario
def test_every_part_has_enough_to_be_looked_back_on(path: Path) -> None:
    """Whoever plays has four turns or more, and three moments or more of each headline practice."""
    scenario = _loaded(path)
    for number in range(600):
        debrief = _walked(scenario, number).debrief()

        assert len(debrief.choices) >= 4, debrief.seat
        assert all(debrief.scores[practice].moments >= 3 for practice in HEADLINE), (debrief.seat, number)
