"""An agreement on paper: as Markdown and as a page of HTML that has room on two sheets."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from agreeing import Talk

from trainer.people.agreement.clauses import CLAUSES
from trainer.people.agreement.named import Named
from trainer.report.agreement import ClausePart, SignatureRow, as_document, sheet
from trainer.report.html import rendered_agreement
from trainer.report.markdown import rendered

TODAY = date(2030, 3, 1)
TWO = ("join patients", "join staff")
SIGNED = (*TWO, "p1 power: A", "p2 yes power", "p1 trust: B", "p2 no trust: Too much.", "p1 signs", "p2 signs")
NAMES = {"p1": "Anna", "p2": "Bo", "p1/1": "A", "p2/1": "B", "p1/2": "A", "p2/2": "B"}
WORDS = "We say aloud who can lose what by what is said, and we ask before we explain. " * 40


def named(talk: Talk) -> Named:
    """Return the agreement of `talk` with names and initials."""
    return Named.of("abcd", talk.agreement, NAMES)


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.report.agreement.when", lambda at: f"at {at}")


def test_what_is_signed_is_what_is_printed() -> None:
    """The text in force is printed with each clause's state and each no by its side, and the signatures."""
    printed = sheet(named(Talk(*SIGNED)), TODAY)

    assert ("Version 1 is in force.", "Nobody is here from the leaders' side.") == printed.standing
    assert ClausePart("Power", "A", "agreed", ()) == printed.clauses[0]
    assert ClausePart("Exclusion and inclusion", "Nothing is written yet.", "open", ()) == printed.clauses[1]
    assert (
        ClausePart("Trust and openness", "B", "open", ("Somebody of the staff's side says no: Too much.",))
        == printed.clauses[3]
    )
    assert ["Whom to tell when this is broken", "Who decides, and has not signed", "What nobody may promise"] == [
        part.heading for part in printed.first
    ]
    assert (SignatureRow("A", "patients", "at 9"), SignatureRow("B", "staff", "at 10")) == printed.signatures
    assert () == printed.changes


def test_a_change_is_printed_beside_what_is_in_force() -> None:
    """While a later version is written, the one in force is printed whole, and what would read otherwise by itself."""
    talk = Talk(*SIGNED, "p2 power: C", "p1 review: 2030-02-28")
    printed = sheet(named(talk), TODAY)

    assert "A" == printed.clauses[0].words
    assert [
        ClausePart("Power", "C", "open, not everybody has said yes", ()),
        ClausePart("Review date", "Was due on 28 February 2030.", "open, not everybody has said yes", ()),
    ] == list(printed.changes)
    assert "It is being changed: version 2 has to be signed by all." in printed.standing


def test_an_earlier_version_can_be_printed_with_its_signatures() -> None:
    """It reads as it did when it was signed, and says that it is no longer in force."""
    talk = Talk(*SIGNED, "p2 power: C", "p1 yes power", "p1 signs", "p2 signs")
    printed = sheet(named(talk), TODAY, talk.agreement.versions[0])

    assert ("Version 1 was in force until a later one was signed by all.",) == printed.standing
    assert "A" == printed.clauses[0].words
    assert 2 == len([row for row in printed.signatures if row.initials])
    assert ("Version 2 is in force.",) == printed.versions


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (SIGNED[:3], [("", "patients", "not signed"), ("", "staff", "not signed")]),
        (SIGNED[:7], [("A", "patients", "at 9"), ("", "staff", "not signed")]),
        ((*SIGNED, "remove p2"), [("A", "patients", "at 9"), ("removed", "staff", "at 10")]),
        (
            (*SIGNED, "join leaders"),
            [("A", "patients", "at 9"), ("B", "staff", "at 10"), ("", "leaders", "not signed")],
        ),
    ],
)
def test_who_has_not_signed_has_an_empty_row(lines: tuple[str, ...], rows: list[tuple[str, str, str]]) -> None:
    """There is room for a pen; a removed person's initials are gone, and that they signed is not."""
    assert rows == [tuple(row) for row in sheet(named(Talk(*lines)), TODAY).signatures]


def test_nobody_is_named_on_paper() -> None:
    """Neither form has a name in it; both have each clause, what is open, each no, and what holds in any case."""
    talk = Talk(*SIGNED, "p2 power: C")
    printed = sheet(named(talk), TODAY)
    for text in (rendered(as_document(printed)), rendered_agreement(printed).replace("&#39;", "'")):
        assert [] == [name for name in ("Anna", "Bo ") if name in text]
        assert [] == [clause.heading for clause in CLAUSES if clause.heading not in text]
        assert "Nothing that is said here is used to discharge anybody, or to plan shifts." in text
        assert "Somebody of the staff's side says no: Too much." in text
        assert "What is being changed, and not signed by all yet" in text


def test_markdown_reads_as_a_sheet() -> None:
    """It has what holds in any case first, then the clauses with their state, then who signed."""
    lines = rendered(as_document(sheet(named(Talk(*SIGNED)), TODAY))).splitlines()

    assert ["# The day room", "## In any case", "## What we say about", "## Signatures"] == [
        line for line in lines if re.match("##? ", line)
    ]
    assert "### Trust and openness: open" in lines
    assert "- A, patients, at 9" in lines


def test_the_page_needs_nothing_else() -> None:
    """No script, no link and nothing from elsewhere is in it."""
    page = rendered_agreement(sheet(named(Talk(*SIGNED)), TODAY))

    assert [] == re.findall(r"<script|<a |<img|<link|url\(|@import|https?:", page)


@pytest.mark.system("chromium")
@pytest.mark.parametrize(("persons", "length", "refused"), [(3, 140, 1), (6, 160, 2), (12, 420, 5), (20, 300, 4)])
def test_two_sheets_of_paper(tmp_path: Path, persons: int, length: int, refused: int) -> None:
    """A usual agreement has room on one or two sheets, and so has one of many persons who write a lot."""
    talk = Talk(*(f"join {('patients', 'staff', 'leaders')[number % 3]}" for number in range(persons)))
    others = range(2, persons + 1)
    for number, clause in enumerate(CLAUSES):
        talk.say(f"p1 {clause.id}: {'2030-03-01' if clause.id == 'review' else WORDS[:length]}")
        talk.say(*(f"p{party} yes {clause.id}" for party in others))
        talk.say(*([f"p2 no {clause.id}: {WORDS[:200]}"] if number < refused else []))
    talk.say(*(f"p{party} signs" for party in range(1, persons + 1)))
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(rendered_agreement(sheet(named(talk), TODAY)), encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) in (1, 2)
