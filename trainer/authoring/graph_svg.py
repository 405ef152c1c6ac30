"""A story's graph as an SVG picture, for a page or for paper."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # only writes: nothing is parsed

from trainer.authoring.graph import Edge, StoryGraph, Vertex
from trainer.authoring.layers import Band, Layers, Slot, layers_of

_MARGIN: Final = 24
_BOX_HEIGHT: Final = 40
_LAYER: Final = 84
_HEAD: Final = 34
"""What a scene's title takes, above its first layer."""
_ASIDE: Final = 46
"""How far a line swings out that leads up or aside."""
_SHARE_STEP: Final = 11
"""How far shares that would stand beside each other are moved up or down."""
_CHARACTER: Final = 7.2
_LONGEST: Final = 26
_STYLE: Final = """
text { font: 13px sans-serif; fill: #111 }
.title { font-size: 17px; font-weight: bold }
.where { paint-order: stroke; stroke: #fff; stroke-width: 5px; stroke-linejoin: round }
.where.shaded { stroke: #ddd }
.scene { fill: #fff; stroke: #999 }
.backstage { fill: #ddd; stroke: #777; stroke-dasharray: 6 3 }
.beat { fill: #fff; stroke: #333 }
.end { fill: #e8f1ea; stroke: #2f6b46 }
.below { font-size: 11px; fill: #444 }
.line { fill: none; stroke: #555; marker-end: url(#tip) }
.joined { fill: none; stroke: #555 }
.conditional { stroke-dasharray: 4 3 }
.walked { stroke: #111; stroke-width: 3.5 }
.step { font-size: 11px; paint-order: stroke; stroke: #fff; stroke-width: 4px }
"""


def as_svg(graph: StoryGraph) -> str:
    """Return the picture of `graph`."""
    vertices = [*(each for group in graph.groups for each in group.beats), *graph.ends]
    widths = {each.address: _width(each) for each in vertices}
    return _Picture(graph, layers_of(graph, widths), widths).drawn(vertices)


def _width(vertex: Vertex) -> float:
    return 24 + _CHARACTER * max(len(_short(_name(vertex))), len(_short(vertex.below)))


def _name(vertex: Vertex) -> str:
    return f"{vertex.name} (start)" if vertex.is_start else vertex.name


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class _Picture:
    def __init__(self, graph: StoryGraph, layers: Layers, widths: dict[str, float]) -> None:
        self._graph = graph
        self._layers = layers
        self._widths = widths
        self._tops = self._layer_tops()
        self._drawn: set[tuple[Slot, Slot, str]] = set()
        wide = layers.width + 2 * _MARGIN + (_ASIDE if any(not self._way(each) for each in graph.edges) else 0)
        titles = [graph.title, *(group.title for group in graph.groups)]
        self._width = max(wide, *(2 * _MARGIN + 20 + _CHARACTER * 1.3 * len(title) for title in titles))
        self._root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})

    def _layer_tops(self) -> list[float]:
        tops: list[float] = []
        top = 2.0 * _MARGIN
        for band in self._layers.bands:
            top += _HEAD
            tops += [top + number * _LAYER for number in range(len(band.layers))]
            top += len(band.layers) * _LAYER
        return [*tops, top + _HEAD]

    def drawn(self, vertices: list[Vertex]) -> str:
        height = self._tops[-1] + _BOX_HEIGHT + _MARGIN
        self._root.set("viewBox", f"0 0 {self._width:.0f} {height:.0f}")
        self._root.set("width", f"{self._width:.0f}")
        self._root.set("height", f"{height:.0f}")
        SubElement(self._root, "title").text = self._graph.title
        SubElement(self._root, "desc").text = _described(self._graph)
        SubElement(self._root, "style").text = _STYLE
        tip = {"id": "tip", "viewBox": "0 0 8 8", "refX": "8", "refY": "4", "orient": "auto"}
        size = {"markerWidth": "8", "markerHeight": "8", "markerUnits": "userSpaceOnUse"}
        marker = SubElement(SubElement(self._root, "defs"), "marker", tip | size)
        SubElement(marker, "path", {"d": "M0 0L8 4L0 8z", "fill": "#333"})
        SubElement(self._root, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
        self._say(_MARGIN, _MARGIN + 8, self._graph.title, "title")
        for band in self._layers.bands:
            self._scene(band)
        for edge in sorted(self._graph.edges, key=lambda edge: bool(edge.steps)):
            self._edge(edge)
        for band in self._layers.bands:
            self._scene_title(band)
        for vertex in vertices:
            self._vertex(vertex)
        for edge in self._graph.edges:
            self._step(edge)
        self._shares()
        indent(self._root)
        return tostring(self._root, encoding="unicode") + "\n"

    def _scene(self, band: Band) -> None:
        group = self._graph.groups[band.group]
        top, bottom = self._tops[band.layers.start] - _HEAD, self._tops[band.layers.stop - 1] + _LAYER - _HEAD / 2
        place = {"x": "8", "y": f"{top:.1f}", "width": f"{self._width - 16:.1f}", "height": f"{bottom - top:.1f}"}
        SubElement(self._root, "rect", place | {"class": "scene backstage" if group.is_backstage else "scene"})

    def _scene_title(self, band: Band) -> None:
        group = self._graph.groups[band.group]
        self._say(18, self._tops[band.layers.start] - _HEAD + 18, group.title, f"where{' shaded' * group.is_backstage}")

    def _vertex(self, vertex: Vertex) -> None:
        x, y = self._middle(vertex.address)
        width = self._widths[vertex.address]
        left, top = x - width / 2, y - _BOX_HEIGHT / 2
        holder = SubElement(self._root, "g")
        SubElement(holder, "title").text = ". ".join(part for part in (vertex.address, vertex.below) if part)
        kind = f"{'end' if vertex.is_end else 'beat'}{' walked' if vertex.is_walked else ''}"
        for inset in (0, 3) if vertex.is_end else (0,):
            place = {
                "x": f"{left + inset:.1f}",
                "y": f"{top + inset:.1f}",
                "width": f"{width - 2 * inset:.1f}",
                "height": f"{_BOX_HEIGHT - 2 * inset}",
                "rx": "14" if vertex.is_end else "3",
            }
            SubElement(holder, "rect", place | {"class": kind if not inset else "end"})
        below = _short(vertex.below)
        self._say(x, y - 2 if below else y + 5, _short(_name(vertex)), "", holder)
        if below:
            self._say(x, y + 13, below, "below", holder)

    def _edge(self, edge: Edge) -> None:
        walked = " walked" if edge.steps else ""
        kind = f"{' conditional' if edge.is_conditional else ''}{walked}"
        told = f"{edge.source} → {edge.target}{': ' if edge.options else ''}{', '.join(edge.options)}"
        way = self._way(edge)
        if not way:
            self._line(self._around(edge), f"line{kind}", told)
        for upper, lower in pairwise(way):
            is_first, is_last = upper == way[0], lower == way[-1]
            shape = f"{'line' if is_last else 'joined'}{kind if is_first else walked}"
            if is_first or (upper, lower, walked) not in self._drawn:
                self._line(self._down(upper, lower), shape, told if is_first else f"→ {edge.target}")
            self._drawn.add((upper, lower, walked))

    def _line(self, path: str, kind: str, told: str) -> None:
        holder = SubElement(self._root, "path", {"d": path, "class": kind})
        SubElement(holder, "title").text = told

    def _down(self, upper: Slot, lower: Slot) -> str:
        """Return the line from a slot to one in the next layer; what only passes by goes through that upright."""
        (x, top), (to_x, bottom) = self._place(upper), self._place(lower)
        half = _BOX_HEIGHT / 2
        start = top + half
        end = bottom - half
        bend = (end - start) / 2
        curve = f"M{x:.1f} {start:.1f}C{x:.1f} {start + bend:.1f} {to_x:.1f} {end - bend:.1f} {to_x:.1f} {end:.1f}"
        return curve if self._layers.layer_of[lower[0]] == lower[1] else f"{curve}L{to_x:.1f} {bottom + half:.1f}"

    def _around(self, edge: Edge) -> str:
        """Return a line that swings out to the right, for what leads up, aside, or back to where it came from."""
        (x, y), (to_x, to_y) = self._middle(edge.source), self._middle(edge.target)
        start, end = x + self._widths[edge.source] / 2, to_x + self._widths[edge.target] / 2
        out = max(start, end) + _ASIDE
        drop = 10 if edge.source == edge.target else 0
        y, to_y = y + drop, to_y - drop
        return f"M{start:.1f} {y:.1f}C{out:.1f} {y:.1f} {out:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}"

    def _step(self, edge: Edge) -> None:
        if edge.steps:
            self._say(*self._halfway(edge), edge.label, "step")

    def _shares(self) -> None:
        """Say beside each way how many plays went it: neighbours one below the other, and nothing where nobody went."""
        places: dict[float, list[tuple[float, str]]] = {}
        for edge in self._graph.edges:
            if edge.share:
                x, y = self._halfway(edge)
                places.setdefault(y, []).append((x, edge.mark))
        for y, row in places.items():
            for number, (x, mark) in enumerate(sorted(row)):
                self._say(x, y + (number % 3 - 1) * _SHARE_STEP, mark, "step")

    def _halfway(self, edge: Edge) -> tuple[float, float]:
        """Return where a line's words stand: in the middle of its first stretch."""
        way = self._way(edge)
        if way:
            (x, y), (to_x, to_y) = self._place(way[0]), self._place(way[1])
            return (x + to_x) / 2, (y + to_y) / 2 + 4
        (x, y), (_, to_y) = self._middle(edge.source), self._middle(edge.target)
        return x + self._widths[edge.source] / 2 + _ASIDE / 2, (y + to_y) / 2

    def _way(self, edge: Edge) -> list[Slot]:
        return self._layers.way(edge.source, edge.target)

    def _middle(self, address: str) -> tuple[float, float]:
        return self._place((address, self._layers.layer_of[address]))

    def _place(self, slot: Slot) -> tuple[float, float]:
        return _MARGIN + self._layers.middle[slot], self._tops[slot[1]] + _BOX_HEIGHT / 2

    def _say(self, x: float, y: float, text: str, kind: str, holder: Element | None = None) -> None:
        places = {"x": f"{x:.1f}", "y": f"{y:.1f}"}
        places |= {"class": kind} if kind else {}
        places |= {"text-anchor": "middle"} if holder is not None or kind == "step" else {}
        SubElement(self._root if holder is None else holder, "text", places).text = text


def _described(graph: StoryGraph) -> str:
    return " ".join(_sentences(graph))


def _sentences(graph: StoryGraph) -> Iterator[str]:
    """Yield what the picture shows, for whoever has it read aloud."""
    for group in graph.groups:
        yield f"{group.title}: {', '.join(each.name for each in group.beats)}."
    yield f"Ends: {', '.join(f'{each.name}, {each.below}' for each in graph.ends)}."
    steps = sorted((number, edge) for edge in graph.edges for number in edge.steps)
    if steps:
        yield f"The play went {', '.join(edge.source for _, edge in steps)}, {steps[-1][1].target}."
