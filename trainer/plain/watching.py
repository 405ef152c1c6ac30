"""A play that follows a file while it is written, line by line: for authors, who try what they have just changed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Final, NamedTuple, TextIO

from trainer.authoring.following import Choice, Followed, chosen, follow
from trainer.engine.view import OpenOption
from trainer.errors import TrainerError
from trainer.library import read
from trainer.plain.answers import number_in
from trainer.plain.text import TextPresenter
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.scenario.problems import ScenarioError
from trainer.text import clean_line
from trainer.wording import here, stage, told_speaker

LOOK_SECONDS: Final = 0.3
_WAYS: Final = "b goes one choice back, r to the beginning, q leaves."
_KEYS: Final = f"Type a number; {_WAYS}"
_KEYS_AT_THE_END: Final = f"The play is over. {_WAYS}"
_NOTHING_BEFORE: Final = "Nothing comes before this: it is the beginning."
_NOTHING_KEPT: Final = "The play follows the file: save it, and it goes on with the new text. Nothing of it is kept."
_WAITING: Final = "The play begins when this is put right and saved. q leaves."
_RIGHT_AGAIN: Final = "\nIt is right again; the play goes on."


class _Standing(NamedTuple):
    """The last text that was right, and where its play stands."""

    text: str
    scenario: Scenario
    at: Followed


class Watching:
    """One file, and where its play stands."""

    def __init__(self, file: Path, seat: str | None, seed: int, out: TextIO) -> None:
        self._file = file
        self._seat = seat
        self._seed = seed
        self._write = TextPresenter(out).write
        self._standing: _Standing | None = None
        self._trouble = ""
        self._scene = ""
        """Where the play stood when it was shown last."""

    def run(self, answers: TextIO) -> None:
        """Play until the person leaves, or the answers end; a text that is wrong is waited for.

        Raises:
            ScenarioError: when there is no file.
            Refused: when nobody in the cast has such a seat.
        """
        try:
            self._begin(read(self._file))
        except ScenarioError as error:
            if not self._file.is_file():
                raise
            self._tell(error)
        for answer in _answers(answers, self._look):
            if answer == "q":
                return
            self._do(answer)

    def _begin(self, text: str) -> None:
        standing = self._standing = self._read(text, ())
        self._write(f"{_sentence(standing.scenario.title)} {_NOTHING_KEPT}")
        self._show(standing)

    def _read(self, text: str, choices: tuple[Choice, ...]) -> _Standing:
        scenario = parse(text, str(self._file))
        return _Standing(text, scenario, follow(scenario, self._seat, choices, self._seed))

    def _do(self, answer: str) -> None:
        standing = self._standing
        if standing is None:
            self._write(_WAITING)
            return
        choices = standing.at.choices
        if answer == "b" and not choices:
            self._write(_NOTHING_BEFORE)
        if answer in {"b", "r"}:
            self._stand(follow(standing.scenario, self._seat, choices[:-1] if answer == "b" else (), self._seed))
            return
        options = _options(standing.at)
        number = number_in(answer, len(options))
        if number is None:
            self._write(_keys(standing.at))
            return
        self._stand(chosen(standing.at, options[number - 1].id))

    def _stand(self, at: Followed) -> None:
        if self._standing is not None:
            self._standing = self._standing._replace(at=at)
            self._show(self._standing)

    def _look(self) -> None:
        """Go on with the file's text where it is another one now, or say once what is wrong with it."""
        before = self._standing
        try:
            text = read(self._file)
            if before is None:
                self._begin(text)
                self._trouble = ""
                return
            if text == before.text:
                if self._trouble:
                    self._write(_RIGHT_AGAIN)
                    self._show(before)
                self._trouble = ""
                return
            self._standing = self._read(text, before.at.choices)
        except TrainerError as error:
            self._tell(error)
        else:
            self._trouble = ""
            self._write(_told(self._standing.at))
            self._show(self._standing)

    def _tell(self, error: TrainerError) -> None:
        """Say what is wrong, once."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            then = "The play goes on with the text as it was before." if self._standing else _WAITING
            self._write(f"{error}\n{then}")

    def _show(self, standing: _Standing) -> None:
        scenario, at = standing.scenario, standing.at
        scene = at.play.state.beat.partition("/")[0]
        if scene != self._scene and not at.play.is_over:
            self._scene = scene
            place = scenario.scenes[scene]
            self._write(f"Place: {place.title}. {here(scenario, place)} {stage(scenario, place)}")
        for line in at.play.lines:
            self._write(f"{told_speaker(scenario, line)}: {line.text}")
        if at.play.is_over:
            end = scenario.ends[at.play.end or ""]
            self._write(f"How it ended: {_sentence(end.title)} {end.text}")
        for number, option in enumerate(_options(at), start=1):
            self._write(f"{number}. {option.say}")
        self._write(_keys(at))


def _options(at: Followed) -> tuple[OpenOption, ...]:
    return () if at.play.is_over else at.play.options


def _keys(at: Followed) -> str:
    return _KEYS_AT_THE_END if at.play.is_over else _KEYS


def _sentence(title: str) -> str:
    """Return a title as a sentence: one that asks, or calls, has its sign already."""
    return title if title.endswith((".", "!", "?", "…")) else f"{title}."


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
