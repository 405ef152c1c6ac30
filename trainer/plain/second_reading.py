"""A second reading line by line: each choice is rated on the anchors before the key is seen, then put beside it."""

from collections.abc import Iterator
from typing import Final, TextIO

from trainer.debrief.history import Choice
from trainer.plain.answers import Over, next_answer, number_in
from trainer.plain.readings import agreement_lines, beside_each_other, choices_of
from trainer.plain.text import TextPresenter
from trainer.plain.turns import Turn, also_open, line_told
from trainer.review.second_reading import (
    ALL_RATED,
    ASKED,
    BEFORE_RATING,
    KEY_IS_KNOWN,
    OFFERED_LEVELS,
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
        self._choices = choices_of(reviewed)

    def run(self) -> None:
        """Ask until every choice is rated, or the person leaves; then say how far readers agree.

        Raises:
            NotThere: when it is not shared so that it can be rated, or not any more.
        """
        rated = {each.position for each in self._reviewing.ratings(self._reviewed) if self._is_mine(each)}
        left = [each for each in self._choices if each[1].position not in rated]
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

    def _ask_all(self, left: list[tuple[Turn, Choice]]) -> None:
        while left:
            try:
                self._ask(*left[0], len(self._choices) - len(left) + 1)
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
        self._out.write(f"Choice {number} of {len(self._choices)}.")
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


def _choice_told(reviewed: Reviewed, turn: Turn, choice: Choice) -> Iterator[str]:
    yield from turn.told
    if turn.own is not None:
        yield f"{line_told(reviewed.session.scenario, turn.own)} (chosen)"
    for say in also_open(choice):
        yield f"Open as well: {say}"


def _in_words(levels: dict[Practice, int]) -> str:
    return "; ".join(f"{PRACTICES[practice]}: {level_in_words(level)}" for practice, level in levels.items())


def _choices(count: int) -> str:
    return "1 choice is" if count == 1 else f"{count} choices are"


def _not_understood(answer: str, most: int) -> str:
    said = f"“{answer[:40]}” is none of these." if answer else "Nothing was chosen."
    return f"{said} Type a number from 1 to {most}; ? is for help, q leaves."
