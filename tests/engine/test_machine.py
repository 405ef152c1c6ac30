"""The machine that all sessions of a scenario share: like the library's own, and deaf to names in a text."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from builders import option, scenario, scenario_text, turn
from hypothesis import given
from hypothesis import strategies as st
from transitions.core import Machine, MachineError

from trainer.engine.lean import Cursor, Guard, LeanMachine
from trainer.engine.machine import GO_ON, ScenarioMachine, machine_of
from trainer.engine.state import World
from trainer.play import Play
from trainer.scenario.load import ScenarioError, parse

SETTINGS = {"model": None, "initial": None, "auto_transitions": False, "send_event": True}


class Move(NamedTuple):
    """A transition of a random machine; it is open when the bit of `mark` is set, or always."""

    trigger: str
    source: str
    dest: str
    mark: int | None

    def holds(self, world: World) -> bool:
        """Whether the transition is open in `world`."""
        return self.mark is None or bool(world.marks >> self.mark & 1)


class Step(NamedTuple):
    """A trigger that is pulled in a world."""

    trigger: str
    world: World
    is_unguarded: bool


class Mover:
    """A model as the library knows it."""

    def __init__(self) -> None:
        self.world = World()
        self.is_unguarded = False


@st.composite
def any_machine(draw: st.DrawFn) -> tuple[list[str], list[Move], list[Step]]:
    """Draw states, transitions between them and a walk that pulls triggers in changing worlds."""
    states = [f"room/{number}" for number in range(draw(st.integers(1, 5)))]
    triggers = [f"option_{number}" for number in range(draw(st.integers(1, 4)))]
    moves = st.builds(
        Move, st.sampled_from(triggers), st.sampled_from(states), st.sampled_from(states), st.none() | st.integers(0, 3)
    )
    worlds = st.builds(World, st.just(()), st.integers(0, 15))
    steps = st.builds(Step, st.sampled_from(triggers), worlds, st.booleans())
    return states, draw(st.lists(moves, min_size=1, max_size=16)), draw(st.lists(steps, max_size=24))


def outcome(pull: Callable[[], bool]) -> tuple[str, str] | bool:
    """Return what pulling a trigger gives: whether it moved, or the error and its words."""
    try:
        return pull()
    except (MachineError, KeyError) as error:
        return type(error).__name__, str(error)


def stock_machine(states: list[str], moves: list[Move]) -> Machine:
    """Return the library's own machine, with its own way of asking conditions."""
    machine = Machine(states=states, **SETTINGS)
    for move in moves:

        def is_open(event: object, move: Move = move) -> bool:
            return event.model.is_unguarded or move.holds(event.model.world)

        machine.add_transition(move.trigger, move.source, move.dest, conditions=[is_open])
    return machine


def lean_machine(states: list[str], moves: list[Move]) -> LeanMachine:
    """Return our machine of the same states and transitions."""
    machine = LeanMachine(states=states, **SETTINGS)
    for move in moves:
        guard = None if move.mark is None else [Guard(move.holds)]
        machine.add_transition(move.trigger, move.source, move.dest, conditions=guard)
    return machine


@given(any_machine())
def test_lean_machine_is_the_stock_machine(drawn: tuple[list[str], list[Move], list[Step]]) -> None:
    """On any machine and any walk both give the same results, the same states and the same errors in the same words."""
    states, moves, steps = drawn
    stock, lean = stock_machine(states, moves), lean_machine(states, moves)
    mover, cursor = Mover(), Cursor(states[0], World())
    stock.add_model(mover, initial=states[0])
    for step in steps:
        mover.world = cursor.world = step.world
        mover.is_unguarded = cursor.is_unguarded = step.is_unguarded
        expected = outcome(lambda: stock.events[step.trigger].trigger(mover))  # noqa: B023  called at once

        assert expected == outcome(lambda: lean.events[step.trigger].trigger(cursor))  # noqa: B023  called at once
        assert mover.state == cursor.state


def test_unknown_state_fails_like_the_stock_machine() -> None:
    """A cursor that stands nowhere is the same error in both."""
    moves = [Move("option_0", "room/a", "room/a", None)]
    stock, lean = stock_machine(["room/a"], moves), lean_machine(["room/a"], moves)
    mover = Mover()
    stock.add_model(mover, initial="room/a")
    mover.state = "room/nowhere"
    with pytest.raises(ValueError, match="room/nowhere") as expected:
        stock.events["option_0"].trigger(mover)
    with pytest.raises(ValueError, match="room/nowhere") as actual:
        lean.events["option_0"].trigger(Cursor("room/nowhere", World()))

    assert str(expected.value) == str(actual.value)


def test_lean_machine_binds_nothing_to_a_model() -> None:
    """What a model gets does not grow with states and triggers, so that a session costs the same in any story."""
    attributes = []
    for size in (1, 50):
        states = [f"room/{number}" for number in range(size)]
        lean = lean_machine(states, [Move(f"option_{n}", state, state, None) for n, state in enumerate(states)])
        mover = Mover()
        lean.add_model(mover, initial=states[0])
        attributes.append(set(vars(mover)))

    assert attributes[0] == attributes[1]


def test_shared_triggers() -> None:
    """A scenario has one trigger for each place in a turn and one to go on: no jump to a state is ever possible."""
    machine = machine_of(
        scenario({"a": {"to": "b"}, "b": turn(option("x", "c"), option("y", "c")), "c": turn(option("z"))})
    )

    assert {"go_on", "option_0", "option_1"} == set(machine.machine.events)
    assert {"room/a", "room/b", "room/c", "end/out"} == set(machine.machine.states)


def test_one_machine_for_all_sessions() -> None:
    """A scenario is compiled once, and plays leave the machine as it was."""
    story = scenario({"a": turn(option("x"), option("y"))})
    machine = machine_of(story)
    for seed in range(5):
        Play.begin(story, "staff", seed).reply("x")

    assert machine is machine_of(story)
    assert [] == machine.machine.models


def test_machine_refuses_what_is_not_open() -> None:
    """The machine itself raises where a condition does not hold, where a trigger leads nowhere and after an end."""
    machine = machine_of(scenario({"a": turn(option("x"), option("y", if_=["asked"], set=["asked"]))}))
    nothing, asked = World((), 0), World((), 1)

    assert "end/out" == machine.go("option_1", "room/a", asked)
    assert "end/out" == machine.go("option_1", "room/a", nothing, is_unguarded=True)
    for trigger, beat in (("option_1", "room/a"), ("option_0", "end/out")):
        with pytest.raises(MachineError):
            machine.go(trigger, beat, nothing)


def after(condition: object, **effects: object) -> bool:
    """Return whether an option with `condition` is open after one reply with `effects`."""
    story = scenario(
        {
            "first": turn(option("go", "second", **effects), option("other", "second", set=["asked", "told"])),
            "second": turn(option("always", "second"), option("guarded", if_=condition)),
        },
        meters={"trust": {"of": "patient", "start": 40}, "calm": {"of": "staff", "start": 7}},
        facts={
            "plan": {"text": "There is a plan.", "known_by": ["staff"]},
            "secret": {"text": "There is a secret."},
        },
    )
    play = Play.begin(story, "staff")
    play.reply("go")
    return "guarded" in [open_option.id for open_option in play.options]


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [
        (">=", False, True, True),
        ("<=", True, True, False),
        (">", False, False, True),
        ("<", True, False, False),
        ("==", False, True, False),
        ("=", False, True, False),
        ("!=", True, False, True),
    ],
)
def test_comparisons(sign: str, below: bool, at: bool, above: bool) -> None:  # noqa: FBT001  what is expected
    """Each comparison of a meter that starts at 40 with 30 is what the sign says, and `not` turns it round."""
    for move, expected in ((-11, below), (-10, at), (-9, above)):
        assert expected is after([f"trust {sign} 30"], change={"trust": move})
        assert expected is not after([f"not trust {sign} 30"], change={"trust": move})


@pytest.mark.parametrize(
    ("expected", "condition", "effects"),
    [
        (False, ["asked"], {}),
        (True, ["asked"], {"set": ["asked"]}),
        (False, ["asked"], {"set": ["told"]}),
        (True, ["not asked"], {}),
        (False, ["not asked"], {"set": ["asked"]}),
        (True, ["tilt == 0"], {}),
        (True, ["tilt > 0"], {"tilt": 1}),
        (True, ["tilt <= -5"], {"tilt": "-5"}),
        (False, ["not tilt < 0"], {"tilt": "-1"}),
        (True, ["staff knows plan"], {}),
        (False, ["patient knows plan"], {}),
        (True, ["not patient knows plan"], {}),
        (True, ["patient knows plan"], {"tells": ["plan"]}),
        (False, ["patient knows plan"], {"tells": ["secret"]}),
        (True, ["staff knows secret", "patient knows secret"], {"tells": ["secret"]}),
        (False, ["leader knows plan"], {"tells": ["plan"]}),
        (True, ["seen first"], {}),
        (True, ["seen room/first"], {}),
        (False, ["not seen first"], {}),
        (False, ["seen second"], {}),
        (True, ["asked", "tilt > 0", "patient knows plan"], {"set": ["asked"], "tilt": 1, "tells": ["plan"]}),
        (False, ["asked", "tilt > 0", "patient knows plan"], {"set": ["asked"], "tells": ["plan"]}),
        (False, ["asked", "trust > 41"], {"set": ["asked"], "change": {"trust": "+1"}}),
        (True, [{"any": ["asked", "trust > 40"]}], {"set": ["asked"]}),
        (True, [{"any": ["asked", "trust > 40"]}], {"change": {"trust": 1}}),
        (False, [{"any": ["asked", "trust > 40"]}], {}),
        (True, [{"any": ["asked", "not told"]}], {}),
        (True, ["calm == 7", {"any": ["asked", "told"]}], {"set": ["told"]}),
        (False, ["calm != 7", {"any": ["asked", "told"]}], {"set": ["told"]}),
        (False, [{"any": ["asked", "told"]}, {"any": ["trust < 40", "tilt > 0"]}], {"set": ["told"]}),
        (True, [{"any": ["asked", "told"]}, {"any": ["trust < 40", "tilt > 0"]}], {"set": ["told"], "tilt": 3}),
        (True, "asked", {"set": ["asked", "told"]}),
    ],
)  # fmt: skip
def test_conditions(expected: bool, condition: object, effects: dict[str, object]) -> None:  # noqa: FBT001  what is expected
    """A list holds when all of its atoms hold, `any` in it when one does, and each atom is read as it is written."""
    assert expected is after(condition, **effects)


@given(st.lists(st.integers(0, 6), max_size=12))
def test_meters_and_tilt_are_clipped_after_every_effect(picks: list[int]) -> None:
    """A meter stays within 0 and 100 and tilt within -100 and 100, each cut off at once and not at the end."""
    amounts = (-200, -100, -7, 1, 30, 100, 200)
    options = [
        option(f"by{number}", "a", change={"trust": amount}, tilt=amount) for number, amount in enumerate(amounts)
    ]
    reader = option("out", if_=["trust >= 0", "tilt >= -100"])
    play = Play.begin(
        scenario({"a": turn(*options, reader)}, meters={"trust": {"of": "patient", "start": 40}}), "staff"
    )
    trust, tilt = 40, 0
    for pick in picks:
        play.reply(f"by{pick}")
        trust = sorted((0, trust + amounts[pick], 100))[1]
        tilt = sorted((-100, tilt + amounts[pick], 100))[1]

    assert (trust, tilt) == play.state.world.numbers


def test_conditions_read_the_state_before_the_reply() -> None:
    """An option that closes itself can be chosen once, and one that opens itself never."""
    story = scenario(
        {
            "a": turn(
                option("once", "a", if_=["not done", "trust >= 40"], set=["done"], change={"trust": -40}),
                option("never", "a", if_=["opened"], set=["opened"]),
                option("on"),
            )
        },
        meters={"trust": {"of": "patient", "start": 40}},
    )
    play = Play.begin(story, "staff")
    assert {"once", "on"} == {open_option.id for open_option in play.options}
    play.reply("once")

    assert {"on"} == {open_option.id for open_option in play.options}


def test_seen_is_after_leaving() -> None:
    """A beat is seen when it was left, not when one is there; one that was passed through is seen too."""
    story = scenario(
        {
            "a": {"to": "b"},
            "b": turn(
                option("again", "b"),
                option("back", if_=["seen b"]),
                option("passed", if_=["seen a"]),
                option("ahead", if_=["seen c"]),
            ),
            "c": turn(option("x")),
        }
    )
    play = Play.begin(story, "staff")
    assert {"again", "passed"} == {open_option.id for open_option in play.options}
    play.reply("again")

    assert {"again", "back", "passed"} == {open_option.id for open_option in play.options}


def test_seen_names_the_beat_of_its_own_scene() -> None:
    """`seen` without a scene means the beat of the scene that it stands in."""
    scenes = {
        "hall": {"title": "Hall", "present": ["staff"], "beats": {"a": turn(option("in", "room/a"))}},
        "room": {
            "title": "Room",
            "present": ["staff"],
            "beats": {
                "a": turn(option("stay", "a"), option("own", if_=["seen a"]), option("halls", if_=["seen hall/a"]))
            },
        },
    }
    play = Play.begin(scenario({}, scenes=scenes, start="hall/a"), "staff")
    play.reply("in")
    assert {"stay", "halls"} == {open_option.id for open_option in play.options}
    play.reply("stay")

    assert {"stay", "own", "halls"} == {open_option.id for open_option in play.options}


def test_telling_reaches_those_present_alone() -> None:
    """What is told in one room is known by who was in that room, and by nobody else until it is told to them."""
    asks = [option(who, "ask", if_=[f"{who} knows plan"]) for who in ("staff", "patient", "leader")]
    scenes = {
        "office": {
            "title": "Office",
            "present": ["staff", "leader"],
            "beats": {"talk": turn(option("tell", "room/ask", tells=["plan"]))},
        },
        "room": {
            "title": "Room",
            "present": ["staff", "patient"],
            "beats": {"ask": turn(*asks, option("tell", "ask", tells=["plan"]))},
        },
    }
    story = scenario({}, scenes=scenes, start="office/talk", facts={"plan": {"text": "There is a plan."}})
    play = Play.begin(story, "staff")
    play.reply("tell")
    assert {"staff", "leader", "tell"} == {open_option.id for open_option in play.options}
    play.reply("tell")

    assert {"staff", "leader", "patient", "tell"} == {open_option.id for open_option in play.options}


def test_world_holds_what_conditions_read() -> None:
    """Meters, flags and facts that no condition reads are no part of the state, so that reachable states stay few."""
    story = scenario(
        {"a": turn(option("x", "a", change={"trust": 5}, set=["asked"], tells=["plan"], tilt=3), option("y"))},
        meters={"trust": {"of": "patient", "start": 40}},
        facts={"plan": {"text": "There is a plan."}},
    )
    play = Play.begin(story, "staff")
    play.reply("x")

    assert World((), 0) == play.state.world


TRIPWIRE = "tripwire_of_the_author"


@pytest.fixture
def tripwire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that leaves a file behind when it is imported or called; the path of that file."""
    trace = tmp_path / "sprung"
    source = f"from pathlib import Path\ndef fire(*_):\n    Path({str(trace)!r}).write_text('x')\nfire()\n"
    (tmp_path / f"{TRIPWIRE}.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    return trace


def test_library_would_call_strings(tripwire: Path) -> None:
    """The danger is real: a string that reaches the library as a callback is imported and called."""
    machine = Machine(states=["a"], **SETTINGS)
    machine.add_transition("go", "a", "a", after=f"{TRIPWIRE}.fire")
    mover = Mover()
    machine.add_model(mover, initial="a")
    try:
        machine.events["go"].trigger(mover)
    finally:
        sys.modules.pop(TRIPWIRE, None)

    assert tripwire.exists()


def test_authors_text_is_never_imported_or_called(tripwire: Path) -> None:
    """Dotted paths in any text of a scenario stay text, through compiling, playing, replaying and looking back."""
    path = f"{TRIPWIRE}.fire"
    story = scenario(
        {
            "a": turn(
                option("x", "b", say=path, harm=path, why=path, then=[{"patient": path}, {"thought": {"staff": path}}]),
                option("y", "b", say="trainer.play.Play"),
                lines=[{"note": path}, {"patient": "os.system"}],
                checkin=path,
            ),
            "b": turn(option("z", say=path), seat="patient"),
        },
        about=path,
        title=path,
        facts={"plan": {"text": path}},
        ends={"out": {"title": path, "text": path}},
    )
    play = Play.begin(story, "staff")
    play.check_in(path)
    play.reply("x")
    Play.replay(story, play.events).debrief().to_json()

    assert play.is_over
    assert TRIPWIRE not in sys.modules
    assert not tripwire.exists()


@pytest.mark.parametrize("path", ["os.system", "trainer.play.Play", "builtins.exit"])
def test_dotted_paths_are_no_ids(path: str) -> None:
    """Ids, flags, targets and conditions with a dot in them are mistakes of the text and never reach the machine."""
    for text in (
        scenario_text({"a": turn(option(path))}),
        scenario_text({"a": turn(option("x", set=[path]))}),
        scenario_text({"a": turn(option("x", path))}),
        scenario_text({"a": turn(option("x", if_=[path]))}),
        scenario_text({path: turn(option("x"))}),
    ):
        with pytest.raises(ScenarioError) as refused:
            parse(text)
        assert {"S208", "S209", "R301"} >= {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(
    "name", ["antigravity", "this", "trigger", "state", "is-a", "to-b", "go-on", "initial", "models"]
)
def test_names_that_mean_something_to_python_or_the_library(name: str) -> None:
    """Ids that are modules of Python's or attributes of the library's are ids like others."""
    story = scenario(
        {
            name: turn(option(name, f"{name}-2", set=[name]), option("x")),
            f"{name}-2": turn(option(name, f"end/{name}", if_=[name]), option("y")),
        },
        ends={name: {"title": "A", "text": "B"}, "out": {"title": "C", "text": "D"}},
    )
    play = Play.begin(story, "staff")
    loaded = set(sys.modules)
    play.reply(name)
    play.reply(name)

    assert name == play.end
    assert loaded == set(sys.modules)


def test_going_on_without_a_turn() -> None:
    """A beat without a turn is left by the one trigger that goes on, whatever the world is."""
    machine = ScenarioMachine(scenario({"a": {"to": "b"}, "b": turn(option("x"))}))

    assert "room/b" == machine.go(GO_ON, "room/a", World())
