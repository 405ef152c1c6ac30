"""A story as a graph: what is in it, and that each form of it can be drawn, whatever the author's texts hold."""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from builders import option, scenario, turn
from hypothesis import given
from judges import graphviz, mermaid
from strategies import scenario_texts

from trainer.authoring.graph import Edge, Gone, StoryGraph, graph_of, shares_of, way_of
from trainer.authoring.graph_svg import as_svg
from trainer.authoring.graph_text import as_dot, as_mermaid
from trainer.authoring.layers import layers_of
from trainer.engine.machine import machine_of
from trainer.play import Play
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*/scenario.yaml"))
ODD = "<b>&amp;\"'</b> --> ]]> | ; # \\ \\N %% {x} [y] `z` end #35; 🫐 ‘so’ “so”"
SVG = "{http://www.w3.org/2000/svg}"


def story(**keys: object) -> Scenario:
    """Return a story with a scene backstage, a beat without a turn, a condition, a circle, and two ends."""
    beats = {
        "a": turn(option("x", "b", set=["told"]), option("y", "b"), option("z", "pause")),
        "b": turn(option("again", "a"), option("on", "yard/c", if_=["told"]), seat="patient"),
        "pause": {"to": "b"},
    }
    c = turn(option("x", "end/in", if_=["told"]), option("y", "end/in"), option("z", "end/out"))
    scenes = {
        "room": {"title": "A room", "present": ["staff", "patient"], "beats": beats},
        "yard": {
            "title": "The yard",
            "present": ["staff"],
            "concerns": ["patient"],
            "backstage": "decides",
            "beats": {"c": c},
        },
    }
    ends = {end: {"title": f"Way {end}", "text": "."} for end in ("in", "out")}
    return scenario({"a": {}}, **({"scenes": scenes, "ends": ends, "start": "room/a"} | keys))


def odd_story() -> Scenario:
    """Return a story with texts that mean something to what draws it."""
    beats = {"a": turn(option("graph", "b"), option("y", "b")), "b": turn(option("x"), seat="patient")}
    cast = {who: {"name": ODD, "is": "x", "side": "staff", "seat": True} for who in ("staff", "patient")}
    scenes = {"room": {"title": ODD, "present": ["staff", "patient"], "beats": beats}}
    return scenario(beats, title=ODD, cast=cast, scenes=scenes, ends={"out": {"title": ODD, "text": "."}})


def test_what_leads_where_is_one_edge() -> None:
    """Options that lead to the same place are one edge, conditional where each of them is."""
    graph = graph_of(machine_of(story()))

    assert [
        Edge("room/a", "room/b", ("x", "y"), is_conditional=False, steps=()),
        Edge("room/a", "room/pause", ("z",), is_conditional=False, steps=()),
        Edge("room/b", "room/a", ("again",), is_conditional=False, steps=()),
        Edge("room/b", "yard/c", ("on",), is_conditional=True, steps=()),
        Edge("room/pause", "room/b", (), is_conditional=False, steps=()),
        Edge("yard/c", "end/in", ("x", "y"), is_conditional=False, steps=()),
        Edge("yard/c", "end/out", ("z",), is_conditional=False, steps=()),
    ] == list(graph.edges)
    assert [("A room", False), ("The yard (backstage, to decide)", True)] == [
        (group.title, group.is_backstage) for group in graph.groups
    ]
    assert ["room/a"] == [each.address for group in graph.groups for each in group.beats if each.is_start]
    assert [("in", "Way in"), ("out", "Way out")] == [(each.name, each.below) for each in graph.ends]


def played(found: Scenario, *options: str) -> Play:
    """Return a play of both parts in which `options` were chosen."""
    play = Play.begin(found, seats={"staff", "patient"}, seed=1)
    for name in options:
        play.reply(name)
    return play


def test_the_way_of_a_play_is_marked() -> None:
    """Each step is numbered, through beats without a turn as well, and an edge gone twice has both numbers."""
    found = story()
    machine = machine_of(found)
    way = way_of(machine, played(found, "x", "again", "y", "again", "z", "on", "z").events)
    graph = graph_of(machine, way)

    assert Gone("room/a", "room/pause", "z") == way[4]
    assert Gone("room/pause", "room/b", "") == way[5]
    labels = {(edge.source, edge.target): edge.label for edge in graph.edges}
    assert "1, 3: x, y" == labels["room/a", "room/b"]
    assert "6" == labels["room/pause", "room/b"]
    assert "x, y" == labels["yard/c", "end/in"]
    assert [("in", False), ("out", True)] == [(each.name, each.is_walked) for each in graph.ends]


def test_the_shares_of_many_plays_stand_on_the_ways() -> None:
    """Each way has how many of the plays went it at least once; in the picture nothing stands where nobody went."""
    found = story()
    machine = machine_of(found)
    ways = [
        way_of(machine, played(found, *options).events) for options in (("x", "again", "z", "again"), ("z", "again"))
    ]
    graph = graph_of(machine, shares=shares_of(ways))
    labels = {(edge.source, edge.target): edge.label for edge in graph.edges}

    assert "50 %: x, y" == labels["room/a", "room/b"]
    assert "100 %: z" == labels["room/a", "room/pause"]
    assert "0 %: on" == labels["room/b", "yard/c"]
    shown = texts_of(as_svg(graph))
    assert {"50 %", "100 %"} <= set(shown)
    assert "0 %" not in shown


def texts_of(svg: str) -> list[str]:
    """Return the texts that an SVG shows."""
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314  our own


def test_a_picture_shows_everything() -> None:
    """Scenes, beats, whose turn it is, and ends stand in the picture; so do the steps of a play."""
    found = story()
    machine = machine_of(found)
    shown = texts_of(as_svg(graph_of(machine, way_of(machine, played(found, "z", "again").events))))

    assert {"Small", "A room", "The yard (backstage, to decide)", "a (start)", "b", "pause", "c"} <= set(shown)
    assert {"Ingrid", "Jonas", "in", "Way in", "out", "Way out", "1: z", "2", "3: again"} <= set(shown)


def test_a_picture_of_odd_texts_is_whole() -> None:
    """A text that means something in XML is shown as it is written."""
    assert ODD in texts_of(as_svg(graph_of(machine_of(odd_story()))))


def boxes(graph: StoryGraph) -> dict[str, tuple[float, float, int]]:
    """Return from where to where each box goes, and in which layer it is; each is 100 wide."""
    vertices = [*(each for group in graph.groups for each in group.beats), *graph.ends]
    layers = layers_of(graph, dict.fromkeys((each.address for each in vertices), 100))
    return {
        address: (layers.middle[address, layer] - 50, layers.middle[address, layer] + 50, layer)
        for address, layer in layers.layer_of.items()
    }


@given(scenario_texts(most_beats=9))
def test_nothing_stands_on_anything_else(text: str) -> None:
    """Every beat and end of any story has a box, apart from all others, in a layer of its scene; ends are last."""
    machine = machine_of(parse(text))
    graph = graph_of(machine)
    placed = boxes(graph)

    assert set(placed) == {*machine.beats, *(f"end/{end}" for end in machine.scenario.ends)}
    assert min(left for left, _, _ in placed.values()) >= 0
    in_order = sorted(placed.values(), key=lambda box: (box[2], box[0]))
    for (_, right, layer), (left, _, other) in pairwise(in_order):
        assert layer < other or right < left
    scenes: dict[str, set[int]] = {}
    for address, (_, _, layer) in placed.items():
        scenes.setdefault(address.partition("/")[0], set()).add(layer)
    layers = sorted((min(each), max(each)) for each in scenes.values())
    assert all(last < first for (_, last), (first, _) in pairwise(layers))
    assert len(placed) - 1 <= len(ET.fromstring(as_svg(graph)).findall(f".//{SVG}rect"))  # noqa: S314  our own


def test_what_follows_stands_below() -> None:
    """In a story without circles every line leads down."""
    beats = {"c": turn(option("x")), "b": turn(option("x", "c"), option("y")), "a": turn(option("x", "b"))}
    placed = boxes(
        graph_of(machine_of(scenario(beats | {"a": turn(option("x", "b"), option("y", "c"))}, start="room/a")))
    )

    assert [0, 1, 2, 3] == [placed[address][2] for address in ("room/a", "room/b", "room/c", "end/out")]


def test_a_title_that_looks_like_a_list_is_none() -> None:
    """Mermaid draws no list in a label: what would begin one stands there by its number."""
    titles = {"1. The hall": "1#46; The hall", "- Later": "#45; Later", "1 hall": "1 hall", "A - B": "A - B"}
    for title, written in titles.items():
        beats = {"a": turn(option("x"))}
        scenes = {"room": {"title": title, "present": ["staff", "patient"], "beats": beats}}
        assert f'["{written}"]' in as_mermaid(graph_of(machine_of(scenario(beats, scenes=scenes, start="room/a"))))


def decoded(text: str) -> str:
    """Return a text of Mermaid's as it shows it, from what it keeps for #35; and the like."""
    return unescape(text.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";"))


@pytest.mark.system("node")
@pytest.mark.parametrize("found", [story(), odd_story(), *(parse(path.read_text()) for path in SHIPPED)])
def test_mermaid_takes_it(found: Scenario) -> None:
    """Mermaid reads every beat, end, edge and scene, with the author's texts as they are."""
    graph = graph_of(machine_of(found))
    read = mermaid(as_mermaid(graph))

    assert len(graph.edges) == len(read["edges"])
    assert [edge.label for edge in graph.edges] == [decoded(label) for _, _, label in read["edges"]]
    assert sorted(group.title for group in graph.groups) == sorted(decoded(title) for title, _ in read["groups"])
    texts = [decoded(text).split("<br>")[0] for _, text in read["vertices"]]
    names = [each.name for group in graph.groups for each in group.beats] + [each.name for each in graph.ends]
    assert names == [text.removesuffix(" (start)") for text in texts]
    below = [each.below for group in graph.groups for each in group.beats] + [each.below for each in graph.ends]
    assert below == ["<br>".join(decoded(text).split("<br>")[1:]) for _, text in read["vertices"]]


@pytest.mark.system("node")
@pytest.mark.parametrize("found", [story(), odd_story(), *(parse(path.read_text()) for path in SHIPPED)])
def test_graphviz_takes_it(found: Scenario) -> None:
    """Graphviz draws every beat, end, edge and scene, with the author's texts as they are."""
    graph = graph_of(machine_of(found))
    drawn = graphviz(as_dot(graph))
    picture = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", drawn["svg"]))  # noqa: S314  of our own tool

    assert [] == drawn["errors"]
    kinds = [each.get("class") for each in picture.iter(f"{SVG}g")]
    assert len(graph.edges) == kinds.count("edge")
    assert len(graph.groups) == kinds.count("cluster")
    assert sum(len(group.beats) for group in graph.groups) + len(graph.ends) == kinds.count("node")
    shown = {text.replace("\xa0", " ") for text in texts_of(ET.tostring(picture, encoding="unicode"))}
    assert {graph.title, *(group.title for group in graph.groups), *(each.below for each in graph.ends)} <= shown
