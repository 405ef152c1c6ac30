"""Who looked at what of a person's, and when: a chain that its subject reads, and that has no content in it."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from trainer.store.base import NO_CHAIN, link
from trainer.store.chain import entries_in
from trainer.store.people.statements import Statements, bytes_in, number_in


class Step(NamedTuple):
    """One entry of somebody's trail."""

    at: int
    """Milliseconds since 1970, UTC."""
    by: str
    """Who did it, by their id."""
    what: str
    """What was done, in a word of `WHAT` in `people/trail.py`."""
    session: str
    """Of which session, or nothing."""


class TrailTables(Statements):
    """The table of trails."""

    def add_step(self, person: str, step: Step) -> None:
        """Add to the trail of `person`; on return it is on disk."""

        def work() -> None:
            rows = self._ask("SELECT version, chain FROM trail WHERE person = ? ORDER BY version DESC LIMIT 1", person)
            version, chain = (number_in(rows[0][0]), bytes_in(rows[0][1])) if rows else (0, NO_CHAIN)
            stored = to_bytes(step)
            self._change(
                "INSERT INTO trail VALUES (?, ?, ?, ?)",
                *(person, version + 1, stored, link(chain, person, version + 1, stored)),
            )

        self._together(work)

    def add_steps(self, steps: Iterable[tuple[str, Step]]) -> None:
        """Add to the trails of several persons, of all or of none."""

        def work() -> None:
            for person, step in steps:
                self.add_step(person, step)

        self._together(work)

    def trail(self, person: str) -> tuple[Step, ...]:
        """Return the trail of `person` in order, its chain verified.

        Raises:
            StoreError: when it was changed, or something was taken out of it.
        """
        rows = self._ask("SELECT version, stored, chain FROM trail WHERE person = ? ORDER BY version", person)
        return tuple(step_of(stored) for stored in entries_in(person, rows))


def to_bytes(step: Step) -> bytes:
    """Return a step as it is kept."""
    return json.dumps(step._asdict(), separators=(",", ":")).encode()


def step_of(stored: bytes) -> Step:
    """Return the step that is kept as `stored`, as far as it is one."""
    read = json.loads(stored)
    return Step(*(read.get(name, kind()) for name, kind in (("at", int), ("by", str), ("what", str), ("session", str))))
