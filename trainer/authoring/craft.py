"""What makes a story weak though it plays: turns without a trade, actions and facts that have no way into the talk."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from trainer.scenario.model import Action, Beat, Option, Practice, Scenario
from trainer.scenario.places import Places
from trainer.scenario.problems import Problem

ENOUGH_TURNS: Final = 8
"""With fewer, a part has hardly room for all four actions."""
_FEWEST_PRACTICES: Final = 2
_DOING: Final = MappingProxyType(
    {
        Action.MOVE: "start something or say where to go (move)",
        Action.FOLLOW: "support or ask into what another began (follow)",
        Action.OPPOSE: "question or correct (oppose)",
        Action.BYSTAND: "say what happens between people (bystand)",
    }
)


def craft(scenario: Scenario, places: Places) -> Iterator[Problem]:
    """Yield what a story has to say too little, though it can be played."""
    yield from _without_a_trade(scenario, places)
    yield from _actions_missing(scenario, places)
    yield from _facts_untold(scenario, places)


def _without_a_trade(scenario: Scenario, places: Places) -> Iterator[Problem]:
    for scene_id, scene in scenario.scenes.items():
        for beat_id, beat in scene.beats.items():
            if beat.turn in scenario.seats and (best := _best_on_all(beat)) is not None:
                message = f"“{best.id}” is best on everything here, and the others are all as poor as each other."
                hint = "Let another option be strong on something: a turn is played where there is something to trade."
                yield places.problem("C412", message, hint, "scenes", scene_id, "beats", beat_id, "turn")


def _best_on_all(beat: Beat) -> Option | None:
    """Return the option that is ahead of every other one by the whole span, on each of two practices or more."""
    spans = {
        practice: (min(levels), max(levels))
        for practice in Practice
        if len(levels := {option.shows.get(practice, 0) for option in beat.options}) > 1
    }
    if len(spans) < _FEWEST_PRACTICES:
        return None
    for best in beat.options:
        if all(
            option.shows.get(practice, 0) == (highest if option is best else lowest)
            for practice, (lowest, highest) in spans.items()
            for option in beat.options
        ):
            return best
    return None


def _actions_missing(scenario: Scenario, places: Places) -> Iterator[Problem]:
    for seat in scenario.seats:
        turns = [beat for scene in scenario.scenes.values() for beat in scene.beats.values() if beat.turn == seat]
        if len(turns) < ENOUGH_TURNS:
            continue
        offered = {action for beat in turns for option in beat.options for action in option.action or ()}
        for action in Action:
            if action not in offered:
                message = f"Whoever plays {scenario.cast[seat].name} can nowhere {_DOING[action]}."
                hint = "All four actions are needed, and no single one is good: offer it where it has a reason."
                yield places.problem("C413", message, hint, "cast", seat)


def _facts_untold(scenario: Scenario, places: Places) -> Iterator[Problem]:
    options = [option for scene in scenario.scenes.values() for beat in scene.beats.values() for option in beat.options]
    spoken_of = {fact for option in options for fact in (*option.tells, *option.alludes)}
    for name in scenario.facts:
        if name not in spoken_of:
            message = f"Nobody can tell the fact “{name}”, or allude to it."
            yield places.problem("C414", message, "Let an option tell it (“tells”), or leave it out.", "facts", name)
