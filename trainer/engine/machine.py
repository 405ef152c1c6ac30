"""A scenario compiled to one state machine that all its sessions share.

A state for each beat and each end, a transition for each option. The triggers are shared (`option_0`, `option_1`, …,
`go_on`), since the library scans all triggers in places; the machine keeps no model, so a session costs nothing.
No text of an author's reaches the library as a callback: it would import and call it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Final, TypeAlias

from transitions.core import Event as TriggerEvent
from transitions.core import Machine, MachineError

from trainer.engine.shown import OpenOption, spoken
from trainer.engine.state import World
from trainer.scenario.conditions import AnyOf, Atom, Compared, Condition, Flag, Knows, Seen, atoms_of
from trainer.scenario.model import Beat, Option, Practice, Scenario, resolve

if TYPE_CHECKING:
    from transitions.core import EventData

Predicate: TypeAlias = Callable[[World], bool]
Effect: TypeAlias = Callable[[World], World]

GO_ON: Final = "go_on"
PRACTICES: Final = tuple(Practice)
_SHOWS_NOTHING: Final = (0,) * len(PRACTICES)
_LOWEST_METER, _HIGHEST = 0, 100
_LOWEST_TILT: Final = -100


class Cursor:
    """What the machine moves: a state's name and the world that conditions read."""

    __slots__ = ("is_unguarded", "state", "world")

    def __init__(self, state: str, world: World, *, is_unguarded: bool = False) -> None:
        self.state = state
        self.world = world
        self.is_unguarded = is_unguarded


class Guard:
    """A condition as the library calls it."""

    __slots__ = ("holds",)

    def __init__(self, holds: Predicate) -> None:
        self.holds = holds

    def __call__(self, event: "EventData") -> bool:
        """Return whether the transition is open to the cursor."""
        cursor = event.model
        assert isinstance(cursor, Cursor)  # noqa: S101  nothing else is moved
        return cursor.is_unguarded or self.holds(cursor.world)


class LeanEvent(TriggerEvent):
    """A trigger that takes the short way: our transitions have no callbacks, only guards."""

    def trigger(self, model: object, *args: object, **kwargs: object) -> bool:
        """Move `model` along the first transition whose guards hold; raise `MachineError` where none starts."""
        assert isinstance(model, Cursor)  # noqa: S101  nothing else is moved
        here = self.transitions.get(model.state)
        if not here:
            return super().trigger(model, *args, **kwargs)
        for transition in here:
            guards = transition.conditions
            if not guards or model.is_unguarded or all(guard.func.holds(model.world) for guard in guards):  # type: ignore[union-attr]  # only Guards are put there
                model.state = transition.dest  # type: ignore[assignment]  # every transition of ours leads somewhere
                return True
        return False


class LeanMachine(Machine):
    """A machine that decorates no model."""

    event_cls = LeanEvent

    def _add_model_to_state(self, *_: object) -> None:
        """Leave the model alone: it is a bare cursor."""

    def _add_trigger_to_model(self, *_: object) -> None:
        """Leave the model alone: it is a bare cursor."""


class CompiledOption:
    """An option with its guard, its effect on what conditions read, the trigger that takes it and where that leads."""

    __slots__ = ("actions", "effect", "guard", "harm", "id", "levels", "option", "shown", "target", "then", "trigger")

    def __init__(
        self, option: Option, number: int, address: str, guard: Predicate | None, effect: Effect | None
    ) -> None:
        scene = address.partition("/")[0]
        self.id = option.id
        self.option = option
        self.shown = OpenOption(option.id, option.say)
        self.then = spoken(option.then, scene, f"{address}/{option.id}")
        self.levels = tuple(map(option.shows.get, PRACTICES, _SHOWS_NOTHING))
        self.actions = option.action or ()
        self.harm = option.harm
        self.trigger = intern(f"option_{number}")
        self.target = intern(resolve(option.to, scene))
        self.guard = guard
        self.effect = effect


class CompiledBeat:
    """A beat with what is needed at each step."""

    __slots__ = (
        "address",
        "asks_words",
        "beat",
        "by_id",
        "checkin",
        "ids",
        "index",
        "is_guarded",
        "lines",
        "options",
        "scene",
        "seat",
        "seen_mark",
        "target",
    )

    def __init__(
        self, address: str, index: int, beat: Beat, options: tuple[CompiledOption, ...], seen_mark: int
    ) -> None:
        self.address = address
        self.index = index
        self.scene = address.partition("/")[0]
        self.beat = beat
        self.asks_words = beat.own_words
        self.checkin = beat.checkin
        self.lines = spoken(beat.lines, self.scene, address)
        self.seat = beat.turn or ""
        self.target = intern(resolve(beat.to, self.scene)) if beat.to is not None else ""
        self.options = options
        self.ids = tuple(option.id for option in options)
        self.by_id = {option.id: option for option in options}
        self.is_guarded = any(option.guard for option in options)
        self.seen_mark = seen_mark

    def open_options(self, world: World) -> tuple[CompiledOption, ...]:
        """Return the options whose conditions hold, in the author's order."""
        if not self.is_guarded:
            return self.options
        return tuple(option for option in self.options if option.guard is None or option.guard(world))


class ScenarioMachine:
    """A scenario, ready to be played."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._reads = _Reads(scenario)
        self.start = scenario.start
        self.first_world = World(self._reads.first_numbers, self._reads.first_marks)
        self.beats: Mapping[str, CompiledBeat] = {
            (address := intern(f"{scene_id}/{beat_id}")): self._beat(address, scene_id, beat)
            for scene_id, scene in scenario.scenes.items()
            for beat_id, beat in scene.beats.items()
        }
        self.present = {scene_id: frozenset(scene.present) for scene_id, scene in scenario.scenes.items()}
        """Who is in each scene."""
        self.machine = self._machine()
        self._triggers = self.machine.events

    def go(self, trigger: str, beat: str, world: World, *, is_unguarded: bool = False) -> str:
        """Return the state that `trigger` leads to from `beat`.

        Raises:
            MachineError: when the trigger leads nowhere from there, or its conditions do not hold.
        """
        cursor = Cursor(beat, world, is_unguarded=is_unguarded)
        if not self._triggers[trigger].trigger(cursor):
            raise MachineError(f"{trigger} is not open at {beat}")
        return cursor.state

    def _beat(self, address: str, scene_id: str, beat: Beat) -> CompiledBeat:
        options = tuple(
            CompiledOption(option, number, address, self._guard(option, scene_id), self._reads.effect(option, scene_id))
            for number, option in enumerate(beat.options)
        )
        return CompiledBeat(address, len(self._reads.indices), beat, options, self._reads.enter(address))

    def _guard(self, option: Option, scene_id: str) -> Predicate | None:
        return self._reads.predicate(option.if_, scene_id) if option.if_ else None

    def _machine(self) -> LeanMachine:
        machine = LeanMachine(model=None, states=[], initial=None, auto_transitions=False, send_event=True)
        machine.add_states([*self.beats, *(f"end/{end}" for end in self.scenario.ends)])
        add = machine.add_transition
        for address, beat in self.beats.items():
            for option in beat.options:
                guard = [Guard(option.guard)] if option.guard else None
                add(option.trigger, address, option.target, conditions=guard)  # type: ignore[arg-type]  # a Guard is a callback
            if beat.target:
                add(GO_ON, address, beat.target)
        return machine


class _Reads:
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


@lru_cache(maxsize=16)
def machine_of(scenario: Scenario) -> ScenarioMachine:
    """Return the machine of `scenario`, built once."""
    return ScenarioMachine(scenario)
