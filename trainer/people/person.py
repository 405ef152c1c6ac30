"""A person on a store that several share: what they are called, as what they come, and what they may manage."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainer.text import clean_line

LONGEST_NAME: Final = 60
LONGEST_UNIT: Final = 60
SHORTEST_PASSPHRASE: Final = 8
LONGEST_PASSPHRASE: Final = 1024
"""Far more than anybody types; it keeps a pasted file from being worked on."""


class Kind(StrEnum):
    """As what somebody comes."""

    STAFF = "staff"
    PATIENT = "patient"
    LEADER = "leader"
    EDUCATOR = "educator"


class Role(StrEnum):
    """What somebody does here; one may have several."""

    LEARNER = "learner"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Standing(StrEnum):
    """How it is with an account."""

    INVITED = "invited"
    """It waits for its code to be used."""
    ACTIVE = "active"
    CLOSED = "closed"
    """Nobody can sign in to it; what is in it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may be on the store."""

    id: str
    """Drawn by chance; it is what everything else holds of them."""
    name: str
    """Chosen, and no need to be the one in their papers."""
    kind: Kind
    roles: frozenset[Role]
    unit: str = ""
    """Where they work or are treated, or nothing."""
    standing: Standing = Standing.INVITED
    began: int = 0
    """Milliseconds since 1970, UTC."""
    public: bytes = b""
    """The key that notes for them are sealed with; none before their first sign-in."""

    @property
    def can_sign_in(self) -> bool:
        """Whether the account is in use."""
        return self.standing is Standing.ACTIVE

    @property
    def is_patient(self) -> bool:
        """Whether no score of theirs is ever shown to anybody else."""
        return self.kind is Kind.PATIENT

    def leads(self, other: "Person") -> bool:
        """Return whether this person leads the unit in which `other` is."""
        return self.kind is Kind.LEADER and bool(self.unit) and called(self.unit) == called(other.unit)


def called(name: str) -> str:
    """Return what `name` is looked up by: capitals, spaces, widths and what cannot be seen make no difference."""
    written = unicodedata.normalize("NFKC", clean_line(name)).casefold()
    return " ".join("".join(each for each in written if unicodedata.category(each) != "Cf").split())


def problem_with_name(name: str) -> str:
    """Return what is wrong with `name` as a chosen name, or nothing."""
    line = clean_line(name)
    if not line:
        return "Choose a name to be called by here; it need not be your own."
    if len(line) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters."
    return ""


def problem_with_passphrase(passphrase: str, name: str = "") -> str:
    """Return what is wrong with `passphrase` for the account called `name`, or nothing.

    Length is asked for and nothing else, as NIST SP 800-63B has it: no kinds of characters, no change by the calendar.
    What the account is called, or one character over and over, is what anybody tries first.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return f"A passphrase has at least {SHORTEST_PASSPHRASE} characters; a few words in a row are good."
    if len(passphrase) > LONGEST_PASSPHRASE:
        return f"A passphrase has at most {LONGEST_PASSPHRASE} characters."
    if len(set(passphrase)) == 1 or (name and called(passphrase) == called(name)):
        return "That is the first thing that anybody would try. A few words in a row are good."
    return ""
