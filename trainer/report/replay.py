"""What a reader of somebody's play is told: what was said, and only where that is theirs to see how it reads."""

from typing import Final

from trainer.debrief.debrief import Debrief
from trainer.debrief.talk import Said
from trainer.report.back import Asked, Back
from trainer.report.document import Line, Lines, Paragraph, Part, Section, TakeAway
from trainer.report.talk import line_of
from trainer.report.told import told
from trainer.scenario.model import Scenario
from trainer.wording import part

NO_BASIS: Final = (
    "This was shared with you to help its owner see more. It is no basis for decisions on staff or on treatment."
)
WHO_IS_YOU: Final = "It is told as its owner reads it: “you” is who played the part."


def replayed(scenario: Scenario, debrief: Debrief, asked: Asked, *, has_key: bool) -> TakeAway:
    """Return the play of one seat as its reader has it: with how the choices read where `has_key`, or what was said."""
    back = Back(scenario=scenario, debrief=debrief, typed={}, notes={}, intention="", again="")
    if has_key:
        whole = told(back, asked)
        head = (Paragraph(WHO_IS_YOU), *whole.head)
        return whole._replace(title=f"A play of {scenario.title}", head=head, foot=(Paragraph(NO_BASIS),))
    return TakeAway(
        title=f"A play of {scenario.title}",
        language=scenario.language,
        head=(Paragraph(f"{part(scenario.cast[debrief.seat])}.", "The part"),),
        sections=(
            Section("What was said", parts=(Part((Lines(tuple(_line(back, said) for said in debrief.talk)),)),)),
        ),
        foot=(Paragraph(NO_BASIS),),
    )


def _line(back: Back, said: Said) -> Line:
    line = line_of(back, said.line, is_own=said.choice is not None)
    return line._replace(speaker=line.speaker.replace(" (you)", " (chosen)"))
