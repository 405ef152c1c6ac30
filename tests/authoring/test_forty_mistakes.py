"""A file with every kind of slip that a hand makes: each is found in its line, all in one look, and nothing else is."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer.authoring.check import check
from trainer.library import read, shipped_folder
from trainer.scenario.problems import ScenarioError

HERE = Path(__file__).parent
FORTY = (HERE / "forty-mistakes.yaml").read_text(encoding="utf-8")
GOOD = (shipped_folder() / "search-protocol" / "scenario.yaml").read_text(encoding="utf-8")
OPTION = "          - id: glasses\n"
SAID = "That's neither here nor there. I've been through fourteen interviews and I found it in eleven."
WHY = "            why: I notice that you told her what you saw and what you made of it, and kept the two apart."

NO_YAML = {
    "no colon behind a key": ("title: Changing", "title Changing"),
    "no colon behind a group": ("    beats:\n      sheet", "    beats\n      sheet"),
    "no space behind a colon": ("            to: got-answer", "            to:got-answer"),
    "an equals sign": ("            to: got-answer", "            to = got-answer"),
    "no space behind a dash": (OPTION, "          -id: glasses\n"),
    "no dash before a line": ("          - staff: So there", "            staff: So there"),
    "another sign for a dash": (OPTION, "          \u2013 id: glasses\n"),
    "a star for a dash": (OPTION, "          * id: glasses\n"),
    "too far right": (WHY, "  " + WHY),
    "too far left": (WHY, WHY[1:]),
    "an entry too far right": (OPTION, "  " + OPTION),
    "an entry too far left": (OPTION, OPTION[1:]),
    "a beat too far left": ("      still-asking:\n", "    still-asking:\n"),
    "a scene too far left": ("  office:\n", "office:\n"),
    "a space that does not break": (WHY, "\u00a0" + WHY[1:]),
    "such a space behind a colon": ("            to: got-answer", "            to:\u00a0got-answer"),
    "a quote never closed": (f'say: "{SAID} I can\'t see a lot left to discuss after that."', f'say: "{SAID}'),
    "a straight quote never closed": (f'say: "{SAID} I can\'t see a lot left to discuss after that."', "say: 'No."),
    "an apostrophe in quotes": (f'say: "{SAID} I can\'t see a lot left to discuss after that."', "say: 'I can't.'"),
    "a quote in quotes": ("say: \"That's neither", 'say: "That\'s "neither"'),
    "a text behind quotes": ('discuss after that."', 'discuss after that." And so.'),
    "a colon in a text": (WHY, WHY.replace("notice that", "notice: that")),
    "curly quotes around a colon": (WHY, "            why: “I notice: you told her what you saw.”"),
    "a bracket never closed": ("            tells: [made-bed]\n", "            tells: [made-bed\n"),
    "a brace never closed": ("shows: {listening: 1, suspending: 2}\n", "shows: {listening: 1, suspending: 2\n"),
    "a bracket too many": ("            tells: [made-bed]\n", "            tells: [made-bed]]\n"),
    "no comma between": ("{listening: 1, suspending: 2}", "{listening: 1 suspending: 2}"),
    "a semicolon between": ("{listening: 1, suspending: 2}", "{listening: 1; suspending: 2}"),
    "round brackets": ("{listening: 1, suspending: 2}", "(listening: 1, suspending: 2)"),
    "a comma at the end": ("{listening: 1, suspending: 2}\n", "{listening: 1, suspending: 2},\n"),
    "begun with a bracket": (WHY, WHY.replace("why: I", "why: [pause] I")),
    "begun with a brace": (WHY, WHY.replace("why: I", "why: {pause} I")),
    "begun with an at": ("title: Changing", "title: @Changing"),
    "begun with a dash": ("title: Changing", "title: - Changing"),
    "begun with a greater": ("title: Changing", "title: > Changing"),
    "a line of dots": ("cast:\n", "...\ncast:\n"),
    "a remark with slashes": ("cast:\n", "// the cast\ncast:\n"),
    "a mark of a merge": ("cast:\n", "<<<<<<< HEAD\ncast:\n"),
}
OTHER = {
    "F105": ("cast:\n", "---\ncast:\n"),
    "F106": ("title: Changing", "title: !important Changing"),
    "F107": ("title: Changing", "title: &title Changing"),
    "F112": (WHY, "\t" + WHY.lstrip()),
    "F113": ("title: Changing", "title: Chan\x07ging"),
    "F110": (OPTION, "            id: glasses\n"),
    "S203": (
        "            then:\n              - patient: It is, yes. So argue.\n            to: s",
        "            then: s",
    ),
}


def seeded(text: str) -> set[tuple[int, str]]:
    """Return line and code of each mistake that `text` says it has."""
    return {
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        for code in re.findall(r"\b[FSRC]\d{3}\b", line.partition("# seeded: ")[2])
    }


def found_in(text: str) -> list[tuple[int, str]]:
    """Return line and code of each problem that `check` finds in `text`, in its order."""
    return [(problem.place.line, problem.code) for problem in check(text)]


def mistaken(old: str, new: str) -> tuple[str, int]:
    """Return the good scenario with `new` for the first `old`, and the line in which the two part."""
    before, there, after = GOOD.partition(old)
    assert there
    return before + new + after, before.count("\n") + 1


def test_every_mistake_is_found_at_its_line_and_nothing_else() -> None:
    """Sixty-nine mistakes, of shape, of names and of the story, are told in one look, each in its line, no more."""
    assert len(seeded(FORTY)) == 69
    assert len({code for _, code in seeded(FORTY)}) >= 40

    found = found_in(FORTY)

    assert seeded(FORTY) == set(found)
    assert len(found) == len(set(found))


def test_three_lines_that_are_no_yaml_hide_nothing() -> None:
    """A colon, a quote and a bracket that are missing are told beside all that stands before and behind them."""
    broken = (
        ("start: kitchen/dor", "start kitchen/dor"),
        ("            say: It is nearly six o'clock.", "            say: \"It is nearly six o'clock."),
        ("            shows: {respecting: 2}", "            shows: {respecting: 2"),
    )
    text, lines = FORTY, set()
    for old, new in broken:
        assert text.count(old) == 1
        lines.add(text[: text.index(old)].count("\n") + 1)
        text = text.replace(old, new)

    assert {(line, code) for line, code in seeded(FORTY) if line not in lines} | {
        (line, "F103") for line in lines
    } == set(found_in(text))


@pytest.mark.parametrize("kind", NO_YAML)
def test_what_is_no_yaml_is_one_problem_in_the_line_that_has_to_change(kind: str) -> None:
    """However the parser comes to stumble, the line to change is named, and nothing that only follows from it."""
    text, line = mistaken(*NO_YAML[kind])

    assert [(line, "F103")] == found_in(text)


@pytest.mark.parametrize("code", OTHER)
def test_what_cannot_stand_beside_others_is_one_problem_in_its_line(code: str) -> None:
    """Documents, tags, anchors, tabs, hidden characters and lost dashes are told once, where they stand."""
    text, line = mistaken(*OTHER[code])

    assert [(line, code)] == found_in(text)


@pytest.mark.parametrize(
    "written", [GOOD.encode("utf-16"), GOOD.replace("Bergen", "Bergén").encode("latin-1", "replace")]
)
def test_other_encodings_are_one_problem(written: bytes, tmp_path: Path) -> None:
    """What an editor saved as something else than UTF-8 is refused with one sentence."""
    path = tmp_path / "scenario.yaml"
    path.write_bytes(written)
    with pytest.raises(ScenarioError) as caught:
        read(path)

    assert [problem.code for problem in caught.value.problems] == ["F101"]


@pytest.mark.parametrize("as_saved", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_how_an_editor_saves_the_file_moves_no_mistake(as_saved: Callable[[str], str]) -> None:
    """A byte-order mark and carriage returns neither hide a mistake nor make one."""
    assert found_in(FORTY) == found_in(as_saved(FORTY))
    assert found_in(as_saved(GOOD)) == []
