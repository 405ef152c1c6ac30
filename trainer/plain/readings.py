"""Readings of the same choices beside each other: one's own, the author's, others'; and how far readers agree."""

from collections.abc import Iterable, Iterator

from trainer.debrief.history import Choice
from trainer.plain.turns import Turn, turns_in
from trainer.review.agreement import FEWEST_RATERS, Rated, alpha
from trainer.review.second_reading import NOBODY_ELSE, WHAT_ALPHA_IS, agreement_in_words, level_in_words
from trainer.scenario.model import Practice
from trainer.store.people.talk import Rating
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.wording import PRACTICES


def choices_of(reviewed: Reviewed) -> tuple[tuple[Turn, Choice], ...]:
    """Return the choices of a play, each with what was said before it."""
    turns = turns_in(reviewed.session.scenario, reviewed.session.look_back(reviewed.seat))
    return tuple((turn, turn.choice) for turn in turns if turn.choice is not None)


def beside_each_other(reviewing: Reviewing, reviewed: Reviewed, choice: Choice) -> Iterator[str]:
    """Yield the readings of one choice that the reader has rated: their own, the key, and those of others, unnamed."""
    at_it = [each for each in reviewing.ratings(reviewed) if each.position == choice.position]
    mine = next(each for each in at_it if each.rater == reviewing.me.id)
    key = reviewing.key_at(reviewed, choice.position) or {}
    yield f"“{choice.chosen.option.say}”"
    for practice in Practice:
        others = ", ".join(level_in_words(_level(each, practice)) for each in at_it if each is not mine)
        yield (
            f"{PRACTICES[practice].capitalize()}: you, {level_in_words(_level(mine, practice))}; "
            f"as written, {level_in_words(key.get(practice, 0))}{f'; others, {others}' if others else ''}."
        )


def agreement_lines(reviewing: Reviewing, reviewed: Reviewed) -> Iterator[str]:
    """Yield how far those agree who rated the play, with what that rests on, and each choice that the reader rated.

    Raises:
        NotThere: when it is not shared so, or not any more.
    """
    ratings = reviewing.ratings(reviewed)
    if len({each.rater for each in ratings}) >= FEWEST_RATERS:
        yield "How far readers agree:"
        for practice in Practice:
            yield f"{PRACTICES[practice].capitalize()}: {agreement_in_words(_rated_in(ratings, practice), practice)}."
        yield WHAT_ALPHA_IS
    elif ratings:
        yield NOBODY_ELSE
    positions = {each.position for each in ratings}
    for _, choice in choices_of(reviewed):
        if choice.position in positions:
            yield from ("", *beside_each_other(reviewing, reviewed, choice))


def agreement_to_json(reviewing: Reviewing, reviewed: Reviewed) -> dict[str, object]:
    """Return the same for programs; nobody else's name is in it.

    Raises:
        NotThere: when it is not shared so, or not any more.
        UsageError: when the library that works agreement out is not installed.
    """
    ratings = reviewing.ratings(reviewed)
    found = {practice: alpha(_rated_in(ratings, practice), practice) for practice in Practice}
    return {
        "session": reviewed.id,
        "person": reviewed.person.name,
        "agreement": {practice.value: each._asdict() if each is not None else None for practice, each in found.items()},
        "choices": [
            _choice_json(reviewing, reviewed, number, choice, ratings)
            for number, (_, choice) in enumerate(choices_of(reviewed), start=1)
        ],
    }


def _choice_json(
    reviewing: Reviewing, reviewed: Reviewed, number: int, choice: Choice, ratings: tuple[Rating, ...]
) -> dict[str, object]:
    """Return one choice; before the reader has rated it, nothing of how it reads is there."""
    at_it = [each for each in ratings if each.position == choice.position]
    mine = next((each for each in at_it if each.rater == reviewing.me.id), None)
    key = reviewing.key_at(reviewed, choice.position)
    return {
        "choice": number,
        "said": choice.chosen.option.say,
        "yours": _levels_json(mine) if mine is not None else None,
        "key": {practice.value: level for practice, level in key.items()} if key is not None else None,
        "others": [_levels_json(each) for each in at_it if each is not mine],
    }


def _levels_json(rating: Rating) -> dict[str, int]:
    return {practice.value: _level(rating, practice) for practice in Practice}


def _rated_in(ratings: Iterable[Rating], practice: Practice) -> list[Rated]:
    """Return the levels that were given for one practice."""
    return [Rated(str(each.position), each.rater, practice, _level(each, practice)) for each in ratings]


def _level(rating: Rating, practice: Practice) -> int:
    """Return a level; what was left out says nothing either way."""
    return rating.levels.get(practice.value, 0)
