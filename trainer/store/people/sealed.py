"""Private text in the store: encrypted before it comes here, under names that tell nobody what it is about."""

from typing import NamedTuple

from trainer.store.people.statements import Statements, bytes_in, number_in, text_in


class Sealed(NamedTuple):
    """One text that only its writer can read."""

    session: str
    slot: bytes
    stored: bytes
    sequence: int


class SealedTables(Statements):
    """The table of private text."""

    def put_sealed(self, person: str, session: str, slot: bytes, kind: str, stored: bytes) -> None:
        """Keep a text of `person`, in place of the one under the same name; nothing stored deletes it."""

        def work() -> None:
            rows = self._ask(
                "SELECT coalesce(max(sequence), 0) FROM sealed WHERE person = ? AND kind = ?", person, kind
            )
            self._change("DELETE FROM sealed WHERE person = ? AND session = ? AND slot = ?", person, session, slot)
            if stored:
                self._change(
                    "INSERT INTO sealed VALUES (?, ?, ?, ?, ?, ?)",
                    *(person, session, slot, kind, number_in(rows[0][0]) + 1, stored),
                )

        self._together(work)

    def sealed(self, person: str, kind: str, session: str | None = None) -> tuple[Sealed, ...]:
        """Return the texts of `person` of one kind, on one session or all, in the order of writing."""
        where, values = ("", ()) if session is None else (" AND session = ?", (session,))
        rows = self._ask(
            f"SELECT session, slot, stored, sequence FROM sealed WHERE person = ? AND kind = ?{where} "  # noqa: S608
            "ORDER BY sequence",
            *(person, kind, *values),
        )
        return tuple(
            Sealed(text_in(session), bytes_in(slot), bytes_in(stored), number_in(sequence))
            for session, slot, stored, sequence in rows
        )

    def latest_sealed(self, person: str, kind: str) -> Sealed | None:
        """Return the text of `person` of this kind that was written last."""
        rows = self._ask(
            "SELECT session, slot, stored, sequence FROM sealed WHERE person = ? AND kind = ? "
            "ORDER BY sequence DESC LIMIT 1",
            *(person, kind),
        )
        return next((Sealed(text_in(r[0]), bytes_in(r[1]), bytes_in(r[2]), number_in(r[3])) for r in rows), None)
