"""Times of the store as text: always in UTC, so that an export is the same on every machine."""

from datetime import UTC, datetime, timedelta
from typing import Final

_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = 253_402_300_799_999
"""The end of the year 9999, after which no text form goes on."""


def _moment(at: int) -> datetime:
    return _BEGINNING + timedelta(milliseconds=min(max(at, 0), _LAST))


def stamp(at: int) -> str:
    """Return `at`, in milliseconds since 1970, as programs exchange times: `2026-11-01T09:30:00.250Z`."""
    return _moment(at).strftime("%Y-%m-%dT%H:%M:%S.") + f"{_moment(at).microsecond // 1000:03d}Z"


def cell(at: int) -> str:
    """Return `at` as a spreadsheet reads a time: `2026-11-01 09:30:00`."""
    return f"{_moment(at):%Y-%m-%d %H:%M:%S}"
