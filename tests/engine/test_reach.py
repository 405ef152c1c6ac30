"""What can be reached, against a walk of every way through that knows nothing of machines and worlds."""

import operator
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
from builders import option, scenario, turn
from hypothesis import HealthCheck, given, settings
from strategies import Written, as_text, scenarios_as_written

from trainer.authoring.check import check
from trainer.engine.machine import machine_of
from trainer.engine.reach import Reach, reach
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario, resolve

SIGNS = {">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt}


UNHURRIED = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
"""Drawing whole scenarios takes a while on a busy machine, which is no fault of the code."""


class Moment(NamedTuple):
    """Everything that a condition could ask for, whether this scenario asks for it or not."""

    beat: str
    numbers: tuple[tuple[str, int], ...]
    true: frozenset[str]
    """The atoms that have become true: flags, `SEAT knows FACT` and `seen BEAT`."""


@dataclass
class Walked:
    """What a walk of every way through has come to."""

    onward: dict[Moment, list[Moment]] = field(default_factory=dict)
    open_options: set[tuple[str, str]] = field(default_factory=set)
    without_options: set[str] = field(default_factory=set)

    @property
    def beats(self) -> set[str]:
        """The beats that were come to."""
        return {moment.beat for moment in self.onward if not moment.beat.startswith("end/")}

    @property
    def ends(self) -> set[str]:
        """The ends that were come to."""
        return {moment.beat.removeprefix("end/") for moment in self.onward if moment.beat.startswith("end/")}

    @property
    def stuck(self) -> set[str]:
        """The beats from which, at some moment, no way leads to an end."""
        return {
            moment.beat for moment in self.onward if not any(m.beat.startswith("end/") for m in self._after(moment))
        }

    def _after(self, moment: Moment) -> set[Moment]:
        after, waiting = {moment}, [moment]
        while waiting:
            for follower in self.onward[waiting.pop()]:
                if follower not in after:
                    after.add(follower)
                    waiting.append(follower)
        return after


def holds(part: str | dict[str, list[str]], moment: Moment) -> bool:
    """Return whether one part of a condition, as an author writes it, holds."""
    if isinstance(part, dict):
        return any(holds(atom, moment) for atom in part["any"])
    if part.startswith("not "):
        return not holds(part.removeprefix("not "), moment)
    words = part.split()
    if len(words) == 3 and words[1] in SIGNS:
        return bool(SIGNS[words[1]](dict(moment.numbers)[words[0]], int(words[2])))
    return part in moment.true


def replied(moment: Moment, scene: str, chosen: dict[str, Any], present: list[str]) -> Moment:
    """Return the moment after `chosen` was said in `scene`."""
    numbers = dict(moment.numbers)
    for name, amount in [*chosen.get("change", {}).items(), ("tilt", chosen.get("tilt", 0))]:
        numbers[name] = max(-100 if name == "tilt" else 0, min(100, numbers[name] + amount))
    told = {f"{who} knows {fact}" for fact in chosen.get("tells", ()) for who in present}
    true = moment.true | told | set(chosen.get("set", ())) | {f"seen {moment.beat}"}
    target = chosen["to"] if "/" in chosen["to"] else f"{scene}/{chosen['to']}"
    return Moment(target, tuple(numbers.items()), frozenset(true))


def walked(written: Written) -> Walked:
    """Return what every way through the scenario `written` comes to."""
    found = Walked()
    knows = {f"{who} knows {name}" for name, fact in written["facts"].items() for who in fact["known_by"]}
    numbers = {name: meter["start"] for name, meter in written["meters"].items()} | {"tilt": 0}
    waiting = [Moment(written["start"], tuple(numbers.items()), frozenset(knows))]
    while waiting:
        moment = waiting.pop()
        if moment not in found.onward:
            found.onward[moment] = list(followers(written, moment, found))
            waiting += found.onward[moment]
    return found


def followers(written: Written, moment: Moment, found: Walked) -> Iterator[Moment]:
    """Yield the moments that can follow `moment`."""
    scene, _, name = moment.beat.partition("/")
    if scene == "end":
        return
    beat = written["scenes"][scene]["beats"][name]
    if "turn" not in beat:
        yield replied(moment, scene, beat, [])
        return
    open_now = [each for each in beat["options"] if all(holds(part, moment) for part in each.get("if", ()))]
    found.open_options |= {(moment.beat, each["id"]) for each in open_now}
    if not open_now:
        found.without_options.add(moment.beat)
    for chosen in open_now or beat["options"]:
        yield replied(moment, scene, chosen, written["scenes"][scene]["present"])


def reached(story: Scenario, limit: int = 100_000) -> Reach:
    """Return what can be reached in `story`."""
    return reach(machine_of(story), limit)


@settings(UNHURRIED, max_examples=200)
@given(scenarios_as_written())
def test_reach_comes_to_what_walking_every_way_comes_to(written: Written) -> None:
    """Beats, ends, open options, turns without options and dead ends are those that a plain walk finds."""
    expected = walked(written)

    found = reached(parse(as_text(written)))

    assert not found.is_bounded
    assert expected.beats == found.beats
    assert expected.ends == found.ends
    assert expected.open_options == found.open_options
    assert expected.without_options == set(found.without_options)
    assert expected.stuck == found.stuck()
    assert len(found.onward) <= len(expected.onward)


@UNHURRIED
@given(scenarios_as_written())
def test_check_names_what_walking_every_way_misses(written: Written) -> None:
    """Of what a plain walk never comes to, all lies behind what is named, and nothing else is named."""
    expected = walked(written)
    beats = {
        f"{scene}/{name}": beat for scene, group in written["scenes"].items() for name, beat in group["beats"].items()
    }
    lost = beats.keys() - expected.beats
    lost_ends = {f"end/{end}" for end in written["ends"].keys() - expected.ends}
    closed = {
        (address, each["id"]): each["to"] for address in expected.beats for each in beats[address].get("options", ())
    }
    closed = {option: to for option, to in closed.items() if option not in expected.open_options}
    onward = {
        address: {
            resolve(each["to"], address.partition("/")[0]) for each in (beat, *beat.get("options", ())) if "to" in each
        }
        for address, beat in beats.items()
    }

    problems = check(as_text(written))
    named = {
        code: [each for each in problems if each.code == code] for code in ("C401", "C402", "C403", "C404", "C405")
    }
    named_beats = {each.message.split("“")[1].split("”")[0] for each in named["C401"]}
    named_ends = {"end/" + each.message.split("“")[1].split("”")[0] for each in named["C404"]}
    behind = {resolve(to, address.partition("/")[0]) for (address, _), to in closed.items()} | named_beats
    while further := {each for address in behind & lost for each in onward[address]} - behind:
        behind |= further

    assert named_beats <= lost <= behind
    assert named_ends <= lost_ends <= behind | named_ends
    assert len(expected.without_options) == len(named["C402"])
    assert len(closed) == len(named["C405"])
    assert bool(expected.stuck) == bool(named["C403"])
    assert {each.message.split("“")[1].split("”")[0] for each in named["C403"]} <= expected.stuck


def test_the_drawn_scenarios_have_everything_that_is_compared() -> None:
    """Among few drawn scenarios some have dead ends, closed turns, closed options, and beats and ends off every way."""
    met: set[str] = set()

    @settings(UNHURRIED, max_examples=60, database=None, derandomize=True)
    @given(scenarios_as_written())
    def collect(written: Written) -> None:
        met.update(problem.code for problem in check(as_text(written)))

    collect()

    assert {"C401", "C402", "C403", "C404", "C405"} <= met


def test_an_option_whose_condition_never_holds_is_never_open() -> None:
    """Trust starts at 40 and one option adds 5 once: `trust > 45` never holds, `trust >= 45` does."""
    story = scenario(
        {
            "first": turn(option("warm", to="second", change={"trust": 5}), option("cool", to="second")),
            "second": turn(option("high", if_=["trust > 45"]), option("mid", if_=["trust >= 45"]), option("low")),
        },
        meters={"trust": {"of": "patient", "start": 40}},
    )

    found = reached(story)

    assert found.open_options == {
        ("room/first", "warm"),
        ("room/first", "cool"),
        ("room/second", "mid"),
        ("room/second", "low"),
    }
    assert found.without_options == {}


def test_a_turn_without_open_options_goes_on_by_all_of_them() -> None:
    """Where no condition holds all options are offered, so what follows each of them is reached."""
    story = scenario(
        {
            "first": turn(
                option("a", to="second", if_=["seen second"]), option("b", to="third", if_=["not tilt == 0"])
            ),
            "second": turn(option("c")),
            "third": turn(option("d")),
        }
    )

    found = reached(story)

    assert set(found.without_options) == {"room/first"}
    assert found.beats == {"room/first", "room/second", "room/third"}
    assert ("room/first", "a") not in found.open_options


def test_a_circle_that_nothing_leads_out_of_is_a_dead_end() -> None:
    """Beats of a circle, and only they, are stuck; the beat before has another way."""
    story = scenario(
        {
            "first": turn(option("in", to="round"), option("out")),
            "round": turn(option("again", to="and-round")),
            "and-round": {"to": "round"},
        }
    )

    assert reached(story).stuck() == {"room/round", "room/and-round"}


def test_a_way_out_that_closes_makes_a_dead_end_of_the_same_beat() -> None:
    """A beat that was left with a flag set has no way to the end any more: one such state is enough to be stuck."""
    story = scenario(
        {
            "first": turn(
                option("shut", to="first", set=["shut"]),
                option("out", if_=["not shut"]),
            )
        }
    )

    assert reached(story).stuck() == {"room/first"}


def test_a_story_that_moves_without_turns_is_walked_to_its_end() -> None:
    """Beats without a turn are seen and passed, and what they mark as seen opens options."""
    story = scenario(
        {
            "first": {"to": "second"},
            "second": turn(option("yes", if_=["seen first"]), option("no", if_=["not seen first"])),
        }
    )

    found = reached(story)

    assert found.beats == {"room/first", "room/second"}
    assert found.open_options == {("room/second", "yes")}
    assert found.ends == {"out"}


@pytest.mark.parametrize(("limit", "is_bounded"), [(101, True), (102, False)])
def test_a_search_that_stops_early_says_so(limit: int, is_bounded: bool) -> None:  # noqa: FBT001  a case of the table
    """A meter that climbs from 0 to 100 makes 101 states and an end: a limit of 101 is too small, 102 is enough."""
    story = scenario(
        {"first": turn(option("up", to="first", change={"trust": 1}), option("out", if_=["trust >= 100"]))},
        meters={"trust": {"of": "patient", "start": 0}},
    )

    found = reached(story, limit)

    assert is_bounded is found.is_bounded
    assert len(found.onward) == limit
    assert found.stuck() == set()
