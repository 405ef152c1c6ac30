"""All plays of a story looked at together: how the time grows with the places, and what it is beside playing.

The stories have 60 beats of three options, all of them one's own turns. Some of the first set flags, and the last ones
read them, so that no two places have the same future: the most that a place can cost. Real stories have far fewer
kinds of place than places. Ours is the time for each place of a large story, theirs that of a small one of as many
beats. Then a shipped scenario and a generated one of 60 beats beside 1,000 random plays of them, scored, which
would say neither the best nor the worst, and nothing exactly. At last stories of 60 beats that wind, beside two
seconds: around hubs, round and round, to and fro, in rings of rings, and anywhere at all, with four flags each.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.measure import Row, cpu_seconds, in_turn
from benchmarks.shapes import shaped
from benchmarks.stories import as_scenario, steps
from trainer.authoring.explore import explore
from trainer.play import Play
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario

LINEAR_AIM: Final = 1.3
PLAYING_AIM: Final = 1.0
SECONDS_AIM: Final = 2.0
_BEATS: Final = 60
_SMALL: Final = 8
"""Flags; 13,570 places."""
_LARGE: Final = (11, 14)
"""Flags; 102,000 and 770,000 places."""
_WINDING: Final = ("ladder", "hub", "hubs", "ring", "circle", "rings", "tangle")
_FLAGS: Final = 4
_PLAYS: Final = 1_000
_PRACTICES: Final = ("listening", "suspending", "respecting", "voicing")
_SCENARIO: Final = Path(__file__).parents[1] / "scenarios" / "search-protocol" / "scenario.yaml"


def rows() -> Iterator[Row]:
    """Yield a row for each size, and one for each story that is also played."""
    small = parse(wide(_SMALL), limit=1 << 30)
    for flags in _LARGE:
        large = parse(wide(flags), limit=1 << 30)
        ours, theirs = in_turn(partial(_for_a_place, large), partial(_for_a_place, small), 1, warm_up=False)
        yield Row(f"explore, each of {explored_places(flags):,} places", ours, theirs, "µs", LINEAR_AIM)
    for what, text in (
        ("search-protocol", _SCENARIO.read_text()),
        ("60 generated beats", as_scenario(steps(60, "forward"))),
    ):
        scenario = parse(text)
        ours, theirs = in_turn(
            partial(cpu_seconds, partial(explore, scenario)), partial(cpu_seconds, partial(_played, scenario)), 3
        )
        yield Row(f"explore {what}, 1,000 plays", ours, theirs, "s", PLAYING_AIM)
        yield Row(f"explore {what}, two seconds", ours, SECONDS_AIM, "s", 1.0)
    for shape in _WINDING:
        ours = cpu_seconds(partial(explore, parse(shaped(shape, _BEATS, _FLAGS))))
        yield Row(f"explore {_BEATS} beats, {shape}, two seconds", ours, SECONDS_AIM, "s", 1.0)


def explored_places(flags: int) -> int:
    """Return how many places a story of `wide` has, its end included."""
    return (1 << flags) - 1 + (_BEATS - flags) * (1 << flags) + 3


def wide(flags: int, beats: int = _BEATS) -> str:
    """Return a story in which so many flags may be set in the first beats, each of which is read in the last ones."""
    random = Random(1)
    written = {f"b{number}": _beat(random, number, beats, flags) for number in range(beats)}
    return json.dumps(
        {
            "format": 1,
            "id": "wide",
            "title": "Wide",
            "minutes": 5,
            "about": "Nobody wrote this.",
            "cast": {"staff": {"name": "Ada", "is": "milieu therapist", "side": "staff", "seat": True}},
            "start": "room/b0",
            "scenes": {"room": {"title": "A room", "present": ["staff"], "beats": written}},
            "ends": {f"e{number}": {"title": "An end", "text": "It is over."} for number in range(3)},
        }
    )


def _beat(random: Random, number: int, beats: int, flags: int) -> dict[str, object]:
    options: list[dict[str, object]] = []
    for which in range(3):
        to = f"b{number + 1}" if number + 1 < beats else f"end/e{which}"
        shows = {practice: random.randint(-2, 2) for practice in random.sample(_PRACTICES, 2)}
        options.append({"id": f"o{which}", "say": "So.", "shows": shows, "to": to})
    if number < flags:
        options[1]["set"] = [f"f{number}"]
    if number >= beats - flags:
        options[1]["if"] = [f"f{number - beats + flags}"]
    return {"turn": "staff", "options": options}


def _for_a_place(scenario: Scenario) -> float:
    places = 0

    def run() -> None:
        nonlocal places
        places = explore(scenario).places or 0

    seconds = cpu_seconds(run)
    return 1e6 * seconds / places


def _played(scenario: Scenario) -> None:
    random = Random(2)
    for seat in scenario.seats:
        for _ in range(_PLAYS):
            play = Play.begin(scenario, seat, seed=random.randrange(1 << 30))
            while not play.is_over:
                play.reply(random.choice(play.options).id)
            _ = play.debrief(seat).scores
