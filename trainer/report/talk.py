"""The talk line by line, with what the learner's own replies showed."""

from itertools import groupby

from trainer.debrief.marks import of_moment
from trainer.debrief.talk import Said
from trainer.engine.shown import Spoken
from trainer.report.back import Back
from trainer.report.document import Line, Lines, Part, Section, Voice
from trainer.wording import THE_WHOLE_TALK, opened_place, shown_in_words, told_speaker


def the_talk(back: Back) -> Section:
    """Return the talk by its scenes; what others thought, or said elsewhere, is in it only after the end."""
    return Section(
        THE_WHOLE_TALK if back.debrief.is_over else "The talk so far",
        parts=tuple(
            Part((Lines(tuple(line for each in said for line in _said(back, each))),), _place(back, scene), True)
            for scene, said in groupby(back.debrief.talk, key=lambda each: each.line.scene)
        ),
    )


def line_of(back: Back, line: Spoken, *, is_own: bool = False) -> Line:
    """Return a line of the play as a take-away has it."""
    if line.is_thought:
        voice = Voice.THOUGHT
    elif line.speaker == "note":
        voice = Voice.SEEN
    else:
        voice = Voice.OWN if is_own else Voice.SAID
    return Line(f"{told_speaker(back.scenario, line)}{_whose(back, line, is_own=is_own)}", line.text, voice)


def _whose(back: Back, line: Spoken, *, is_own: bool) -> str:
    """Return what stands behind the name of the learner's part: whose a line of it is."""
    if line.is_thought or line.speaker != back.debrief.seat:
        return ""
    return " (you)" if is_own else " (as written)"


def _said(back: Back, said: Said) -> tuple[Line, ...]:
    line = line_of(back, said.line, is_own=said.choice is not None)
    if said.moment is None:
        return (line,)
    mark = back.mark(of_moment(said.position))
    return line, Line("It showed", f"{shown_in_words(said.moment.shown)}{mark}.", Voice.BESIDE)


def _place(back: Back, scene: str) -> str:
    return opened_place(back.scenario, back.scenario.scenes[scene], back.debrief.seat)
