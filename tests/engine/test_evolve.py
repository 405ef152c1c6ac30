"""A session's state is the fold of its events, and what each event does to it."""

import pytest
from builders import option, scenario, turn
from transitions.core import MachineError

from trainer.engine.events import (
    CheckedIn,
    EndReached,
    Event,
    Forked,
    Paused,
    PlayBegan,
    ReadingMarked,
    ReplyMade,
    Resumed,
    SessionBegan,
    SessionClosed,
    WordsGiven,
)
from trainer.engine.evolve import begun, evolve, fold, turn_of, visit_of
from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.engine.state import Phase, WordsDue, World, count_of, counted, no_counts

BEGAN = SessionBegan(scenario="", scenario_id="small", seats=("staff",), seed=9)


@pytest.fixture
def machine() -> ScenarioMachine:
    """A beat without a turn, a turn that can come back, and a turn that asks for everything."""
    beats = {
        "arrive": {"to": "look"},
        "look": {"to": "a"},
        "a": turn(option("again", "look", change={"trust": 10}), option("on", "b", set=["went"])),
        "b": turn(
            option("x", if_=["went", "trust >= 20", "seen look"]),
            option("y", "b"),
            own_words=True,
            checkin="How is it?",
        ),
    }
    return machine_of(scenario(beats, meters={"trust": {"of": "patient", "start": 15}}))


def replied(beat: str, name: str, **marks: object) -> ReplyMade:
    """Return the event of a reply of staff."""
    return ReplyMade(beat=f"room/{beat}", seat="staff", option=name, **marks)


def test_beginning(machine: ScenarioMachine) -> None:
    """A session begins in the briefing, at the first beat, with what it was given and nothing visited."""
    state = begun(machine, BEGAN)

    assert (Phase.BRIEFING, "room/arrive", frozenset({"staff"}), 9) == (
        state.phase,
        state.beat,
        state.seats,
        state.seed,
    )
    assert state == fold(machine, [BEGAN])
    assert (False, ()) == (state.checkin_due, state.words_due)
    assert turn_of(machine, state) is None


def test_beats_without_a_turn_are_passed(machine: ScenarioMachine) -> None:
    """Arriving goes on through beats without a turn to the first that has one, which is now visited once."""
    state = fold(machine, [BEGAN, PlayBegan()])
    beat = turn_of(machine, state)

    assert (Phase.PLAYING, "room/a") == (state.phase, state.beat)
    assert beat is machine.beats["room/a"]
    assert 1 == visit_of(beat, state)


def test_visits_are_counted(machine: ScenarioMachine) -> None:
    """Each coming to a turn counts, and leaves the other turns' counts alone."""
    state = fold(machine, [BEGAN, PlayBegan(), replied("a", "again"), replied("a", "again"), replied("a", "on")])

    assert (3, 1) == tuple(visit_of(machine.beats[beat], state) for beat in ("room/a", "room/b"))


def test_world_after_replies(machine: ScenarioMachine) -> None:
    """Replies move what conditions read: here a meter by ten each time, a flag, and a beat that was passed."""
    before = fold(machine, [BEGAN, PlayBegan()])
    after = fold(machine, [BEGAN, PlayBegan(), replied("a", "again"), replied("a", "on")])

    assert ((15,), (25,)) == (before.world.numbers, after.world.numbers)
    assert ["y"] == [option.id for option in machine.beats["room/b"].open_options(before.world)]
    assert ["x", "y"] == [option.id for option in machine.beats["room/b"].open_options(after.world)]


@pytest.mark.parametrize(
    ("event", "phase"),
    [
        (Paused(), Phase.PAUSED),
        (Resumed(), Phase.PLAYING),
        (EndReached(end="out"), Phase.DEBRIEF),
        (SessionClosed(), Phase.CLOSED),
    ],
)
def test_events_that_only_move_the_phase(machine: ScenarioMachine, event: Event, phase: Phase) -> None:
    """Pausing, going on, ending and closing change the phase and nothing else."""
    state = fold(machine, [BEGAN, PlayBegan(), replied("a", "on")])

    assert state._replace(phase=phase) == evolve(machine, state, event)


def test_what_is_due(machine: ScenarioMachine) -> None:
    """A check-in is due on arriving at its turn and words after its reply, until they are given or passed by."""
    arrived = fold(machine, [BEGAN, PlayBegan(), replied("a", "on")])
    checked = evolve(machine, arrived, CheckedIn(beat="room/b", seat="staff", digest=""))
    spoken = evolve(machine, checked, replied("b", "y"))
    worded = evolve(machine, spoken, WordsGiven(beat="room/b", seat="staff", digest=""))

    due = WordsDue("staff", "room/b")
    assert [(True, ()), (False, ()), (True, (due,)), (True, ())] == [
        (state.checkin_due, state.words_due) for state in (arrived, checked, spoken, worded)
    ]


def test_scripted_turn_asks_nobody(machine: ScenarioMachine) -> None:
    """Where the turn's seat is scripted no check-in is due."""
    nobody = SessionBegan(scenario="", scenario_id="small", seats=("patient",), seed=9)

    assert not fold(machine, [nobody, PlayBegan(), replied("a", "on", scripted=True)]).checkin_due


def test_evolving_leaves_the_earlier_state_alone(machine: ScenarioMachine) -> None:
    """States are values: the one before an event is the same after it."""
    before = fold(machine, [BEGAN, PlayBegan()])
    evolve(machine, before, replied("a", "again"))

    assert fold(machine, [BEGAN, PlayBegan()]) == before


def test_unguarded_reply_passes_its_condition(machine: ScenarioMachine) -> None:
    """A reply that the log marks as made while nothing was open leads on, though its condition does not hold."""
    state = fold(machine, [BEGAN, PlayBegan(), replied("a", "on"), replied("b", "x", none_open=True)])

    assert "end/out" == state.beat


def test_log_of_an_impossible_reply(machine: ScenarioMachine) -> None:
    """A log in which a closed option was chosen, though another was open, is none that could have been."""
    with pytest.raises(MachineError):
        fold(machine, [BEGAN, PlayBegan(), replied("a", "on"), replied("b", "x")])


def test_log_begins_with_a_session(machine: ScenarioMachine) -> None:
    """What does not begin with a session is no log."""
    with pytest.raises(TypeError, match="session_began"):
        fold(machine, [PlayBegan()])


def test_second_beginning_begins_anew(machine: ScenarioMachine) -> None:
    """A session that begins has nothing of what went before."""
    state = fold(machine, [BEGAN, PlayBegan(), replied("a", "on")])

    assert begun(machine, BEGAN) == evolve(machine, state, BEGAN)


def test_forks_and_marks_leave_the_state_as_it_is(machine: ScenarioMachine) -> None:
    """That a session goes on from another one, and what is said of its readings, moves nothing in the story."""
    state = fold(machine, [BEGAN, PlayBegan(), replied("a", "on")])

    assert state == evolve(machine, state, Forked(session="abcd"))
    assert state == evolve(machine, state, ReadingMarked(seat="staff", reading="harm@2", is_so=False))


@pytest.mark.parametrize("size", [1, 63, 64, 65, 200])
def test_counts_hold_every_index(size: int) -> None:
    """Whatever the number of beats, each has a count of its own that starts at nothing."""
    counts = no_counts(size)
    for index in range(size):
        for _ in range(index % 3):
            counts = counted(counts, index)

    assert [index % 3 for index in range(size)] == [count_of(counts, index) for index in range(size)]


def test_world_is_empty_where_nothing_is_read() -> None:
    """A story without conditions has one world."""
    machine = machine_of(scenario({"a": turn(option("x", set=["asked"], tilt=4))}))

    assert World() == fold(machine, [BEGAN, PlayBegan(), replied("a", "x"), EndReached(end="out")]).world
