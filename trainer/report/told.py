"""What a looking back tells, from the short to the whole, as one value."""

from collections.abc import Iterator
from typing import Final

from trainer.debrief.marks import WHOLE
from trainer.report.along import choices_that_counted, take_along, what_could_hurt
from trainer.report.back import Asked, Back, With
from trainer.report.beside import beside_the_first
from trainer.report.document import Block, Item, Items, Paragraph, Section, TakeAway, Tone
from trainer.report.room import most_room, what_was_done, who_knew_what
from trainer.report.talk import the_talk
from trainer.report.typed import feelings, left_out, notes, own_words
from trainer.scenario.model import Practice
from trainer.wording import (
    NOT_THE_CHOICE_BUT_THE_PERSON,
    PRACTICES,
    STILL_UNDER_WAY,
    part,
    practice_in_figures,
    practice_in_words,
)

WHO_MAY_READ: Final = (
    "Nobody but you may read this, unless you give it away. Figures are no basis for decisions about staff or about "
    "anybody's treatment."
)


def told(back: Back, asked: Asked) -> TakeAway:
    """Return all that is told of `back`, with what was asked for."""
    sections = (
        _practices(back, asked) if asked.practices else Section(""),
        told_to_all(back),
        what_could_hurt(back),
        take_along(back, asked),
        beside_the_first(back, asked),
        who_knew_what(back),
        most_room(back, asked),
        what_was_done(back),
        choices_that_counted(back),
        the_talk(back),
        feelings(back, asked),
        own_words(back, asked),
        notes(back, asked),
    )
    return TakeAway(
        title=f"Looking back: {back.scenario.title}",
        language=back.scenario.language,
        head=tuple(_head(back, asked)),
        sections=tuple(section for section in sections if not section.is_empty),
        foot=(*left_out(back, asked), Paragraph(WHO_MAY_READ)),
    )


def _head(back: Back, asked: Asked) -> Iterator[Block]:
    debrief, scenario = back.debrief, back.scenario
    yield Paragraph(f"{part(scenario.cast[debrief.seat])}.", "Your part")
    if debrief.end is not None:
        end = scenario.ends[debrief.end]
        yield Paragraph(f"{end.title}. {end.text}", "How it ended")
    elif debrief.is_over:
        yield Paragraph("The story did not come to an end.")
    else:
        yield Paragraph(STILL_UNDER_WAY)
    if With.NOTES in asked.typed and back.intention:
        yield Paragraph(back.intention, "You wanted")


def told_to_all(back: Back) -> Section:
    """Return what those who played told each other afterwards, as they said it: no reading has it in it."""
    return Section("What you told each other", tuple(Paragraph(each.text, each.lead) for each in back.told))


def _practices(back: Back, asked: Asked) -> Section:
    scores = back.debrief.scores
    words = Items(tuple(Item(f"{practice_in_words(scores[name])}.", PRACTICES[name].capitalize()) for name in Practice))
    mark = back.marked(WHOLE)
    if not asked.figures:
        return Section("What your words did", (*mark, words))
    figures = tuple(Item(f"{practice_in_figures(scores[name])}.", PRACTICES[name].capitalize()) for name in Practice)
    return Section(
        "What your words did",
        (
            *mark,
            words,
            Paragraph("In figures:", tone=Tone.LABEL),
            Items(figures),
            Paragraph(NOT_THE_CHOICE_BUT_THE_PERSON, tone=Tone.QUIET),
        ),
    )
