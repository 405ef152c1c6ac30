"""Accounts from an administrator's side: who there is, who may what, and codes; no passphrase, and nothing within."""

from dataclasses import replace

from trainer.clock import Clock, wall_clock
from trainer.errors import UsageError
from trainer.people.access import Thing, Verb
from trainer.people.person import Kind, Person, Role, Standing, called, problem_with_name
from trainer.people.trail import What
from trainer.signing_in.access import Access
from trainer.signing_in.accounts import new_id, put_account_code
from trainer.store.people.trail import Step
from trainer.store.signed import SignedStore
from trainer.text import clean_line


class Managing:
    """What an administrator does."""

    def __init__(self, store: SignedStore, clock: Clock = wall_clock) -> None:
        self._base = store.base
        self._store = store
        self._access = Access(store, clock)
        self._clock = clock

    def people(self) -> tuple[Person, ...]:
        """Return everybody, by name.

        Raises:
            NotThere: when this is no administrator.
        """
        self._access.need(Thing.ACCOUNT, Verb.LIST)
        return self._base.people()

    def find(self, name: str) -> Person:
        """Return who is called `name`, or has this id.

        Raises:
            UsageError: when there is nobody.
        """
        found = next((each for each in self.people() if name == each.id or called(name) == called(each.name)), None)
        if found is None:
            raise UsageError(f"Nobody here is called “{clean_line(name)}”. `trainer people` lists everybody.")
        return found

    def invite(self, name: str, kind: Kind, roles: frozenset[Role], unit: str = "") -> tuple[Person, str]:
        """Make an account, and return it with the code with which its person chooses a passphrase.

        Raises:
            UsageError: when the name will not do, or somebody has it.
        """
        self._access.need(Thing.ACCOUNT, Verb.WRITE)
        if problem := problem_with_name(name):
            raise UsageError(problem)
        person = Person(
            id=new_id(),
            name=clean_line(name),
            kind=kind,
            roles=roles or frozenset({Role.LEARNER}),
            unit=clean_line(unit),
            began=self._clock(),
        )
        if not self._base.invite(person, called(name)):
            raise UsageError(f"Somebody here is called “{clean_line(name)}” already. Choose another name.")
        return person, self._code(person)

    def code(self, person: Person) -> str:
        """Return a code with which `person` chooses a new passphrase; what is locked stays until it is used."""
        self._access.need(Thing.CODE, Verb.WRITE)
        if person.standing is Standing.CLOSED:
            raise UsageError("This account is closed. Open it first.")
        return self._code(person)

    def _code(self, person: Person) -> str:
        code = put_account_code(self._base, person.id, self._clock())
        self._note(person, What.CODE)
        return code

    def change(
        self,
        person: Person,
        *,
        kind: Kind | None = None,
        roles: frozenset[Role] | None = None,
        unit: str | None = None,
        standing: Standing | None = None,
    ) -> Person:
        """Change what `person` comes as, may do, where they are, or whether the account is in use.

        Raises:
            UsageError: when nobody would be left to manage accounts.
        """
        self._access.need(Thing.ACCOUNT, Verb.WRITE)
        person = self._base.person(person.id) or person  # another administrator may have changed them since
        changed = replace(
            person,
            kind=kind or person.kind,
            roles=person.roles if roles is None else roles,
            unit=person.unit if unit is None else clean_line(unit),
            standing=standing or person.standing,
        )
        self._keep_one(person, changed)
        self._base.change_person(changed, self._clock())
        self._note(person, What.CHANGED)
        return changed

    def _keep_one(self, before: Person, after: Person | None) -> None:
        """Refuse what would leave nobody who can manage accounts."""
        if not _manages(before) or (after is not None and _manages(after)):
            return
        if not any(_manages(each) for each in self._base.people() if each.id != before.id):
            raise UsageError("Nobody would be left who can manage accounts. Make somebody an administrator first.")

    def need_erasable(self, person: Person) -> None:
        """Do nothing where `person` may be taken out by who is signed in.

        Raises:
            NotThere: when this is neither that person nor an administrator.
            UsageError: when nobody would be left to manage accounts.
        """
        self._access.need(Thing.ACCOUNT, Verb.REMOVE, person=person.id)
        if len(self._base.people()) > 1 or person.id != self._store.me.id:
            self._keep_one(person, None)

    def erase(self, person: Person) -> None:
        """Take out all that there is of `person`; others' plays stay.

        Raises:
            NotThere: when this is neither that person nor an administrator.
            UsageError: when nobody would be left to manage accounts.
        """
        self.need_erasable(person)
        self._base.erase(person.id)

    def _note(self, person: Person, what: What) -> None:
        self._base.add_step(person.id, Step(self._clock(), self._store.me.id, what, ""))


def _manages(person: Person) -> bool:
    return Role.ADMINISTRATOR in person.roles and person.can_sign_in
