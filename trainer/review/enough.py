"""What may be shown of parts that add up to a whole that is shown: nothing that tells of fewer than five persons.

A part to which fewer than five persons contributed is left out. Where what is left out could be worked out from the
whole and the parts that are shown, and fewer than five persons stand behind it, the next smallest part is left out as
well (complementary suppression), until at least five stand behind what is left out, or nothing is shown.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Final, TypeVar

FEWEST_PERSONS: Final = 5

K = TypeVar("K", bound=Hashable)


def is_enough(persons: Iterable[str]) -> bool:
    """Return whether there are five different ones among `persons`."""
    return len(frozenset(persons)) >= FEWEST_PERSONS


def shown_parts(parts: Mapping[K, Collection[str]]) -> frozenset[K]:
    """Return which of `parts`, given by the persons who contributed to each, may be shown with their own figures.

    Parts to which nobody contributed hide nothing, and are shown.
    """
    persons = {part: frozenset(of) for part, of in parts.items()}
    hidden = {part for part, of in persons.items() if 0 < len(of) < FEWEST_PERSONS}
    left = sorted(
        (part for part in persons if persons[part] and part not in hidden), key=lambda p: (len(persons[p]), str(p))
    )
    while hidden and left and len(frozenset().union(*(persons[part] for part in hidden))) < FEWEST_PERSONS:
        hidden.add(left.pop(0))
    return frozenset(persons) - hidden
