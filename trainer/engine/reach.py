"""Every state that some play can come to, over what conditions read, and bounded.

All seats choose freely here, scripted ones too: each weight is positive, so a scripted seat will draw each option
some day.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from trainer.engine.machine import GO_ON, CompiledOption, ScenarioMachine
from trainer.engine.state import World
from trainer.scenario.model import resolve

STATE_LIMIT: Final = 50_000
_STEPS_PER_STATE: Final = 3
"""Where turns have more options than three, fewer states are looked at, so that an author never waits for long."""


class Node(NamedTuple):
    """A beat (or an end) in a world."""

    beat: str
    world: World


@dataclass(slots=True)
class Reach:
    """What can be reached from the first beat."""

    onward: dict[Node, tuple[Node, ...]] = field(default_factory=dict)
    """Each reached state with those that follow it; an end has none."""
    beats: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    open_options: set[tuple[str, str]] = field(default_factory=set)
    """Beat and option, for each option that is open in some reached state."""
    without_options: dict[str, Node] = field(default_factory=dict)
    """Turns that some reached state leaves without options, with the first such state."""
    is_bounded: bool = False
    """There are more states than were looked at."""

    def stuck(self) -> set[str]:
        """Return the beats at which some reached state has no way to any end; empty when the search was bounded."""
        if self.is_bounded:
            return set()
        before: dict[Node, list[Node]] = {}
        for node, followers in self.onward.items():
            for follower in followers:
                before.setdefault(follower, []).append(node)
        leads_out = {node for node in self.onward if node.beat.startswith("end/")}
        waiting = deque(leads_out)
        while waiting:
            for node in before.get(waiting.popleft(), ()):
                if node not in leads_out:
                    leads_out.add(node)
                    waiting.append(node)
        return {node.beat for node in self.onward if node not in leads_out}


def step(machine: ScenarioMachine, node: Node, option: CompiledOption, *, is_unguarded: bool = False) -> Node:
    """Return where `option` leads from `node`."""
    beat = machine.beats[node.beat]
    world = option.effect(node.world) if option.effect else node.world
    if beat.seen_mark:
        world = World(world.numbers, world.marks | beat.seen_mark)
    return Node(machine.go(option.trigger, node.beat, node.world, is_unguarded=is_unguarded), world)


def reach(machine: ScenarioMachine, limit: int = STATE_LIMIT) -> Reach:
    """Return what can be reached, looking at `limit` states at most."""
    found = Reach()
    first = Node(machine.start, machine.first_world)
    waiting = deque([first])
    met = {first}
    steps = 0
    while waiting:
        node = waiting.popleft()
        if len(found.onward) >= limit or steps > limit * _STEPS_PER_STATE:
            found.is_bounded = True
            break
        followers = tuple(_followers(machine, node, found))
        found.onward[node] = followers
        steps += len(followers)
        for follower in followers:
            if follower not in met:
                met.add(follower)
                waiting.append(follower)
    return found


def reach_without_conditions(machine: ScenarioMachine) -> Reach:
    """Return which beats and ends can be reached at all, as if every condition held; all else is left open."""
    found = Reach(is_bounded=True)
    waiting = [machine.start]
    met = {machine.start}
    while waiting:
        address = waiting.pop()
        beat = machine.beats.get(address)
        if beat is None:
            found.ends.add(address.removeprefix("end/"))
            continue
        found.beats.add(address)
        onward = [option.target for option in beat.options]
        if beat.beat.to is not None:
            onward.append(resolve(beat.beat.to, beat.scene))
        fresh = set(onward) - met
        met |= fresh
        waiting += fresh
    return found


def _followers(machine: ScenarioMachine, node: Node, found: Reach) -> list[Node]:
    beat = machine.beats.get(node.beat)
    if beat is None:
        found.ends.add(node.beat.removeprefix("end/"))
        return []
    found.beats.add(node.beat)
    if not beat.seat:
        world = World(node.world.numbers, node.world.marks | beat.seen_mark)
        return [Node(machine.go(GO_ON, node.beat, world), world)]
    open_now = beat.open_options(node.world)
    if not open_now:
        found.without_options.setdefault(node.beat, node)
        return [step(machine, node, option, is_unguarded=True) for option in beat.options]
    found.open_options |= {(node.beat, option.id) for option in open_now}
    return [step(machine, node, option) for option in open_now]
