"""Leave in the store: who had which part, what they share with whom, and who is asked.

A session that several persons played is there for a reader once each of them gave leave; until then it is as if nobody
had. What holds at a moment is decided in one place, `HOLDS`, by which every question of a reader goes.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from trainer.people.shares import Scope, Share
from trainer.store.people.plays import LAST_CHARACTER
from trainer.store.people.statements import Row, Statements, bytes_in, number_in, text_in

_SHARE: Final = "share.session, share.person, share.reader, share.scope, share.given, share.until"
_SCOPES: Final = ", ".join(f"'{scope}'" for scope in Scope)
KNOWN: Final = f"scope IN ({_SCOPES})"
"""That how far a share goes can be read; where it cannot, that is no leave, and it is as if it were not there."""
HOLDS: Final = (
    f"share.{KNOWN} AND (share.until = 0 OR share.until > ?) AND (session.persons = 1 OR session.persons = "  # noqa: S608
    "(SELECT count(*) FROM part JOIN share AS own ON own.session = part.session AND own.person = part.person "
    f"WHERE part.session = share.session AND own.reader = share.reader AND own.{KNOWN} "
    "AND (own.until = 0 OR own.until > ?)))"
)
"""That a share holds at a moment, which is given twice: it is not over, and so is that of whoever else was there."""


class Listed(NamedTuple):
    """A share that holds, with what its reader's list says of the session."""

    share: Share
    title: str
    scenario_id: str
    seat: str
    """The part of whose share it is."""
    touched: int
    is_joint: bool


class Asked(NamedTuple):
    """Somebody in the same session would share it with a reader, and asks whether one agrees."""

    session: str
    title: str
    reader: str
    asker: str


class LeaveTables(Statements):
    """The tables of parts, shares and asks."""

    def put_part(self, session: str, seat: str, person: str, now: int) -> bool:
        """Keep that `person` had this part; return False where it is somebody's already, or they had another one.

        They are asked then what others who were in it would share already.
        """

        def work() -> bool:
            is_new = self._change(
                "INSERT INTO part SELECT ?, ?, ? "
                "WHERE NOT EXISTS (SELECT 1 FROM part WHERE session = ? AND person = ?) ON CONFLICT DO NOTHING",
                *(session, seat, person, session, person),
            )
            if is_new:
                self._change(
                    "INSERT INTO ask SELECT session, ?, reader, min(person), 0 FROM share WHERE session = ? "
                    "AND person <> ? AND (until = 0 OR until > ?) GROUP BY session, reader ON CONFLICT DO NOTHING",
                    *(person, session, person, now),
                )
            return bool(is_new)

        return self._together(work)

    def parts(self, session: str) -> dict[str, str]:
        """Return who had which part in `session`, of those who may be known; NOBODY has one whose person left."""
        rows = self._ask("SELECT seat, person FROM part WHERE session = ? ORDER BY seat", session)
        return {text_in(seat): text_in(person) for seat, person in rows}

    def share(self, share: Share, *, scenario: str, month: str, counts: bool, enclosed: Mapping[bytes, bytes]) -> None:
        """Keep `share` with the notes that go with it, in place of the one before for the same reader."""
        whose = (share.session, share.person, share.reader)
        self._change_all(
            (
                *self._withdrawals(*whose),
                (
                    "INSERT INTO share VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    *(*whose, share.scope.value, share.given, share.until, scenario, month, int(counts)),
                ),
                *(
                    ("INSERT INTO enclosed VALUES (?, ?, ?, ?, ?)", *whose, slot, stored)
                    for slot, stored in enclosed.items()
                ),
            )
        )

    def withdraw(self, session: str, person: str, reader: str) -> None:
        """Take a share back, and the notes that went with it; nothing is left of it."""
        self._change_all(self._withdrawals(session, person, reader))

    @staticmethod
    def _withdrawals(session: str, person: str, reader: str) -> tuple[tuple[object, ...], ...]:
        where = "WHERE session = ? AND person = ? AND reader = ?"
        return tuple((f"DELETE FROM {table} {where}", session, person, reader) for table in ("share", "enclosed"))  # noqa: S608

    def shares_of(self, person: str, session: str | None = None) -> tuple[Share, ...]:
        """Return the shares that `person` gave, also those that are over, the last given first."""
        where, values = ("", ()) if session is None else (" AND session = ?", (session,))
        rows = self._ask(
            f"SELECT {_SHARE} FROM share WHERE person = ?{where} AND {KNOWN} ORDER BY given DESC, session, reader",  # noqa: S608
            *(person, *values),
        )
        return tuple(map(_share_of, rows))

    def is_shared(self, session: str, person: str) -> bool:
        """Return whether `person` gave anybody leave to see `session`."""
        where = f"session = ? AND person = ? AND {KNOWN}"
        return bool(self._ask(f"SELECT 1 FROM share WHERE {where} LIMIT 1", session, person))  # noqa: S608

    def share_with(self, session: str, person: str, reader: str, now: int) -> Share | None:
        """Return the share of `person` with `reader` where it holds at `now`."""
        rows = self._ask(
            f"SELECT {_SHARE} FROM share JOIN session USING (session) "  # noqa: S608
            f"WHERE share.session = ? AND share.person = ? AND share.reader = ? AND {HOLDS}",
            *(session, person, reader, now, now),
        )
        return _share_of(rows[0]) if rows else None

    def is_open_to(self, session: str, reader: str, now: int) -> bool:
        """Return whether `session` is there for `reader`: each who had a part gave leave."""
        return bool(
            self._ask(
                f"SELECT 1 FROM share JOIN session USING (session) "  # noqa: S608
                f"WHERE share.session = ? AND share.reader = ? AND {HOLDS} LIMIT 1",
                *(session, reader, now, now),
            )
        )

    def shares_to(  # noqa: PLR0913  what a list is narrowed by
        self,
        reader: str,
        now: int,
        *,
        person: str = "",
        scenario: str = "",
        start: str = "",
        before: tuple[int, str, str] | None = None,
        limit: int = 50,
    ) -> tuple[Listed, ...]:
        """Return what `reader` was given and still holds, the last given first, after the one at `before` if any.

        `start` is how the ids of the sessions begin.
        """
        narrowed = ""
        values: list[object] = []
        for column, value in (("person", person), ("scenario", scenario)):
            if value:
                narrowed += f" AND share.{column} = ?"
                values.append(value)
        if start:
            narrowed += " AND share.session >= ? AND share.session < ?"
            values += [start, start + LAST_CHARACTER]
        if before is not None:
            narrowed += " AND share.given <= ? AND (share.given, share.session, share.person) < (?, ?, ?)"
            values += [before[0], *before]
        rows = self._ask(
            f"SELECT {_SHARE}, session.title, session.scenario_id, session.touched, session.persons, "  # noqa: S608
            "(SELECT min(seat) FROM part WHERE part.session = share.session AND part.person = share.person) "
            f"FROM share JOIN session USING (session) WHERE share.reader = ?{narrowed} AND {HOLDS} "
            "ORDER BY share.given DESC, share.session DESC, share.person DESC LIMIT ?",
            *(reader, *values, now, now, limit),
        )
        return tuple(map(listed_of, rows))

    def sharers(self, reader: str, now: int) -> tuple[str, ...]:
        """Return who shares something with `reader` that they hold now; each is found by one step of an index."""
        rows = self._ask(
            "WITH RECURSIVE each_of (person) AS (SELECT min(person) FROM share WHERE reader = ? UNION ALL "
            "SELECT (SELECT min(person) FROM share WHERE reader = ? AND person > each_of.person) FROM each_of "
            "WHERE each_of.person IS NOT NULL) SELECT person FROM each_of WHERE person IS NOT NULL",
            *(reader, reader),
        )
        persons = (text_in(person) for (person,) in rows)
        return tuple(person for person in persons if self.shares_to(reader, now, person=person, limit=1))

    def enclosed(self, session: str, person: str, reader: str) -> tuple[bytes, ...]:
        """Return the notes that `person` chose to share with `reader`, sealed for them."""
        rows = self._ask(
            "SELECT stored FROM enclosed WHERE session = ? AND person = ? AND reader = ? ORDER BY slot",
            *(session, person, reader),
        )
        return tuple(bytes_in(stored) for (stored,) in rows)

    def forget_enclosed(self, session: str, person: str, slot: bytes) -> None:
        """Take out of every share what `person` enclosed under this name."""
        self._change("DELETE FROM enclosed WHERE session = ? AND person = ? AND slot = ?", session, person, slot)

    def put_reading(self, session: str, person: str, stored: bytes) -> None:
        """Keep how the choices of `person` read, in place of what was kept before; nothing stored deletes it."""
        changes: list[tuple[object, ...]] = [("DELETE FROM reading WHERE session = ? AND person = ?", session, person)]
        if stored:
            changes.append(("INSERT INTO reading VALUES (?, ?, ?)", session, person, stored))
        self._change_all(changes)

    def reading(self, session: str, person: str) -> bytes:
        """Return how the choices of `person` read, where that was kept."""
        rows = self._ask("SELECT stored FROM reading WHERE session = ? AND person = ?", session, person)
        return bytes_in(rows[0][0]) if rows else b""

    def readings(self, reader: str, month: str, now: int, limit: int) -> tuple[tuple[str, bytes], ...]:
        """Return whose and how they read: of a month the newest readings of staff that `reader` holds."""
        rows = self._ask(
            "SELECT share.person, reading.stored FROM share JOIN session USING (session) "  # noqa: S608
            "JOIN reading ON reading.session = share.session AND reading.person = share.person "
            "JOIN person ON person.person = share.person WHERE share.reader = ? AND share.counts = 1 "
            f"AND share.month = ? AND person.kind = 'staff' AND {HOLDS} "
            "ORDER BY share.given DESC LIMIT ?",
            *(reader, month, now, now, limit),
        )
        return tuple((text_in(person), bytes_in(stored)) for person, stored in rows)

    def ask_for_leave(self, session: str, person: str, reader: str, asker: str) -> None:
        """Ask `person` whether they agree; who was asked before is not asked again."""
        self._change("INSERT INTO ask VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING", *(session, person, reader, asker))

    def asks_for(self, person: str) -> tuple[Asked, ...]:
        """Return what `person` is asked and has not answered."""
        rows = self._ask(
            "SELECT ask.session, session.title, ask.reader, ask.asker FROM ask JOIN session USING (session) "
            "WHERE ask.person = ? AND ask.answered = 0 ORDER BY session.touched, ask.session, ask.reader",
            person,
        )
        return tuple(Asked(*map(text_in, row)) for row in rows)

    def answer_ask(self, session: str, person: str, reader: str) -> bool:
        """Keep that `person` answered, not what; return False where they were not asked, or answered before."""
        return bool(
            self._change(
                "UPDATE ask SET answered = 1 WHERE session = ? AND person = ? AND reader = ? AND answered = 0",
                *(session, person, reader),
            )
        )


def listed_of(row: Row) -> Listed:
    """Return a row of what is shared with a reader."""
    return Listed(
        share=_share_of(row[:6]),
        title=text_in(row[6]),
        scenario_id=text_in(row[7]),
        touched=number_in(row[8]),
        is_joint=number_in(row[9]) > 1,
        seat=text_in(row[10]),
    )


def _share_of(row: Row) -> Share:
    session, person, reader, scope, given, until = row
    return Share(
        session=text_in(session),
        person=text_in(person),
        reader=text_in(reader),
        scope=Scope(text_in(scope)),
        given=number_in(given),
        until=number_in(until),
    )
