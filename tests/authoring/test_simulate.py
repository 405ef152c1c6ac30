"""Simulated learners play through the engine, and score as a person would who chose the same."""

import os
import subprocess
import sys

import pytest
from builders import option, scenario, short_story, turn

from trainer.authoring.learners import CHANCE, LEARNERS
from trainer.authoring.simulate import MOST_REPLIES, added, simulate, together, walk
from trainer.library import find, load
from trainer.play import Play, Refused
from trainer.scenario.load import parse
from trainer.scenario.model import Practice, Scenario


def test_a_listener_takes_the_best_there_is(story: Scenario) -> None:
    """Three moments at the best that was open are 100, with the interval of three."""
    tally = simulate(story, [LEARNERS["listener"]], 1).seats["staff"]["listener"]

    assert {"score": 100.0, "low": 64.6, "high": 100.0, "moments": 3, "n": 3.0} == tally.score(
        Practice.LISTENING
    ).to_json()
    assert (1, {"out": 1}) == (tally.plays, dict(tally.ends))


@pytest.mark.parametrize("name", ["random", "longest", "pleaser", "dialogic"])
def test_one_play_scores_as_its_looking_back_does(name: str) -> None:
    """A single play of each seat has the figures of the same play by hand."""
    shipped = load(find("search-protocol"))
    found = simulate(shipped, [LEARNERS[name]], 1, seed=4)
    for seat in shipped.seats:
        *_, walked = walk(shipped, seat, LEARNERS[name], 4)
        by_hand = Play.begin(shipped, seat=seat, seed=4)
        for event in walked.events:
            if event.kind == "reply_made" and not event.scripted:
                by_hand.reply(event.option)
        tally = found.seats[seat][name]

        assert walked.events == by_hand.events
        assert by_hand.debrief().scores == {practice: tally.score(practice) for practice in Practice}
        assert {by_hand.end: 1} == tally.ends


def test_more_plays_of_the_same_text_rest_on_no_more_turns(story: Scenario) -> None:
    """Fifty plays weigh no more than one: the interval is that of three turns."""
    once, often = (
        simulate(story, [LEARNERS["listener"]], runs).seats["staff"]["listener"].score(Practice.LISTENING)
        for runs in (1, 50)
    )

    assert once == often


def test_random_takes_each_option_as_often_as_another(story: Scenario) -> None:
    """Of four hundred plays a half takes the better of two options, within four standard errors of a half."""
    tally = simulate(story, [CHANCE], 400).seats["staff"]["random"]

    assert 40 <= (tally.score(Practice.LISTENING).score or 0) <= 60
    for span in tally.won.values():
        assert 0.4 * span.best <= span.chosen <= 0.6 * span.best


def test_all_seats_are_played_and_added_up() -> None:
    """What is won over all seats is what is won in each, and over several scenarios likewise."""
    shipped = load(find("search-protocol"))
    found = simulate(shipped, [CHANCE], 5)

    assert set(shipped.seats) == set(found.seats)
    assert added(each["random"] for each in found.seats.values()) == found.tallies["random"]
    assert 10 == found.tallies["random"].plays == sum(found.tallies["random"].ends.values())
    assert found.tallies["random"].score(Practice.VOICING) == together([found])["random"].score(Practice.VOICING)
    assert 20 == together([found, found])["random"].plays


def test_who_goes_in_a_circle_comes_to_no_end() -> None:
    """A learner that would say the same for ever stops, and is counted without an end."""
    circle = scenario({"round": turn(option("again and again and again".replace(" ", "-"), "round"), option("out"))})
    tally = simulate(circle, [LEARNERS["longest"]], 2).seats["staff"]["longest"]
    *_, play = walk(circle, "staff", LEARNERS["longest"], 0)

    assert (2, {}) == (tally.plays, dict(tally.ends))
    assert MOST_REPLIES == sum(event.kind == "reply_made" for event in play.events)


def test_without_a_part_nobody_plays() -> None:
    """A scenario that nobody can take a part in is refused with the reason."""
    nobody = parse(short_story().replace('"seat": true', '"seat": false'))
    with pytest.raises(Refused, match="no cast member"):
        simulate(nobody, [CHANCE], 1)


def test_the_same_seed_gives_the_same_bytes_in_every_process() -> None:
    """Nothing depends on how a process orders its sets; another seed gives other plays."""
    program = (
        "import json, sys; from trainer.authoring.learner_words import Simulation, as_json;"
        "from trainer.authoring.learners import LEARNERS; from trainer.authoring.simulate import simulate;"
        "from trainer.authoring.leak import rank; from trainer.library import find, load;"
        "one, other = load(find('search-protocol')), load(find('fear-of-discharge'));"
        "seed = int(sys.argv[1]);"
        "print(json.dumps(as_json(Simulation((simulate(one, LEARNERS.values(), 3, seed),), "
        "(rank(one, [other]),), 3, seed))))"
    )
    shown = {
        seed: {
            subprocess.run(
                [sys.executable, "-c", program, seed],
                env=os.environ | {"PYTHONHASHSEED": hashing},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for hashing in ("1", "77")
        }
        for seed in ("0", "9")
    }

    assert [1, 1] == [len(found) for found in shown.values()]
    assert shown["0"] != shown["9"]
