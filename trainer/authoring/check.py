"""All that `trainer check` has to say about a text: its shape, its references, and what playing it can come to."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from trainer.authoring.craft import craft
from trainer.authoring.language import language
from trainer.authoring.loose import loose
from trainer.authoring.mended import UNKNOWN, mended, plainly
from trainer.authoring.paths import paths
from trainer.authoring.reached import reached
from trainer.authoring.speech import speech
from trainer.scenario.load import SIZE_LIMIT, look
from trainer.scenario.model import Line, Scenario, Scene
from trainer.scenario.places import NOT_THERE, Path, Places
from trainer.scenario.problems import Problem
from trainer.scenario.tree import PROBLEM_LIMIT

FEWEST_TURNS: Final = 4
_OFTEN: Final = 3
"""Who acts more often than that without being there is probably missing in the list of those present: said once."""
_OF_THE_WHOLE: Final = frozenset({"C413"})
"""What is said of a whole part: one action that is misspelt would make it wrong."""
_OF_A_WAY: Final = frozenset({"C401", "C402", "C403", "C404", "C405"})
_OF_A_NAME: Final = frozenset({"C414", "C422", "C432", "C433"})
"""What is never used: a name that is misspelt elsewhere may have been meant for it."""
_OF_A_TURN: Final = frozenset({"C412"})
_WITHOUT_CARE: Final = "C430"
_TOO_LARGE: Final = "C410"
"""Said once: where not even the conditions could be looked at, the ways are not counted either."""


def check(text: str, source: str = "", limit: int = SIZE_LIMIT) -> tuple[Problem, ...]:
    """Return every problem of `text`, in its order."""
    found = look(text, source, limit)
    if found.root is None:
        return found.problems
    guessed = mended(found.root) if found.problems else None
    scenario = guessed.scenario if guessed else found.scenario
    if scenario is None or (found.problems and guessed is None):
        return found.problems
    places = Places(found.root, source)
    problems = [
        *_people(scenario, places),
        *_options(scenario, places),
        *reached(scenario, places, *((guessed.circling, (UNKNOWN,)) if guessed else ())),
        *craft(scenario, places),
        *loose(scenario, places),
        *speech(scenario, places),
        *language(scenario, places),
    ]
    if not found.problems and all(problem.code != _TOO_LARGE for problem in problems):
        problems += paths(scenario, places)
    if found.problems:
        if any(_is_of_care(text, error) for error in found.problems):
            problems = [each for each in problems if each.code != _WITHOUT_CARE]
        told = (
            each for each in problems if _is_sure(each, found.problems, places) and each.place.line not in found.changed
        )
        plain = (replace(each, message=plainly(each.message)) for each in told)
        problems = [*found.problems, *islice(plain, PROBLEM_LIMIT)]
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
        yield from _absent(scenario, scene_id, scene, places)
        for beat_id, beat in scene.beats.items():
            for number, option in enumerate(beat.options):
                if option.why is None and beat.turn in scenario.seats:
                    hint = "Add “why”: I notice that … I think … What …?"
                    at = ("scenes", scene_id, "beats", beat_id, "options", number)
                    yield places.problem("C406", f"The option “{option.id}” has no “why”.", hint, *at)


def _absent(scenario: Scenario, scene_id: str, scene: Scene, places: Places) -> Iterator[Problem]:
    acts: dict[str, list[Path]] = {}
    for beat_id, beat in scene.beats.items():
        here = ("scenes", scene_id, "beats", beat_id)
        if beat.turn:
            acts.setdefault(beat.turn, []).append((*here, "turn"))
        lines: list[tuple[Line, Path]] = [(line, (*here, "lines", number)) for number, line in enumerate(beat.lines)]
        for number, option in enumerate(beat.options):
            at = (*here, "options", number, "then")
            lines += [(line, (*at, each)) for each, line in enumerate(option.then)]
        for line, where in lines:
            if line.speaker != "note" and not line.is_thought:
                acts.setdefault(line.speaker, []).append(where)
    for who, found in acts.items():
        if who in scene.present:
            continue
        name = scenario.cast[who].name
        if len(found) > _OFTEN:
            message = f"{name} acts {len(found)} times here and is not in the scene."
            hint = f"Add “{who}” to “present”."
            yield places.problem("C408", message, hint, "scenes", scene_id, "present")
            continue
        for path in found:
            if path[-1] == "turn":
                hint = "Add them to the scene's “present”, or give the turn to somebody who is there."
                yield places.problem("C408", f"{name} has a turn and is not in the scene.", hint, *path)
            else:
                hint = "Add them to the scene's “present”, or tell it in a note."
                yield places.problem("C408", f"{name} speaks and is not in the scene.", hint, *path)


def _is_of_care(text: str, error: Problem) -> bool:
    """Return whether what is wrong is in the line of the content notes."""
    return "".join(text.split("\n")[error.place.line - 1 : error.place.line]).startswith("care")


def _is_sure(problem: Problem, errors: tuple[Problem, ...], places: Places) -> bool:
    """Return whether `problem` would be one without the `errors` of shape and of names, as far as can be told."""
    if problem.code in _OF_THE_WHOLE or problem.place == NOT_THERE:
        return False
    if problem.code in _OF_A_WAY:
        return not any(error.place == problem.place for error in errors)
    if problem.code in _OF_A_TURN:
        span = places.span(problem.place)
        return not any(error.place.line in span for error in errors)
    if problem.code in _OF_A_NAME:
        name = problem.message.partition("“")[2].partition("”")[0]
        return not any(f"“{name}”" in error.hint or name in error.message for error in errors)
    return True
