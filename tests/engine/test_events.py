"""The stored form of events: stable bytes, read again as the same values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.engine.codec import decode, encode
from trainer.engine.events import (
    CheckedIn,
    EndReached,
    Event,
    Forked,
    Paused,
    PlayBegan,
    ReadingMarked,
    ReplyMade,
    Resumed,
    SeatLeft,
    SessionBegan,
    SessionClosed,
    ToldAfterwards,
    WordsGiven,
)

STORED = [
    (
        SessionBegan(scenario="ab", scenario_id="tea", seats=("staff", "patient"), seed=3),
        b'{"scenario":"ab","scenario_id":"tea","seats":["staff","patient"],"seed":3,"kind":"session_began","v":1}',
    ),
    (PlayBegan(), b'{"kind":"play_began","v":1}'),
    (
        ReplyMade(beat="room/a", seat="a", option="b", none_open=True, reply="r1"),
        b'{"beat":"room/a","seat":"a","option":"b","scripted":false,"none_open":true,"reply":"r1","kind":"reply_made","v":1}',
    ),
    (
        WordsGiven(beat="room/a", seat="staff", digest="00"),
        b'{"beat":"room/a","seat":"staff","digest":"00","kind":"words_given","v":1}',
    ),
    (
        CheckedIn(beat="room/a", seat="staff", digest="00"),
        b'{"beat":"room/a","seat":"staff","digest":"00","kind":"checked_in","v":1}',
    ),
    (Paused(), b'{"kind":"paused","v":1}'),
    (Resumed(), b'{"kind":"resumed","v":1}'),
    (EndReached(end="out"), b'{"end":"out","kind":"end_reached","v":1}'),
    (SessionClosed(), b'{"kind":"session_closed","v":1}'),
    (Forked(session="abcd"), b'{"session":"abcd","kind":"forked","v":1}'),
    (
        ReadingMarked(seat="staff", reading="harm@12", is_so=False),
        b'{"seat":"staff","reading":"harm@12","is_so":false,"kind":"reading_marked","v":1}',
    ),
    (SeatLeft(seat="staff"), b'{"seat":"staff","kind":"seat_left","v":1}'),
    (
        ToldAfterwards(by="staff", about="change", digest="00"),
        b'{"by":"staff","about":"change","digest":"00","kind":"told_afterwards","v":1}',
    ),
]

texts = st.text(st.characters(exclude_categories=["Cs"]))
events = st.one_of(
    st.builds(SessionBegan, scenario=texts, scenario_id=texts, seats=st.lists(texts).map(tuple), seed=st.integers()),
    st.builds(
        ReplyMade,
        beat=texts,
        seat=texts,
        option=texts,
        scripted=st.booleans(),
        none_open=st.booleans(),
        reply=texts,
    ),
    st.builds(WordsGiven, beat=texts, seat=texts, digest=texts),
    st.builds(CheckedIn, beat=texts, seat=texts, digest=texts),
    st.builds(EndReached, end=texts),
    st.builds(Forked, session=texts),
    st.builds(SeatLeft, seat=texts),
    st.builds(ToldAfterwards, by=texts, about=st.sampled_from(["heard", "change", "noticed"]), digest=texts),
    st.builds(ReadingMarked, seat=texts, reading=texts, is_so=st.booleans()),
    st.sampled_from([PlayBegan(), Paused(), Resumed(), SessionClosed()]),
)


@pytest.mark.parametrize(("event", "stored"), STORED, ids=lambda value: getattr(value, "kind", ""))
def test_stored_bytes_never_change(event: Event, stored: bytes) -> None:
    """Each event is stored in these bytes, which a stored log is made of, and is read from them."""
    assert stored == encode(event)
    assert event == decode(stored)


def test_every_event_has_its_stored_form_here() -> None:
    """No kind of event is without its pinned bytes."""
    assert {kind.__name__ for kind in Event.__args__} == {type(event).__name__ for event, _ in STORED}


@given(events)
def test_reading_gives_what_was_written(event: Event) -> None:
    """Any event that is written is read as the same value, and written again as the same bytes."""
    assert event == decode(encode(event))
    assert encode(event) == encode(decode(encode(event)))


def test_left_out_fields_have_their_defaults() -> None:
    """A reply that was stored without its marks is read as a person's, from among open options."""
    expected = ReplyMade(beat="room/a", seat="staff", option="ask", scripted=False, none_open=False, reply="")

    assert expected == decode('{"kind":"reply_made","beat":"room/a","seat":"staff","option":"ask"}')


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{}",
        "[]",
        '{"kind":"choice_unmade","v":1}',
        '{"kind":"paused","v":2}',
        '{"kind":"end_reached","v":1}',
        '{"k',
    ],
)
def test_unknown_events_are_refused(stored: str) -> None:
    """What this program does not know is an error, never passed over."""
    with pytest.raises(ValueError, match="validation error"):
        decode(stored)
