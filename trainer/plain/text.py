"""The play as lines to be read or heard: no box drawing, nothing rewritten, a speaker's name before every line."""

import shutil
import textwrap
from typing import TextIO

from trainer.coaching import coaching
from trainer.engine.view import OpenOption, Spoken
from trainer.plain.presenter import numbers
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.text import clean
from trainer.wording import (
    BACK_HERE,
    BEFORE_PLAY,
    CONTAINER,
    FAREWELL,
    LAST_TIME,
    OVER_FREE_TEXT,
    care,
    here,
    minutes,
    part,
    read_by,
    stage,
    stakes,
    told_speaker,
)


class TextPresenter:
    """Writes a play to be read or heard."""

    def __init__(self, out: TextIO, program: str = "trainer") -> None:
        self._out = out
        self._program = program
        self._width = shutil.get_terminal_size().columns - 1 if out.isatty() else 0

    def begin(self, session: Session, *, is_new: bool) -> None:
        """Write the briefing, or where the play goes on."""
        scenario = session.scenario
        member = scenario.cast[session.seats[0]]
        self.write(f"{scenario.title}, {minutes(scenario)}.")
        if not is_new:
            self.write(f"Your part: {part(member)}. {self._where(session)}")
            self.write("")
            return
        for text in (care(scenario), read_by(scenario), scenario.about):
            if text:
                self.write(text)
        self.write("")
        self.write(f"Your part: {part(member)}.")
        if member.briefing:
            self.write(member.briefing)
        if session.intention:
            self.write(f"{LAST_TIME} {session.intention}")
        for text in stakes(scenario):
            self.write(f"At stake: {text}")
        self.write("")
        for text in (*CONTAINER, *BEFORE_PLAY):
            self.write(text)
        self.write("At your turn, type a number. Type ? for help, or q to pause. What you have said is kept at once.")

    def _where(self, session: Session) -> str:
        is_again = bool(session.origin) and session.last_turn() < session.shared
        return BACK_HERE if is_again else "The play goes on where you left it."

    def scene(self, session: Session, scene: str) -> None:
        """Write where we are and who is here."""
        place = session.scenario.scenes[scene]
        self.write("")
        self.write(f"Place: {place.title}. {here(session.scenario, place)} {stage(session.scenario, place)}")

    def line(self, session: Session, line: Spoken) -> None:
        """Write one line with its speaker before it."""
        self.write(f"{speaker_of(session, line)}: {line.text}")

    def turn(self, session: Session, options: tuple[OpenOption, ...]) -> None:
        """Write the options, numbered."""
        if session.turn and session.turn.beat.pause_here:
            self.write("This is a good place to pause, if you want to: type q.")
        self.write(f"Your turn, {session.scenario.cast[session.seat].name}. You can say:")
        self._offer(options)

    def _offer(self, options: tuple[OpenOption, ...]) -> None:
        for number, option in enumerate(options, start=1):
            self.write(f"{number}. {option.say}")
        self.write(f"Type {numbers(options)}.")

    def checkin(self, question: str) -> None:
        """Ask how it is now."""
        self.write(f"How is it now? {question}")
        self.write(
            f"{OVER_FREE_TEXT} Type a word or a sentence, with a number from 0 to 10 before it if you like; or nothing."
        )

    def words(self) -> None:
        """Ask for the learner's own words."""
        self.write("How would you say it in your own words? Type it, or nothing.")
        self.write(OVER_FREE_TEXT)

    def kept(self) -> None:
        """Say that what was typed is kept."""
        self.write("Kept, for you alone.")

    def help(self, options: tuple[OpenOption, ...]) -> None:
        """Write what can be typed, and the options once more."""
        self.write(
            f"Type {numbers(options)} and Enter to say that line. Type q to pause: everything so far is kept, and "
            "`trainer resume` goes on from here. You can leave at any time, without a reason."
        )
        self._offer(options)

    def help_typing(self) -> None:
        """Write what can be typed where a text of one's own is asked for."""
        self.write("What you type here is kept for you alone. An empty line passes it by; q pauses.")

    def sorry(self, message: str) -> None:
        """Write what went wrong."""
        self.write(message)

    def coach(self, session: Session) -> None:
        """Write what the last reply showed."""
        if saying := coaching(session):
            self.write(f"Coach: {saying}")

    def paused(self, session: Session) -> None:
        """Write how to go on."""
        self.write("")
        self.write(f"Paused. Everything so far is kept. To go on: {self._program} resume {session.id} --plain")

    def end(self, session: Session) -> None:
        """Write how it ended, and where the looking back is."""
        self.write("")
        if session.end is None:
            self.write("This session was closed.")
        else:
            end = session.scenario.ends[session.end]
            self.write(f"How it ended: {end.title}. {end.text}")
        self.write(FAREWELL)
        self.write(f"To look back: {self._program} debrief {session.id}")

    def write(self, text: str) -> None:
        """Write `text` as lines that fit, with nothing in them that steers a terminal."""
        safe = clean(text)
        if self._width > 0:
            safe = "\n".join(textwrap.fill(line, self._width, break_on_hyphens=False) for line in safe.split("\n"))
        self._out.write(f"{safe}\n")
        self._out.flush()


def speaker_of(session: Session, line: Spoken) -> str:
    """Return who speaks, as it stands before a line of one's own play."""
    is_own = line.is_reply and not line.is_scripted and line.speaker in session.state.seats
    is_spoken_for = not is_own and not line.is_thought and line.speaker in session.state.seats
    mark = " (you)" if is_own else " (as written)" if is_spoken_for else ""
    return f"{told_speaker(session.scenario, line)}{mark}"


def offer(scenarios: tuple[Scenario, ...]) -> str:
    """Return the library as lines."""
    return "\n".join(
        f"{scenario.id}: {scenario.title}, {minutes(scenario)}. {care(scenario)}" for scenario in scenarios
    )
