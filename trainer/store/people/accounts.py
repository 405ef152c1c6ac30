"""Accounts in the store: who there is, how they prove who they are, and the codes that let them choose a passphrase."""

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from trainer.errors import StoreError
from trainer.people.person import Kind, Person, Role, Standing
from trainer.people.trail import What
from trainer.store.people.leave import KNOWN
from trainer.store.people.statements import Row, bytes_in, number_in, text_in
from trainer.store.people.trail import Step, TrailTables
from trainer.text import clean_line
from trainer.vault import PARAMETERS, Lock, Unreadable

FREE_TRIES: Final = 5
FIRST_WAIT: Final = 30_000
"""Milliseconds to wait after the tries that are free; each further one doubles it."""
LONGEST_WAIT: Final = 15 * 60_000
WAIT_DOUBLINGS: Final = 6
_SALT_BYTES: Final = 16
KEYS_DAMAGED: Final = (
    "The keys of this account are damaged in the store, so nobody can sign in to it. Nothing was changed. A backup may "
    "hold them whole; or an administrator makes a code for a new passphrase, and what was locked is lost: trainer "
    "people reset NAME"
)
_PERSON: Final = "SELECT person, name, kind, roles, unit, standing, began, public FROM person"
OF_NOBODY: Final = "of-nobody"
"""The setting from which salts of those who are not there are made, the same ones each time."""


def was_patient(person: str) -> str:
    """Return the setting that says until when `person` was a patient, in milliseconds; no score of before is shown."""
    return f"was-patient/{person}"


@dataclass(frozen=True, slots=True)
class Credential:
    """What a store keeps so that somebody can prove who they are and unlock what is theirs."""

    proof: bytes
    """The digest of what the passphrase proves."""
    recovery: bytes
    """The digest of what the recovery code proves."""
    stored: bytes
    """The locked keys."""
    public: bytes


class Waits(NamedTuple):
    """Too many tries went wrong; nothing was looked at."""

    milliseconds: int


class Opened(NamedTuple):
    """What a code of an account opens."""

    person: Person
    stored: bytes
    """The locked keys that are there already, or nothing."""


class Greeting(NamedTuple):
    """What a proof is made with, before anybody has proved anything."""

    salt: bytes
    recovery_salt: bytes
    parameters: Mapping[str, int]

    @classmethod
    def of(cls, stored: bytes) -> "Greeting":
        """Return the part of locked keys that may be known to whoever asks.

        Raises:
            StoreError: when they are damaged.
        """
        lock = lock_in(stored)
        return cls(lock.salt, lock.recovery_salt, lock.parameters)

    @classmethod
    def made_up(cls, secret: str, called: str) -> "Greeting":
        """Return what looks like any other, for who is not there."""
        salts = hmac.digest(secret.encode(), called.encode(), "sha256")
        return cls(salts[:_SALT_BYTES], salts[_SALT_BYTES:], PARAMETERS)


def lock_in(stored: bytes) -> Lock:
    """Return the locked keys that are kept as `stored`.

    Raises:
        StoreError: when they are damaged, so that nothing can be proved or unlocked with them.
    """
    try:
        return Lock.from_bytes(stored)
    except Unreadable as error:
        raise StoreError(KEYS_DAMAGED) from error


class AccountTables(TrailTables):
    """The tables of accounts."""

    def has_people(self) -> bool:
        """Return whether this store has accounts, so that one signs in to it."""
        return bool(self._ask("SELECT 1 FROM credential LIMIT 1"))

    def begin_people(self, app_role: str = "") -> None:  # noqa: ARG002  a file has no roles
        """Prepare a store for accounts: from now on what is in it is there for those who sign in.

        On a server `app_role` is the name under which their programs connect, where that is not the tables' owner.
        What a first account that was never finished left behind is taken away.
        """
        self._change_all((("DELETE FROM code",), ("DELETE FROM person",)))

    def setting(self, name: str) -> str:
        """Return what is set for the store under `name`, or nothing."""
        rows = self._ask("SELECT value FROM setting WHERE name = ?", name)
        return text_in(rows[0][0]) if rows else ""

    def put_setting(self, name: str, value: str) -> None:
        """Set `name` for the store; no value takes it away. On return it is on disk."""
        forget = ("DELETE FROM setting WHERE name = ?", name)
        self._change_all([forget, ("INSERT INTO setting VALUES (?, ?)", name, value)] if value else [forget])

    def people(self) -> tuple[Person, ...]:
        """Return everybody who may be seen by who is signed in, by name."""
        return tuple(person_of(row) for row in self._ask(f"{_PERSON} ORDER BY called"))

    def person(self, person: str) -> Person | None:
        """Return the person with this id, where there is one who may be seen."""
        rows = self._ask(f"{_PERSON} WHERE person = ?", person)
        return person_of(rows[0]) if rows else None

    def supervisors(self) -> tuple[Person, ...]:
        """Return whom a session can be shared with, by name."""
        return tuple(each for each in self.people() if Role.SUPERVISOR in each.roles and each.can_sign_in)

    def invite(self, person: Person, called: str) -> bool:
        """Make an account that waits for its code; return False where somebody is called so already."""
        columns = (person.id, person.name, called, *_columns(person))
        return bool(
            self._change(
                "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (called) DO NOTHING", *columns
            )
        )

    def change_person(self, person: Person, now: int) -> None:
        """Keep what an administrator changed: kind, roles, unit and standing.

        Of somebody who is a patient from now on no score stays shared, and of who was one until now none comes to be.
        """

        def work() -> None:
            before = self.person(person.id)
            self._change(
                "UPDATE person SET kind = ?, roles = ?, unit = ?, standing = ? WHERE person = ?",
                *_columns(person)[:4],
                person.id,
            )
            self._follow_kind(before, person, now)

        self._together(work)

    def _follow_kind(self, before: Person | None, after: Person, now: int) -> None:
        """Change what is shared as it follows from what somebody comes as."""
        if after.is_patient:
            self._change("DELETE FROM reading WHERE person = ?", after.id)
            self._change("DELETE FROM share WHERE person = ? AND scope = 'scores'", after.id)
            self._change("UPDATE share SET counts = 0 WHERE person = ?", after.id)
        elif before is not None and before.is_patient:
            self._change(f"UPDATE share SET scope = 'said', counts = 0 WHERE person = ? AND {KNOWN}", after.id)  # noqa: S608
            self.put_setting(was_patient(after.id), str(now))

    def rename(self, person: str, name: str, called: str) -> bool:
        """Keep what `person` is called from now on; return False where somebody else is called so."""
        taken = self._ask("SELECT 1 FROM person WHERE called = ? AND person <> ?", called, person)
        if not taken:
            self._change("UPDATE person SET name = ?, called = ? WHERE person = ?", name, called, person)
        return not taken

    def credential(self, person: str) -> bytes:
        """Return the locked keys of `person`, who is signed in."""
        rows = self._ask("SELECT stored FROM credential WHERE person = ?", person)
        return bytes_in(rows[0][0]) if rows else b""

    def put_credential(self, person: str, credential: Credential) -> None:
        """Keep the locked keys of `person` in place of those before; the account is in use from now on."""
        self._change_all(
            (
                ("DELETE FROM credential WHERE person = ?", person),
                (
                    "INSERT INTO credential VALUES (?, ?, ?, ?)",
                    person,
                    credential.proof,
                    credential.recovery,
                    credential.stored,
                ),
                (
                    "UPDATE person SET public = ?, standing = 'active' WHERE person = ? AND standing <> 'closed'",
                    credential.public,
                    person,
                ),
            )
        )

    def greeting(self, called: str) -> Greeting:
        """Return what a proof for who is called so is made with; it does not tell whether there is anybody."""
        rows = self._ask("SELECT credential.stored FROM credential JOIN person USING (person) WHERE called = ?", called)
        if not rows:
            return Greeting.made_up(self.setting(OF_NOBODY), called)
        return Greeting.of(bytes_in(rows[0][0]))

    def sign_in(self, called: str, proof: bytes, now: int, *, is_recovery: bool = False) -> Person | Waits | None:
        """Return who is called so, where `proof` is theirs; from now on this connection is theirs.

        After some wrong tries one waits, whether there is such an account or not.
        """
        whose = sign_ins_as(called)
        if wait := self.wait(whose, now):
            return Waits(wait)
        kept = "recovery" if is_recovery else "proof"
        rows = self._ask(
            f"SELECT credential.{kept} FROM credential JOIN person USING (person) "  # noqa: S608  one of two names
            "WHERE called = ? AND standing = 'active'",
            called,
        )
        is_right = hmac.compare_digest(bytes_in(rows[0][0]) if rows else os.urandom(32), sha256(proof).digest())
        if not is_right:
            self.count_try(whose, now)
            return None
        self.forget_tries(whose)
        return person_of(self._ask(f"{_PERSON} WHERE called = ?", called)[0])

    def sign_out(self) -> None:
        """Let this connection be nobody's."""

    def wait(self, whose: str, now: int) -> int:
        """Return how many milliseconds `whose` next try must wait; a clock that was set back makes it no longer."""
        rows = self._ask("SELECT tries, wait_until FROM attempt WHERE whose = ?", whose)
        if not rows:
            return 0
        tries, until = map(number_in, rows[0])
        return max(0, min(until - now, _wait_after(tries)))

    def count_try(self, whose: str, now: int) -> None:
        """Count a try of `whose` that went wrong."""

        def work() -> None:
            rows = self._ask("SELECT tries FROM attempt WHERE whose = ?", whose)
            tries = (number_in(rows[0][0]) if rows else 0) + 1
            self._change("DELETE FROM attempt WHERE whose = ?", whose)
            self._change("INSERT INTO attempt VALUES (?, ?, ?)", whose, tries, now + _wait_after(tries))

        self._together(work)

    def forget_tries(self, whose: str) -> None:
        """Forget the tries of `whose` that went wrong."""
        self._change("DELETE FROM attempt WHERE whose = ?", whose)

    def put_code(self, digest: bytes, purpose: str, person: str, about: str, until: int) -> None:
        """Keep a code of `person`, in place of those before for the same purpose and thing."""
        self._change_all(
            (
                ("DELETE FROM code WHERE purpose = ? AND person = ? AND about = ?", purpose, person, about),
                ("INSERT INTO code VALUES (?, ?, ?, ?, ?)", digest, purpose, person, about, until),
            )
        )

    def open_code(self, digest: bytes, now: int) -> Opened | None:
        """Return whose account a code is for, without using it up."""
        rows = self._ask("SELECT person FROM code WHERE digest = ? AND purpose = 'account' AND until > ?", digest, now)
        person = self.person(text_in(rows[0][0])) if rows else None
        if person is None or person.standing is Standing.CLOSED:
            return None
        return Opened(person, self.credential(person.id))

    def enrol(self, digest: bytes, credential: Credential, now: int, proof: bytes = b"") -> Person | None:
        """Use up a code of an account and keep the keys that its person locked; None where it is no code any more.

        `proof` is what the recovery code from before proves. Where there were keys and it is not given, what they alone
        could read is lost: it is deleted. What others shared with that person is shared no more then, since nothing but
        the code says who has the account now; their trails say so.
        """

        def work() -> Person | None:
            opened = self.open_code(digest, now)
            if opened is None or not self._change("DELETE FROM code WHERE digest = ?", digest):
                return None
            person = opened.person
            if person.public and not self._recovers(person.id, proof):
                self._change("DELETE FROM sealed WHERE person = ?", person.id)
                self._end_sharing_with(person.id, now)
            if person.public:
                self.add_step(person.id, Step(now, person.id, What.CODE_USED, ""))
            self.put_credential(person.id, credential)
            return self.person(person.id)

        return self._together(work)

    def _recovers(self, person: str, proof: bytes) -> bool:
        """Return whether `proof` is what the recovery code of `person` proves; a key that anybody can read is none."""
        rows = self._ask("SELECT recovery FROM credential WHERE person = ?", person)
        return bool(rows) and hmac.compare_digest(bytes_in(rows[0][0]), sha256(proof).digest())

    def _end_sharing_with(self, reader: str, now: int) -> None:
        for (owner,) in self._ask("SELECT DISTINCT person FROM share WHERE reader = ?", reader):
            self.add_step(text_in(owner), Step(now, reader, What.ENDED, ""))
        for table in ("share", "enclosed"):
            self._change(f"DELETE FROM {table} WHERE reader = ?", reader)  # noqa: S608  names that stand above

    def take_code(self, digest: bytes, purpose: str, now: int) -> tuple[str, str] | None:
        """Use up a code for `purpose`; return whose it was and what it is about, or None where it is none any more."""
        rows = self._ask(
            "SELECT person, about FROM code WHERE digest = ? AND purpose = ? AND until > ?", digest, purpose, now
        )
        if not rows or not self._change("DELETE FROM code WHERE digest = ?", digest):
            return None
        return text_in(rows[0][0]), text_in(rows[0][1])


def sign_ins_as(called: str) -> str:
    """Return under what tries to sign in are counted, so that names which were mistyped stand nowhere."""
    return sha256(f"sign-in {called}".encode()).hexdigest()


def _wait_after(tries: int) -> int:
    beyond = tries - FREE_TRIES
    return 0 if beyond < 0 else min(FIRST_WAIT << min(beyond, WAIT_DOUBLINGS), LONGEST_WAIT)


def _columns(person: Person) -> tuple[object, ...]:
    return (
        person.kind.value,
        " ".join(sorted(person.roles)),
        person.unit,
        person.standing.value,
        person.began,
        person.public,
    )


def person_of(row: Row) -> Person:
    """Return a row of the people; what is damaged in it gives no right."""
    person, name, kind, roles, unit, standing, began, public = row
    known: Mapping[str, Role] = {role.value: role for role in Role}
    return Person(
        id=text_in(person),
        name=clean_line(text_in(name)),
        kind=Kind(text_in(kind)) if text_in(kind) in set(Kind) else Kind.PATIENT,
        roles=frozenset(known[role] for role in text_in(roles).split() if role in known),
        unit=clean_line(text_in(unit)),
        standing=Standing(text_in(standing)) if text_in(standing) in set(Standing) else Standing.CLOSED,
        began=number_in(began),
        public=bytes_in(public),
    )
