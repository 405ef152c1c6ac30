"""Rating sheets show what a rater needs and nothing of the key, and come back as they were meant."""

import csv
import io

import pytest
from builders import CANARY, option, scenario, scenario_text, short_story, turn

from trainer.authoring.panel import Panel, key_of, read_sheet, rows_of, sheet
from trainer.authoring.panel_words import as_text
from trainer.errors import UsageError
from trainer.export.tables import BYTE_ORDER_MARK
from trainer.library import find, load
from trainer.review.agreement import Alpha, BesideTheKey
from trainer.scenario.load import parse
from trainer.scenario.model import Practice, Scenario

Filled = dict[str, tuple[str, str, str, str]]
"""What is written into the four columns, by what the option says."""


def filled(story: Scenario, given: Filled, separator: str = ",") -> str:
    """Return the sheet of `story` as a spreadsheet saves it, with `given` typed in."""
    head, *rows = csv.reader(io.StringIO(sheet(story).removeprefix(BYTE_ORDER_MARK), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(head)
    for row in reversed(rows):
        writer.writerow([*row[:5], *given.get(row[4], ("", "", "", ""))])
    return out.getvalue()


def test_a_sheet_has_what_was_said_and_not_the_key(story: Scenario) -> None:
    """Each option stands there with its scene and what was said before it; levels and others' thoughts do not."""
    text = sheet(story)
    head, *rows = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True)

    assert ["code", "scene", "just before", "who", "says"] == head[:5]
    assert [str(practice) for practice in Practice] == [each.partition(" | ")[0] for each in head[5:]]
    assert all(" | -2 " in each and " | +2 " in each and " | 0 " in each for each in head[5:])
    assert 9 == len(rows)
    assert {"I say ask.", "I say sigh.", "I say nod."} <= {row[4] for row in rows}
    door = next(row for row in rows if row[4] == "I say ask.")
    assert [
        "A room",
        "What you see: Rain on the window.\nJonas: Come in.\nIngrid thinks: Late again.",
        "Ingrid",
    ] == door[1:4]
    assert {("", "", "", "")} == {tuple(row[5:]) for row in rows}
    assert CANARY not in "".join(row[2] for row in rows if row[3] == "Ingrid")
    assert "frighten" not in text
    assert "notice the pause" not in text


def test_no_name_of_an_option_is_on_a_shipped_sheet() -> None:
    """An option's name could tell what the author thinks of it; its row has a code of letters."""
    shipped = load(find("search-protocol"))
    rows, cells = rows_of(shipped), set(sheet(shipped).split('"'))

    assert all(row.code.isalpha() and len(row.code) == 8 for row in rows)
    assert len(rows) == len({row.code for row in rows})
    assert all(row.before for row in rows)
    assert not {row.moment.rpartition("/")[2] for row in rows} & cells


def test_nothing_on_a_sheet_is_run_by_a_spreadsheet() -> None:
    """Words that begin like a formula have an apostrophe before them."""
    hostile = scenario({"one": turn(option("a", say="=1+1;=2"), option("b", say='@x "y"'), lines=[{"note": "+1"}])})
    text = sheet(hostile)

    assert "\"'=1+1;'=2\"" in text
    assert '"\'@x ""y"""' in text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_was_typed_comes_back(story: Scenario, separator: str) -> None:
    """Levels are read whichever way a spreadsheet writes them; what is empty is not rated; rows may be sorted anew."""
    given = {
        "I say ask.": ("2", "+1", "\u22121", "-2"),
        "I say tell.": ("1,0", " 0 ", "", "'-1"),
    }
    found = read_sheet(story, filled(story, given, separator), "one")

    assert {
        ("room/door/ask", Practice.LISTENING): 2,
        ("room/door/ask", Practice.SUSPENDING): 1,
        ("room/door/ask", Practice.RESPECTING): -1,
        ("room/door/ask", Practice.VOICING): -2,
        ("room/door/tell", Practice.LISTENING): 1,
        ("room/door/tell", Practice.SUSPENDING): 0,
        ("room/door/tell", Practice.VOICING): -1,
    } == found.levels
    assert 0 == found.unknown


def test_a_filled_in_sheet_is_written_as_it_is_read(story: Scenario) -> None:
    """The key, written on a sheet and read again, is the key."""
    assert key_of(story) == read_sheet(story, sheet(story, key_of(story)), "key").levels


def test_ratings_belong_to_the_words_that_were_read(story: Scenario) -> None:
    """Where an author has changed an option, its rating falls out, and it is said how many did."""
    later = parse(short_story().replace("I say ask.", "I ask you."))
    found = read_sheet(later, filled(story, {"I say ask.": ("2", "", "", ""), "I say go.": ("1", "", "", "")}), "one")

    assert ({("room/chair/go", Practice.LISTENING): 1}, 1) == (found.levels, found.unknown)
    assert "1 row left out" in as_text(Panel(later, (found,)))


@pytest.mark.parametrize("level", ["3", "good", "1.5", "-3", "=2", "10"])
def test_what_is_no_level_is_named_with_its_row(story: Scenario, level: str) -> None:
    """A sheet with something else in it is refused, with the row, the practice and what stands there."""
    with pytest.raises(UsageError, match=rf"row \d+, suspending: “{level}”.* Nothing was kept."):
        read_sheet(story, filled(story, {"I say ask.": ("1", level, "", "")}), "one")


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "code,listening\n", "\x00", '"', "code;" * 100_000])
def test_what_is_no_sheet_is_refused(story: Scenario, text: str) -> None:
    """Any other text is named as no sheet."""
    with pytest.raises(UsageError, match="one is no sheet"):
        read_sheet(story, text, "one")


def test_a_row_that_is_there_twice_is_named(story: Scenario) -> None:
    """Two ratings of one option on one sheet are no rating."""
    text = filled(story, {"I say nod.": ("1", "", "", "")})
    with pytest.raises(
        UsageError,
        match=r"row 11 is there twice.* Each option is rated once: take the second row out. Nothing was kept.",
    ):
        read_sheet(story, text + text[text.index("\r\n") + 2 :], "one")


def test_agreement_and_where_the_key_differs_by_hand(story: Scenario) -> None:
    """Two raters who agree wholly have an alpha of 1; the key is a level away at one option."""
    given: Filled = {
        "I say ask.": ("2", "", "", ""),
        "I say tell.": ("-1", "", "", ""),
        "I say stay.": ("1", "", "", ""),
    }
    sheets = tuple(read_sheet(story, filled(story, given), name) for name in ("one", "two"))
    panel = Panel(story, sheets)

    assert Alpha(1.0, 3, 2) == panel.alpha(Practice.LISTENING)
    assert panel.alpha(Practice.VOICING) is None
    assert (BesideTheKey("room/chair/stay", Practice.LISTENING, 1.0, 2, 2),) == panel.parted
    assert "  listening: 2 raters +1, the key +2" in as_text(panel).splitlines()
    assert max(map(len, as_text(panel).splitlines())) <= 80


def test_a_scripted_part_is_not_rated() -> None:
    """Options of a part that no person takes are on no sheet."""
    text = scenario_text(
        {"one": turn(option("a", "two")), "two": turn(option("b"), seat="leader")},
        scenes={
            "room": {
                "title": "A room",
                "present": ["staff", "patient", "leader"],
                "beats": {"one": turn(option("a", "two")), "two": turn(option("b"), seat="leader")},
            }
        },
    )

    assert ["room/one/a"] == [row.moment for row in rows_of(parse(text))]


def test_only_the_column_that_is_missing_is_named(story: Scenario) -> None:
    """Whoever took one column out reads which."""
    text = filled(story, {}, ";").replace("voicing", "loudness")
    with pytest.raises(UsageError, match=r"one.csv is no sheet: it has no column voicing\."):
        read_sheet(story, text, "one", "one.csv")


def test_what_is_rated_is_told_of_all(story: Scenario) -> None:
    """A row that is not filled in is seen, and where nothing is nothing is said to agree."""
    one = read_sheet(story, filled(story, {"I say ask.": ("1", "", "", "")}), "one")
    blank = as_text(Panel(story, (read_sheet(story, filled(story, {}), "none"),)))

    assert "one: 1 of 9 options rated." in as_text(Panel(story, (one,)))
    assert "none: 0 of 9 options rated." in blank
    assert "Nothing is rated yet" in blank
    assert "part ways" not in blank
