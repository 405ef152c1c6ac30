"""Plays are kept for calendar months, and nobody loses one who was not told a month before."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import WAY
from world import World

from trainer.errors import StoreError
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.store.open import open_base
from trainer.store.sqlite import SqliteStore
from trainer.upkeep.retention import NOTICE_MILLISECONDS, Swept, keep_for, kept_until, months_of, sweep, told

DAY = 24 * 3600 * 1000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1000


@pytest.mark.parametrize(
    ("touched", "months", "until"),
    [
        ("2026-01-31T10:00", 1, "2026-02-28T10:00"),
        ("2028-01-31T10:00", 1, "2028-02-29T10:00"),
        ("2024-02-29T23:59", 12, "2025-02-28T23:59"),
        ("2026-11-25T00:00", 2, "2027-01-25T00:00"),
        ("2026-12-31T12:00", 24, "2028-12-31T12:00"),
    ],
)
def test_calendar_months(touched: str, months: int, until: str) -> None:
    assert kept_until(at(touched) + 7, months) == at(until) + 7


def play(store: SqliteStore, story: Scenario, when: int) -> Session:
    session = Session.begin(store, story, "staff", seed=1, clock=lambda: when)
    session.start()
    for option in WAY:
        session.reply(option)
    return session


def test_without_a_setting_nothing_goes(store: SqliteStore, story: Scenario) -> None:
    play(store, story, at("2001-01-01"))
    assert sweep(store, at("2026-11-25")) == Swept(0, ())
    assert len(store.sessions()) == 1


def test_who_was_away_for_years_is_told_first(store: SqliteStore, story: Scenario) -> None:
    old = play(store, story, at("2020-01-01"))
    keep_for(store, 12)
    now = at("2026-11-25")
    first = sweep(store, now)
    assert (first.deleted, [each.session for each in first.going]) == (0, [old.id])
    assert "1 play goes" in told(first, 12)
    assert sweep(store, now + NOTICE_MILLISECONDS - 1).deleted == 0
    last = sweep(store, now + NOTICE_MILLISECONDS)
    assert (last.deleted, last.going) == (1, ())
    assert store.sessions() == ()
    assert "1 play went" in told(last, 12)


def test_each_play_has_a_notice_of_its_own(store: SqliteStore, story: Scenario) -> None:
    first = play(store, story, at("2025-11-10"))
    second = play(store, story, at("2025-12-05"))
    keep_for(store, 12)
    sweep(store, at("2026-10-20"))  # the first is told
    # The second comes into its last month while nobody looks: it is told on the day on which the first goes.
    swept = sweep(store, at("2026-12-20"))
    assert (swept.deleted, [each.session for each in swept.going]) == (1, [second.id])
    assert [each.session for each in store.sessions()] == [second.id]
    assert sweep(store, at("2027-01-19")).deleted == 1
    assert first.id != second.id


def test_a_play_that_is_touched_stays(store: SqliteStore, story: Scenario) -> None:
    keep_for(store, 12)
    session = play(store, story, at("2025-11-10"))
    sweep(store, at("2026-10-20"))
    Session.resume(store, session.id, clock=lambda: at("2026-11-01")).mark("scores:whole", is_so=False)
    assert sweep(store, at("2026-12-20")) == Swept(0, ())


def test_no_byte_of_a_deleted_play_stays(store: SqliteStore, story: Scenario) -> None:
    keep_for(store, 12)
    session = play(store, story, at("2020-01-01"))
    session.write_note("session", "notecanary")
    sweep(store, at("2026-10-01"))
    sweep(store, at("2026-12-01"))
    assert b"notecanary" not in store.path.read_bytes()
    assert session.id.encode() not in store.path.read_bytes()


@pytest.mark.parametrize("value", ["-3", "abc", "0", "99999999", "١٢"])
def test_a_damaged_setting_keeps_everything(store: SqliteStore, value: str) -> None:
    store.put_setting("retention-months", value)
    assert months_of(store) == 0


def test_only_an_administrator_sets_it_for_all(path: Path, story: Scenario) -> None:
    world = World(lambda: open_base(str(path)))
    admin = world.begin()
    kari = world.add("Kari", by=admin)
    with pytest.raises(StoreError, match="administrator"):
        keep_for(kari.store, 12)
    keep_for(admin.store, 12)
    old = kari.play(story)
    world.clock.now += 400 * DAY
    assert [each.session for each in sweep(kari.store, world.clock()).going] == [old.id]
    assert sweep(admin.store, world.clock()) == Swept(0, ())
    world.clock.now += 31 * DAY
    assert sweep(admin.store, world.clock()) == Swept(0, ())  # nobody else's plays go by it
    assert sweep(kari.store, world.clock()).deleted == 1
    world.close()
