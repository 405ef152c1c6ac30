"""Conditions as an author writes them, read into values; no code of an author's ever runs.

A condition is a list of atoms that all hold, in which `any: [...]` holds when one of its atoms does.
"""

import re
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Compared:
    """A meter, or `tilt`, compared with a whole number."""

    meter: str
    sign: str
    value: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that some option has set."""

    flag: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Knows:
    """Somebody in the cast knows a fact."""

    who: str
    fact: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A beat has been left at least once; `beat` as the author wrote it, with or without its scene."""

    beat: str
    negated: bool = False


Atom: TypeAlias = Compared | Flag | Knows | Seen


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when one of its atoms does."""

    atoms: tuple[Atom, ...]


Condition: TypeAlias = tuple[Atom | AnyOf, ...]

_ID: Final = r"[a-z][a-z0-9-]*"
_COMPARED: Final = re.compile(rf"({_ID})\s*(>=|<=|==|!=|>|<|=)\s*([+-]?\d{{1,4}})")
_KNOWS: Final = re.compile(rf"({_ID})\s+knows\s+({_ID})")
_SEEN: Final = re.compile(rf"seen\s+({_ID}(?:/{_ID})?)")
_FLAG: Final = re.compile(_ID)
_NO_FLAGS: Final = ("not", "any", "seen", "knows", "tilt")
ATOM: Final = (
    rf"^\s*(not\s+)?({_COMPARED.pattern}|{_KNOWS.pattern}|{_SEEN.pattern}|(?!({'|'.join(_NO_FLAGS)})\s*$){_ID})\s*$"
)
"""What an atom looks like, for programs that cannot ask `read_atom`."""


def read_atom(text: str) -> Atom:
    """Return the atom that `text` writes.

    Raises:
        ValueError: when it is none.
    """
    words = text.strip()
    negated = words.startswith("not ")
    if negated:
        words = words[4:].strip()
    if compared := _COMPARED.fullmatch(words):
        meter, sign, value = compared.groups()
        return Compared(meter, "==" if sign == "=" else sign, int(value), negated)
    if knows := _KNOWS.fullmatch(words):
        return Knows(knows[1], knows[2], negated)
    if seen := _SEEN.fullmatch(words):
        return Seen(seen[1], negated)
    if _FLAG.fullmatch(words) and words not in _NO_FLAGS:
        return Flag(words, negated)
    raise ValueError(text)


def atoms_of(condition: Condition) -> tuple[Atom, ...]:
    """Return every atom of `condition`, those inside `any` included."""
    return tuple(atom for part in condition for atom in (part.atoms if isinstance(part, AnyOf) else (part,)))
