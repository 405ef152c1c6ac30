"""In play: pause and go on, leave and stay, who is away, swap and mirror; and what is kept of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from meeting import gather, newcomer, play_on, sit, want
from net import Net

from trainer.engine.events import ReplyMade, SeatLeft, ToldAfterwards
from trainer.engine.seen import Briefed, ClosedForGood, Heard, SomebodyLeft, Stopped, Told, Turn, WentOnAgain
from trainer.errors import StoreError
from trainer.room.guest import Guest
from trainer.room.kept import KeptFile, RoomKept, kept_rooms
from trainer.room.messages import (
    CloseRoom,
    EndKindly,
    GoOn,
    HaveRead,
    Leave,
    LetIn,
    Mirror,
    NameChange,
    PauseNow,
    PlayFor,
    Ready,
    Say,
    TakeSeat,
    WantSwap,
    Watch,
)
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.sqlite import SqliteStore


@pytest.fixture
def net(path: Path) -> Iterator[Net]:
    """A network over a store of its own."""
    store = SqliteStore(path)
    yield Net(store)
    store.close()


@pytest.fixture
def playing(net: Net, story: Scenario) -> Net:
    """A room in which staff, the host, and a patient are in the middle of the short story, at the patient's turn."""
    staff, patient = gather(net, story, ("Mina", "patients"))
    sit(net, patient=patient, staff=staff)
    play_on(net, staff, patient, replies=1)
    return net


def log_of(net: Net) -> tuple[object, ...]:
    """Return the log of the session that is played."""
    return Session.resume(net.store, net.wires[0].guest.kept.session).events


def test_a_pause_holds_until_all_who_are_here_go_on(playing: Net) -> None:
    """One pauses, and nothing is said meanwhile; one alone cannot end the pause, both can; nobody is told who."""
    staff, patient = playing.wires
    turn = patient.guest.turn
    assert turn is not None
    want(playing, staff, PauseNow())
    said = Say(option=turn.options[0].id, turn=len(patient.guest.seen) - 1)
    assert "paused" in want(playing, patient, said).why
    want(playing, staff, GoOn())
    assert patient.guest.state.stage == "paused"  # type: ignore[union-attr]
    want(playing, patient, GoOn())
    assert patient.guest.state.stage == "playing"  # type: ignore[union-attr]
    assert patient.guest.turn == turn
    assert [Stopped(), WentOnAgain()] == [what for what in staff.guest.seen if isinstance(what, Stopped | WentOnAgain)]


def test_a_lost_connection_ends_no_pause_and_no_session(playing: Net) -> None:
    """Who pauses and loses the connection is waited for; without who is away one goes on, but ends for nobody."""
    staff, patient = playing.wires
    want(playing, patient, PauseNow())
    for choice in (EndKindly(), GoOn()):
        want(playing, staff, choice)
        playing.cut(patient)
        playing.tick(5_000)
        playing.settle()
        assert staff.guest.state.stage == "paused"  # type: ignore[union-attr]
        playing.connect(patient)
        playing.settle()
    want(playing, staff, EndKindly())
    playing.cut(patient)
    playing.tick(61_000)
    playing.settle()
    assert staff.guest.state.stage == "paused"  # type: ignore[union-attr]
    want(playing, staff, GoOn())
    assert staff.guest.state.stage == "playing"  # type: ignore[union-attr]
    playing.connect(patient)
    playing.settle()
    assert patient.guest.turn is not None


def test_who_leaves_or_is_away_before_play_holds_nobody_up(net: Net, story: Scenario) -> None:
    """In the briefing those who stay say anew that they begin; a patient who is away is not waited for to choose."""
    staff, patient = gather(net, story, ("Mina", "patients"))
    net.cut(patient)
    net.tick(61_000)
    net.settle()
    assert want(net, staff, TakeSeat(seat="staff")).why == ""
    net.connect(patient)
    net.settle()
    want(net, patient, TakeSeat(seat="patient"))
    for wire in (staff, patient):
        want(net, wire, Ready())
    want(net, staff, HaveRead())
    want(net, patient, Leave())
    state = staff.guest.state
    assert state is not None
    assert (state.stage, state.somebody_left, state.has_read) == ("briefing", True, False)
    want(net, staff, HaveRead())
    play_on(net, staff)
    assert staff.guest.state.stage == "over"  # type: ignore[union-attr]


def test_a_witness_who_left_hears_nothing_more(net: Net, story: Scenario) -> None:
    """Who watched and left is sent nothing of what comes after, by this host or by the next."""
    staff, patient, witness = gather(net, story, ("Mina", "patients"), ("Omar", "other"))
    want(net, witness, Watch())
    sit(net, patient=patient, staff=staff)
    play_on(net, staff, patient, replies=1)
    want(net, witness, Leave())
    before = list(witness.guest.seen)
    play_on(net, staff, patient)
    net.restart()
    for wire in net.wires:
        net.connect(wire)
    net.settle()
    want(net, staff, NameChange(text="The door."))

    assert before == list(witness.guest.seen)
    assert not staff.guest.state.is_watched  # type: ignore[union-attr]


def test_who_left_after_the_end_is_told_nothing_more(playing: Net) -> None:
    """What is told to all after somebody has left is not told to them."""
    staff, patient = playing.wires
    play_on(playing, staff, patient)
    want(playing, patient, Leave())
    want(playing, staff, NameChange(text="The door."))
    assert Told(by="Ingrid", is_you=True, about="change", text="The door.") in staff.guest.seen
    assert not any(isinstance(what, Told) for what in patient.guest.seen)


def test_marks_open_at_one_stroke_or_not_at_all(playing: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the store fails when all have told, nobody reads anything; it opens once the store works again."""
    staff, patient = playing.wires
    play_on(playing, staff, patient)
    append = playing.store.append

    def full(_: object) -> int:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(playing.store, "append", full)
    for wire in (staff, patient):
        wire.guest.decide(f"Heard, says {wire.guest.kept.name}.")
        playing.settle()
    assert not any(isinstance(what, Told) for wire in playing.wires for what in wire.guest.seen)
    monkeypatch.setattr(playing.store, "append", append)
    playing.tick()
    playing.settle()
    for wire in playing.wires:
        assert 2 == sum(isinstance(what, Told) for what in wire.guest.seen)
        assert wire.guest.state.opening == "open"  # type: ignore[union-attr]


def test_nobody_waits_at_the_door_of_what_has_begun(net: Net, story: Scenario) -> None:
    """Who still knocks when it begins is told; the code works no more."""
    token = net.open(story, "Anna", "staff")
    host = net.add(Guest(RoomKept(at=(), name="Anna", side="staff", token=token)))
    mina = net.add(newcomer("Mina", "patients", net.host.code(net.room)))
    net.settle()
    want(net, host, LetIn(member="m2"))
    late = net.add(newcomer("Omar", "patients", net.host.make_code(net.room)))
    net.settle()
    net.host.make_code(net.room)
    sit(net, patient=mina, staff=host)
    assert (late.guest.status, late.guest.why) == ("refused", "You were not let in this time.")
    assert net.host.code(net.room) == ""


def test_a_seat_that_is_left_is_scripted_once_those_who_stay_go_on(playing: Net) -> None:
    """One leaves, the play is paused; the script plays the part when the other goes on, to the end."""
    staff, patient = playing.wires
    want(playing, patient, Leave())
    assert staff.guest.state.stage == "paused"  # type: ignore[union-attr]
    assert staff.guest.state.somebody_left  # type: ignore[union-attr]
    want(playing, staff, GoOn())
    play_on(playing, staff)

    assert staff.guest.state.stage == "over"  # type: ignore[union-attr]
    log = log_of(playing)
    assert [SeatLeft(seat="patient")] == [event for event in log if isinstance(event, SeatLeft)]
    assert ["sigh"] == [event.option for event in log if isinstance(event, ReplyMade) and event.scripted]
    assert SomebodyLeft(name="Jonas", is_you=True) == patient.guest.seen[-1]
    assert patient.guest.state.has_left  # type: ignore[union-attr]


def test_those_who_stay_can_end_it(playing: Net) -> None:
    """After somebody left, the one who stays may end the session, kindly."""
    staff, patient = playing.wires
    want(playing, patient, Leave())
    want(playing, staff, EndKindly())
    assert staff.guest.state.stage == "over"  # type: ignore[union-attr]
    assert ClosedForGood() in staff.guest.seen


def test_when_all_leave_the_session_is_closed(playing: Net) -> None:
    """The last one who leaves closes the session; nothing is left to go on with."""
    staff, patient = playing.wires
    want(playing, patient, Leave())
    want(playing, staff, Leave())
    assert Session.resume(playing.store, staff.guest.kept.session).is_over


def test_away_is_shown_as_it_is(playing: Net) -> None:
    """Who has lost the connection is reconnecting, after a minute away, and connected when they are back."""
    staff, patient = playing.wires

    def presence() -> list[str]:
        return [there.presence for there in staff.guest.state.people if there.name == "Mina"]  # type: ignore[union-attr]

    shown = [presence()]
    playing.cut(patient)
    playing.settle()
    shown.append(presence())
    assert want(playing, staff, PlayFor(seat="patient")).why == "Only for somebody who is away can the script go on."
    playing.tick(61_000)
    playing.settle()
    shown.append(presence())
    playing.connect(patient)
    playing.settle()
    shown.append(presence())
    assert [["connected"], ["reconnecting"], ["away"], ["connected"]] == shown


def test_the_script_may_go_on_for_somebody_who_is_away(playing: Net) -> None:
    """After a minute the one who stays may let the script play on; who comes back is told, and keeps what they saw."""
    staff, patient = playing.wires
    playing.cut(patient)
    playing.tick(61_000)
    assert want(playing, staff, PlayFor(seat="patient")).why == ""
    want(playing, staff, GoOn())
    play_on(playing, staff)
    playing.connect(patient)
    playing.settle()
    assert staff.guest.state.stage == "over"  # type: ignore[union-attr]
    assert patient.guest.state.has_left  # type: ignore[union-attr]
    assert patient.guest.seen[-1] == SomebodyLeft(name="Jonas", is_you=True)


def test_a_swap_begins_when_both_want_it_and_is_nobodys_to_see_before(playing: Net) -> None:
    """One who wants to swap is not told of to the other; when both want it, each has the other's part and briefing."""
    staff, patient = playing.wires
    play_on(playing, staff, patient)
    before = len(patient.received)
    want(playing, staff, WantSwap())
    assert patient.received[before:] == []
    want(playing, patient, WantSwap())

    briefed = [wire.guest.seen[0] for wire in playing.wires]
    assert ["patient", "staff"] == [what.seat for what in briefed if isinstance(what, Briefed)]
    assert staff.guest.state.stage == "briefing"  # type: ignore[union-attr]


def test_a_mirror_is_the_other_seats_view_without_what_it_chose_from(playing: Net) -> None:
    """Afterwards one can read the session from the other seat: its thoughts are in it, its options are not."""
    staff, patient = playing.wires
    assert want(playing, staff, Mirror(seat="patient")).why
    play_on(playing, staff, patient)
    seen = json.loads(want(playing, staff, Mirror(seat="patient")).text)
    assert {"heard", "placed", "ended"} == {what["kind"] for what in seen}
    heard = [what["text"] for what in seen if what["kind"] == "heard"]
    assert heard == [what.text for what in patient.guest.seen if isinstance(what, Heard)]


def test_one_thing_that_should_change_is_told_to_all_once(playing: Net) -> None:
    """What somebody names is in the log once, however often it is sent, and everybody reads it."""
    staff, patient = playing.wires
    play_on(playing, staff, patient)
    for _ in range(3):
        staff.guest.do(NameChange(text="The door stays open; Ingrid; by Friday."), action_id="ab" * 16)
        playing.settle()
    playing.restart()
    for wire in playing.wires:
        playing.connect(wire)
    playing.settle()
    staff.guest.do(NameChange(text="The door stays open; Ingrid; by Friday."), action_id="ab" * 16)
    playing.settle()

    assert 1 == sum(isinstance(event, ToldAfterwards) for event in log_of(playing))
    told = [what for what in patient.guest.seen if isinstance(what, Told)]
    assert [Told(by="Ingrid", is_you=False, about="change", text="The door stays open; Ingrid; by Friday.")] == told


def test_a_reply_that_comes_late_is_not_taken_for_another_turn(playing: Net) -> None:
    """A reply names the turn that it answers: one to an earlier turn says nothing now."""
    staff, patient = playing.wires
    play_on(playing, patient, replies=1)
    turn_at = max(at for at, what in enumerate(staff.guest.seen, start=1) if isinstance(what, Turn))
    stale = Say(option=staff.guest.seen[turn_at - 1].options[0].id, turn=1)  # type: ignore[union-attr]
    assert want(playing, staff, stale).why == "The talk went on meanwhile. Nothing was said for you."


def test_what_was_seen_is_there_after_the_program_was_closed(playing: Net, memory_folder: Path) -> None:
    """A guest's own file has what they saw and how to come back; nobody else may read it."""
    _, patient = playing.wires
    file = KeptFile(memory_folder / "rooms" / "one.json")
    file.write(patient.guest.kept)
    (found,) = kept_rooms(memory_folder / "rooms")
    kept = found.read()
    assert isinstance(kept, RoomKept)
    playing.cut(patient)
    again = playing.add(Guest(kept, found))
    playing.settle()

    assert again.guest.seen == patient.guest.seen
    assert again.guest.turn is not None
    assert file.path is not None
    assert file.path.stat().st_mode & 0o077 == 0
    assert file.path.parent.stat().st_mode & 0o077 == 0


def test_a_closed_room_is_gone_and_what_was_seen_is_kept(playing: Net) -> None:
    """The host closes: everybody is told, the store forgets who was there, and the session stays."""
    staff, patient = playing.wires
    staff.guest.do(CloseRoom())
    playing.settle()
    assert [wire.guest.why for wire in playing.wires] == ["This room is closed. What you saw is kept with you."] * 2
    assert playing.store.rooms() == ()
    assert Session.resume(playing.store, patient.guest.kept.session).is_over


def test_who_left_does_nothing_more_than_look_back(playing: Net) -> None:
    """One who left neither pauses nor speaks nor decides; whose room it is may still let in and close."""
    staff, patient = playing.wires
    want(playing, patient, Leave())
    want(playing, staff, GoOn())
    left = "You have left this room. What you saw is kept with you."
    for action in (PauseNow(), GoOn(), EndKindly(), Say(option="sigh", turn=1), NameChange(text="x"), WantSwap()):
        assert want(playing, patient, action).why == left
    want(playing, staff, Leave())
    assert want(playing, staff, PauseNow()).why == left
    staff.guest.do(CloseRoom())
    playing.settle()
    assert playing.store.rooms() == ()
