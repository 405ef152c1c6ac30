"""Stuck patterns and shares of actions, read from hand-made logs: each is named where it shows, and nowhere else."""

import pytest
from builders import option, scenario, turn

from trainer.debrief.actions import acts, by_speaker
from trainer.debrief.debrief import look_back
from trainer.engine.events import Event, PlayBegan, ReplyMade, SessionBegan
from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.scenario.model import Action, Scenario

FRONT, BACK = "room", "office"


def said_in_turn(*said: tuple[str, str | list[str] | None, str]) -> tuple[ScenarioMachine, tuple[Event, ...]]:
    """Return the log of a play in which each of `said`, a speaker, an action and a place, is a reply in that order."""
    rooms: dict[str, dict[str, dict[str, object]]] = {FRONT: {}, BACK: {}}
    for number, (speaker, action, place) in enumerate(said):
        to = f"{said[number + 1][2]}/b{number + 1}" if number + 1 < len(said) else "end/out"
        keys = {} if action is None else {"action": action}
        rooms[place][f"b{number}"] = turn(option("say", to, **keys), seat=speaker)
    present = ["staff", "patient", "leader"]
    scenes = {
        FRONT: {"title": "A room", "present": present, "beats": rooms[FRONT]},
        BACK: {"title": "An office", "present": ["staff", "leader"], "concerns": ["patient"], "beats": rooms[BACK]},
    }
    story = scenario(
        {}, start=f"{said[0][2]}/b0", scenes={name: scene for name, scene in scenes.items() if rooms[name]}
    )
    return machine_of(story), log_of(story, said)


def log_of(story: Scenario, said: tuple[tuple[str, str | list[str] | None, str], ...]) -> tuple[Event, ...]:
    """Return the log in which a person in the staff seat, and scripted others, reply as written."""
    began = SessionBegan(scenario=story.digest, scenario_id=story.id, seats=("staff",), seed=1)
    replies = (
        ReplyMade(beat=f"{place}/b{number}", seat=speaker, option="say", scripted=speaker != "staff")
        for number, (speaker, _, place) in enumerate(said)
    )
    return (began, PlayBegan(), *replies)


def found(*said: tuple[str, str | list[str] | None] | tuple[str, str | list[str] | None, str]) -> list[str]:
    """Return the patterns of a play in which `said` is done, in front unless a place is given."""
    machine, log = said_in_turn(*((*act, FRONT)[:3] for act in said))
    return look_back(machine, log, "staff").to_json()["patterns"]


STAFF_MOVES, STAFF_FOLLOWS, STAFF_OPPOSES = ("staff", "move"), ("staff", "follow"), ("staff", "oppose")
MOVES, FOLLOWS, OPPOSES, LOOKS_ON = (
    ("patient", "move"),
    ("patient", "follow"),
    ("patient", "oppose"),
    ("patient", "bystand"),
)


@pytest.mark.parametrize(
    ("expected", "done"),
    [
        (["serial-moves"], [STAFF_MOVES, MOVES, STAFF_MOVES, LOOKS_ON]),
        (["serial-moves"], [FOLLOWS, STAFF_MOVES, STAFF_MOVES, ("staff", None), MOVES, LOOKS_ON]),
        ([], [STAFF_MOVES, MOVES, STAFF_OPPOSES, STAFF_MOVES]),
        ([], [STAFF_MOVES, MOVES, ("staff", ["bystand", "move"]), OPPOSES]),
        (["serial-moves"], [STAFF_MOVES, MOVES, ("staff", ["move", "bystand"])]),
        (["courteous-compliance"], [MOVES, STAFF_FOLLOWS, MOVES, STAFF_FOLLOWS]),
        ([], [MOVES, STAFF_FOLLOWS, MOVES]),
        ([], [MOVES, STAFF_FOLLOWS, MOVES, STAFF_FOLLOWS, LOOKS_ON]),
        ([], [MOVES, STAFF_FOLLOWS, MOVES, STAFF_FOLLOWS, STAFF_OPPOSES]),
        ([], [STAFF_MOVES, STAFF_FOLLOWS, MOVES, FOLLOWS]),
        (["point-counterpoint"], [MOVES, STAFF_OPPOSES, MOVES, STAFF_OPPOSES]),
        (["point-counterpoint"], [LOOKS_ON, STAFF_MOVES, OPPOSES, STAFF_MOVES, OPPOSES, FOLLOWS]),
        ([], [MOVES, STAFF_OPPOSES, LOOKS_ON, MOVES, STAFF_OPPOSES]),
        ([], [OPPOSES, STAFF_MOVES, OPPOSES, STAFF_MOVES]),
        ([], [("staff", ["move", "oppose"]), ("staff", ["move", "oppose"])]),
        (["one-side-starts"], [MOVES, LOOKS_ON, MOVES, STAFF_FOLLOWS, MOVES, STAFF_FOLLOWS, MOVES]),
        ([], [MOVES, LOOKS_ON, MOVES, STAFF_FOLLOWS, MOVES]),
        ([], [MOVES, LOOKS_ON, MOVES, STAFF_FOLLOWS, STAFF_MOVES, LOOKS_ON, MOVES, STAFF_FOLLOWS, MOVES]),
        (
            ["courteous-compliance", "one-side-starts"],
            [MOVES, STAFF_FOLLOWS, MOVES, STAFF_FOLLOWS, MOVES, STAFF_FOLLOWS, MOVES, STAFF_FOLLOWS],
        ),
        ([], [STAFF_FOLLOWS, STAFF_OPPOSES, STAFF_FOLLOWS]),
        ([], [("staff", None), ("patient", None)]),
    ],
)
def test_patterns_in_one_room(expected: list[str], done: list[tuple[str, str | list[str] | None]]) -> None:
    """Each pattern is named by its rule, and a log that misses it by one act names none."""
    assert expected == found(*done)


@pytest.mark.parametrize(
    ("expected", "done"),
    [
        (["covert-opposition"], [("patient", "move", FRONT), ("staff", "follow", FRONT), ("staff", "oppose", BACK)]),
        ([], [("patient", "move", FRONT), ("staff", "follow", FRONT), ("staff", "oppose", FRONT)]),
        ([], [("staff", "oppose", BACK), ("patient", "move", FRONT), ("staff", "follow", FRONT)]),
        ([], [("patient", "move", FRONT), ("staff", "follow", BACK), ("staff", "oppose", BACK)]),
        ([], [("patient", "follow", FRONT), ("staff", "oppose", BACK)]),
        ([], [("leader", "follow", FRONT), ("leader", "oppose", BACK)]),
    ],
)
def test_covert_opposition(expected: list[str], done: list[tuple[str, str, str]]) -> None:
    """A seat that went with it in front and opposes it later, backstage, is named; nothing else is."""
    assert expected == found(*done)


def test_a_run_ends_where_the_scene_does() -> None:
    """Moves in one room and moves in another are no run: other people are there."""
    done = [("staff", "move", FRONT), ("patient", "move", FRONT), ("staff", "move", BACK), ("leader", "bystand", BACK)]

    assert [] == found(*done)


def test_the_lines_where_a_pattern_shows() -> None:
    """A pattern comes with the addresses of the lines in which it shows, once."""
    machine, log = said_in_turn(
        ("patient", "bystand", FRONT), ("staff", "move", FRONT), ("patient", "move", FRONT), ("staff", "move", FRONT)
    )

    assert {"serial-moves": ["room/b1/say", "room/b2/say", "room/b3/say"]} == look_back(
        machine, log, "staff"
    ).to_json()["pattern_lines"]


def test_shorter_log_shows_what_the_shorter_play_showed() -> None:
    """A pattern is there from the reply that completes it, not before."""
    machine, log = said_in_turn(*((*act, FRONT) for act in (MOVES, STAFF_OPPOSES, MOVES, STAFF_OPPOSES)))

    assert [[], ["point-counterpoint"]] == [
        look_back(machine, part, "staff").to_json()["patterns"] for part in (log[:-1], log)
    ]


def test_lines_count_like_replies() -> None:
    """What a line does in the room stands in the order beside the replies; thoughts and notes do nothing there."""
    lines = [
        {"patient": "We open the drawers.", "action": "move"},
        {"thought": {"patient": "Again."}, "action": "move"},
        {"note": "He waits.", "action": "move"},
    ]
    story = scenario(
        {
            "door": turn(
                option("go", action=["follow", "bystand"], then=[{"leader": "Well.", "action": "oppose"}]), lines=lines
            )
        }
    )
    machine = machine_of(story)
    log = (
        SessionBegan(scenario=story.digest, scenario_id=story.id, seats=("staff",), seed=1),
        PlayBegan(),
        ReplyMade(beat="room/door", seat="staff", option="go"),
    )

    assert [
        ("patient", "move", "room/door#0"),
        ("staff", "follow", "room/door/go"),
        ("staff", "bystand", "room/door/go"),
        ("leader", "oppose", "room/door/go#0"),
    ] == [(act.speaker, act.action, act.address) for act in acts(machine, log)]


def test_share_of_each_in_the_room() -> None:
    """Everybody's actions are counted; of a part that is taken only the person's own replies."""
    lines = [{"staff": "I began already.", "action": "move"}, {"patient": "So did I.", "action": "move"}]
    story = scenario({"door": turn(option("go", action="oppose"), lines=lines)})
    log = (
        SessionBegan(scenario=story.digest, scenario_id=story.id, seats=("staff",), seed=1),
        PlayBegan(),
        ReplyMade(beat="room/door", seat="staff", option="go"),
    )
    none = dict.fromkeys(Action, 0)

    assert {"staff": none | {Action.OPPOSE: 1}, "patient": none | {Action.MOVE: 1}} == by_speaker(
        machine_of(story), log
    )
    assert (Action.MOVE, Action.FOLLOW, Action.BYSTAND) == look_back(machine_of(story), log, "staff").unused
