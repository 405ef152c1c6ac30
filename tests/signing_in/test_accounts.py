"""Accounts: the first one, invited ones, wrong tries, and what a new passphrase keeps or loses."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import WAY

from trainer.entrance import Entrance
from trainer.errors import NeedsSignIn, UnknownSession, UsageError
from trainer.people.person import Kind, Role, Standing
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.signing_in.access import NotThere
from trainer.signing_in.accounts import NotLetIn, begin_people, change_passphrase, enrol, lock, sign_in, unlock
from trainer.signing_in.managing import Managing
from trainer.store.open import open_base, open_store
from trainer.store.signed import SignedStore
from trainer.store.sqlite import SqliteStore

ADMIN = "keys in the hallway"
LEARNER = "rain on the roof"
MINUTE = 60_000


@dataclass
class Clock:
    """A clock that a test moves."""

    now: int = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def base(path: Path) -> Iterator[SqliteStore]:
    opened = open_base(str(path))
    assert isinstance(opened, SqliteStore)
    yield opened
    opened.close()


@pytest.fixture
def admin(base: SqliteStore, clock: Clock) -> SignedStore:
    enrolled = begin_people(base, "Solveig", Kind.EDUCATOR, ADMIN, now=clock())
    return SignedStore(base, enrolled.identity)


@pytest.fixture
def managing(admin: SignedStore, clock: Clock) -> Managing:
    return Managing(admin, clock)


def learner(managing: Managing, base: SqliteStore, clock: Clock) -> tuple[SignedStore, str]:
    """Return the store of somebody who was invited, and their recovery code."""
    _, code = managing.invite("Kari", Kind.STAFF, frozenset({Role.LEARNER}))
    enrolled = enrol(base, code, LEARNER, now=clock())
    return SignedStore(base, enrolled.identity), enrolled.recovery


def test_a_store_of_ones_own_asks_for_nothing(path: Path) -> None:
    entrance = Entrance(str(path))
    assert not entrance.needs_sign_in()
    entrance.open().close()


def test_once_there_are_people_nobody_gets_in_without_signing_in(admin: SignedStore, path: Path) -> None:
    entrance = Entrance(str(path))
    assert entrance.needs_sign_in()
    for way in (entrance.open, lambda: open_store(str(path))):
        with pytest.raises(NeedsSignIn):
            way()
    entrance.sign_in("  SOLVEIG ", ADMIN)
    opened = entrance.open()
    assert isinstance(opened, SignedStore)
    assert opened.me.id == admin.me.id
    opened.close()


def test_wrong_names_and_wrong_passphrases_are_told_alike(base: SqliteStore, admin: SignedStore, clock: Clock) -> None:
    told = set()
    for name, passphrase in (("Solveig", "not this one"), ("Nobody", ADMIN), ("", "")):
        with pytest.raises(NotLetIn) as refused:
            sign_in(base, name, passphrase, now=clock())
        told.add(str(refused.value))
    assert len(told) == 1
    assert admin.me.name == "Solveig"


@pytest.mark.parametrize("name", ["Solveig", "Nobody"])
def test_after_five_wrong_tries_one_waits(base: SqliteStore, admin: SignedStore, clock: Clock, name: str) -> None:
    assert admin.me
    for _ in range(5):
        with pytest.raises(NotLetIn, match="do not go together"):
            sign_in(base, name, "wrong wrong", now=clock())
    with pytest.raises(NotLetIn, match="Wait 30 seconds"):
        sign_in(base, name, ADMIN, now=clock())
    clock.now -= 10 * MINUTE  # a clock that is set back makes nobody wait longer
    with pytest.raises(NotLetIn, match="Wait 30 seconds"):
        sign_in(base, name, ADMIN, now=clock())
    clock.now += 11 * MINUTE
    if name == "Solveig":
        sign_in(base, name, ADMIN, now=clock())
        with pytest.raises(NotLetIn, match="do not go together"):
            sign_in(base, name, "wrong wrong", now=clock())


def test_a_code_works_once_and_for_three_days(base: SqliteStore, managing: Managing, clock: Clock) -> None:
    person, code = managing.invite("Kari", Kind.STAFF, frozenset({Role.LEARNER}), "Ward 2")
    assert person.standing is Standing.INVITED
    with pytest.raises(UsageError, match="8 characters"):
        enrol(base, code, "short", now=clock())
    enrolled = enrol(base, code.lower().replace("-", " "), LEARNER, now=clock())
    assert enrolled.identity.person.standing is Standing.ACTIVE
    with pytest.raises(NotLetIn, match="does not work"):
        enrol(base, code, LEARNER, now=clock())
    _, late = managing.invite("Jonas", Kind.PATIENT, frozenset())
    clock.now += 3 * 24 * 60 * MINUTE
    with pytest.raises(NotLetIn, match="too old"):
        enrol(base, late, LEARNER, now=clock())


def test_names_are_taken_once_however_they_are_written(managing: Managing) -> None:
    managing.invite("Kari", Kind.STAFF, frozenset())
    for name in ("kari", " KARI "):
        with pytest.raises(UsageError, match="called"):
            managing.invite(name, Kind.STAFF, frozenset())


def test_only_administrators_manage(base: SqliteStore, managing: Managing, clock: Clock) -> None:
    kari, _ = learner(managing, base, clock)
    hers = Managing(kari, clock)
    for attempt in (
        hers.people,
        lambda: hers.invite("Jonas", Kind.PATIENT, frozenset()),
        lambda: hers.code(kari.me),
        lambda: hers.change(kari.me, roles=frozenset({Role.ADMINISTRATOR})),
        lambda: hers.erase(managing.find("Solveig")),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_somebody_is_left_to_manage(managing: Managing) -> None:
    me = managing.find("Solveig")
    for attempt in (
        lambda: managing.change(me, roles=frozenset({Role.LEARNER})),
        lambda: managing.change(me, standing=Standing.CLOSED),
    ):
        with pytest.raises(UsageError, match="Nobody would be left"):
            attempt()


def test_a_closed_account_lets_nobody_in_and_an_open_one_does(
    base: SqliteStore, managing: Managing, clock: Clock
) -> None:
    kari, _ = learner(managing, base, clock)
    closed = managing.change(managing.find("Kari"), standing=Standing.CLOSED)
    with pytest.raises(NotLetIn, match="do not go together"):
        sign_in(base, "Kari", LEARNER, now=clock())
    managing.change(closed, standing=Standing.ACTIVE)
    assert sign_in(base, "Kari", LEARNER, now=clock()).person.id == kari.me.id


def play(store: SignedStore, story: Scenario) -> Session:
    """Play the short story to its end."""
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    for option in WAY:
        session.reply(option)
    return session


def test_after_a_reset_the_recovery_code_keeps_what_was_written(
    base: SqliteStore, managing: Managing, clock: Clock, story: Scenario
) -> None:
    kari, recovery = learner(managing, base, clock)
    session = play(kari, story)
    session.write_note("session", "for myself")
    code = managing.code(managing.find("Kari"))
    anew = enrol(base, code, "snow on the stairs", recovery=recovery, now=clock())
    store = SignedStore(base, anew.identity)

    assert [note.text for note in store.notes()] == ["for myself"]
    with pytest.raises(NotLetIn):
        sign_in(base, "Kari", LEARNER, now=clock())


def test_after_a_reset_without_it_private_text_is_gone_and_plays_stay(
    base: SqliteStore, managing: Managing, clock: Clock, story: Scenario
) -> None:
    kari, _ = learner(managing, base, clock)
    session = play(kari, story)
    session.write_note("session", "for myself")
    code = managing.code(managing.find("Kari"))
    with pytest.raises(NotLetIn, match="not the recovery code"):
        enrol(base, code, "snow on the stairs", recovery="aaaa-bbbb", now=clock())
    store = SignedStore(base, enrol(base, code, "snow on the stairs", now=clock()).identity)

    assert store.notes() == ()
    assert [each.session for each in store.sessions()] == [session.id]


def test_a_forgotten_passphrase_is_replaced_by_the_recovery_code(
    base: SqliteStore, managing: Managing, clock: Clock, story: Scenario, path: Path
) -> None:
    kari, recovery = learner(managing, base, clock)
    play(kari, story).write_note("session", "for myself")
    entrance = Entrance(str(path), clock)
    with pytest.raises(NotLetIn):
        entrance.recover("Kari", "wrong-code", "snow on the stairs")
    enrolled = entrance.recover("Kari", recovery, "snow on the stairs")
    opened = entrance.open()

    assert [note.text for note in opened.notes()] == ["for myself"]
    assert enrolled.recovery != recovery
    opened.close()
    with pytest.raises(NotLetIn):
        entrance.recover("Kari", recovery, "snow on the stairs")


def test_a_passphrase_is_changed_by_who_knows_it(
    base: SqliteStore, managing: Managing, clock: Clock, story: Scenario
) -> None:
    kari, _ = learner(managing, base, clock)
    play(kari, story).write_note("session", "for myself")
    with pytest.raises(NotLetIn, match="not your passphrase"):
        change_passphrase(kari, "something else", "snow on the stairs", now=clock())
    change_passphrase(kari, LEARNER, "snow on the stairs", now=clock())

    store = SignedStore(base, sign_in(base, "Kari", "snow on the stairs", now=clock()))
    assert [note.text for note in store.notes()] == ["for myself"]
    assert [note.text for note in kari.notes()] == ["for myself"]


def test_while_it_is_locked_nothing_private_is_read_or_kept(
    base: SqliteStore, managing: Managing, clock: Clock, story: Scenario
) -> None:
    kari, _ = learner(managing, base, clock)
    session = play(kari, story)
    session.write_note("session", "for myself")
    lock(kari)
    for attempt in (kari.notes, lambda: session.write_note("session", "more")):
        with pytest.raises(Exception, match="locked"):
            attempt()
    with pytest.raises(NotLetIn):
        unlock(kari, "not mine at all", now=clock())
    unlock(kari, LEARNER, now=clock())
    assert [note.text for note in kari.notes()] == ["for myself"]


def test_what_is_not_ones_own_is_not_there(
    admin: SignedStore, base: SqliteStore, managing: Managing, clock: Clock, story: Scenario
) -> None:
    kari, _ = learner(managing, base, clock)
    session = play(kari, story)

    assert admin.sessions() == ()
    told = set()
    for name in (session.id, "zzzzzzzz"):
        for attempt in (admin.summary, admin.events):
            with pytest.raises(UnknownSession) as refused:
                attempt(name)
            told.add(str(refused.value).replace(name, "…"))
    assert len(told) == 1


def test_private_text_is_in_no_byte_of_the_file(
    base: SqliteStore, managing: Managing, clock: Clock, story: Scenario, path: Path
) -> None:
    kari, recovery = learner(managing, base, clock)
    session = Session.begin(kari, story, "staff", seed=1)
    session.start()
    if session.checkin:
        session.check_in("feltcanary", 3)
    for option in WAY:
        session.reply(option)
        if session.wants_words:
            session.give_words("wordscanary")
        if session.checkin:
            session.check_in("feltcanary", 4)
    session.write_note("intention", "intentioncanary")
    session.write_note("session", "notecanary")
    texts = {words.text for words in kari.words(session.id).values()}
    assert any("feltcanary" in text for text in texts)
    assert "wordscanary" in texts
    assert kari.latest_intention()

    written = b"".join(each.read_bytes() for each in path.parent.iterdir())
    for canary in ("feltcanary", "wordscanary", "intentioncanary", "notecanary", LEARNER, ADMIN, recovery):
        assert canary.encode() not in written
    again = Session.begin(kari, story, "staff", seed=2)
    assert again.intention == "intentioncanary"
