"""How long plays are kept: so many months after they were last touched, and a month from when the person was told."""

import calendar
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from trainer.errors import UsageError
from trainer.store.base import Store, Summary

MONTHS: Final = "retention-months"
"""The setting that says for how many months; nothing for no end."""
NOTICE: Final = "retention-notice"
"""The setting that says since when a person knows of which plays that they go, as JSON."""
NOTICE_MILLISECONDS: Final = 30 * 24 * 3600 * 1000
LONGEST: Final = 1200
NEVER: Final = 253_402_300_799_999
"""The last millisecond of the year 9999."""
_THOUSAND: Final = 1000


class Swept(NamedTuple):
    """What became of plays whose time is over."""

    deleted: int
    going: tuple[Summary, ...]
    """Those that go within a month, or once a month has passed since it was told."""


def months_of(store: Store) -> int:
    """Return for how many months plays are kept, or 0 where there is no end."""
    kept = store.setting(MONTHS)
    return int(kept) if kept.isascii() and kept.isdecimal() and 0 < int(kept) <= LONGEST else 0


def keep_for(store: Store, months: int) -> None:
    """Keep plays for so many months from now on, or without end for 0.

    Raises:
        UsageError: when that is no number of months.
        StoreError: when who asks may not set it.
    """
    if not 0 <= months <= LONGEST:
        raise UsageError(f"Plays are kept for 1 to {LONGEST} months, or without end: --off")
    store.put_setting(MONTHS, str(months) if months else "")
    if not months:
        store.put_setting(NOTICE, "")


def kept_until(touched: int, months: int) -> int:
    """Return until when a play is kept that was last touched at `touched`, in milliseconds since 1970, UTC.

    Calendar months later at the same time of day; where that month is shorter, on its last day. A time that no calendar
    has comes of damage, for which nothing is deleted.
    """
    try:
        at = datetime.fromtimestamp(touched / _THOUSAND, UTC)
        number = at.year * 12 + at.month - 1 + months
        year, month = number // 12, number % 12 + 1
        day = min(at.day, calendar.monthrange(year, month)[1])
        moved = at.replace(year=year, month=month, day=day)
    except (ValueError, OverflowError, OSError):
        return NEVER
    return int(moved.timestamp()) * _THOUSAND + touched % _THOUSAND


def going(summaries: Iterable[Summary], now: int, months: int) -> tuple[Summary, ...]:
    """Return the plays whose time is over at `now`, or will be within a month, the first to go first."""
    found = [each for each in summaries if months and kept_until(each.touched, months) <= now + NOTICE_MILLISECONDS]
    return tuple(sorted(found, key=lambda each: (each.touched, each.session)))


def sweep(store: Store, now: int) -> Swept:
    """Delete the plays of this person whose time is over, where they were told a month ago; else they are told now.

    Raises:
        StoreError: when the store cannot be read or written.
    """
    months = months_of(store)
    found = going(store.sessions(), now, months) if months else ()
    if not found:
        if store.setting(NOTICE):
            store.put_setting(NOTICE, "")
        return Swept(0, ())
    noticed = _noticed(store)
    over = tuple(
        each
        for each in found
        if kept_until(each.touched, months) <= now and now - noticed.get(each.session, now) >= NOTICE_MILLISECONDS
    )
    for each in over:
        store.delete_session(each.session)
    gone = 0
    if over:
        store.compact()
        # On a server without accounts others' plays are listed too, and are not this person's to delete.
        gone = len({each.session for each in over} - {each.session for each in store.sessions()})
    left = tuple(each for each in found if each not in over)
    store.put_setting(NOTICE, json.dumps({each.session: noticed.get(each.session, now) for each in left}))
    return Swept(gone, left)


def _noticed(store: Store) -> dict[str, int]:
    """Return since when the person knows of which plays that they go; what is damaged was not told."""
    try:
        read = json.loads(store.setting(NOTICE) or "{}")
    except ValueError:
        return {}
    return {session: at for session, at in read.items() if isinstance(at, int)} if isinstance(read, dict) else {}


def told(swept: Swept, months: int) -> str:
    """Return what a person is told of plays that went or will go, or nothing."""
    sentences = []
    if swept.deleted:
        plays = "1 play" if swept.deleted == 1 else f"{swept.deleted} plays"
        sentences.append(f"{plays} went: plays are kept for {months} months here.")
    if swept.going:
        first = kept_until(swept.going[0].touched, months)
        plays = "1 play goes" if len(swept.going) == 1 else f"{len(swept.going)} plays go"
        day = f"{datetime.fromtimestamp(first / _THOUSAND, UTC):%d %b %Y}"
        sentences.append(
            f"{plays} from {day} on, not before a month from when you read this first. What you want to keep: "
            "trainer export --mine"
        )
    return " ".join(sentences)
