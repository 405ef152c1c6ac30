"""What a looking back holds: one seat's replies, each reading by itself, the same from the same log."""

import json

import pytest
from builders import option, scenario, turn

from trainer.debrief.debrief import look_back
from trainer.debrief.history import choices
from trainer.engine.codec import decode, encode
from trainer.engine.events import ReplyMade, SessionBegan
from trainer.engine.machine import machine_of
from trainer.play import Play, Refused
from trainer.scenario.model import Scenario

PRACTICES = ["listening", "suspending", "respecting", "voicing"]


@pytest.fixture
def tea() -> Scenario:
    """Three turns of staff with one of the patient's between them, and an end for each way out."""
    beats = {
        "kettle": turn(
            option("ask", "answer", action="follow", shows={"listening": 2, "voicing": -1}, why="I notice a question."),
            option("refuse", "answer", action=["oppose", "bystand"], shows={"voicing": 2}, harm="He is left alone."),
        ),
        "answer": turn(
            option("sigh", "rules", shows={"listening": -2}, action="move", harm="It stings."),
            option("shout", "rules", shows={"listening": 1}, action="move", harm="It frightens."),
            seat="patient",
        ),
        "rules": turn(
            option("explain", "door", action="move", shows={"listening": -1}),
            option("wait", "door", shows={"listening": 1}),
            option("trusted", "door", shows={"listening": 2}, if_=["opened"]),
        ),
        "door": turn(
            option("open", "end/inside", action="move", shows={"listening": 1}, set=["opened"]),
            option("leave", "end/apart", action="oppose", harm="He asked you to stay.", why="I think of the door."),
        ),
    }
    ends = {"inside": {"title": "Inside", "text": "Tea."}, "apart": {"title": "Apart", "text": "No tea."}}
    return scenario(beats, ends=ends)


@pytest.fixture
def staff_play(tea: Scenario) -> Play:
    """The staff seat asks, waits and leaves; the patient's reply is scripted."""
    play = Play.begin(tea, "staff", seed=5)
    for reply in ("ask", "wait", "leave"):
        play.reply(reply)
    return play


def test_head(staff_play: Play) -> None:
    """The looking back says of which scenario, whose part and which end it is, in a numbered format."""
    actual = staff_play.debrief().to_json()

    assert (1, "small", "staff", "apart") == tuple(actual[key] for key in ("format", "scenario", "seat", "end"))


def test_scores_in_json(staff_play: Play) -> None:
    """All four practices are there, each with score, interval, moments and their effective number.

    Listening: 2 of 2, 2 of 2 and 0 of 1 are 4 of 5, with n = 25 / 9. Voicing had one moment: too few to say.
    """
    scores = staff_play.debrief().to_json()["scores"]

    assert PRACTICES == list(scores)
    assert {"score": 80.0, "moments": 3, "n": 2.8}.items() <= scores["listening"].items()
    assert 0 < scores["listening"]["low"] < 80 < scores["listening"]["high"] < 100
    assert {"score": None, "low": None, "high": None, "moments": 1, "n": 1.0} == scores["voicing"]
    assert {"score": None, "low": None, "high": None, "moments": 0, "n": 0.0} == scores["respecting"]


def test_moments_in_json(staff_play: Play) -> None:
    """A moment says where it was, what was chosen and open, what the reply showed of what was in play, and why."""
    first, second, third = staff_play.debrief().to_json()["moments"]

    assert {
        "beat": "room/kettle",
        "chosen": "ask",
        "open": ["ask", "refuse"],
        "shown": {"listening": 2, "voicing": -1},
        "why": "I notice a question.",
    }.items() <= first.items()
    assert {"beat": "room/rules", "chosen": "wait", "open": ["explain", "wait"], "why": ""}.items() <= second.items()
    assert {"beat": "room/door", "chosen": "leave", "shown": {"listening": 0}}.items() <= third.items()


def test_harm_stands_by_itself(staff_play: Play) -> None:
    """Each reply that could hurt is named with its reason; nothing is taken off a score for it."""
    assert [{"beat": "room/door", "option": "leave", "reason": "He asked you to stay."}] == [
        {key: harm[key] for key in ("beat", "option", "reason")} for harm in staff_play.debrief().to_json()["harm"]
    ]


def test_range_of_actions(staff_play: Play) -> None:
    """All four actions are counted, those that were not used too; a reply without an action counts for none."""
    assert {"move": 0, "follow": 1, "oppose": 1, "bystand": 0} == staff_play.debrief().to_json()["actions"]


def test_reply_with_two_actions_counts_for_both(tea: Scenario) -> None:
    """A reply that does two things in the room is counted under each."""
    play = Play.begin(tea, "staff")
    play.reply("refuse")

    assert {"move": 0, "follow": 0, "oppose": 1, "bystand": 1} == play.debrief().to_json()["actions"]


def test_scripted_replies_are_never_scored(tea: Scenario) -> None:
    """What the patient's script says moves no figure of the staff seat, whichever of its replies was drawn."""
    seen: dict[str, str] = {}
    for seed in range(20):
        play = Play.begin(tea, "staff", seed=seed)
        for reply in ("ask", "wait", "leave"):
            play.reply(reply)
        (scripted,) = [event for event in play.events if isinstance(event, ReplyMade) and event.scripted]
        seen[scripted.option] = json.dumps(play.debrief().to_json())

    assert {"sigh", "shout"} == set(seen)
    assert seen["sigh"] == seen["shout"]


def test_scripted_seat_has_nothing_to_look_back_on(tea: Scenario, staff_play: Play) -> None:
    """Read for the scripted seat, a log has an end and no reply, no moment and no harm."""
    actual = look_back(machine_of(tea), staff_play.events, "patient").to_json()

    assert ("apart", [], []) == (actual["end"], actual["moments"], actual["harm"])
    assert {0} == set(actual["actions"].values())


def test_other_seats_are_never_mixed_in(tea: Scenario) -> None:
    """Of two persons in one play each has the readings of their own replies alone."""
    play = Play.begin(tea, seats={"staff", "patient"})
    for reply in ("ask", "shout", "explain", "open"):
        play.reply(reply)
    staff, patient = play.debrief("staff").to_json(), play.debrief("patient").to_json()

    assert ["room/kettle", "room/rules", "room/door"] == [moment["beat"] for moment in staff["moments"]]
    assert ["room/answer"] == [moment["beat"] for moment in patient["moments"]]
    assert ([], ["It frightens."]) == tuple(
        [harm["reason"] for harm in debrief["harm"]] for debrief in (staff, patient)
    )
    assert (2, 1) == (staff["actions"]["move"], patient["actions"]["move"])
    assert (60.0, 3, None, 1) == tuple(
        debrief["scores"]["listening"][key] for debrief in (staff, patient) for key in ("score", "moments")
    )
    assert "inside" == staff["end"] == patient["end"]


def test_one_seat_scores_the_same_alone_and_together(tea: Scenario) -> None:
    """The same replies give a seat the same looking back, whether the other seat is a person or scripted."""
    alone, together = Play.begin(tea, "staff"), Play.begin(tea, seats=["patient", "staff"])
    for reply in ("refuse", "explain", "leave"):
        alone.reply(reply)
    for reply in ("refuse", "sigh", "explain", "leave"):
        together.reply(reply)

    assert alone.debrief().to_json() == together.debrief("staff").to_json()


def test_same_log_same_bytes(tea: Scenario, staff_play: Play) -> None:
    """A log that was written, read and folded again gives the same looking back to the byte."""
    read_again = [decode(encode(event)) for event in staff_play.events]

    expected = json.dumps(staff_play.debrief().to_json()).encode()
    assert expected == json.dumps(Play.replay(tea, read_again).debrief().to_json()).encode()


def test_looking_back_before_the_end(tea: Scenario) -> None:
    """A play that was left half way can be looked back on; it has no end and says so."""
    play = Play.begin(tea, "staff")
    play.reply("ask")
    actual = play.debrief().to_json()

    assert actual["end"] is None
    assert ["ask"] == [moment["chosen"] for moment in actual["moments"]]
    assert {None} == {figures["score"] for figures in actual["scores"].values()}


def test_pausing_and_checking_in_change_nothing(tea: Scenario, staff_play: Play) -> None:
    """Events that are no replies leave the looking back as it is."""
    paused = [decode('{"kind":"paused"}'), decode('{"kind":"resumed"}')]
    replayed = Play.replay(tea, [*staff_play.events[:3], *paused, *staff_play.events[3:]])

    assert staff_play.debrief().to_json() == replayed.debrief().to_json()


def test_nobody_elses_part(tea: Scenario) -> None:
    """Of a part that nobody took there is nothing to look back on."""
    with pytest.raises(Refused, match=r"^Nobody played “patient”\.$"):
        Play.begin(tea, "staff").debrief("patient")


def test_whose_looking_back_must_be_said(tea: Scenario) -> None:
    """With two persons it has to be said whose looking back is meant; the refusal names them."""
    with pytest.raises(Refused, match=r"patient, staff\.$"):
        Play.begin(tea, seats=["staff", "patient"]).debrief()


def test_choices_stand_where_the_log_has_them(tea: Scenario, staff_play: Play) -> None:
    """Every reply of a log is a choice, scripted ones too, at the place of its event."""
    found = list(choices(machine_of(tea), staff_play.events))

    assert [2, 3, 4, 5] == [choice.position for choice in found]
    assert [False, True, False, False] == [choice.event.scripted for choice in found]
    assert all(staff_play.events[choice.position] is choice.event for choice in found)


def test_log_without_its_beginning(tea: Scenario, staff_play: Play) -> None:
    """A log that does not begin a session cannot be read."""
    assert isinstance(staff_play.events[0], SessionBegan)
    with pytest.raises(TypeError, match="session_began"):
        list(choices(machine_of(tea), staff_play.events[1:]))


def test_what_is_open_before_the_end(tea: Scenario) -> None:
    """Until the end the learner is told of what they did and heard; after it, of everybody and of how it could end."""
    play = Play.begin(tea, "staff", seed=5)
    play.reply("ask")
    early = play.debrief()
    for reply in ("wait", "leave"):
        play.reply(reply)
    late = play.debrief()

    assert ({"staff"}, {"staff", "patient"}) == tuple(set(debrief.open_room) for debrief in (early, late))
    assert ((), ("inside", "apart")) == tuple(
        debrief.open_ends(debrief.turning_points()[0].reachable) for debrief in (early, late)
    )
    assert () == early.open_facts == early.open_patterns
