"""A looking back as plain text, the same in every view that writes lines."""

from collections.abc import Iterator, Mapping

from trainer.debrief.debrief import Debrief, Moment
from trainer.engine.events import WordsGiven
from trainer.engine.view import Spoken
from trainer.scenario.model import Practice, Scenario
from trainer.session import Session
from trainer.wording import (
    NOT_THE_CHOICE_BUT_THE_PERSON,
    PRACTICES,
    THE_WHOLE_TALK,
    opened_place,
    part,
    practice_in_figures,
    practice_in_words,
    shown_in_words,
)


def as_markdown(session: Session, seat: str | None = None) -> str:
    """Return the looking back of one seat as Markdown that also reads well aloud."""
    debrief = session.look_back(seat)
    scenario = session.scenario
    parts = (
        _heading(scenario, debrief),
        _practices(debrief),
        _harm(debrief),
        _moments(session, debrief),
        _talk(session, debrief),
    )
    return "\n".join(line for lines in parts for line in lines)


def _heading(scenario: Scenario, debrief: Debrief) -> Iterator[str]:
    yield f"# Looking back: {scenario.title}"
    yield ""
    yield f"Your part: {part(scenario.cast[debrief.seat])}."
    if debrief.end is None:
        yield "The story has not come to an end yet."
    else:
        end = scenario.ends[debrief.end]
        yield f"How it ended: {end.title}. {end.text}"
    yield ""


def _practices(debrief: Debrief) -> Iterator[str]:
    yield "## What your words did"
    yield ""
    for practice in Practice:
        yield f"- {PRACTICES[practice].capitalize()}: {practice_in_words(debrief.scores[practice])}."
    yield ""
    yield "In figures:"
    yield ""
    for practice in Practice:
        yield f"- {PRACTICES[practice].capitalize()}: {practice_in_figures(debrief.scores[practice])}."
    yield ""
    yield NOT_THE_CHOICE_BUT_THE_PERSON
    yield ""


def _harm(debrief: Debrief) -> Iterator[str]:
    if debrief.harm:
        yield "## What could hurt"
        yield ""
        says = {(c.event.beat, c.event.option): c.chosen.option.say for c in debrief.choices}
        for harm in debrief.harm:
            yield f"- “{says[harm.beat, harm.option]}” {harm.reason}"
        yield ""


def _moments(session: Session, debrief: Debrief) -> Iterator[str]:
    typed = session.words()
    yield "## The choices that counted"
    for number, moment in enumerate(debrief.moments, start=1):
        yield ""
        yield f"### {number}. {session.scenario.scenes[moment.choice.beat.scene].title}"
        yield ""
        yield from _moment(session, moment, own_words(session, moment, typed))
    if not debrief.moments:
        yield ""
        yield "There were none in this play."


def _moment(session: Session, moment: Moment, words: str) -> Iterator[str]:
    choice = moment.choice
    before = [line for line in session.lines_before(choice) if not line.is_thought]
    if before:
        yield f"{told_speaker(session.scenario, before[-1])}: {before[-1].text}"
        yield ""
    yield f"You said: {choice.chosen.option.say}"
    if words:
        yield f"In your own words: {words}"
    yield f"It showed: {shown_in_words(moment.shown)}."
    if choice.chosen.option.why:
        yield ""
        yield choice.chosen.option.why
    others = [option.option.say for option in choice.open if option is not choice.chosen]
    if others:
        yield ""
        yield "What was open as well:"
        yield ""
        for say in others:
            yield f"- {say}"


def _talk(session: Session, debrief: Debrief) -> Iterator[str]:
    scene = ""
    for line in session.opened_lines():
        if not scene:
            yield ""
            yield f"## {THE_WHOLE_TALK}"
        if line.scene != scene:
            scene = line.scene
            yield ""
            yield f"### {opened_place(session.scenario, session.scenario.scenes[scene], debrief.seat)}"
            yield ""
        yield f"{told_speaker(session.scenario, line)}: {line.text}  "


def told_speaker(scenario: Scenario, line: Spoken) -> str:
    """Return who speaks or thinks, as it stands before a line."""
    if line.speaker == "note":
        return "What you see"
    name = scenario.cast[line.speaker].name
    return f"{name} thinks" if line.is_thought else name


def own_words(session: Session, moment: Moment, typed: Mapping[int, str]) -> str:
    """Return how the learner said this reply in words of their own, or nothing."""
    for position in range(moment.choice.position + 1, session.version):
        event = session.events[position]
        if event.kind == "reply_made" and not event.scripted:
            break
        if isinstance(event, WordsGiven):
            return typed.get(position, "")
    return ""
