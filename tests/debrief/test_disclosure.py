"""What was known, told, told in general, told without right, and what stayed unsaid: hand-made plays."""

import pytest
from builders import option, scenario, turn

from trainer.debrief.debrief import Debrief
from trainer.play import Play
from trainer.scenario.model import Scenario

FACTS = {
    "invited": {"text": "Berit was invited.", "known_by": ["staff"], "concerns": ["patient"]},
    "secret": {
        "text": "What happened in March.",
        "known_by": ["staff"],
        "concerns": ["leader"],
        "confidential": True,
        "in_general": "Somebody was hurt once.",
    },
    "away": {"text": "The friend has left.", "known_by": ["staff"], "concerns": ["friend"]},
}
CAST = {
    "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True},
    "patient": {"name": "Jonas", "is": "patient", "side": "patients", "seat": True},
    "leader": {"name": "Berit", "is": "unit leader", "side": "leaders"},
    "friend": {"name": "Leif", "is": "former patient", "side": "patients"},
}


@pytest.fixture
def story() -> Scenario:
    """A room with staff and patient, and an office with staff and leader, to which the story may lead."""
    scenes = {
        "room": {
            "title": "A room",
            "present": ["staff", "patient"],
            "beats": {
                "door": turn(
                    option("keep", "office/desk"),
                    option("tell", "office/desk", tells=["invited"]),
                    option("general", "office/desk", alludes=["secret"]),
                    option("all", "office/desk", tells=["invited", "secret"]),
                    option("stop", "end/out"),
                )
            },
        },
        "office": {
            "title": "An office",
            "present": ["staff", "leader"],
            "beats": {"desk": turn(option("report", "end/out", tells=["secret"]), option("leave", "end/out"))},
        },
    }
    return scenario({}, start="room/door", scenes=scenes, facts=FACTS, cast=CAST)


def played(story: Scenario, *replies: str) -> Debrief:
    """Return the looking back of the staff seat after `replies`."""
    play = Play.begin(story, "staff")
    for reply in replies:
        play.reply(reply)
    return play.debrief()


def test_what_was_kept_back_is_unsaid(story: Scenario) -> None:
    """A fact that concerns somebody who was there and does not know it is unsaid; who never was there misses none."""
    json = played(story, "keep", "leave").to_json()

    assert ["invited"] == json["unsaid"]
    assert {"known_by": ["staff"], "told": [], "unsaid_to": ["patient"]} == json["facts"]["invited"]


def test_what_was_told_is_known_from_then_on(story: Scenario) -> None:
    """A fact that was told is known to those present, since that reply, and unsaid no more."""
    debrief = played(story, "tell", "leave")
    (invited, *_) = debrief.disclosure

    assert {"staff": 0, "patient": 2} == invited.known_since
    assert [] == debrief.to_json()["unsaid"]
    assert [
        {"beat": "room/door", "option": "tell", "reached": ["patient"], "in_general": False, "breach": False}
    ] == debrief.to_json()["facts"]["invited"]["told"]


def test_a_confidential_fact_told_to_a_stranger_is_a_breach(story: Scenario) -> None:
    """The detail of a confidential fact that reaches somebody whom it does not concern is a breach."""
    json = played(story, "all", "leave").to_json()

    assert ["secret"] == json["breaches"]
    assert [True] == [told["breach"] for told in json["facts"]["secret"]["told"]]


def test_telling_somebody_what_concerns_them_is_no_breach(story: Scenario) -> None:
    """Told to the one whom it concerns, a confidential fact is no breach."""
    json = played(story, "keep", "report").to_json()

    assert [] == json["breaches"]
    assert [("report", ["leader"], False)] == [
        (told["option"], told["reached"], told["breach"]) for told in json["facts"]["secret"]["told"]
    ]


def test_speaking_in_general_reaches_nobody(story: Scenario) -> None:
    """What is only alluded to is told in general: nobody knows it for that, and nothing is broken."""
    json = played(story, "general", "leave").to_json()

    assert [] == json["breaches"]
    assert [{"beat": "room/door", "option": "general", "reached": [], "in_general": True, "breach": False}] == json[
        "facts"
    ]["secret"]["told"]
    assert ["staff"] == json["facts"]["secret"]["known_by"]


def test_telling_twice_breaks_it_once(story: Scenario) -> None:
    """Who knows a confidential fact already is reached by it no more."""
    secret = played(story, "all", "report").to_json()["facts"]["secret"]

    assert [(["patient"], True), (["leader"], False)] == [(told["reached"], told["breach"]) for told in secret["told"]]


def test_a_confidential_fact_is_never_unsaid(story: Scenario) -> None:
    """Keeping a confidence is not keeping something from somebody."""
    assert "secret" not in played(story, "keep", "leave").to_json()["unsaid"]


def test_who_was_never_there_is_kept_from_nothing(story: Scenario) -> None:
    """A fact that concerns somebody who left before is not unsaid; an office not entered counts for nobody."""
    assert ["invited"] == played(story, "stop").to_json()["unsaid"]


def test_breaches_of_others_are_not_the_seats_own() -> None:
    """What a scripted seat told is in the list of facts, and not among what the learner told."""
    facts = {"secret": {"text": "March.", "known_by": ["patient"], "concerns": ["leader"], "confidential": True}}
    story = scenario(
        {"ask": turn(option("ask", "answer")), "answer": turn(option("spill", tells=["secret"]), seat="patient")},
        facts=facts,
    )
    json = played(story, "ask").to_json()

    assert [] == json["breaches"]
    assert [True] == [told["breach"] for told in json["facts"]["secret"]["told"]]


def test_nobody_tells_it_to_themselves() -> None:
    """Who tells a confidential fact is no stranger to it, whatever the list of those who know it says."""
    facts = {"secret": {"text": "March.", "known_by": ["patient"], "concerns": ["leader"], "confidential": True}}
    story = scenario({"ask": turn(option("spill", tells=["secret"]))}, facts=facts)

    assert [] == played(story, "spill").to_json()["breaches"]
