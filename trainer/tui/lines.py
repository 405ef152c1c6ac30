"""How the lines of a play look in the transcript."""

from collections.abc import Set as AbstractSet

from trainer.engine.view import Spoken
from trainer.scenario.model import Scenario
from trainer.tui.content import joined, styled, text
from trainer.tui.widgets.transcript import Entry
from trainer.wording import here, opened_place, stage

_NOBODY = text("")


def line_entry(scenario: Scenario, line: Spoken, seats: AbstractSet[str]) -> Entry:
    """Return a line as it stands in the transcript."""
    if line.speaker == "note":
        return Entry(_NOBODY, text(line.text), "seen", line.scene)
    name = scenario.cast[line.speaker].name
    if line.is_thought:
        return Entry(text(name), text(f"(thinks) {line.text}"), "thought", line.scene)
    if line.is_reply and not line.is_scripted:
        return Entry(text("You"), text(line.text), "own", line.scene)
    said = f"(as written) {line.text}" if line.speaker in seats else line.text
    return Entry(text(name), text(said), "said", line.scene)


def place_entry(scenario: Scenario, scene_id: str) -> Entry:
    """Return the line that says where the play goes on."""
    scene = scenario.scenes[scene_id]
    return Entry(_NOBODY, text(f"{scene.title}. {here(scenario, scene)} {stage(scenario, scene)}"), "place", scene_id)


def end_entry(scenario: Scenario, end_id: str, scene_id: str) -> Entry:
    """Return the line that says how it ended."""
    end = scenario.ends[end_id]
    return Entry(_NOBODY, joined(styled(f"{end.title}. ", "bold"), end.text), "place", scene_id)


def coach_entry(saying: str, scene_id: str) -> Entry:
    """Return the line that says what a reply showed."""
    return Entry(text("Coach"), text(saying), "coach", scene_id)


def opened_entry(scenario: Scenario, line: Spoken, *, is_own: bool) -> Entry:
    """Return a line as it stands in the looking back, where everybody's thoughts are open."""
    if line.speaker == "note":
        return Entry(_NOBODY, text(line.text), "seen", line.scene)
    name = "You" if is_own else scenario.cast[line.speaker].name
    if line.is_thought:
        return Entry(text(name), text(f"(thinks) {line.text}"), "thought", line.scene)
    return Entry(text(name), text(line.text), "own" if is_own else "said", line.scene)


def opened_place_entry(scenario: Scenario, scene_id: str, seat: str) -> Entry:
    """Return the line that says where the talk goes on, and that `seat` was not there where that is so."""
    return Entry(_NOBODY, text(opened_place(scenario, scenario.scenes[scene_id], seat)), "place", scene_id)


def note_entry(name: str, words: str, scene_id: str) -> Entry:
    """Return what is told beside a reply: what it showed, what was felt, own words, a note."""
    return Entry(text(name), text(words), "coach", scene_id)
