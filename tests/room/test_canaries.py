"""A unique word in every private field: none of them is in any byte that another guest was ever sent."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import option, scenario, turn
from meeting import gather, play_on, sit, want
from net import Net, Wire

from trainer.room.messages import (
    AskWitnesses,
    GoOn,
    Leave,
    LookBack,
    Mirror,
    NameChange,
    Notice,
    PauseNow,
    Ready,
    TakeSeat,
    Watch,
)
from trainer.session import Session
from trainer.store.sqlite import SqliteStore

BRIEFED = {"staff": "canarybriefedstaff", "patient": "canarybriefedpatient"}
THOUGHT = {
    "staff": ("canarythoughtstaff", "canarylaterstaff"),
    "patient": ("canarythoughtpatient", "canarylaterpatient"),
    "leader": ("canarythoughtleader",),
}
UNSAID = {
    "staff": ("canary-id-staff", "canarysaystaff"),
    "patient": ("canary-id-patient", "canarysaypatient"),
}
JUDGED = {
    "staff": ("canarywhystaff", "canaryharmstaff", "canarywhyunsaidstaff"),
    "patient": ("canarywhypatient", "canaryharmpatient", "canarywhyunsaidpatient"),
}
BACKSTAGE = ("canarybackstage", "canarybacknote")
HIDDEN = ("canarymeter", "canaryflag", "canary-beat", "canary-scene")
TYPED = {
    "staff": ("canaryfeltstaff", "canaryownstaff", "canarymarkedstaff"),
    "patient": ("canaryfeltpatient", "canaryownpatient", "canarymarkedpatient"),
}
NOTE = "canarynote"
HEARD: dict[str, object] = {"listening": 2}
UNHEARD: dict[str, object] = {"listening": -2}


def talk(seat: str, to: str, **keys: object) -> dict[str, object]:
    """Return a turn of `seat` whose first option is said by those who play; all else in it is a canary."""
    return turn(
        option("say", to, shows=HEARD, why=JUDGED[seat][0], harm=JUDGED[seat][1], change={"canarymeter": 1}),
        option(
            UNSAID[seat][0],
            to,
            say=UNSAID[seat][1],
            shows=UNHEARD,
            why=JUDGED[seat][2],
            set=["canaryflag"],
            then=[{"thought": {seat: "never"}}],
        ),
        option("third", to, if_=["canaryflag"]),
        seat=seat,
        lines=[{"thought": {seat: THOUGHT[seat][0]}}],
        own_words=True,
        **keys,
    )


@pytest.fixture
def story() -> object:
    """A scene of two, one of them backstage for a while."""
    whole = {
        "canary-beat": talk("staff", "answer", checkin="How is it?"),
        "answer": talk("patient", "canary-scene/alone", checkin="And now?"),
        "last": turn(
            option("bye", then=[{"thought": {"staff": THOUGHT["staff"][1]}}, {"thought": {"patient": "x"}}]),
            lines=[{"thought": {"patient": THOUGHT["patient"][1]}}, {"thought": {"leader": THOUGHT["leader"][0]}}],
        ),
    }
    alone = {
        "alone": turn(option("vent", "room/last", say=BACKSTAGE[0]), lines=[{"note": BACKSTAGE[1]}], seat="staff"),
    }
    cast = {
        "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True, "briefing": BRIEFED["staff"]},
        "patient": {"name": "Jonas", "is": "patient", "side": "patients", "seat": True, "briefing": BRIEFED["patient"]},
        "leader": {"name": "Berit", "is": "unit leader", "side": "leaders"},
    }
    return scenario(
        whole,
        cast=cast,
        meters={"canarymeter": {"of": "patient", "start": 40}},
        scenes={
            "room": {"title": "A room", "present": ["staff", "patient", "leader"], "beats": whole},
            "canary-scene": {
                "title": "The office",
                "present": ["staff", "leader"],
                "concerns": ["patient"],
                "backstage": "vents",
                "beats": alone,
            },
        },
    )


@pytest.fixture
def net(path: Path) -> Iterator[Net]:
    """A network over a store of its own."""
    store = SqliteStore(path)
    yield Net(store)
    store.close()


def play_typing(net: Net, *seats: tuple[str, Wire]) -> None:
    """Play on to the end, typing a canary wherever something is asked."""
    for _ in range(30):
        for seat, wire in seats:
            guest = wire.guest
            if guest.words_asked is not None:
                guest.give_words(TYPED[seat][1])
            elif guest.checkin:
                guest.check_in(f"5 {TYPED[seat][0]}")
            elif guest.turn is not None:
                said = {offered.id for offered in guest.turn.options}
                guest.say("say" if "say" in said else guest.turn.options[0].id)
            net.settle()


def sent_to(wire: Wire) -> str:
    """Return every byte that a guest was sent."""
    return "\n".join(wire.received)


def private_to(seat: str) -> tuple[str, ...]:
    """Return what nobody but `seat` may ever be sent while the play is under way."""
    return (BRIEFED[seat], *THOUGHT[seat], *UNSAID[seat], *JUDGED[seat], *TYPED[seat])


def leaked(text: str, words: tuple[str, ...]) -> list[str]:
    """Return which of `words` are in `text`."""
    return [word for word in words if word in text]


def test_nothing_of_another_seat_is_sent(net: Net, story: object) -> None:
    """While it is played, each is sent their own briefing, thoughts and options, and what they hear: nothing more."""
    staff, patient, witness = gather(net, story, ("Mina", "patients"), ("Omar", "other"))  # type: ignore[arg-type]
    want(net, witness, Watch())
    sit(net, patient=patient, staff=staff)
    play_on(net, staff, patient, replies=3, say="say")
    want(net, patient, PauseNow())

    assert BRIEFED["staff"] in sent_to(staff)
    assert UNSAID["staff"][1] in sent_to(staff)
    assert BACKSTAGE[0] in sent_to(staff)
    assert THOUGHT["patient"][0] in sent_to(patient)
    assert leaked(sent_to(staff), (*private_to("patient"), *THOUGHT["leader"], *JUDGED["staff"], *HIDDEN)) == []
    elsewhere = (*THOUGHT["leader"], *BACKSTAGE, *HIDDEN)
    assert leaked(sent_to(patient), (*private_to("staff"), *JUDGED["patient"], *elsewhere)) == []
    everything = (*private_to("staff"), *private_to("patient"), *elsewhere)
    assert "I say say." in sent_to(witness)
    assert leaked(sent_to(witness), everything) == []


def test_what_is_typed_for_oneself_reaches_nobody(net: Net, story: object, path: Path) -> None:
    """Own words, feelings and marks are in no byte that the host was sent or keeps, until all want the marks open."""
    staff, patient = gather(net, story, ("Mina", "patients"))  # type: ignore[arg-type]
    sit(net, patient=patient, staff=staff)
    up: list[str] = []
    receive = net.host.receive

    def listened(connection: int, text: str | bytes) -> None:
        up.append(str(text))
        receive(connection, text)

    net.host.receive = listened  # type: ignore[method-assign]  # a tap on the wire, which passes everything on
    play_typing(net, ("staff", staff), ("patient", patient))
    staff.guest.decide(TYPED["staff"][2])
    net.settle()
    at_host = "\n".join(up) + path.read_bytes().decode("latin-1")

    assert patient.guest.state is not None
    assert patient.guest.state.stage == "over"
    assert {typed.text for typed in staff.guest.here.typed} >= {TYPED["staff"][1], TYPED["staff"][2]}
    assert leaked(at_host, TYPED["staff"] + TYPED["patient"]) == []

    patient.guest.decide(None)
    net.settle()
    assert (staff.guest.state.opening, patient.guest.state.opening) == ("kept", "kept")  # type: ignore[union-attr]
    assert leaked("\n".join(up) + path.read_bytes().decode("latin-1"), TYPED["staff"] + TYPED["patient"]) == []


def test_marks_open_when_both_want_it_and_not_before(net: Net, story: object) -> None:
    """One who wants it open is sent nothing of the other's; once both want it, each has both texts."""
    staff, patient = gather(net, story, ("Mina", "patients"))  # type: ignore[arg-type]
    sit(net, patient=patient, staff=staff)
    play_on(net, staff, patient, say="say")
    staff.guest.decide(TYPED["staff"][2])
    net.settle()
    assert leaked(sent_to(patient), TYPED["staff"]) == []
    assert staff.guest.state.opening == "waiting"  # type: ignore[union-attr]
    assert patient.guest.state.opening == ""  # type: ignore[union-attr]

    patient.guest.decide(TYPED["patient"][2])
    net.settle()

    for wire in (staff, patient):
        assert wire.guest.state.opening == "open"  # type: ignore[union-attr]
        assert leaked(sent_to(wire), (TYPED["staff"][2], TYPED["patient"][2])) == [
            TYPED["staff"][2],
            TYPED["patient"][2],
        ]


def test_afterwards_nothing_that_is_judged_or_was_not_said_of_another_is_sent(net: Net, story: object) -> None:
    """A looking back and a mirror open the story's thoughts, and nothing of what another chose from, or how it did."""
    staff, patient = gather(net, story, ("Mina", "patients"))  # type: ignore[arg-type]
    sit(net, patient=patient, staff=staff)
    play_typing(net, ("staff", staff), ("patient", patient))
    session = Session.resume(net.store, patient.guest.kept.session)
    session.write_note("session", NOTE)
    without = want(net, patient, LookBack()).text
    with_scores = want(net, patient, LookBack(scores=True)).text
    mirror = want(net, patient, Mirror(seat="staff")).text

    assert THOUGHT["staff"][0] in mirror
    assert "What your words did" not in without
    assert "What your words did" in with_scores
    others = (BRIEFED["staff"], *UNSAID["staff"], *JUDGED["staff"], *TYPED["staff"], NOTE, *HIDDEN)
    assert leaked(sent_to(patient), others) == []


def test_who_left_is_sent_nothing_that_came_after(net: Net, story: object) -> None:
    """One who left keeps what they saw; of what is said, thought or told later no byte comes to them."""
    staff, patient = gather(net, story, ("Mina", "patients"))  # type: ignore[arg-type]
    sit(net, patient=patient, staff=staff)
    play_on(net, staff, patient, replies=1, say="say")
    want(net, patient, Leave())
    want(net, staff, GoOn())
    play_on(net, staff, say="say")
    want(net, staff, NameChange(text="canarychange"))
    want(net, patient, LookBack())

    assert staff.guest.state.stage == "over"  # type: ignore[union-attr]
    assert leaked(sent_to(patient), (THOUGHT["patient"][1], "canarychange", "They part.", *BACKSTAGE)) == []
    assert leaked(sent_to(patient), private_to("staff")) == []


def test_the_silent_no_to_watching_is_nobodys_to_see(net: Net, story: object) -> None:
    """Whether one said yes or no to being watched changes no byte that the other who sits was sent."""
    sent = []
    for may_watch in (True, False):
        other = Net(net.store)
        staff, patient, witness = gather(other, story, ("Mina", "patients"), ("Omar", "other"))  # type: ignore[arg-type]
        want(other, witness, Watch())
        want(other, patient, TakeSeat(seat="patient"))
        want(other, staff, TakeSeat(seat="staff"))
        before = len(staff.received)
        want(other, patient, Ready(may_watch=may_watch))
        sent.append(staff.received[before:])
        assert "may_watch" not in sent_to(staff)
    assert sent[0] == sent[1]


def test_the_watched_are_asked_for_what_was_noticed_only_through_all(net: Net, story: object) -> None:
    """A witness is asked only when one who played asks; what they say is told to all."""
    staff, patient, witness = gather(net, story, ("Mina", "patients"), ("Omar", "other"))  # type: ignore[arg-type]
    want(net, witness, Watch())
    sit(net, patient=patient, staff=staff)
    play_on(net, staff, patient, say="say")
    assert want(net, witness, Notice(text="canarynoticed")).why
    want(net, patient, AskWitnesses())
    assert want(net, witness, Notice(text="canarynoticed")).why == ""
    assert all("canarynoticed" in sent_to(wire) for wire in (staff, patient, witness))


def test_every_field_of_what_is_seen_is_known_here() -> None:
    """A new field of what is sent to a seat makes this test fail, so that somebody thinks of who may read it."""
    from trainer.engine import seen  # noqa: PLC0415  read as a whole

    fields = {
        kind.__name__: [field.name for field in dataclasses.fields(kind) if field.name != "kind"]
        for kind in (*seen.Seen.__args__, seen.Offered, seen.CastMember)
    }
    assert fields == {
        "Briefed": ["seat", "title", "minutes", "about", "care", "read_by", "cast", "briefing"],
        "Placed": ["title", "here", "missing", "backstage"],
        "Heard": ["who", "name", "text", "how"],
        "Turn": ["name", "is_yours", "options", "checkin", "pause_here"],
        "WordsAsked": ["say"],
        "Stopped": [],
        "WentOnAgain": [],
        "SomebodyLeft": ["name", "is_you"],
        "Ended": ["title", "text"],
        "ClosedForGood": [],
        "Told": ["by", "is_you", "about", "text"],
        "Offered": ["id", "say"],
        "CastMember": ["id", "name", "is_", "side", "stakes", "is_you", "is_person"],
    }
