"""Where a story's boxes stand when it is drawn: scenes one below the other, in each its beats in layers, ends last.

Libraries that lay out layers without a system program know nothing of scenes; where scenes follow each other, little
is needed. What leads down goes between boxes, and all that leads on to the same place joins on its way there, so that
no line has to be told from another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from trainer.authoring.graph import StoryGraph

_SWEEPS: Final = 6
_GAP: Final = 24
_PASSING: Final = 14
"""How wide what only passes by is."""

Slot: TypeAlias = tuple[str, int]
"""A vertex in its own layer, or what leads to it in a layer before that."""
Onward: TypeAlias = Mapping[str, list[str]]


class Band(NamedTuple):
    """A scene by its number, and its layers."""

    group: int
    layers: range


class Layers(NamedTuple):
    """Where everything stands; lengths are in pixels."""

    layer_of: dict[str, int]
    bands: list[Band]
    """In the order in which they stand."""
    middle: dict[Slot, float]
    """Where the middle of each slot is, from the left."""
    width: float

    def way(self, source: str, target: str) -> list[Slot]:
        """Return the slots that lead from one to the other; none where it leads up or aside."""
        first, last = self.layer_of[source], self.layer_of[target]
        return [(source, first), *((target, layer) for layer in range(first + 1, last + 1))] if first < last else []


def layers_of(graph: StoryGraph, width_of: Mapping[str, float]) -> Layers:
    """Return where all that is in `graph` stands, given how wide its boxes are."""
    onward: Onward = defaultdict(list)
    for edge in graph.edges:
        onward[edge.source].append(edge.target)
    scene_of = {each.address: number for number, group in enumerate(graph.groups) for each in group.beats}
    start = [each.address for group in graph.groups for each in group.beats if each.is_start]
    order = _in_order_of_leading([*start, *scene_of], onward)
    layer_of: dict[str, int] = {}
    bands: list[Band] = []
    below = 0
    for scene in dict.fromkeys(scene_of[address] for address in order if address in scene_of):
        depths = _depths([address for address in order if scene_of.get(address) == scene], onward)
        layer_of |= {address: below + depth for address, depth in depths.items()}
        bands.append(Band(scene, range(below, below + 1 + max(depths.values()))))
        below = bands[-1].layers.stop
    layer_of |= {each.address: below for each in graph.ends}
    found = Layers(layer_of, bands, {}, 0)
    rows, links = _rows(graph, found, order)
    _untangle(rows, links)
    widths = {slot: width_of[slot[0]] if layer_of[slot[0]] == slot[1] else _PASSING for row in rows for slot in row}
    middle = _placed(rows, links, widths)
    left = min(middle[slot] - widths[slot] / 2 for slot in middle)
    middle = {slot: round(x - left, 1) for slot, x in middle.items()}
    return found._replace(middle=middle, width=max(middle[slot] + widths[slot] / 2 for slot in middle))


def _in_order_of_leading(roots: Iterable[str], onward: Onward) -> list[str]:
    """Return everything, what leads on before what follows; only what goes round in a circle stands otherwise."""
    order: list[str] = []
    met: set[str] = set()
    for root in roots:
        left: list[str] = []
        path = [] if root in met else [(root, iter(onward.get(root, ())[::-1]))]
        met.add(root)
        while path:
            address, rest = path[-1]
            follower = next((each for each in rest if each not in met), None)
            if follower is None:
                left.append(address)
                path.pop()
            else:
                met.add(follower)
                path.append((follower, iter(onward.get(follower, ())[::-1])))
        order += reversed(left)
    return order


def _depths(scene: list[str], onward: Onward) -> dict[str, int]:
    """Return how far down each beat of a scene stands: one below all that lead to it."""
    place = {address: number for number, address in enumerate(scene)}
    depths = dict.fromkeys(scene, 0)
    for address in scene:
        for target in onward.get(address, ()):
            if place.get(target, -1) > place[address]:
                depths[target] = max(depths[target], depths[address] + 1)
    return depths


def _rows(
    graph: StoryGraph, layers: Layers, order: list[str]
) -> tuple[list[list[Slot]], dict[Slot, tuple[list[Slot], list[Slot]]]]:
    """Return what stands in each layer, and for each slot those above and those below it that it is tied to."""
    layer_of = layers.layer_of
    rows: list[list[Slot]] = [[] for _ in range(1 + max(layer_of.values()))]
    links: dict[Slot, tuple[list[Slot], list[Slot]]] = {}
    for address in [*order, *(each.address for each in graph.ends)]:
        slot = (address, layer_of[address])
        if slot not in links:
            links[slot] = ([], [])
            rows[slot[1]].append(slot)
    for edge in graph.edges:
        way = layers.way(edge.source, edge.target)
        for upper, lower in pairwise(way):
            if lower not in links:
                links[lower] = ([], [])
                rows[lower[1]].append(lower)
            if upper not in links[lower][0]:
                links[lower][0].append(upper)
                links[upper][1].append(lower)
    return rows, links


def _untangle(rows: list[list[Slot]], links: Mapping[Slot, tuple[list[Slot], list[Slot]]]) -> None:
    """Sort each row by where what it is tied to stands, downwards and upwards in turn."""
    place = {slot: float(number) for row in rows for number, slot in enumerate(row)}
    for sweep in range(_SWEEPS):
        side = sweep % 2
        for row in rows if side == 0 else reversed(rows):
            wanted = {slot: _mean([place[each] for each in links[slot][side]], place[slot]) for slot in row}
            row.sort(key=wanted.__getitem__)
            place.update({slot: float(number) for number, slot in enumerate(row)})


def _placed(
    rows: list[list[Slot]], links: Mapping[Slot, tuple[list[Slot], list[Slot]]], widths: Mapping[Slot, float]
) -> dict[Slot, float]:
    """Return where the middles are: near those that they are tied to, and apart from their neighbours."""
    middle: dict[Slot, float] = {}
    for row in rows:
        x = -sum(widths[slot] + _GAP for slot in row) / 2
        for slot in row:
            middle[slot] = x + widths[slot] / 2
            x += widths[slot] + _GAP
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [_mean([middle[each] for side in links[slot] for each in side], middle[slot]) for slot in row]
            middle.update(zip(row, _apart(wanted, [widths[slot] for slot in row]), strict=True))
    return middle


def _apart(wanted: list[float], widths: list[float]) -> list[float]:
    """Return middles near those `wanted` that keep apart: halfway between pushing all right and pushing all left."""
    pushed_right = _pushed(wanted, widths)
    pushed_left = [-x for x in reversed(_pushed([-x for x in reversed(wanted)], widths[::-1]))]
    return [(a + b) / 2 for a, b in zip(pushed_right, pushed_left, strict=True)]


def _pushed(wanted: list[float], widths: list[float]) -> list[float]:
    placed: list[float] = []
    edge = float("-inf")
    for x, width in zip(wanted, widths, strict=True):
        placed.append(max(x, edge + width / 2))
        edge = placed[-1] + width / 2 + _GAP
    return placed


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
