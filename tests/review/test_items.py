"""Figures of options for authors, by hand; nothing where it rests on too few."""

from dataclasses import replace

from readings import chosen, five, reading

from trainer.review.cohort import Shared
from trainer.review.items import Item, items
from trainer.review.reading import Chosen

ROOM = ("room/chair", "room/table", "room/gate")


def play(person: str, option: str, rest: int, **keys: object) -> Shared:
    """Return a play that chooses `option` at the door, and shows `rest` at three other turns."""
    others = tuple(chosen(rest, beat=beat, option="stay", position=3 + at) for at, beat in enumerate(ROOM))
    return Shared(person, reading(choices=(chosen(2, option=option), *others), **keys))


def door(shared: list[Shared]) -> dict[str, Item]:
    """Return the options at the door."""
    (found,) = (turn for turn in items(shared) if turn.beat == "room/door")
    return {each.option: each for each in found.items}


def test_discrimination_by_hand() -> None:
    """Who asks takes all elsewhere and who tells nothing: 1 and -1; what everybody chose goes together with nothing."""
    plays = [play(f"p{number}", ("ask", "tell")[number % 2], (2, -1)[number % 2]) for number in range(20)]
    chair = next(turn for turn in items(plays) if turn.beat == "room/chair")

    assert {"ask": Item("ask", 100.0, 50.0, 1.0), "tell": Item("tell", 100.0, 50.0, -1.0)} == door(plays)
    assert [20, [("ask", None), ("stay", None), ("tell", None)]] == [
        chair.visits,
        [(each.option, each.discrimination) for each in chair.items],
    ]


def test_point_biserial_by_hand() -> None:
    """Of ten who ask eight take all elsewhere, of ten who tell two: r = (8·8 - 2·2) / (10·10) = 0.6."""
    asked = [play(f"a{number}", "ask", 2 if number < 8 else -1) for number in range(10)]
    told = [play(f"t{number}", "tell", 2 if number < 2 else -1) for number in range(10)]

    assert 0.6 == door(asked + told)["ask"].discrimination


def test_nineteen_plays_are_too_few() -> None:
    """With fewer than twenty plays it is told how often, not how it goes together."""
    plays = [play(f"p{number}", ("ask", "tell")[number % 2], (2, -1)[number % 2]) for number in range(19)]

    assert (52.6, None) == (door(plays)["ask"].chosen, door(plays)["ask"].discrimination)


def test_plays_with_little_else_do_not_tell_how_it_goes_together() -> None:
    """A rest of fewer than three moments is none."""
    plays = [
        Shared(f"p{number}", reading(choices=(chosen(2, option=("ask", "tell")[number % 2]), chosen(1, beat="room/x"))))
        for number in range(40)
    ]

    assert [None, None] == [each.discrimination for each in door(plays).values()]


def test_turn_that_was_come_to_twice() -> None:
    """Of two visits in a play the first counts, and the rest is what was said elsewhere: r stays 1."""
    plays = []
    for number in range(20):
        first = play(f"p{number}", ("ask", "tell")[number % 2], (2, -1)[number % 2]).reading
        again = chosen((-1, 2)[number // 2 % 2], option="tell", position=9)
        plays.append(Shared(f"p{number}", replace(first, choices=(*first.choices, again))))

    assert (25.0, 1.0) == (door(plays)["ask"].chosen, door(plays)["ask"].discrimination)


def test_never_chosen_is_told() -> None:
    """That nobody chose an option is what its author needs most, and tells of nobody."""
    assert 0.0 == door(five(2))["tell"].chosen


def test_options_of_few_are_not_told() -> None:
    """One who told is not told of, nor is what the others did, since shares add up to a hundred."""
    plays = [*five(2), Shared("z", reading(choices=(chosen(-1, option="tell"),)))]

    assert [None, None] == [each.chosen for each in door(plays).values()]
    assert () == items(five(2)[:4])


def test_how_often_it_was_open() -> None:
    """Five found it open and five closed: half; where only one found it closed nothing is told of that."""
    alone = Chosen(beat="room/door", option="ask", open=("ask",), spans={}, position=2)
    closed = [Shared(f"c{number}", reading(choices=(alone,))) for number in range(5)]

    assert (50.0, 100.0) == (door(five(2) + closed)["tell"].open, door(five(2) + closed)["ask"].open)
    assert None is door(five(2) + closed[:1])["tell"].open


def test_texts_stand_apart() -> None:
    """Another text of the same scenario has figures of its own."""
    found = items(five(2) + five(2, digest="e"))

    assert [("d", 5), ("e", 5)] == [(turn.digest, turn.visits) for turn in found]
