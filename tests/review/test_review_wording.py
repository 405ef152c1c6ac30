"""A group's figures in words: words first, what they rest on beside them, and no basis for decisions on anybody."""

import json

from readings import chosen, figures, five, reading, shared_by

from trainer.review.cohort import Change, Shared, TooFew, cohort
from trainer.review.items import items
from trainer.review.wording import (
    NO_BASIS,
    NOBODY_YET,
    RESTS_ON,
    as_plain_text,
    changed,
    items_as_lines,
    items_to_json,
    marked,
    to_json,
)
from trainer.text import UNSAFE


def test_nothing_but_the_sentence_where_there_are_too_few() -> None:
    """Under five people there is one sentence and no digit."""
    assert NOBODY_YET == as_plain_text(TooFew())
    assert not any(sign.isdigit() for sign in NOBODY_YET)


def test_words_come_first_and_what_they_rest_on() -> None:
    """6 of 9 in five plays: 66.7 of 100 on 15 choices, from 50.1 to 80.0."""
    lines = as_plain_text(cohort(five(2, 2, -1))).splitlines()

    assert [RESTS_ON, NO_BASIS, "", "Listening"] == lines[:4]
    assert "More than half of what was open: 67 of 100, probably between 50 and 80 (15 choices), in 5 plays" == lines[4]
    assert "Half of the plays lie between about 65 and 65, the middle one at about 65 (0 to 100: 5 plays)." == lines[5]
    assert "Earlier and later months: too few to say." == lines[6]
    assert "Too few to say." == lines[lines.index("Holding your view open") + 1]


def test_change_in_words() -> None:
    """A change is told with where it probably lies; one whose interval holds 0 is none that these numbers show."""
    months = ("2026-09",), ("2026-10", "2026-11")
    shown, not_shown = Change(12.4, 3.2, 21.0, *months), Change(-1.0, -9.0, 7.6, *months)

    assert "2026-10 to 2026-11, beside 2026-09 to 2026-09: +12 points, probably between +3 and +21 points." == changed(
        shown
    )
    assert "no change that these numbers could show (probably between -9 and +8 points)." in changed(not_shown)


def test_marks_in_words() -> None:
    """One is told as one, and none as nothing."""
    assert "; 1 play marked “not so for me”" == marked(1, "play")
    assert "; 2 plays marked “not so for me”" == marked(2, "play")
    assert not marked(0, "play")


def test_no_person_stands_in_it() -> None:
    """The keys that stand for persons are shown nowhere."""
    shared = [Shared(f"somebody-{each.person}", each.reading) for each in five(2, 1, 0)]
    found = cohort(shared)

    assert "somebody" not in as_plain_text(found) + json.dumps(to_json(found)) + repr(found)


def test_title_cannot_forge_a_line() -> None:
    """What stands in a title stays on its line and steers no terminal."""
    told = as_plain_text(figures(five(2, 2, 2, title="Small\n\x1b[2JListening\u202e: 100")))

    assert not UNSAFE.search(told)
    assert "Small [2JListening: 100: 5 plays" in told.splitlines()


def test_json_has_its_shape() -> None:
    """The JSON is JSON, says its format, and has null where too few stand behind a figure."""
    found = figures(five(2, 2, -1, month="2026-10") + five(2, 2, 2) + shared_by("a", 0, scenario_id="other"))
    written = json.loads(json.dumps(to_json(found)))

    assert (1, True, 11) == (written["format"], written["enough"], written["plays"])
    assert None is written["practices"]["voicing"]
    assert {"points", "low", "high", "earlier", "later"} == set(written["practices"]["listening"]["change"])
    assert [{"low": 0, "high": 80, "plays": 5}, {"low": 80, "high": 100, "plays": 5}] == written["practices"][
        "listening"
    ]["spread"]["bars"]
    assert True is written["more_scenarios"]


def test_items_in_words() -> None:
    """How often each was chosen stands in words, and that nobody chose it."""
    shared = [Shared(each, reading(choices=(chosen(2),))) for each in "abcde"]

    assert ["small, room/door: 5 visits", "  ask: chosen at 100 %", "  tell: chosen at 0 %"] == list(
        items_as_lines(items(shared))
    )
    (turn,) = items_to_json(items(shared))["turns"]  # type: ignore[misc]
    assert {"option": "tell", "open": 100.0, "chosen": 0.0, "discrimination": None} == turn["options"][1]
