"""A person's plays, read through the store: nothing hides the others, and words come before figures."""

import json
import re
from pathlib import Path

import pytest
from builders import WAY, option, scenario_text, short_story, turn
from running import STEERING, Program

from trainer.engine.events import ReplyMade
from trainer.progress import Plays, Read, read_plays
from trainer.progress.words import MOST_PLAYS, NOTHING_YET, TOO_FEW_PLAYS, as_plain_text
from trainer.scenario import load
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.sqlite import SqliteStore

OTHER_WAY = ("tell", "go", "press", "nod")


@pytest.fixture
def store(memory_folder: Path) -> SqliteStore:
    """A new store."""
    return SqliteStore(memory_folder / "a.db")


@pytest.fixture
def story() -> Scenario:
    """The short story."""
    return parse(short_story())


def played(store: SqliteStore, story: Scenario, *replies: str) -> Session:
    """Return a session with `replies`."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    for reply in replies:
        session.reply(reply)
    return session


def again(session: Session, number: int, *replies: str) -> Session:
    """Try again from one's own reply with `number`, counted from 0."""
    own = [place for place, event in enumerate(session.events) if isinstance(event, ReplyMade) and not event.scripted]
    fork = session.fork(own[number])
    for reply in replies:
        fork.reply(reply)
    return fork


def ids(read: Read) -> list[str]:
    """Return which plays were read."""
    return [play.id for play in read.progress.plays]


def test_what_is_over_is_read_in_the_order_of_beginning(store: SqliteStore, story: Scenario) -> None:
    """Ended and closed sessions are read as they began; what is under way, or has no choice in it, is not."""
    closed = played(store, story, "ask")
    ended = played(store, story, *WAY)
    played(store, story, "ask")
    nothing = played(store, story)
    fork = again(ended, 1, "go", "press", "nod")
    nothing.close()
    closed.close()
    read = read_plays(store)

    assert [closed.id, ended.id, fork.id] == ids(read)
    assert [fork.id] == [play.id for play in read.progress.forks.plays]
    assert fork.shared == read.progress.forks.plays[0].shared
    assert 0 == read.unreadable


def test_damaged_plays_are_counted_and_hide_no_other(store: SqliteStore, story: Scenario) -> None:
    """A log with a changed event, one that is gone, and a text that was changed: each is counted, the rest is read."""
    sound = played(store, story, *WAY)
    changed, gone, cut = (played(store, story, *WAY) for _ in range(3))
    other = played(store, parse(short_story(title="Another")), *WAY)
    run = store._connection.execute
    run("PRAGMA foreign_keys = OFF")
    run("UPDATE event SET stored = replace(stored, 'ask', 'tell') WHERE session = ? AND version = 3", (changed.id,))
    run("DELETE FROM event WHERE session = ?", (gone.id,))
    run(
        "DELETE FROM event WHERE session = ? AND version = (SELECT max(version) FROM event WHERE session = ?)",
        [cut.id] * 2,
    )
    run("UPDATE scenario SET text = 'format: 2' WHERE digest = ?", (other.scenario.digest,))
    read = read_plays(store)

    assert [sound.id] == ids(read)
    assert 4 == read.unreadable
    assert "4 plays could not be read and are left out." in as_plain_text(read, has_figures=False)


def test_a_text_is_parsed_once_for_all_its_plays(
    store: SqliteStore, story: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many plays a text has, it is read once."""
    for _ in range(5):
        played(store, story, *WAY)
    parsed = []
    monkeypatch.setattr("trainer.session.parse", lambda *text, **how: parsed.append(1) or load.parse(*text, **how))
    plays = Plays(store)
    left = [plays.left]
    while plays.left:
        plays.read_one()
        left.append(plays.left)

    assert [5, 4, 3, 2, 1, 0] == left
    assert [1] == parsed
    assert 5 == len(plays.result().progress.plays)


def test_the_patients_part_is_ones_own_play_too(store: SqliteStore, story: Scenario) -> None:
    """A play of the patient's part is the person's own, and is read as such."""
    session = Session.begin(store, story, "patient", seed=1)
    session.start()
    session.reply("sigh")
    (play,) = read_plays(store).progress.plays

    assert ("patient", "Jonas") == (play.debrief.seat, play.part)


def test_words_come_without_a_figure_of_a_score(store: SqliteStore, story: Scenario) -> None:
    """Words say how far it went and what it rests on; only `--figures` says 100, with its interval."""
    for _ in range(3):
        played(store, story, *WAY)
    read = read_plays(store)
    words, figures = (as_plain_text(read, has_figures=has_figures) for has_figures in (False, True))

    assert "First attempts: nearly all that was open to you; from 9 choices in 3 plays." in words
    assert "probably between" not in words
    assert "First attempts: nearly all that was open to you; in figures 100, probably between" in figures
    assert "Each score rests on few choices" in words
    assert not re.search(r"streak|rank|point|well done|badge", words + figures, re.IGNORECASE)


def test_two_plays_show_no_way(store: SqliteStore, story: Scenario) -> None:
    """With fewer than three plays that have a score it is said that they are too few."""
    played(store, story, *WAY)
    played(store, story, *WAY)
    two = as_plain_text(read_plays(store), has_figures=False)
    played(store, story, *OTHER_WAY)
    three = as_plain_text(read_plays(store), has_figures=False)

    assert 4 == two.count(TOO_FEW_PLAYS)
    assert 3 == three.count(TOO_FEW_PLAYS)
    assert "no choice counted for it yet" in three


def test_ways_of_protecting_oneself_in_words(store: SqliteStore) -> None:
    """It is said in how many plays each was taken, where last, and how it was come back to."""
    story = parse(
        scenario_text(
            {
                "a": turn(option("dodge", "b", routine="change-topic"), option("stay", "b", action="follow")),
                "b": turn(option("on", action="oppose"), option("off", routine="dig-in")),
            }
        )
    )
    first = played(store, story, "dodge", "on")
    played(store, story, "dodge", "off")
    again(first, 0, "stay", "on")
    told = as_plain_text(read_plays(store), has_figures=False)

    assert "Changing the subject: in 2 of 2 plays, last in “Small” on " in told
    assert "Digging in: in 1 of 2 plays" in told
    assert "This time it was the same way." in told
    assert "This time it was another way" in told
    assert "Most often first: question. Not used: start, go with and say what I see." in told
    assert "Most often first: go with, question. Not used: start and say what I see." in told


def test_many_plays_are_told_from_the_last(store: SqliteStore, story: Scenario) -> None:
    """Of many plays the last are told one by one, with the numbers that they have among all."""
    for _ in range(MOST_PLAYS + 2):
        played(store, story, *WAY)
    told = as_plain_text(read_plays(store), has_figures=False)

    assert f"The last {MOST_PLAYS} plays follow; before them there were 2 more." in told
    assert "Play 2, " not in told
    assert "Play 3, " in told
    assert f"Play {MOST_PLAYS + 2}, " in told


def test_command(program: Program) -> None:
    """`trainer progress` says what to do where there is nothing, then words, figures when asked, and JSON."""
    empty = program.run("progress")
    store = SqliteStore(program.store)
    hostile = parse(short_story(title="[/] [@click=app.quit]x[/]"))
    for _ in range(3):
        played(store, hostile, *WAY)
    store.close()
    words, figures, written = (
        program.run("progress"),
        program.run("progress", "--figures"),
        program.run("progress", "--json"),
    )

    assert (0, NOTHING_YET) == (empty.status, empty.out.strip())
    assert "This rests on 3 plays: 3 first attempts." in words.out
    assert "“[/] [@click=app.quit]x[/]” as Ingrid" in words.out
    assert "in figures 100" in figures.out
    assert None is STEERING.search(words.out + figures.out)
    assert ["format", "first_attempts", "forks", "returns", "unreadable"] == list(json.loads(written.out))
    assert 1 == json.loads(written.out)["format"]


def test_command_without_a_store(program: Program) -> None:
    """A store that cannot be read at all ends with its own code and a sentence."""
    program.store.write_text("no store")
    done = program.run("progress")

    assert (3, "") == (done.status, done.out)
    assert "is no store of this program" in done.err
