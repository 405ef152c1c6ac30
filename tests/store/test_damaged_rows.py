"""Rows on people that are damaged in the file: a sentence with what to do, and never what Python would say."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from world import PASSPHRASE, There, World

from trainer.errors import StoreError, TrainerError
from trainer.signing_in.accounts import change_passphrase, enrol, put_account_code, recover, sign_in
from trainer.store.people.talk import Rating
from trainer.store.sqlite import SqliteStore

NOT_READABLE = (b"", b"{", b"\xff", b"[]", b"null", b"7", b'"x"', b"[" * 100_000)


@pytest.fixture
def world(path: Path) -> Iterator[World]:
    """Make a store that several share."""
    made = World(lambda: SqliteStore(path))
    yield made
    made.close()


@pytest.fixture
def kari(world: World) -> There:
    """Let somebody in."""
    return world.add("Kari", by=world.begin())


def base_of(there: There) -> SqliteStore:
    """Return the file that somebody has open."""
    assert isinstance(there.store.base, SqliteStore)
    return there.store.base


def keep(there: There, stored: bytes) -> None:
    """Keep something else as somebody's locked keys."""
    base_of(there)._connection.execute("UPDATE credential SET stored = ? WHERE person = ?", (stored, there.id))


def changed(there: There, **keys: object) -> bytes:
    """Return somebody's locked keys with other values."""
    return json.dumps(json.loads(base_of(there).credential(there.id)) | keys).encode()


@pytest.mark.parametrize(
    "stored", [*NOT_READABLE, b'{"listening":3}', b'{"listening":1.0}', b'{"listening":true}', b'{"listening":"1"}']
)
def test_a_damaged_rating(kari: There, stored: bytes) -> None:
    """Readings of that session cannot be told, which names it; those of others can."""
    base = base_of(kari)
    for session in ("one", "other"):
        assert base.put_rating(Rating(session, kari.id, 2, "mona", {"listening": 1}))
    base._connection.execute("UPDATE rating SET stored = ? WHERE session = 'one'", (stored,))

    with pytest.raises(StoreError, match=r"session one is damaged in the store.*backup"):
        base.ratings("one", kari.id)
    assert [{"listening": 1}] == [each.levels for each in base.ratings("other", kari.id)]


@pytest.mark.parametrize("stored", NOT_READABLE[:-1], ids=repr)
def test_keys_that_are_none(kari: There, stored: bytes) -> None:
    """Whoever signs in, recovers or changes their passphrase is told what happened and what to do."""
    base = base_of(kari)
    keep(kari, stored)
    for attempt in (
        lambda: sign_in(base, "Kari", PASSPHRASE, now=kari.clock()),
        lambda: recover(base, "Kari", "aaaa-bbbb", "rain on the roof", now=kari.clock()),
        lambda: change_passphrase(kari.store, PASSPHRASE, "rain on the roof", now=kari.clock()),
    ):
        with pytest.raises(StoreError, match=r"keys of this account are damaged.*trainer people reset"):
            attempt()


@pytest.mark.parametrize(
    "keys",
    [
        {"salt": ""},
        {"salt": "AAAA"},
        {"parameters": {}},
        {"parameters": {"t": 0, "p": 4, "m": 65536}},
        {"parameters": {"t": -3, "p": 4, "m": 65536}},
        {"parameters": {"t": 3, "p": 4, "m": 1}},
        {"private": ""},
        {"wrapped": "AAAA"},
    ],
    ids=str,
)
def test_keys_that_open_nothing(kari: There, keys: dict[str, object]) -> None:
    """Numbers that Argon2id refuses and keys that were cut are told as damage."""
    keep(kari, changed(kari, **keys))
    with pytest.raises(TrainerError, match=r"keys of this account are damaged.*A backup may hold them whole"):
        sign_in(base_of(kari), "Kari", PASSPHRASE, now=kari.clock())


def test_others_sign_in_and_a_code_lets_in_again(world: World, kari: There) -> None:
    """Damage to one account hides no other; by a code of an administrator one chooses new keys."""
    per = world.add("Per", by=kari)
    base = base_of(kari)
    keep(kari, b"{")
    assert per.id == sign_in(base, "Per", PASSPHRASE, now=kari.clock()).person.id
    code = put_account_code(base, kari.id, kari.clock())
    with pytest.raises(StoreError, match="damaged"):
        enrol(base, code, "rain on the roof", recovery="aaaa-bbbb", now=kari.clock())
    enrol(base, code, "rain on the roof", now=kari.clock())
    assert kari.id == sign_in(base, "Kari", "rain on the roof", now=kari.clock()).person.id
