"""The words in which it is kept who did what with somebody's plays, and how that is told."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class What(StrEnum):
    """What was done."""

    SHARED = "shared"
    WITHDRAWN = "withdrawn"
    READ = "read"
    SCORES = "read-scores"
    NOTES = "read-notes"
    RATED = "rated"
    REMARKED = "remarked"
    COUNTED = "counted"
    SHOWN = "shown"
    EXPORTED = "exported"
    CODE = "code"
    CODE_USED = "code-used"
    ENDED = "ended"
    CHANGED = "changed"
    PASSPHRASE = "passphrase"  # noqa: S105  the word, not one


TOLD: Final = MappingProxyType(
    {
        What.SHARED: "you shared it with {who}",
        What.WITHDRAWN: "you took it back from {who}",
        What.READ: "{who} read what was said",
        What.SCORES: "{who} saw how your choices read",
        What.NOTES: "{who} read the notes that you chose",
        What.RATED: "{who} gave a second reading of a choice",
        What.REMARKED: "{who} wrote to you about it",
        What.COUNTED: "{who} looked at a group's figures with yours in them",
        What.SHOWN: "{who} showed it to a group, with your leave",
        What.EXPORTED: "{who} took a copy out",
        What.CODE: "{who} made a code with which you choose a new passphrase",
        What.CODE_USED: "the code was used to choose a new passphrase: if that was not you, tell an administrator",
        What.ENDED: "it is shared with {who} no more, who began anew with a code: share it again if you want that",
        What.CHANGED: "{who} changed your account",
        What.PASSPHRASE: "you chose a new passphrase",
    }
)


def told(what: str, who: str) -> str:
    """Return one step of a trail in words, `who` being the name of who did it."""
    known = {each.value: each for each in What}
    return TOLD[known[what]].format(who=who) if what in known else f"{who} did something that this version cannot name"
