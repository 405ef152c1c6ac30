"""What a person typed: how it felt, own words and notes; each only where it is asked for by name."""

from collections.abc import Iterator

from trainer.debrief.marks import of_moment
from trainer.debrief.typed import Felt, Reworded
from trainer.listing import told_about
from trainer.report.back import Asked, Back, With
from trainer.report.document import Block, Item, Items, Line, Lines, Paragraph, Part, Section, Tone, Voice
from trainer.wording import AS_WRITTEN, IN_OWN_WORDS, WHAT_IS_DIFFERENT, feeling_in_words


def feelings(back: Back, asked: Asked) -> Section:
    """Return what was felt beside what was said next."""
    if With.FEELINGS not in asked.typed:
        return Section("")
    return Section("How it was for you", parts=tuple(_felt(back, felt) for felt in _felt_of(back)))


def _felt(back: Back, felt: Felt) -> Part:
    text = feeling_in_words(back.typed[felt.position])
    then = (
        Line("You said next", felt.next.chosen.option.say, Voice.SAID)
        if felt.next
        else Line("After it", "You said nothing more.", Voice.BESIDE)
    )
    return Part((Lines((Line("You felt", text, Voice.OWN), then)),))


def own_words(back: Back, asked: Asked) -> Section:
    """Return the replies that were said in own words as well, beside the lines as they are written."""
    reworded = _reworded_of(back) if With.WORDS in asked.typed else ()
    if not reworded:
        return Section("")
    parts = tuple(
        Part(
            (
                Lines(
                    (
                        Line(AS_WRITTEN, each.choice.chosen.option.say, Voice.SAID),
                        Line(IN_OWN_WORDS, back.typed[each.position], Voice.OWN),
                    )
                ),
            )
        )
        for each in reworded
    )
    return Section(IN_OWN_WORDS, parts=parts, last=(Paragraph(WHAT_IS_DIFFERENT, tone=Tone.QUESTION),))


def notes(back: Back, asked: Asked) -> Section:
    """Return the person's notes on this play."""
    if With.NOTES not in asked.typed:
        return Section("")
    items = tuple(
        Item(text, about) for about, text in sorted((_about(back, name), text) for name, text in back.notes.items())
    )
    return Section("Your notes", (Items(items),) if items else ())


def _about(back: Back, name: str) -> str:
    said = {of_moment(choice.position): choice.chosen.option.say for choice in back.debrief.choices}
    if name in said:
        return f"On “{said[name]}”"
    titles = {reading.name: f"On “{reading.title}”" for reading in back.readings}
    return titles.get(name) or told_about(name)


def left_out(back: Back, asked: Asked) -> Iterator[Block]:
    """Yield what was left out and how to ask for it.

    Whether there are notes is nobody's to know, so that the sentence on them is always there.
    """
    if With.WORDS not in asked.typed and _reworded_of(back):
        yield Paragraph("Your own words are left out; --with words puts them in.", tone=Tone.QUIET)
    if With.FEELINGS not in asked.typed and _felt_of(back):
        yield Paragraph("What you felt is left out; --with feelings puts it in.", tone=Tone.QUIET)
    if With.NOTES not in asked.typed:
        yield Paragraph("Notes for yourself are in here only with --with notes.", tone=Tone.QUIET)


def _felt_of(back: Back) -> tuple[Felt, ...]:
    return tuple(felt for felt in back.debrief.feelings if felt.position in back.typed)


def _reworded_of(back: Back) -> tuple[Reworded, ...]:
    return tuple(each for each in back.debrief.own_words if each.position in back.typed)
