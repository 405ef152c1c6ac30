"""Readings of the same choices beside each other: one's own, the author's, others'; and how far readers agree."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from trainer.debrief.history import Choice
from trainer.review.agreement import Rated
from trainer.review.second_reading import NOBODY_ELSE, WHAT_ALPHA_IS, agreement_in_words, level_in_words
from trainer.scenario.model import Practice
from trainer.store.people.talk import Rating
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.tui.content import joined, styled, text
from trainer.wording import PRACTICES

_WIDTH: Final = 26
_COLUMN: Final = 22


def compared(reviewing: Reviewing, reviewed: Reviewed, choice: Choice) -> Content:
    """Return the readings of one choice that the reader has rated: their own, the key, and those of others."""
    at_it = [each for each in reviewing.ratings(reviewed) if each.position == choice.position]
    mine = next((each for each in at_it if each.rater == reviewing.me.id), None)
    key = reviewing.key_at(reviewed, choice.position) or {}
    others = [each for each in at_it if each is not mine]
    head = styled(f"{'':<{_WIDTH}}{'you':<{_COLUMN}}as written", "$quiet")
    rows = (
        text(
            f"{PRACTICES[practice].capitalize():<{_WIDTH}}{level_in_words(_level(mine, practice)):<{_COLUMN}}"
            f"{level_in_words(key.get(practice, 0))}"
        )
        for practice in Practice
    )
    found = (_others(others, practice) for practice in Practice) if others else ()
    return joined(styled(f"“{choice.chosen.option.say}”", "bold $primary"), head, *rows, *found, between="\n")


def _others(others: list[Rating], practice: Practice) -> Content:
    """Return what others gave; nobody's name stands there."""
    levels = ", ".join(level_in_words(_level(each, practice)) for each in others)
    return styled(f"Others, {PRACTICES[practice]}: {levels}", "$quiet")


def _level(rating: Rating | None, practice: Practice) -> int:
    """Return a level; what was left out says nothing either way."""
    return rating.levels.get(practice.value, 0) if rating is not None else 0


def agreement_told(reviewing: Reviewing, reviewed: Reviewed, choices: tuple[Choice, ...]) -> Iterator[Content]:
    """Yield how far those agree who rated the play, with what that rests on, and each choice that was rated."""
    ratings = reviewing.ratings(reviewed)
    if len({each.rater for each in ratings}) > 1:
        rows = (text(f"{PRACTICES[each].capitalize():<{_WIDTH}}{_agreed(ratings, each)}") for each in Practice)
        yield joined(styled("How far readers agree", "bold $primary"), *rows, between="\n")
        yield styled(WHAT_ALPHA_IS, "$quiet")
    elif ratings:
        yield text(NOBODY_ELSE)
    rated = {each.position for each in ratings}
    yield from (compared(reviewing, reviewed, choice) for choice in choices if choice.position in rated)


def _agreed(ratings: tuple[Rating, ...], practice: Practice) -> str:
    rated = [Rated(str(each.position), each.rater, practice, _level(each, practice)) for each in ratings]
    return agreement_in_words(rated, practice)
