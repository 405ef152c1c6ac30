"""Loose ends: what a story has and never uses, has twice, or contradicts elsewhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeAlias

from trainer.scenario.conditions import Flag, atoms_of
from trainer.scenario.model import Option, Scenario
from trainer.scenario.places import Path, Places
from trainer.scenario.problems import Problem

_FEWEST_OPTIONS: Final = 2
_AHEAD: Final = timedelta(days=1)
"""How far the calendar of some place on earth is ahead."""
_Placed: TypeAlias = tuple[str, str, Option, Path]
"""An option with its scene, who chooses, and where it stands."""


def loose(scenario: Scenario, places: Places) -> Iterator[Problem]:
    """Yield what is never used, what is there twice, and what contradicts something else."""
    options: list[_Placed] = [
        (scene_id, beat.turn or "", option, (*Places.beat(f"{scene_id}/{beat_id}"), "options", number))
        for scene_id, scene in scenario.scenes.items()
        for beat_id, beat in scene.beats.items()
        for number, option in enumerate(beat.options)
    ]
    yield from _of_the_file(scenario, places)
    yield from _unused(scenario, [option for _, _, option, _ in options], places)
    yield from _flags(options, places)
    yield from _told_unknown(scenario, options, places)
    yield from _in_general(scenario, options, places)
    yield from _backstage(scenario, places)
    yield from _choices(scenario, places)


def _of_the_file(scenario: Scenario, places: Places) -> Iterator[Problem]:
    if not scenario.care and not places.has("care"):
        hint = "As “care: [coercion, loss]”, so that whoever plays knows before; “care: []” where there is nothing."
        yield places.problem("C430", "There are no content notes.", hint)
    for number, each in enumerate(scenario.read_by):
        at = ("read_by", number, "date")
        try:
            day = date.fromisoformat(each.date)
        except ValueError:
            yield places.problem("C429", f"“{each.date}” is no day.", "As 2026-11-01: year, month, day.", *at)
            continue
        if day > datetime.now(tz=UTC).date() + _AHEAD:
            hint = "The day on which it was read; nobody has read it yet on that one."
            yield places.problem("C429", f"“{each.date}” is still to come.", hint, *at)
    names: dict[str, str] = {}
    for who, member in scenario.cast.items():
        if names.setdefault(member.name.casefold(), who) != who:
            message = f"“{member.name}” is also the name of “{names[member.name.casefold()]}”."
            yield places.problem("C425", message, "Give them names that can be told apart.", "cast", who, "name")


def _unused(scenario: Scenario, options: list[Option], places: Places) -> Iterator[Problem]:
    moved = {meter for option in options for meter in option.change}
    for meter in scenario.meters:
        if meter not in moved:
            hint = f"Let an option move it (“change: {{{meter}: +3}}”), or leave it out."
            yield places.problem("C432", f"No option moves the meter “{meter}”.", hint, "meters", meter)
    there = {who for scene in scenario.scenes.values() for who in (*scene.present, *(scene.concerns or ()))}
    there |= {who for fact in scenario.facts.values() for who in (*fact.known_by, *fact.concerns)}
    there |= {meter.of for meter in scenario.meters.values()}
    for scene in scenario.scenes.values():
        for beat in scene.beats.values():
            lines = (*beat.lines, *(line for option in beat.options for line in option.then))
            there |= {beat.turn or "", *(line.speaker for line in lines)}
    for who in scenario.cast:
        if who not in there:
            message = f"“{who}” is in the cast and nowhere in the story."
            yield places.problem("C433", message, "Let them be there, know something, or leave them out.", "cast", who)


def _flags(options: list[_Placed], places: Places) -> Iterator[Problem]:
    read = {atom.flag for _, _, option, _ in options for atom in atoms_of(option.if_) if isinstance(atom, Flag)}
    said: set[str] = set()
    for _, _, option, path in options:
        for number, flag in enumerate(option.set):
            if flag not in read and flag not in said:
                said.add(flag)
                hint = f"Let an option ask for it (“if: [{flag}]”), or leave it out."
                yield places.problem("C422", f"No condition reads the flag “{flag}”.", hint, *path, "set", number)


def _told_unknown(scenario: Scenario, options: list[_Placed], places: Places) -> Iterator[Problem]:
    """Yield what somebody tells who does not know it from the start, and to whom nobody else ever tells it."""
    for _, who, option, path in options:
        for key, facts in (("tells", option.tells), ("alludes", option.alludes)):
            for number, fact in enumerate(facts):
                if who in scenario.facts[fact].known_by or any(
                    fact in other.tells and teller != who and who in scenario.scenes[where].present
                    for where, teller, other, _ in options
                ):
                    continue
                message = f"{scenario.cast[who].name} cannot know the fact “{fact}” by then."
                hint = f"Add “{who}” to its “known_by”, or let somebody tell them before."
                yield places.problem("C423", message, hint, *path, key, number)


def _in_general(scenario: Scenario, options: list[_Placed], places: Places) -> Iterator[Problem]:
    for name, fact in scenario.facts.items():
        if fact.confidential and fact.in_general is None:
            message = f"The fact “{name}” is confidential and has no “in_general”."
            yield places.problem("C427", message, "Say how it may be spoken of without breaking it.", "facts", name)
        elif fact.in_general is not None and not fact.confidential:
            message = f"The fact “{name}” has an “in_general” and is not confidential."
            hint = "Add “confidential: true”, or leave the line out."
            yield places.problem("C427", message, hint, "facts", name, "in_general")
    for _, _, option, path in options:
        for number, fact_id in enumerate(option.alludes):
            if not scenario.facts[fact_id].confidential:
                message = f"The fact “{fact_id}” is not confidential: it can be told, and need not be alluded to."
                hint = "Write “tells”, or add “confidential: true” to the fact."
                yield places.problem("C427", message, hint, *path, "alludes", number)


def _backstage(scenario: Scenario, places: Places) -> Iterator[Problem]:
    for name, scene in scenario.scenes.items():
        if scene.backstage is not None and not scene.is_backstage:
            message = "This scene is called backstage, and everybody whom it concerns is there."
            hint = "Name in “concerns” who is talked about and not there, or leave “backstage” out."
            yield places.problem("C428", message, hint, "scenes", name, "backstage")


def _choices(scenario: Scenario, places: Places) -> Iterator[Problem]:
    for scene_id, scene in scenario.scenes.items():
        for beat_id, beat in scene.beats.items():
            here = Places.beat(f"{scene_id}/{beat_id}")
            if beat.turn in scenario.seats and len(beat.options) < _FEWEST_OPTIONS:
                hint = "Add another that somebody you like would say, or make it a line."
                yield places.problem("C431", "This turn has one option, and so no choice.", hint, *here, "turn")
            said: set[str] = set()
            for number, option in enumerate(beat.options):
                words = _plainly(option.say)
                if words and words in said:
                    message = f"“{option.id}” says the same as another option of this turn."
                    yield places.problem(
                        "C424", message, "Write it anew, or leave it out.", *here, "options", number, "say"
                    )
                said.add(words)


def _plainly(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
