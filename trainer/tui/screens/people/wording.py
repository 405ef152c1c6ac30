"""What is said where accounts are managed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from trainer.people.person import Kind, Person, Role, Standing

KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {Kind.STAFF: "staff", Kind.PATIENT: "patient", Kind.LEADER: "leader", Kind.EDUCATOR: "educator"}
)
ROLES: Final[Mapping[frozenset[Role], str]] = MappingProxyType(
    {
        frozenset({Role.LEARNER}): "plays",
        frozenset({Role.LEARNER, Role.SUPERVISOR}): "plays, and reads what is shared with them",
        frozenset({Role.SUPERVISOR}): "reads what is shared with them",
        frozenset({Role.LEARNER, Role.ADMINISTRATOR}): "plays, and manages accounts",
        frozenset({Role.ADMINISTRATOR}): "manages accounts",
        frozenset({Role.LEARNER, Role.SUPERVISOR, Role.ADMINISTRATOR}): "all three",
    }
)
"""What somebody may do, in the order offered."""
STANDINGS: Final[Mapping[Standing, str]] = MappingProxyType(
    {Standing.INVITED: "has not chosen a passphrase yet", Standing.CLOSED: "closed"}
)
SAID: Final = "Who has an account here. What anybody played is theirs and is not shown here."
CODE_SAID: Final = (
    "Give it to {name}, on paper or by word of mouth. At the door they choose “I have a code”, and then a passphrase.",
    "It works once, within three days, and is not shown again.",
)
RESET_SAID: Final = (
    "They choose a new passphrase with a code. With their recovery code they keep their own notes and words.",
    "Without it, those are lost, for them and for everybody. What they played stays.",
)
CLOSE_SAID: Final = "Nobody can sign in to it then. Everything in it is kept, and you can open it again."
ERASE_SAID: Final = (
    "Everything of {name} goes: the account, what they played alone, notes, words, and what they wrote to others.",
    "What they played with others stays for those, without who {name} was. A backup may still hold it.",
)
NOT_THE_NAME: Final = "That is not the name. Nothing was erased."


def roles_told(roles: frozenset[Role]) -> str:
    """Return what somebody may do."""
    return ROLES.get(roles, ", ".join(sorted(roles)))


def told(person: Person) -> str:
    """Return what there is to know of an account."""
    parts = (KINDS[person.kind], person.unit, roles_told(person.roles), STANDINGS.get(person.standing, ""))
    return ", ".join(part for part in parts if part)
