"""The tables of people on a PostgreSQL server; what no person's connection may do itself is asked of its functions."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from psycopg.pq import TransactionStatus

from trainer.people.person import Person
from trainer.store.people import PeopleTables
from trainer.store.people.accounts import Credential, Greeting, Opened, Waits, person_of
from trainer.store.people.leave import Listed, listed_of
from trainer.store.people.plays import LAST_CHARACTER
from trainer.store.people.statements import bytes_in, number_in, text_in
from trainer.store.people.trail import Step
from trainer.store.postgres_entry import PostgresEntry

_PERSON_FROM: Final = "SELECT person, name, kind, roles, unit, standing, began, public FROM"

T = TypeVar("T")


class PostgresPeople(PostgresEntry, PeopleTables):
    """Statements on people, done on a server whose rules hold for them."""

    def _ask(self, query: str, *values: object) -> list[tuple[object, ...]]:
        asked = query.replace("%", "%%").replace("?", "%s")
        if self._is_together:
            return self._run(asked, values).fetchall()
        return self._rows(asked, *values)

    def _change(self, query: str, *values: object) -> int:
        changed = query.replace("%", "%%").replace("?", "%s")
        if self._is_together:
            return self._run(changed, values).rowcount
        return self._together(lambda: self._run(changed, values).rowcount)

    def _together(self, work: Callable[[], T]) -> T:
        if self._is_together:
            return work()

        def kept() -> T:
            with self._transaction("people"):
                return work()

        return self._lasting(kept)

    @property
    def _is_together(self) -> bool:
        """Whether a transaction is open, in which everything that is done is kept together."""
        return self._connection.pgconn.transaction_status == TransactionStatus.INTRANS

    def _call(self, call: str, *values: object) -> object:
        """Return what a function of the server returns, others being told that something may have changed."""
        return self._together(lambda: self._ask(f"SELECT {call}", *values))[0][0]

    def has_people(self) -> bool:
        """Return whether this store has accounts, so that one signs in to it."""
        return self._has_rules and self._ask("SELECT has_people()") == [(True,)]

    def begin_people(self, app_role: str = "") -> None:
        """Let the server hold the rules of sharing from now on, and persons' programs connect as `app_role`.

        Raises:
            UsageError: when rules would not hold for who is connected, or for `app_role`; nothing was changed.
        """
        self._rule_from_now_on(app_role)

    def supervisors(self) -> tuple[Person, ...]:
        """Return whom a session can be shared with, by name."""
        return tuple(map(person_of, self._ask(f"{_PERSON_FROM} supervisors()")))

    def _follow_kind(self, before: Person | None, after: Person, now: int) -> None:
        """Do nothing: the server itself does so, since nobody else may change what somebody shares."""

    def rename(self, person: str, name: str, called: str) -> bool:
        """Keep what `person` is called from now on; return False where somebody else is called so."""
        return self._call("rename(?, ?, ?)", person, name, called) is True

    def credential(self, person: str) -> bytes:  # noqa: ARG002  nobody else's are given
        """Return the locked keys of who is signed in."""
        return bytes_in(self._ask("SELECT my_lock()")[0][0])

    def put_credential(self, person: str, credential: Credential) -> None:  # noqa: ARG002  likewise
        """Keep the locked keys of who is signed in in place of those before; whoever else is signed in so is out."""
        self._call("put_lock(?, ?, ?, ?)", credential.proof, credential.recovery, credential.stored, credential.public)

    def greeting(self, called: str) -> Greeting:
        """Return what a proof for who is called so is made with; it does not tell whether there is anybody."""
        salt, recovery_salt, parameters = self._ask("SELECT * FROM greeting(?)", called)[0]
        return Greeting(b64decode(text_in(salt)), b64decode(text_in(recovery_salt)), json.loads(text_in(parameters)))

    def sign_in(
        self,
        called: str,
        proof: bytes,
        now: int,  # noqa: ARG002  what counts is the server's clock
        *,
        is_recovery: bool = False,
    ) -> Person | Waits | None:
        """Return who is called so, where `proof` is theirs; from now on this connection is theirs."""
        found = self._sign_in(called, proof, is_recovery=is_recovery)
        return self.person(found) if isinstance(found, str) else found

    def wait(self, whose: str, now: int) -> int:  # noqa: ARG002  likewise
        """Return how many milliseconds the next try of who is signed in must wait."""
        return number_in(self._ask("SELECT my_wait(?)", whose)[0][0])

    def count_try(self, whose: str, now: int) -> None:  # noqa: ARG002  likewise
        """Count a try of who is signed in that went wrong."""
        self._call("count_mine(?)", whose)

    def forget_tries(self, whose: str) -> None:
        """Do nothing: signing in forgets them, and nobody else may."""

    def put_code(self, digest: bytes, purpose: str, person: str, about: str, until: int) -> None:
        """Keep a code of `person`, in place of those before for the same purpose and thing."""
        self._call("put_code(?, ?, ?, ?, ?)", digest, purpose, person, about, until)

    def open_code(self, digest: bytes, now: int) -> Opened | None:  # noqa: ARG002  what counts is the server's clock
        """Return whose account a code is for, without using it up."""
        rows = self._ask(f"{_PERSON_FROM} open_code(?)", digest)
        if not rows:
            return None
        return Opened(person_of(rows[0]), bytes_in(self._ask("SELECT lock_of_code(?)", digest)[0][0]))

    def enrol(
        self,
        digest: bytes,
        credential: Credential,
        now: int,  # noqa: ARG002  likewise
        proof: bytes = b"",
    ) -> Person | None:
        """Use up a code of an account and keep the keys that its person locked; None where it is no code any more."""
        kept = (credential.proof, credential.recovery, credential.stored, credential.public)
        rows = self._together(lambda: self._ask(f"{_PERSON_FROM} enrol(?, ?, ?, ?, ?, ?)", digest, *kept, proof))
        return person_of(rows[0]) if rows else None

    def take_code(self, digest: bytes, purpose: str, now: int) -> tuple[str, str] | None:  # noqa: ARG002  likewise
        """Use up a code for `purpose`; return whose it was and what it is about, or None where it is none any more.

        With the code of a part who is signed in has that part, where it was nobody's.
        """
        rows = self._together(lambda: self._ask("SELECT whose, what FROM take_code(?, ?)", digest, purpose))
        return (text_in(rows[0][0]), text_in(rows[0][1])) if rows else None

    def put_part(self, session: str, seat: str, person: str, now: int) -> bool:
        """Return whether `person` has this part; a code gave it to them, or they opened the session in it."""
        if self.parts(session).get(seat) == person:
            return True
        return super().put_part(session, seat, person, now)

    def hold_paper(self, paper: str, person: str) -> None:
        """Keep that who is signed in has `paper`; nothing happens where they had it, by a code for instance."""
        if not self.holds_paper(paper, person):
            super().hold_paper(paper, person)

    def own_room(self, person: str, room: str) -> None:
        """Do nothing: the server itself notes who a room is kept by first."""

    def is_open_to(self, session: str, reader: str, now: int) -> bool:  # noqa: ARG002  likewise
        """Return whether `session` is there for `reader`: each who had a part gave leave."""
        return self._ask("SELECT is_open_to(?, ?)", session, reader) == [(True,)]

    def shares_to(  # noqa: PLR0913  what a list is narrowed by
        self,
        reader: str,  # noqa: ARG002  nobody but who is signed in
        now: int,  # noqa: ARG002  what counts is the server's clock
        *,
        person: str = "",
        scenario: str = "",
        start: str = "",
        before: tuple[int, str, str] | None = None,
        limit: int = 50,
    ) -> tuple[Listed, ...]:
        """Return what who is signed in was given and holds, the last given first, after the one at `before` if any."""
        narrowed = (person, scenario, start, start + LAST_CHARACTER)
        rows = self._ask(
            "SELECT * FROM shared_with_me(?, ?, ?, ?, ?, ?, ?, ?)", *narrowed, *(before or (None, "", "")), limit
        )
        return tuple(map(listed_of, rows))

    def sharers(self, reader: str, now: int) -> tuple[str, ...]:  # noqa: ARG002  likewise
        """Return who shares something with who is signed in that they hold now."""
        return tuple(text_in(person) for (person,) in self._ask("SELECT sharers()"))

    def readings(self, reader: str, month: str, now: int, limit: int) -> tuple[tuple[str, bytes], ...]:  # noqa: ARG002
        """Return whose and how they read: of a month the newest readings of staff that who is signed in holds."""
        rows = self._ask("SELECT whose, what FROM readings(?, ?)", month, limit)
        return tuple((text_in(person), bytes_in(stored)) for person, stored in rows)

    def add_step(self, person: str, step: Step) -> None:
        """Add to the trail of `person`, as who is signed in where it is another's; on return it is on disk."""
        self._call("add_step(?, ?, ?, ?, ?)", person, step.at, step.by, step.what, step.session)

    def add_steps(self, steps: Iterable[tuple[str, Step]]) -> None:
        """Add to the trails of several persons, of all or of none; in one order, so that nobody waits for ever."""
        super().add_steps(sorted(steps, key=lambda step: step[0]))

    def delete_session(self, session: str) -> None:
        """Delete `session` with all that was typed, shared and written on it; nothing happens where there is none."""
        if self._has_rules:
            self._call("leave_session(?)", session)
        else:
            super().delete_session(session)

    def leave_session(self, session: str, person: str) -> None:  # noqa: ARG002  nobody takes out another
        """Take who is signed in out of a session that others were in: their part is nobody's, the talk stays whole."""
        self._call("leave_session(?)", session)

    def erase(self, person: str) -> None:
        """Take out all that there is of `person`: plays alone, private text, account and keys; others' plays stay."""
        self._call("erase(?)", person)

    def compact(self) -> None:
        """Let the server clean those tables that are this name's.

        The others are cleaned by the server itself in time; what its journal and backups hold is in its keeper's hands.
        """
        owned = self._rows(
            "SELECT string_agg(format('%%I.%%I', schemaname, tablename), ', ') FROM pg_tables "
            "WHERE schemaname = 'dialogue_trainer' AND pg_has_role(tableowner, 'MEMBER')"
        )[0][0]
        if owned:
            self._lasting(lambda: self._run(f"VACUUM {owned}"))
