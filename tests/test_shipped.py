"""What holds for every scenario that comes with the program."""

import json
import os
import random
import subprocess
import sys
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
WALKS = 2_000

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
    """Two thousand random plays come to an end; replayed, also through JSON, they stand where they stood.

    Whoever plays alone says something 4 to 14 times, which is ten minutes or so; with all parts taken it is up to 32.
    """
    scenario = _loaded(path)
    ends, turns, own = set(), [], []
    for number in range(WALKS):
        play = _walked(scenario, number)
        ends.add(play.end)
        replies = [event for event in play.events if isinstance(event, ReplyMade)]
        turns.append(len(replies))
        own.append(sum(not event.scripted for event in replies))
        if number % 20 == 0:
            through_json = tuple(decode(encode(event)) for event in play.events)
            assert play.events == through_json
            assert play.state == Play.replay(scenario, play.events).state == Play.replay(scenario, through_json).state

    assert set(scenario.ends) == ends
    assert 4 <= min(own)
    assert max(own) <= 14
    assert 8 <= sum(turns) / WALKS <= 32


@every_scenario
def test_every_part_has_enough_to_be_looked_back_on(path: Path) -> None:
    """Whoever plays has four turns or more, and three moments or more of each headline practice."""
    scenario = _loaded(path)
    for number in range(600):
        debrief = _walked(scenario, number).debrief()

        assert len(debrief.choices) >= 4, debrief.seat
        assert all(debrief.scores[practice].moments >= 3 for practice in HEADLINE), (debrief.seat, number)


@every_scenario
def test_a_shorter_log_gives_the_looking_back_of_the_shorter_play(path: Path) -> None:
    """What a play showed after some replies is what its log cut off there shows, to the byte."""
    scenario = _loaded(path)
    chance = random.Random(path.parent.name)
    play = Play.begin(scenario, seat=scenario.seats[-1], seed=11)
    on_the_way = []
    while not play.is_over:
        on_the_way.append((len(play.events), json.dumps(play.debrief().to_json())))
        play.reply(chance.choice(play.options).id)

    assert 4 <= len(on_the_way)
    for length, shown in on_the_way:
        assert shown == json.dumps(Play.replay(scenario, play.events[:length]).debrief().to_json())


@every_scenario
def test_the_same_log_gives_the_same_bytes_in_every_process(path: Path) -> None:
    """A looking back does not depend on how this process orders its sets."""
    program = (
        "import json, sys; from pathlib import Path; from trainer.engine.codec import decode;"
        "from trainer.library import load; from trainer.play import Play;"
        "log = [decode(line) for line in sys.stdin.read().splitlines()];"
        "print(json.dumps(Play.replay(load(Path(sys.argv[1])), log).debrief().to_json()))"
    )
    play = _walked(_loaded(path), 5)
    log = "\n".join(encode(event).decode() for event in play.events)
    shown = {
        subprocess.run(
            [sys.executable, "-c", program, str(path)],
            input=log,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }

    assert {json.dumps(play.debrief().to_json()) + "\n"} == shown


@every_scenario
def test_what_ifs_hold_the_score_that_was_reached(path: Path) -> None:
    """The score that came lies between the worst and the best that could, and the end that came among those."""
    scenario = _loaded(path)
    for number in range(12):
        debrief = _walked(scenario, number).debrief()
        for point in debrief.turning_points():
            assert not point.reachable.is_bounded
            assert debrief.end in point.reachable.ends
            for practice, reachable in point.reachable.scores.items():
                score = debrief.scores[practice].score
                if score is not None:
                    assert reachable.worst <= score <= reachable.best, (number, practice)
                    assert reachable.worst <= reachable.usual <= reachable.best, (number, practice)
