"""Backups grow fewer with age, and never none."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from trainer.upkeep.thinning import DAYS, MONTHS, WEEKS, staying

DAY = 24 * 3600 * 1000
NOW = int(datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp()) * 1000
times = st.lists(st.integers(NOW - 800 * DAY, NOW + 2 * DAY), max_size=60)


@given(times)
def test_the_newest_and_those_of_the_last_day_stay(taken: list[int]) -> None:
    stays = staying(taken, NOW)
    assert stays <= set(taken)
    assert not taken or max(taken) in stays
    assert {at for at in taken if at > NOW - DAY} <= stays


@given(times)
def test_what_stays_stays_when_asked_again(taken: list[int]) -> None:
    stays = staying(taken, NOW)
    assert staying(stays, NOW) == stays


@given(times)
def test_there_are_never_more_than_there_is_a_reason_for(taken: list[int]) -> None:
    older = [at for at in staying(taken, NOW) if at <= NOW - DAY]
    assert len(older) <= DAYS + WEEKS + MONTHS + 1


def test_one_each_day_for_a_year_by_hand() -> None:
    taken = [NOW - number * DAY for number in range(365)]
    stays = sorted(staying(taken, NOW), reverse=True)
    days = stays[:DAYS]
    assert days == [NOW - number * DAY for number in range(DAYS)]
    # Wednesday 25 November: the newest of each week before those days is a Sunday, of each month its last day.
    rest = [datetime.fromtimestamp(at / 1000, UTC).date().isoformat() for at in stays[DAYS:]]
    assert rest[:3] == ["2026-11-08", "2026-11-01", "2026-10-31"]
    assert rest[-3:] == ["2026-05-31", "2026-04-30", "2026-03-31"]


def test_several_of_one_day_leave_the_newest() -> None:
    old = NOW - 5 * DAY
    assert staying([old, old + 1000, old + 2000, NOW], NOW) == {old + 2000, NOW}
