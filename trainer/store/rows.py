"""Rows of a store's tables as values; what is damaged in one row hides no other."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from trainer.engine.state import Phase
from trainer.errors import StoreError, UnknownSession
from trainer.store.base import Note, SessionId, Summary
from trainer.text import clean, clean_line

_UNKNOWN: Final = "?"

Row = tuple[object, ...]


def readable(row: Row) -> Row:
    """Return `row` with its bytes as text, as far as they are any."""
    return tuple(value.decode(errors="replace") if isinstance(value, bytes) else value for value in row)


def only_one(rows: Sequence[Row], start: str) -> Row:
    """Return the one of `rows`, which are sessions whose ids begin with `start`.

    Raises:
        UnknownSession: when there is none, or more than one.
    """
    if len(rows) != 1 or not start:
        what = "More than one session starts" if len(rows) > 1 else "There is no session that starts"
        raise UnknownSession(f"{what} with “{start}”. `trainer sessions` lists them.")
    return rows[0]


def pinned_text(digest: str, text: object) -> str:
    """Return the `text` that is kept for `digest`, where there is one and it is that one.

    Raises:
        StoreError: when it is missing or damaged.
    """
    if text is None:
        raise StoreError("The text of this session's scenario is missing from the store.")
    if sha256(str(text).encode()).hexdigest() != digest:
        raise StoreError(
            "The text of this session's scenario was damaged in the store, so it cannot be gone on with. Other "
            "scenarios are not touched by that; a backup may hold this one whole."
        )
    return str(text)


def summary_of(row: Row) -> Summary:
    """Return a row of the list of sessions; what is damaged in it is shown as unknown."""
    session, scenario_id, scenario, title, seats, phase, origin, room, own, *numbers = row
    replies, version, began, touched, shared, number = map(_number, numbers)
    return Summary(
        session=SessionId(_text(session)),
        scenario_id=_text(scenario_id),
        scenario=_text(scenario),
        title=_text(title),
        seats=_seats(seats),
        phase=Phase(phase) if isinstance(phase, str) and phase in set(Phase) else Phase.PAUSED,
        replies=replies,
        version=version,
        began=began,
        touched=touched,
        origin=_name(origin),
        room=_name(room),
        own=_name(own),
        shared=shared,
        number=number,
    )


def note_of(row: Row) -> Note | None:
    """Return a row of the notes, its texts given as bytes, or None where nobody can tell what it says."""
    *texts, at, sequence = row
    try:
        session, about, text = (str(value, "utf-8") for value in texts if isinstance(value, bytes))
    except ValueError:
        return None
    return Note(
        session=SessionId(clean_line(session)),
        about=clean_line(about),
        text=clean(text),
        at=_number(at),
        sequence=_number(sequence),
    )


def _name(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def _text(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else _UNKNOWN


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _seats(value: object) -> tuple[str, ...]:
    try:
        listed = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        listed = None
    names = listed if isinstance(listed, list) else ()
    return tuple(clean_line(name) for name in names if isinstance(name, str)) or (_UNKNOWN,)
