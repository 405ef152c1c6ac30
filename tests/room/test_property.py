"""Whatever the network does and whenever the host dies, the log is the one that the same choices give in memory."""

import tempfile
from pathlib import Path

import pytest
from builders import option, scenario, turn
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting import gather, sit
from net import Clock, Net, Wire

from trainer.engine.events import Event, ReplyMade
from trainer.engine.machine import machine_of
from trainer.engine.seen import Seen
from trainer.engine.view import SeatView
from trainer.play import Play
from trainer.room.messages import GoOn, PauseNow
from trainer.session import Session
from trainer.store.sqlite import SqliteStore

STORY = scenario(
    {
        "a": turn(option("x", "b"), option("y", "c"), checkin="How is it?", lines=[{"thought": {"patient": "Hm."}}]),
        "b": turn(option("x", "c"), option("y", "a", if_=["not seen b"]), option("z", "c"), seat="patient"),
        "c": turn(option("x", "d", then=[{"patient": "So."}]), option("y", "d"), own_words=True),
        "d": turn(option("x"), option("y", "e"), seat="patient", own_words=True),
        "e": turn(option("x"), option("y")),
    },
    cast={
        "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True, "briefing": "You are tired."},
        "patient": {"name": "Jonas", "is": "patient", "side": "patients", "seat": True, "briefing": "You are new."},
        "leader": {"name": "Berit", "is": "unit leader", "side": "leaders"},
    },
)
STEPS = ("up", "up twice", "down", "down twice", "cut", "cut unnoticed", "come", "die", "wait", "act", "pause", "go on")
FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  the folder made in it is the test's own


def choose(wire: Wire, made: list[str], choices: list[int]) -> None:
    """Answer a turn, if one is open, by the next of `choices`, typing where one is asked."""
    guest = wire.guest
    if guest.words_asked is not None:
        guest.give_words(f"words {len(made)}")
    elif guest.checkin:
        guest.check_in("5 calm")
    elif guest.turn is not None and not guest.is_saying:
        picked = guest.turn.options[choices[len(made) % len(choices)] % len(guest.turn.options)].id
        guest.say(picked, lambda done: None if done.why else made.append(picked))


def step(net: Net, kind: str, wire: Wire, made: list[str], choices: list[int]) -> None:
    """Do one thing to the network, to the host, or as a person."""
    match kind:
        case "up" | "up twice":
            net.deliver_up(wire, is_doubled="twice" in kind)
        case "down" | "down twice":
            net.deliver_down(wire, is_doubled="twice" in kind)
        case "cut" | "cut unnoticed":
            net.cut(wire, is_noticed=kind == "cut")
        case "come":
            net.connect(wire)
        case "die":
            net.restart()
        case "wait":
            net.tick(3_000)
        case "act":
            choose(wire, made, choices)
        case "pause":
            wire.guest.do(PauseNow())
        case "go on":
            wire.guest.do(GoOn())
    net.take_out(wire)


def come_to_the_end(net: Net, made: list[str], choices: list[int]) -> None:
    """Let everybody come back, and play to the end."""
    for _ in range(200):
        for wire in net.wires:
            if not wire.connection:
                net.connect(wire)
        net.settle()
        net.tick(3_000)
        net.settle()
        states = [wire.guest.state for wire in net.wires]
        if all(state is not None and state.stage == "over" for state in states):
            return
        for wire, state in zip(net.wires, states, strict=True):
            if state is not None and state.stage == "paused":
                wire.guest.do(GoOn())
            choose(wire, made, choices)
        net.settle()
    raise AssertionError("the play does not come to an end")


def replies(log: tuple[Event, ...]) -> list[tuple[str, str, str]]:
    """Return what was said at which beat by whom."""
    return [(event.beat, event.seat, event.option) for event in log if isinstance(event, ReplyMade)]


def expected_view(log: tuple[Event, ...], seat: str) -> list[Seen]:
    """Return what a seat sees of `log`."""
    view = SeatView(machine_of(STORY), seat)
    return [seen for event in log for seen in view.after(event)]


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=60),
    st.lists(st.integers(0, 5), min_size=1, max_size=8),
)
def test_any_network_gives_the_log_of_the_model(steps: list[tuple[str, int]], choices: list[int]) -> None:
    """Each reply that was made is in the log once and in order, and each guest has seen just their view of that log."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        store = SqliteStore(Path(folder) / "store.db")
        net = Net(store, Clock())
        staff, patient = gather(net, STORY, ("Mina", "patients"))
        sit(net, patient=patient, staff=staff)
        made: list[str] = []
        for kind, who in steps:
            step(net, kind, net.wires[who], made, choices)
        come_to_the_end(net, made, choices)

        summary = next(each for each in store.sessions() if each.room)
        log = Session.resume(store, summary.session).events
        play = Play.begin(STORY, seats={"staff", "patient"}, seed=log[0].seed)  # type: ignore[union-attr]
        for _, _, chosen in replies(log):
            play.reply(chosen)
        ids = [event.reply for event in log if isinstance(event, ReplyMade)]

        assert replies(play.events) == replies(log)
        assert sorted(set(ids)) == sorted(ids)
        assert [chosen for _, _, chosen in replies(log)] == made
        for wire, seat in ((staff, "staff"), (patient, "patient")):
            assert list(wire.guest.seen) == expected_view(log, seat)
        store.close()


def test_the_story_can_go_on_long_enough() -> None:
    """The story that is played above is one that can be played with both seats taken."""
    play = Play.begin(STORY, seats={"staff", "patient"})
    while not play.is_over:
        play.reply(play.options[-1].id)
    assert play.end == "out"
    with pytest.raises(IndexError):
        play.options[0]
