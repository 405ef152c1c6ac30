"""A scenario compiled to one state machine that all its sessions share.

A state for each beat and each end, a transition for each option. The triggers are shared (`option_0`, `option_1`, …,
`go_on`), since the library scans all triggers in places; the machine keeps no model, so a session costs nothing.
No text of an author's reaches the library as a callback: it would import and call it.
"""

from collections.abc import Mapping
from functools import lru_cache
from sys import intern
from typing import Final

from transitions.core import MachineError

from trainer.engine.conditions import Effect, Predicate, Reads
from trainer.engine.lean import Cursor, Guard, LeanMachine
from trainer.engine.shown import OpenOption, spoken
from trainer.engine.state import World
from trainer.scenario.model import Beat, Option, Practice, Scenario, resolve

GO_ON: Final = "go_on"
PRACTICES: Final = tuple(Practice)
_SHOWS_NOTHING: Final = (0,) * len(PRACTICES)


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
        self._reads = Reads(scenario)
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


@lru_cache(maxsize=16)
def machine_of(scenario: Scenario) -> ScenarioMachine:
    """Return the machine of `scenario`, built once."""
    return ScenarioMachine(scenario)
