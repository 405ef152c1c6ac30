"""A session played from a stream of answers, whichever way it is written."""

from collections.abc import Callable
from typing import Final, TextIO

from trainer.engine.state import Phase
from trainer.engine.view import OpenOption, Spoken
from trainer.plain.answers import Over, next_answer, number_in
from trainer.plain.presenter import Presenter, numbers
from trainer.play import Refused
from trainer.privacy import LONGEST_TEXT, STRONGEST
from trainer.session import Session, WentOn

_USUAL_STRENGTH: Final = 5


class PlainPlay:
    """Plays a session from a stream of answers."""

    def __init__(self, session: Session, answers: TextIO, presenter: Presenter, *, is_coached: bool = False) -> None:
        self._session = session
        self._answers = answers
        self._presenter = presenter
        self._is_coached = is_coached
        self._shown = 0
        self._is_reply_shown = False
        self._scene = ""

    def run(self) -> None:
        """Play to an end, or until the person pauses or the answers end.

        Raises:
            StoreError: when something cannot be kept.
        """
        session = self._session
        is_new = session.state.phase is Phase.BRIEFING
        self._presenter.begin(session, is_new=is_new)
        if is_new:
            session.start()
        else:
            session.go_on()
            self._shown = session.last_turn()
        try:
            if session.wants_words:
                self._catch_up()
                self._ask_words()
            while not session.is_over:
                self._catch_up()
                if session.checkin:
                    self._ask_checkin(session.checkin)
                self._ask_reply()
                if session.wants_words:
                    self._ask_words()
            self._catch_up()
        except Over:
            if not session.is_over:
                session.pause()
                self._presenter.paused(session)
                return
            self._catch_up()
        self._presenter.end(session)

    def _catch_up(self) -> None:
        """Write what was not written yet."""
        lines = self._session.lines(self._shown)
        self._write(lines[1:] if self._is_reply_shown else lines)
        self._shown = self._session.version
        self._is_reply_shown = False

    def _show_reply(self) -> None:
        """Write the reply just made, before anything is asked or told about it."""
        self._write(self._session.lines(self._shown)[:1])
        self._is_reply_shown = True

    def _write(self, lines: tuple[Spoken, ...]) -> None:
        for line in lines:
            if line.scene != self._scene:
                self._scene = line.scene
                self._presenter.scene(self._session, line.scene)
            self._presenter.line(self._session, line)

    def _ask_reply(self) -> None:
        options = self._session.options
        self._presenter.turn(self._session, options)
        while True:
            answer = self._read()
            if answer == "?":
                self._presenter.help(options)
                continue
            option = _meant(answer, options)
            if option is None:
                self._presenter.sorry(_not_understood(answer, options))
                continue
            try:
                self._session.reply(option.id)
            except (Refused, WentOn) as refused:
                self._presenter.sorry(str(refused))
                return
            self._show_reply()
            if self._is_coached:
                self._presenter.coach(self._session)
            return

    def _ask_words(self) -> None:
        self._presenter.words()
        if words := self._read_typed():
            if self._try(lambda: self._session.give_words(words)):
                self._presenter.kept()
            if len(words) > LONGEST_TEXT:
                self._presenter.sorry(f"The first {LONGEST_TEXT:,} characters were kept.")

    def _ask_checkin(self, question: str) -> None:
        self._presenter.checkin(question)
        if answer := self._read_typed():
            strength, feeling = _read_feeling(answer)
            if self._try(lambda: self._session.check_in(feeling, strength)):
                self._presenter.kept()

    def _read_typed(self) -> str:
        """Read a text of one's own; a question mark alone asks what can be typed."""
        while (answer := self._read()) == "?":
            self._presenter.help_typing()
        return answer

    def _try(self, keep: Callable[[], None]) -> bool:
        try:
            keep()
        except (Refused, WentOn) as refused:
            self._presenter.sorry(str(refused))
            return False
        return True

    def _read(self) -> str:
        return next_answer(self._answers)


def _meant(answer: str, options: tuple[OpenOption, ...]) -> OpenOption | None:
    if (number := number_in(answer, len(options))) is not None:
        return options[number - 1]
    return next((option for option in options if option.id == answer), None)


def _not_understood(answer: str, options: tuple[OpenOption, ...]) -> str:
    said = f"“{answer[:40]}” is none of the lines here." if answer else "Nothing was said."
    return f"{said} Type {numbers(options)}; ? is for help, q to pause."


def _read_feeling(answer: str) -> tuple[int, str]:
    head, _, rest = answer.partition(" ")
    if head.isascii() and head.isdecimal() and len(head) <= 2 and int(head) <= STRONGEST:  # noqa: PLR2004  10 has two digits
        return int(head), rest
    return _USUAL_STRENGTH, answer
