"""Conditions at work: what they read of a story, whether they hold in a world, and what an option changes."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from trainer.engine.state import World
from trainer.scenario.conditions import AnyOf, Atom, Compared, Condition, Flag, Knows, Seen, atoms_of
from trainer.scenario.model import Option, Scenario, resolve

Predicate: TypeAlias = Callable[[World], bool]
Effect: TypeAlias = Callable[[World], World]

_LOWEST_METER, _HIGHEST = 0, 100
_LOWEST_TILT: Final = -100


class Reads:
    """What the conditions of a scenario read: which meters are numbers of the world, and which bit each mark has."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._numbers: dict[str, int] = {}
        self._bits: dict[tuple[str, ...], int] = {}
        self.indices: dict[str, int] = {}
        for scene_id, scene in scenario.scenes.items():
            for beat in scene.beats.values():
                for option in beat.options:
                    for atom in atoms_of(option.if_):
                        self._note(atom, scene_id)
        starts = {name: meter.start for name, meter in scenario.meters.items()}
        self.first_numbers = tuple(starts.get(name, 0) for name in self._numbers)
        self.first_marks = sum(
            bit for key, bit in self._bits.items() if key[0] == "knows" and key[1] in scenario.facts[key[2]].known_by
        )

    def _note(self, atom: Atom, scene_id: str) -> None:
        if isinstance(atom, Compared):
            self._numbers.setdefault(atom.meter, len(self._numbers))
        else:
            self._bits.setdefault(_key(atom, scene_id), 1 << len(self._bits))

    def enter(self, address: str) -> int:
        """Count `address` among the beats and return the bit that says it was seen, or 0 where nothing asks."""
        self.indices[address] = len(self.indices)
        return self._bits.get(("seen", address), 0)

    def predicate(self, condition: Condition, scene_id: str) -> Predicate:
        """Return the callable that says whether `condition` holds."""
        parts = [self._part(part, scene_id) for part in condition]
        if len(parts) == 1:
            return parts[0]
        return lambda world: all(part(world) for part in parts)

    def _part(self, part: Atom | AnyOf, scene_id: str) -> Predicate:
        if isinstance(part, AnyOf):
            parts = [self._part(atom, scene_id) for atom in part.atoms]
            return lambda world: any(holds(world) for holds in parts)
        negated = part.negated
        if isinstance(part, Compared):
            slot, value, compare = self._numbers[part.meter], part.value, _COMPARE[part.sign]
            return lambda world: compare(world.numbers[slot], value) is not negated
        bit = self._bits[_key(part, scene_id)]
        return lambda world: bool(world.marks & bit) is not negated

    def effect(self, option: Option, scene_id: str) -> Effect | None:
        """Return what `option` does to what conditions read, or nothing where it does nothing."""
        moves = [
            (self._numbers[name], amount, _LOWEST_TILT if name == "tilt" else _LOWEST_METER)
            for name, amount in {**option.change, "tilt": option.tilt}.items()
            if name in self._numbers and amount
        ]
        present = self._scenario.scenes[scene_id].present
        keys = [("flag", flag) for flag in option.set] + [
            ("knows", who, fact) for fact in option.tells for who in present
        ]
        marks = sum(self._bits.get(key, 0) for key in set(keys))
        if not moves and not marks:
            return None

        def apply(world: World) -> World:
            numbers = world.numbers
            if moves:
                changed = list(numbers)
                for slot, amount, lowest in moves:
                    changed[slot] = min(_HIGHEST, max(lowest, changed[slot] + amount))
                numbers = tuple(changed)
            return World(numbers, world.marks | marks)

        return apply


_COMPARE: Final[Mapping[str, Callable[[int, int], bool]]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


def _key(atom: Flag | Knows | Seen, scene_id: str) -> tuple[str, ...]:
    match atom:
        case Flag(flag=flag):
            return ("flag", flag)
        case Knows(who=who, fact=fact):
            return ("knows", who, fact)
        case Seen(beat=beat):
            return ("seen", resolve(beat, scene_id))
