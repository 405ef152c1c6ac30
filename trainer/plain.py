"""The play line by line: for screen readers, pipes and scripts.

No box drawing, nothing rewritten, a speaker's name before every line; and the same play as JSON, an object a line.
"""

import json
import shutil
import textwrap
from abc import ABC, abstractmethod
from typing import Final, Protocol, TextIO

from trainer.coaching import coaching
from trainer.engine.state import Phase
from trainer.engine.view import OpenOption, Spoken
from trainer.play import Refused
from trainer.privacy import LONGEST_TEXT
from trainer.report import told_speaker
from trainer.scenario.model import Scenario
from trainer.session import Session, WentOn
from trainer.text import clean, clean_line
from trainer.wording import (
    BEFORE_PLAY,
    CONTAINER,
    FAREWELL,
    OVER_FREE_TEXT,
    care,
    here,
    minutes,
    part,
    read_by,
    stage,
    stakes,
)

FORMAT: Final = 1
_LONGEST_ANSWER: Final = 100_000
_STRONGEST: Final = 10
_USUAL_STRENGTH: Final = 5


class Presenter(Protocol):
    """One way of writing a play."""

    def begin(self, session: Session, *, is_new: bool) -> None:
        """Say what is played."""

    def scene(self, session: Session, scene: str) -> None:
        """Say where we are now."""

    def line(self, session: Session, line: Spoken) -> None:
        """Write one line."""

    def turn(self, session: Session, options: tuple[OpenOption, ...]) -> None:
        """Offer the options."""

    def checkin(self, question: str) -> None:
        """Ask how it is now."""

    def words(self) -> None:
        """Ask for the learner's own words."""

    def help(self, options: tuple[OpenOption, ...]) -> None:
        """Say what can be answered."""

    def sorry(self, message: str) -> None:
        """Say what was not understood, or not possible."""

    def coach(self, session: Session) -> None:
        """Say what the last reply showed."""

    def paused(self, session: Session) -> None:
        """Say that the play is paused, and how to go on."""

    def end(self, session: Session) -> None:
        """Say how it ended."""


class _Leave(Exception):  # noqa: N818  a way out, not a fault
    """The person pauses, or there is nothing more to read."""


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
        except _Leave:
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
        if words := self._read():
            self._try(lambda: self._session.give_words(words))
            if len(words) > LONGEST_TEXT:
                self._presenter.sorry(f"The first {LONGEST_TEXT:,} characters were kept.")

    def _ask_checkin(self, question: str) -> None:
        self._presenter.checkin(question)
        if answer := self._read():
            strength, feeling = _read_feeling(answer)
            self._try(lambda: self._session.check_in(feeling, strength))

    def _try(self, keep: "_Keep") -> None:
        try:
            keep()
        except (Refused, WentOn) as refused:
            self._presenter.sorry(str(refused))

    def _read(self) -> str:
        line = rest = self._answers.readline(_LONGEST_ANSWER)
        if not line:
            raise _Leave
        while rest and not rest.endswith("\n"):
            rest = self._answers.readline(_LONGEST_ANSWER)
        answer = clean_line(line)
        if answer == "q":
            raise _Leave
        return answer


class _Keep(Protocol):
    def __call__(self) -> None: ...


class _Writing(ABC):
    """A presenter that writes to a stream."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    @abstractmethod
    def _write(self, text: str) -> None: ...


class TextPresenter(_Writing):
    """Writes a play to be read or heard."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self._width = shutil.get_terminal_size().columns - 1 if out.isatty() else 0

    def begin(self, session: Session, *, is_new: bool) -> None:
        """Write the briefing, or where the play goes on."""
        scenario = session.scenario
        member = scenario.cast[session.seats[0]]
        self._write(f"{scenario.title}, {minutes(scenario)}.")
        if not is_new:
            self._write(f"Your part: {part(member)}. The play goes on where you left it.")
            self._write("")
            return
        for text in (care(scenario), read_by(scenario), scenario.about):
            if text:
                self._write(text)
        self._write("")
        self._write(f"Your part: {part(member)}.")
        if member.briefing:
            self._write(member.briefing)
        for text in stakes(scenario):
            self._write(f"At stake: {text}")
        self._write("")
        for text in (*CONTAINER, *BEFORE_PLAY):
            self._write(text)
        self._write("At your turn, type a number. Type ? for help, or q to pause. What you have said is kept at once.")

    def scene(self, session: Session, scene: str) -> None:
        """Write where we are and who is here."""
        place = session.scenario.scenes[scene]
        self._write("")
        self._write(f"Place: {place.title}. {here(session.scenario, place)} {stage(session.scenario, place)}")

    def line(self, session: Session, line: Spoken) -> None:
        """Write one line with its speaker before it."""
        self._write(f"{speaker_of(session, line)}: {line.text}")

    def turn(self, session: Session, options: tuple[OpenOption, ...]) -> None:
        """Write the options, numbered."""
        if session.turn and session.turn.beat.pause_here:
            self._write("This is a good place to pause, if you want to: type q.")
        self._write(f"Your turn, {session.scenario.cast[session.seat].name}. You can say:")
        for number, option in enumerate(options, start=1):
            self._write(f"{number}. {option.say}")

    def checkin(self, question: str) -> None:
        """Ask how it is now."""
        self._write(f"How is it now? {question}")
        self._write(
            f"{OVER_FREE_TEXT} Type a word or a sentence, with a number from 0 to 10 before it if you like; or nothing."
        )

    def words(self) -> None:
        """Ask for the learner's own words."""
        self._write("How would you say it in your own words? Type it, or nothing.")
        self._write(OVER_FREE_TEXT)

    def help(self, options: tuple[OpenOption, ...]) -> None:
        """Write what can be typed."""
        self._write(
            f"Type {_numbers(options)} and Enter to say that line. Type q to pause: everything so far is kept, and "
            "`trainer resume` goes on from here. You can leave at any time, without a reason."
        )

    def sorry(self, message: str) -> None:
        """Write what went wrong."""
        self._write(message)

    def coach(self, session: Session) -> None:
        """Write what the last reply showed."""
        if saying := coaching(session):
            self._write(f"Coach: {saying}")

    def paused(self, session: Session) -> None:
        """Write how to go on."""
        self._write("")
        self._write(f"Paused. Everything so far is kept. To go on: trainer resume {session.id} --plain")

    def end(self, session: Session) -> None:
        """Write how it ended, and where the looking back is."""
        end = session.scenario.ends[session.end or ""]
        self._write("")
        self._write(f"How it ended: {end.title}. {end.text}")
        self._write(FAREWELL)
        self._write(f"To look back: trainer debrief {session.id}")

    def _write(self, text: str) -> None:
        safe = clean(text)
        if self._width > 0:
            safe = "\n".join(textwrap.fill(line, self._width, break_on_hyphens=False) for line in safe.split("\n"))
        self._out.write(f"{safe}\n")
        self._out.flush()


class JsonPresenter(_Writing):
    """Writes a play for programs: one JSON object a line, in the shape that docs/json.md tells."""

    def begin(self, session: Session, *, is_new: bool) -> None:
        """Write which session it is."""
        scenario = session.scenario
        member = scenario.cast[session.seats[0]]
        self._object(
            "begin",
            format=FORMAT,
            session=session.id,
            scenario=scenario.id,
            title=scenario.title,
            seat=session.seats[0],
            new=is_new,
            about=scenario.about,
            briefing=member.briefing or "",
            stakes=list(stakes(scenario)),
            before_play=list(BEFORE_PLAY),
        )

    def scene(self, session: Session, scene: str) -> None:
        """Write where we are."""
        place = session.scenario.scenes[scene]
        self._object("scene", scene=scene, title=place.title, present=list(place.present), backstage=place.is_backstage)

    def line(self, session: Session, line: Spoken) -> None:  # noqa: ARG002  names are for readers
        """Write a line or a thought."""
        self._object("thought" if line.is_thought else "line", speaker=line.speaker, text=line.text)

    def turn(self, session: Session, options: tuple[OpenOption, ...]) -> None:
        """Write the options."""
        self._object("turn", seat=session.seat, options=[{"id": option.id, "say": option.say} for option in options])

    def checkin(self, question: str) -> None:
        """Ask how it is now."""
        self._object("checkin", question=question)

    def words(self) -> None:
        """Ask for the learner's own words."""
        self._object("words")

    def help(self, options: tuple[OpenOption, ...]) -> None:
        """Write what can be answered."""
        self._object("help", answers=[*(option.id for option in options), "q"])

    def sorry(self, message: str) -> None:
        """Write what went wrong."""
        self._object("error", message=message)

    def coach(self, session: Session) -> None:
        """Write what the last reply showed."""
        if saying := coaching(session):
            self._object("coach", text=saying)

    def paused(self, session: Session) -> None:
        """Write which session can be resumed."""
        self._object("paused", session=session.id)

    def end(self, session: Session) -> None:
        """Write which end was reached."""
        self._object("end", end=session.end, session=session.id)

    def _object(self, kind: str, **fields: object) -> None:
        self._write(json.dumps({"kind": kind, **fields}, ensure_ascii=False))

    def _write(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()


def speaker_of(session: Session, line: Spoken) -> str:
    """Return who speaks, as it stands before a line of one's own play."""
    is_own = line.is_reply and not line.is_scripted and line.speaker in session.state.seats
    return f"{told_speaker(session.scenario, line)}{' (you)' if is_own else ''}"


def _meant(answer: str, options: tuple[OpenOption, ...]) -> OpenOption | None:
    if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:4]) <= len(options):
        return options[int(answer) - 1]
    return next((option for option in options if option.id == answer), None)


def _not_understood(answer: str, options: tuple[OpenOption, ...]) -> str:
    said = f"“{answer[:40]}” is none of the lines here." if answer else "Nothing was said."
    return f"{said} Type {_numbers(options)}; ? is for help, q to pause."


def _numbers(options: tuple[OpenOption, ...]) -> str:
    return "1" if len(options) == 1 else f"a number from 1 to {len(options)}"


def _read_feeling(answer: str) -> tuple[int, str]:
    head, _, rest = answer.partition(" ")
    if head.isascii() and head.isdecimal() and len(head) <= 2 and int(head) <= _STRONGEST:  # noqa: PLR2004  10 has two digits
        return int(head), rest
    return _USUAL_STRENGTH, answer


def offer(scenarios: tuple[Scenario, ...]) -> str:
    """Return the library as lines."""
    return "\n".join(
        f"{scenario.id}: {scenario.title}, {minutes(scenario)}. {care(scenario)}" for scenario in scenarios
    )
