"""The first step: how it ended, what one had wanted, and how it was."""

from textual.content import Content

from trainer.journal import HOW_IT_WAS
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.looking_back.looked_back import LookedBack
from trainer.wording import HOW_WAS_IT, STILL_UNDER_WAY, part


def how_it_was(back: LookedBack) -> Content:
    """Return the page of the first step."""
    debrief, scenario = back.debrief, back.scenario
    whose = styled(f"   as {part(scenario.cast[debrief.seat])}", "$quiet")
    paragraphs = [joined(styled(scenario.title, "bold"), whose)]
    if debrief.end is None:
        paragraphs.append(text(STILL_UNDER_WAY))
    else:
        end = scenario.ends[debrief.end]
        paragraphs.append(joined(styled(f"{end.title}. ", "bold"), end.text))
    if back.intention:
        paragraphs.append(joined(styled("For this play you wanted: ", "bold"), back.intention))
    paragraphs.append(joined(styled("How was it? ", "bold $primary"), HOW_WAS_IT))
    if HOW_IT_WAS in back.notes:
        paragraphs.append(joined(styled("You wrote: ", "bold"), back.notes[HOW_IT_WAS]))
    return joined(*paragraphs, between="\n\n")
