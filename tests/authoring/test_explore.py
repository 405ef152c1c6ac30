"""What exploring says, against values computed by hand and against every play there is, walked one by one."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from math import sqrt
from typing import Any, NamedTuple

import pytest
from builders import option, scenario, scenario_text, turn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import as_text as as_text_of
from strategies import scenario_texts, story, winding

from trainer.authoring import explore as exploring
from trainer.authoring import outcomes
from trainer.authoring.explore import Exploration, explore
from trainer.authoring.explore_words import as_json, as_text
from trainer.authoring.steps import Extent
from trainer.authoring.sums import Figures
from trainer.authoring.worth import NeverWorth
from trainer.debrief.practice import Span, score
from trainer.engine.machine import PRACTICES, CompiledOption, ScenarioMachine, machine_of
from trainer.engine.reach import Node, step
from trainer.engine.state import World
from trainer.scenario.load import parse

MOST_ENTRIES = 3
MOST_PLAYS = 1_500
"""Where there are more plays than these, walking them one by one takes too long."""
UNHURRIED = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
LISTENING, SUSPENDING, _, VOICING = PRACTICES


class Walked(NamedTuple):
    """One play, from its beginning to its end."""

    end: str | None
    """None for a play that would enter a beat a fourth time."""
    chance: Fraction
    replies: tuple[str, ...]
    """Whose they were."""
    spans: tuple[dict[str, tuple[Span, ...]], ...]
    """For each of the replies the spans of the practices in play."""

    def moments(self, seat: str, practice: str) -> list[Span]:
        """Return the moments of one practice in the replies of `seat`."""
        return [
            span
            for who, spans in zip(self.replies, self.spans, strict=True)
            if who == seat
            for span in spans.get(practice, ())
        ]

    def share(self, seat: str, practice: str) -> Fraction | None:
        """Return the score from 0 to 1, or None where it rests on too little."""
        moments = self.moments(seat, practice)
        if score(moments).score is None:
            return None
        return Fraction(sum(span.chosen - span.worst for span in moments), sum(span.width for span in moments))


def offered(machine: ScenarioMachine, node: Node) -> tuple[tuple[CompiledOption, ...], bool]:
    """Return what can be chosen, and whether a condition let it through."""
    beat = machine.beats[node.beat]
    open_now = beat.open_options(node.world)
    return open_now or beat.options, bool(open_now)


class Entered(NamedTuple):
    """How often each beat was entered, or the beats of each circle."""

    counts: Counter[str]
    most: int = MOST_ENTRIES
    circles: dict[str, str] | None = None
    """For each beat on a circle the name of that circle, where circles are counted and not beats."""

    def after(self, beat: str) -> "Entered | None":
        """Return what was entered after `beat` was, or None where that was too often."""
        name = beat if self.circles is None else self.circles.get(beat, "")
        counts = self.counts + Counter([name] if name else [])
        return None if counts[name] > self.most else self._replace(counts=counts)


def circles_of(machine: ScenarioMachine) -> dict[str, str]:
    """Return for each beat that has a way back to itself the first beat that it shares such a way with."""
    beyond: dict[str, set[str]] = {address: set() for address in machine.beats}
    for address, found in beyond.items():
        waiting = [address]
        while waiting:
            beat = machine.beats[waiting.pop()]
            targets = {option.target for option in beat.options} | {beat.target}
            fresh = (targets & machine.beats.keys()) - found
            found.update(fresh)
            waiting += fresh
    return {
        address: min(other for other in found if address in beyond[other])
        for address, found in beyond.items()
        if address in found
    }


def walks(
    machine: ScenarioMachine, node: Node, before_it: Entered, before: Walked, most_of: tuple[str, str] | None
) -> Iterator[Walked]:
    """Yield every play that goes on from `node`, also those that are left out."""
    if node.beat.startswith("end/"):
        yield before._replace(end=node.beat.removeprefix("end/"))
        return
    entered = before_it.after(node.beat)
    if entered is None:
        yield before
        return
    beat = machine.beats[node.beat]
    if not beat.seat:
        world = World(node.world.numbers, node.world.marks | beat.seen_mark)
        yield from walks(machine, Node(beat.target, world), entered, before, most_of)
        return
    options, is_open = offered(machine, node)
    levels = {
        practice: [option.levels[number] for option in options] for number, practice in enumerate(PRACTICES) if is_open
    }
    kept = [
        each
        for each in options
        if most_of is None
        or not is_open
        or beat.seat != most_of[0]
        or each.levels[PRACTICES.index(most_of[1])] == max(levels[most_of[1]])
    ]
    for chosen in kept:
        spans = {
            practice: (Span(chosen.levels[PRACTICES.index(practice)], min(each), max(each)),)
            for practice, each in levels.items()
            if min(each) < max(each)
        }
        after = Walked(None, before.chance / len(kept), (*before.replies, beat.seat), (*before.spans, spans))
        yield from walks(machine, step(machine, node, chosen, is_unguarded=not is_open), entered, after, most_of)


def all_walks(machine: ScenarioMachine, together: int = 0, most_of: tuple[str, str] | None = None) -> list[Walked]:
    """Return every play from the first beat on, or one more than are looked at."""
    none = Entered(Counter(), together, circles_of(machine)) if together else Entered(Counter())
    first = Node(machine.start, machine.first_world)
    begun = Walked(None, Fraction(1), (), ())
    return list(islice(walks(machine, first, none, begun, most_of), MOST_PLAYS + 1))


def figures_of(plays: list[Walked], seat: str, practice: str) -> Figures | None:
    """Return the figures of a practice over `plays`, by their definition."""
    scored = [(share, play.chance) for play in plays if (share := play.share(seat, practice)) is not None]
    if not scored:
        return None
    whole = sum(chance for _, chance in scored)
    mean = sum(share * chance for share, chance in scored) / whole
    variance = sum((share - mean) ** 2 * chance for share, chance in scored) / whole
    shares = [share for share, _ in scored]
    told = [float(mean), sqrt(variance), float(max(shares)), float(min(shares))]
    return Figures(*(round(100 * each, 1) for each in told))


def extent_of(counts: list[int]) -> Extent:
    """Return the least and the most of `counts`."""
    return Extent(min(counts), max(counts))


def hold_against_every_play(text: str, together: int = 0) -> Counter[str]:
    """Fail where exploring says something that walking every play does not; return what of interest was met.

    Where each circle is to be counted as a whole, `together` says how often its beats are entered at most.
    """
    story = parse(text)
    machine = machine_of(story)
    found = explore(story)
    every = all_walks(machine, found.together)
    met: Counter[str] = Counter()
    if len(every) > MOST_PLAYS:
        return met
    plays = [play for play in every if play.end is not None]
    assert found.is_bounded is (len(plays) < len(every))
    assert found.together in {0, together}
    ends = {play.end for play in plays}
    assert ends == set(found.ends) or (found.is_bounded and ends < set(found.ends))
    met["together"] += bool(found.together)
    met["bounded"] += found.is_bounded
    if not plays:
        assert found.plays is None
        met["no end"] += 1
        return met
    assert found.plays is not None
    assert found.plays.count == len(plays)
    assert found.plays.replies == extent_of([len(play.replies) for play in plays])
    whole = sum(play.chance for play in plays)
    assert found.plays.chances is not None
    assert set(found.plays.chances) == {play.end for play in plays}
    for end in found.plays.chances:
        chance = sum(play.chance for play in plays if play.end == end) / whole
        assert found.plays.chances[end] == pytest.approx(float(chance))
    for seat in story.seats:
        met += hold_seat(machine, found, seat, plays)
    met["several ends"] += len(found.ends) > 1
    return met


def hold_seat(machine: ScenarioMachine, of_all: Exploration, seat: str, plays: list[Walked]) -> Counter[str]:
    """Fail where what is said of `seat` is not what its plays come to."""
    met: Counter[str] = Counter()
    assert of_all.plays is not None
    found = of_all.plays.seats[seat]
    assert found.replies == extent_of([play.replies.count(seat) for play in plays])
    for practice in PRACTICES:
        scored = found.practices[practice]
        assert scored.moments == extent_of([len(play.moments(seat, practice)) for play in plays])
        assert scored.figures == figures_of(plays, seat, practice)
        enough = sum(play.chance for play in plays if play.share(seat, practice) is not None)
        assert scored.share == pytest.approx(float(enough / sum(play.chance for play in plays)))
        met["figures"] += scored.figures is not None
        met["in part"] += 0 < (scored.share or 0) < 1
        for end, by_practice in found.ends.items():
            assert by_practice[practice] == figures_of([play for play in plays if play.end == end], seat, practice)
        assert (practice in found.most_of) is (scored.moments.most > 0)
    for practice, most in found.most_of.items():
        kept = [play for play in all_walks(machine, of_all.together, (seat, practice)) if play.end is not None]
        assert most is not None
        assert set(most.ends) == {play.end for play in kept}
        for other in PRACTICES:
            assert most.figures[other] == figures_of(kept, seat, other)
            met["a trade"] += (each := most.figures[other]) is not None and each.best < 100
    return met


@UNHURRIED
@given(scenario_texts())
def test_agrees_with_every_play_of_any_story(text: str) -> None:
    """Counts, lengths, moments, chances and scores are those that a naive walk of every play comes to."""
    hold_against_every_play(text)


@UNHURRIED
@given(st.integers(0, 2**32))
def test_agrees_with_every_play_of_stories_with_many_moments(seed: int) -> None:
    """The same holds for stories that go forward through many moments, and back now and then."""
    hold_against_every_play(as_text_of(story(seed)))


@UNHURRIED
@given(st.integers(0, 2**32))
def test_agrees_with_every_play_of_stories_in_circles(seed: int) -> None:
    """The same holds for rings, ways to and fro, hubs and rings of rings, wherever they are entered."""
    hold_against_every_play(as_text_of(winding(seed)))


def hold_as_a_whole(seed: int, most: int) -> Counter[str]:
    """Fail where exploring says something wrong of a story whose circles are counted as a whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exploring, "LEAST_WIDTH", 0)
        patch.setattr(exploring, "WIDTH_PART", exploring.PLACE_LIMIT + 1)
        patch.setattr(exploring, "TOGETHER", (most,))
        return hold_against_every_play(as_text_of(winding(seed)), most)


@UNHURRIED
@given(st.integers(0, 2**32), st.integers(2, 6))
def test_agrees_with_every_play_where_circles_are_counted_as_a_whole(seed: int, most: int) -> None:
    """Where each circle is counted as a whole, the same holds of plays that enter its beats so often at most."""
    hold_as_a_whole(seed, most)


def test_the_drawn_stories_in_circles_have_everything_that_is_compared() -> None:
    """Most are few enough plays to be walked, and have figures, bounds, trades and several ends."""
    met: Counter[str] = Counter()
    for seed in range(100):
        met += hold_against_every_play(as_text_of(winding(seed)))
    as_a_whole: Counter[str] = Counter()
    for seed in range(40):
        as_a_whole += hold_as_a_whole(seed, 6)

    assert {"figures", "in part", "bounded", "a trade", "several ends", "no end", "together"} == set(as_a_whole)
    assert {"figures", "in part", "bounded", "a trade", "several ends", "no end"} == set(+met)


def test_the_drawn_stories_have_everything_that_is_compared() -> None:
    """Among few drawn stories some have figures, in part or in all plays, bounds, trades, several ends, and none."""
    met: Counter[str] = Counter()
    for seed in range(80):
        met += hold_against_every_play(as_text_of(story(seed)))

    assert {"figures", "in part", "bounded", "a trade", "several ends", "no end"} == set(+met)


def explored(beats: dict[str, dict[str, object]], **keys: Any) -> Exploration:
    """Return what exploring a story of one room says."""
    return explore(scenario(beats, **keys))


def weighed(to: str, **keys: object) -> dict[str, object]:
    """Return a turn at which listening goes against voicing, with a way between."""
    return turn(
        option("hear", to, shows={"listening": 2, "voicing": -1}),
        option("tell", to, shows={"listening": -1, "voicing": 2}),
        option("both", to, shows={"listening": 1, "voicing": 1}),
        **keys,
    )


TRADE = {"a": weighed("b"), "b": weighed("c"), "c": weighed("end/out")}


def test_a_trade_by_hand() -> None:
    """Each turn wins 3, 0 or 2 of 3: mean 5/9, variance a third of 14/81; the most of one is none of the other."""
    found = explored(TRADE)
    assert found.plays is not None
    staff = found.plays.seats["staff"]

    spread = round(100 * sqrt(14 / 81 / 3), 1)
    assert (27, Extent(3, 3), {"out": 1.0}) == (found.plays.count, found.plays.replies, found.plays.chances)
    assert Figures(55.6, spread, 100.0, 0.0) == staff.practices[LISTENING].figures
    assert (Extent(3, 3), 1.0) == (staff.practices[VOICING].moments, staff.practices[VOICING].share)
    assert (None, Extent(0, 0)) == (staff.practices[SUSPENDING].figures, staff.practices[SUSPENDING].moments)
    assert [LISTENING, VOICING] == list(staff.most_of)
    most = staff.most_of[LISTENING]
    assert most is not None
    assert Figures(100.0, 0.0, 100.0, 100.0) == most.figures[LISTENING]
    assert Figures(0.0, 0.0, 0.0, 0.0) == most.figures[VOICING]
    assert (("room/a", "room/b", "room/c"), ()) == staff.weighing
    assert () == staff.never_worth


def test_the_other_part_has_no_figures_of_it() -> None:
    """A seat without a turn has no reply, no moment and no score."""
    found = explored(TRADE)
    assert found.plays is not None
    patient = found.plays.seats["patient"]

    assert Extent(0, 0) == patient.replies
    assert {None} == {scored.figures for scored in patient.practices.values()}
    assert {} == patient.most_of


def test_ends_and_scores_go_together() -> None:
    """Whoever listens at the last turn comes to the good end: the scores by end differ by that turn's share."""
    beats = {
        "a": turn(option("x", "b", shows={"listening": 1}), option("y", "b")),
        "b": turn(option("x", "c", shows={"listening": 1}), option("y", "c")),
        "c": turn(option("x", "end/in", shows={"listening": 1}), option("y", "end/out")),
    }
    found = explored(beats, ends={end: {"title": end, "text": "."} for end in ("in", "out")})
    assert found.plays is not None

    by_end = found.plays.seats["staff"].ends
    assert {"in": 0.5, "out": 0.5} == found.plays.chances
    assert [66.7, 33.3] == [figures.usual for end in by_end.values() if (figures := end[LISTENING]) is not None]
    assert found.plays.seats["staff"].most_of[LISTENING] is not None


def test_an_option_that_is_never_worth_choosing() -> None:
    """An option that shows less of all is never worth choosing, unless an end is come to by it alone."""
    worse = option("worse", "end/out", shows={"listening": -1})
    beats = {"a": turn(option("good", "end/out", shows={"listening": 1}), worse)}
    ends = {end: {"title": end, "text": "."} for end in ("in", "out")}
    found = explored(beats)
    assert found.plays is not None
    assert (NeverWorth("room/a", "worse", ("good",)),) == found.plays.seats["staff"].never_worth
    assert ((), ("room/a",)) == found.plays.seats["staff"].weighing

    beats["a"] = turn(option("good", "end/out", shows={"listening": 1}), worse | {"to": "end/in"})
    found = explored(beats, ends=ends)
    assert found.plays is not None
    assert () == found.plays.seats["staff"].never_worth


def test_an_option_that_is_worth_choosing_where_the_better_one_is_closed() -> None:
    """What is worse than another counts as worth choosing when that one is not always open."""
    beats = {
        "first": turn(option("open", "a", set=["open"]), option("leave", "a")),
        "a": turn(
            option("good", "end/out", shows={"listening": 1}, if_=["open"]), option("worse", shows={"listening": -1})
        ),
    }
    found = explored(beats)
    assert found.plays is not None
    assert () == found.plays.seats["staff"].never_worth


def test_what_cannot_be_come_to_is_named() -> None:
    """Beats and ends to which no way leads are told, in the text and as JSON."""
    beats = {"a": turn(option("x")), "lost": turn(option("x", "end/never"))}
    found = explored(beats, ends={end: {"title": end, "text": "."} for end in ("out", "never")})

    assert (("room/a",), ("out",)) == (found.beats, found.ends)
    told = as_json(found)
    assert {"reached": ["room/a"], "not_reached": ["room/lost"]} == told["beats"]
    assert {"reached": ["out"], "not_reached": ["never"]} == told["ends"]
    assert "Of 2 beats 1 can be come to; no way leads to room/lost." in as_text(found)


def test_a_story_of_more_places_than_are_looked_at() -> None:
    """Over the limit only beats and ends are told, as if every condition held, and that is said."""
    found = explore(scenario(TRADE), limit=2)

    assert (None, True, None) == (found.places, found.is_bounded, found.plays)
    assert (("room/a", "room/b", "room/c"), ("out",)) == (found.beats, found.ends)
    assert "too many places at which a play can stand: 2 are looked at" in as_text(found)
    assert (None, 2, None, {}) == tuple(as_json(found)[key] for key in ("places", "limit", "plays", "seats"))


def test_a_story_with_too_much_for_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where scores would take too long, all else is told, and that is said."""
    monkeypatch.setattr(outcomes, "EFFORT_LIMIT", 1)
    found = explored(TRADE)
    assert found.plays is not None
    staff = found.plays.seats["staff"]

    assert (27, {"out": 1.0}) == (found.plays.count, found.plays.chances)
    assert (Extent(3, 3), None, None) == (
        staff.practices[LISTENING].moments,
        staff.practices[LISTENING].figures,
        staff.practices[LISTENING].share,
    )
    assert {LISTENING: None, VOICING: None} == staff.most_of
    assert "For scores there is too much to look at." in " ".join(as_text(found).split())
    seats = as_json(found)["seats"]
    assert isinstance(seats, dict)
    assert {"listening": None, "voicing": None} == seats["staff"]["most_of"]


def test_no_play_comes_to_an_end() -> None:
    """A story that only goes in a circle has no plays, and that is said."""
    found = explored({"a": turn(option("x", "a")), "out": turn(option("x"))})

    assert (None, True, ()) == (found.plays, found.is_bounded, found.ends)
    assert "No way leads to the end. No play comes to an end." in " ".join(as_text(found).split())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (1, "There is one play, of 8 replies of all parts together."),
        (2, "There are 256 different plays, of 8"),
        (9, "There are about 43 million different plays, of 8"),
    ],
)
def test_how_many_plays_there_are_in_words(options: int, told: str) -> None:
    """Few plays are told exactly, many in millions."""
    beats = {
        f"b{number}": turn(
            *(option(f"o{each}", f"b{number + 1}" if number < 7 else "end/out") for each in range(options))
        )
        for number in range(8)
    }

    assert told in " ".join(as_text(explored(beats)).split())


def test_a_long_list_of_what_cannot_be_come_to_is_cut() -> None:
    """The text names a dozen beats and counts the rest; the JSON has them all."""
    found = explored({f"b{number}": turn(option("x")) for number in range(20)})
    beats = as_json(found)["beats"]

    assert "Of 20 beats 1 can be come to; no way leads to room/b1," in " ".join(as_text(found).split())
    assert "room/b12 and 7 more." in " ".join(as_text(found).split())
    assert isinstance(beats, dict)
    assert 19 == len(beats["not_reached"])


def test_a_circle_is_gone_round_three_times_at_most() -> None:
    """A beat that leads back to itself is entered three times: plays of one, two and three replies."""
    found = explored({"a": turn(option("again", "a"), option("leave"))})
    assert found.plays is not None

    assert (3, Extent(1, 3), True, 4) == (found.plays.count, found.plays.replies, found.is_bounded, found.places)
    assert "every play that enters no beat more than 3 times: there are 4 places" in " ".join(as_text(found).split())


def test_an_end_behind_more_rounds_than_are_counted_is_come_to() -> None:
    """Four times round opens the way to an end: no play that is counted comes there, and yet it is not called lost."""
    meters = {"trust": {"of": "patient", "start": 0}}
    up, out = option("up", "a", change={"trust": 20}), option("out", "end/home", if_=["trust >= 80"])
    ends = {name: {"title": name, "text": "They part."} for name in ("out", "home")}
    found = explored({"a": turn(up, out, option("leave"))}, meters=meters, ends=ends)
    assert found.plays is not None

    assert (True, ("out", "home"), ["out"]) == (found.is_bounded, found.ends, list(found.plays.chances or ()))
    assert "All 2 ends can be come to." in " ".join(as_text(found).split())


def to_and_fro(size: int) -> dict[str, dict[str, object]]:
    """Return a ring in which every beat leads on, back and out, and which a play enters at its first beat."""
    return {
        f"b{number}": turn(
            option("on", f"b{(number + 1) % size}"), option("back", f"b{(number - 1) % size}"), option("leave")
        )
        for number in range(size)
    }


def test_a_great_circle_is_counted_as_a_whole() -> None:
    """In a ring of 60 beats gone both ways, 60 entries are 2 to the 60th plays less one, at 1,365 places and an end.

    After n steps a play stands at one of n + 1 beats, two apart, or of 30 where it has come round.
    """
    found = explored(to_and_fro(60))
    assert found.plays is not None

    assert (60, 2**60 - 1, Extent(1, 60)) == (found.together, found.plays.count, found.plays.replies)
    assert (sum(min(number, 30) for number in range(1, 61)) + 1, True) == (found.places, found.is_bounded)
    told = as_json(found)
    assert (60, False, True) == (told["together"], told["without_conditions"], told["bounded"])
    text = " ".join(as_text(found).split())
    assert "enters the beats of a circle 60 times at most, all together, even if" in text
    assert "every play that enters no beat" not in text
    assert "All 60 beats can be come to." in text


def test_a_small_circle_is_not_counted_as_a_whole() -> None:
    """Where counting each beat makes places few enough, it is done."""
    found = explored(to_and_fro(4))

    assert (0, None) == (found.together, as_json(found)["together"])
    assert "every play that enters no beat more than 3 times" in " ".join(as_text(found).split())


def test_a_circle_in_too_many_worlds_is_left_alone() -> None:
    """Where there is too much to look at even so, that is said, and what can be come to at all."""
    beats = to_and_fro(60) | {"b0": turn(option("on", "b1"), option("back", "b59"), option("leave", if_=["f1"]))}
    for number in range(1, 60):
        options: Any = beats[f"b{number}"]["options"]
        options[0]["set"] = [f"f{number}"]
        options[2]["if"] = [f"f{60 - number}"]
    found = explored(beats)

    assert (None, 0, None, True) == (found.places, found.together, found.plays, found.is_without_conditions)
    text = " ".join(as_text(found).split())
    assert "1,000,000 are looked at, and fewer where it goes in circles. So nothing is said of its plays." in text
    assert "is told as if every condition held. All 60 beats can be come to." in text


def test_around_a_hub_only_the_hub_is_counted() -> None:
    """Eight talks of two beats lead back to a hub: each of the 17 beats has three places, by entries of the hub."""
    beats = {"hub": turn(*(option(f"o{number}", f"first{number}") for number in range(8)), option("leave"))}
    for number in range(8):
        beats[f"first{number}"] = turn(option("on", f"second{number}"), option("back", "hub"))
        beats[f"second{number}"] = turn(option("back", "hub"))
    found = explored(beats)
    assert found.plays is not None

    assert (0, 3 * 17 + 1) == (found.together, found.places)
    assert 1 + 16 + 16**2 == found.plays.count


def test_no_play_so_short_comes_to_an_end() -> None:
    """A ring that leads out only at a beat that no play looked at comes to has an end, but no play to tell of."""
    size = 400
    beats = {
        f"b{number}": turn(option("on", f"b{(number + 1) % size}"), option("back", f"b{(number - 1) % size}"))
        for number in range(size)
    }
    beats["b200"] = turn(option("leave"), option("on", "b201"))
    found = explored(beats)

    assert (True, None, ("out",)) == (found.together > 0, found.plays, found.ends)
    assert "The end can be come to. No play so short comes to an end." in " ".join(as_text(found).split())


def test_more_plays_than_a_number_can_be_written_for() -> None:
    """A number of plays that nobody would read is told by how many digits it has."""
    options = [option(f"o{number}") for number in range(9)]
    beats = {
        f"b{number}": turn(*(each | {"to": f"b{number + 1}"} for each in options), seat="leader")
        for number in range(4_200)
    }
    found = explore(parse(scenario_text(beats | {"b4200": turn(*options)}), limit=10_000_000))
    assert found.plays is not None

    assert 9**4201 == found.plays.count
    assert {"count": None, "digits": 4009} == {key: as_json_plays(found)[key] for key in ("count", "digits")}
    assert "has 4009 digits" in " ".join(as_text(found).split())


def as_json_plays(found: Exploration) -> dict[str, object]:
    """Return what the JSON says of plays."""
    plays = as_json(found)["plays"]
    assert isinstance(plays, dict)
    return plays


def test_the_text_is_no_wider_than_a_terminal() -> None:
    """Every line of a story with long names fits into 80 columns."""
    long = "a-very-long-name-that-an-author-may-well-give-to-an-end-or-so"[:60]
    beats = {"a": weighed("b"), "b": weighed("c"), "c": weighed(f"end/{long}")}
    text = as_text(explored(beats, ends={long: {"title": "Long " * 23, "text": "."}}))

    assert 80 >= max(map(len, text.splitlines()))
