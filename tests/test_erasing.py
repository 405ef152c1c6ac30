"""To take a person out: no byte of theirs stays in the store, its backups or exports, and others' plays stay whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import short_story
from world import There, World, joint

from trainer.erasing import erase_everything, erase_person, erase_session
from trainer.errors import StoreError, UnknownSession, UsageError
from trainer.exports_kept import exports_folder, note_export
from trainer.people.person import Kind, Role
from trainer.people.shares import Scope
from trainer.play import Refused
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.signing_in.access import NotThere
from trainer.store.backup import back_up, backups_of, folder_of
from trainer.store.open import open_base
from trainer.store.sqlite import SqliteStore
from trainer.store.whole import examined

CANARIES = ("remarkcanary", "Kariname", "answercanary", "exportcanary")


@pytest.fixture
def world(path: Path) -> Iterator[World]:
    made = World(lambda: open_base(str(path)))
    yield made
    made.close()


@pytest.fixture
def admin(world: World) -> There:
    return world.begin()


def bytes_below(folder: Path) -> bytes:
    """Return all that is in any file of a folder."""
    return b"".join(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())


def test_no_byte_stays_and_others_plays_do(world: World, admin: There, path: Path, story: Scenario) -> None:
    kari = world.add("Kariname", by=admin)
    jonas = world.add("Jonas", Kind.PATIENT, by=admin)
    berit = world.add("Berit", Kind.LEADER, Role.SUPERVISOR, by=admin)
    alone = kari.play(story)
    alone.write_note("session", "notecanary")
    to = kari.sharing.reader("Berit")
    kari.sharing.share(alone.id, to, Scope.NOTES, notes=["session"])
    opened = berit.reviewing.open(alone.id, kari.id)
    remark = berit.reviewing.write(opened, "", "remarkcanary")
    kari.sharing.answer_remark(remark, "answercanary")
    both = joint(kari, jonas, short_story())
    back_up(path, folder_of(path), 1_800_000_000_000)
    folder = exports_folder(str(path))
    note_export(folder, "my-data.json", [kari.id])
    (folder / "my-data.json").write_text("exportcanary")
    note_export(folder, "other.json", [jonas.id])
    (folder / "other.json").write_text("stays")
    with pytest.raises(Refused):
        kari.sharing.take_part("AAAAA-AAAAA")
    before = bytes_below(path.parent)
    assert all(canary.encode() in before for canary in CANARIES)
    log = jonas.store.events(both.id)

    erased = erase_person(admin.store, kari.person, str(path), world.clock)

    after = bytes_below(path.parent)
    for canary in (*CANARIES, kari.id, alone.id):
        assert canary.encode() not in after, canary
    assert (erased.backups, erased.exports) == (1, 1)
    assert jonas.store.events(both.id) == log
    assert Session.resume(jonas.store, both.id).look_back().choices
    assert (folder / "other.json").read_text() == "stays"
    assert all(examined(each).is_whole for each in (path, *backups_of(path)))
    assert berit.reviewing.items() == ()
    with pytest.raises(NotThere):
        berit.reviewing.open(alone.id, kari.id)


def test_who_may_erase(world: World, admin: There, path: Path) -> None:
    kari, per = world.add("Kari", by=admin), world.add("Per", by=admin)
    with pytest.raises(NotThere):
        erase_person(per.store, kari.person, str(path), world.clock)
    with pytest.raises(UsageError, match="Nobody would be left"):
        erase_person(admin.store, admin.person, str(path), world.clock)
    erase_person(kari.store, kari.person, str(path), world.clock)
    assert kari.id not in {each.id for each in admin.store.base.people()}


def test_a_reader_who_is_taken_out_leaves_nothing_but_an_id(
    world: World, admin: There, path: Path, story: Scenario
) -> None:
    kari = world.add("Kari", by=admin)
    berit = world.add("Beritname", Kind.LEADER, Role.SUPERVISOR, by=admin)
    session = kari.play(story)
    kari.sharing.share(session.id, kari.sharing.reader("Beritname"), Scope.TRANSCRIPT)
    berit.reviewing.write(berit.reviewing.open(session.id, kari.id), "", "remarkcanary")

    erase_person(admin.store, berit.person, str(path), world.clock)

    after = bytes_below(path.parent)
    assert b"Beritname" not in after
    assert b"remarkcanary" not in after
    assert next(told for _, told in kari.sharing.trail()).startswith("somebody who is not here any more")
    assert kari.sharing.shared_sessions() == frozenset()


@pytest.mark.parametrize("is_joint", [False, True])
def test_one_session(world: World, admin: There, path: Path, story: Scenario, is_joint: bool) -> None:  # noqa: FBT001
    kari, jonas = world.add("Kari", by=admin), world.add("Jonas", Kind.PATIENT, by=admin)
    session = joint(kari, jonas, short_story()) if is_joint else kari.play(story)
    other = kari.play(story)

    assert erase_session(kari.store, session.id) is is_joint

    assert [each.session for each in kari.store.sessions()] == [other.id]
    with pytest.raises(UnknownSession):
        kari.store.summary(session.id)
    assert (session.id.encode() in path.read_bytes()) is is_joint
    assert [each.session for each in jonas.store.sessions()] == ([session.id] if is_joint else [])


def test_everything_of_a_store_of_ones_own(path: Path, story: Scenario) -> None:
    store = SqliteStore(path)
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    session.write_note("how-it-was", "notecanary")
    back_up(path, folder_of(path), 1_800_000_000_000)
    note_export(exports_folder(str(path)), "my-data.json", ["me"])
    (exports_folder(str(path)) / "my-data.json").write_text("exportcanary")
    store.close()

    erased = erase_everything(path, str(path))

    assert (erased.backups, erased.exports) == (1, 1)
    assert not path.exists()
    assert not backups_of(path)
    assert b"canary" not in bytes_below(path.parent)


def test_a_store_that_is_open_elsewhere_is_left(path: Path, story: Scenario) -> None:
    store = SqliteStore(path)
    Session.begin(store, story, "staff", seed=1)
    with pytest.raises(StoreError, match="open in another"):
        erase_everything(path, str(path))
    assert path.exists()
    store.close()


def test_a_damaged_backup_stops_it_before_the_account_goes(
    world: World, admin: There, path: Path, story: Scenario
) -> None:
    kari = world.add("Kari", by=admin)
    session = kari.play(story)
    made, _ = back_up(path, folder_of(path), 1_800_000_000_000)
    made.path.write_bytes(b"garbage" + made.path.read_bytes()[7:])
    with pytest.raises(StoreError, match="do this again"):
        erase_person(admin.store, kari.person, str(path), world.clock)
    assert [each.session for each in kari.store.sessions()] == [session.id]
    made.path.unlink()
    piece = folder_of(path) / f".{path.name}-abc.part"
    piece.write_bytes(path.read_bytes())
    erase_person(admin.store, kari.person, str(path), world.clock)
    assert session.id.encode() not in bytes_below(path.parent)


def test_an_open_program_of_somebody_who_is_gone_writes_nothing(
    world: World, admin: There, path: Path, story: Scenario
) -> None:
    kari = world.add("Kari", by=admin)
    session = Session.begin(kari.store, story, "staff", seed=1)
    erase_person(admin.store, kari.person, str(path), world.clock)
    for attempt in (session.start, lambda: Session.begin(kari.store, story, "staff", seed=2)):
        with pytest.raises(StoreError, match="not in use"):
            attempt()
    assert kari.id.encode() not in path.read_bytes()
