"""A story as a graph: beats in their scenes, ends, what leads where, the way of one play or the shares of many."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from trainer.engine.events import Event, PlayBegan, ReplyMade
from trainer.engine.machine import CompiledBeat, ScenarioMachine
from trainer.scenario.model import Scenario
from trainer.text import clean_line
from trainer.wording import BACKSTAGE


class Vertex(NamedTuple):
    """A beat or an end."""

    address: str
    """`scene/beat`, or `end/id`."""
    name: str
    """What the author called it."""
    below: str
    """Whose turn it is, or the end's title; "" where nobody has one."""
    is_start: bool = False
    is_end: bool = False
    is_walked: bool = False


class Group(NamedTuple):
    """A scene with its beats."""

    scene: str
    title: str
    """With what the talk is for, where it is backstage."""
    is_backstage: bool
    beats: tuple[Vertex, ...]


class Edge(NamedTuple):
    """All that leads from one beat to the same place."""

    source: str
    target: str
    options: tuple[str, ...]
    """Their ids; none where the beat has no turn."""
    is_conditional: bool
    """Whether each of them has a condition."""
    steps: tuple[int, ...]
    """When the play went this way, counted from 1."""
    chosen: tuple[str, ...] = ()
    """What was chosen then, each option once."""
    share: float | None = None
    """Of many plays, how many went this way at least once, 0 to 1; None where the graph is not of many plays."""

    @property
    def mark(self) -> str:
        """The numbers of a play's steps, or the share of many plays; "" where there is neither."""
        if self.share is not None:
            return f"{self.share:.0%}".replace("%", " %")
        return ", ".join(map(str, self.steps))

    @property
    def label(self) -> str:
        """The options, those that were chosen alone where the play went this way; with the mark before them."""
        return ": ".join(part for part in (self.mark, ", ".join(self.chosen or self.options)) if part)


@dataclass(frozen=True, slots=True)
class StoryGraph:
    """A story, to be drawn."""

    title: str
    groups: tuple[Group, ...]
    ends: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    is_walked: bool
    """Whether the way of a play is in it."""


class Gone(NamedTuple):
    """One step of a play."""

    source: str
    target: str
    option: str
    """"" at a beat without a turn."""


def way_of(machine: ScenarioMachine, events: Iterable[Event]) -> tuple[Gone, ...]:
    """Return the steps of the play in `events`, in order."""
    gone: list[Gone] = []
    for event in events:
        target = ""
        if isinstance(event, PlayBegan):
            target = machine.start
        elif isinstance(event, ReplyMade):
            target = machine.beats[event.beat].by_id[event.option].target
            gone.append(Gone(event.beat, target, event.option))
        while (beat := machine.beats.get(target)) is not None and beat.target:
            gone.append(Gone(target, beat.target, ""))
            target = beat.target
    return tuple(gone)


Shares = Mapping[tuple[str, str], float]
"""Of many plays, how many went from one place to another at least once, 0 to 1."""


def shares_of(ways: Iterable[Sequence[Gone]]) -> Shares:
    """Return how many of `ways` go from each place to another; what nobody went is left out."""
    number = 0
    gone: Counter[tuple[str, str]] = Counter()
    for way in ways:
        number += 1
        gone.update({(step.source, step.target) for step in way})
    return {edge: times / number for edge, times in gone.items()}


def graph_of(machine: ScenarioMachine, way: Sequence[Gone] = (), shares: Shares | None = None) -> StoryGraph:
    """Return the graph of a story, with the way of a play, or the shares of many, marked."""
    scenario = machine.scenario
    walked = {machine.start} | {address for step in way for address in (step.source, step.target)} if way else set()
    return StoryGraph(
        clean_line(scenario.title),
        tuple(_group(machine, scene, walked) for scene in scenario.scenes),
        tuple(
            Vertex(f"end/{end}", end, clean_line(each.title), is_end=True, is_walked=f"end/{end}" in walked)
            for end, each in scenario.ends.items()
        ),
        tuple(edge for beat in machine.beats.values() for edge in _edges(beat, way, shares)),
        bool(way),
    )


def _group(machine: ScenarioMachine, scene: str, walked: set[str]) -> Group:
    scenario = machine.scenario
    found = scenario.scenes[scene]
    return Group(
        scene,
        clean_line(f"{found.title}{_backstage(scenario, scene)}"),
        found.is_backstage,
        tuple(
            Vertex(
                address,
                beat_id,
                clean_line(scenario.cast[beat.turn].name) if beat.turn else "",
                is_start=address == machine.start,
                is_walked=address in walked,
            )
            for beat_id, beat in found.beats.items()
            if (address := f"{scene}/{beat_id}")
        ),
    )


def _backstage(scenario: Scenario, scene: str) -> str:
    found = scenario.scenes[scene]
    if not found.is_backstage:
        return ""
    return f" (backstage{f', {BACKSTAGE[found.backstage]}' if found.backstage else ''})"


def _edges(beat: CompiledBeat, way: Sequence[Gone], shares: Shares | None) -> Iterable[Edge]:
    by_target: dict[str, list[str]] = {}
    guarded: dict[str, bool] = {}
    for option in beat.options:
        by_target.setdefault(option.target, []).append(option.id)
        guarded[option.target] = guarded.get(option.target, True) and option.guard is not None
    if beat.target:
        by_target[beat.target] = []
    for target, options in by_target.items():
        steps = [number for number, gone in enumerate(way, 1) if gone[:2] == (beat.address, target)]
        chosen = dict.fromkeys(way[number - 1].option for number in steps if way[number - 1].option)
        share = None if shares is None else shares.get((beat.address, target), 0.0)
        is_conditional = guarded.get(target, False)
        yield Edge(beat.address, target, tuple(options), is_conditional, tuple(steps), tuple(chosen), share)
