"""What a play shows of its scenario: lines and options, as values."""

from typing import NamedTuple

from trainer.scenario.model import Action, Line


class Spoken(NamedTuple):
    """One line of a play as it was said, seen or thought."""

    speaker: str
    """A cast id, or `note`; for a thought, whose it is."""
    text: str
    is_thought: bool
    scene: str
    address: str
    """`scene/beat#n`, or `scene/beat/option#n`; a reply is `scene/beat/option`."""
    is_reply: bool = False
    is_scripted: bool = True
    actions: tuple[Action, ...] = ()
    """What it does in the room, as far as the author says; for the looking back."""


class OpenOption(NamedTuple):
    """An option as its seat sees it."""

    id: str
    say: str


def spoken(lines: tuple[Line, ...], scene: str, address: str) -> tuple[Spoken, ...]:
    """Return `lines` as they are said at `address`."""
    return tuple(
        Spoken(line.speaker, line.text, line.is_thought, scene, f"{address}#{number}", actions=line.actions)
        for number, line in enumerate(lines)
    )
