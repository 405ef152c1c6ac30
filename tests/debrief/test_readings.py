"""Routines and their loops, tilt and meters, moments to come back to, what was typed, and marks: hand-computed."""

import pytest
from builders import option, scenario, turn

from trainer.debrief.debrief import Debrief, look_back
from trainer.debrief.history import own_choices
from trainer.debrief.routines import Loop, came_back, returns
from trainer.engine.events import CheckedIn, Event, Forked, ReadingMarked, ReplyMade, WordsGiven
from trainer.engine.machine import machine_of
from trainer.play import Play
from trainer.scenario.model import Routine, Scenario
from trainer.telling import Kind, take_along
from trainer.wording import ROUTINES


def played(story: Scenario, *replies: str, seat: str = "staff") -> Play:
    """Return a play of `seat` after `replies`."""
    play = Play.begin(story, seat)
    for reply in replies:
        play.reply(reply)
    return play


@pytest.fixture
def thrice() -> Scenario:
    """Three turns of staff at which the subject can be changed, it can be smoothed over, and the aim be questioned."""

    def at(to: str) -> dict[str, object]:
        return turn(
            option("change", to, routine="change-topic"),
            option("smooth", to, routine="smooth-over"),
            option("stay", to),
            option("aim", to, questions_aim=True),
        )

    return scenario({"one": at("two"), "two": at("three"), "three": at("end/out")})


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        (("stay", "stay", "aim"), []),
        (("change", "stay", "stay"), [("change-topic", ["room/one"], False)]),
        (("change", "stay", "change"), [("change-topic", ["room/one", "room/three"], True)]),
        (
            ("smooth", "change", "smooth"),
            [("smooth-over", ["room/one", "room/three"], True), ("change-topic", ["room/two"], False)],
        ),
    ],
)
def test_routines(thrice: Scenario, replies: tuple[str, ...], expected: list[tuple[str, list[str], bool]]) -> None:
    """Each routine stands once, with the turns that took it; at two or more it is repeated."""
    found = played(thrice, *replies).debrief().to_json()["routines"]

    assert expected == [(taken["routine"], taken["beats"], taken["repeated"]) for taken in found]


@pytest.mark.parametrize("routine", Routine)
def test_each_routine_is_named(routine: Routine) -> None:
    """Every way of protecting oneself that the format knows is named where it is taken, and has words for a screen."""
    story = scenario({"one": turn(option("take", routine=str(routine)), option("leave"))})

    assert [[str(routine)], []] == [
        [taken["routine"] for taken in played(story, reply).debrief().to_json()["routines"]]
        for reply in ("take", "leave")
    ]
    assert ROUTINES[routine]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("change", Loop.SAME_WAY),
        ("smooth", Loop.ANOTHER_WAY),
        ("stay", Loop.ANOTHER_WAY),
        ("aim", Loop.ANOTHER_AIM),
    ],
)
def test_loops_over_attempts(thrice: Scenario, later: str, expected: Loop) -> None:
    """Back at a turn that took a routine: the same way again, another way, or another aim; other turns say nothing."""
    machine = machine_of(thrice)
    attempts = [
        own_choices(machine, played(thrice, *replies).events, "staff")
        for replies in (("change", "stay", "stay"), (later, "change", "stay"))
    ]

    assert [("room/one", "change", later, expected)] == [
        (back.later.event.beat, back.earlier.event.option, back.later.event.option, back.loop)
        for back in returns(attempts)
    ]


def test_loop_that_the_learner_calls_another_aim(thrice: Scenario) -> None:
    """Whether own words put the aim in question only the learner can say; then it is a double loop."""
    machine = machine_of(thrice)
    first, second = (
        own_choices(machine, played(thrice, *replies).events, "staff") for replies in (("change",), ("stay",))
    )

    assert [Loop.ANOTHER_AIM] == [back.loop for back in returns([first, second], aims=second)]


def test_loops_go_on_from_the_last_attempt_that_protected(thrice: Scenario) -> None:
    """A third attempt is held against the last one that took a routine there."""
    machine = machine_of(thrice)
    attempts = [own_choices(machine, played(thrice, reply).events, "staff") for reply in ("change", "smooth", "smooth")]

    assert [("change", "smooth", Loop.ANOTHER_WAY), ("smooth", "smooth", Loop.SAME_WAY)] == [
        (back.earlier.event.option, back.later.event.option, back.loop) for back in returns(attempts)
    ]


@pytest.fixture
def seesaw() -> Scenario:
    """Two turns of staff with one of the patient's between them, each of which moves tilt and meters."""
    return scenario(
        {
            "one": turn(option("up", "two", tilt=60, change={"trust": 45}), option("down", "two", tilt=-60)),
            "two": turn(option("answer", "three", tilt=-5, change={"ready": -20}), seat="patient"),
            "three": turn(
                option("up", tilt=60, change={"trust": 45}), option("down", tilt=-60, change={"trust": -200})
            ),
        },
        meters={"trust": {"of": "patient", "start": 30}, "ready": {"of": "staff", "start": 10}},
    )


def test_tilt_and_meters_after_every_reply(seesaw: Scenario) -> None:
    """Tilt begins at 0 and meters where they start; each is clipped after every effect, and scripted replies count.

    0 + 60 = 60, - 5 = 55, + 60 = 115 is 100; trust 30 + 45 = 75, 75, 120 is 100; ready 10, 10 - 20 is 0, 0.
    """
    debrief = played(seesaw, "up", "up").debrief()

    assert [("", 0), ("staff", 60), ("patient", 55), ("staff", 100)] == [
        (balance.seat, balance.tilt) for balance in debrief.balances
    ]
    assert [(30, 10), (75, 10), (75, 0), (100, 0)] == [balance.meters for balance in debrief.balances]
    assert [60, 100] == debrief.to_json()["tilt"]
    assert {"trust": [75, 100], "ready": [10, 0]} == debrief.to_json()["meters"]


def test_tilt_to_the_other_side(seesaw: Scenario) -> None:
    """0 - 60 = -60, -65, -125 is -100; trust 30, 30, 30 - 200 is 0."""
    debrief = played(seesaw, "down", "down").debrief()

    assert [-60, -100] == debrief.to_json()["tilt"]
    assert [30, 0] == debrief.to_json()["meters"]["trust"]


def four_levels(to: str) -> dict[str, object]:
    """Return a turn with a span of 4 in listening and of 1 in voicing."""
    return turn(
        option("worst", to, shows={"listening": -2}),
        option("middle", to, shows={"listening": 1, "voicing": 1}),
        option("best", to, shows={"listening": 2, "voicing": 1}),
    )


@pytest.fixture
def five() -> Scenario:
    """Five turns of staff alike."""
    return scenario({f"t{n}": four_levels(f"t{n + 1}" if n < 4 else "end/out") for n in range(5)})


def test_turning_points_rank_by_what_was_lost_and_won(five: Scenario) -> None:
    """Lost: 5, 1, 0, 5, 1; won: 0, 4, 5, 0, 4. Three of each at the most, ties by order, each stands once."""
    debrief = played(five, "worst", "middle", "best", "worst", "middle").debrief()

    assert [(5, 0), (1, 4), (0, 5), (5, 0), (1, 4)] == [(moment.lost, moment.won) for moment in debrief.moments]
    assert ["room/t0", "room/t3", "room/t1"] == [moment.choice.event.beat for moment in debrief.turning.lost]
    assert ["room/t2", "room/t1", "room/t4"] == [moment.choice.event.beat for moment in debrief.turning.won]
    assert ["room/t0", "room/t3", "room/t1", "room/t2", "room/t4"] == [
        point["beat"] for point in debrief.to_json()["turning_points"]
    ]


def test_turning_point_with_all_that_was_open(five: Scenario) -> None:
    """A turning point says what could have been said, what it would have shown, what was reachable, and which ends.

    From the first turn on, listening reaches from 0 to 100. After `worst` there the best is 4 · 4 of 20: 80.
    """
    debrief = played(five, "worst", "best", "best", "best", "best").debrief()
    point = debrief.to_json()["turning_points"][0]

    assert ("room/t0", "worst", 5, 0) == tuple(point[key] for key in ("beat", "chosen", "lost", "won"))
    assert (0.0, 100.0) == tuple(point["reachable"]["listening"][key] for key in ("worst", "best"))
    assert (["out"], False) == (point["ends"], point["bounded"])
    assert ["worst", "middle", "best"] == [each["option"] for each in point["open"]]
    assert [-2, 1, 2] == [each["shown"]["listening"] for each in point["open"]]
    assert [80.0, 95.0, 100.0] == [each["reachable"]["listening"]["best"] for each in point["open"]]


def test_a_play_without_moments_has_no_turning_points(thrice: Scenario) -> None:
    """Where nothing was in play, nothing turned."""
    assert [] == played(thrice, "stay", "stay", "stay").debrief().to_json()["turning_points"]


def with_typed(story: Scenario) -> tuple[Event, ...]:
    """Return the log of a play with an answer before the first reply, own words after it, and an answer at the end."""
    events = played(story, "worst", "best").events
    felt = CheckedIn(beat="room/t0", seat="staff", digest="a")
    last = CheckedIn(beat="room/t2", seat="staff", digest="c")
    words = WordsGiven(beat="room/t0", seat="staff", digest="b")
    return (*events[:2], felt, events[2], words, *events[3:], last)


def test_feelings_stand_beside_what_was_said_next(five: Scenario) -> None:
    """An answer to how it is now is told with the reply that came next, or with none where none came."""
    debrief = look_back(machine_of(five), with_typed(five), "staff")

    assert [(2, "room/t0", 3), (6, "room/t2", None)] == [
        (felt.position, felt.beat, felt.next and felt.next.position) for felt in debrief.feelings
    ]


def test_own_words_stand_beside_the_line_they_reword(five: Scenario) -> None:
    """Own words belong to the reply that they were given after."""
    debrief = look_back(machine_of(five), with_typed(five), "staff")

    assert [(4, "room/t0/worst")] == [(words.position, words.choice.address) for words in debrief.own_words]


def marked(story: Scenario, *marks: tuple[str, str, bool]) -> Debrief:
    """Return the looking back of staff on a play with `marks`: a seat, a reading, and whether it is so."""
    events = played(story, "worst").events
    return look_back(
        machine_of(story),
        (*events, *(ReadingMarked(seat=seat, reading=reading, is_so=is_so) for seat, reading, is_so in marks)),
        "staff",
    )


def test_marks_travel_with_the_log(five: Scenario) -> None:
    """“Not so for me” is in every copy; the last mark on a reading holds, and another seat's marks are its own."""
    debrief = marked(
        five,
        ("staff", "moment@2", False),
        ("staff", "harm@2", False),
        ("staff", "harm@2", True),
        ("patient", "pattern:serial-moves", False),
    )

    assert ["moment@2"] == debrief.to_json()["not_so"]
    assert [] == marked(five).to_json()["not_so"]


def test_a_mark_changes_no_score(five: Scenario) -> None:
    """A reading that is “not so for me” stays beside its mark: figures are what they were."""
    scores = [marked(five, *marks).to_json()["scores"] for marks in ((), (("staff", "moment@2", False),))]

    assert scores[0] == scores[1]


def test_the_learner_says_that_the_aim_was_put_in_question(thrice: Scenario) -> None:
    """Back at a turn that took a routine, “the aim stayed” is a reading like others; marked, it is a double loop."""
    machine = machine_of(thrice)
    earlier = own_choices(machine, played(thrice, "change").events, "staff")
    events = played(thrice, "stay").events
    found = []
    for marks in ((), (ReadingMarked(seat="staff", reading="same-aim@2", is_so=False),)):
        debrief = look_back(machine, (*events, *marks), "staff")
        (back,) = [each for each in take_along(thrice, debrief, [earlier]) if each.kind is Kind.RETURN]
        found.append((back.name, came_back([earlier], debrief.newly_chosen, debrief.questioned_aims)[0].loop))

    assert [("same-aim@2", Loop.ANOTHER_WAY), ("same-aim@2", Loop.ANOTHER_AIM)] == found


def test_what_a_fork_shares_is_no_coming_back(thrice: Scenario) -> None:
    """A fork comes back to the turn that it was tried again from, and to none that it only took over."""
    machine = machine_of(thrice)
    first = played(thrice, "change", "smooth", "stay").events
    again = (*first[:3], Forked(session="a"), ReplyMade(beat="room/two", seat="staff", option="stay", reply="b"))
    debrief = look_back(machine, again, "staff")

    assert ["room/one", "room/two"] == [choice.event.beat for choice in debrief.choices]
    assert ["room/two"] == [choice.event.beat for choice in debrief.newly_chosen]
    assert [("smooth", "stay")] == [
        (back.earlier.event.option, back.later.event.option)
        for back in came_back([own_choices(machine, first, "staff")], debrief.newly_chosen)
    ]
