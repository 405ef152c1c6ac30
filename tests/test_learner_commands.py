"""`trainer simulate` and `trainer panel` as a person calls them."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from builders import short_story
from running import STEERING, Program

from trainer.authoring.learners import LEARNERS


def test_a_table_fits_a_terminal_and_says_what_it_rests_on(program: Program) -> None:
    """Every learner has a row in at most eighty columns; ends, cues and the blind ranker have theirs."""
    done = program.run("simulate", "search-protocol", "--runs", "4")
    lines = done.out.splitlines()

    assert (0, "") == (done.status, done.err)
    assert max(map(len, lines)) <= 80
    assert [] == STEERING.findall(done.out)
    for name in LEARNERS:
        assert 2 + (LEARNERS[name].kind == "cue") == sum(line.startswith(f"{name} ") for line in lines), name
    assert "option at" in done.out
    assert "(search-protocol)" in lines[0]
    assert not program.store.exists()


def test_help_says_who_takes_what(program: Program) -> None:
    """Every learner that the table names is told of where the table points to."""
    said = program.run("simulate", "--help").out

    assert [] == [name for name in LEARNERS if name not in said]


def test_several_scenarios_are_told_together(program: Program) -> None:
    """Each has its points above random, and all together the scores and what misses the aims."""
    done = program.run("simulate", "--all", "--runs", "1", "--json")
    told = json.loads(done.out)
    seats = sum(len(each["seats"]) for each in told["scenarios"])

    assert 0 == done.status
    assert {"search-protocol", "fear-of-discharge", "backstage-opposition"} <= {
        each["scenario"] for each in told["scenarios"]
    }
    assert list(LEARNERS) == list(told["together"]["learners"])
    assert seats == told["together"]["learners"]["random"]["plays"]
    ranked = [each["blind_ranker"] for each in told["scenarios"]]
    assert sum(each["turns"] for each in ranked) == told["together"]["blind_ranker"]["turns"]
    assert all(len(each["ranked"]) == each["blind_ranker"]["turns"] for each in told["scenarios"])


def test_one_learner_is_told_beside_random(program: Program) -> None:
    """With a name there is that learner, and what it is held against; nobody ranks blindly."""
    told = json.loads(
        program.run("simulate", program.scenario(short_story()), "--learner", "listener", "--runs", "2", "--json").out
    )
    (found,) = told["scenarios"]

    assert ["random", "listener"] == list(found["learners"])
    assert {"score": 100.0, "low": 64.6, "high": 100.0, "moments": 3, "n": 3.0} == found["learners"]["listener"][
        "scores"
    ]["listening"]
    assert {"out": 4} == found["learners"]["listener"]["ends"]
    assert found["blind_ranker"] is found["ranked"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("simulate",), "Say which"),
        (
            ("simulate", "search-protocol", "--learner", "saint\x1b[2J"),
            "There is no learner “saint[2J”. There is random,",
        ),
        (("simulate", "nowhere"), "There is no scenario"),
        (("simulate", "search-protocol", "--runs", "0"), "--runs"),
    ],
)
def test_what_cannot_be_simulated(program: Program, arguments: tuple[str, ...], told: str) -> None:
    """An unusable call leaves with 2 and a sentence."""
    done = program.run(*arguments)

    assert (2, "") == (done.status, done.out)
    assert told in done.err


def test_without_its_library_the_ranker_alone_is_missing(program: Program) -> None:
    """Where scikit-learn is not there, all else is told, and what to install."""
    hidden = Path(program.folder) / "hidden"
    hidden.mkdir()
    (hidden / "sklearn.py").write_text('raise ImportError("not here")\n')
    done = program.run("simulate", "search-protocol", "--runs", "1", PYTHONPATH=str(hidden))

    assert (0, "The blind ranker needs one more package: pip install scikit-learn\n") == (done.status, done.err)
    assert "takes the best" not in done.out
    assert "dialogic" in done.out


def _rated(program: Program, name: str, level: str) -> str:
    """Return the path of a copy of the sheet on which every option has `level` on listening."""
    head, *rows = csv.reader(io.StringIO((program.folder / "sheet.csv").read_text("utf-8-sig"), newline=""))
    path = program.folder / name
    with path.open("w", encoding="utf-16" if "wide" in name else "utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *([*row[:5], level, "", "", ""] for row in rows)])
    return str(path)


def test_a_panel_from_the_sheet_to_what_it_says(program: Program) -> None:
    """A sheet goes out, comes back filled in, and is kept beside the scenario, where it can be read again."""
    folder = program.folder / "mine"
    folder.mkdir()
    story = program.scenario(short_story(), "mine/scenario.yaml")
    made = program.run("panel", "sheet", story, "-o", str(program.folder / "sheet.csv"))
    again = program.run("panel", "sheet", story, "-o", str(program.folder / "sheet.csv"))
    sheets = (_rated(program, "Rater One.csv", "2"), _rated(program, "wide-2.csv", "1"))
    done = program.run("panel", "read", story, *sheets)
    later = program.run("panel", "read", str(folder), "--json")
    told = json.loads(later.out)

    assert (0, "") == (made.status, made.out)
    assert (2, True) == (again.status, "--force" in again.err)
    assert 0o600 == (program.folder / "sheet.csv").stat().st_mode & 0o777
    assert (0, f"Kept in {folder / 'panel'}.\n") == (done.status, done.err)
    assert [] == STEERING.findall(done.out)
    assert ["rater-one.csv", "wide-2.csv"] == sorted(path.name for path in (folder / "panel").iterdir())
    assert ["rater-one", "wide-2"] == [each["sheet"] for each in told["sheets"]]
    assert {"options": 9, "raters": 2} == {key: told["agreement"]["listening"][key] for key in ("options", "raters")}
    assert {"option": "room/chair/go", "practice": "listening", "median": 1.5, "key": -1, "raters": 2} in told["apart"]
    assert not program.store.exists()


def test_a_sheet_for_a_pipe(program: Program) -> None:
    """Without a file the sheet is what is written, and nothing else."""
    done = program.run("panel", "sheet", program.scenario(short_story()))

    assert (0, "") == (done.status, done.err)
    assert done.out.startswith('\ufeff"code","scene"')


def test_sheets_that_cannot_be_read(program: Program) -> None:
    """What is missing, is no sheet, or would take another's place is refused, and nothing is kept."""
    story = program.scenario(short_story())
    program.run("panel", "sheet", story, "-o", str(program.folder / "sheet.csv"))
    bad = _rated(program, "bad.csv", "7")
    good, same = _rated(program, "good.csv", "1"), _rated(program, "GOOD .csv", "1")
    none, missing, wrong, twice, other = (
        program.run("panel", "read", story, *sheets)
        for sheets in ((), ("nowhere.csv",), (good, bad), (good, same), (story,))
    )

    assert [2] * 5 == [each.status for each in (none, missing, wrong, twice, other)]
    assert "No sheet is kept" in none.err
    assert "nowhere.csv cannot be read" in missing.err
    assert "bad.csv cannot be read: row 2, listening: “7”" in wrong.err
    assert "kept as “good”" in twice.err
    assert "is no sheet" in other.err
    assert not (program.folder / "story.panel").exists()


def test_a_sheet_with_nothing_on_it_and_a_workbook(program: Program) -> None:
    """Both are told as what they are, and nothing is kept."""
    story = program.scenario(short_story())
    program.run("panel", "sheet", story, "-o", str(program.folder / "sheet.csv"))
    (program.folder / "book.xlsx").write_bytes(b"PK\x03\x04 and more")
    blank, book = (program.run("panel", "read", story, name) for name in ("sheet.csv", "book.xlsx"))

    assert [(2, ""), (2, "")] == [(each.status, each.out) for each in (blank, book)]
    assert "sheet.csv has nothing filled in." in blank.err
    assert "book.xlsx is a workbook. Save it as CSV" in book.err
    assert not (program.folder / "story.panel").exists()


def test_a_panel_alone_tells_once_what_there_is(program: Program) -> None:
    """The help stands there once."""
    done = program.run("panel")

    assert 2 == done.status
    assert 1 == (done.out + done.err).count("Usage: ")


def test_ratings_that_are_kept_give_way_to_no_others(program: Program) -> None:
    """Another rater's file of the same name, and words that changed meanwhile, take nothing from what is kept."""
    story = program.scenario(short_story())
    program.run("panel", "sheet", story, "-o", str(program.folder / "sheet.csv"))
    (program.folder / "other").mkdir()
    one, more = _rated(program, "rater.csv", "1"), _rated(program, "other/rater.csv", "2")
    program.run("panel", "read", story, one)
    kept = program.folder / "story.panel" / "rater.csv"
    before = kept.read_bytes()
    clash, same, itself = (program.run("panel", "read", story, path) for path in (more, one, str(kept)))

    assert [2, 0, 0] == [each.status for each in (clash, same, itself)]
    assert "Other ratings are kept as" in clash.err
    assert before == kept.read_bytes()


def test_ratings_belong_to_the_words_beside_them(program: Program) -> None:
    """Where the column of codes was moved alone, or words were changed on the sheet, the row is left out."""
    story = program.scenario(short_story())
    program.run("panel", "sheet", story, "-o", str(program.folder / "sheet.csv"))
    path = Path(_rated(program, "rater.csv", "1"))
    head, *rows = csv.reader(io.StringIO(path.read_text(), newline=""), delimiter=";")
    codes = [row[0] for row in rows]
    moved = [[code, *row[1:]] for code, row in zip([*codes[1:], codes[0]], rows, strict=True)]
    changed = [[*rows[0][:4], "Something else.", *rows[0][5:]], *rows[1:]]
    for name, table, before in (("moved", moved, ""), ("changed", changed, "sep=;\n\n"), ("spread", rows, "\n")):
        with (program.folder / f"{name}.csv").open("w", newline="") as file:
            file.write(before)
            csv.writer(file, delimiter=";").writerows([head, *table])
    os.mkfifo(program.folder / "pipe.csv")
    told = {name: program.run("panel", "read", story, f"{name}.csv") for name in ("moved", "changed", "spread", "pipe")}

    assert {"moved": 2, "changed": 0, "spread": 0, "pipe": 2} == {name: done.status for name, done in told.items()}
    assert "8 of 9 options rated" in told["changed"].out
    assert "9 of 9 options rated" in told["spread"].out
    assert "pipe.csv is no file." in told["pipe"].err
