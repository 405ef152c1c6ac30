"""A second reading line by line: each choice is rated on the anchors before the key is seen, then put beside it."""

from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from trainer.debrief.history import Choice
from trainer.plain.answers import Over, next_answer, number_in
from trainer.plain.text import TextPresenter
from trainer.plain.turns import Turn, also_open, line_told, turns_in
from trainer.review.agreement import FEWEST_RATERS, Rated
from trainer.review.second_reading import (
    ALL_RATED,
    ASKED,
    BEFORE_RATING,
    KEY_IS_KNOWN,
    NOBODY_ELSE,
    OFFERED_LEVELS,
    WHAT_ALPHA_IS,
    agreement_in_words,
    anchors_of,
    level_in_words,
)
from trainer.scenario.model import Practice
from trainer.store.people.talk import Rating
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.wording import PRACTICES

_PRACTICES: Final = tuple(Practice)
_HELP: Final = (
    "Type a number and Enter. b answers the one before again, s leaves this choice for later, q leaves; what you kept "
    "stays kept."
)
_KEEP: Final = "1. Keep it; it stays as it is.\n2. Read it once more."


class _Later(Exception):  # noqa: N818  a way on, not a fault
    """This choice is left for later."""


class SecondReading:
    """One choice after the other, one practice after the other."""

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed, answers: TextIO, out: TextPresenter) -> None:
        self._reviewing = reviewing
        self._reviewed = reviewed
        self._answers = answers
        self._out = out
        self._turns = _rateable(reviewed)

    def run(self) -> None:
        """Ask until every choice is rated, or the person leaves; then say how far readers agree.

        Raises:
            NotThere: when it is not shared so that it can be rated, or not any more.
        """
        rated = {each.position for each in self._reviewing.ratings(self._reviewed) if self._is_mine(each)}
        left = [turn for turn in self._turns if turn.own is not None and turn.own.position not in rated]
        if left and not self._reviewing.can_rate(self._reviewed):
            self._out.write(KEY_IS_KNOWN)
        elif left:
            self._out.write(BEFORE_RATING)
            self._out.write(_HELP)
            try:
                self._ask_all(left)
            except Over:
                self._out.write(f"Left. What you kept stays kept; {_choices(len(left))} not rated yet.")
                return
        if not left:
            self._out.write(ALL_RATED)
        for line in agreement_lines(self._reviewing, self._reviewed):
            self._out.write(line)

    def _is_mine(self, rating: Rating) -> bool:
        return rating.rater == self._reviewing.me.id

    def _ask_all(self, left: list[Turn]) -> None:
        while left:
            turn = left[0]
            if turn.choice is None:
                raise AssertionError("only choices are rated")
            try:
                self._ask(turn, turn.choice, len(self._turns) - len(left) + 1)
            except _Later:
                if len(left) == 1:
                    self._out.write("It is the only one that is left. q leaves it for later.")
                left.append(left.pop(0))
            else:
                left.pop(0)

    def _ask(self, turn: Turn, choice: Choice, number: int) -> None:
        """Ask for a reading of one choice, keep it, and put it beside the others."""
        self._reviewing.still(self._reviewed)
        self._out.write("")
        self._out.write(f"Choice {number} of {len(self._turns)}.")
        for line in _choice_told(self._reviewed, turn, choice):
            self._out.write(line)
        levels: dict[Practice, int] = {}
        while len(levels) < len(_PRACTICES) or not self._is_kept(levels):
            practice = _PRACTICES[len(levels) % len(_PRACTICES)]
            level = self._ask_level(practice, is_first=not levels)
            if level is None:
                levels.popitem()
            else:
                levels[practice] = level
        self._reviewing.rate(self._reviewed, choice.position, levels)
        self._out.write("Kept.")
        for line in beside_each_other(self._reviewing, self._reviewed, choice):
            self._out.write(line)

    def _ask_level(self, practice: Practice, *, is_first: bool) -> int | None:
        """Ask for a level of one practice; None goes back to the one before."""
        self._out.write(ASKED[practice])
        for at, anchor in enumerate(anchors_of(practice), start=1):
            self._out.write(f"{at}. {anchor}")
        while True:
            answer = self._next()
            if answer == "b" and not is_first:
                return None
            number = number_in(answer, len(OFFERED_LEVELS))
            if number is not None:
                return OFFERED_LEVELS[number - 1]
            self._out.write(_not_understood(answer, len(OFFERED_LEVELS)))

    def _is_kept(self, levels: dict[Practice, int]) -> bool:
        """Ask whether it is to be kept so; otherwise it is asked anew."""
        self._out.write(f"So you read it: {_in_words(levels)}.")
        self._out.write(_KEEP)
        while True:
            answer = self._next()
            if answer == "1":
                return True
            if answer == "b":
                levels.popitem()
                return False
            if answer == "2":
                levels.clear()
                return False
            self._out.write(_not_understood(answer, 2))

    def _next(self) -> str:
        while (answer := next_answer(self._answers)) == "?":
            self._out.write(_HELP)
        if answer == "s":
            raise _Later
        return answer


def _rateable(reviewed: Reviewed) -> tuple[Turn, ...]:
    debrief = reviewed.session.look_back(reviewed.seat)
    return tuple(turn for turn in turns_in(reviewed.session.scenario, debrief) if turn.choice is not None)


def _choice_told(reviewed: Reviewed, turn: Turn, choice: Choice) -> Iterator[str]:
    yield from turn.told
    if turn.own is not None:
        yield f"{line_told(reviewed.session.scenario, turn.own)} (chosen)"
    for say in also_open(choice):
        yield f"Open as well: {say}"


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
            yield f"{PRACTICES[practice].capitalize()}: {agreement_in_words(rated_in(ratings, practice), practice)}."
        yield WHAT_ALPHA_IS
    elif ratings:
        yield NOBODY_ELSE
    positions = {each.position for each in ratings}
    for turn in _rateable(reviewed):
        if turn.choice is not None and turn.choice.position in positions:
            yield from ("", *beside_each_other(reviewing, reviewed, turn.choice))


def agreement_to_json(reviewing: Reviewing, reviewed: Reviewed) -> dict[str, object]:
    """Return the same for programs; nobody else's name is in it.

    Raises:
        NotThere: when it is not shared so, or not any more.
        UsageError: when the library that works agreement out is not installed.
    """
    from trainer.review.agreement import alpha  # noqa: PLC0415  only where it is asked for

    ratings = reviewing.ratings(reviewed)
    found = {practice: alpha(rated_in(ratings, practice), practice) for practice in Practice}
    return {
        "session": reviewed.id,
        "person": reviewed.person.name,
        "agreement": {practice.value: each._asdict() if each is not None else None for practice, each in found.items()},
        "choices": [
            _choice_json(reviewing, reviewed, number, turn.choice, ratings)
            for number, turn in enumerate(_rateable(reviewed), start=1)
            if turn.choice is not None
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


def rated_in(ratings: Iterable[Rating], practice: Practice) -> list[Rated]:
    """Return the levels that were given for one practice."""
    return [Rated(str(each.position), each.rater, practice, _level(each, practice)) for each in ratings]


def _level(rating: Rating, practice: Practice) -> int:
    """Return a level; what was left out says nothing either way."""
    return rating.levels.get(practice.value, 0)


def _in_words(levels: dict[Practice, int]) -> str:
    return "; ".join(f"{PRACTICES[practice]}: {level_in_words(level)}" for practice, level in levels.items())


def _choices(count: int) -> str:
    return "1 choice is" if count == 1 else f"{count} choices are"


def _not_understood(answer: str, most: int) -> str:
    said = f"“{answer[:40]}” is none of these." if answer else "Nothing was chosen."
    return f"{said} Type a number from 1 to {most}; ? is for help, q leaves."
