"""What was chosen in plays before this one, as the looking back needs it."""

import sqlite3
from pathlib import Path

from builders import WAY, short_story

from trainer.earlier import earlier_choices
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.sqlite import SqliteStore


def played(store: SqliteStore, story: Scenario, *replies: str, seat: str = "staff") -> Session:
    """Return a session of `seat` after `replies`."""
    session = Session.begin(store, story, seat, seed=1)
    session.start()
    for name in replies:
        session.reply(name)
    return session


def chosen(store: SqliteStore, session: Session) -> list[list[str]]:
    """Return what was chosen earlier, by option."""
    return [[choice.event.option for choice in play] for play in earlier_choices(store, session)]


def test_earlier_plays_of_the_same_part_in_order(store: SqliteStore, story: Scenario) -> None:
    """Plays before this one count, in their order; later ones, other parts and other texts do not."""
    played(store, story, "tell", *WAY[1:])
    played(store, story, seat="patient")
    played(store, parse(short_story(title="Another")), *WAY)
    played(store, story, "ask")
    this = played(store, story, *WAY)
    played(store, story, "tell")

    assert [["tell", "stay", "wait", "thank"], ["ask"]] == chosen(store, this)
    assert [] == chosen(store, Session.resume(store, store.sessions()[-1].session))


def test_a_fork_adds_only_what_is_its_own(store: SqliteStore, story: Scenario) -> None:
    """What a fork shares with its first attempt is that one's."""
    first = played(store, story, *WAY)
    fork = first.fork(first.look_back().choices[2].position)
    for name in ("press", "nod"):
        fork.reply(name)

    assert [["ask", "stay", "wait", "thank"]] == chosen(store, fork)
    assert [["ask", "stay", "wait", "thank"], ["press", "nod"]] == chosen(store, played(store, story))


def test_a_damaged_play_hides_no_other(store: SqliteStore, story: Scenario, path: Path) -> None:
    """A play whose record is damaged is left out, and the others are read."""
    damaged, _ = played(store, story, "tell"), played(store, story, "ask")
    with sqlite3.connect(path) as other:
        other.execute("UPDATE event SET stored = x'00' WHERE session = ? AND version = 3", (damaged.id,))

    assert [["ask"]] == chosen(store, played(store, story))
