"""Days and months of what is shared, in UTC, so that they are the same for whoever looks."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

MILLISECONDS: Final = 1000


def month_of(at: int) -> str:
    """Return the month of `at`, milliseconds since 1970, as `2026-11`."""
    return datetime.fromtimestamp(at / MILLISECONDS, UTC).strftime("%Y-%m")


def months_up_to(at: int, count: int) -> tuple[str, ...]:
    """Return the last `count` months up to that of `at`, the earliest first."""
    year, month = map(int, month_of(at).split("-"))
    numbers = range(12 * year + month - count, 12 * year + month)
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers)


def end_of_day(day: date) -> int:
    """Return the end of `day`, in milliseconds since 1970."""
    return int(datetime.combine(day + timedelta(days=1), time(), UTC).timestamp()) * MILLISECONDS


def day_of(at: int) -> date:
    """Return the last day on which what ends at `at` still holds."""
    return (datetime.fromtimestamp(at / MILLISECONDS, UTC) - timedelta(milliseconds=1)).date()
