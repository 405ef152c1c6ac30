"""The readings as questions, with what was open at turning points, and all the choices that counted."""

from collections.abc import Iterator

from trainer.debrief.debrief import TurningPoint
from trainer.debrief.history import Choice
from trainer.debrief.marks import of_moment
from trainer.debrief.moments import Moment
from trainer.report.back import Asked, Back
from trainer.report.document import Block, Item, Items, Line, Lines, Paragraph, Part, Section, Tone, Voice
from trainer.report.talk import line_of
from trainer.telling import Kind, Quote, Reading
from trainer.wording import (
    BOUNDED,
    LEVELS,
    PRACTICES,
    WHAT_COULD_COME,
    WHAT_YOU_SEE,
    reachable_in_figures,
    reachable_in_words,
    shown_in_words,
    signed,
)

_OPEN_AS_WELL = Paragraph("What was open as well:", tone=Tone.LABEL)


def what_could_hurt(back: Back) -> Section:
    """Return the replies that could hurt, apart from everything else."""
    hurting = tuple(reading for reading in back.readings if reading.kind is Kind.HARM)
    return Section("What could hurt", parts=tuple(Part(tuple(_reading(back, reading))) for reading in hurting))


def take_along(back: Back, asked: Asked) -> Section:
    """Return the readings, each with its question."""
    readings = tuple(reading for reading in back.readings if reading.kind is not Kind.HARM)
    points = {point.moment.choice.position: point for point in back.debrief.turning_points()}
    parts = tuple(
        Part((*_reading(back, reading), *_around(back, asked, points, reading.moment)), _title(back, reading))
        for reading in readings
    )
    return Section("What to take along", parts=parts)


def _title(back: Back, reading: Reading) -> str:
    """Return the title of a reading, with the number under which a choice stands among those that counted."""
    if reading.moment is None:
        return reading.title
    return f"{reading.title} (choice {back.debrief.moments.index(reading.moment) + 1})"


def _reading(back: Back, reading: Reading) -> Iterator[Block]:
    yield from back.marked(reading.name)
    if reading.quotes:
        yield Lines(tuple(map(_quoted, reading.quotes)))
    if reading.says:
        yield Paragraph(reading.says)
    yield Paragraph(reading.question, tone=Tone.QUESTION)


def _quoted(quote: Quote) -> Line:
    if not quote.speaker:
        return Line(WHAT_YOU_SEE, quote.text, Voice.SEEN)
    if quote.is_thought:
        return Line(f"{quote.speaker} thinks", quote.text, Voice.THOUGHT)
    return Line(quote.speaker, quote.text, Voice.OWN if quote.is_own else Voice.SAID)


def _around(back: Back, asked: Asked, points: dict[int, TurningPoint], moment: Moment | None) -> Iterator[Block]:
    """Yield what a turning point showed, what could have been said in its place, and what could have come of it."""
    if moment is None:
        return
    point = points[moment.choice.position]
    yield Paragraph("It showed:", tone=Tone.LABEL)
    yield Items(tuple(_showed(moment, asked)))
    others = tuple(
        Item(each.option.option.say, beside=f"It would have shown: {shown_in_words(each.shown)}.")
        for each in point.open
        if each.option is not moment.choice.chosen
    )
    if others:
        yield _OPEN_AS_WELL
        yield Items(others)
    yield Paragraph(f"{WHAT_COULD_COME}:", tone=Tone.LABEL)
    told = reachable_in_figures if asked.figures else reachable_in_words
    scores = point.reachable.scores.items()
    yield Items(tuple(Item(f"{told(figures)}.", PRACTICES[practice].capitalize()) for practice, figures in scores))
    if ends := back.debrief.open_ends(point.reachable):
        yield Paragraph(f"{'; '.join(back.scenario.ends[end].title for end in ends)}.", "Ends that could come")
    if point.reachable.is_bounded:
        yield Paragraph(BOUNDED, tone=Tone.QUIET)


def _showed(moment: Moment, asked: Asked) -> Iterator[Item]:
    for practice, span in moment.spans.items():
        levels = f"{signed(span.chosen)}, where {signed(span.worst)} to {signed(span.best)} was open"
        figures = f" ({levels})" if asked.figures else ""
        yield Item(f"{LEVELS[span.chosen]}{figures}.", PRACTICES[practice].capitalize())


def choices_that_counted(back: Back) -> Section:
    """Return every choice that counted, numbered as one goes back to them."""
    moments = back.debrief.moments
    if not moments:
        return Section("The choices that counted", (Paragraph("There were none in this play."),))
    parts = tuple(
        Part(tuple(_moment(back, moment)), f"{number}. {back.scenario.scenes[moment.choice.beat.scene].title}")
        for number, moment in enumerate(moments, start=1)
    )
    how = f"To go back to one of these choices and say something else: trainer resume {back.again} --from N"
    return Section(
        "The choices that counted",
        parts=parts,
        last=(Paragraph(f"{how}, where N is its number."),) if back.again else (),
    )


def _moment(back: Back, moment: Moment) -> Iterator[Block]:
    choice = moment.choice
    yield from back.marked(of_moment(choice.position))
    yield Lines(
        (
            *_line_before(back, choice),
            Line("You said", choice.chosen.option.say, Voice.OWN),
            Line("It showed", f"{shown_in_words(moment.shown)}.", Voice.BESIDE),
        )
    )
    if moment in back.debrief.turning.all:
        yield Paragraph("There is more on this under “What to take along”.", tone=Tone.QUIET)
        return
    if choice.chosen.option.why:
        yield Paragraph(choice.chosen.option.why)
    others = tuple(Item(option.option.say) for option in choice.open if option is not choice.chosen)
    if others:
        yield _OPEN_AS_WELL
        yield Items(others)


def _line_before(back: Back, choice: Choice) -> tuple[Line, ...]:
    """Return the last line that stood before `choice`, as far as it is open."""
    return tuple(line_of(back, line) for line in back.debrief.heard_before(choice)[-1:])
