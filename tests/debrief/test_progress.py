"""What plays show together: first attempts and forks apart, nothing counted twice, all of it computed by hand."""

import json

import pytest
from builders import option, scenario, turn

from trainer.debrief.practice import Score
from trainer.debrief.progress import Played, Progress, progress
from trainer.debrief.routines import Loop
from trainer.engine.events import Event, Forked, ReadingMarked, ReplyMade
from trainer.play import Play
from trainer.scenario.model import Scenario


def at(to: str) -> dict[str, object]:
    """Return a turn with a span of 3 on listening: 2 is the best, 0 between, -1 the worst."""
    return turn(
        option("best", to, shows={"listening": 2}, action="follow"),
        option("fair", to, shows={"listening": 0}, action=["bystand", "oppose"], questions_aim=True),
        option("worst", to, shows={"listening": -1}, action="move", routine="change-topic"),
    )


@pytest.fixture
def thrice() -> Scenario:
    """Three such turns."""
    return scenario({"one": at("two"), "two": at("three"), "three": at("end/out")})


def as_played(name: str, story: Scenario, play: Play, **keys: object) -> Played:
    """Return `play` as one of several."""
    return Played(
        id=name,
        text=story.digest,
        title=story.title,
        part="Ingrid",
        began=0,
        **{"debrief": play.debrief()} | keys,
    )


def first(name: str, story: Scenario, *replies: str) -> Played:
    """Return a first attempt with `replies`."""
    play = Play.begin(story, "staff")
    for reply in replies:
        play.reply(reply)
    return as_played(name, story, play)


def fork(name: str, story: Scenario, before: tuple[str, ...], *replies: str) -> Played:
    """Return a play that says `replies` after what it shares with an attempt that began with `before`."""
    play = Play.begin(story, "staff")
    for reply in before:
        play.reply(reply)
    shared = play.events
    again = Play.replay(story, (*shared, Forked(session="a")))
    for reply in replies:
        again.reply(reply)
    return as_played(name, story, again, is_fork=True, shared=len(shared))


def listening(found: Progress) -> tuple[tuple[float | None, ...], Score, int]:
    """Return each first attempt's score, the pooled one, and how many plays that rests on."""
    over = found.first_attempts.practices["listening"]
    return tuple(each.score.score for each in over.plays), over.pooled, over.rests_on


def test_pooled_score_by_hand(thrice: Scenario) -> None:
    """Plays with 3+1+0 and 3+3+1 of 9 each have 44.4 and 77.8, and pooled 11 of 18 = 61.1 over 6 moments of equal span.

    Wilson at n = 6: z²/n = 0.273729, the middle is (0.611111 + 0.136865) / 1.273729 = 0.587233, and the half is
    1.006149 · √(0.237654/6 + 1.642374/144) = 1.006149 · √(0.039609 + 0.011405) = 0.227253: from 36.0 to 81.4.
    """
    found = progress([first("a", thrice, "best", "fair", "worst"), first("b", thrice, "best", "best", "fair")])

    assert ((44.4, 77.8), Score(61.1, 36.0, 81.4, 6, 6.0), 2) == listening(found)


def test_practice_that_was_never_in_play(thrice: Scenario) -> None:
    """A practice without a moment has no figure and rests on no play."""
    over = progress([first("a", thrice, "best", "best", "best")]).first_attempts.practices["voicing"]

    assert Score(None, None, None, 0, 0.0) == over.pooled
    assert (0, 0) == (over.rests_on, over.scored)


def test_play_with_too_few_moments_adds_to_the_pool(thrice: Scenario) -> None:
    """Under three moments a play has no score of its own, yet its moments are pooled: 3 + 3+1+1 of 12 are 66.7."""
    found = progress([first("a", thrice, "best"), first("b", thrice, "best", "fair", "fair")])

    assert ((None, 55.6), 66.7, 2) == (listening(found)[0], listening(found)[1].score, listening(found)[2])
    assert 4 == listening(found)[1].moments
    assert 1 == found.first_attempts.practices["listening"].scored


def test_fork_is_scored_whole_and_pooled_in_part(thrice: Scenario) -> None:
    """A fork that shares 3 and adds 1 and 0 has 4 of 9 of its own; pooled it brings 1 of 6 over two moments."""
    found = progress(
        [
            first("a", thrice, "best", "best", "best"),
            fork("b", thrice, ("best",), "fair", "worst"),
            fork("c", thrice, ("best", "best"), "best"),
        ]
    )
    over = found.forks.practices["listening"]

    assert ["b", "c"] == [each.play.id for each in over.plays]
    assert [44.4, 100.0] == [each.score.score for each in over.plays]
    assert (44.4, 3, 2) == (over.pooled.score, over.pooled.moments, over.rests_on)
    assert ((100.0,), 100.0) == (listening(found)[0], listening(found)[1].score)


def test_actions_are_summed_without_what_was_shared(thrice: Scenario) -> None:
    """What a fork shares was done once, by the attempt that it was shared from; what was not used is named."""
    found = progress([first("a", thrice, "best", "best", "fair"), fork("b", thrice, ("best", "best"), "worst")])

    assert {"move": 0, "follow": 2, "oppose": 1, "bystand": 1} == found.first_attempts.actions
    assert ("move",) == found.first_attempts.unused
    assert {"move": 1, "follow": 0, "oppose": 0, "bystand": 0} == found.forks.actions
    assert ("follow", "oppose", "bystand") == found.forks.unused


def test_actions_are_those_of_the_looking_back(thrice: Scenario) -> None:
    """For one first attempt the actions are what its looking back has."""
    play = first("a", thrice, "best", "worst", "fair")

    assert play.debrief.actions == progress([play]).first_attempts.actions


def test_routines_over_plays(thrice: Scenario) -> None:
    """A routine has the plays that took it, in order, each once; a fork has what it took itself."""
    found = progress(
        [
            first("a", thrice, "worst", "worst", "best"),
            first("b", thrice, "best", "best", "best"),
            first("c", thrice, "best", "best", "worst"),
            fork("d", thrice, ("worst",), "best", "best"),
            fork("e", thrice, ("best",), "worst", "best"),
        ]
    )
    of_firsts, of_forks = found.first_attempts.routines, found.forks.routines

    assert [("change-topic", ["a", "c"])] == [(each.routine, [play.id for play in each.plays]) for each in of_firsts]
    assert [("change-topic", ["e"])] == [(each.routine, [play.id for play in each.plays]) for each in of_forks]


def test_routine_marked_not_so(thrice: Scenario) -> None:
    """What a person marked “not so for me” stays marked over plays."""
    play = Play.begin(thrice, "staff")
    for reply in ("worst", "best", "best"):
        play.reply(reply)
    mark: Event = ReadingMarked(seat="staff", reading="routine:change-topic", is_so=False)
    marked = as_played("b", thrice, Play.replay(thrice, (*play.events, mark)))
    (routine,) = progress([first("a", thrice, "worst", "best", "best"), marked]).first_attempts.routines

    assert ["a", "b"] == [each.id for each in routine.plays]
    assert ["b"] == [each.id for each in routine.not_so]


def test_ways_back(thrice: Scenario) -> None:
    """A later play that comes to such a turn takes the same way, another one, or puts the aim in question."""
    found = progress(
        [
            first("a", thrice, "worst", "worst", "worst"),
            fork("b", thrice, ("worst",), "worst", "best"),
            first("c", thrice, "fair", "best", "worst"),
        ]
    ).returns

    assert [
        ("b", "room/two", Loop.SAME_WAY),
        ("b", "room/three", Loop.ANOTHER_WAY),
        ("c", "room/one", Loop.ANOTHER_AIM),
        ("c", "room/two", Loop.ANOTHER_WAY),
        ("c", "room/three", Loop.SAME_WAY),
    ] == [(each.play.id, each.back.later.event.beat, each.back.loop) for each in found]


def test_ways_back_are_of_one_story_and_one_part(thrice: Scenario) -> None:
    """What another story has at a beat of the same name, or another part, is nothing that was come back to."""
    other = scenario({"one": at("two"), "two": at("three"), "three": at("end/out")}, title="Another")
    found = progress([first("a", thrice, "worst", "worst", "worst"), first("b", other, "worst", "worst", "worst")])

    assert () == found.returns


def test_play_without_a_choice_is_left_out(thrice: Scenario) -> None:
    """A play in which nothing was chosen, or nothing new, is no play among these."""
    found = progress([first("a", thrice), fork("b", thrice, ("best",)), first("c", thrice, "best")])

    assert ["c"] == [play.id for play in found.plays]
    assert () == found.forks.plays


def test_nothing_played() -> None:
    """Without plays there is nothing, and no error."""
    found = progress([])

    assert ((), (), ()) == (found.plays, found.returns, found.first_attempts.routines)
    assert {"move": 0, "follow": 0, "oppose": 0, "bystand": 0} == found.forks.actions


def test_as_json(thrice: Scenario) -> None:
    """The JSON holds what is documented, and is JSON."""
    found = progress([first("a", thrice, "worst", "best", "best"), fork("b", thrice, (), "worst", "best", "best")])
    written = json.loads(json.dumps(found.to_json()))

    assert ["format", "first_attempts", "forks", "returns"] == list(written)
    assert ["plays", "practices", "actions", "routines"] == list(written["forks"])
    assert {
        "session": "a",
        "scenario": "small",
        "title": "Small",
        "seat": "staff",
        "began": 0,
        "end": "out",
    } == written["first_attempts"]["plays"][0]
    pooled = written["first_attempts"]["practices"]["listening"]["pooled"]
    assert (66.7, 3, 1) == (pooled["score"], pooled["moments"], pooled["plays"])
    assert [{"routine": "change-topic", "sessions": ["b"], "not_so": []}] == written["forks"]["routines"]
    assert [
        {
            "session": "b",
            "beat": "room/one",
            "earlier": "worst",
            "later": "worst",
            "routine": "change-topic",
            "loop": "same-way",
        }
    ] == written["returns"]


def test_own_choices_of_a_fork_begin_where_it_parted(thrice: Scenario) -> None:
    """What a fork shares is none of its own choices, and everything of a first attempt is."""
    whole, again = first("a", thrice, "best", "fair", "worst"), fork("b", thrice, ("best",), "worst", "worst")

    assert ["best", "fair", "worst"] == [choice.event.option for choice in whole.own]
    assert ["worst", "worst"] == [choice.event.option for choice in again.own]
    assert all(isinstance(choice.event, ReplyMade) for choice in again.own)
