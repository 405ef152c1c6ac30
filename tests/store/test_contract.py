"""What every store promises, asked of each store by its address alone."""

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256

import pytest
from builders import scenario_text

from trainer.engine.events import (
    CheckedIn,
    Event,
    Forked,
    Paused,
    PlayBegan,
    ReplyMade,
    SessionBegan,
    ToldAfterwards,
    WordsGiven,
)
from trainer.engine.state import Phase
from trainer.errors import Conflict, StoreError, UnknownSession
from trainer.store.base import INTENTION, Batch, Note, Opening, Recorded, SessionId, Store, Words
from trainer.store.open import open_store

TEXT = "title: Blåbær 🫐\n  and a second line\n"
DIGEST = sha256(TEXT.encode()).hexdigest()
FIRST = SessionId("abcd")
SECOND = SessionId("abxy")
THIRD = SessionId("cdef")
EACH_WRITES = 200

WRITER = """
import sys
from trainer.engine.events import ReplyMade
from trainer.engine.state import Phase
from trainer.errors import Conflict
from trainer.store.base import Batch, SessionId
from trainer.store.open import open_store

address, session, name, count = sys.argv[1], SessionId(sys.argv[2]), sys.argv[3], int(sys.argv[4])
store = open_store(address)
version = store.summary(session).version
kept = 0
while kept < count:
    made = ReplyMade(beat="room/a", seat="staff", option="x", reply=f"{name}{kept}")
    batch = Batch(session=session, version=version, events=(made,), at=0, phase=Phase.PLAYING, replies=kept + 1)
    try:
        version = store.append(batch)
    except Conflict:
        version = store.summary(session).version
    else:
        kept += 1
"""

Open = Callable[[], Store]


@pytest.fixture
def store(open_again: Open) -> Store:
    """Open a store in which nothing is kept yet."""
    return open_again()


def reply(name: str) -> ReplyMade:
    """Return a reply with the id `name`."""
    return ReplyMade(beat="room/a", seat="staff", option="x", reply=name)


def opening(text: str = TEXT, **more: object) -> Opening:
    """Return what a session brings that is pinned to `text`."""
    digest = sha256(text.encode()).hexdigest()
    return Opening(digest=digest, text=text, scenario_id="small", title="Blåbær", seats=("staff", "patient"), **more)


def begin(
    store: Store, session: SessionId = FIRST, at: int = 1_000, text: str = TEXT, intention: str = ""
) -> SessionBegan:
    """Begin `session` and return its first event."""
    began = SessionBegan(scenario=DIGEST, scenario_id="small", seats=("staff", "patient"), seed=7)
    store.append(
        Batch(
            session=session,
            version=0,
            events=(began,),
            at=at,
            phase=Phase.BRIEFING,
            replies=0,
            opening=opening(text, intention=intention),
        )
    )
    return began


def batch(
    version: int,
    *events: Event,
    session: SessionId = FIRST,
    at: int = 2_000,
    replies: int = 0,
    words: dict[int, Words] | None = None,
) -> Batch:
    """Return a batch of `events` for a session that plays."""
    return Batch(
        session=session,
        version=version,
        events=events,
        at=at,
        phase=Phase.PLAYING,
        replies=replies,
        words=words or {},
    )


def kept_in(store: Store, session: SessionId = FIRST) -> list[Event]:
    """Return the events of `session`."""
    return [recorded.event for recorded in store.events(session)]


def test_events_come_back_in_order_with_their_time(store: Store) -> None:
    """What was appended in two batches is read as it was written, each event with the time of its batch."""
    began = begin(store)
    given = WordsGiven(beat="room/a", seat="staff", digest="ab" * 32)

    assert 4 == store.append(batch(1, PlayBegan(), reply("r1"), given, at=2_500))
    assert (
        Recorded(1_000, began),
        Recorded(2_500, PlayBegan()),
        Recorded(2_500, reply("r1")),
        Recorded(2_500, given),
    ) == store.events(FIRST)


def test_events_after_a_version(store: Store) -> None:
    """Whoever has seen some events is given the rest alone."""
    begin(store)
    store.append(batch(1, PlayBegan(), reply("r1")))

    assert [reply("r1")] == [recorded.event for recorded in store.events(FIRST, after=2)]
    assert () == store.events(FIRST, after=3)
    assert () == store.events(SessionId("nobody"))


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_stale_version_writes_nothing(store: Store, version: int) -> None:
    """A batch for any version but the session's own is a conflict, and leaves everything as it was."""
    begin(store)
    store.append(batch(1, PlayBegan()))
    before = (store.events(FIRST), store.words(FIRST), store.sessions())

    with pytest.raises(Conflict):
        store.append(batch(version, reply("r1"), replies=1, words={0: Words(b"salt", "lost")}))

    assert before == (store.events(FIRST), store.words(FIRST), store.sessions())


def test_a_session_begins_once(store: Store) -> None:
    """A second beginning of the same session is a conflict, and a session that never began cannot be gone on with."""
    began = begin(store)
    with pytest.raises(Conflict):
        begin(store, text="another text")
    with pytest.raises(Conflict):
        store.append(batch(1, PlayBegan(), session=SECOND))
    with pytest.raises(StoreError):
        store.append(batch(0, PlayBegan(), session=SECOND))

    assert [began] == kept_in(store)
    assert () == store.events(SECOND)
    with pytest.raises(StoreError):
        store.scenario_text(sha256(b"another text").hexdigest())


def test_the_whole_batch_rolls_back(store: Store) -> None:
    """Where the third event of a batch cannot be kept, the two before it and their words are not kept either."""
    began = begin(store)
    store.append(batch(1, reply("r1"), replies=1))
    before = store.sessions()

    with pytest.raises(StoreError):
        store.append(batch(2, PlayBegan(), reply("r2"), reply("r1"), replies=3, words={1: Words(b"salt", "lost")}))

    assert [began, reply("r1")] == kept_in(store)
    assert {} == store.words(FIRST)
    assert before == store.sessions()


def test_a_store_goes_on_after_a_failure(store: Store) -> None:
    """After a batch that could not be kept the next one is kept as if nothing had been."""
    begin(store)
    with pytest.raises(StoreError):
        store.append(batch(1, reply("r1"), reply("r1")))

    assert 2 == store.append(batch(1, reply("r1"), replies=1))


def test_reply_ids_are_a_sessions_own(store: Store) -> None:
    """The same reply id in two sessions is two replies, and replies without an id do not get in each other's way."""
    for session in (FIRST, SECOND):
        begin(store, session)
        store.append(batch(1, reply("r1"), reply(""), reply(""), session=session))

    assert kept_in(store)[1:] == kept_in(store, SECOND)[1:] == [reply("r1"), reply(""), reply("")]


def test_two_connections_see_the_same(store: Store, open_again: Open) -> None:
    """What one connection has kept another one reads at once, and the slower of two writers has a conflict."""
    other = open_again()
    begin(store)
    assert store.events(FIRST) == other.events(FIRST)
    other.append(batch(1, PlayBegan()))

    assert store.events(FIRST) == other.events(FIRST)
    with pytest.raises(Conflict):
        store.append(batch(1, PlayBegan()))


def test_a_store_is_kept(address: str) -> None:
    """What was kept is there after the store was closed and opened again."""
    store = open_store(address)
    begin(store)
    store.append(batch(1, PlayBegan(), reply("r1"), words={1: Words(b"salt", "Ærlig talt 🫐")}, replies=1))
    before = (store.events(FIRST), store.words(FIRST), store.sessions(), store.scenario_text(DIGEST))
    store.close()

    again = open_store(address)
    assert before == (again.events(FIRST), again.words(FIRST), again.sessions(), again.scenario_text(DIGEST))
    again.close()


def start_writer(address: str, session: str, name: str) -> "subprocess.Popen[str]":
    """Start a process that makes its replies in `session`."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, address, session, name, str(EACH_WRITES)], stderr=subprocess.PIPE, text=True
    )


def test_two_processes_in_two_sessions(address: str, store: Store) -> None:
    """Two processes that write to different sessions at once lose nothing and mix nothing up."""
    for session in (FIRST, SECOND):
        begin(store, session)
    writers = [start_writer(address, FIRST, "a"), start_writer(address, SECOND, "b")]

    assert ["", ""] == [writer.communicate()[1] for writer in writers]
    assert [reply(f"a{n}") for n in range(EACH_WRITES)] == kept_in(store, FIRST)[1:]
    assert [reply(f"b{n}") for n in range(EACH_WRITES)] == kept_in(store, SECOND)[1:]


def test_two_processes_in_one_session(address: str, store: Store) -> None:
    """Two processes that race on one session write each reply once, each in its own order, without a gap."""
    begin(store)
    writers = [start_writer(address, FIRST, "a"), start_writer(address, FIRST, "b")]

    assert ["", ""] == [writer.communicate()[1] for writer in writers]
    ids = [event.reply for event in kept_in(store) if isinstance(event, ReplyMade)]
    assert 2 * EACH_WRITES == len(ids) == store.summary(FIRST).version - 1
    assert [f"a{n}" for n in range(EACH_WRITES)] == [name for name in ids if name[0] == "a"]
    assert [f"b{n}" for n in range(EACH_WRITES)] == [name for name in ids if name[0] == "b"]


def test_two_processes_make_the_store_at_once(address: str) -> None:
    """Several processes that open a store which is not there yet all find one and the same."""
    script = "import sys; from trainer.store.open import open_store; print(open_store(sys.argv[1]).sessions())"
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", script, address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]

    assert [("()\n", "")] * 4 == [opener.communicate() for opener in openers]


def test_words_are_kept_beside_the_log(store: Store) -> None:
    """What was typed is found by the version of its event, in its own session alone."""
    begin(store)
    begin(store, SECOND)
    told = ToldAfterwards(by="witness", about="noticed", digest="ab" * 32)
    store.append(batch(1, reply("r1"), told, words={1: Words(b"s\0\xff", "Slik så jeg det.\n🫐\0")}))

    assert {3: Words(b"s\0\xff", "Slik så jeg det.\n🫐\0")} == store.words(FIRST)
    assert {} == store.words(SECOND)


def test_own_words_and_feelings_are_kept_beside_the_log(store: Store) -> None:
    """In a person's own store what they said in their own words is kept as well, and how it was."""
    begin(store)
    given = WordsGiven(beat="room/a", seat="staff", digest="ab" * 32)
    felt = CheckedIn(beat="room/a", seat="staff", digest="cd" * 32)
    typed = {1: Words(b"salt", "Slik sier jeg det."), 2: Words(b"more", "7 tired")}
    store.append(batch(1, reply("r1"), given, felt, words=typed))

    assert {3: typed[1], 4: typed[2]} == store.words(FIRST)


@pytest.mark.parametrize("text", [TEXT, "a\r\nb\r\n", scenario_text({}), "x" * 300_000])
def test_the_text_of_a_scenario_is_pinned(store: Store, text: str) -> None:
    """The text that a session was begun with comes back to the character."""
    begin(store, text=text)
    begin(store, SECOND, text=text)

    assert text == store.scenario_text(sha256(text.encode()).hexdigest())
    with pytest.raises(StoreError, match="missing"):
        store.scenario_text("0" * 64)


def test_the_list_of_sessions(store: Store) -> None:
    """The session last touched comes first, with what its last batch said of it."""
    begin(store, FIRST, at=1_000)
    begin(store, SECOND, at=2_000)
    assert [SECOND, FIRST] == [summary.session for summary in store.sessions()]

    store.append(batch(1, reply("r1"), reply("r2"), at=3_000, replies=2))
    assert [FIRST, SECOND] == [summary.session for summary in store.sessions()]
    told = store.summary(FIRST)
    assert ("small", DIGEST, "Blåbær", ("staff", "patient")) == (
        told.scenario_id,
        told.scenario,
        told.title,
        told.seats,
    )
    assert (Phase.PLAYING, 2, 3, 1_000, 3_000) == (told.phase, told.replies, told.version, told.began, told.touched)


def test_a_clock_that_goes_backwards_keeps_the_order(store: Store) -> None:
    """Order is that of writing, whatever the clock says."""
    began = begin(store, at=9_000)
    store.append(batch(1, PlayBegan(), at=5_000))
    store.append(batch(2, Paused(), at=-1))

    assert (Recorded(9_000, began), Recorded(5_000, PlayBegan()), Recorded(-1, Paused())) == store.events(FIRST)


def test_a_session_is_found_by_how_its_id_starts(store: Store) -> None:
    """The beginning of an id is enough where only one session starts so, and every other answer is a sentence."""
    begin(store, FIRST)
    begin(store, SECOND)

    assert FIRST == store.summary("abc").session
    assert SECOND == store.summary("abxy").session
    for wrong in ("ab", "b", "abcde", "", "%", "_bcd", "ABCD", "\udcff", "\0", "'; --"):
        with pytest.raises(UnknownSession, match="trainer sessions"):
            store.summary(wrong)


def fork(store: Store, session: SessionId, origin: SessionId, shared: int, at: int = 5_000) -> tuple[Event, ...]:
    """Begin `session` with the first `shared` events of `origin`, and return its log."""
    log = (*kept_in(store, origin)[:shared], Forked(session=origin))
    store.append(
        Batch(
            session=session,
            version=0,
            events=log,
            at=at,
            phase=Phase.PLAYING,
            replies=sum(isinstance(event, ReplyMade) for event in log),
            opening=opening(origin=origin, shared=shared),
        )
    )
    return log


def written(store: Store, session: SessionId | None = None) -> list[tuple[str, str, str, int]]:
    """Return the notes of `session`, or all, in the order in which the store gives them."""
    return [(note.session, note.about, note.text, note.at) for note in store.notes(session)]


def test_a_fork_is_kept_at_once(store: Store) -> None:
    """A fork brings what it shares in one batch, reply ids included, and leaves the session it came from alone."""
    begin(store)
    store.append(batch(1, PlayBegan(), reply("r1"), reply("r2"), replies=2))
    before = (store.events(FIRST), store.summary(FIRST))
    log = fork(store, SECOND, FIRST, shared=3)

    assert list(log) == kept_in(store, SECOND)
    assert (FIRST, 3, 1, 4) == (
        (told := store.summary(SECOND)).origin,
        told.shared,
        told.replies,
        told.version,
    )
    assert before == (store.events(FIRST), store.summary(FIRST))
    assert ("", 0) == (before[1].origin, before[1].shared)
    with pytest.raises(Conflict):
        fork(store, SECOND, FIRST, shared=3)


def test_sessions_are_numbered_as_they_begin(store: Store) -> None:
    """Which session began before which is told by their numbers, whatever the clock says and whoever was touched."""
    begin(store, FIRST, at=9_000)
    begin(store, SECOND, at=1_000)
    fork(store, THIRD, FIRST, shared=1, at=5_000)
    store.append(batch(1, PlayBegan()))

    numbers = [store.summary(session).number for session in (FIRST, SECOND, THIRD)]
    assert 0 < numbers[0] < numbers[1] < numbers[2]


def test_notes_are_kept_and_changed(store: Store, open_again: Open) -> None:
    """A note is read as it was last written, those of a session as they were written, all with the last one first."""
    begin(store, FIRST)
    begin(store, SECOND)
    store.put_note(FIRST, "session", "Rain.", 3)
    store.put_note(SECOND, "session", "Ærlig 🫐", 2)
    store.put_note(FIRST, "moment@4", "Line one\nline two", 1)
    moment, other = (FIRST, "moment@4", "Line one\nline two", 1), (SECOND, "session", "Ærlig 🫐", 2)
    assert [(FIRST, "session", "Rain.", 3), moment] == written(store, FIRST)
    assert [moment, other, (FIRST, "session", "Rain.", 3)] == written(store)

    store.put_note(FIRST, "session", "Snow.", 9)
    assert [moment, (FIRST, "session", "Snow.", 9)] == written(store, FIRST)
    assert [(FIRST, "session", "Snow.", 9), moment, other] == written(open_again())
    assert [] == written(store, THIRD)


def test_notes_are_deleted(store: Store) -> None:
    """A note without text is none, the last one as well as any, and deleting what is not there changes nothing."""
    begin(store, FIRST)
    for about in ("session", "reached", "how-it-was"):
        store.put_note(FIRST, about, f"On {about}.", 1)
    store.put_note(FIRST, "reached", "", 2)
    store.put_note(FIRST, "reached", "", 3)
    store.put_note(FIRST, "intention", "", 3)
    assert ["session", "how-it-was"] == [note.about for note in store.notes(FIRST)]

    store.put_note(FIRST, "how-it-was", "", 4)
    store.put_note(FIRST, "session", "", 5)
    assert () == store.notes() == store.notes(FIRST)
    store.put_note(FIRST, "session", "Again.", 6)
    assert [(FIRST, "session", "Again.", 6)] == written(store)


def test_no_note_without_a_session(store: Store) -> None:
    """Nothing is written about a session that is not there, nor anywhere by a part of its id."""
    begin(store, FIRST)
    for nobody in (SECOND, SessionId(""), SessionId(FIRST[:2])):
        with pytest.raises(UnknownSession, match="trainer sessions"):
            store.put_note(nobody, "session", "Rain.", 1)

    assert () == store.notes()


def test_notes_leave_sessions_alone(store: Store) -> None:
    """Writing and deleting notes changes neither a log nor the list of sessions."""
    begin(store, FIRST)
    begin(store, SECOND)
    before = (store.events(FIRST), store.sessions(), store.words(FIRST))
    store.put_note(FIRST, "session", "Rain.", 9_999)
    assert before == (store.events(FIRST), store.sessions(), store.words(FIRST))
    store.put_note(FIRST, "session", "", 9_999)
    assert before == (store.events(FIRST), store.sessions(), store.words(FIRST))


def test_the_latest_intention(store: Store) -> None:
    """It is the one last written or changed, not the one with the latest time; other notes are none."""
    for session in (FIRST, SECOND):
        begin(store, session)
    assert None is store.latest_intention()
    store.put_note(FIRST, INTENTION, "Ask first.", 9)
    store.put_note(SECOND, INTENTION, "Wait.", 1)
    store.put_note(SECOND, "session", "Rain.", 10)
    latest = store.latest_intention()
    assert isinstance(latest, Note)
    assert (SECOND, INTENTION, "Wait.", 1) == (latest.session, latest.about, latest.text, latest.at)

    store.put_note(FIRST, INTENTION, "Ask twice.", 2)
    changed = store.latest_intention()
    assert changed is not None
    assert (FIRST, "Ask twice.") == (changed.session, changed.text)
    store.put_note(FIRST, INTENTION, "", 3)
    assert latest == store.latest_intention()
    store.put_note(SECOND, INTENTION, "", 3)
    assert None is store.latest_intention()


def test_an_intention_is_carried_by_reference(store: Store) -> None:
    """What is carried reads as its note reads now; deleted there it is deleted here, and in the forks of here."""
    begin(store, FIRST)
    store.put_note(FIRST, INTENTION, "Ask first.", 1)
    begin(store, SECOND, intention=FIRST)
    fork(store, THIRD, SECOND, shared=1)
    assert ["", "Ask first.", "Ask first."] == [store.intention_of(each) for each in (FIRST, SECOND, THIRD)]

    store.put_note(FIRST, INTENTION, "Ask twice.", 2)
    store.put_note(SECOND, INTENTION, "Something else.", 3)
    assert ["", "Ask twice.", "Ask twice."] == [store.intention_of(each) for each in (FIRST, SECOND, THIRD)]

    store.put_note(FIRST, INTENTION, "", 4)
    assert ["", "", ""] == [store.intention_of(each) for each in (FIRST, SECOND, THIRD)]


def test_a_fork_of_what_carries_nothing_carries_nothing(store: Store) -> None:
    """A fork has the intention of the session that it came from, even where that is none."""
    begin(store, FIRST)
    store.put_note(FIRST, INTENTION, "Ask first.", 1)
    fork(store, SECOND, FIRST, shared=1)

    assert "" == store.intention_of(SECOND)


def test_an_intention_is_carried_with_the_opening_or_not_at_all(store: Store) -> None:
    """Where a session cannot begin nothing is carried into it."""
    begin(store, FIRST)
    store.put_note(FIRST, INTENTION, "Ask first.", 1)
    with pytest.raises(StoreError):
        store.append(
            Batch(
                session=SECOND,
                version=0,
                events=(reply("r1"), reply("r1")),
                at=1,
                phase=Phase.PLAYING,
                replies=2,
                opening=opening(intention=FIRST),
            )
        )

    assert "" == store.intention_of(SECOND)
    begin(store, SECOND)
    assert "" == store.intention_of(SECOND)
