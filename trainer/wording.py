"""The words on screen, for all views: plain ones, and each for one thing."""

from collections.abc import Mapping
from typing import Final

from trainer.debrief.patterns import StuckPattern
from trainer.debrief.practice import FEWEST_MOMENTS, Score
from trainer.debrief.whatif import Reachable
from trainer.engine.events import About
from trainer.engine.shown import Spoken
from trainer.listing import listed
from trainer.scenario.model import Action, Backstage, Member, Practice, Routine, Scenario, Scene, Side

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

ACTIONS: Final[Mapping[Action, str]] = {
    Action.MOVE: "start",
    Action.FOLLOW: "go with",
    Action.OPPOSE: "question",
    Action.BYSTAND: "say what I see",
}
ROUTINES: Final[Mapping[Routine, str]] = {
    Routine.CHANGE_TOPIC: "changing the subject",
    Routine.SMOOTH_OVER: "smoothing it over",
    Routine.DEFER_UPWARD: "leaving it to somebody above",
    Routine.OVER_HUMBLE: "agreeing, and promising nothing",
    Routine.HIDE_IN_RULES: "standing behind a rule",
    Routine.TALK_BACKSTAGE: "talking about it where they are not",
    Routine.FALSE_PRETEXT: "giving another reason than the real one",
    Routine.MAKE_THEM_THE_PROBLEM: "making the other the problem",
    Routine.REASSURE_AWAY: "reassuring it away",
    Routine.ASK_THEM_TO_LOOK_AFTER_US: "asking the other to look after you",
    Routine.GO_THROUGH_OTHERS: "going through somebody else",
    Routine.TRUMP_CARD: "playing a trump card",
    Routine.DIG_IN: "digging in",
    Routine.WITHDRAW: "withdrawing",
}
PATTERNS: Final[Mapping[StuckPattern, str]] = {
    StuckPattern.SERIAL_MOVES: "One start after another",
    StuckPattern.COURTEOUS_COMPLIANCE: "Going along, politely",
    StuckPattern.POINT_COUNTERPOINT: "Back and forth",
    StuckPattern.COVERT_OPPOSITION: "With it here, against it elsewhere",
    StuckPattern.ONE_SIDE_STARTS: "One side does the starting",
}
SIDES: Final[Mapping[Side, str]] = {
    Side.STAFF: "the staff",
    Side.PATIENTS: "the patients",
    Side.LEADERS: "the leaders",
    Side.FACILITATOR: "the facilitator",
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
BACK_HERE: Final = "You are back before a choice of yours. Your first attempt stays as it is."
LAST_TIME: Final = "Last time you wanted to try:"
HOW_WAS_IT: Final = "One feeling, and one sentence, if you like."
STILL_UNDER_WAY: Final = (
    "The story has not come to an end yet; this is what it shows so far. What the others think comes after it."
)
AS_WRITTEN: Final = "As it is written"
IN_OWN_WORDS: Final = "In your own words"
WHAT_IS_DIFFERENT: Final = "What is different?"
LEAVES_TYPED: Final = "Escape again leaves what you typed behind; Enter keeps it."
CHANGED_MEANWHILE: Final = "This was changed elsewhere meanwhile. Both texts stand here."
NOT_SO: Final = "not so for me"
"""How a reading is marked that a person does not agree with."""
BOUNDED: Final = (
    "The story goes in circles or is very large, so not every way on was looked at, and yours may be "
    "among those that were not."
)
WHAT_COULD_COME: Final = "What your whole play could still have shown from here on"
FOR_NEXT_TIME: Final = "One thing to try, for instance: I will ask before I explain. The next briefing shows it to you."
WHAT_YOU_SEE: Final = "What you see"
THE_WHOLE_TALK: Final = "The whole talk, with what each thought"
FAREWELL: Final = "Thank you for playing. The looking back waits here whenever you want it."
NOT_THE_CHOICE_BUT_THE_PERSON: Final = (
    "0 is the least that was open to you, 100 the most, over the choices that counted. Figures show what one knows "
    "of good dialogue, not who one is."
)


def told_by(name: str, about: About, *, is_you: bool) -> str:
    """Return who told something afterwards, and what it is about; whoever watched has no name."""
    who = "You" if is_you else f"Who played {name}" if name else "Somebody who watched"
    return f"{who}: {_TOLD_ABOUT[about]}"


_TOLD_ABOUT: Final[Mapping[About, str]] = {
    "heard": "where I was heard, and where not",
    "change": "one thing here that should change",
    "noticed": "what I noticed",
}


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


def told_speaker(scenario: Scenario, line: Spoken) -> str:
    """Return who speaks or thinks, as it stands before a line."""
    if line.speaker == "note":
        return WHAT_YOU_SEE
    name = scenario.cast[line.speaker].name
    return f"{name} thinks" if line.is_thought else name


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
    share, of = _share(score.score)
    return f"{share} {of} was open to you"


def reachable_in_words(reachable: Reachable) -> str:
    """Return what a whole play could still come to, as words."""
    if reachable.best is None or reachable.usual is None or reachable.worst is None:
        return "too few choices to say, whatever is said"
    worst, usual, best = (_share(figure)[0] for figure in (reachable.worst, reachable.usual, reachable.best))
    if worst == best:
        return f"{best}, whatever is said"
    return f"between {worst} and {best}; who answers blindly comes to {usual}"


def reachable_in_figures(reachable: Reachable) -> str:
    """Return what a whole play could still come to, as figures from 0 to 100."""
    if reachable.best is None or reachable.usual is None or reachable.worst is None:
        return "no figure"
    return f"{reachable.worst:.0f} to {reachable.best:.0f}; answered blindly, {reachable.usual:.0f}"


def _share(figure: float) -> tuple[str, str]:
    """Return a figure from 0 to 100 as a share, with the words that lead on to what it is a share of."""
    return next((share, of) for limit, share, of in _BANDS if figure >= limit)


_BANDS: Final = (
    (80, "nearly all", "that"),
    (60, "more than half", "of what"),
    (40, "about half", "of what"),
    (20, "less than half", "of what"),
    (0, "little", "of what"),
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


def tilt_in_words(tilt: int) -> str:
    """Return who has most room now, from -100, the patients' side, to +100, the staff's."""
    if abs(tilt) < _EVEN_BELOW:
        return "even"
    side = "the staff's side" if tilt > 0 else "the patients' side"
    return f"{'much' if abs(tilt) >= _MUCH_FROM else 'somewhat'} more on {side}"


_EVEN_BELOW: Final = 10
_MUCH_FROM: Final = 40


def feeling_in_words(kept: str) -> str:
    """Return an answer to how it is now, as it is kept, with how strong it was behind it."""
    strength, _, feeling = kept.partition(" ")
    is_told = strength.isascii() and strength.isdecimal()
    return f"{feeling} ({strength} of 10)" if is_told and feeling else kept


def times(count: int) -> str:
    """Return how often, as a word."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def shown_in_words(shown: Mapping[Practice, int]) -> str:
    """Return what a reply showed of the practices that were in play; what it said nothing of is left out."""
    told = "; ".join(f"{PRACTICES[practice]}: {LEVELS[level]}" for practice, level in shown.items() if level)
    return told or f"{listed(tuple(PRACTICES[practice] for practice in shown))}: {LEVELS[0]}"
