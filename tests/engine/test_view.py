"""What one seat may see: its own thoughts, its own options in its own turn, and nothing else."""

import dataclasses

import pytest
from builders import option, scenario, turn

from trainer.engine.events import EndReached, Paused, PlayBegan, ReplyMade, SessionBegan
from trainer.engine.evolve import fold
from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.engine.view import (
    OpenOption,
    Spoken,
    all_lines_after,
    checkin_for,
    lines_after,
    options_for,
)

BEGAN = SessionBegan(scenario="", scenario_id="small", seats=("staff", "patient"), seed=1)
REPLY = ReplyMade(beat="room/a", seat="staff", option="x")


@pytest.fixture
def machine() -> ScenarioMachine:
    """A turn with a closed option, lines of every kind, a beat that is passed through and a second person's turn."""
    beats = {
        "a": turn(
            option("x", "pass", then=[{"patient": "Hm."}, {"thought": {"patient": "She asked."}}]),
            option("y", if_=["opened"], set=["opened"]),
            lines=[{"note": "Rain."}, {"patient": "Well?"}, {"thought": {"staff": "Not now."}}],
            checkin="How is it?",
        ),
        "pass": {"lines": [{"note": "A door."}, {"leader": "Morning."}], "to": "b"},
        "b": turn(option("z"), seat="patient", lines=[{"thought": {"leader": "Late."}}]),
    }
    return machine_of(scenario(beats))


def texts(lines: object) -> list[str]:
    """Return the texts of `lines`."""
    return [line.text for line in lines]


def test_first_lines(machine: ScenarioMachine) -> None:
    """Beginning brings the lines of the first beat, each with its speaker, its scene and its address."""
    assert [
        Spoken("note", "Rain.", False, "room", "room/a#0"),
        Spoken("patient", "Well?", False, "room", "room/a#1"),
        Spoken("staff", "Not now.", True, "room", "room/a#2"),
    ] == list(all_lines_after(machine, PlayBegan()))


def test_lines_of_a_reply(machine: ScenarioMachine) -> None:
    """A reply brings its own words, what follows, and the lines of every beat that is come to by it."""
    assert [
        Spoken("staff", "I say x.", False, "room", "room/a/x", is_reply=True, is_scripted=False),
        Spoken("patient", "Hm.", False, "room", "room/a/x#0"),
        Spoken("patient", "She asked.", True, "room", "room/a/x#1"),
        Spoken("note", "A door.", False, "room", "room/pass#0"),
        Spoken("leader", "Morning.", False, "room", "room/pass#1"),
        Spoken("leader", "Late.", True, "room", "room/b#0"),
    ] == list(all_lines_after(machine, REPLY))


def test_scripted_reply_is_marked(machine: ScenarioMachine) -> None:
    """A script's reply is a reply, and marked as scripted."""
    first = next(all_lines_after(machine, dataclasses.replace(REPLY, scripted=True)))

    assert (True, True) == (first.is_reply, first.is_scripted)


@pytest.mark.parametrize(
    ("seats", "thoughts"),
    [
        ({"staff"}, []),
        ({"patient"}, ["She asked."]),
        ({"patient", "leader"}, ["She asked.", "Late."]),
    ],
)
def test_thoughts_are_for_their_own_seat(machine: ScenarioMachine, seats: set[str], thoughts: list[str]) -> None:
    """What is said aloud everybody hears who is there; of the thoughts a seat sees its own."""
    lines = list(lines_after(machine, REPLY, seats))

    assert ["I say x.", "Hm.", "A door.", "Morning."] == texts(line for line in lines if not line.is_thought)
    assert thoughts == texts(line for line in lines if line.is_thought)


@pytest.mark.parametrize(("seats", "seen"), [(set(), []), ({"leader"}, ["Late."])])
def test_who_is_not_there_hears_nothing(machine: ScenarioMachine, seats: set[str], seen: list[str]) -> None:
    """Of a talk that is held without them a seat sees neither what is said nor what is done there."""
    assert seen == texts(lines_after(machine, REPLY, seats))


def test_what_one_says_oneself_is_seen(machine: ScenarioMachine) -> None:
    """A seat sees its own reply even where its author forgot to put it into the scene."""
    elsewhere = dataclasses.replace(REPLY, beat="room/a", seat="leader")

    assert texts(lines_after(machine, elsewhere, {"leader"}))[:1] == ["I say x."]


def test_events_without_lines(machine: ScenarioMachine) -> None:
    """A pause and an end bring no lines."""
    assert [] == [*all_lines_after(machine, Paused()), *all_lines_after(machine, EndReached(end="out"))]


def test_options_are_for_the_seat_whose_turn_it_is(machine: ScenarioMachine) -> None:
    """A seat sees its open options in its own turn, with id and words and no more; nobody else sees any."""
    state = fold(machine, [BEGAN, PlayBegan()])

    assert (OpenOption("x", "I say x."),) == options_for(machine, state, "staff")
    assert () == options_for(machine, state, "patient")
    assert ("id", "say") == OpenOption._fields


def test_options_before_and_after_the_play(machine: ScenarioMachine) -> None:
    """In the briefing and after the end there is nothing to choose; in a pause one may look."""
    log = [BEGAN, PlayBegan(), REPLY, ReplyMade(beat="room/b", seat="patient", option="z"), EndReached(end="out")]

    assert () == options_for(machine, fold(machine, log[:1]), "staff")
    assert () == options_for(machine, fold(machine, log), "patient")
    assert 1 == len(options_for(machine, fold(machine, [*log[:2], Paused()]), "staff"))


def test_check_in_is_for_the_seat_whose_turn_it_is(machine: ScenarioMachine) -> None:
    """How it is now is asked of the turn's seat, where the author asks it."""
    state = fold(machine, [BEGAN, PlayBegan()])

    assert ("How is it?", None) == (checkin_for(machine, state, "staff"), checkin_for(machine, state, "patient"))
    assert checkin_for(machine, fold(machine, [BEGAN, PlayBegan(), REPLY]), "patient") is None


def test_hidden_options_leave_the_order_alone() -> None:
    """Options are shown in the order drawn, in which closed ones are passed over."""
    options = [option(name, if_=["opened"] if name in "bd" else []) for name in "abcde"]
    beats = {"t": turn(*options, option("f", "t", set=["opened"]))}
    machine = machine_of(scenario(beats))
    for seed in range(20):
        began = dataclasses.replace(BEGAN, seed=seed)
        state = fold(machine, [began, PlayBegan()])
        opened = state._replace(world=state.world._replace(marks=1))
        few, all_of_them = ([shown.id for shown in options_for(machine, now, "staff")] for now in (state, opened))

        assert sorted("abcdef") == sorted(all_of_them)
        assert [name for name in all_of_them if name not in "bd"] == few
