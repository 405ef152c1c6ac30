"""What is gathered from a store: one's own plays alone, under a pseudonym that others cannot work out."""

import hmac
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import WAY, short_story
from world import World, joint

from trainer.errors import UnknownSession
from trainer.export.xapi import statements
from trainer.exporting import account_of, gather, own_data
from trainer.people.person import Kind
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.sqlite import SqliteStore


@pytest.fixture
def world(path: Path) -> Iterator[World]:
    """Make a store that several share."""
    made = World(lambda: SqliteStore(path))
    yield made
    made.close()


def test_a_pseudonym_comes_from_the_stores_secret(store: SqliteStore) -> None:
    """It stays as long as the store does, and is keyed by a secret that is drawn once."""
    account = account_of(store)
    secret = store.setting("pseudonym-secret")

    assert 64 == len(secret)
    assert account == account_of(store) == hmac.new(secret.encode(), b"me", "sha256").hexdigest()[:32]
    assert account != account_of(store, "somebody")


def test_each_gathers_their_own(world: World) -> None:
    """On a shared store nobody gathers what is another's, and a patient's play has no statement."""
    admin = world.begin()
    kari, jon = world.add("Kari", by=admin), world.add("Jon", Kind.PATIENT, by=admin)
    own = kari.play(parse(short_story()))
    together = joint(kari, jon, short_story())
    karis = gather(kari.store, (), kari.id)
    jons = gather(jon.store, (), jon.id, is_patient=True)

    assert [(own.id, "staff"), (together.id, "staff")] == [(each.session, each.seat) for each in karis.things]
    assert [(together.id, "patient", True)] == [(each.session, each.seat, each.is_patients) for each in jons.things]
    assert {each.account for each in karis.things}.isdisjoint(each.account for each in jons.things)
    assert [] == list(statements(jons.things))
    replies = [each for each in statements(karis.things) if "response" in str(each.get("result"))]
    assert 2 * len(WAY) == len(replies)
    with pytest.raises(UnknownSession):
        gather(jon.store, (own.id,), jon.id)


def test_what_cannot_be_read_hides_nothing(store: SqliteStore, path: Path) -> None:
    """A session whose log is damaged is named, and the others are there; asked for by name it is an error."""
    story = parse(short_story())
    sessions = []
    for _ in range(2):
        session = Session.begin(store, story, "staff", seed=1)
        session.start()
        sessions.append(session.id)
    store._connection.execute("UPDATE event SET stored = ? WHERE session = ? AND version = 2", (b"{}", sessions[0]))
    gathered = gather(store, ())
    data = own_data(store, 0)

    assert [sessions[1]] == [each.session for each in gathered.things]
    assert (sessions[0],) == gathered.unreadable == data.unreadable
    assert "could not be read" in data.as_text
    assert path.exists()
