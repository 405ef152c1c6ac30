"""A store of several persons for tests: who is there, what they played and share, each with their own connection.

Argon2id is meant to be slow, so keys are locked once in a process: everybody has one passphrase, each their own keys.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from builders import WAY

from trainer.entrance import signed_in
from trainer.people.person import Kind, Person, Role, called
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.signing_in.accounts import OF_NOBODY, credential_of, digest_of_code, new_code, new_id
from trainer.store.open import Base
from trainer.store.people.accounts import Credential
from trainer.store.signed import Identity, SignedStore
from trainer.supervision.reviewing import Reviewing
from trainer.supervision.sharing import Sharing
from trainer.vault import Made, new_keys

PASSPHRASE = "four grey herons wait"  # noqa: S105
NOW = 1_800_000_000_000
_MADE: dict[str, Made] = {}


@dataclass
class Clock:
    """A clock that a test moves."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now


def made_for(name: str) -> Made:
    """Return the keys of `name`, locked once in the life of a test process."""
    if name not in _MADE:
        _MADE[name] = new_keys(PASSPHRASE)
    return _MADE[name]


@dataclass
class There:
    """Somebody who is signed in."""

    store: SignedStore
    clock: Clock

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.store.me

    @property
    def id(self) -> str:
        """Their id."""
        return self.store.me.id

    @property
    def sharing(self) -> Sharing:
        """What they share."""
        return Sharing(self.store, self.clock)

    @property
    def reviewing(self) -> Reviewing:
        """What is shared with them."""
        return Reviewing(self.store, self.clock)

    def play(self, story: Scenario, seat: str = "staff", way: tuple[str, ...] = WAY) -> Session:
        """Play a story alone to its end, the first option at each turn unless told otherwise."""
        session = Session.begin(self.store, story, seat, seed=1, clock=self.clock)
        session.start()
        for option in way:
            session.reply(option)
        return session


@dataclass
class World:
    """A store with accounts."""

    open_base: Callable[[], Base]
    clock: Clock = field(default_factory=Clock)
    _bases: list[Base] = field(default_factory=list)
    _owner: Base | None = None

    def _connection(self) -> Base:
        base = self.open_base()
        self._bases.append(base)
        return base

    def begin(self, prepare: Callable[[], Base] | None = None) -> There:
        """Make the first account, an administrator's; `prepare` opens the store as whose tables it has."""
        base = (prepare or self.open_base)()
        base.begin_people()
        base.put_setting(OF_NOBODY, "aa" * 32)
        base.put_setting("pseudonym-secret", "bb" * 32)
        admin = self._enter(base, "Solveig", Kind.EDUCATOR, frozenset({Role.ADMINISTRATOR, Role.LEARNER}), "")
        self._bases.append(base)
        self._owner = base
        return admin

    def add(self, name: str, kind: Kind = Kind.STAFF, *roles: Role, unit: str = "", by: There) -> There:
        """Let somebody in, whom `by` invites."""
        found = frozenset(roles) or frozenset({Role.LEARNER})
        person = Person(id=new_id(), name=name, kind=kind, roles=found, unit=unit, began=self.clock())
        assert by.store.base.invite(person, called(name))
        code = new_code()
        by.store.base.put_code(digest_of_code(code), "account", person.id, "", self.clock() + 1000)
        base = self._connection()
        return self._enrolled(base, name, code)

    def _enter(self, base: Base, name: str, kind: Kind, roles: frozenset[Role], unit: str) -> There:
        person = Person(id=new_id(), name=name, kind=kind, roles=roles, unit=unit, began=self.clock())
        assert base.invite(person, called(name))
        code = new_code()
        base.put_code(digest_of_code(code), "account", person.id, "", self.clock() + 1000)
        return self._enrolled(base, name, code)

    def _enrolled(self, base: Base, name: str, code: str) -> There:
        made = made_for(name)
        credential: Credential = credential_of(made)
        assert base.enrol(digest_of_code(code), credential, self.clock()) is not None
        person = base.sign_in(called(name), made.proof, self.clock())
        assert isinstance(person, Person)
        identity = Identity(person=person, called=called(name), proof=made.proof, keys=made.keys)
        return There(signed_in(base, identity), self.clock)

    def close(self) -> None:
        """Let go of every connection."""
        for base in self._bases:
            base.close()


def joint(host: There, guest: There, text: str) -> Session:
    """Play a story with two parts to its end: that of staff is `host`'s own, that of the patient `guest`'s."""
    story = parse(text)
    session = Session.begin(
        host.store, story, seats=("staff", "patient"), seed=1, clock=host.clock, room="room2345", own="staff"
    )
    session.start()
    while not session.is_over:
        session.reply(session.options[0].id)
    code = host.sharing.code_for_part(session.id, "patient")
    assert guest.sharing.take_part(code) == session.id
    return session
