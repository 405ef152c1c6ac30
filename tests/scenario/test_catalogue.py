"""Every code of the catalogue, against a scenario that has just that problem."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import option, scenario_text, turn

from trainer.authoring.check import check
from trainer.library import read
from trainer.scenario.load import SIZE_LIMIT, ScenarioError, parse
from trainer.scenario.problems import CATALOGUE, Place, Problem
from trainer.text import UNSAFE

EXAMPLES = sorted((Path(__file__).parent.parent / "problems").glob("*.yaml"))


def of_unreadable_file(folder: Path) -> tuple[Problem, ...]:
    """Return the problems of a file whose third line is not UTF-8."""
    path = folder / "scenario.yaml"
    path.write_bytes(b"format: 1\nid: late-bus\ntitle: The caf\xe9\n")
    with pytest.raises(ScenarioError) as caught:
        read(path)
    return caught.value.problems


def of_long_text(_: Path) -> tuple[Problem, ...]:
    """Return the problems of a text that is one character too long."""
    return check("#" * (SIZE_LIMIT + 1))


def of_many_entries(_: Path) -> tuple[Problem, ...]:
    """Return the problems of a text that is nothing but entries."""
    return check(f"care: [{'a,' * 300_000}a]")


def of_many_ways(_: Path) -> tuple[Problem, ...]:
    """Return the problems of ten doors, each of which is remembered, with ways back to others from everywhere."""
    rooms = [*(f"door-{number}" for number in range(10)), *(f"corridor-{number}" for number in range(10))]
    beats = {}
    for number, (room, onward) in enumerate(zip(rooms, [*rooms[1:], "gate"], strict=True)):
        remembered = {"set": [room]} if room.startswith("door") else {}
        on = option("on", onward, say=f"On from {number}.", action=["move", "follow"], shows={"listening": 1})
        back = option("back", rooms[(7 * number + 3) % 20], say=f"Back from {number}.", action=["oppose", "bystand"])
        beats[room] = turn(*({"why": "I notice the pause."} | each for each in (on | remembered, back)))
    out = option("out", if_=rooms[:10], say="Out.", why="I notice the door.")
    again = option("again", rooms[0], say="Once more.", why="I notice the corridor.")
    beats["gate"] = turn(out, again, option("stay", say="Well.", why="I notice the clock."))
    cast = {
        "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True, "briefing": "You wait."},
        "patient": {"name": "Jonas", "is": "patient", "side": "patients"},
    }
    return check(
        scenario_text(beats, cast=cast, care=["waiting"], practises=["listening"]).replace('"start"', '\n"start"')
    )


# What a file among the examples cannot hold: the file itself unreadable, or larger than anybody wants to keep.
BUILT: dict[str, tuple[Callable[[Path], tuple[Problem, ...]], Place]] = {
    "F101": (of_unreadable_file, Place(3, 15)),
    "F102": (of_long_text, Place(1, 1)),
    # The file, its one key and the list are three of 250,000 entries: the letter after the next 249,997 is too much.
    "F109": (of_many_entries, Place(1, 7 + 2 * 249_997 + 1)),
    "C434": (of_many_ways, Place(2, 1)),
}

# The word that a hint should name where the example's mistake is a slip of the pen.
MEANT = {
    "S201-unknown-key": "shows",
    "S206-unknown-practice": "listening",
    "S206-unknown-side": "patients",
    "R301-beat-not-there": "asking",
    "R301-end-not-there": "home",
    "R302-nobody-of-that-name": "patient",
    "R303-fact-not-there": "no-taxi",
    "R304-meter-not-there": "trust",
    "R305-flag-never-set": "asked",
    "R306-beat-never-there": "waiting",
}

WORDS_OF_PROGRAMMERS = re.compile(
    r"\b(mapping|scalar|sequence|node|stream|token|parser?|syntax|boolean|string|integer|null|none|dict|tuple"
    r"|object|instance|input|field|attribute|type|valid\w*|invalid|enum|literal|undefined|exception|error)\b",
    re.IGNORECASE,
)


def example(name: str) -> str:
    """Return the text of the example `name`."""
    return next(path for path in EXAMPLES if path.stem == name).read_text(encoding="utf-8")


def test_every_code_has_an_example() -> None:
    """A code without an example is a problem that nobody has ever seen."""
    shown = {path.name.partition("-")[0] for path in EXAMPLES} | set(BUILT)

    assert set(CATALOGUE) == shown


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_just_its_problem_at_its_place(path: Path) -> None:
    """Each example yields its own code at the places that its first line expects, and nothing else."""
    text = path.read_text(encoding="utf-8")
    head, *places = text.partition("\n")[0].removeprefix("# ").split()
    code = path.name.partition("-")[0]

    problems = check(text, path.name)

    assert head == "expects"
    assert [(code, place) for place in places] == [
        (problem.code, f"{problem.place.line}:{problem.place.column}") for problem in problems
    ]


@pytest.mark.parametrize("code", BUILT)
def test_what_no_file_can_hold_is_a_problem_at_its_place(code: str, tmp_path: Path) -> None:
    """The codes whose examples are built yield just themselves, at their places."""
    build, place = BUILT[code]

    problems = build(tmp_path)

    assert [(code, place)] == [(problem.code, problem.place) for problem in problems]


@pytest.mark.parametrize(("name", "meant"), MEANT.items())
def test_a_slip_of_the_pen_gets_the_word_that_was_meant(name: str, meant: str) -> None:
    """Where a word is nearly one that exists, the hint asks whether that one was meant."""
    (problem,) = check(example(name))

    assert f"Did you mean “{meant}”?" == problem.hint


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_problems_are_said_in_an_authors_words(path: Path) -> None:
    """Messages are sentences that stop, hints are there, and neither uses a programmer's word."""
    for problem in check(path.read_text(encoding="utf-8"), path.name):
        assert problem.message.endswith(".")
        assert problem.hint
        assert WORDS_OF_PROGRAMMERS.findall(f"{problem.message} {problem.hint}") == []
        assert UNSAFE.search(str(problem).replace("\n", "")) is None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_only_codes_of_check_leave_a_scenario_playable(path: Path) -> None:
    """The F, S and R codes keep a text from loading; a text with a C code still loads, so that old sessions do."""
    text = path.read_text(encoding="utf-8")

    if path.name.startswith("C"):
        assert parse(text).id == "late-bus"
    else:
        with pytest.raises(ScenarioError):
            parse(text)


def test_a_problem_is_one_line_with_its_hint_below() -> None:
    """A problem prints as `path:line:column: CODE message`, a warning says that it is one, and the hint follows."""
    error = Problem("R301", Place(14, 17), "There is no beat “askng”.", "Did you mean “asking”?", "a/scenario.yaml")
    warning = Problem("C407", Place(8, 3), "Ingrid's part has 3 turns.")

    assert str(error) == "a/scenario.yaml:14:17: R301 There is no beat “askng”.\n    Did you mean “asking”?"
    assert str(warning) == "scenario:8:3: C407 warning: Ingrid's part has 3 turns."
    assert error.to_json() == {
        "source": "a/scenario.yaml",
        "line": 14,
        "column": 17,
        "code": "R301",
        "level": "error",
        "message": "There is no beat “askng”.",
        "hint": "Did you mean “asking”?",
    }
