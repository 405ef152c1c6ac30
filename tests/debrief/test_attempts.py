"""Attempts beside each other: from where they part, turn beside turn, each with its own score."""

import pytest
from builders import option, scenario, turn

from trainer.debrief.attempts import SideBySide, moment_of, shared_part, side_by_side
from trainer.debrief.debrief import look_back
from trainer.engine.events import Event, Forked, ReplyMade
from trainer.engine.machine import machine_of
from trainer.play import Play
from trainer.scenario.model import Scenario


@pytest.fixture
def story() -> Scenario:
    """A way through four turns, one of which can be gone round."""

    def at(to: str, other: str) -> dict[str, object]:
        return turn(option("on", to, shows={"listening": 1}), option("round", other, routine="change-topic"))

    beats = {
        "one": at("two", "two"),
        "two": at("three", "four"),
        "three": at("four", "four"),
        "four": at("end/out", "end/out"),
    }
    return scenario(beats)


def events_of(story: Scenario, *replies: str) -> tuple[Event, ...]:
    """Return the log of a play of staff."""
    play = Play.begin(story, "staff")
    for reply in replies:
        play.reply(reply)
    return play.events


def beside(story: Scenario, first: tuple[Event, ...], *replies: str, at: int) -> SideBySide:
    """Return a first attempt beside a fork of it at the reply `at`, in which `replies` are made instead."""
    again: list[Event] = [*first[:at], Forked(session="first")]
    turns = [event for event in events_of(story, *replies) if isinstance(event, ReplyMade)]
    again += turns[at - 2 :]
    machine = machine_of(story)
    return side_by_side(look_back(machine, first, "staff"), look_back(machine, tuple(again), "staff"), at)


def test_attempts_stand_beside_each_other_from_where_they_part(story: Scenario) -> None:
    """What both share is not told twice, and replies of the same turn stand in one row, whatever came between."""
    first = events_of(story, "on", "on", "on", "on")
    sides = beside(story, first, "on", "round", "round", at=3)

    assert [("room/two", "room/two"), ("room/three", None), ("room/four", "room/four")] == [
        tuple(choice and choice.event.beat for choice in step) for step in sides.steps
    ]
    assert [("on", "round"), ("on", None), ("on", "round")] == [
        tuple(choice and choice.event.option for choice in step) for step in sides.steps
    ]


def test_the_first_attempt_keeps_its_score(story: Scenario) -> None:
    """The first attempt reads as if there were no other one, and a fork is scored whole, its shared part included."""
    first = events_of(story, "on", "on", "on", "on")
    sides = beside(story, first, "on", "round", "round", at=3)
    scores = [debrief.to_json()["scores"]["listening"] for debrief in (sides.first, sides.second)]

    assert look_back(machine_of(story), first, "staff").to_json() == sides.first.to_json()
    assert [(100.0, 4), (33.3, 3)] == [(score["score"], score["moments"]) for score in scores]


def test_what_came_of_a_way_of_protecting_oneself(story: Scenario) -> None:
    """Only what the second attempt did where the first had protected itself is told, and not what they share."""
    sides = beside(story, events_of(story, "round", "round", "on"), "round", "on", "on", "on", at=3)

    assert [("room/two", "round", "on")] == [
        (back.later.event.beat, back.earlier.event.option, back.later.event.option) for back in sides.returns
    ]


def test_shared_part_is_counted_in_the_logs() -> None:
    """Two logs share what they begin with, and a log shares all of itself with one that goes on."""
    assert [2, 3, 0] == [shared_part("abc", "abd"), shared_part("abc", "abcd"), shared_part("", "abc")]


def test_moment_of_a_choice(story: Scenario) -> None:
    """A choice that counted has its moment; with it goes what it showed."""
    debrief = look_back(machine_of(story), events_of(story, "on", "round"), "staff")

    assert [1, 0] == [next(iter(moment_of(debrief, choice).shown.values())) for choice in debrief.choices]
