"""What was reachable, against values computed by hand and against every play there is, walked one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from builders import option, scenario, turn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import CAST, Written, as_text, scenarios_as_written, story, winding

from trainer.debrief import futures, ways
from trainer.debrief.history import own_choices
from trainer.debrief.practice import score, spans
from trainer.debrief.whatif import Reachable, WhatIf, what_if
from trainer.engine.events import EndReached, Event, PlayBegan, ReplyMade, SessionBegan
from trainer.engine.evolve import fold
from trainer.engine.machine import PRACTICES, ScenarioMachine, machine_of
from trainer.scenario.load import parse

SIGNS = {">=": ge, "<=": le, "==": eq, "!=": ne, ">": gt, "<": lt}
MOST_ENTRIES = 3
MOST_PLAYS = 1_500
"""Where more plays than these can follow, walking them one by one takes too long."""
NOTHING = Reachable(None, None, None)
SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*/scenario.yaml"))
UNHURRIED = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
FIRST = 2
"""Where the first reply stands in a log, after the session and the play began."""


def listening(name: str, level: int, to: str = "end/out", **keys: object) -> dict[str, object]:
    """Return an option that shows `level` of listening."""
    return option(name, to, shows={"listening": level}, **keys)


def up_or_down(to: str, **keys: object) -> dict[str, object]:
    """Return a turn of span 2, whose options both lead to the same."""
    return turn(listening("up", 1, to), listening("down", -1, to), **keys)


def begun(*seats: str) -> list[Event]:
    """Return the log of a play that has just begun."""
    return [SessionBegan(scenario="0", scenario_id="small", seats=seats or ("staff",), seed=1), PlayBegan()]


def log_of(machine: ScenarioMachine, *options: str) -> tuple[Event, ...]:
    """Return the log of a play in which `options` were chosen, all of them by persons."""
    events = begun()
    for name in options:
        state = fold(machine, events)
        beat = machine.beats[state.beat]
        none_open = not beat.open_options(state.world)
        events.append(ReplyMade(beat=state.beat, seat=beat.seat, option=name, none_open=none_open))
    return tuple(events)


def asked(beats: dict[str, dict[str, object]], *options: str, instead: str | None = None, **keys: Any) -> WhatIf:
    """Return what staff could reach from the last of `options`, or with another `instead` of it."""
    machine = ScenarioMachine(scenario(beats, **keys))
    return what_if(machine, log_of(machine, *options), "staff", FIRST + len(options) - 1, instead)


def in_short(found: WhatIf) -> tuple[Reachable, tuple[str, ...], bool]:
    """Return the figures of listening, the ends, and whether plays were left out."""
    return found.scores[PRACTICES[0]], found.ends, found.is_bounded


THREE = {"a": up_or_down("b"), "b": up_or_down("c"), "c": up_or_down("end/out")}


def test_three_equal_turns_by_hand() -> None:
    """Three turns of span 2 leave everything open; at random each level is won every other time."""
    found = asked(THREE, "up")

    assert Reachable(100.0, 50.0, 0.0) == found.scores["listening"]
    assert [NOTHING] * 3 == [found.scores[practice] for practice in PRACTICES[1:]]
    assert list(PRACTICES) == list(found.scores)
    assert (("out",), False) == (found.ends, found.is_bounded)


def test_what_was_said_before_counts() -> None:
    """After one of three was won, two are open: from 1 of 3 to 3 of 3, and 2 of 3 at random."""
    expected = Reachable(100.0, 66.7, 33.3)

    assert expected == asked(THREE, "up", instead="up").scores["listening"]
    assert expected == asked(THREE, "up", "up").scores["listening"]
    assert Reachable(66.7, 33.3, 0.0) == asked(THREE, "up", instead="down").scores["listening"]


def test_after_the_last_reply_only_its_score_is_left() -> None:
    """When nothing is open any more, best, usual and worst are what the play scores."""
    machine = machine_of(scenario(THREE))
    events = log_of(machine, "up", "down", "up")
    scored = score(spans(choice)[PRACTICES[0]] for choice in own_choices(machine, events, "staff")).score

    assert Reachable(66.7, 66.7, 66.7) == what_if(machine, events, "staff", FIRST + 2, "up").scores["listening"]
    assert 66.7 == scored


def test_the_usual_is_a_mean_of_scores() -> None:
    """Two plays of span 8 score 4 and 8 of 8, two of span 6 score 2 and 4 of 6: (1/2 + 1 + 1/3 + 2/3) / 4 = 62.5.

    All levels won over all that was open, 18 of 28, would be 64.3.
    """
    beats = {
        "a": up_or_down("fork"),
        "fork": turn(listening("wide", 1, "wide"), listening("narrow", -1, "narrow")),
        "wide": turn(listening("great", 2), listening("awful", -2)),
        "narrow": up_or_down("end/out"),
    }

    assert Reachable(100.0, 62.5, 33.3) == asked(beats, "up", "wide").scores["listening"]


def test_plays_with_too_few_moments_are_left_out_of_the_mean() -> None:
    """Half of all plays leave after two moments; the others win 6, 4, 4 or 2 of 6, and only they count."""
    beats = {
        "a": up_or_down("b"),
        "b": turn(listening("on", 1, "c"), listening("leave", -1, "end/gone")),
        "c": up_or_down("end/out"),
    }
    ends = {"gone": {"title": "Gone", "text": "."}, "out": {"title": "Out", "text": "."}}

    assert Reachable(100.0, 66.7, 33.3) == asked(beats, "up", ends=ends).scores["listening"]
    assert NOTHING == asked(beats, "up", "on", instead="leave", ends=ends).scores["listening"]


def test_ends_stand_in_the_order_of_the_author() -> None:
    """The ends that can be come to are named as the file lists them, not as they are met; the others are not."""
    beats = {"a": turn(option("x", "end/third"), option("y", "end/first")), "b": turn(option("z", "end/second"))}
    ends = {name: {"title": name, "text": "."} for name in ("first", "second", "third")}

    assert ("first", "third") == asked(beats, "x", ends=ends).ends
    assert ("third",) == asked(beats, "x", instead="x", ends=ends).ends


def test_others_choose_freely_whatever_their_weights() -> None:
    """A weight of 9 against 1 changes nothing: each way of another seat is as likely, and its turn is no moment.

    After “up”, by `b` and `c` 2, 4, 4 or 6 of 6 are won, by `d` and `e` 2, 4, 6 or 8 of 8; each of the eight plays is
    as likely, so that the mean is (8/3 + 5/2) / 8.
    """
    beats = {
        "a": up_or_down("p"),
        "p": turn(
            option("stay", "b", weight=1, shows={"listening": 2}),
            option("go", "d", weight=9, shows={"listening": -2}),
            seat="patient",
        ),
        "b": up_or_down("c"),
        "c": up_or_down("end/out"),
        "d": turn(listening("up", 2, "e"), listening("down", -2, "e")),
        "e": up_or_down("end/out"),
    }

    assert Reachable(100.0, 64.6, 25.0) == asked(beats, "up", instead="up").scores["listening"]


def test_a_scripted_reply_of_the_seat_is_no_moment() -> None:
    """What was said for the seat before a person took it counts for nothing."""
    machine = machine_of(scenario({**THREE, "c": up_or_down("d"), "d": up_or_down("end/out")}))
    *before, last, here = log_of(machine, "down", "up")
    scripted = ReplyMade(beat=last.beat, seat=last.seat, option=last.option, scripted=True)

    assert (
        Reachable(100.0, 50.0, 0.0)
        == what_if(machine, (*before, scripted, here), "staff", FIRST + 1).scores["listening"]
    )
    assert Reachable(75.0, 37.5, 0.0) == what_if(machine, (*before, last, here), "staff", FIRST + 1).scores["listening"]


def test_a_turn_without_open_options_goes_on_by_all_and_is_no_moment() -> None:
    """Where no condition holds both ways are taken, and the levels of neither count."""
    closed = turn(
        listening("left", 2, "b", if_=["never"], set=["never"]), listening("right", -2, "end/lost", if_=["never"])
    )
    beats = {"a": up_or_down("closed"), "closed": closed, "b": up_or_down("c"), "c": up_or_down("end/out")}
    ends = {"out": {"title": "Out", "text": "."}, "lost": {"title": "Lost", "text": "."}}

    assert (Reachable(100.0, 50.0, 0.0), ("out", "lost"), False) == in_short(asked(beats, "up", ends=ends))
    assert Reachable(100.0, 66.7, 33.3) == asked(beats, "up", "left", ends=ends).scores["listening"]
    assert NOTHING == asked(beats, "up", "left", instead="right", ends=ends).scores["listening"]


ROUND = {"a": turn(listening("again", 1, "a"), listening("stop", -1))}


def test_a_circle_is_gone_round_three_times_and_says_so() -> None:
    """Only “again, again, stop” has three moments and enters the beat three times: 2 + 2 + 0 of 6."""
    expected = Reachable(66.7, 66.7, 66.7)

    assert (expected, ("out",), True) == in_short(asked(ROUND, "again"))
    assert (expected, ("out",), True) == in_short(asked(ROUND, "again", "again", "stop"))


def test_beyond_the_third_entry_nothing_follows() -> None:
    """A reply that would enter the beat a fourth time leads to no play that counts; to leave still does."""
    again = asked(ROUND, "again", "again", "again", instead="again")

    assert WhatIf(dict.fromkeys(PRACTICES, NOTHING), (), is_bounded=True) == again
    stop = asked(ROUND, "again", "again", "again", instead="stop")
    assert (Reachable(66.7, 66.7, 66.7), ("out",), False) == in_short(stop)


def test_a_log_that_entered_more_often_goes_on_from_there() -> None:
    """After five entries the beat is not entered again, and what was said at all of them counts: 8 of 10."""
    found = asked(ROUND, "again", "again", "again", "again", "stop")

    assert (Reachable(80.0, 80.0, 80.0), ("out",), True) == in_short(found)


def test_a_way_that_leaves_a_circle_is_not_bounded() -> None:
    """Who is past the circle can enter nothing too often, however often it was gone round."""
    beats = {"a": turn(listening("again", 1, "a"), listening("on", -1, "b")), "b": up_or_down("end/out")}

    assert asked(beats, "again", "again", "on").is_bounded
    assert not asked(beats, "again", "again", "on", instead="on").is_bounded
    assert not asked(beats, "again", "again", "on", "up").is_bounded


def test_a_beat_come_to_from_several_sides_is_on_no_circle() -> None:
    """Four ways to one beat are four plays, none of which enters it twice."""
    beats = {
        "a": turn(*(listening(f"o{number}", number % 2, "b") for number in range(4))),
        "b": up_or_down("c"),
        "c": up_or_down("end/out"),
    }

    assert (Reachable(100.0, 50.0, 0.0), ("out",), False) == in_short(asked(beats, "o0"))


def test_a_shorter_log_gives_the_same() -> None:
    """What came after the reply is no matter: the log up to it gives the same, with every option."""
    machine = machine_of(scenario(THREE))
    events = (*log_of(machine, "up", "down", "up"), EndReached(end="out"))

    for position in range(FIRST, FIRST + 3):
        for name in (None, "up", "down"):
            assert what_if(machine, events, "staff", position, name) == what_if(
                machine, events[: position + 1], "staff", position, name
            )


def test_only_a_reply_of_the_seat_can_be_asked_about() -> None:
    """An event that is no reply, one of another seat, and an option that is closed are named."""
    machine = machine_of(scenario({"a": turn(option("x"), option("y", if_=["f"], set=["f"]))}))
    events = log_of(machine, "x")

    for seat, position in (("staff", 1), ("patient", FIRST), ("staff", FIRST + 1), ("staff", -1)):
        with pytest.raises(ValueError, match=f"no reply of {seat} stands at {position}"):
            what_if(machine, events, seat, position)
    with pytest.raises(ValueError, match="y was not open at room/a"):
        what_if(machine, events, "staff", FIRST, "y")


def many_flags(count: int) -> dict[str, dict[str, object]]:
    """Return turns that set a flag or do not, and a last one that reads them all, in two to the `count` worlds."""
    beats = {
        f"t{number}": turn(
            listening("set", 1, f"t{number + 1}", set=[f"f{number}"]), listening("leave", -1, f"t{number + 1}")
        )
        for number in range(count)
    }
    every = [f"f{number}" for number in range(count)]
    return beats | {f"t{count}": turn(option("all", "end/all", if_=every), option("never", "end/no", if_=["tilt > 0"]))}


TWO_ENDS = {name: {"title": name, "text": "."} for name in ("no", "all")}


def test_a_story_too_large_says_so_and_keeps_its_late_moments() -> None:
    """With 65,536 states at its last turn there are no figures early on, only ends; later on there are all."""
    machine = ScenarioMachine(scenario(many_flags(16), ends=TWO_ENDS))
    events = log_of(machine, *["set"] * 16)

    early = what_if(machine, events, "staff", FIRST)
    late = what_if(machine, events, "staff", FIRST + 10)

    assert WhatIf(dict.fromkeys(PRACTICES, NOTHING), ("no", "all"), is_bounded=True) == early
    assert early == what_if(machine, events, "staff", FIRST, "leave")
    assert (Reachable(100.0, 81.2, 62.5), ("no", "all"), False) == in_short(late)


def test_too_many_sums_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story of few states whose sums are too many has no figures either, and the limit is counted, never timed."""
    machine = ScenarioMachine(scenario(THREE))
    events = log_of(machine, "up", "up", "up")
    monkeypatch.setattr(futures, "EFFORT_LIMIT", 3)

    assert (NOTHING, ("out",), True) == in_short(what_if(machine, events, "staff", FIRST))
    assert Reachable(100.0, 83.3, 66.7) == what_if(machine, events, "staff", FIRST + 2).scores["listening"]


def test_states_are_counted_from_the_place_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked before changes nothing: the same question gets the same answer from a machine just made."""
    monkeypatch.setattr(ways, "STATE_LIMIT", 12)
    story = scenario(many_flags(4), ends=TWO_ENDS)
    machine = ScenarioMachine(story)
    events = log_of(machine, *["set"] * 4)
    forth = [what_if(machine, events, "staff", FIRST + number) for number in range(4)]
    back = [what_if(ScenarioMachine(story), events, "staff", FIRST + number) for number in reversed(range(4))]

    assert forth == back[::-1]
    assert [None, None, 100.0, 100.0] == [found.scores["listening"].best for found in forth]


def test_a_story_of_thousands_of_beats_is_looked_at_to_its_end() -> None:
    """Neither a long way nor a circle of thousands of beats is too deep."""
    last = 2_500
    beats = {f"b{number}": turn(option("on", f"b{number + 1}")) for number in range(last)}
    beats |= {f"b{number}": up_or_down(f"b{number + 1}") for number in (0, 1, 2)}
    way = beats | {f"b{last}": turn(option("out"))}
    circle = beats | {f"b{last}": turn(option("out"), option("back", "b0"))}

    assert (Reachable(100.0, 50.0, 0.0), ("out",), False) == in_short(asked(way, "up"))
    assert (Reachable(100.0, 50.0, 0.0), ("out",), True) == in_short(asked(circle, "up"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_scenarios_are_small_enough(path: Path) -> None:
    """Every seat of a shipped scenario has figures from its first reply on: a thousand futures take little time."""
    machine = machine_of(parse(path.read_text(encoding="utf-8"), str(path)))
    for seat in machine.scenario.seats:
        found = futures.futures_at(machine, seat, ways.first_of(machine))

        assert found is not None
        assert len(found._all) < 2_000


class Place(NamedTuple):
    """Everything that a condition could ask for, and how often each beat was entered."""

    beat: str
    numbers: dict[str, int]
    true: frozenset[str]
    """The atoms that have become true: flags, `SEAT knows FACT` and `seen BEAT`."""
    entered: Counter[str]


class Played(NamedTuple):
    """A play to its end, or to where it is left out."""

    chance: Fraction
    moments: dict[str, tuple[tuple[int, int], ...]]
    """For each practice, what was won and what was open at each moment."""
    end: str | None


@dataclass
class Told:
    """A scenario as written, told by rules that know nothing of machines, worlds and futures."""

    written: Written
    seat: str

    def begin(self) -> Place:
        """Return the place at which every play begins."""
        facts, meters = self.written["facts"], self.written["meters"]
        knows = {f"{who} knows {name}" for name, fact in facts.items() for who in fact["known_by"]}
        numbers = {name: meter["start"] for name, meter in meters.items()} | {"tilt": 0}
        start = self.written["start"]
        return self.passed(Place(start, numbers, frozenset(knows), Counter([start])))

    def beat(self, place: Place) -> Written:
        """Return the beat at which a play stands."""
        scene, _, name = place.beat.partition("/")
        return self.written["scenes"][scene]["beats"][name]

    def open(self, place: Place) -> list[Written]:
        """Return the options whose conditions hold."""
        return [each for each in self.beat(place)["options"] if all(holds(part, place) for part in each.get("if", ()))]

    def offered(self, place: Place) -> list[Written]:
        """Return the options that may be chosen."""
        return self.open(place) or self.beat(place)["options"]

    def passed(self, place: Place) -> Place:
        """Return the first place with a turn, or the end, that follows without anybody choosing."""
        while not place.beat.startswith("end/") and "turn" not in self.beat(place):
            place = self.after(place, self.beat(place))
        return place

    def after(self, place: Place, chosen: Written) -> Place:
        """Return the very next place after `chosen`, be it a beat with a turn or not."""
        scene = place.beat.partition("/")[0]
        numbers = dict(place.numbers)
        for name, amount in [*chosen.get("change", {}).items(), ("tilt", chosen.get("tilt", 0))]:
            numbers[name] = max(-100 if name == "tilt" else 0, min(100, numbers[name] + amount))
        present = self.written["scenes"][scene]["present"]
        told = {f"{who} knows {fact}" for fact in chosen.get("tells", ()) for who in present}
        true = place.true | told | set(chosen.get("set", ())) | {f"seen {place.beat}"}
        target = chosen["to"] if "/" in chosen["to"] else f"{scene}/{chosen['to']}"
        return Place(target, numbers, frozenset(true), place.entered + Counter([target]))

    def moment(self, place: Place, chosen: Written) -> dict[str, tuple[tuple[int, int], ...]]:
        """Return what `chosen` wins of what is open, by practice."""
        found = {}
        for practice in PRACTICES:
            levels = [each.get("shows", {}).get(practice.value, 0) for each in self.open(place)]
            if self.beat(place).get("turn") == self.seat and len(set(levels)) > 1:
                least = min(levels)
                chosen_level = chosen.get("shows", {}).get(practice.value, 0)
                found[practice.value] = ((chosen_level - least, max(levels) - least),)
        return found

    def plays(self, before: Played, place: Place) -> Iterator[Played]:
        """Yield every play from a place that was just come to."""
        if place.beat.startswith("end/"):
            yield before._replace(end=place.beat.removeprefix("end/"))
            return
        has_turn = "turn" in self.beat(place)
        offered = self.offered(place) if has_turn else [self.beat(place)]
        for chosen in offered:
            here = self.moment(place, chosen) if has_turn else {}
            played = Played(before.chance / len(offered), added(before.moments, here), None)
            yield from self.entering(played, place, chosen)

    def entering(self, played: Played, place: Place, chosen: Written) -> Iterator[Played]:
        """Yield every play that goes on by `chosen`, or the one that is left out."""
        if place.entered[self.after(place, chosen).beat] >= MOST_ENTRIES and not chosen["to"].startswith("end/"):
            yield played
        else:
            yield from self.plays(played, self.after(place, chosen))


def holds(part: str | dict[str, list[str]], place: Place) -> bool:
    """Return whether one part of a condition, as an author writes it, holds."""
    if isinstance(part, dict):
        return any(holds(atom, place) for atom in part["any"])
    if part.startswith("not "):
        return not holds(part.removeprefix("not "), place)
    words = part.split()
    if len(words) == 3 and words[1] in SIGNS:
        return bool(SIGNS[words[1]](place.numbers[words[0]], int(words[2])))
    return part in place.true


def added(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the moments of both."""
    return {practice.value: one.get(practice, ()) + other.get(practice, ()) for practice in PRACTICES}


def summed_up(written: Written, plays: Sequence[Played]) -> WhatIf:
    """Return what those plays say together."""
    scores = {}
    for practice in PRACTICES:
        counted = [play for play in plays if play.end and len(play.moments.get(practice, ())) >= 3]
        shares = [Fraction(*map(sum, zip(*play.moments[practice], strict=True))) for play in counted]
        scores[practice] = NOTHING
        if shares:
            weighed = sum(share * play.chance for share, play in zip(shares, counted, strict=True))
            usual = weighed / sum(play.chance for play in counted)
            scores[practice] = Reachable(*(round(100 * float(each), 1) for each in (max(shares), usual, min(shares))))
    met = {play.end for play in plays}
    return WhatIf(scores, tuple(end for end in written["ends"] if end in met), is_bounded=None in met)


class Drawn(NamedTuple):
    """A log with every question that can be asked of it, and what walking every play answers."""

    events: tuple[Event, ...]
    answers: dict[tuple[int, str | None], WhatIf]
    marks: set[str]
    """What of interest was met."""


def walked(written: Written, seat: str, picks: list[tuple[int, bool]]) -> Drawn:
    """Return the log of the play that `picks` lead through, and the answers as far as plays are few enough."""
    told = Told(written, seat)
    place, before = told.begin(), Played(Fraction(1), {}, None)
    events, answers, marks = begun(*CAST), {}, set()
    for number, is_scripted in picks:
        if place.beat.startswith("end/"):
            break
        offered = told.offered(place)
        chosen = offered[number % len(offered)]
        whose = told.beat(place)["turn"]
        if whose == seat:
            answers |= answers_at(told, before, place, len(events))
        marks |= {"none open"} if not told.open(place) else set()
        marks |= {"entered too often"} if max(place.entered.values()) > MOST_ENTRIES else set()
        events.append(
            ReplyMade(
                beat=place.beat,
                seat=whose,
                option=chosen["id"],
                scripted=is_scripted,
                none_open=not told.open(place),
            )
        )
        if whose == seat and not is_scripted:
            before = before._replace(moments=added(before.moments, told.moment(place, chosen)))
        place = told.passed(told.after(place, chosen))
    return Drawn(tuple(events), answers, marks)


def answers_at(told: Told, before: Played, place: Place, position: int) -> dict[tuple[int, str | None], WhatIf]:
    """Return what walking every play from `place` says, unless there are too many."""
    plays = list(islice(told.plays(before, place), MOST_PLAYS + 1))
    if len(plays) > MOST_PLAYS:
        return {}
    answers: dict[tuple[int, str | None], WhatIf] = {(position, None): summed_up(told.written, plays)}
    for chosen in told.offered(place):
        played = before._replace(moments=added(before.moments, told.moment(place, chosen)))
        plays = list(told.entering(played, place, chosen))
        answers[position, chosen["id"]] = summed_up(told.written, plays)
    return answers


SEEDS = st.integers(0, 2**32)
SEATS = st.sampled_from(["staff", "staff", "patient"])
PICKS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([False, False, False, True])), min_size=1, max_size=9)


def hold_against_every_play(written: Written, seat: str, picks: list[tuple[int, bool]]) -> Drawn:
    """Fail where an answer is not what walking every play comes to."""
    machine = machine_of(parse(as_text(written)))
    drawn = walked(written, seat, picks)
    for (position, name), expected in drawn.answers.items():
        assert expected == what_if(machine, drawn.events, seat, position, name)
    return drawn


@UNHURRIED
@given(scenarios_as_written(), st.sampled_from(CAST), PICKS)
def test_agrees_with_every_play_of_any_story(written: Written, seat: str, picks: list[tuple[int, bool]]) -> None:
    """Figures, ends and bounds are those that a naive walk of every play that can follow comes to."""
    hold_against_every_play(written, seat, picks)


@UNHURRIED
@given(SEEDS, SEATS, PICKS)
def test_agrees_with_every_play_of_stories_with_many_moments(
    seed: int, seat: str, picks: list[tuple[int, bool]]
) -> None:
    """The same holds for stories that go forward through many moments, and back now and then."""
    hold_against_every_play(story(seed), seat, picks)


@UNHURRIED
@given(SEEDS, st.just("staff"), PICKS)
def test_agrees_with_every_play_of_stories_in_circles(seed: int, seat: str, picks: list[tuple[int, bool]]) -> None:
    """The same holds in rings, to and fro, around hubs and in rings of rings, wherever they were entered."""
    hold_against_every_play(winding(seed), seat, picks)


def test_the_drawn_stories_have_everything_that_is_compared() -> None:
    """Among few drawn stories some have figures, spread or not, bounds, several ends, and turns without an option."""
    met: Counter[str] = Counter()
    chance = Random(1)
    for seed in range(60):
        picks = [(chance.randint(0, 5), chance.random() < 0.2) for _ in range(9)]
        drawn = hold_against_every_play(story(seed), "staff", picks)
        met.update(drawn.marks)
        for answer in drawn.answers.values():
            figures = [found for found in answer.scores.values() if found.best is not None]
            met["figures"] += bool(figures)
            met["spread"] += any(found.best != found.worst for found in figures)
            met["no figures"] += not figures
            met["bounded figures"] += answer.is_bounded and bool(figures)
            met["nothing follows"] += not answer.ends
            met["several ends"] += len(answer.ends) > 1

    assert {
        "figures",
        "spread",
        "no figures",
        "bounded figures",
        "nothing follows",
        "several ends",
        "none open",
        "entered too often",
    } == {mark for mark, count in met.items() if count}
