"""An account from its person's side: the first one, a code used, signing in, a new passphrase, the recovery code."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from trainer.errors import StoreError, TrainerError, UsageError
from trainer.people.person import Kind, Person, Role, called, problem_with_name, problem_with_passphrase
from trainer.people.trail import What
from trainer.store.open import Base
from trainer.store.people.accounts import KEYS_DAMAGED, OF_NOBODY, Credential, Waits, lock_in
from trainer.store.people.trail import Step
from trainer.store.signed import Identity, SignedStore
from trainer.text import TOLD_APART, clean_line
from trainer.vault import (
    Lock,
    Made,
    Secret,
    Unreadable,
    digest_of_proof,
    locked_anew,
    new_keys,
    recovery_as_typed,
    secret_of,
    unlocked,
)

ID_LENGTH: Final = 10
CODE_LENGTH: Final = 10
CODE_MILLISECONDS: Final = 72 * 3600 * 1000
_GROUP: Final = 5
_MILLISECONDS: Final = 1000
_DAMAGED: Final = (
    "The keys of this account are damaged in the store, so what is locked with them cannot be read. A backup may hold "
    "them whole."
)


class NotLetIn(TrainerError):  # noqa: N818  it says what is
    """The name and the passphrase do not go together, or one has to wait."""


class WrongPassphrase(NotLetIn):
    """The name and the passphrase do not go together, whichever is wrong."""


class WrongRecovery(NotLetIn):
    """It is not the recovery code of the account."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody who chose a passphrase, with the code that is shown to them once."""

    identity: Identity
    recovery: str


def begin_people(  # noqa: PLR0913  what an account begins with
    base: Base, name: str, kind: Kind, passphrase: str, *, unit: str = "", now: int, app_role: str = ""
) -> Enrolled:
    """Make the first account of a store, an administrator's; from now on one signs in to it.

    On a server persons' programs connect as `app_role` from then on, where that is not the tables' owner.

    Raises:
        UsageError: when the store has accounts or plays already, or the name or the passphrase will not do.
    """
    if base.has_people():
        raise UsageError("This store has accounts already. An administrator there invites further people.")
    if base.sessions():
        raise UsageError(
            "This store holds plays that belong to nobody by name. Nothing was changed. Begin with a new one: "
            "--store FILE"
        )
    _need(problem_with_name(name) or problem_with_passphrase(passphrase, name))
    roles = frozenset({Role.ADMINISTRATOR, Role.LEARNER})
    person = Person(id=new_id(), name=clean_line(name), kind=kind, roles=roles, unit=clean_line(unit), began=now)
    base.begin_people(app_role)
    base.put_setting(OF_NOBODY, secrets.token_hex(32))
    base.put_setting("pseudonym-secret", secrets.token_hex(32))
    base.invite(person, called(name))
    for paper in base.papers():
        base.hold_paper(paper, person.id)
    code = put_account_code(base, person.id, now)
    return enrol(base, code, passphrase, now=now)


def put_account_code(base: Base, person: str, now: int) -> str:
    """Make the code with which `person` chooses a passphrase, in place of any before; it works once, for three days."""
    code = new_code()
    base.put_code(digest_of_code(code), "account", person, "", now + CODE_MILLISECONDS)
    return code


def enrol(base: Base, code: str, passphrase: str, *, recovery: str = "", now: int) -> Enrolled:
    """Use up a code: choose a passphrase, and be signed in.

    Where the account had keys before, the recovery code keeps what they lock; without it, that is lost.

    Raises:
        NotLetIn: when it is no code, or no longer one.
        WrongRecovery: when the recovery code is not the one.
        UsageError: when the passphrase will not do.
    """
    digest = digest_of_code(code)
    opened = base.open_code(digest, now)
    if opened is None:
        raise NotLetIn("That code does not work: it was mistyped, used already, or is too old. Ask for a new one.")
    _need(problem_with_passphrase(passphrase, opened.person.name))
    proof = b""
    if recovery and opened.stored:
        made, proof = _kept(opened.stored, recovery, passphrase)
    else:
        made = new_keys(passphrase)
    person = base.enrol(digest, credential_of(made), now, proof)
    if person is None:
        raise NotLetIn("That code was used just now. Ask for a new one.")
    identity = _identity(base, called(person.name), made, now)
    return Enrolled(identity, made.recovery)


def _kept(stored: bytes, recovery: str, passphrase: str) -> tuple[Made, bytes]:
    """Return the keys locked anew, and what the recovery code proves."""
    lock = lock_in(stored)
    try:
        secret = _secret(recovery_as_typed(recovery), lock.recovery_salt, lock.parameters)
        return locked_anew(unlocked(lock, secret, is_recovery=True), lock, passphrase), secret.proof
    except Unreadable as error:
        raise WrongRecovery("That is not the recovery code of this account. Nothing was changed.") from error


def _identity(base: Base, name: str, made: Made, now: int) -> Identity:
    person = base.sign_in(name, made.proof, now)
    if not isinstance(person, Person):
        raise NotLetIn("The account could not be signed in to just now. Sign in with the new passphrase.")
    return Identity(person=person, called=name, proof=made.proof, keys=made.keys)


def sign_in(base: Base, name: str, passphrase: str, *, now: int) -> Identity:
    """Return who is called `name`, where the passphrase is theirs.

    Raises:
        WrongPassphrase: when the two do not go together, whichever is wrong.
        NotLetIn: when one has to wait.
    """
    secret = _proving(base, name, passphrase[:2048])
    person = base.sign_in(called(name), secret.proof, now)
    if isinstance(person, Waits):
        raise _too_often(person)
    if person is None:
        raise WrongPassphrase("The name and the passphrase do not go together. Nothing was opened.")
    try:
        keys = unlocked(Lock.from_bytes(base.credential(person.id)), secret)
    except Unreadable as error:
        raise NotLetIn(_DAMAGED) from error
    return Identity(person=person, called=called(name), proof=secret.proof, keys=keys)


def _proving(base: Base, name: str, text: str, *, is_recovery: bool = False) -> Secret:
    """Return what proves that somebody is who is called `name`.

    Raises:
        StoreError: when what is kept for that is damaged.
    """
    try:
        greeting = base.greeting(called(name))
    except ValueError as error:
        raise StoreError(KEYS_DAMAGED) from error
    return _secret(text, greeting.recovery_salt if is_recovery else greeting.salt, greeting.parameters)


def _secret(text: str, salt: bytes, parameters: Mapping[str, int]) -> Secret:
    """Return what Argon2id makes of `text`, where the store kept a salt and numbers that it takes.

    Raises:
        StoreError: when it did not.
    """
    try:
        return secret_of(text, salt, parameters)
    except (ValueError, LookupError, TypeError, ArithmeticError) as error:
        raise StoreError(KEYS_DAMAGED) from error


def recover(base: Base, name: str, recovery: str, passphrase: str, *, now: int) -> Enrolled:
    """Choose a new passphrase by the recovery code; everything stays readable, and there is a new recovery code.

    Raises:
        NotLetIn: when it is not the recovery code of who is called so, or when one has to wait.
        UsageError: when the passphrase will not do.
    """
    _need(problem_with_passphrase(passphrase, name))
    secret = _proving(base, name, recovery_as_typed(recovery), is_recovery=True)
    person = base.sign_in(called(name), secret.proof, now, is_recovery=True)
    if isinstance(person, Waits):
        raise _too_often(person)
    if person is None:
        raise NotLetIn("The name and the recovery code do not go together. Nothing was changed.")
    lock = lock_in(base.credential(person.id))
    try:
        keys = unlocked(lock, secret, is_recovery=True)
    except Unreadable as error:
        raise NotLetIn(_DAMAGED) from error
    made = locked_anew(keys, lock, passphrase)
    base.put_credential(person.id, credential_of(made))
    base.add_step(person.id, Step(now, person.id, What.PASSPHRASE, ""))
    return Enrolled(Identity(person=person, called=called(name), proof=made.proof, keys=made.keys), made.recovery)


def change_passphrase(store: SignedStore, before: str, after: str, *, now: int) -> Enrolled:
    """Choose a new passphrase, knowing the one before; there is a new recovery code, and the old one ends.

    Raises:
        NotLetIn: when `before` is not the passphrase.
        UsageError: when `after` will not do.
    """
    _need(problem_with_passphrase(after, store.me.name))
    lock = lock_in(store.base.credential(store.me.id))
    try:
        keys = unlocked(lock, _secret(before, lock.salt, lock.parameters))
    except Unreadable as error:
        raise NotLetIn("That is not your passphrase. Nothing was changed.") from error
    made = locked_anew(keys, lock, after)
    store.base.put_credential(store.me.id, credential_of(made))
    store.base.add_step(store.me.id, Step(now, store.me.id, What.PASSPHRASE, ""))
    store.identity.proof, store.identity.keys = made.proof, made.keys
    store.base.sign_in(store.identity.called, made.proof, now)
    return Enrolled(store.identity, made.recovery)


def lock(store: SignedStore) -> None:
    """Forget the keys: nothing private can be read until they are unlocked."""
    store.identity.keys = None


def unlock(store: SignedStore, passphrase: str, *, now: int) -> None:
    """Take up the keys again.

    Raises:
        NotLetIn: when it is not the passphrase, or when one has to wait.
    """
    store.identity.keys = sign_in(store.base, store.identity.called, passphrase, now=now).keys


def credential_of(made: Made) -> Credential:
    """Return what the store keeps of new keys."""
    return Credential(
        proof=digest_of_proof(made.proof),
        recovery=digest_of_proof(made.recovery_proof),
        stored=made.lock.to_bytes(),
        public=made.lock.public,
    )


def new_id() -> str:
    """Return an id that tells nothing of whom it is for."""
    return "".join(secrets.choice(TOLD_APART) for _ in range(ID_LENGTH))


def new_code(length: int = CODE_LENGTH) -> str:
    """Return a code that is read aloud and typed, in groups."""
    letters = "".join(secrets.choice(TOLD_APART.upper()) for _ in range(length))
    return "-".join(letters[at : at + _GROUP] for at in range(0, length, _GROUP))


def digest_of_code(code: str) -> bytes:
    """Return what is kept of a code, as it was meant: who reads that cannot use it."""
    return sha256("".join(code.upper().split()).replace("-", "").encode()).digest()


def _too_often(waits: Waits) -> NotLetIn:
    seconds = -(-waits.milliseconds // _MILLISECONDS)
    return NotLetIn(f"That went wrong too often. Wait {seconds} seconds, and try again.")


def _need(problem: str) -> None:
    if problem:
        raise UsageError(f"{problem} Nothing was changed.")
