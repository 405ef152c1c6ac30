"""The way into a store: at once into one's own, and through signing in into one that several share."""

from trainer.clock import Clock, wall_clock
from trainer.errors import NeedsSignIn, StoreError
from trainer.people.person import Person
from trainer.signing_in.accounts import Enrolled, enrol, recover, sign_in
from trainer.store.base import Store
from trainer.store.open import Base, open_base, unshared
from trainer.store.signed import Identity, SignedStore


class Entrance:
    """A store by its address, and who signed in to it: they go in again without being asked, on another connection."""

    def __init__(self, where: str | None, clock: Clock = wall_clock) -> None:
        self.where = where
        self.identity: Identity | None = None
        self._clock = clock

    def open(self) -> Store:
        """Return the store for whose it is, or for who signed in.

        Raises:
            NeedsSignIn: when several share it and nobody signed in.
            StoreError: when it cannot be opened.
        """
        base = open_base(self.where)
        try:
            if not base.has_people():
                return unshared(base, self.where)
            if self.identity is None:
                raise NeedsSignIn("Several persons share this store. Sign in to it.")  # noqa: TRY301  it is closed
            identity = self.identity
            person = base.sign_in(identity.called, identity.proof, self._clock())
            if not isinstance(person, Person):
                raise StoreError(  # noqa: TRY301  likewise
                    "This account cannot be signed in to any more. Start again, or ask an administrator."
                )
            identity.person = person
        except BaseException:
            base.close()
            raise
        return signed_in(base, identity)

    def needs_sign_in(self) -> bool:
        """Return whether somebody has to sign in before the store opens.

        Raises:
            StoreError: when it cannot be opened.
        """
        if self.identity is not None:
            return False
        base = open_base(self.where)
        try:
            return base.has_people()
        finally:
            base.close()

    def sign_in(self, name: str, passphrase: str) -> None:
        """Sign in; from now on `open` opens the store for them.

        Raises:
            NotLetIn: when the two do not go together, or one has to wait.
        """
        base = open_base(self.where)
        try:
            self.identity = sign_in(base, name, passphrase, now=self._clock())
        finally:
            base.close()

    def enrol(self, code: str, passphrase: str, recovery: str = "") -> Enrolled:
        """Choose a passphrase by a code of an administrator's, and be signed in."""
        base = open_base(self.where)
        try:
            enrolled = enrol(base, code, passphrase, recovery=recovery, now=self._clock())
        finally:
            base.close()
        self.identity = enrolled.identity
        return enrolled

    def recover(self, name: str, recovery: str, passphrase: str) -> Enrolled:
        """Choose a passphrase by one's recovery code, and be signed in."""
        base = open_base(self.where)
        try:
            enrolled = recover(base, name, recovery, passphrase, now=self._clock())
        finally:
            base.close()
        self.identity = enrolled.identity
        return enrolled

    def leave(self) -> None:
        """Sign out: the next one who opens the store is asked who they are."""
        self.identity = None


def signed_in(base: Base, identity: Identity) -> SignedStore:
    """Return the store of who is signed in; what they mark “not so for me” goes with what they share."""
    store = SignedStore(base, identity)
    store.on_marked = _let_marks_travel
    return store


def _let_marks_travel(store: SignedStore, session: str) -> None:
    from trainer.supervision.sharing import Sharing  # noqa: PLC0415  who marks nothing waits for none of it

    Sharing(store).refresh(session)
