"""A day, read as people write one and told as people say one."""

import re
from datetime import date
from typing import Final

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HOW_TO_WRITE_A_DAY: Final = "Write a day, as 1 March 2030, or 2030-03-01."
_ISO: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_DOTTED: Final = re.compile(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})")
_DAY_FIRST: Final = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\.|st|nd|rd|th)? (?:of )?(?P<name>[a-z]{3,9})\.?,? (?P<year>[0-9]{4})"
)
_MONTH_FIRST: Final = re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})")


def day_of(text: str) -> date | None:
    """Return the day that `text` says, or None where it says none."""
    said = " ".join(text.lower().split()).rstrip(".")
    for pattern in (_ISO, _DOTTED, _DAY_FIRST, _MONTH_FIRST):
        if found := pattern.fullmatch(said):
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else _month(parts["name"])
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                return None
    return None


def _month(name: str) -> int:
    """Return which month `name` begins, or 0."""
    return next((at for at, month in enumerate(_MONTHS, start=1) if month.lower().startswith(name)), 0)


def told_day(day: date) -> str:
    """Return `day` as it is said, in the same words on every machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def told_review(text: str, today: date) -> str:
    """Return the review date as it reads today: one that has passed was due."""
    day = day_of(text)
    if day is None:
        return text
    return f"Was due on {told_day(day)}." if day < today else f"{told_day(day)}."
