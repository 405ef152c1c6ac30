"""The report: words first, every figure with what it rests on, and a picture that says no more than the table."""

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import option, scenario, short_story, turn
from taken_out import FIRST_REPLY, thing

from trainer.export.exported import Exported
from trainer.export.page import page
from trainer.export.report import NO_BASIS, report
from trainer.scenario.load import parse

HOSTILE = "<script>alert(1)</script>&amp;\"'"


class Seen(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.labels: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and what a picture is called."""
        self.tags.append(tag)
        if tag == "svg":
            self.labels.append(dict(attrs)["aria-label"] or "")

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def seen(*things: Exported) -> Seen:
    """Return the page on `things`, read."""
    return Seen("".join(page(things)))


def test_every_figure_has_its_range_and_what_it_rests_on() -> None:
    """A row tells the practice in words, the figure, its range and the choices; the picture tells the same."""
    (person,) = report([thing()]).persons
    figures = person.plays[0].figures
    assert figures is not None
    row = next(each for each in figures.rows if each.name == "Listening")

    assert ("Nearly all that was open to you", "100", "65 to 100", "3 choices") == row[1:]
    assert ["On a line from 0 to 100: Listening 100, probably between 65 and 100."] == seen(thing()).labels
    assert NO_BASIS in seen(thing()).text


def test_too_few_choices_have_no_figure_and_no_picture() -> None:
    """Under three moments there are words alone."""
    found = seen(thing(("ask", "stay")))

    assert "Too few choices to say (2; it takes 3)" in found.text
    assert "svg" not in found.tags


def test_accounts_are_not_put_together() -> None:
    """Each account has a chapter with its own plays, and nothing is summed over people."""
    other = Exported(**{**vars_of(thing(session="efgh2345")), "account": "f" * 32})
    persons = report([thing(), other]).persons

    assert [1, 1] == [len(person.plays) for person in persons]
    assert [(), ()] == [person.together for person in persons]


def vars_of(each: Exported) -> dict[str, object]:
    """Return the fields of `each`."""
    return {name: getattr(each, name) for name in Exported.__dataclass_fields__}


def test_plays_of_one_account_are_put_together() -> None:
    """Two plays of three moments each are six choices in two plays."""
    (person,) = report([thing(), thing(("tell", "go", "press", "nod"), session="efgh2345")]).persons
    row = next(each for each in person.together[0].rows if each.name == "Listening")

    assert ("50", "6 choices in 2 plays") == (row.score, row.rests_on)


def test_marks_stand_beside_what_they_are_on() -> None:
    """On harm, on a choice and on the whole, the mark is there."""
    marks = [f"harm@{FIRST_REPLY}", f"moment@{FIRST_REPLY}", "scores:whole", "range:actions"]
    text = seen(thing(("tell", "go", "press", "nod"), marks=marks)).text

    assert 4 == text.count("not so for me.") - text.count("a reading is not so for me.")


def test_of_a_patient_nothing_is_read() -> None:
    """What was said stands there, with no figure, no harm and no picture."""
    found = seen(thing(("tell", "go", "press", "nod"), is_patients=True))

    assert "I say tell." in found.text
    assert "It could frighten." not in found.text
    assert "svg" not in found.tags


def test_without_a_transcript_nothing_is_quoted() -> None:
    """The figures stand there alone."""
    found = seen(thing(("tell", "go", "press", "nod"), has_transcript=False))

    assert "I say" not in found.text
    assert "It could frighten." not in found.text
    assert "svg" in found.tags


def test_an_authors_text_stays_text() -> None:
    """Markup in a scenario is shown, and runs nowhere; nothing is loaded from elsewhere."""
    beats = {"a": turn(option("yes", say=HOSTILE, harm=HOSTILE), option("no"))}
    whole = "".join(page([thing(("yes",), story=scenario(beats, title=HOSTILE))]))

    assert HOSTILE in Seen(whole).text
    assert "script" not in Seen(whole).tags
    assert "default-src 'none'" in whole
    assert "src=" not in whole.replace("default-src", "")


@pytest.mark.system("chromium")
def test_it_prints(tmp_path: Path) -> None:
    """Chromium prints it to a PDF of a few pages."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not here"
    path, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    path.write_text("".join(page([thing(story=parse(short_story()))])), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/p", "--no-pdf-header-footer"]
    subprocess.run(
        [chromium, *flags, f"--print-to-pdf={printed}", path.as_uri()], check=True, capture_output=True, timeout=60
    )

    assert printed.read_bytes().startswith(b"%PDF-")
    assert 1 <= printed.read_bytes().count(b"/Type /Page\n") <= 3
