"""A session is its log: what was shown as said is kept, and whoever reads it stands where the first one stood."""

import json
import sqlite3
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from builders import WAY, option, scenario, scenario_text, short_story, turn
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from strategies import scenario_texts

from trainer.engine.events import CheckedIn, ReplyMade, WordsGiven
from trainer.engine.evolve import fold
from trainer.engine.machine import machine_of
from trainer.engine.state import Phase
from trainer.errors import StoreError
from trainer.library import load
from trainer.play import Play, Refused
from trainer.report import Asked, With, as_markdown
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.session import Session, WentOn
from trainer.store.base import Batch, SessionId
from trainer.store.sqlite import SqliteStore

LONGEST_WALK = 12


def begun(store: SqliteStore, story: Scenario) -> Session:
    """Return a session that has left the briefing."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    return session


def played(store: SqliteStore, story: Scenario) -> Session:
    """Return a session that was played to its end, with words at each turn that asks for them."""
    session = begun(store, story)
    for name in WAY:
        session.reply(name)
        if session.wants_words:
            session.give_words("In my words.")
    return session


def waited(store: SqliteStore, story: Scenario) -> Session:
    """Return a session that may now say its last reply in words of its own."""
    session = begun(store, story)
    for name in WAY[:3]:
        session.reply(name)
    return session


def debrief_bytes(session: Session) -> bytes:
    """Return the looking back as it is printed."""
    return json.dumps(session.look_back().to_json(), ensure_ascii=False).encode()


def ids(session: Session) -> list[str]:
    """Return the ids of the options in the order shown."""
    return [shown.id for shown in session.options]


class Watched(SqliteStore):
    """A store that asks another connection what is on disk before it lets the session go on."""

    def append(self, batch: Batch) -> int:
        """Keep `batch`, and note how far another connection and the session itself are by then."""
        version = super().append(batch)
        other = SqliteStore(self.path)
        self.seen = (len(other.events(batch.session)), batch.version)
        other.close()
        return version


def test_a_reply_is_on_disk_before_it_is_shown(path: Path, story: Scenario) -> None:
    """When a reply can be shown another connection has read it already."""
    store = Watched(path)
    session = begun(store, story)
    shown = session.version
    session.reply("ask")

    assert (session.version, shown) == store.seen
    assert shown < session.version
    store.close()


def test_resuming_stands_where_the_play_stood(store: SqliteStore, story: Scenario) -> None:
    """After every reply, a session read anew has the same beat, options in the same order, and lines."""
    session = begun(store, story)
    for name in WAY:
        again = Session.resume(store, session.id)
        assert session.state == again.state
        assert ids(session) == ids(again)
        assert session.lines() == again.lines()
        assert (session.seat, session.checkin, session.wants_words) == (again.seat, again.checkin, again.wants_words)
        assert debrief_bytes(session) == debrief_bytes(again)
        session.reply(name)

    again = Session.resume(store, session.id)
    assert ("out", True, 4) == (again.end, again.is_over, again.replies)
    assert debrief_bytes(session) == debrief_bytes(again)
    assert as_markdown(session) == as_markdown(again)


def test_the_beginning_of_an_id_is_enough(store: SqliteStore, story: Scenario) -> None:
    """A session is found by the first letters of its id."""
    session = begun(store, story)

    assert session.id == Session.resume(store, session.id[:3]).id


def test_what_the_list_says_of_a_session(store: SqliteStore, story: Scenario) -> None:
    """Phase, replies and version in the list of sessions follow the log; scripted replies are not counted."""
    session = Session.begin(store, story, "staff", seed=1)
    told = [store.summary(session.id)]
    for step in (session.start, lambda: session.reply("ask"), session.pause, session.go_on, session.close):
        step()
        told.append(store.summary(session.id))

    assert [
        (Phase.BRIEFING, 0, 1),
        (Phase.PLAYING, 0, 2),
        (Phase.PLAYING, 1, 4),
        (Phase.PAUSED, 1, 5),
        (Phase.PLAYING, 1, 6),
        (Phase.CLOSED, 1, 7),
    ] == [(summary.phase, summary.replies, summary.version) for summary in told]


def test_pausing_twice_is_pausing_once(store: SqliteStore, story: Scenario) -> None:
    """Pausing, going on and closing where that changes nothing writes nothing."""
    session = begun(store, story)
    before = session.version
    session.go_on()
    assert before == session.version
    session.pause()
    session.pause()
    assert before + 1 == session.version
    session.close()
    session.close()
    session.pause()
    session.go_on()
    assert before + 2 == session.version


def walk(session: Session, draw: st.DataObject) -> None:
    """Do something possible in `session`, as drawn."""
    if session.state.phase is Phase.PAUSED:
        session.go_on()
    elif session.wants_words and draw.draw(st.booleans()):
        session.give_words(draw.draw(st.text(max_size=20)))
    elif session.checkin and draw.draw(st.booleans()):
        session.check_in(draw.draw(st.text(max_size=20)), draw.draw(st.integers(0, 10)))
    elif draw.draw(st.integers(0, 5)) == 0:
        session.pause()
    else:
        session.reply(draw.draw(st.sampled_from(ids(session))))


@given(text=scenario_texts(), seed=st.integers(0, 2**32), draw=st.data())
@settings(max_examples=40)
def test_live_replayed_and_kept_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, text: str, seed: int, draw: st.DataObject
) -> None:
    """Any walk through any story stands at the same place live, folded from its events, and read from the file."""
    story = parse(text)
    if not story.seats:
        reject()
    shared = Path("/dev/shm")  # noqa: S108  the folder made in it is the test's own
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else tmp_path_factory.getbasetemp()) as folder:
        store, other = SqliteStore(Path(folder) / "a.db"), SqliteStore(Path(folder) / "a.db")
        session = Session.begin(store, story, draw.draw(st.sampled_from(story.seats)), seed=seed)
        try:
            session.start()
            for _ in range(LONGEST_WALK):
                if session.is_over:
                    break
                walk(session, draw)
        except Refused:
            reject()
        kept = Session.resume(other, session.id)
        play = Play.replay(story, session.events)
        assert session.events == kept.events
        assert session.state == kept.state == play.state == fold(machine_of(story), session.events)
        assert session.options == kept.options == (play.options if session.turn else ())
        assert session.lines() == kept.lines()
        assert session.look_back().to_json() == kept.look_back().to_json() == play.debrief().to_json()
        assert session.words().keys() == {
            place for place, event in enumerate(session.events) if isinstance(event, WordsGiven | CheckedIn)
        }
        store.close()
        other.close()


@pytest.mark.parametrize("edit", ["changed", "broken", "deleted"])
def test_a_file_that_changes_changes_no_session(store: SqliteStore, tmp_path: Path, story: Scenario, edit: str) -> None:
    """Whatever happens to the scenario's file after a session began, that session plays on with its first text."""
    file = tmp_path / "story.yaml"
    file.write_text(short_story())
    session = begun(store, load(file))
    session.reply("ask")
    before = (session.state, ids(session), debrief_bytes(session))
    if edit == "changed":
        file.write_text(scenario_text({"door": turn(option("other"))}))
    elif edit == "broken":
        file.write_text("][")
    else:
        file.unlink()

    again = Session.resume(store, session.id)
    assert before == (again.state, ids(again), debrief_bytes(again))
    assert story.text == again.scenario.text
    for name in WAY[1:]:
        again.reply(name)
    assert "out" == again.end


def test_a_long_text_keeps_loading(store: SqliteStore) -> None:
    """A text that was once within somebody's limit is read back without one."""
    text = scenario_text({"a": turn(option("x"))}) + "\n#" + "x" * 2_100_000
    session = begun(store, parse(text, limit=3_000_000))

    assert text == Session.resume(store, session.id).scenario.text


def test_the_same_reply_id_is_one_reply(store: SqliteStore, story: Scenario) -> None:
    """A reply that is sent again with its id changes nothing, here or elsewhere."""
    session = begun(store, story)
    session.reply("ask", reply="r-1")
    before = session.events
    session.reply("ask", reply="r-1")
    other = Session.resume(store, session.id)
    other.reply("tell", reply="r-1")

    assert before == session.events == other.events
    assert ["ask"] == [event.option for event in before if isinstance(event, ReplyMade) and not event.scripted]


def test_the_same_reply_id_from_two_that_raced(store: SqliteStore, story: Scenario) -> None:
    """Of two that send the same reply at once, the second finds it made and goes on without a word."""
    session = begun(store, story)
    other = Session.resume(store, session.id)
    session.reply("ask", reply="r-1")
    other.reply("ask", reply="r-1")

    assert session.events == other.events
    assert 1 == other.replies


def test_the_slower_of_two_catches_up(store: SqliteStore, story: Scenario, path: Path) -> None:
    """Of two that go on with one session the slower is told, stands where the faster one is, and doubles nothing."""
    session = begun(store, story)
    elsewhere = SqliteStore(path)
    other = Session.resume(elsewhere, session.id)
    session.reply("ask")
    with pytest.raises(WentOn):
        other.reply("tell")

    assert session.events == other.events
    assert session.state == other.state
    assert ids(session) == ids(other)
    other.reply("go")
    with pytest.raises(WentOn):
        session.reply("stay")
    assert session.events == other.events
    assert 2 == session.replies
    elsewhere.close()


@pytest.mark.parametrize("command", ["give_words", "check_in", "pause", "close"])
def test_whatever_comes_too_late_is_told(store: SqliteStore, story: Scenario, command: str) -> None:
    """Words, feelings, pauses and leaving that come after somebody else's reply are told so, and are not kept."""
    session = waited(store, story) if command == "give_words" else begun(store, story)
    other = Session.resume(store, session.id)
    session.reply("thank" if command == "give_words" else "ask")
    asked = {
        "give_words": lambda: other.give_words("late"),
        "check_in": lambda: other.check_in("late", 3),
        "pause": other.pause,
        "close": other.close,
    }
    with pytest.raises(WentOn):
        asked[command]()

    assert session.events == other.events
    assert {} == other.words()


def test_words_are_not_in_the_log(store: SqliteStore, story: Scenario, path: Path) -> None:
    """The log holds the salted digest of what was typed; text and salt lie beside it and fit."""
    session = begun(store, story)
    session.check_in("uneasy heron", 3)
    for name in WAY[:3]:
        session.reply(name)
    session.give_words("Kjære Jonas, I ask.")

    positions = {type(event): place for place, event in enumerate(session.events)}
    assert {positions[CheckedIn]: "3 uneasy heron", positions[WordsGiven]: "Kjære Jonas, I ask."} == session.words()
    connection = sqlite3.connect(path)
    for version, salt, text in connection.execute("SELECT version, salt, text FROM words"):
        event = session.events[version - 1]
        assert isinstance(event, WordsGiven | CheckedIn)
        assert sha256(salt + text.encode()).hexdigest() == event.digest
        assert 16 == len(salt)
    log = b"".join(stored for (stored,) in connection.execute("SELECT stored FROM event"))
    connection.close()
    assert b"heron" not in log
    assert b"Jonas, I ask" not in log


def test_a_session_is_whole_without_its_words(store: SqliteStore, story: Scenario, path: Path) -> None:
    """After what was typed was deleted the chain holds, the session loads, and its looking back says the same."""
    session = played(store, story)
    asked = Asked(typed=frozenset(With))
    told, looked_back = as_markdown(session, None, asked), debrief_bytes(session)
    assert "In your own words: In my words.\n" in told
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DELETE FROM words")
    connection.close()

    again = Session.resume(store, session.id)
    assert session.events == again.events
    assert {} == again.words()
    assert looked_back == debrief_bytes(again)
    without, _, typed = told.partition("## In your own words")
    assert without + typed[typed.index("---\n") :] == as_markdown(again, None, asked)


def test_the_same_words_have_different_digests(store: SqliteStore, story: Scenario) -> None:
    """Nobody can tell from two logs that the same was typed."""
    digests = {
        event.digest
        for session in (played(store, story), played(store, story))
        for event in session.events
        if isinstance(event, WordsGiven)
    }

    assert 4 == len(digests)


def test_words_are_cleaned_and_kept_to_a_length(store: SqliteStore, story: Scenario) -> None:
    """What steers a terminal is taken out of what is typed, and what is too long is cut at 4,000 characters."""
    session = begun(store, story)
    session.check_in("\x1b[31mred\ud800\x00", 10)
    for name in WAY[:3]:
        session.reply(name)
    session.give_words("å" * 5_000)

    assert ["10 [31mred", "å" * 4_000] == list(session.words().values())


def test_a_clock_that_goes_backwards(store: SqliteStore, story: Scenario) -> None:
    """A clock that is set back moves nothing: order is that of what happened."""
    times = iter(range(9_000, 0, -1_000))
    session = Session.begin(store, story, "staff", seed=1, clock=lambda: next(times))
    session.start()
    for name in WAY[:3]:
        session.reply(name)

    recorded = store.events(session.id)
    assert [9_000, 8_000, 7_000, 7_000, 6_000, 5_000] == [each.at for each in recorded]
    assert session.events == tuple(each.event for each in recorded)
    assert session.state == Session.resume(store, session.id).state


def test_a_full_disk_takes_nothing_that_was_said(store: SqliteStore, story: Scenario) -> None:
    """Where the file cannot grow, what was asked for is not done, all before it is kept, and with room it goes on."""
    session = waited(store, story)
    before = (session.events, session.state, session.words())
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        session.give_words("å" * 4_000)

    assert before == (session.events, session.state, session.words())
    assert session.events == Session.resume(store, session.id).events
    store._connection.execute("PRAGMA max_page_count = 100000")
    session.give_words("å" * 4_000)
    assert ["å" * 4_000] == list(session.words().values())


def test_a_store_in_use_takes_nothing_that_was_said(
    path: Path, story: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another program holds the file, what was asked for is not done, and it goes on when the file is free."""
    monkeypatch.setattr("trainer.store.sqlite_file._PATIENCE_SECONDS", 0.01)
    store = SqliteStore(path)
    session = begun(store, story)
    before = session.events
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="in use by another program"):
        session.reply("ask")
    with pytest.raises(StoreError, match="in use by another program"):
        SqliteStore(path)
    assert before == session.events

    holder.execute("ROLLBACK")
    holder.close()
    session.reply("ask")
    assert session.events == Session.resume(store, session.id).events
    store.close()


def test_what_is_not_possible_is_refused_and_not_kept(store: SqliteStore, story: Scenario) -> None:
    """A reply that is not open, words that were not asked for and replies after the end leave the log as it is."""
    session = begun(store, story)
    for wrong in ("thank", "", "no-such", "ask "):
        with pytest.raises(Refused):
            session.reply(wrong)
    with pytest.raises(Refused):
        session.give_words("Nobody asked.")
    with pytest.raises(ValueError, match="from 0 to 10"):
        session.check_in("tired", 11)
    assert 2 == session.version == len(store.events(session.id))

    for name in WAY:
        session.reply(name)
    before = session.events
    with pytest.raises(Refused):
        session.reply("ask")
    with pytest.raises(Refused):
        session.check_in("tired", 1)
    assert before == session.events


def test_ids_are_easy_to_type(store: SqliteStore) -> None:
    """A session's id has eight letters and digits that cannot be mistaken for each other, and no two are the same."""
    story = scenario({"a": turn(option("x"))})
    names = {Session.begin(store, story).id for _ in range(50)}

    assert 50 == len(names)
    assert set("".join(names)) <= set("abcdefghjkmnpqrstuvwxyz23456789")
    assert {8} == {len(name) for name in names}


def test_a_seed_of_ones_own(store: SqliteStore, story: Scenario) -> None:
    """The same seed gives the same order of options; without one, sessions differ in theirs."""
    first, second = (Session.begin(store, story, "staff", seed=5) for _ in range(2))
    first.start()
    second.start()
    seeds = {Session.begin(store, story).state.seed for _ in range(5)}

    assert ids(first) == ids(second)
    assert len(seeds) > 1


def test_a_damaged_record_stops_no_other(store: SqliteStore, story: Scenario, path: Path) -> None:
    """A session whose record was damaged says so; the others go on."""
    hurt, whole = begun(store, story), begun(store, story)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE event SET stored = X'7B7D' WHERE session = ? AND version = 2", (hurt.id,))
    connection.close()

    with pytest.raises(StoreError, match=f"{hurt.id} was damaged at its event 2"):
        Session.resume(store, hurt.id)
    Session.resume(store, whole.id).reply("ask")
    assert SessionId(whole.id) == store.sessions()[0].session
