"""All that `trainer check` says about a text, beyond what keeps it from loading."""

from pathlib import Path

import pytest
from builders import option, turn
from builders import scenario_text as text_of
from hypothesis import HealthCheck, given, settings
from strategies import scenario_texts

from trainer.authoring.check import check
from trainer.scenario.load import ScenarioError, parse
from trainer.scenario.problems import Level, Place

PROBLEMS = Path(__file__).parent.parent / "problems"


def rated(name: str, to: str = "end/out", **keys: object) -> dict[str, object]:
    """Return an option that has something for the looking back."""
    return option(name, to, why="I notice it.", **keys)


def members(**seats: dict[str, object]) -> dict[str, dict[str, object]]:
    """Return a cast of Ingrid and Jonas, with the keys that `seats` adds to each."""
    return {
        "staff": {"name": "Ingrid", "is": "nurse", "side": "staff"} | seats.get("staff", {}),
        "patient": {"name": "Jonas", "is": "patient", "side": "patients"} | seats.get("patient", {}),
    }


TAKEN: dict[str, object] = {"seat": True, "briefing": "You are late."}
FOUR_TURNS = {
    "one": turn(rated("a", "two"), rated("b", "two")),
    "two": turn(rated("a", "three"), rated("b", "three")),
    "three": turn(rated("a", "four"), rated("b", "four")),
    "four": turn(rated("a"), rated("b")),
}


def scenario_text(beats: dict[str, dict[str, object]], **keys: object) -> str:
    """Return the text of a story in one room for whose readers nothing has to be noted."""
    return text_of(beats, care=[], **keys)


def codes_of(text: str) -> list[str]:
    """Return the codes of what `check` says, in its order."""
    return [problem.code for problem in check(text)]


def test_a_story_with_nothing_wrong_gets_no_problem() -> None:
    """Four turns, a briefing, a why for each option and an end that is reached: there is nothing to say."""
    assert check(scenario_text(FOUR_TURNS, cast=members(staff=TAKEN))) == ()


def test_mistakes_of_shape_and_of_the_story_are_told_together() -> None:
    """A beat to which nothing leads is named beside an empty title, and what `parse` says comes unchanged among it."""
    beats = FOUR_TURNS | {"alone": turn(rated("a", "nowhere"), rated("b")), "four": turn(rated("a"), option("b"))}
    text = scenario_text(beats, title="", cast=members(staff=TAKEN))
    with pytest.raises(ScenarioError) as caught:
        parse(text, "a/scenario.yaml")

    assert {problem.code for problem in caught.value.problems} == {"R301", "S207"}
    assert set(caught.value.problems) < set(check(text, "a/scenario.yaml"))
    assert sorted(codes_of(text)) == ["C401", "C406", "R301", "S207"]


def test_a_badly_written_id_is_told_once_where_it_is_given() -> None:
    """Whatever names it names what is there, and the beats behind it are not lost."""
    text = scenario_text(FOUR_TURNS, cast=members(staff=TAKEN))

    assert ["S208"] == codes_of(text.replace('"two"', '"Turn two"'))
    assert ["S208"] == codes_of(
        text.replace('"staff"', '"the_staff"').replace('"side": "the_staff"', '"side": "staff"')
    )


def test_an_option_without_an_id_is_not_called_by_one_that_was_made_up() -> None:
    """What is told of it, and of one whose id is there twice, has only words that stand in the text."""
    nameless = option("x")
    del nameless["id"]
    text = scenario_text(FOUR_TURNS | {"four": turn(rated("a"), option("a"), nameless)}, cast=members(staff=TAKEN))

    messages = [problem.message for problem in check(text) if problem.code == "C406"]

    assert messages == ["The option “a” has no “why”.", "The option without an id has no “why”."]


def test_nothing_is_told_that_a_mistake_of_shape_may_have_made() -> None:
    """A slip in a key, a name or a target hides no beat, no option and no reason from what is looked at then."""
    good = scenario_text(FOUR_TURNS, cast=members(staff=TAKEN))
    slips = (
        ('"to": "three"', '"to": "thre"', "R301"),
        ('"turn": "staff"', '"turn": "staf"', "R302"),
        ('"why"', '"wyh"', "S201"),
        ('"options"', '"optoins"', "S201"),
        ('"scenes"', '"scene"', "S201"),
        ('"briefing"', '"breifing"', "S201"),
        ('"seat": true', '"seat": "yes"', "S206"),
        ('"why": "I notice it."', '"why": ["I notice it."]', "S203"),
    )

    for old, new, code in slips:
        assert old in good
        assert [code] == codes_of(good.replace(old, new, 1)), new


def test_an_end_of_any_name_that_nothing_leads_to_is_named() -> None:
    """“somewhere” is what an unknown target is read as in a text with mistakes; as an author's own end it is one."""
    ends = {name: {"title": "An end", "text": "They part."} for name in ("out", "somewhere")}
    text = scenario_text(FOUR_TURNS, cast=members(staff=TAKEN), ends=ends)

    assert "“somewhere”" in next(problem.message for problem in check(text) if problem.code == "C404")


def test_those_who_are_missing_are_named_in_the_order_in_which_they_act() -> None:
    """Several who act often without being there have the same place, and no process orders them otherwise."""
    names = ("ada", "bo", "cato", "dina", "eva", "finn")
    said = [{name: "I am late."} for name in names for _ in range(4)]
    cast = members(staff=TAKEN) | {name: {"name": name.title(), "is": "patient", "side": "patients"} for name in names}
    beats = FOUR_TURNS | {"one": FOUR_TURNS["one"] | {"lines": said}}
    missing = [problem.message.partition(" ")[0] for problem in check(scenario_text(beats, cast=cast))]

    assert [name.title() for name in names] == [name for name in missing if name.lower() in names]


def test_a_list_that_is_left_open_is_told_once() -> None:
    """However many lines stop the reading behind it, the mistake is one."""
    text = (PROBLEMS.parent.parent / "scenarios" / "search-protocol" / "scenario.yaml").read_text(encoding="utf-8")
    found = check(text.replace("practises: [", "practises: [[", 1))

    assert ["F103"] == [problem.code for problem in found]


def test_the_limit_is_that_of_the_caller() -> None:
    """A text over the limit that the caller gives is not looked at, one within it is."""
    text = scenario_text(FOUR_TURNS, cast=members(staff=TAKEN))

    assert [problem.code for problem in check(text, limit=100)] == ["F102"]
    assert check(text, limit=len(text)) == ()


def test_every_problem_names_the_source() -> None:
    """The path that the caller gives is the one in each problem, cleaned of what would steer a terminal."""
    text = (PROBLEMS / "C405-never-open.yaml").read_text(encoding="utf-8")

    assert [problem.source for problem in check(text, "a/\x1b[31mb.yaml")] == ["a/[31mb.yaml"]


def test_an_option_of_a_scripted_part_needs_no_why() -> None:
    """The looking back speaks of persons' replies: an option that only a scripted part takes has nothing to explain."""
    beats = FOUR_TURNS | {
        "four": turn(rated("a", "five"), rated("b", "five")),
        "five": turn(option("b"), option("c"), seat="patient"),
    }

    assert codes_of(scenario_text(beats, cast=members(staff=TAKEN))) == []
    assert "C406" in codes_of(scenario_text(beats, cast=members(staff=TAKEN, patient=TAKEN)))


def test_turns_and_briefings_are_asked_of_each_part_that_a_person_may_take() -> None:
    """Ingrid, with four turns and no briefing, gets one warning; Jonas, with neither, gets two."""
    problems = check(scenario_text(FOUR_TURNS, cast=members(staff={"seat": True}, patient={"seat": True})))

    assert [(problem.code, problem.level) for problem in problems] == [
        ("C411", Level.WARNING),
        ("C407", Level.WARNING),
        ("C411", Level.WARNING),
    ]
    assert problems[1].message == "Jonas's part has 0 turns; a part that a person takes needs 4."


def test_thoughts_and_notes_may_come_from_anywhere() -> None:
    """Only what is said aloud needs somebody who is there."""
    lines = [{"note": "It rains."}, {"thought": {"patient": "It rains."}}]
    beats = FOUR_TURNS | {"one": turn(rated("a", "two", then=lines), rated("b", "two"), lines=lines)}
    scenes = {"room": {"title": "A room", "present": ["staff"], "beats": beats}}
    said = turn(rated("a", "two", then=[{"patient": "Hm."}]), rated("b", "two"))
    aloud = {"room": scenes["room"] | {"beats": beats | {"one": said}}}

    assert codes_of(scenario_text({}, start="room/one", cast=members(staff=TAKEN), scenes=scenes)) == []
    assert codes_of(scenario_text({}, start="room/one", cast=members(staff=TAKEN), scenes=aloud)) == ["C408"]


def test_an_end_that_only_a_closed_option_leads_to_is_not_reached() -> None:
    """The option that is never open is named once, not again for the beat and the end that lie behind it."""
    beats = FOUR_TURNS | {
        "four": turn(rated("a", change={"trust": 6}), rated("b", "behind", if_=["trust > 90"])),
        "behind": turn(rated("c", "end/home"), rated("d", "end/home")),
    }
    text = scenario_text(
        beats,
        cast=members(staff=TAKEN),
        meters={"trust": {"of": "patient", "start": 40}},
        ends={"out": {"title": "Out", "text": "They part."}, "home": {"title": "Home", "text": "He is home."}},
    )

    assert codes_of(text) == ["C405"]


def test_a_story_too_large_to_walk_gets_a_note_instead_of_guesses() -> None:
    """Where not every way was looked at, a note says so; what no way at all leads to is named all the same."""
    text = (PROBLEMS / "C410-too-many-ways.yaml").read_text(encoding="utf-8")
    orphan = text.replace("ends:\n", "      alone:\n        to: end/home\nends:\n")

    bounded, unreachable = check(orphan)

    assert (bounded.code, bounded.level) == ("C410", Level.NOTE)
    assert unreachable.code == "C401"


# Drawing whole scenarios takes a while on a busy machine, which is no fault of the code.
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scenario_texts())
def test_what_is_drawn_loads_and_its_problems_come_in_the_order_of_the_text(text: str) -> None:
    """Every scenario that is drawn loads; what `check` says of it stands in it, sorted, and is the same again."""
    parse(text)

    problems = check(text)

    assert sorted(problems, key=lambda problem: (problem.place, problem.code)) == list(problems)
    assert problems == check(text)
    assert all(Place(1, 1) <= problem.place <= Place(1, len(text)) for problem in problems)
    assert all(problem.code.startswith("C") for problem in problems)
