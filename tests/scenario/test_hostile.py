"""Texts that were made to hurt, or that something broke: each loads or is refused with problems, and nothing else."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trainer.authoring.check import check
from trainer.scenario.load import SIZE_LIMIT, ScenarioError, parse
from trainer.scenario.problems import CATALOGUE, Place, Problem
from trainer.text import UNSAFE

GOOD = """\
format: 1
id: small
title: Small
minutes: 5
about: >
  A small
  story.
cast:
  staff: {name: Ingrid, is: nurse, side: staff, seat: true}
  patient: {name: Jonas, is: "patient", side: patients}
meters: {trust: {of: patient, start: 40}}
facts:
  late: {text: The bus is late., known_by: [staff], concerns: [patient]}
start: room/first
scenes:
  room:
    title: A room
    present: [staff, patient]
    beats:
      first:
        lines:
          - patient: 'Good morning.'
            action: move
          - thought: {patient: Not again.}
        turn: staff
        options:
          - id: hello
            say: Hello.
            shows: {listening: 1, voicing: -1}
            change: {trust: +6}
            if: [trust >= 30, {any: [not asked, seen first, patient knows late]}]
            set: [asked]
            tells: [late]
            to: first
          - id: bye
            say: Bye.
            then:
              - patient: Bye.
            to: end/out
ends:
  out: {title: Out, text: They part.}
"""

NO_REASON = Problem("F103", Place(0, 0), "It was refused without a reason.")
"""A problem that stands in no text, so that a refusal without problems fails."""

FRAGMENTS = (
    *("\n", "  ", "- ", ": ", "? ", ", ", "[", "]", "{", "}", "#", " #", "&a ", "*a", "!t ", "| ", "> ", '"', "'"),
    *("---\n", "...\n", "%YAML 1.1\n", "<<: ", "\t", "\r", "\r\n", "\ufeff", "\0", "\x1b[2J", "\u202e", "\ud800"),
    *("scenes", "options", "thought", "[key]", "if", "any", "cast", "text", "actions", "a/b", "end/", "/", "\\", "\\e"),
)


def refusal_of(text: str) -> tuple[Problem, ...]:
    """Return the problems with which `text` is refused, or none when it loads."""
    try:
        parse(text)
    except ScenarioError as error:
        return error.problems or (NO_REASON,)
    return ()


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return the problems of `text`, which are none when it loads, after seeing that they can be shown."""
    problems = refusal_of(text)
    checked = check(text)
    assert list(problems) == [problem for problem in checked if problem.code[0] != "C"]
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for problem in checked:
        assert problem.code in CATALOGUE
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert UNSAFE.search(str(problem).replace("\n    ", "")) is None
        assert len(problem.message) + len(problem.hint) < 1000
    return problems


def codes_of(text: str) -> set[str]:
    """Return the codes of the problems of `text`."""
    return {problem.code for problem in problems_of(text)}


def with_say(said: str) -> str:
    """Return the good scenario in which `said` is written where somebody says hello."""
    return GOOD.replace("say: Hello.", f"say: {said}")


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Draw the good scenario with some of its slices deleted, written twice, moved or replaced."""
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        piece = draw(st.sampled_from(["", text[start:end] * 2, *FRAGMENTS]) | st.text(max_size=8))
        text = text[:start] + piece + text[end:]
    return text


def test_the_text_that_is_mutated_is_good() -> None:
    """The scenario that the mutations start from loads, so that what they break is their own work."""
    assert problems_of(GOOD) == ()


@settings(max_examples=300)
@given(st.text(st.characters(exclude_categories=())))
@example('"[key]": x')
@example("scenes: {a/b: {beats: {c: {}}}}")
@example("\ufeff\tx")
@example("cast: {any: {[key]: 1}}")
def test_any_text_at_all_loads_or_is_refused(text: str) -> None:
    """Whatever characters a file holds, surrogates among them, it has problems inside the text or none."""
    problems_of(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=30).map("".join))
def test_any_heap_of_yaml_loads_or_is_refused(text: str) -> None:
    """Marks of YAML and keys of the format in any order are no way round the problems."""
    problems_of(text)


@settings(max_examples=300)
@given(mutations())
def test_any_mutation_of_a_good_scenario_loads_or_is_refused(text: str) -> None:
    """A slice deleted, doubled or replaced is a slip that gets problems, or harms nothing; it is never a crash."""
    problems_of(text)


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_binary_garbage_loads_or_is_refused(garbage: bytes) -> None:
    """Bytes that somebody read as text in whatever way are no scenario and no crash."""
    for text in (garbage.decode("latin-1"), garbage.decode("utf-8", "surrogateescape")):
        problems_of(text)


def test_a_billion_laughs_are_refused_from_the_first_anchor_on() -> None:
    """Anchors are refused before anything is multiplied."""
    laughs = "a0: &a0 [lol, lol]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 12))

    first, *others = problems_of(laughs)

    assert first.code == "F107"
    assert (first.place.line, first.place.column) == (1, 5)
    assert {"F107"} == {problem.code for problem in others}


def test_a_merge_key_is_a_key_like_others() -> None:
    """`<<` merges nothing: without an alias it is a key that is not known, with one it is refused."""
    bomb = "a: &a {x: 1}\n" + "b: {<<: [" + "*a, " * 1000 + "]}\n"

    assert codes_of(bomb) == {"F107"}
    assert codes_of(GOOD + "<<: {title: Other}\n") == {"S201"}


@pytest.mark.parametrize(
    "written",
    [
        "!!python/object/apply:os.system [echo]",
        "!!python/name:os.system",
        "!<tag:yaml.org,2002:python/object/apply:os.system> [echo]",
        "!!str Hello.",
        "!own Hello.",
        "! Hello.",
    ],
)
def test_tags_are_refused(written: str) -> None:
    """No tag is read, neither one that would run something nor one that means nothing."""
    assert codes_of(with_say(written)) == {"F106"}


@pytest.mark.parametrize(
    "stray", ["\0", "\x07", "\x1b[31m", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\ufeff"]
)
def test_hidden_characters_are_named_where_they_stand(stray: str) -> None:
    """NUL, ESC, C1 codes, bidirectional marks and separators are problems at their place, and not in any message."""
    (problem,) = problems_of(with_say(f"Hel{stray}lo."))

    assert problem.code == "F113"
    assert (problem.place.line, problem.place.column) == (28, 21)
    assert f"U+{ord(stray[0]):04X}" in problem.message


@pytest.mark.parametrize("escape", [r"\0", r"\a", r"\e[31m", r"\x9b", r"\u202e", r"\u2066", r"\N", r"\L", r"\uFEFF"])
def test_escapes_that_make_hidden_characters_are_named_at_their_text(escape: str) -> None:
    """What a double-quoted text would smuggle in by an escape is a problem at the text, in keys as well."""
    (problem,) = problems_of(with_say(f'"Hel{escape}lo."'))

    assert problem.code == "F113"
    assert (problem.place.line, problem.place.column) == (28, 18)
    assert codes_of(GOOD + f'"{escape}x": y\n') == {"F113", "S201"}


@pytest.mark.parametrize("surrogate", [0xD800, 0xDC80, 0xDFFF])
def test_lone_surrogates_are_refused(surrogate: int) -> None:
    """Half a character, raw or by an escape, cannot be stored and is refused."""
    assert codes_of(with_say(f"Hel{chr(surrogate)}lo.")) == {"F113"}
    assert codes_of(with_say(f'"Hel{chr(surrogate)}lo."')) == {"F113"}
    assert codes_of(with_say(r'"Hel\ud800lo."')) == {"F103"}


@pytest.mark.parametrize("text", ["? [a, b]\n: c", "? {a: b}\n: c", "{[a]: b}", "[a]: b", "? - a\n: b"])
def test_keys_that_are_no_words_are_refused(text: str) -> None:
    """A list or a group as a key is refused at its place."""
    assert codes_of(text) == {"F111"}


def test_a_very_long_key_is_quoted_in_part() -> None:
    """A key of a megabyte is not known here, and the message that says so stays one that can be read."""
    assert codes_of(GOOD + f"? {'k' * 1_000_000}\n: x\n") == {"S201"}
    assert codes_of(GOOD + f"{'k' * 2000}: x\n") == {"F103"}


@pytest.mark.parametrize("length", [61, 100_000])
def test_long_names_that_are_alike_are_not_compared(length: int) -> None:
    """Comparing two long names takes the square of their length: over sixty letters a hint lists names instead."""
    name = "".join(chr(0x4E00 + number % 600) for number in range(length))
    text = GOOD.replace("cast:\n", f"cast:\n  ? {name}\n  : {{name: Kari, is: nurse, side: staff}}\n").replace(
        "of: patient", f"of: {name}x"
    )

    problems = problems_of(text)

    assert {problem.code for problem in problems} == {"R302", "S211"}
    assert [problem.hint.split()[0] for problem in problems if problem.code == "R302"] == ["There"]


@pytest.mark.parametrize("number", ["9" * 4301, "-" + "9" * 100_000, "9" * 50, "1" + "0" * 30])
def test_huge_numbers_are_refused(number: str) -> None:
    """A number that no integer should be asked for is a problem like other numbers."""
    assert codes_of(GOOD.replace("minutes: 5", f"minutes: {number}")) <= {"S204", "S205"}
    assert codes_of(GOOD.replace("listening: 1", f"listening: {number}")) <= {"S204", "S205"}
    assert codes_of(GOOD.replace("trust >= 30", f"trust >= {number}")) == {"S209"}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "x " * 500_000,
        "x: " * 333_333,
        "a # b " * 160_000,
        "[" + "b, " * 200_000 + "] #",
        "a: b" + " " * 1_000_000 + "# c",
        '"' + "\\e" * 500_000 + '"',
        "\t" * 1_000_000,
        "\0" * 1_000_000,
        "\r" * 1_000_000,
        "\n" * 1_000_000,
        "#" * 1_000_000,
        "- " * 500_000,
        "? " * 500_000,
        "!" * 1_000_000,
        "&" * 1_000_000,
        "%" * 1_000_000,
        "a: |\n" + " x\n" * 300_000,
        "\ufeff" * 1_000_000,
    ],
    ids=lambda text: f"{text[:12]!r} and so on",
)
def test_a_megabyte_of_anything_is_refused(text: str) -> None:
    """A long text of one thing over and over has problems, and few enough to read."""
    problems = problems_of(text)

    assert 1 <= len(problems) <= 60


def test_thousands_of_mistakes_end_in_hundreds_of_problems() -> None:
    """A text that is wrong in every line is named for the first hundreds of its mistakes."""
    beats = "".join(f"      beat-{n}:\n        to: nowhere-{n}\n" for n in range(5_000))
    unknown_keys = "".join(f"titl{n}: x\n" for n in range(20_000))
    twice = "title: x\n" * 20_000

    for text in (GOOD.replace("      first:\n", beats + "      first:\n"), GOOD + unknown_keys):
        assert 200 <= len(problems_of(text)) <= 600
    assert ["F110"] == [problem.code for problem in problems_of(GOOD + twice)]


def test_a_text_over_the_limit_is_not_looked_at() -> None:
    """Over two megabytes nothing but the length is looked at."""
    assert codes_of("\0[" * (SIZE_LIMIT // 2 + 1)) == {"F102"}


# Deep nesting crashes YAML readers from within C, which no except clause sees: these run in a process of their own.
_IN_A_PROCESS = """
import sys
from trainer.scenario.load import ScenarioError, parse
try:
    parse(eval(sys.argv[1]))
except ScenarioError as error:
    print(*{problem.code for problem in error.problems})
"""


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("'[' * 200_000 + ']' * 200_000", "F108"),
        ("'[' * 990_000", "F108"),
        ("'{' * 990_000", "F108"),
        ("'[{' * 500_000", "F108"),
        ("'a: {' * 400_000", "F108"),
        ("'{a: ' * 400_000", "F108"),
        ("'- ' * 990_000 + 'a'", "F108"),
        ("'? ' * 990_000 + 'a'", "F111"),
        ("''.join(' ' * n + 'a:\\n' for n in range(1900))", "F108"),
        ("'format: 1\\n' + 'a: ' + '[' * 990_000 + 'b'", "F108"),
    ],
)
def test_deep_nesting_is_refused_without_a_crash(written: str, code: str) -> None:
    """Hundreds of thousands of brackets, closed or not, are refused by a process that lives on and says so."""
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_PROCESS, written], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, code, "")
