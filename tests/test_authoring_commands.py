"""`trainer explore`, `graph` and `schema` as an author types them."""

import json
import re
from pathlib import Path

import pytest
from builders import option, scenario_text, short_story, turn
from running import HOSTILE, STEERING, Program

SHIPPED = sorted(path.parent.name for path in (Path(__file__).parents[1] / "scenarios").glob("*/scenario.yaml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_exploring_a_shipped_scenario(program: Program, name: str) -> None:
    """Each shipped scenario is explored whole, in text that fits a terminal, and all of it can be come to."""
    told, written = program.run("explore", name), program.run("explore", name, "--json")

    assert [(0, ""), (0, "")] == [(done.status, done.err) for done in (told, written)]
    assert 80 >= max(map(len, told.out.splitlines()))
    found = json.loads(written.out)
    assert (1, name, False) == (found["format"], found["scenario"], found["bounded"])
    assert [[], []] == [found[what]["not_reached"] for what in ("beats", "ends")]
    assert set(found["ends"]["reached"]) == set(found["plays"]["chances"])
    assert not program.store.exists()


def test_the_same_story_gives_the_same_bytes(program: Program) -> None:
    """Nothing hangs on the order in which a process keeps its sets."""
    first, second = (program.run("explore", SHIPPED[0], "--json", PYTHONHASHSEED=seed).out for seed in ("1", "2"))

    assert first == second


def test_a_limit_is_said(program: Program) -> None:
    """Over the limit only what could be come to is told."""
    done = program.run("explore", program.scenario(short_story()), "--limit", "3")

    assert (0, "") == (done.status, done.err)
    assert "too many places at which a play can stand: 3 are looked at" in " ".join(done.out.split())


def test_what_cannot_be_explored(program: Program) -> None:
    """A missing scenario is an unusable call; one with errors is told with its problems."""
    missing = program.run("explore", "no-such-thing")
    wrong = program.run("explore", program.scenario("format: 1\n"))

    assert (2, "") == (missing.status, missing.out)
    assert "There is no scenario and no file “no-such-thing”." in missing.err
    assert 1 == wrong.status
    assert "S202" in wrong.out + wrong.err


def hostile_story() -> str:
    """Return a story whose texts steer a terminal, or are markup, as far as a file may hold them."""
    text = "".join(each for each in HOSTILE if each.isprintable()) + "<b>&amp;\"'</b> --> ]]> | ; # \\ %% {} 🫐"
    beats = {
        "a": turn(option("x", "b", say=text), option("y", "c"), lines=[{"patient": text}]),
        "b": {"to": "c", "lines": [{"note": text}]},
        "c": turn(option("x", say=text), seat="patient"),
    }
    ends = {"out": {"title": text, "text": text}}
    return scenario_text(beats, title=text, ends=ends)


def test_exploring_steers_no_screen(program: Program) -> None:
    """Texts of an author's are shown without what steers a terminal."""
    done = program.run("explore", program.scenario(hostile_story()))

    assert 0 == done.status
    assert [] == STEERING.findall(done.out)


def ended(program: Program, story: str) -> str:
    """Play `story` to an end, and return the session."""
    program.run("play", story, "--plain", typed="1\n" * 20)
    return str(json.loads(program.run("sessions", "--json").out)[0]["session"])


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], "---\ntitle: "),
        (["--format", "dot"], "digraph story {"),
        (["--format", "svg"], "<svg "),
    ],
)
def test_drawing_to_a_pipe(program: Program, arguments: list[str], start: str) -> None:
    """A graph is written in the form that was asked for, Mermaid unless one says."""
    done = program.run("graph", program.scenario(hostile_story()), *arguments)

    assert (0, "") == (done.status, done.err)
    assert done.out.startswith(start)
    assert [] == STEERING.findall(done.out)


def test_drawing_to_a_file(program: Program) -> None:
    """The form follows from the file's name; a file that is there is kept unless one says."""
    story = program.scenario(short_story())
    done = program.run("graph", story, "-o", "way.svg")
    again = program.run("graph", story, "-o", "way.svg")

    assert (0, "", "Written to way.svg.\n") == (done.status, done.out, done.err)
    assert (program.folder / "way.svg").read_text().startswith("<svg ")
    assert 2 == again.status
    assert "--force replaces it" in again.err
    program.run("graph", story, "-o", "page.md")
    assert re.fullmatch(r"```mermaid\n---\n.*\n```\n", (program.folder / "page.md").read_text(), re.DOTALL)
    program.run("graph", story, "-o", "way.svg", "--format", "dot", "--force")
    assert (program.folder / "way.svg").read_text().startswith("digraph")


def test_drawing_the_way_of_a_play(program: Program) -> None:
    """A play that has ended is drawn, with its scenario or without; it must be one of that scenario."""
    story = program.scenario(short_story())
    session = ended(program, story)
    alone, beside = program.run("graph", "--session", session), program.run("graph", story, "--session", session)
    other = program.run("graph", SHIPPED[0], "--session", session)

    assert (0, "") == (alone.status, alone.err)
    assert alone.out == beside.out
    assert 5 == alone.out.count("==>")
    assert (2, "") == (other.status, other.out)
    assert "This was a play of small." in other.err


def test_the_way_of_a_play_is_drawn_after_its_end(program: Program) -> None:
    """What can still come is not told by the way: a play under way is not drawn."""
    program.run("play", program.scenario(short_story()), "--plain", typed="\n1\nq\n")
    (session,) = json.loads(program.run("sessions", "--json").out)
    done = program.run("graph", "--session", session["session"])

    assert (2, "") == (done.status, done.out)
    assert "has not come to its end yet" in done.err


def test_a_graph_of_nothing(program: Program) -> None:
    """Without a scenario or a session there is nothing to draw."""
    done = program.run("graph")

    assert (2, "") == (done.status, done.out)
    assert "Say which: trainer graph SCENARIO" in done.err


def test_the_schema_is_printed(program: Program) -> None:
    """The JSON Schema is on stdout, whole."""
    done = program.run("schema")

    assert (0, "") == (done.status, done.err)
    assert {"cast", "scenes", "ends"} <= set(json.loads(done.out)["required"])


def test_the_shares_of_a_learner_stand_on_the_ways(program: Program) -> None:
    """`--learner` marks each way; a learner that there is not, and one beside a session, are refused in a sentence."""
    drawn = program.run("graph", "search-protocol", "--learner", "avoider", "--format", "dot")
    unknown = program.run("graph", "search-protocol", "--learner", "dodger")
    both = program.run("graph", "search-protocol", "--learner", "avoider", "--session", "x")

    assert (0, True) == (drawn.status, " %: " in drawn.out)
    assert (2, True) == (unknown.status, "There is no learner “dodger”. There is random, " in unknown.err)
    assert (2, True) == (both.status, "One of them at a time" in both.err)


def test_what_is_no_graph_is_not_written(program: Program) -> None:
    """A file whose ending tells of something else is refused unless the form is said."""
    refused = program.run("graph", "search-protocol", "-o", "way.png")
    said = program.run("graph", "search-protocol", "-o", "way.here", "--format", "dot")

    assert (2, True, False) == (refused.status, ".svg" in refused.err, (program.folder / "way.png").exists())
    assert (0, True) == (said.status, (program.folder / "way.here").read_text().startswith("digraph"))
