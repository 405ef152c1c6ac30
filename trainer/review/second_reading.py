"""What is asked for a second reading of a choice, on which anchors, and how it is told how far readers agree.

The anchors are those that the key of a scenario is written on; levels go from -2 to 2, and 0 says nothing either way.
"""

from collections.abc import Iterable
from typing import Final

from trainer.errors import UsageError
from trainer.review.agreement import FEWEST_MOMENTS, Alpha, Rated, alpha
from trainer.review.anchors import ANCHORS, NOT_IN_PLAY
from trainer.scenario.model import Practice

OFFERED_LEVELS: Final = (2, 1, -1, -2, 0)
"""In the order in which the anchors are offered."""
BEFORE_RATING: Final = (
    "Read each choice yourself first. What the author wrote, and how others read it, comes after yours."
)
KEY_IS_KNOWN: Final = "You have seen how the choices read, so a second reading would not be your own."
ALL_RATED: Final = "You have read every choice of this play. Thank you."
NOBODY_ELSE: Final = "Nobody else has read this play so yet. How far readers agree can be said when somebody has."
TOO_FEW: Final = f"too few to say; it takes {FEWEST_MOMENTS} choices that two or more have read"
ALL_THE_SAME: Final = "everybody gave the same everywhere, so it cannot be told from chance"
WHAT_ALPHA_IS: Final = (
    "1 is full agreement, 0 is what chance would give. It says how clear the anchors are, not who is right."
)
ASKED: Final = {
    Practice.LISTENING: "Listening: what does this line do with what the other said?",
    Practice.SUSPENDING: "Holding one's view open: how certain does this line make itself?",
    Practice.RESPECTING: "Making room: what place does this line give the others?",
    Practice.VOICING: "Saying how it is for oneself: what does this line say of the one who speaks?",
}
_SHORT: Final = {2: "clearly", 1: "somewhat", 0: "nothing of it", -1: "rather the opposite", -2: "clearly the opposite"}


def level_in_words(level: int) -> str:
    """Return a level of the anchors as a word."""
    return _SHORT[level]


def anchors_of(practice: Practice) -> tuple[str, ...]:
    """Return the anchors of `practice` as they are offered, the last one for what says nothing of it."""
    return tuple(ANCHORS[practice].get(level, NOT_IN_PLAY) for level in OFFERED_LEVELS)


def agreement_in_words(rated: Iterable[Rated], practice: Practice) -> str:
    """Return how far those who rated the same choices agree on `practice`, with what that rests on."""
    try:
        found = alpha(rated, practice)
    except UsageError as error:
        return str(error)
    return alpha_in_words(found)


def alpha_in_words(found: Alpha | None) -> str:
    """Return how far readers agree, with what that rests on."""
    if found is None:
        return TOO_FEW
    if found.alpha is None:
        return ALL_THE_SAME
    return f"{found.alpha:.2f}, from {found.moments} choices that {found.raters} have read"
