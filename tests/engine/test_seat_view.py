"""What a seat of several gets to see: its own, and what is said aloud where it is; and more of it as the log grows."""

import pytest
from builders import option, scenario, turn
from hypothesis import given
from hypothesis import strategies as st

from trainer.engine.events import Event, Paused, PlayBegan, Resumed, SeatLeft, SessionBegan, ToldAfterwards
from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.engine.seen import (
    WITNESS,
    Briefed,
    Ended,
    Heard,
    Offered,
    Placed,
    Seen,
    SomebodyLeft,
    Stopped,
    Told,
    Turn,
    WentOnAgain,
    WordsAsked,
)
from trainer.engine.view import SeatView
from trainer.play import Play

BEATS = {
    "a": turn(
        option("ask", "office/alone", say="Why?", then=[{"patient": "Hm."}, {"thought": {"patient": "Again."}}]),
        lines=[{"note": "Rain."}, {"staff": "Well."}, {"thought": {"staff": "Late."}}],
        own_words=True,
    ),
    "b": turn(option("yes"), option("no"), seat="patient", lines=[{"staff": "So?"}], checkin="How is it?"),
}
ALONE = {
    "alone": turn(option("sigh", "more", say="He is tiring."), lines=[{"leader": "And?"}]),
    "more": turn(option("go", "room/b", say="I'll go back.")),
}


@pytest.fixture
def machine() -> ScenarioMachine:
    """A room of two, and an office where the patient is not."""
    return machine_of(
        scenario(
            BEATS,
            scenes={
                "room": {"title": "A room", "present": ["staff", "patient"], "beats": BEATS},
                "office": {
                    "title": "The office",
                    "present": ["staff", "leader"],
                    "concerns": ["patient"],
                    "backstage": "vents",
                    "beats": ALONE,
                },
            },
        )
    )


def log(machine: ScenarioMachine) -> tuple[Event, ...]:
    """Return the log of a play to the end."""
    play = Play.begin(machine.scenario, seats={"staff", "patient"}, seed=3)
    while not play.is_over:
        play.reply(play.options[0].id)
    return play.events


def seen(machine: ScenarioMachine, events: tuple[Event, ...], seat: str) -> list[Seen]:
    """Return all that a seat sees of `events`, without its briefing."""
    view = SeatView(machine, seat)
    return [what for event in events for what in view.after(event) if not isinstance(what, Briefed)]


ROOM = Placed(title="A room", here=("Ingrid", "Jonas"), missing=(), backstage="")
OFFICE = Placed(title="The office", here=("Ingrid", "Berit"), missing=("Jonas",), backstage="vents")


def heard(who: str, text: str, how: str = "said") -> Heard:
    """Return a line."""
    names = {"staff": "Ingrid", "patient": "Jonas", "leader": "Berit", "note": ""}
    return Heard(who=who, name=names[who], text=text, how=how)  # type: ignore[arg-type]  # one of the five


def test_the_view_of_who_was_everywhere(machine: ScenarioMachine) -> None:
    """Staff sees both scenes, own thoughts and options, and how the patient's turn comes, without its options."""
    assert [
        ROOM,
        heard("note", "Rain.", "seen"),
        heard("staff", "Well.", "as_written"),
        heard("staff", "Late.", "thought"),
        Turn(name="Ingrid", is_yours=True, options=(Offered(id="ask", say="Why?"),)),
        heard("staff", "Why?", "own"),
        heard("patient", "Hm."),
        OFFICE,
        heard("leader", "And?"),
        WordsAsked(say="Why?"),
        Turn(name="Ingrid", is_yours=True, options=(Offered(id="sigh", say="He is tiring."),)),
        heard("staff", "He is tiring.", "own"),
        Turn(name="Ingrid", is_yours=True, options=(Offered(id="go", say="I'll go back."),)),
        heard("staff", "I'll go back.", "own"),
        ROOM,
        heard("staff", "So?", "as_written"),
        Turn(name="Jonas", is_yours=False),
    ] == seen(machine, log(machine), "staff")[:-2]


def test_the_view_of_who_was_left_out(machine: ScenarioMachine) -> None:
    """Of a talk elsewhere the patient is told once that there is one: not where, not whose turn, not how long."""
    found = seen(machine, log(machine), "patient")
    assert [
        ROOM,
        heard("note", "Rain.", "seen"),
        heard("staff", "Well."),
        Turn(name="Ingrid", is_yours=False),
        heard("staff", "Why?"),
        heard("patient", "Hm.", "as_written"),
        heard("patient", "Again.", "thought"),
        Turn(name="", is_yours=False),
        heard("staff", "So?"),
    ] == found[:9]
    turn_of_patient = found[9]
    assert isinstance(turn_of_patient, Turn)
    assert ("How is it?", {"yes", "no"}) == (
        turn_of_patient.checkin,
        {offered.id for offered in turn_of_patient.options},
    )
    assert Ended(title="Out", text="They part.") == found[-1]


def test_a_witness_sees_what_all_who_play_see(machine: ScenarioMachine) -> None:
    """Who watches hears what is said where both are, and no thought; the office is closed to them."""
    found = seen(machine, log(machine), WITNESS)
    texts = [what.text for what in found if isinstance(what, Heard)]

    assert ["Rain.", "Well.", "Why?", "Hm.", "So?"] == texts[:5]
    assert [ROOM] == [what for what in found if isinstance(what, Placed)]
    assert not any(what.is_yours or what.options for what in found if isinstance(what, Turn))


def test_the_briefing_is_of_the_seat_alone(machine: ScenarioMachine) -> None:
    """Everybody is told who is who and what each can lose; only the seat's own briefing is there."""
    began = log(machine)[0]
    (briefed,) = SeatView(machine, "patient").after(began)

    assert isinstance(briefed, Briefed)
    assert ["staff", "patient", "leader"] == [member.id for member in briefed.cast]
    assert [False, True, False] == [member.is_you for member in briefed.cast]
    assert [True, True, False] == [member.is_person for member in briefed.cast]


def test_pauses_leaving_and_what_is_told(machine: ScenarioMachine) -> None:
    """A pause has nobody's name; who left is named by part; what is told has its text, or none where it was removed."""
    events = log(machine)
    view = SeatView(machine, "staff")
    for event in events[:2]:
        view.after(event)
    assert [(Stopped(),), (WentOnAgain(),)] == [view.after(Paused()), view.after(Resumed())]
    assert (SomebodyLeft(name="Jonas", is_you=False),) == view.after(SeatLeft(seat="patient"))
    told = ToldAfterwards(by="patient", about="heard", digest="00")
    assert (Told(by="Jonas", is_you=False, about="heard", text="Yes."),) == view.after(told, "Yes.")
    assert (Told(by="", is_you=False, about="noticed", text=""),) == view.after(
        ToldAfterwards(by=WITNESS, about="noticed", digest="00")
    )


@given(st.data())
def test_a_longer_log_gives_what_a_shorter_one_gave_and_more(data: st.DataObject) -> None:
    """Whatever is chosen, the view of a log's beginning is the beginning of its view."""
    beats = {"a": turn(option("x", "b"), option("y")), "b": turn(option("x", "a"), seat="patient")}
    again = machine_of(scenario(beats))
    play = Play.begin(again.scenario, seats={"staff", "patient"}, seed=data.draw(st.integers(0, 9)))
    for _ in range(data.draw(st.integers(0, 8))):
        if play.is_over:
            break
        play.reply(data.draw(st.sampled_from([offered.id for offered in play.options])))
    for seat in ("staff", "patient", WITNESS):
        whole = seen(again, play.events, seat)
        for cut in range(1, len(play.events)):
            assert whole[: len(part := seen(again, play.events[:cut], seat))] == part


def test_a_log_starts_with_a_beginning(machine: ScenarioMachine) -> None:
    """Without it there is no view."""
    with pytest.raises(TypeError, match="session_began"):
        SeatView(machine, "staff").after(PlayBegan())
    assert isinstance(log(machine)[0], SessionBegan)
