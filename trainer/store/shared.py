"""What may be kept in a store that several people share.

Whoever runs such a server can read all that is in it, and a promise is that private notes, feelings and reflections
are readable by their writer alone. Until a shared store has people with passphrases whose keys encrypt such text, none
of it is sent there: the log has its salted digest, which tells nobody what it says. What was told to all is no secret.
"""

from typing import TYPE_CHECKING, Final

from trainer.errors import StoreError

if TYPE_CHECKING:
    from trainer.store.base import Batch, Words

PRIVATE: Final = frozenset({"words_given", "checked_in"})
"""Events beside which somebody's own text is kept that is theirs alone: own words, and how it is now."""
OPEN: Final = frozenset({"told_afterwards"})
"""Events beside which a text is kept that was told to all who were there."""


def words_to_share(batch: "Batch") -> "dict[int, Words]":
    """Return what was typed for `batch` that a shared store may keep, by the position of its event."""
    return {position: words for position, words in batch.words.items() if batch.events[position].kind not in PRIVATE}


def no_private_note() -> StoreError:
    """Return what is told to who would keep a note for themselves in a shared store."""
    return StoreError(
        "Notes for yourself are not kept in a store that several people share, since whoever runs it could read them. "
        "This one was not kept. Keep such notes in a store of your own: --store FILE"
    )
