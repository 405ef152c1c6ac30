"""What a person and their reader write each other on a session, and how a reader rates what was chosen in it."""

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from trainer.errors import StoreError
from trainer.store.people.statements import Row, Statements, number_in, text_in
from trainer.text import clean

_LEVELS: Final = range(-2, 3)


class Remark(NamedTuple):
    """One text in the conversation of a person with one reader."""

    id: str
    session: str
    person: str
    """Whose session it is on."""
    reader: str
    author: str
    """One of the two."""
    place: str
    """What it is on: the position of a reply in the log as a number, or nothing for the whole."""
    text: str
    at: int


class Rating(NamedTuple):
    """How a reader rates one reply, on the anchors that the key is written on."""

    session: str
    person: str
    position: int
    rater: str
    levels: Mapping[str, int]
    """From -2 to 2, by practice."""


class TalkTables(Statements):
    """The tables of remarks and ratings."""

    def put_remark(self, remark: Remark) -> None:
        """Keep a remark; one that is there already under this id stays as it is."""
        self._change(
            "INSERT INTO remark SELECT ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(sequence), 0) + 1 FROM remark "
            "WHERE session = ? ON CONFLICT DO NOTHING",
            *(*remark[:6], remark.text.encode(), remark.at, remark.session),
        )

    def remarks(self, session: str, person: str, reader: str = "") -> tuple[Remark, ...]:
        """Return what `person` and `reader`, or each of their readers, wrote each other on `session`, in order."""
        where, values = (" AND reader = ?", (reader,)) if reader else ("", ())
        rows = self._ask(
            "SELECT remark, session, person, reader, author, place, text, at FROM remark "  # noqa: S608
            f"WHERE session = ? AND person = ?{where} ORDER BY sequence, at, remark",
            *(session, person, *values),
        )
        return tuple(map(_remark_of, rows))

    def remark(self, remark: str) -> Remark | None:
        """Return the remark with this id."""
        rows = self._ask(
            "SELECT remark, session, person, reader, author, place, text, at FROM remark WHERE remark = ?", remark
        )
        return _remark_of(rows[0]) if rows else None

    def delete_remark(self, remark: str) -> None:
        """Delete a remark; nothing is left of it."""
        self._change("DELETE FROM remark WHERE remark = ?", remark)

    def put_rating(self, rating: Rating) -> bool:
        """Keep a rating; return False where this rater rated the reply before, which stays as it is."""
        return bool(
            self._change(
                "INSERT INTO rating VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                *(rating.session, rating.person, rating.position, rating.rater),
                json.dumps(dict(rating.levels), separators=(",", ":"), sort_keys=True).encode(),
            )
        )

    def ratings(self, session: str, person: str) -> tuple[Rating, ...]:
        """Return the ratings of what `person` chose in `session`, of those who may be seen.

        Raises:
            StoreError: when one of them is damaged.
        """
        rows = self._ask(
            "SELECT session, person, position, rater, stored FROM rating WHERE session = ? AND person = ? "
            "ORDER BY position, rater",
            *(session, person),
        )
        return tuple(map(_rating_of, rows))

    def see_key(self, session: str, person: str, reader: str) -> None:
        """Keep that `reader` saw how the choices read, so that no rating of theirs is blind from now on."""
        self._change("INSERT INTO key_seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING", *(session, person, reader))

    def has_seen_key(self, session: str, person: str, reader: str) -> bool:
        """Return whether `reader` saw how the choices read."""
        return bool(
            self._ask(
                "SELECT 1 FROM key_seen WHERE session = ? AND person = ? AND reader = ?", *(session, person, reader)
            )
        )


def _rating_of(row: Row) -> Rating:
    session, person, position, rater, stored = row
    try:
        levels = json.loads(text_in(stored))
    except (ValueError, RecursionError):
        levels = None
    if not isinstance(levels, dict) or not all(type(level) is int and level in _LEVELS for level in levels.values()):
        raise StoreError(
            f"A second reading of session {text_in(session)} is damaged in the store, so none of its readings can be "
            "told. What was played is not touched by that; a backup may hold it whole."
        )
    return Rating(text_in(session), text_in(person), number_in(position), text_in(rater), levels)


def _remark_of(row: Row) -> Remark:
    remark, session, person, reader, author, place, text, at = row
    return Remark(
        id=text_in(remark),
        session=text_in(session),
        person=text_in(person),
        reader=text_in(reader),
        author=text_in(author),
        place=text_in(place),
        text=clean(text_in(text)),
        at=number_in(at),
    )
