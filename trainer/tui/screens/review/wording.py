"""The words of the screens on what is shared with a supervisor."""

from typing import Final

from trainer.debrief.practice import Score
from trainer.listing import when
from trainer.people.shares import NO_END, how_far
from trainer.supervision.reviewing import Item
from trainer.supervision.times import day_of
from trainer.wording import practice_in_words

NOTHING_SHARED: Final = (
    "Nothing is shared with you now. Whoever wants you to see a play shares it from “Your sessions”."
)
NOTHING_OF_THAT: Final = "Nothing of that is shared with you now. p, s and d change what is listed."
NOT_HERE: Final = "That is not here for you."
NOT_HERE_NOW: Final = "It may have been taken back. What is shared with you now is in the list."
CONVERSATION: Final = "{name} reads this and can answer. It is a conversation, not a verdict."
TAKEN_BACK_LATER: Final = "Enter sends it. You can take it back later. What was read before that stays read."
NOTHING_WRITTEN: Final = "Nobody has written anything yet."
BEFORE_THE_KEY: Final = (
    "You will see what each choice showed, and why. After that, a second reading of yours is no longer your own, so "
    "it is not asked for any more."
)
SEES_THAT_YOU_LOOKED: Final = "{name} can see that you looked."
MARKED: Final = "Marked by whose it is: not so for me"
NOT_KEPT: Final = "What you kept stays kept. What you answered to a choice without keeping it is lost."
CODE_IS_WRONG: Final = (
    "That does not open it. A code was mistyped, was used already, or is older than ten minutes; or the play is not "
    "shared with you any more. Whoever it is of can make a new code."
)
BEFORE_SHOWING: Final = (
    "Whose play it is must be in the room and want this. They make a code now, at “Your sessions”, and read it to you. "
    "It works once, within ten minutes. No names of persons are shown, and anybody may say stop: Escape ends it."
)
WHAT_WOULD_YOU_SAY: Final = "What would you say?"


def day(at: int) -> str:
    """Return the day of a time of the store."""
    return when(at).partition(",")[0]


def told_item(item: Item) -> str:
    """Return what the list says of a session, below whose it is."""
    listed = item.listed
    share = listed.share
    until = "" if share.until == NO_END else f"until {day_of(share.until):%d %b %Y}"
    parts = (
        how_far(item.person, share.scope),
        f"played {day(listed.touched)}, {'together' if listed.is_joint else 'alone'}",
        f"shared {day(share.given)}",
        until,
    )
    return " · ".join(part for part in parts if part)


def read_in_words(score: Score) -> str:
    """Return how a practice reads, for whoever reads it of somebody else."""
    return practice_in_words(score).removesuffix(" to you")


def rests_on(score: Score) -> str:
    """Return how many choices a practice rests on."""
    return f"rests on {'1 choice' if score.moments == 1 else f'{score.moments} choices'}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its word."""
    return f"1 {one}" if number == 1 else f"{number} {many}"
