"""A fork has the log of another session up to a moment, and is a session of its own from there."""

import sqlite3
import tempfile
from pathlib import Path

import pytest
from builders import WAY
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from strategies import scenario_texts

from trainer.engine.events import CheckedIn, Event, Forked, ReadingMarked, ReplyMade, WordsGiven
from trainer.engine.evolve import fold
from trainer.engine.machine import machine_of
from trainer.engine.state import Phase
from trainer.errors import StoreError, UnknownSession
from trainer.forks import attempts_of
from trainer.play import Play, Refused
from trainer.report import as_markdown
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.session import Session, WentOn
from trainer.store.sqlite import SqliteStore

FELT = "uneasy heron"
SAID = "Kjære Jonas, I wait."


def played(store: SqliteStore, story: Scenario) -> Session:
    """Return a session that was played to its end, with a check-in, a pause and words of one's own."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    session.check_in(FELT, 3)
    for name in WAY:
        session.reply(name)
        if name == "ask":
            session.pause()
        if name == "wait":
            session.give_words(SAID)
    return session


def place_of(session: Session, option: str) -> int:
    """Return the position of the reply `option`."""
    return next(
        place for place, event in enumerate(session.events) if isinstance(event, ReplyMade) and event.option == option
    )


def ids(session: Session) -> list[str]:
    """Return the ids of the options in the order shown."""
    return [shown.id for shown in session.options]


def own_places(events: tuple[Event, ...]) -> list[int]:
    """Return the positions of the replies that persons made."""
    return [place for place, event in enumerate(events) if isinstance(event, ReplyMade) and not event.scripted]


def erase_words(path: Path, session: Session) -> None:
    """Take out what was typed in `session`."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DELETE FROM words WHERE session = ?", (session.id,))
    connection.close()


@pytest.mark.parametrize("option", WAY)
def test_a_fork_stands_at_the_turn_it_was_made_from(store: SqliteStore, story: Scenario, option: str) -> None:
    """Its log is the origin's up to the reply, and that it was forked; the options come in the same order as then."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    shown, lines = {}, {}
    for name in WAY:
        shown[name], lines[name] = ids(session), session.lines()
        session.reply(name)
    place = place_of(session, option)
    fork = session.fork(place)

    assert (*session.events[:place], Forked(session=session.id)) == fork.events
    assert fork.id != session.id
    assert (session.id, place) == (fork.origin, fork.shared)
    assert (Phase.PLAYING, shown[option], lines[option]) == (fork.state.phase, ids(fork), fork.lines())
    assert (session.seats, session.state.seed) == (fork.seats, fork.state.seed)
    assert session.events[place].beat == fork.state.beat
    assert ("", 0) == (session.origin, session.shared)


def test_the_origin_stays_as_it_is(store: SqliteStore, story: Scenario) -> None:
    """Forking and playing the fork to another end changes nothing in what is kept of the origin."""
    session = played(store, story)
    before = (store.events(session.id), store.summary(session.id), store.words(session.id), as_markdown(session))
    fork = session.fork(place_of(session, "stay"))
    for name in ("go", "press", "nod"):
        fork.reply(name)

    again = Session.resume(store, session.id)
    assert before == (store.events(session.id), store.summary(session.id), store.words(session.id), as_markdown(again))
    assert session.look_back().to_json() == again.look_back().to_json() != fork.look_back().to_json()


def test_a_fork_is_scored_with_its_shared_beginning(store: SqliteStore, story: Scenario) -> None:
    """What was said before the moment counts in the fork as well, and so do its replies in the list."""
    session = played(store, story)
    fork = session.fork(place_of(session, "wait"))
    assert 2 == fork.replies == store.summary(fork.id).replies
    for name in ("press", "nod"):
        fork.reply(name)

    assert 4 == fork.replies == store.summary(fork.id).replies
    assert ["ask", "stay", "press"] == [moment.choice.event.option for moment in fork.look_back().moments]


def test_a_fork_is_what_is_kept_of_it(store: SqliteStore, story: Scenario) -> None:
    """Live, read from the store, and folded, a fork is the same, and it is gone on with like any session."""
    session = played(store, story)
    fork = session.fork(place_of(session, "stay"))
    fork.reply("go")
    again = Session.resume(store, fork.id[:4])

    assert fork.events == again.events
    assert fork.state == again.state == fold(machine_of(story), fork.events) == Play.replay(story, fork.events).state
    assert (fork.origin, fork.shared) == (again.origin, again.shared)
    again.pause()
    fork.catch_up()
    fork.reply("press")
    fork.give_words("Otherwise.")
    assert {"Otherwise.", f"3 {FELT}"} == set(fork.words().values())


@pytest.mark.parametrize("place", [-1, 0, 1, 2, 4, 100])
def test_only_from_a_choice_of_ones_own(store: SqliteStore, story: Scenario, place: int) -> None:
    """Where no person replied there is nothing to try again, and nothing is kept."""
    session = played(store, story)
    assert place not in own_places(session.events)
    with pytest.raises(Refused, match="choice of your own"):
        session.fork(place)

    assert 1 == len(store.sessions())


@pytest.mark.parametrize("phase", ["playing", "paused", "closed"])
def test_a_session_may_be_anywhere_when_it_is_forked(store: SqliteStore, story: Scenario, phase: str) -> None:
    """A play that is under way, paused or left for good can be tried again from a choice in it."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    session.reply("ask")
    {"playing": lambda: None, "paused": session.pause, "closed": session.close}[phase]()
    fork = session.fork(2)
    fork.reply("tell")

    assert phase == store.summary(session.id).phase
    assert ["tell"] == [fork.events[place].option for place in own_places(fork.events)]


def test_the_scenario_of_a_fork_is_the_pinned_text(store: SqliteStore, story: Scenario, path: Path) -> None:
    """Both play the same text, which is kept once."""
    fork = played(store, story).fork(3)

    assert story.text == Session.resume(store, fork.id).scenario.text
    connection = sqlite3.connect(path)
    assert (1,) == connection.execute("SELECT count(*) FROM scenario").fetchone()
    connection.close()


def test_a_fork_is_kept_whole_or_not_at_all(store: SqliteStore, story: Scenario) -> None:
    """Where the file cannot grow there is no fork, not even in the list, and the origin goes on."""
    session = played(store, story)
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    forks = forks_until_full(session, place_of(session, "thank"))

    kept = {summary.session: summary.version for summary in store.sessions()}
    assert {session.id: session.version} | {fork.id: fork.version for fork in forks} == kept
    assert kept == {each: len(store.events(each)) for each in kept}
    store._connection.execute("PRAGMA max_page_count = 100000")
    session.fork(place_of(session, "thank")).reply("nod")


def forks_until_full(session: Session, place: int) -> list[Session]:
    """Fork `session` until there is no room for one more, and return the forks."""
    forks: list[Session] = []
    with pytest.raises(StoreError, match="disk is full"):
        forks.extend(iter(lambda: session.fork(place), None))
    return forks


def test_two_that_go_on_with_one_fork(store: SqliteStore, story: Scenario) -> None:
    """The slower of two is told and catches up, as in any session."""
    fork = played(store, story).fork(3)
    other = Session.resume(store, fork.id)
    fork.reply("tell")
    with pytest.raises(WentOn):
        other.reply("ask")

    assert fork.events == other.events


def test_reply_ids_of_the_shared_part(store: SqliteStore, story: Scenario) -> None:
    """A reply that was made before the fork is made in it; one made after it in the origin is not."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    session.reply("ask", reply="r-1")
    session.reply("stay", reply="r-2")
    fork = session.fork(place_of(session, "stay"))
    fork.reply("ask", reply="r-1")
    assert 1 == fork.replies
    fork.reply("go", reply="r-2")
    assert ["ask", "go"] == [fork.events[place].option for place in own_places(fork.events)]


def test_words_of_the_shared_part(store: SqliteStore, story: Scenario, path: Path) -> None:
    """What was typed before the moment is seen from the fork, kept once, and gone from it when it is erased."""
    session = played(store, story)
    early, late = session.fork(place_of(session, "wait")), session.fork(place_of(session, "thank"))
    assert {2: f"3 {FELT}"} == early.words()
    assert session.words() == late.words() == Session.resume(store, late.id).words()
    assert 1 == path.read_bytes().count(SAID.encode())
    log, looked_back = late.events, late.look_back().to_json()

    erase_words(path, session)
    again = Session.resume(store, late.id)
    assert {} == early.words() == late.words() == again.words()
    assert log == again.events
    assert looked_back == again.look_back().to_json()
    assert SAID not in as_markdown(again)
    again.reply("nod")
    again.give_words("Good night.")
    assert ["Good night."] == list(again.words().values())


def test_words_through_a_chain_of_forks(store: SqliteStore, story: Scenario, path: Path) -> None:
    """Each of a chain of forks sees what was typed in what it shares, from whichever session, and nothing else."""
    first = played(store, story)
    second = first.fork(place_of(first, "wait"))
    second.reply("press")
    second.give_words("Second.")
    second.reply("nod")
    third = second.fork(place_of(second, "nod"))
    third.reply("thank")
    third.give_words("Third.")
    before_both = third.fork(place_of(third, "stay"))
    from_third = third.fork(place_of(third, "press"))

    assert [f"3 {FELT}", "Second.", "Third."] == list(third.words().values())
    assert {2: f"3 {FELT}"} == before_both.words() == from_third.words()
    assert (third.id, place_of(third, "stay")) == (before_both.origin, before_both.shared)
    erase_words(path, second)
    assert {f"3 {FELT}", "Third."} == set(third.words().values())
    erase_words(path, first)
    assert ["Third."] == list(third.words().values())
    assert {} == before_both.words() == from_third.words()


def test_words_that_were_changed_are_not_shown(store: SqliteStore, story: Scenario, path: Path) -> None:
    """What was changed in the origin's words since is shown in no fork either."""
    fork = (session := played(store, story)).fork(place_of(session, "thank"))
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE words SET text = 'Something else.'")
    connection.close()

    assert 2 == len(fork.words())
    assert [] == [text for text in fork.words().values() if "changed since" not in text]


def test_a_fork_whose_origin_is_gone(store: SqliteStore, story: Scenario, path: Path) -> None:
    """Without the session that it came from a fork is whole, and has no words of the shared part."""
    first = played(store, story)
    fork = first.fork(place_of(first, "thank"))
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DELETE FROM event WHERE session = ?", (first.id,))
        connection.execute("DELETE FROM words WHERE session = ?", (first.id,))
        connection.execute("DELETE FROM session WHERE session = ?", (first.id,))
    connection.close()
    other = fork.fork(place_of(fork, "stay"))

    assert {} == fork.words() == other.words()
    assert fork.events == Session.resume(store, fork.id).events
    assert [fork.id, other.id] == [summary.session for summary in attempts_of(store, other.id)]


def test_attempts(store: SqliteStore, story: Scenario) -> None:
    """The first attempt comes first, then all forks of it and of them as they began, asked from any of them."""
    times = iter(range(1_000_000, 0, -1))
    first = Session.begin(store, story, "staff", seed=1, clock=lambda: next(times))
    alone = played(store, story)
    first.start()
    for name in WAY:
        first.reply(name)
    second = first.fork(place_of(first, "stay"))
    second.reply("go")
    third = first.fork(place_of(first, "ask"))
    fourth = second.fork(place_of(second, "go"))
    second.reply("press")

    family = [first.id, second.id, third.id, fourth.id]
    for each in (first, second, third, fourth):
        assert family == [summary.session for summary in attempts_of(store, each.id)]
    assert ["", first.id, first.id, second.id] == [summary.origin for summary in attempts_of(store, first.id)]
    assert [alone.id] == [summary.session for summary in attempts_of(store, alone.id)]
    with pytest.raises(UnknownSession):
        attempts_of(store, "nobody")


def test_origins_in_a_circle(store: SqliteStore, story: Scenario, path: Path) -> None:
    """A file in which two sessions are forks of each other hangs nobody."""
    first = played(store, story)
    fork = first.fork(place_of(first, "thank"))
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE session SET origin = ?, shared = 99 WHERE session = ?", (fork.id, first.id))
    connection.close()

    assert fork.id in {summary.session for summary in attempts_of(store, fork.id)}
    assert first.words() == fork.words()


def test_marks(store: SqliteStore, story: Scenario) -> None:
    """A reading is so until it is marked; the last mark holds, and marking what is already so writes nothing."""
    session = played(store, story)
    before = session.version
    session.mark("harm@3", is_so=True)
    assert before == session.version
    for is_so in (False, False, True, True, False):
        session.mark("harm@3", is_so=is_so)
    session.mark("pattern:serial-moves", is_so=False)

    expected = [("harm@3", False), ("harm@3", True), ("harm@3", False), ("pattern:serial-moves", False)]
    again = Session.resume(store, session.id)
    marks = [event for event in again.events if isinstance(event, ReadingMarked)]
    assert expected == [(event.reading, event.is_so) for event in marks]
    assert {"staff"} == {event.seat for event in marks}
    assert session.state == again.state == Play.replay(story, again.events).state
    session.close()
    session.mark("harm@3", is_so=True)
    assert (Phase.CLOSED, 1) == (session.state.phase, sum(event.kind == "session_closed" for event in session.events))


def test_marks_that_are_refused(store: SqliteStore, story: Scenario) -> None:
    """Before the looking back, in a part that nobody took, or in words, nothing can be marked."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    with pytest.raises(Refused):
        session.mark("harm@3", is_so=False)
    for name in WAY:
        session.reply(name)
    before = session.events
    with pytest.raises(Refused):
        session.mark("harm@3", is_so=False, seat="patient")
    with pytest.raises(Refused):
        session.mark("He was rude!", is_so=False)

    assert before == session.events


def test_marks_on_what_is_shared_travel_along(store: SqliteStore, story: Scenario) -> None:
    """A mark on a reply that a fork shares goes with it; one on a later reply, or on the whole play, does not."""
    session = played(store, story)
    place = place_of(session, "thank")
    for reading in ("harm@3", "moment@3", f"moment@{place}", "pattern:serial-moves"):
        session.mark(reading, is_so=False)
    session.mark("harm@3", is_so=True)
    fork = session.fork(place)

    assert ["moment@3"] == [event.reading for event in fork.events if isinstance(event, ReadingMarked)]
    assert ("moment@3",) == fork.look_back().not_so
    assert place == fork.shared
    assert session.events == Play.replay(story, session.events).events


@given(text=scenario_texts(), seed=st.integers(0, 2**32), draw=st.data())
@settings(max_examples=25)
def test_live_replayed_and_kept_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, text: str, seed: int, draw: st.DataObject
) -> None:
    """From any reply in any story, a chain of forks stands live, folded and read from the file at the same place."""
    story = parse(text)
    if not story.seats:
        reject()
    shared = Path("/dev/shm")  # noqa: S108  the folder made in it is the test's own
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else tmp_path_factory.getbasetemp()) as folder:
        store = SqliteStore(Path(folder) / "a.db")
        session = Session.begin(store, story, draw.draw(st.sampled_from(story.seats)), seed=seed)
        try:
            session.start()
            for _ in range(3):
                offered = []
                for _ in range(4):
                    if session.is_over:
                        break
                    offered.append((session.version, session.options, session.checkin))
                    session.reply(draw.draw(st.sampled_from(ids(session))))
                if not offered:
                    break
                before = store.events(session.id)
                place, options, checkin = draw.draw(st.sampled_from(offered))
                fork = session.fork(place)
                assert before == store.events(session.id)
                assert (*session.events[:place], Forked(session=session.id)) == fork.events
                assert (options, checkin) == (fork.options, fork.checkin)
                session = fork
        except Refused:
            reject()
        kept = Session.resume(store, session.id)
        assert session.events == kept.events == Play.replay(story, session.events).events
        assert session.state == kept.state == fold(machine_of(story), session.events)
        assert session.words() == kept.words() == {}
        assert [] == [event for event in session.events if isinstance(event, WordsGiven | CheckedIn)]
        assert session.replies == store.summary(session.id).replies == len(own_places(session.events))
        store.close()


def test_a_fork_asks_for_no_words_on_what_was_said_before_it(store: SqliteStore, story: Scenario) -> None:
    """Own words that were left out for an earlier reply are not asked for again where another way is tried."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    for name in WAY:
        session.reply(name)

    assert not session.fork(place_of(session, "thank")).wants_words
