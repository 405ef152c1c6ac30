"""A play that follows a file while it is written, line by line: for authors, who try what they have just changed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Final, TextIO

from trainer.authoring.following import Choice, Followed, chosen, follow
from trainer.engine.view import OpenOption
from trainer.errors import TrainerError
from trainer.library import read
from trainer.plain.answers import number_in
from trainer.scenario.load import parse
from trainer.text import clean, clean_line
from trainer.wording import told_speaker

LOOK_SECONDS: Final = 0.3
_KEYS: Final = "Type a number; b goes one choice back, r to the beginning, q leaves."
_NOTHING_KEPT: Final = "The play follows the file: save it, and it goes on with the new text. Nothing of it is kept."


class Watching:
    """One file, and where its play stands."""

    def __init__(self, file: Path, seat: str | None, seed: int, out: TextIO) -> None:
        self._file = file
        self._seat = seat
        self._seed = seed
        self._out = out
        self._text = read(file)
        self._scenario = parse(self._text, str(file))
        self._at = follow(self._scenario, seat, (), seed)
        self._trouble = ""

    def run(self, answers: TextIO) -> None:
        """Play until the person leaves, or the answers end."""
        self._write(f"{self._scenario.title}. {_NOTHING_KEPT}")
        self._show()
        for answer in _answers(answers, self._look):
            if answer == "q":
                return
            self._do(answer)

    def _do(self, answer: str) -> None:
        if answer in {"b", "r"}:
            self._stand(self._at.choices[:-1] if answer == "b" else ())
            return
        options = self._options
        number = number_in(answer, len(options))
        if number is None:
            self._write(_KEYS)
            return
        self._at = chosen(self._at, options[number - 1].id)
        self._show()

    def _stand(self, choices: tuple[Choice, ...]) -> None:
        self._at = follow(self._scenario, self._seat, choices, self._seed)
        self._show()

    @property
    def _options(self) -> tuple[OpenOption, ...]:
        return () if self._at.play.is_over else self._at.play.options

    def _look(self) -> None:
        """Go on with the file's text where it is another one now, or say once what is wrong with it."""
        try:
            text = read(self._file)
            if text == self._text:
                self._trouble = ""
                return
            scenario = parse(text, str(self._file))
            at = follow(scenario, self._seat, self._at.choices, self._seed)
        except TrainerError as error:
            if str(error) != self._trouble:
                self._trouble = str(error)
                self._write(f"{error}\nThe play goes on with the text as it was before.")
        else:
            self._text, self._scenario, self._at, self._trouble = text, scenario, at, ""
            self._write(_told(at))
            self._show()

    def _show(self) -> None:
        play = self._at.play
        for line in play.lines:
            self._write(f"{told_speaker(self._scenario, line)}: {line.text}")
        if play.is_over:
            end = self._scenario.ends[play.end or ""]
            self._write(f"How it ended: {end.title}. {end.text}")
        for number, option in enumerate(self._options, start=1):
            self._write(f"{number}. {option.say}")
        self._write(_KEYS)

    def _write(self, text: str) -> None:
        self._out.write(f"{clean(text)}\n")
        self._out.flush()


def _told(at: Followed) -> str:
    if at.lost is None:
        return "\nThe file changed. You stand where you stood."
    return f"\nThe file changed. The choice “{at.lost.option}” at {at.lost.beat} is not there now: you stand before it."


def _answers(answers: TextIO, meanwhile: Callable[[], object]) -> Iterator[str]:
    """Yield what is typed, line by line, and do something `meanwhile` from time to time."""
    typed: Queue[str | None] = Queue()

    def listen() -> None:
        for line in answers:
            typed.put(clean_line(line))
        typed.put(None)

    Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = typed.get(timeout=LOOK_SECONDS)
        except Empty:
            meanwhile()
            continue
        if line is None:
            return
        meanwhile()
        yield line
