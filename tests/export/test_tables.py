"""Tables open in a spreadsheet as they are meant: nothing runs, numbers are numbers, and not all of it leaves."""

import csv
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from builders import option, scenario, turn
from hypothesis import given
from hypothesis import strategies as st
from taken_out import FIRST_REPLY, thing

from trainer.export.exported import Exported
from trainer.export.tables import BYTE_ORDER_MARK, Table, harmless, table

_UTF_8 = "--infilter=CSV:44,34,76,1"
"""Without its window LibreOffice has to be told the letters; with it, it sees them by the byte order mark."""
HOSTILE = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\n=1", "\uff1d1", 'a";=1+1;"', '=HYPERLINK("x")')


def rows(things: list[Exported], what: Table = Table.SESSIONS) -> list[dict[str, str]]:
    """Return the rows of a table, read as RFC 4180 has it."""
    text = "".join(table(things, what))
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True))


def test_a_play_is_a_row_with_what_its_figures_rest_on() -> None:
    """Three moments at the best that was open are 100, with the interval and how many they are."""
    (row,) = rows([thing()])

    assert ("abcd2345", "small", "staff", "out", "4") == tuple(
        row[name] for name in ("session", "scenario", "seat", "end", "replies")
    )
    assert "2023-11-14 22:13:20" == row["began_utc"]
    assert ("100.0", "64.6", "100.0", "3", "3.0") == tuple(
        row[f"listening{name}"] for name in ("", "_low", "_high", "_moments", "_n")
    )
    assert ("", "0") == (row["voicing"], row["voicing_moments"])


def test_every_reply_of_the_person_is_a_row() -> None:
    """What was chosen, what was open and what it showed stand in one row each; scripted replies in none."""
    found = rows([thing(("tell", "go", "press", "nod"), marks=[f"harm@{FIRST_REPLY}"])], Table.CHOICES)

    assert ["tell", "go", "press", "nod"] == [row["option"] for row in found]
    first = found[0]
    assert ("ask, tell", "yes", "-1", "-1", "2") == tuple(
        first[name] for name in ("open", "counted", "listening", "listening_worst", "listening_best")
    )
    assert ("It could frighten.", f"harm@{FIRST_REPLY}") == (first["could_hurt"], first["not_so"])
    assert "no" == found[3]["counted"]


def test_scores_and_marks_have_tables_of_their_own() -> None:
    """A practice is a row with the mark on all scores, and so is a mark."""
    things = [thing(marks=["scores:whole"])]

    assert [("listening", "100.0", "yes")] == [
        (row["practice"], row["score"], row["not_so"]) for row in rows(things, Table.SCORES) if row["score"]
    ]
    assert ["scores:whole"] == [row["not_so"] for row in rows(things, Table.MARKS)]


def test_of_a_patient_no_reading_leaves() -> None:
    """What was chosen is there; scores, levels, harm, routines and marks are in no table."""
    things = [thing(("tell", "go", "press", "nod"), is_patients=True, marks=["scores:whole"])]
    (session,) = rows(things)
    told = {name for name, value in session.items() if value}

    assert {"session", "account", "scenario", "title", "seat", "began_utc", "end", "together"} <= told
    assert set() == told - {"session", "account", "scenario", "title", "seat", "began_utc", "end"} - {
        "together",
        "tried_again",
        "replies",
    }
    for choice in rows(things, Table.CHOICES):
        assert "" == "".join(
            choice[name] for name in ("listening", "listening_best", "actions", "could_hurt", "not_so")
        )
    assert [] == rows(things, Table.SCORES) + rows(things, Table.MARKS)


def test_without_a_transcript_scores_alone_leave() -> None:
    """No choice is told, nor anything that would tell of one."""
    things = [
        thing(("tell", "go", "press", "nod"), has_transcript=False, marks=["scores:whole", f"harm@{FIRST_REPLY}"])
    ]
    (session,) = rows(things)

    assert [] == rows(things, Table.CHOICES)
    assert ("0.0", "", "scores:whole") == (session["listening"], session["could_hurt"], session["not_so"])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(text: str) -> None:
    """A hostile text of an author's is text in a cell, whichever separator the spreadsheet takes."""
    beats = {"a": turn(option("yes", say=f"{text}x"), option("no"))}
    (row,) = rows([thing(("yes",), story=scenario(beats))], Table.CHOICES)

    assert row["say"].lstrip()[0] not in "=+-@\uff1d"
    assert [] == [part for part in row["say"].split(";") if part.strip()[:1] in tuple("=+-@\uff1d")]


@given(st.text())
def test_every_text_is_made_harmless_once(text: str) -> None:
    """What is harmless stays as it is, and nothing begins a formula after any separator."""
    once = harmless(text)

    assert once == harmless(once)
    assert once.lstrip()[:1] not in tuple("=+-@\uff1d\uff0b\uff0d\uff20")


@pytest.mark.system("soffice")
def test_a_spreadsheet_program_reads_it(tmp_path: Path) -> None:
    """LibreOffice opens it: hostile texts are cells without a formula, and scores are numbers."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not here"
    beats = {"a": turn(*(option(f"o{number}", say=text) for number, text in enumerate(HOSTILE[:9])))}
    story = scenario(beats, title="Høring")
    path = tmp_path / "choices.csv"
    path.write_text("".join(table([thing(("o0",), story=story), thing()], Table.CHOICES)), "utf-8", newline="")
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{tmp_path}/p",
            "--headless",
            _UTF_8,
            "--convert-to",
            "xlsx",
            path.name,
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(tmp_path / "choices.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()

    assert "<f" not in sheet.replace("<formatCode", "")
    assert "=1+1</t>" in texts
    assert ">session</t>" in texts
    assert "Høring" in texts
    assert 't="n"' in sheet
