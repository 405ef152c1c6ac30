"""Before play: patients choose first, the code works once, and it begins when all are content."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import short_story
from meeting import gather, newcomer, sit, want
from net import Net

from trainer.room.codes import ALPHABET, CODE_LENGTH, CODE_MILLISECONDS, Tries, as_typed, new_code, new_token
from trainer.room.messages import HaveRead, LetIn, NewCode, Ready, TakeSeat, Watch
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.store.sqlite import SqliteStore


@pytest.fixture
def net(path: Path) -> Iterator[Net]:
    """A network over a store of its own."""
    store = SqliteStore(path)
    yield Net(store)
    store.close()


@pytest.fixture
def three() -> Scenario:
    """A story that three can play."""
    cast = {
        "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True},
        "patient": {"name": "Jonas", "is": "patient", "side": "patients", "seat": True},
        "leader": {"name": "Berit", "is": "unit leader", "side": "leaders", "seat": True},
    }
    return parse(short_story(cast=cast))


def test_a_code_has_no_look_alikes_and_is_read_as_typed() -> None:
    """A code has six of 31 signs, none of which looks like another; spaces, dashes and case do not matter."""
    assert (31, 6) == (len(set(ALPHABET)), CODE_LENGTH)
    assert set() == set(ALPHABET) & set("01IOLilo")
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in (new_code() for _ in range(200)))
    assert as_typed(" 7kq-2mx ") == "7KQ2MX"
    assert len({new_token() for _ in range(200)}) == 200
    assert len(new_token()) * 4 == 128


def test_five_tries_are_free_and_then_one_waits_longer_each_time() -> None:
    """The fifth wrong code from an address brings a wait of a minute, which doubles up to ten; another may try."""
    tries, now, waits = Tries(), 0, []
    for _ in range(10):
        tries.wrong("here", now)
        waits.append(tries.wait("here", now))
        now += waits[-1]
    assert [0, 0, 0, 0, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000] == waits
    assert tries.wait("there", now) == 0
    tries.right("here")
    assert tries.wait("here", now) == 0


def test_a_code_works_once_and_for_ten_minutes(net: Net, story: Scenario) -> None:
    """Who comes second with a code, or too late, is told to ask for a new one."""
    host, first = gather(net, story, ("Mina", "patients"))
    assert net.host.code(net.room) == ""
    want(net, host, NewCode())
    code = net.host.code(net.room)
    net.clock.now += CODE_MILLISECONDS
    late = net.add(newcomer("Omar", "patients", code))
    net.settle()

    assert late.guest.status == "refused"
    assert late.guest.why.startswith("No room at this address has this code now. A code works once, for ten minutes")
    assert first.guest.status == "connected"


def test_patients_choose_first(net: Net, story: Scenario) -> None:
    """Staff cannot take a part while a patient has none; a patient can take any that is free."""
    staff, patient = gather(net, story, ("Mina", "patients"))

    assert want(net, staff, TakeSeat(seat="staff")).why == "Patients choose first. You can choose as soon as they have."
    assert want(net, patient, TakeSeat(seat="staff")).why == ""
    assert want(net, staff, TakeSeat(seat="staff")).why == "Mina has this part. Choose another."
    assert want(net, staff, TakeSeat(seat="patient")).why == ""


def test_a_patient_who_comes_later_chooses_first_as_well(net: Net, three: Scenario) -> None:
    """When a patient is let in, the parts that others had taken are open again, and they wait."""
    host, staff = gather(net, three, ("Omar", "staff"))
    assert want(net, staff, TakeSeat(seat="patient")).why == ""
    code = net.host.make_code(net.room)
    net.settle()
    patient = net.add(newcomer("Mina", "patients", code))
    net.settle()
    want(net, host, LetIn(member="m3"))
    state = staff.guest.state
    assert state is not None
    assert (state.your_seat, state.may_choose) == ("", False)
    assert want(net, patient, TakeSeat(seat="patient")).why == ""
    assert want(net, staff, TakeSeat(seat="leader")).why == ""


def test_it_begins_when_two_sit_and_all_are_content(net: Net, story: Scenario) -> None:
    """One alone cannot begin; a change of parts asks all again; the play begins when all have read."""
    staff, patient = gather(net, story, ("Mina", "patients"))
    want(net, patient, TakeSeat(seat="patient"))
    want(net, patient, Ready())
    assert stage(patient) == "gathering"
    want(net, staff, TakeSeat(seat="staff"))
    want(net, staff, Ready())
    assert stage(patient) == "gathering"
    want(net, patient, Ready())
    assert stage(patient) == "briefing"
    want(net, patient, HaveRead())
    assert stage(patient) == "briefing"
    want(net, staff, HaveRead())
    assert stage(patient) == "playing"


@pytest.mark.parametrize(("say_yes", "is_watched"), [((True, True), 1), ((True, False), 0)])
def test_one_silent_no_is_enough(net: Net, story: Scenario, say_yes: tuple[bool, bool], is_watched: int) -> None:
    """Somebody watches only where all who sit say yes; whoever does not watch sees nothing of the play."""
    staff, patient, witness = gather(net, story, ("Mina", "patients"), ("Omar", "other"))
    want(net, witness, Watch())
    want(net, patient, TakeSeat(seat="patient"))
    want(net, staff, TakeSeat(seat="staff"))
    for wire, yes in zip((patient, staff), say_yes, strict=True):
        want(net, wire, Ready(may_watch=yes))

    assert [bool(is_watched)] * 3 == [wire.guest.state.is_watched for wire in (staff, patient, witness)]  # type: ignore[union-attr]
    assert bool(witness.guest.seen) is bool(is_watched)


def test_three_can_play(net: Net, three: Scenario) -> None:
    """Three persons take three seats, and each has the briefing of their own."""
    host, patient, staff = gather(net, three, ("Mina", "patients"), ("Omar", "staff"))
    sit(net, patient=patient, staff=staff, leader=host)

    assert ["patient", "staff", "leader"] == [wire.guest.seen[0].seat for wire in (patient, staff, host)]  # type: ignore[union-attr]
    assert stage(host) == "playing"


def stage(wire: object) -> str:
    """Return where the room stands for a guest."""
    return wire.guest.state.stage  # type: ignore[attr-defined]
