"""Taking out: one session, one person's part in it, or all that there is of a person; the rest stays whole."""

from typing import Final

from trainer.store.people.accounts import sign_ins_as
from trainer.store.people.plays import NOBODY
from trainer.store.people.statements import Statements, number_in, text_in

_OF_A_SESSION: Final = (
    "part",
    "sealed",
    "share",
    "enclosed",
    "reading",
    "ask",
    "remark",
    "rating",
    "key_seen",
    "words",
    "event",
    "session",
)
_OF_A_PART: Final = ("sealed", "share", "enclosed", "reading", "ask", "remark", "rating", "key_seen")


class RemovalTables(Statements):
    """How rows go."""

    def delete_session(self, session: str) -> None:
        """Delete `session` with all that was typed, shared and written on it; nothing happens where there is none."""

        def work() -> None:
            for table in (*_OF_A_SESSION[:-2], *self._own_tables()):
                self._change(f"DELETE FROM {table} WHERE session = ?", session)  # noqa: S608  names that stand above
            digests = self._ask("SELECT scenario FROM session WHERE session = ?", session)
            for table in _OF_A_SESSION[-2:]:
                self._change(f"DELETE FROM {table} WHERE session = ?", session)  # noqa: S608
            for (digest,) in digests:
                self._change(
                    "DELETE FROM scenario WHERE digest = ? AND NOT EXISTS (SELECT 1 FROM session WHERE scenario = ?)",
                    *(digest, digest),
                )

        self._together(work)

    def _own_tables(self) -> tuple[str, ...]:
        """Return further tables that have rows of a session."""
        return ()

    def leave_session(self, session: str, person: str) -> None:
        """Take `person` out of a session that others were in: their part is nobody's for good, the talk stays whole.

        When the last one leaves, it goes.
        What they told everybody afterwards is no event's text any more; its digest stays in the log.
        """

        def work() -> None:
            seats = [
                text_in(seat)
                for (seat,) in self._ask("SELECT seat FROM part WHERE session = ? AND person = ?", session, person)
            ]
            for version in self._told_by(session, seats):
                self._change("DELETE FROM words WHERE session = ? AND version = ?", session, version)
            for table in _OF_A_PART:
                self._change(f"DELETE FROM {table} WHERE session = ? AND person = ?", session, person)  # noqa: S608
            self._change("UPDATE part SET person = ? WHERE session = ? AND person = ?", NOBODY, session, person)
            self._change("UPDATE session SET opener = '' WHERE session = ? AND opener = ?", session, person)
            is_somebodys = (
                "SELECT 1 FROM session WHERE session = ? AND (opener <> '' OR EXISTS (SELECT 1 FROM part "
                "WHERE part.session = session.session AND part.person <> ?))"
            )
            if not self._ask(is_somebodys, session, NOBODY):
                self.delete_session(session)  # there is nobody left who could

        self._together(work)

    def _told_by(self, session: str, seats: list[str]) -> list[int]:
        """Return the versions of the events in which one of `seats` told something to all."""
        from trainer.engine.events import ToldAfterwards  # noqa: PLC0415  only who leaves needs it
        from trainer.store.codec import from_bytes  # noqa: PLC0415

        told = []
        for version, stored in self._ask(
            "SELECT event.version, event.stored FROM words JOIN event ON event.session = words.session "
            "AND event.version = words.version WHERE words.session = ?",
            session,
        ):
            event = from_bytes(bytes(stored) if isinstance(stored, bytes | memoryview) else b"").event
            if isinstance(event, ToldAfterwards) and event.by in seats:
                told.append(number_in(version))
        return told

    def sessions_with(self, person: str) -> tuple[tuple[str, bool], ...]:
        """Return the sessions in which `person` had a part, and of each whether others had one too."""
        rows = self._ask(
            "SELECT DISTINCT session.session, session.persons FROM part JOIN session USING (session) "
            "WHERE part.person = ? ORDER BY session.session",
            person,
        )
        return tuple((text_in(session), number_in(persons) > 1) for session, persons in rows)

    def erase(self, person: str) -> None:
        """Take out all that there is of `person`: plays alone, private text, account and keys; others' plays stay.

        In others' trails they stay an id that leads to nobody.
        """

        def work() -> None:
            for session, is_joint in self.sessions_with(person):
                if is_joint:
                    self.leave_session(session, person)
                else:
                    self.delete_session(session)
            for table in (*_OF_A_PART, "trail", "code", "credential"):
                self._change(f"DELETE FROM {table} WHERE person = ?", person)  # noqa: S608  names that stand above
            for column, tables in (
                ("reader", ("share", "enclosed", "ask", "remark", "key_seen")),
                ("asker", ("ask",)),
                ("author", ("remark",)),
                ("rater", ("rating",)),
                ("opener", ("room",)),
            ):
                for table in tables:
                    self._change(f"DELETE FROM {table} WHERE {column} = ?", person)  # noqa: S608
            for (opened,) in self._ask("SELECT session FROM session WHERE opener = ? AND persons > 1", person):
                self.leave_session(text_in(opened), person)
            self._let_go_of_papers(person)
            self._change("UPDATE session SET opener = '' WHERE opener = ?", person)
            self._change("DELETE FROM setting WHERE name LIKE ?", f"%/{person}")
            self._change("DELETE FROM attempt WHERE whose LIKE ?", f"% {person}")
            for (called,) in self._ask("SELECT called FROM person WHERE person = ?", person):
                self._change("DELETE FROM attempt WHERE whose = ?", sign_ins_as(text_in(called)))
            self._change("DELETE FROM person WHERE person = ?", person)

        self._together(work)

    def _let_go_of_papers(self, person: str) -> None:
        """Take out that `person` has papers, and whole those that nobody else has."""
        held = self._ask("SELECT paper FROM holder WHERE person = ?", person)
        self._change("DELETE FROM holder WHERE person = ?", person)
        for (paper,) in held:
            if not self._ask("SELECT 1 FROM holder WHERE paper = ?", paper):
                for table in ("paper", "party"):
                    self._change(f"DELETE FROM {table} WHERE paper = ?", paper)  # noqa: S608
