"""All that `trainer check` has to say about a text: its shape, its references, and what playing it can come to."""

from collections.abc import Iterator
from typing import Final

from trainer.authoring.craft import craft
from trainer.authoring.language import language
from trainer.authoring.paths import paths
from trainer.authoring.speech import speech
from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.engine.reach import Reach, reach, reach_without_conditions
from trainer.scenario.load import SIZE_LIMIT, ScenarioError, parse
from trainer.scenario.model import Line, Scenario, Scene
from trainer.scenario.places import Places
from trainer.scenario.problems import Problem

FEWEST_TURNS: Final = 4


def check(text: str, source: str = "", limit: int = SIZE_LIMIT) -> tuple[Problem, ...]:
    """Return every problem of `text`, in its order."""
    try:
        scenario = parse(text, source, limit)
    except ScenarioError as error:
        return error.problems
    places = Places(text, source)
    problems = [
        *_people(scenario, places),
        *_options(scenario, places),
        *_reachable(scenario, places),
        *craft(scenario, places),
        *speech(scenario, places),
        *language(scenario, places),
        *paths(scenario, places),
    ]
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))


def _people(scenario: Scenario, places: Places) -> Iterator[Problem]:
    turns = [beat.turn for scene in scenario.scenes.values() for beat in scene.beats.values() if beat.turn]
    if not scenario.seats:
        yield places.problem(
            "C409", "Nobody can take a part in this story.", "Give a cast member “seat: true”.", "cast"
        )
    for who in scenario.seats:
        member = scenario.cast[who]
        if (count := turns.count(who)) < FEWEST_TURNS:
            has = "1 turn" if count == 1 else f"{count} turns"
            message = f"{member.name}'s part has {has}; a part that a person takes needs {FEWEST_TURNS}."
            yield places.problem("C407", message, "Add turns, or let the part be scripted.", "cast", who)
        if member.briefing is None:
            hint = "Tell what this person knows, wants and protects."
            yield places.problem("C411", f"{member.name}'s part has no briefing.", hint, "cast", who)


def _options(scenario: Scenario, places: Places) -> Iterator[Problem]:
    for scene_id, scene in scenario.scenes.items():
        for beat_id, beat in scene.beats.items():
            here = ("scenes", scene_id, "beats", beat_id)
            if beat.turn and beat.turn not in scene.present:
                hint = "Add them to the scene's “present”, or give the turn to somebody who is there."
                name = scenario.cast[beat.turn].name
                yield places.problem("C408", f"{name} has a turn and is not in the scene.", hint, *here, "turn")
            yield from _speakers(scenario, scene, beat.lines, places, *here, "lines")
            for number, option in enumerate(beat.options):
                at = (*here, "options", number)
                yield from _speakers(scenario, scene, option.then, places, *at, "then")
                if option.why is None and beat.turn in scenario.seats:
                    hint = "Add “why”: I notice that … I think … What …?"
                    yield places.problem("C406", f"The option “{option.id}” has no “why”.", hint, *at)


def _speakers(
    scenario: Scenario, scene: Scene, lines: tuple[Line, ...], places: Places, *path: str | int
) -> Iterator[Problem]:
    for number, line in enumerate(lines):
        if line.speaker not in scene.present and line.speaker != "note" and not line.is_thought:
            hint = "Add them to the scene's “present”, or tell it in a note."
            name = scenario.cast[line.speaker].name
            yield places.problem("C408", f"{name} speaks and is not in the scene.", hint, *path, number)


def _reachable(scenario: Scenario, places: Places) -> Iterator[Problem]:
    machine = machine_of(scenario)
    found = reach(machine)
    if found.is_bounded:
        message = f"The story can stand in more than {len(found.onward):,} ways; not all of them were looked at."
        hint = "Conditions were not looked at here: only whether beats and ends can be reached at all."
        yield places.problem("C410", message, hint, "start")
        found = reach_without_conditions(machine)
    yield from _never_reached(scenario, machine, found, places)
    if not found.is_bounded:
        yield from _never_chosen(machine, found, places)


def _never_reached(scenario: Scenario, machine: ScenarioMachine, found: Reach, places: Places) -> Iterator[Problem]:
    for address in machine.beats:
        if address not in found.beats:
            hint = "Let a beat or an option lead here, or remove it."
            yield places.problem("C401", f"No way leads to the beat “{address}”.", hint, *places.beat(address))
    for end in scenario.ends:
        if end not in found.ends:
            yield places.problem(
                "C404", f"No way leads to the end “{end}”.", "Let an option lead to it, or remove it.", "ends", end
            )


def _never_chosen(machine: ScenarioMachine, found: Reach, places: Places) -> Iterator[Problem]:
    for address in found.without_options:
        message = f"The turn at “{address}” can be left without any open option."
        hint = "Let one option have no condition, or one whose condition holds when the others' do not."
        yield places.problem("C402", message, hint, *places.beat(address))
    for address in found.stuck():
        message = f"From “{address}” no way leads to any end."
        yield places.problem("C403", message, "Let an option lead out of the circle.", *places.beat(address))
    yield from _never_open(machine, found, places)


def _never_open(machine: ScenarioMachine, found: Reach, places: Places) -> Iterator[Problem]:
    for address, beat in machine.beats.items():
        if address not in found.beats:
            continue
        for number, option in enumerate(beat.options):
            if (address, option.id) not in found.open_options:
                message = f"The option “{option.id}” can never be chosen: its condition holds on no way through."
                yield places.problem("C405", message, "Look at its “if”.", *places.beat(address), "options", number)
