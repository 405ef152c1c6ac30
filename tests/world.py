"""A store of several persons for tests: who is there, what they played and share, each with their own connection.

Argon2id is meant to be slow, so keys are locked once in a process: everybody has one passphrase, each their own keys.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from builders import WAY
from postgres_running import Server
from shared_store import on_server

from trainer.clock import wall_clock
from trainer.entrance import signed_in
from trainer.people.person import Kind, Person, Role, called
from trainer.people.shares import NO_END
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.signing_in.accounts import CODE_MILLISECONDS, OF_NOBODY, credential_of, digest_of_code, new_code, new_id
from trainer.store.open import Base, open_base
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

    def go_on(self, milliseconds: int) -> None:
        """Let time go by."""
        self.now += milliseconds


@dataclass
class ServersClock:
    """The clock on the wall, by which a server on this machine goes too: it is not moved, what is still to come is."""

    server: Server
    database: str

    def __call__(self) -> int:
        return wall_clock()

    def go_on(self, milliseconds: int) -> None:
        """Let the shares that have an end come as much nearer to it."""
        self.server.execute(
            "UPDATE share SET until = until - %s WHERE until <> %s", milliseconds, NO_END, database=self.database
        )


def made_for(name: str) -> Made:
    """Return the keys of `name`, locked once in the life of a test process."""
    if name not in _MADE:
        _MADE[name] = new_keys(PASSPHRASE)
    return _MADE[name]


@dataclass
class There:
    """Somebody who is signed in."""

    store: SignedStore
    clock: Clock | ServersClock

    def sign_in_again(self) -> None:
        """Sign in once more, over the same connection: closing an account ends what it was signed in to."""
        identity = self.store.identity
        assert isinstance(self.store.base.sign_in(identity.called, identity.proof, self.clock()), Person)

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
    clock: Clock | ServersClock = field(default_factory=Clock)
    open_owned: Callable[[], Base] | None = None
    """How who keeps the tables opens it, where that is another name than that of persons' programs, `app_role`."""
    app_role: str = ""
    _bases: list[Base] = field(default_factory=list)

    def _connection(self) -> Base:
        base = self.open_base()
        self._bases.append(base)
        return base

    def begin(self) -> There:
        """Make the first account, an administrator's."""
        base = (self.open_owned or self.open_base)()
        base.begin_people(self.app_role)
        base.put_setting(OF_NOBODY, "aa" * 32)
        base.put_setting("pseudonym-secret", "bb" * 32)
        roles = frozenset({Role.ADMINISTRATOR, Role.LEARNER})
        admin = self._let_in(base, "Solveig", Kind.EDUCATOR, roles)
        base.close()
        return admin

    def add(self, name: str, kind: Kind = Kind.STAFF, *roles: Role, unit: str = "", by: There) -> There:
        """Let somebody in, whom `by` invites."""
        return self._let_in(by.store.base, name, kind, frozenset(roles) or frozenset({Role.LEARNER}), unit)

    def _let_in(self, inviting: Base, name: str, kind: Kind, roles: frozenset[Role], unit: str = "") -> There:
        made = made_for(name)
        person = Person(id=new_id(), name=name, kind=kind, roles=roles, unit=unit, began=self.clock())
        assert inviting.invite(person, called(name))
        code = digest_of_code(new_code())
        inviting.put_code(code, "account", person.id, "", self.clock() + CODE_MILLISECONDS)
        base = self._connection()
        assert base.enrol(code, credential_of(made), self.clock()) is not None
        found = base.sign_in(called(name), made.proof, self.clock())
        assert isinstance(found, Person)
        identity = Identity(person=found, called=called(name), proof=made.proof, keys=made.keys)
        return There(signed_in(base, identity), self.clock)

    def close(self) -> None:
        """Let go of every connection."""
        for base in self._bases:
            base.close()


def world_on_server(server: Server, database: str) -> World:
    """Return a store in an empty database: its tables have an owner, and persons' programs a name of their own."""
    store = on_server(server, database)
    return World(
        lambda: open_base(store.address),
        clock=ServersClock(server, database),
        open_owned=lambda: open_base(store.owner),
        app_role=f"app_{database}",
    )


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
