"""The words on screen, for all views: plain ones, and each for one thing."""

from collections.abc import Mapping
from typing import Final

from trainer.debrief.practice import FEWEST_MOMENTS, Score
from trainer.listing import listed
from trainer.scenario.model import Backstage, Member, Practice, Scenario, Scene

PRACTICES: Final[Mapping[Practice, str]] = {
    Practice.LISTENING: "listening",
    Practice.SUSPENDING: "holding your view open",
    Practice.RESPECTING: "making room",
    Practice.VOICING: "saying how it is for you",
}
LEVELS: Final[Mapping[int, str]] = {
    2: "clearly",
    1: "somewhat",
    0: "neither way",
    -1: "rather the opposite",
    -2: "clearly the opposite",
}

BACKSTAGE: Final[Mapping[Backstage, str]] = {
    Backstage.PREPARES: "to prepare",
    Backstage.VENTS: "to let off steam",
    Backstage.DECIDES: "to decide",
    Backstage.HIDES: "to keep something to themselves",
}

BEFORE_PLAY: Final = (
    "What you play is not written in your record, and is not used in treatment meetings.",
    "If someone's life is in danger, staff must act.",
    "You can pause or leave at any time, without a reason.",
    "Do not play this while such a case of your own is open, or with someone who decides it.",
)
"""What everybody reads before play."""
CONTAINER: Final = (
    "Everybody here is made up. You try things out; nobody marks you.",
    "Most options are there because somebody likeable would say them. None is a trap, and none is the answer.",
)
OVER_FREE_TEXT: Final = "Nobody reads this now. Made-up is fine. If you need help, find staff."
THE_WHOLE_TALK: Final = "The whole talk, with what each thought"
FAREWELL: Final = "Thank you for playing. The looking back waits here whenever you want it."
NOT_THE_CHOICE_BUT_THE_PERSON: Final = (
    "0 is the least that was open to you, 100 the most, over the choices that counted. Figures show what one knows "
    "of good dialogue, not who one is."
)


def minutes(scenario: Scenario) -> str:
    """Return how long a play takes."""
    return f"about {scenario.minutes} minutes"


def care(scenario: Scenario) -> str:
    """Return the content notes as a sentence, or nothing."""
    return f"It touches on {listed(scenario.care)}." if scenario.care else ""


def read_by(scenario: Scenario) -> str:
    """Return who has read the scenario."""
    if not scenario.read_by:
        return "Nobody with lived experience has read it yet."
    return f"Read by {listed(tuple(f'{reader.role} ({reader.date})' for reader in scenario.read_by))}."


def part(member: Member) -> str:
    """Return whose part it is, with what this person is in the unit."""
    return f"{member.name}, {member.is_}"


def stakes(scenario: Scenario) -> tuple[str, ...]:
    """Return what each in the cast can lose."""
    return tuple(f"{member.name}: {member.stakes}" for member in scenario.cast.values() if member.stakes)


def here(scenario: Scenario, scene: Scene) -> str:
    """Return who is in `scene`."""
    names = listed(tuple(scenario.cast[who].name for who in scene.present))
    return f"{names} {'is' if len(scene.present) == 1 else 'are'} here."


def opened_place(scenario: Scenario, scene: Scene, seat: str) -> str:
    """Return where something was said, and that `seat` was not there where that is so."""
    return scene.title if seat in scene.present else f"{scene.title}. {scenario.cast[seat].name} was not there."


def stage(scenario: Scenario, scene: Scene) -> str:
    """Return whether the talk is with or without those whom it concerns."""
    missing = tuple(scenario.cast[who].name for who in scene.concerns or () if who not in scene.present)
    if not missing:
        return "Everybody whom it concerns is here."
    purpose = f" They meet {BACKSTAGE[scene.backstage]}." if scene.backstage else ""
    return f"Not here, and it concerns them: {listed(missing)}.{purpose}"


def practice_in_words(score: Score) -> str:
    """Return a practice's score as words that neither praise nor scold."""
    if score.score is None:
        return f"too few choices to say ({score.moments}; it takes {FEWEST_MOMENTS})"
    for limit, words in _BANDS:
        if score.score >= limit:
            return words
    raise AssertionError("a score is 0 or more")


_BANDS: Final = (
    (80, "nearly all that was open to you"),
    (60, "more than half of what was open to you"),
    (40, "about half of what was open to you"),
    (20, "less than half of what was open to you"),
    (0, "little of what was open to you"),
)


def practice_in_figures(score: Score) -> str:
    """Return a practice's score as figures, with all that they rest on."""
    counted = "1 choice" if score.moments == 1 else f"{score.moments} choices"
    if score.score is None or score.low is None or score.high is None:
        return f"no figure from {counted}"
    return f"{score.score:.0f}, probably between {score.low:.0f} and {score.high:.0f}; {counted}"


def signed(level: int) -> str:
    """Return a level with its sign, and 0 without one."""
    return f"{level:+d}" if level else "0"


def shown_in_words(shown: Mapping[Practice, int]) -> str:
    """Return what a reply showed of the practices that were in play."""
    return "; ".join(f"{PRACTICES[practice]}: {LEVELS[level]}" for practice, level in shown.items())
