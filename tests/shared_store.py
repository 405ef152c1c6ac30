"""A store of several persons for tests: begun with an administrator, and entered without the time that keys take."""

from dataclasses import dataclass, field
from hashlib import sha256

from postgres_running import Server

from trainer.clock import wall_clock
from trainer.people.person import Kind, Person, Role, called
from trainer.store.open import Base, open_base
from trainer.store.people.accounts import OF_NOBODY, Credential
from trainer.store.people.trail import Step
from trainer.vault import PARAMETERS, Lock

DAY = 24 * 3600 * 1000
ADMINISTRATOR = "Ada"
_LOCKED = ("salt", "wrapped", "recovery_salt", "recovery_wrapped", "private", "public")


def proof_of(name: str) -> bytes:
    """Return what proves that somebody is `name`."""
    return sha256(f"passphrase of {called(name)}".encode()).digest()


def recovery_of(name: str) -> bytes:
    """Return what the recovery code of `name` proves."""
    return sha256(f"recovery of {called(name)}".encode()).digest()


def credential_of(name: str, *, again: str = "") -> Credential:
    """Return what is kept of `name`; `again` makes another one of it."""
    kept = {key: sha256(f"{key} {name}".encode()).digest() for key in _LOCKED}
    lock = Lock(
        **kept | {"salt": kept["salt"][:16], "recovery_salt": kept["recovery_salt"][:16]}, parameters=PARAMETERS
    )
    return Credential(
        proof=sha256(proof_of(name + again)).digest(),
        recovery=sha256(recovery_of(name + again)).digest(),
        stored=lock.to_bytes(),
        public=sha256(f"key of {name}{again}".encode()).digest(),
    )


@dataclass
class Shared:
    """A store that several persons share."""

    address: str
    """Where persons' programs find it."""
    owner: str
    """Where whoever keeps its tables does."""
    opened: list[Base] = field(default_factory=list)

    def open(self, address: str = "") -> Base:
        """Open it, for nobody yet."""
        self.opened.append(open_base(address or self.address))
        return self.opened[-1]

    def enter(self, name: str) -> Base:
        """Open it, signed in as `name`."""
        base = self.open()
        assert isinstance(base.sign_in(called(name), proof_of(name), wall_clock()), Person)
        return base

    def begin(self, app_role: str = "") -> None:
        """Make the first account."""
        base = self.open(self.owner)
        base.begin_people(app_role)
        base.put_setting(OF_NOBODY, "a secret")
        self._make(base, base, ADMINISTRATOR, Kind.STAFF, Role.ADMINISTRATOR)
        base.close()

    def add(self, name: str, kind: Kind = Kind.STAFF, *roles: Role) -> Person:
        """Make an account whose person has chosen a passphrase."""
        return self._make(self.enter(ADMINISTRATOR), self.open(), name, kind, *(roles or (Role.LEARNER,)))

    @staticmethod
    def _make(inviting: Base, choosing: Base, name: str, kind: Kind, *roles: Role) -> Person:
        person = Person(id=called(name), name=name, kind=kind, roles=frozenset(roles), began=1)
        assert inviting.invite(person, called(name))
        digest = sha256(name.encode()).digest()
        inviting.put_code(digest, "account", person.id, "", wall_clock() + DAY)
        made = choosing.enrol(digest, credential_of(name), wall_clock())
        assert made is not None
        return made

    def close(self) -> None:
        """Close whatever was opened."""
        for base in self.opened:
            base.close()


def on_server(server: Server, database: str, *, has_app_role: bool = True) -> Shared:
    """Return a store that is not begun: its tables have an owner, and persons' programs a name of their own."""
    owner, app = f"owner_{database}", f"app_{database}"
    server.execute(f"CREATE ROLE {owner} LOGIN")
    server.execute(f"CREATE ROLE {app} LOGIN")
    server.execute(f"ALTER DATABASE {database} OWNER TO {owner}")
    owned = server.url(database, user=owner)
    return Shared(server.url(database, user=app) if has_app_role else owned, owned)


def step(at: int, by: str, what: str, session: str = "") -> Step:
    """Return a step of a trail."""
    return Step(at, by, what, session)
