"""What somebody may want to do to an agreement, and how long what they give may be."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from trainer.people.agreement.events import Side

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 2000
"""Of words for a clause, and of a dissent."""
LONGEST_NAME: Final = 60
LONGEST_INITIALS: Final = 6
MOST_PARTIES: Final = 60
"""As many as can still talk with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Take part."""

    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Propose words for a clause."""

    clause: str
    by: str
    text: str
    over: int | None = None
    """The words that were read before, counted from 1 and 0 for none; others there now mean no. None asks nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """Say yes to the words of a clause."""

    clause: str
    by: str
    wording: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Say no to the words of a clause, with a reason or without."""

    clause: str
    by: str
    wording: int
    dissent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Sign the text that was read."""

    by: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Take a party out."""

    party: str


Command: TypeAlias = Join | Propose | Accept | Refuse | Sign | Remove
