"""What is kept of a play: it scores as the play does, goes through bytes unchanged, and takes nothing else for it."""

import json
import random
from contextlib import suppress
from dataclasses import replace

import pytest
from builders import short_story
from hypothesis import assume, given
from hypothesis import strategies as st
from readings import LISTENING, chosen, reading
from strategies import scenario_texts

from trainer.debrief.debrief import look_back
from trainer.debrief.practice import Span, score
from trainer.engine.events import Forked, ReadingMarked
from trainer.engine.machine import machine_of
from trainer.play import Play, Refused
from trainer.review.reading import Reading, from_bytes, reading_of, score_of
from trainer.scenario.load import parse
from trainer.scenario.model import Practice

WRITTEN = json.loads(reading(2, 0, -1, not_so=("moment@2",)).to_bytes())


def walked(play: Play, chance: random.Random, most: int = 30) -> Play:
    """Return `play` after replies at random, up to where scripted parts would talk in a circle."""
    with suppress(Refused):
        for _ in range(most):
            if play.is_over:
                break
            play.reply(chance.choice(play.options).id)
    return play


def kept(play: Play, story: str, seat: str, **keys: object) -> Reading:
    """Return the reading of `play` as it comes out of its bytes."""
    scenario = parse(story)
    debrief = look_back(machine_of(scenario), play.events, seat)
    made = reading_of(scenario, debrief, **{"month": "2026-11", "is_fork": False, "shared": 0} | keys)  # type: ignore[arg-type]
    found = from_bytes(made.to_bytes())
    assert found == made
    return found


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2), st.integers(-2, 2)), max_size=12))
def test_score_of_its_moments(levels: list[tuple[int, int, int]]) -> None:
    """A practice scores as the same moments do by themselves, to the digit."""
    spans = [Span(middle, low, high) for low, middle, high in map(sorted, levels) if low < high]
    held = reading(choices=tuple(replace(chosen(0), spans={"listening": tuple(span)}) for span in spans))

    assert score(spans) == score_of(held, LISTENING)


@given(text=scenario_texts(), chance=st.randoms(use_true_random=False))
def test_any_play_scores_as_its_looking_back(text: str, chance: random.Random) -> None:
    """Whatever was played, what is kept has the scores, counts and marks of the looking back."""
    scenario = parse(text)
    seats = [seat for seat, member in scenario.cast.items() if member.seat]
    try:
        begun = Play.begin(scenario, seats=seats, seed=1)
    except Refused:
        assume(False)  # nobody can play it
    play = walked(begun, chance)
    found, debrief = kept(play, text, seats[0]), play.debrief(seats[0])

    assert debrief.scores == {practice: score_of(found, practice) for practice in Practice}
    assert {action: count for action, count in debrief.actions.items() if count} == found.actions
    assert {taken.routine: len(taken.choices) for taken in debrief.routines} == found.routines
    assert (len(debrief.harm), debrief.end or "") == (found.harm, found.ended)


def test_fork_keeps_what_it_shares_apart() -> None:
    """Of a fork only what was not shared is its own, and its score is that of the whole play."""
    text = short_story()
    play = Play.begin(parse(text), "staff")
    play.reply("tell")
    shared = len(play.events)
    again = Play.replay(parse(text), (*play.events, Forked(session="first")))
    again.reply("stay")
    again.reply("press")
    again.reply("thank")
    found = kept(again, text, "staff", is_fork=True, shared=shared)

    assert ["stay", "press", "thank"] == [each.option for each in found.choices]
    assert ["tell"] == [each.option for each in found.shared]
    assert again.debrief("staff").scores[LISTENING] == score_of(found, LISTENING)


def test_mark_goes_with_it() -> None:
    """What was marked “not so for me” is kept under its name."""
    text = short_story()
    play = Play.begin(parse(text), "staff")
    play.reply("ask")
    mark = ReadingMarked(seat="staff", reading="moment@2", is_so=False)

    assert ("moment@2",) == kept(Play.replay(parse(text), (*play.events, mark)), text, "staff").not_so


def test_bytes_say_their_format_and_hold_no_session() -> None:
    """The format stands in what is kept, and nothing there tells whose play it is."""
    assert 1 == WRITTEN["format"]
    assert {
        "format", "scenario_id", "digest", "title", "seat", "side", "month", "choices", "actions", "not_so"
    } == set(WRITTEN)  # fmt: skip


def test_key_of_a_later_program_is_passed_over() -> None:
    """A key that this program does not know changes nothing."""
    later = WRITTEN | {"weather": "rain", "choices": [each | {"mood": 1} for each in WRITTEN["choices"]]}

    assert from_bytes(json.dumps(WRITTEN).encode()) == from_bytes(json.dumps(later).encode())
    assert from_bytes(json.dumps(later).encode()) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"format": None},
        {"side": "nobody"},
        {"month": "2026-13"},
        {"month": "now"},
        {"harm": -1},
        {"actions": {"move": -1}},
        {"choices": None},
        {"choices": [WRITTEN["choices"][0] | {"position": -1}]},
        *({"choices": [WRITTEN["choices"][0] | {"spans": {"listening": span}}]} for span in (
            [0, 0, 0], [2, -1, 1], [-2, -1, 1], [0, 1, -1], [0, -3, 1], [0, -1, 3], [0, 1], "abc", [0.5, 0, 1],
        )),
    ],
)  # fmt: skip
def test_what_no_play_can_show_is_no_reading(change: dict[str, object]) -> None:
    """Levels outside their range, months that are none and the like are not read, so that no figure rests on them."""
    assert from_bytes(json.dumps(WRITTEN | change).encode()) is None


@pytest.mark.parametrize("stored", [b"", b"{}", b"[]", b"null", b"\xff\x00", b'{"format": 1}', b"[" * 5000])
def test_no_reading_at_all(stored: bytes) -> None:
    """What is no reading is none, and no error."""
    assert from_bytes(stored) is None


def test_format_left_out_is_no_reading() -> None:
    """Bytes that do not say their format are none of ours."""
    assert from_bytes(json.dumps({key: value for key, value in WRITTEN.items() if key != "format"}).encode()) is None


@given(cut=st.integers(0, 400), put=st.binary(max_size=3))
def test_damage_is_no_crash(cut: int, put: bytes) -> None:
    """Bytes that were cut or overwritten are a reading or none, whose scores can be computed."""
    stored = reading(2, 0, -1).to_bytes()
    found = from_bytes(stored[:cut] + put + stored[cut + len(put) :])

    assert found is None or score_of(found, LISTENING).moments <= 3
