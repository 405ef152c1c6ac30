"""The way from an author's text to a scenario: what is text stays text, and every mistake is named at its place."""

import re
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any

import pytest
from builders import option, scenario_text, turn
from pydantic import ValidationError

from trainer.scenario.load import ScenarioError, look, parse
from trainer.scenario.model import Action, Backstage, Line, Practice, Routine
from trainer.scenario.places import Places
from trainer.scenario.problems import Place

HERE = Path(__file__).parent
EVERY_KEY = (HERE / "every-key.yaml").read_text(encoding="utf-8")
MANY_MISTAKES = (HERE / "many-mistakes.yaml").read_text(encoding="utf-8")

STORY = """\
format: 1
id: small
title: Small
minutes: 5
about: A small story.
cast:
  staff: {name: Ingrid, is: nurse, side: staff, seat: true}
  patient: {name: Jonas, is: patient, side: patients}
start: room/first
scenes:
  room:
    title: A room
    present: [staff, patient]
    beats:
      first:
        lines:
          - patient: Good morning.
        turn: staff
        options:
          - id: hello
            say: Hello.
            to: end/out
ends:
  out: {title: Out, text: They part.}
"""


def story(old: str, new: str) -> str:
    """Return the small story with `new` where `old` stands once."""
    before, found, after = STORY.partition(old)
    assert found
    assert old not in after
    return before + new + after


def found_in(text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each problem of `text`."""
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    return [(problem.code, problem.place.line, problem.place.column) for problem in caught.value.problems]


def calls_of(work: Callable[[], object]) -> int:
    """Return how many calls, of Python and of C functions, `work` makes."""
    calls = 0

    def count(_: FrameType, event: str, __: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def test_every_key_of_the_format_loads_with_remarks_behind_values() -> None:
    """A file that uses every key, with remarks behind two spaces and a #, loads, and each value arrives."""
    scenario = parse(EVERY_KEY)
    proposal = scenario.scenes["day-room"].beats["proposal"]
    first, later = proposal.options

    assert scenario.seats == ("staff", "patient")
    assert scenario.about == ("The day room, late morning. Jonas has written down another way to do the searches.")
    assert scenario.care == ("substance use", "coercion")
    assert scenario.practises == (Practice.LISTENING, Practice.SUSPENDING, Practice.VOICING)
    assert scenario.facts["earlier-discharge"].in_general == "…"
    assert (
        Line(
            speaker="patient",
            text="I've written down another way to do the searches.",
            actions=(Action.MOVE,),
        ),
        Line(speaker="note", text="He holds the sheet with both hands."),
        Line(speaker="patient", text="If she laughs I'm leaving.", is_thought=True),
    ) == proposal.lines
    assert first.action == (Action.FOLLOW,)
    assert later.action == (Action.BYSTAND, Action.OPPOSE)
    assert first.shows == {Practice.LISTENING: 2, Practice.VOICING: -1}
    assert first.change == {"trust": 6}
    assert first.tilt == -5
    assert Routine.OVER_HUMBLE is first.routine
    assert first.questions_aim
    assert first.to == "corridor/shaking"
    assert first.weight == 2
    assert later.weight == 1
    assert Backstage.PREPARES is scenario.scenes["corridor"].backstage
    assert scenario.scenes["corridor"].is_backstage
    assert not scenario.scenes["day-room"].is_backstage
    assert scenario.scenes["corridor"].beats["shaking"].lines[0].id == "her-hands"


def test_every_mistake_is_found_at_its_line_and_no_other() -> None:
    """Fifty-three mistakes of shape and reference are all named at once, each in the line that says so."""
    expected = [
        (line, code)
        for line, written in enumerate(MANY_MISTAKES.splitlines(), 1)
        for code in re.findall(r"\b[SR]\d{3}\b", written.partition("  # ")[2])
    ]

    found = sorted((line, code) for code, line, _ in found_in(MANY_MISTAKES))

    assert len(expected) == 53
    assert sorted(expected) == found


@pytest.mark.parametrize(
    "word", ["no", "on", "off", "yes", "true", "12:30", "1.20", "0o7", "0x1f", "1e3", "~", "null", "2026-11-01", ".inf"]
)
def test_words_of_older_yaml_stay_the_text_they_are(word: str) -> None:
    """What YAML 1.1 would turn into a truth, a number, a date or nothing is kept letter by letter."""
    scenario = parse(story("say: Hello.", f"say: {word}"))

    assert word == scenario.scenes["room"].beats["first"].options[0].say


@pytest.mark.parametrize("key", ["no", "on", "y", "null"])
def test_words_of_older_yaml_may_be_ids(key: str) -> None:
    """Somebody in the cast may be called `no` or `on`: keys stay text as well."""
    scenario = parse(re.sub(r"\bpatient\b", key, STORY))

    assert ["staff", key] == list(scenario.cast)


@pytest.mark.parametrize("written", ["5", "+5", "05", '"5"'])
def test_a_whole_number_may_be_written_with_a_sign_or_zeros(written: str) -> None:
    """`+5` and `05` are five where a number is expected."""
    assert parse(story("minutes: 5", f"minutes: {written}")).minutes == 5


@pytest.mark.parametrize("written", ["5.0", "5e0", "0x5", "1_0", "five", "٥", "+-5", "", "[5]", "9" * 5000])
def test_what_is_no_whole_number_is_named_at_its_place(written: str) -> None:
    """Nothing but digits and a sign counts as a whole number."""
    (code, line, column) = found_in(story("minutes: 5", f"minutes: {written}"))[0]

    assert code == "S204"
    assert line == 4
    assert column in (9, 10)


def test_a_key_written_twice_gives_both_places() -> None:
    """The second place is the problem's, the first is in its hint."""
    with pytest.raises(ScenarioError) as caught:
        parse(story("start: room/first\n", "start: room/first\ntitle: Large\n"))
    (problem,) = caught.value.problems

    assert ("F110", Place(10, 1)) == (problem.code, problem.place)
    assert problem.message == "“title” is written twice."
    assert problem.hint == "It stands in line 3 already."


def test_keys_written_twice_deep_inside_are_found_each() -> None:
    """Beats, options and lines are groups like others: a key twice in any of them is named."""
    text = story(
        "            say: Hello.\n",
        "            say: Hello.\n            say: Hi.\n            shows: {voicing: 1, voicing: 2}\n",
    )

    assert found_in(text) == [("F110", 22, 13), ("F110", 23, 33)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("say: Hello.", "say: Hello.  # she waves"),
        ("say: Hello.", "say: Hello.      # she waves"),
        ("say: Hello.", 'say: "Hello # no. 4"'),
        ("say: Hello.", "say: 'Hello # no. 4' # quoted"),
        ("say: Hello.", "say: Hello#4"),
        ("say: Hello.", "say: >  # folded\n              Seat #4."),
        ("say: Hello.", "say: Hello.\n            # say it twice"),
        ("minutes: 5", "minutes: 5 # or six"),
        ("start: room/first", "start: room/first # the door"),
        ("present: [staff, patient]", "present: [staff, patient] # both"),
        ("to: end/out", "shows:\n              voicing: 1 # a little\n            to: end/out"),
        ("- patient: Good morning.", "- {patient: Good morning.} # aloud"),
    ],
)
def test_a_remark_that_cuts_nothing_off_is_no_problem(old: str, new: str) -> None:
    """Remarks behind two spaces, behind quotes, brackets, numbers and words of the format take nothing away."""
    assert parse(story(old, new)).id == "small"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("say: Hello.", "say: seat #4", 18),
        ("say: Hello.", "say: seat #four # five", 18),
        ("say: Hello.", "say: seat  #4", 18),
        ("say: Hello.", "say: #4 is mine", 17),
        ("say: Hello.", "say: seat # four", 18),
    ],
)
def test_a_hash_that_cuts_off_a_text_is_a_problem(old: str, new: str, column: int) -> None:
    """What reads like a part of the text and is dropped by YAML is named once, at the text."""
    (problem,) = found_in(story(old, new))

    assert ("F114", 21, column) == problem


def test_a_text_cut_off_in_a_list_and_in_a_line_is_a_problem() -> None:
    """Entries of lists and spoken lines are texts too."""
    text = story("start: room/first\n", "care:\n  - debts #1\nstart: room/first\n")

    assert found_in(text.replace("Good morning.", "Bed #4")) == [("F114", 10, 5), ("F114", 19, 22)]


def test_the_limit_is_the_longest_text_that_is_read() -> None:
    """A text of just the limit is read; one character more is a problem that names both numbers."""
    assert parse(STORY, limit=len(STORY)).id == "small"
    with pytest.raises(ScenarioError) as caught:
        parse(STORY, limit=len(STORY) - 1)
    (problem,) = caught.value.problems

    assert ("F102", Place(1, 1)) == (problem.code, problem.place)
    assert f"The text has {len(STORY):,} characters; at most {len(STORY) - 1:,} are read." == problem.message


@pytest.mark.parametrize(
    "as_saved", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")], ids=["BOM", "CRLF"]
)
def test_how_an_editor_saves_a_file_changes_nothing(as_saved: Callable[[str], str]) -> None:
    """A byte-order mark and carriage returns change neither a scenario nor the place of any problem."""
    mistaken = MANY_MISTAKES + "about: x\ttab\n" * 2

    assert parse(EVERY_KEY).model_dump() == parse(as_saved(EVERY_KEY)).model_dump()
    assert found_in(mistaken) == found_in(as_saved(mistaken))


def places_of(text: str) -> Places:
    """Return the places of a text without problems."""
    root = look(text).root
    assert root is not None
    return Places(root, "")


def test_places_after_checking_are_the_same_however_a_file_is_saved() -> None:
    """What is found after loading stands where the editor shows it, with a byte-order mark and CRLF as without."""
    path = ("scenes", "day-room", "beats", "shaking")
    saved = "\ufeff" + EVERY_KEY.replace("\n", "\r\n")

    plain = places_of(EVERY_KEY).problem("C401", "", "", *path)

    assert Place(76, 7) == plain.place
    assert plain == places_of(saved).problem("C401", "", "", *path)


def test_a_lone_carriage_return_is_a_hidden_character() -> None:
    """A carriage return inside a line would show one half of the text over the other."""
    assert found_in(story("say: Hello.", "say: Hello\rBye.")) == [("F113", 21, 23)]


def test_strays_late_in_a_file_with_carriage_returns_are_found() -> None:
    """A tab in the last line is named, however many carriage returns come before it."""
    text = EVERY_KEY.replace("\n", "\r\n") + "# a\ttab\r\n"

    assert [("F112", EVERY_KEY.count("\n") + 1, 4)] == found_in(text)


@pytest.mark.parametrize(
    "long_text",
    [
        "about: |\n  One.\n\n  Two.\n",
        "about: >-\n  One.\n  Two.\n  Three.\n",
        'about: "One.\n\n\n  Two."\n',
        "about: One\n  two\n  three.\n",
        "about: One, 😀\n  two.\n# A remark.\n\n\n",
    ],
)
def test_places_after_long_texts_are_those_of_the_file(long_text: str) -> None:
    """Lines are counted in the file, however many a text before them takes."""
    text = story("about: A small story.\n", long_text).replace("side: patients", "side: patient")

    assert [("S206", 7 + long_text.count("\n"), 45)] == found_in(text)


def test_columns_count_characters() -> None:
    """A character outside the first plane, or one of two bytes, is one column wide."""
    text = story("{name: Jonas, is: patient, side: patients}", "{name: J😀ø, is: patient, side: patient}")

    assert found_in(text) == [("S206", 8, 43)]


def test_all_writing_systems_arrive_as_written() -> None:
    """Emoji families, joiners, combining marks and right-to-left letters are text like other text."""
    said = "👩\u200d👩\u200d👧 می\u200cخواهم e\u0301 ðŋ שלום 中文 \U0010fffd"
    scenario = parse(story("say: Hello.", f"say: {said}"))

    assert said == scenario.scenes["room"].beats["first"].options[0].say


def test_the_digest_is_that_of_the_text() -> None:
    """A session can pin the very text: its SHA-256 and the text itself are kept as given."""
    for text in (STORY, STORY.replace("Jonas", "Jørn"), STORY.replace("\n", "\r\n")):
        scenario = parse(text)

        assert sha256(text.encode()).hexdigest() == scenario.digest
        assert text == scenario.text


def test_a_scenario_cannot_be_changed() -> None:
    """A scenario and its parts are frozen: what one session plays no other can change."""
    scenario = parse(STORY)
    option_read = scenario.scenes["room"].beats["first"].options[0]

    for part, name in ((scenario, "title"), (scenario.cast["staff"], "name"), (option_read, "say")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, name, "Changed")


def test_parsing_takes_work_in_proportion_to_the_text() -> None:
    """Four times the beats take at most five times the calls, in a good text and in one whose targets are all wrong."""

    def text_of(beats: int, to: str) -> str:
        turns = {f"turn-{n}": turn(option("a", to=to), option("b", to=f"pause-{n}")) for n in range(beats)}
        return scenario_text(turns | {f"pause-{n}": {"to": "end/out"} for n in range(beats)})

    for to in ("turn-0", "wrong-one"):
        small, large = text_of(200, to), text_of(800, to)

        assert calls_of(lambda text=large: outcome(text)) < 5 * calls_of(lambda text=small: outcome(text))  # type: ignore[misc]


def test_beats_without_a_turn_take_time_in_proportion_to_their_number() -> None:
    """Sixteen times as many beats in a row take less than fifty times the processor's time; a square would take 256."""

    def seconds(beats: int) -> float:
        row = {f"beat-{n}": {"to": f"beat-{n + 1}"} for n in range(beats)}
        text = scenario_text(row | {f"beat-{beats}": {"to": "end/out"}})
        began = process_time()
        outcome(text)
        return process_time() - began

    small = min(seconds(1000) for _ in range(3))

    assert seconds(16_000) < 50 * small


def outcome(text: str) -> object:
    """Return the scenario that `text` holds, or its problems."""
    try:
        return parse(text)
    except ScenarioError as error:
        return error.problems


def test_one_slip_is_one_problem() -> None:
    """A name in the wrong case, a beat that is no group and a list written as one word are each said once."""
    slips = (
        ("turn: staff", "turn: Staff", [("R302", 18, 15)]),
        ("start: room/first", "start: Room/first", [("R301", 9, 8)]),
        ("ends:", "      second: nothing\nends:", [("S203", 23, 15)]),
        ("to: end/out", "to: second\n      second: nothing", [("S203", 23, 15)]),
        ("to: end/out", "set: asked\n            to: end/out", [("S203", 22, 18)]),
    )

    for old, new, expected in slips:
        assert expected == found_in(story(old, new))


def test_ids_that_look_like_addresses_or_keys_are_only_ids() -> None:
    """A scene called “a/b”, one called “options” and a key called “[key]” are taken for what they are."""
    slash = story("  room:\n", "  a/b:\n").replace("start: room/first", "start: a/b/first")
    brackets = story("start: room/first\n", 'start: room/first\n"[key]": x\n')
    with pytest.raises(ScenarioError) as caught:
        parse(story("    title: A room\n", "").replace("room", "options"))

    assert found_in(slash) == [("S208", 9, 8), ("S208", 11, 3)]
    assert found_in(brackets) == [("S201", 10, 1)]
    assert caught.value.problems[0].hint == "“title” is where and when, as the player reads it."
