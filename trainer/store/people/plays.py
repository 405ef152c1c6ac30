"""Whose plays are whose: the list of sessions of one person, found without going through those of others."""

from typing import Final

from trainer.errors import UnknownSession
from trainer.store.base import Summary
from trainer.store.people.statements import Statements, text_in
from trainer.store.rows import only_one, readable, summary_of
from trainer.text import clean

SELECT_SUMMARY: Final = (
    "SELECT session, scenario_id, scenario, title, seats, phase, origin, room, own, replies, version, began, touched, "
    "shared, number FROM session"
)
LAST_CHARACTER: Final = "\U0010ffff"
"""Comes after every character that an id has, so that ids with one beginning are found by their order."""
NOBODY: Final = ""
"""Who has a part that its person left: it is taken by nobody else, who would give leave for them."""
_MINE: Final = "(EXISTS (SELECT 1 FROM part WHERE part.session = session.session AND part.person = ?) OR opener = ?)"


class PlayTables(Statements):
    """Sessions by whose they are."""

    def sessions_of(self, person: str) -> tuple[Summary, ...]:
        """Return the sessions in which `person` had a part, the one last touched first."""
        rows = self._ask(
            f"{SELECT_SUMMARY} WHERE session IN (SELECT session FROM part WHERE person = ?) "  # noqa: S608
            "ORDER BY sequence DESC, session",
            person,
        )
        return tuple(summary_of(readable(row)) for row in rows)

    def summary_of(self, person: str, session: str) -> Summary:
        """Return the one session that `person` had a part in, or opened for others, and whose id starts so.

        Raises:
            UnknownSession: when there is none, or more than one.
        """
        start = clean(session)
        rows = self._ask(
            f"{SELECT_SUMMARY} WHERE session >= ? AND session < ? AND {_MINE} LIMIT 2",
            *(start, start + LAST_CHARACTER, person, person),
        )
        return summary_of(readable(only_one(rows, start)))

    def is_mine(self, person: str, session: str) -> bool:
        """Return whether `person` had a part in `session`, or opened it for others."""
        return bool(self._ask(f"SELECT 1 FROM session WHERE session = ? AND {_MINE}", session, person, person))  # noqa: S608

    def is_opener(self, person: str, session: str) -> bool:
        """Return whether `person` began `session`."""
        return bool(self._ask("SELECT 1 FROM session WHERE session = ? AND opener = ?", session, person))

    def any_summary(self, session: str) -> Summary:
        """Return the session with exactly this id, whosever it is.

        Raises:
            UnknownSession: when there is none.
        """
        rows = self._ask(f"{SELECT_SUMMARY} WHERE session = ?", session)
        if not rows:
            raise UnknownSession(
                f"There is no session that starts with “{clean(session)}”. `trainer sessions` lists them."
            )
        return summary_of(readable(rows[0]))

    def rooms_of(self, person: str) -> tuple[str, ...]:
        """Return the rooms that `person` opened, the first one first."""
        return tuple(
            text_in(room) for (room,) in self._ask("SELECT room FROM room WHERE opener = ? ORDER BY number", person)
        )

    def is_room_of(self, person: str, room: str) -> bool:
        """Return whether `room` is nobody else's: `person` opened it, or it is not there yet."""
        return not self._ask("SELECT 1 FROM room WHERE room = ? AND opener <> ?", room, person)

    def own_room(self, person: str, room: str) -> None:
        """Keep that `room`, which was just kept, was opened by `person`."""
        self._change("UPDATE room SET opener = ? WHERE room = ? AND opener = ''", person, room)
