"""Which backups stay as time goes on: many young ones, few old ones."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

DAYS, WEEKS, MONTHS = 12, 10, 9
"""Of so many days, weeks and months the newest backup of each stays."""
_RECENT: Final = 24 * 3600 * 1000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def staying(taken: Iterable[int], now: int) -> frozenset[int]:
    """Return which of the times at which backups were taken stay at `now`, all in milliseconds since 1970.

    All of the last day stay, and any from a clock that was ahead; then the newest of each of the last 12 days, 10 weeks
    and 9 months that have one. The newest of all stays always.
    """
    times = sorted(set(taken), reverse=True)
    stays = {at for at in times if at > now - _RECENT} | set(times[:1])
    for period, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        newest: dict[str, int] = {}
        for at in times:
            newest.setdefault(period(at), at)
        stays |= set(list(newest.values())[:count])
    return frozenset(stays)


def _moment(at: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at)


def _day(at: int) -> str:
    return f"{_moment(at):%Y-%m-%d}"


def _week(at: int) -> str:
    year, week, _ = _moment(at).isocalendar()
    return f"{year}-{week:02}"


def _month(at: int) -> str:
    return f"{_moment(at):%Y-%m}"
