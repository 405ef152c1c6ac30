"""Questions for a group: on what was said, few, none with the key where that is not to be seen, and the mark heard."""

import random
from pathlib import Path

import pytest
from builders import CANARY, option, scenario, short_story, turn

from trainer.engine.events import Event, ReadingMarked
from trainer.library import load, shipped_folder
from trainer.play import Play
from trainer.review.questions import MOST, OTHERWISE, Question, questions
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario

SHIPPED = sorted(shipped_folder().glob("*/scenario.yaml"))
CLOSING = "What of this do you know from your own days, and what would you like to try?"


def played(story: Scenario, *replies: str, marked: str = "", seat: str = "staff") -> Play:
    """Return a play with `replies`, in which the reading `marked` is “not so for me”."""
    play = Play.begin(story, seat)
    for reply in replies:
        play.reply(reply)
    marks: tuple[Event, ...] = (ReadingMarked(seat=seat, reading=marked, is_so=False),) if marked else ()
    return Play.replay(story, (*play.events, *marks))


def asked(story: Scenario, play: Play, *, has_key: bool = True) -> dict[str, Question]:
    """Return the questions by their text."""
    return {each.text: each for each in questions(story, play.debrief("staff"), has_key=has_key)}


def room(**keys: object) -> Scenario:
    """Return a story of one turn of staff, at which `tell` has `keys`."""
    return scenario({"a": turn(option("tell", **keys), option("wait", shows={"listening": 1}))})


def test_what_could_hurt() -> None:
    """The group is asked to hear it as who heard it, in the place where it was said."""
    story = parse(short_story())
    found = asked(story, played(story, "tell", "stay", "wait", "thank"))["What was it like to be Jonas, hearing this?"]

    assert ("I say tell.", 2, "A room") == (found.quote, found.position, found.place)


def test_mark_is_what_the_group_is_asked_about() -> None:
    """Where whoever played says “not so”, the group hears that and not the reading."""
    story = parse(short_story())
    position = asked(story, played(story, "tell"))["What was it like to be Jonas, hearing this?"].position
    found = asked(story, played(story, "tell", "stay", "wait", "thank", marked=f"harm@{position}"))

    assert position == found[OTHERWISE].position
    assert "What was it like to be Jonas, hearing this?" not in found


def test_what_was_protected_names_no_fault() -> None:
    """A way of protecting oneself is asked about as what it kept safe."""
    story = room(routine="change-topic")
    (found,) = (each for each in asked(story, played(story, "tell")).values() if "protecting" in each.text)

    assert "changing the subject. What was there to keep safe just then, and for whom?" in found.text


def test_what_was_kept_back() -> None:
    """Where more was open it is asked what was not said, by the name of the part."""
    story = room(shows={"listening": -1})

    assert "What might Ingrid have wanted to say here, and did not?" in asked(story, played(story, "tell"))


def test_what_moved_who_has_room() -> None:
    """The reply that gave one side more room is asked about; ten points are enough, and nine are not."""
    text = "After this there is more room for {} than before. Who might notice first, and could they say so?"

    def told(tilt: int) -> dict[str, int | None]:
        story = scenario({"a": turn(option("tell", tilt=tilt), option("wait"))})
        return {each.text: each.position for each in asked(story, played(story, "tell")).values()}

    assert 2 == told(10)[text.format("the staff")]
    assert 2 == told(-10)[text.format("the patients")]
    assert not any("more room" in each for each in told(9))


def test_what_was_told_without_right() -> None:
    """It is asked what it changes for whom it concerns, and not who is to blame."""
    cast = {
        "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True},
        "patient": {"name": "Jonas", "is": "patient", "side": "patients"},
        "other": {"name": "Sindre", "is": "patient", "side": "patients"},
    }
    facts = {"ill": {"text": "Sindre is ill.", "known_by": ["staff"], "concerns": ["other"], "confidential": True}}
    story = scenario({"a": turn(option("tell", tells=["ill"]), option("wait"))}, cast=cast, facts=facts)

    assert "Jonas knows this now. What does that change for Sindre?" in asked(story, played(story, "tell"))


def test_what_stayed_unsaid() -> None:
    """What somebody left without hearing is quoted, after the end alone."""
    facts = {"late": {"text": "It is late.", "known_by": ["staff"], "concerns": ["patient"]}}
    beats = {"a": turn(option("go", "b"), option("stay", "b")), "b": turn(option("out"), option("off"))}
    story = scenario(beats, facts=facts)
    text = "Jonas left without hearing this. What would have had to be so for somebody to say it?"

    assert "It is late." == asked(story, played(story, "go", "out"))[text].quote
    assert text not in asked(story, played(story, "go"))


def test_what_each_can_lose_comes_first() -> None:
    """What each can lose is said before all else, with the key or without."""
    cast = {
        "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True, "stakes": "She can be embarrassed."},
        "patient": {"name": "Jonas", "is": "patient", "side": "patients", "stakes": "He can lose his place."},
    }
    story = scenario({"a": turn(option("go"), option("stay"))}, cast=cast)

    for has_key in (True, False):
        first = questions(story, played(story, "go").debrief("staff"), has_key=has_key)[0]
        assert "Who could afford to speak openly here, and who could not?" == first.text
        assert "Ingrid: She can be embarrassed. Jonas: He can lose his place." == first.quote


def test_nobody_is_named_where_many_heard() -> None:
    """Four who heard it are no list of names; somebody alone hears it in no one's place."""
    names = ("Jonas", "Berit", "Sindre", "Aud")
    others = {f"p{number}": {"name": name, "is": "x", "side": "patients"} for number, name in enumerate(names)}
    cast = {"staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True}} | others
    beats = {"a": turn(option("tell", harm="It could hurt."), option("wait"))}

    def heard_by(count: int) -> str:
        present = ["staff", *(f"p{number}" for number in range(count))]
        scenes = {"room": {"title": "A room", "present": present, "beats": beats}}
        story = scenario(beats, cast=cast, scenes=scenes)
        return questions(story, played(story, "tell").debrief("staff"))[0].text

    assert "What would it be like for those it is about, to hear this?" == heard_by(0)
    assert "What was it like to be Jonas, hearing this?" == heard_by(1)
    assert "What was it like to be Jonas, Berit or Sindre, hearing this?" == heard_by(3)
    assert "Be each of the others here for a moment. What is it like to hear this?" == heard_by(4)


def test_without_the_key_nothing_rests_on_it() -> None:
    """Two stories that differ in nothing but how the replies read have the same questions where that is not seen."""
    plain, read = (
        scenario({"a": turn(option("x", "b", **keys), option("y", "b")), "b": turn(option("x"), option("y", **keys))})
        for keys in (
            {},
            {"shows": {"listening": 2}, "harm": "It could hurt.", "routine": "withdraw", "tilt": 40, "action": "move"},
        )
    )
    without = [
        [each.text for each in questions(story, played(story, "x", "y").debrief("staff"), has_key=False)]
        for story in (plain, read)
    ]
    with_key = [each.text for each in questions(read, played(read, "x", "y").debrief("staff"))]

    assert without[0] == without[1] != with_key


def test_thoughts_of_others_come_after_the_end() -> None:
    """What only the patient thinks is asked about when the play is over, and stands nowhere before."""
    story = parse(short_story())
    before = questions(story, played(story, "ask", "stay").debrief("staff"))
    after = asked(story, played(story, "ask", "stay", "wait", "thank"))
    text = "Jonas thought this and kept it back. What could have made it possible to say?"

    assert CANARY not in str(before)
    assert CANARY in after[text].quote


def test_there_is_always_one() -> None:
    """A play of which nothing was said yet has the question that needs nothing."""
    story = parse(short_story())

    assert [CLOSING] == [each.text for each in questions(story, played(story).debrief("staff"))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("has_key", [True, False])
def test_of_shipped_scenarios(path: Path, *, has_key: bool) -> None:
    """At any moment of a play there are one to eight, in the order of the talk, one on each reply, one that closes."""
    story = load(path)
    for seat in (seat for seat, member in story.cast.items() if member.seat):
        play, chance = Play.begin(story, seat, seed=1), random.Random(seat)
        while True:
            found = questions(story, play.debrief(seat), has_key=has_key)
            places = [each.position for each in found if each.position is not None]
            assert len(found) <= MOST
            assert CLOSING == found[-1].text
            assert sorted(set(places)) == places
            assert all(each.text[-1] == "?" for each in found)
            if play.is_over:
                break
            play.reply(chance.choice(play.options).id)
