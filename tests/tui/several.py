"""A store that several persons share, made once and copied: choosing a passphrase takes a second."""

from copy import copy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from trainer.clock import wall_clock
from trainer.entrance import Entrance
from trainer.library import load
from trainer.people.person import Kind, Role
from trainer.session import Session
from trainer.signing_in.accounts import begin_people, enrol
from trainer.signing_in.managing import Managing
from trainer.store.open import open_base
from trainer.store.signed import Identity, SignedStore
from trainer.tui.app import TrainerApp

WINDOW: Final = Path(__file__).with_name("window.yaml")
PASSPHRASE: Final = "rain on the roof"  # noqa: S105  of nobody
UNIT: Final = "Ward 3"
PEOPLE: Final = {
    "Kari": (Kind.STAFF, frozenset({Role.LEARNER})),
    "Jonas": (Kind.PATIENT, frozenset({Role.LEARNER})),
    "Berit": (Kind.LEADER, frozenset({Role.LEARNER, Role.SUPERVISOR})),
    "Tor": (Kind.EDUCATOR, frozenset({Role.SUPERVISOR})),
}
"""Who is invited, besides Solveig, who manages accounts."""


class Made(NamedTuple):
    """A store as it is in its file, and who can be in it."""

    content: bytes
    identities: dict[str, Identity]
    recovery: dict[str, str]


@cache
def made() -> Made:
    """Make the store."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "several.db"
        base = open_base(str(file))
        first = begin_people(base, "Solveig", Kind.EDUCATOR, PASSPHRASE, now=wall_clock())
        managing = Managing(SignedStore(base, first.identity))
        enrolled = {"Solveig": first}
        for name, (kind, roles) in PEOPLE.items():
            _, code = managing.invite(name, kind, roles, UNIT)
            enrolled[name] = enrol(base, code, PASSPHRASE, now=wall_clock())
        base.compact()
        base.close()
        content = file.read_bytes()
    return Made(
        content,
        {name: each.identity for name, each in enrolled.items()},
        {name: each.recovery for name, each in enrolled.items()},
    )


class Several:
    """One copy of the store."""

    def __init__(self, file: Path) -> None:
        self.file = file
        if not file.exists():
            file.write_bytes(made().content)
        self.recovery = made().recovery
        self._opened: list[SignedStore] = []

    def entrance(self, name: str = "") -> Entrance:
        """Return the way in, taken by `name` already where one is given."""
        entrance = Entrance(str(self.file))
        if name:
            entrance.identity = copy(made().identities[name])
        return entrance

    def store(self, name: str) -> SignedStore:
        """Return the store as `name` sees it."""
        store = self.entrance(name).open()
        assert isinstance(store, SignedStore)
        self._opened.append(store)
        return store

    def app(self, name: str = "", **how: object) -> TrainerApp:
        """Return the app, with `name` in it, or at its door."""
        entrance = self.entrance(name)
        store = entrance.open() if name else None
        return TrainerApp(store, where=str(self.file), entrance=entrance, **how)

    def played(self, name: str, replies: int = 3) -> Session:
        """Return a play of `name`'s of the window story."""
        session = Session.begin(self.store(name), load(WINDOW), "staff", seed=7)
        session.start()
        for option in ("ask", "sit", "with-him")[:replies]:
            session.reply(option)
        return session

    def close(self) -> None:
        """Let go of all that was opened here."""
        for store in self._opened:
            store.close()
