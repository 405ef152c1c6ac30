"""A play in front of a group, line by line: each choice is asked before it is told, and anybody may stop it."""

from typing import Final, TextIO

from trainer.debrief.debrief import Debrief
from trainer.debrief.talk import Said
from trainer.plain.answers import Over, next_answer
from trainer.plain.text import TextPresenter
from trainer.plain.turns import Turn, all_open, end_told, figures_of, how_it_reads, line_told, turns_in
from trainer.review.questions import Question, questions
from trainer.supervision.reviewing import Reviewed, Reviewing

_HELP: Final = "Enter goes on. o says what can be said here; q stops at once, and anybody may ask for it."
_WITH_KEY: Final = "Once it is told what was chosen, k says how it reads, and f says that in figures."


class GroupWalk:
    """The walk; nobody's name stands in it, only those of parts."""

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed, answers: TextIO, out: TextPresenter) -> None:
        self._reviewing = reviewing
        self._reviewed = reviewed
        self._answers = answers
        self._out = out
        self._debrief: Debrief = reviewed.session.look_back(reviewed.seat)

    def run(self) -> None:
        """Walk through the play, choice by choice, to its end and the questions on it, or until somebody stops it.

        Raises:
            NotThere: when it was taken back meanwhile.
        """
        scenario = self._reviewed.session.scenario
        asked = questions_on(self._reviewing, self._reviewed)
        self._out.write(f"{scenario.title}.")
        self._out.write(self._help)
        try:
            for turn in turns_in(scenario, self._debrief):
                self._walk(turn)
            for number, question in enumerate(asked, start=1):
                self._ask_group(question, number, len(asked))
        except Over:
            self._out.write("Stopped.")
        else:
            self._out.write("That was all. Thank you.")

    @property
    def _help(self) -> str:
        return f"{_HELP} {_WITH_KEY}" if self._reviewed.shows_scores else _HELP

    def _walk(self, turn: Turn) -> None:
        self._begin_part()
        for line in turn.told:
            self._out.write(line)
        if turn.own is None:
            self._out.write(end_told(self._reviewed.session.scenario, self._debrief))
            self._wait(())
            return
        name = self._reviewed.session.scenario.cast[self._reviewed.seat].name
        self._out.write(f"{name}: What would you say?")
        while self._wait(("o",)) == "o" and turn.choice is not None:
            for say in all_open(turn.choice):
                self._out.write(f"One could say: {say}")
        self._begin_part()
        self._out.write(line_told(self._reviewed.session.scenario, turn.own))
        self._tell_readings(turn.own)

    def _tell_readings(self, own: Said) -> None:
        """Say how a choice reads, as far as that is asked for and may be seen."""
        offered: tuple[str, ...] = ("k",) if self._reviewed.shows_scores else ()
        while answer := self._wait(offered):
            if answer == "k":
                self._debrief = self._reviewing.look_back(self._reviewed)
                lines = tuple(how_it_reads(own, self._debrief))
                offered = ("k", "f") if own.moment is not None else ("k",)
            else:
                lines = tuple(figures_of(own))
            for line in lines:
                self._out.write(line)

    def _ask_group(self, question: Question, number: int, of: int) -> None:
        self._begin_part()
        if question.quote:
            self._out.write(f"“{question.quote}”")
        self._out.write(f"Question {number} of {of}: {question.text}")
        self._wait(())

    def _begin_part(self) -> None:
        """Go on, where the play is still shared."""
        self._reviewing.still(self._reviewed)
        self._out.write("")

    def _wait(self, offered: tuple[str, ...]) -> str:
        """Return which of `offered` is asked for; nothing goes on."""
        while answer := next_answer(self._answers):
            if answer in offered:
                return answer
            self._out.write(self._help)
        return ""


def questions_on(reviewing: Reviewing, reviewed: Reviewed) -> tuple[Question, ...]:
    """Return the questions on a play; none rests on how it reads where that is not to be seen, or not yet."""
    has_key = reviewed.shows_scores and not reviewing.can_rate(reviewed)
    return questions(reviewed.session.scenario, reviewed.session.look_back(reviewed.seat), has_key=has_key)
