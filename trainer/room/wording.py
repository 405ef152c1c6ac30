"""The words of a room, for all views: what was seen, how it stands, and what is asked afterwards."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from trainer.engine.seen import Briefed, CastMember, Ended, Heard, Placed, SomebodyLeft, Told, Turn
from trainer.listing import listed
from trainer.room.messages import Opening, PersonNow, RoomState, SeatNow, Side
from trainer.wording import BACKSTAGE, WHAT_YOU_SEE, told_by

SIDES: Final[Mapping[Side, str]] = {
    "patients": "a patient",
    "staff": "staff",
    "leaders": "a leader",
    "other": "somebody else",
}
"""What one can come as, to be put behind “as”."""
ONE_KEYBOARD: Final = (
    "You pass the keyboard on. Between turns a curtain hides what only the other may read. What you type for yourself "
    "is kept nowhere, since this machine is not yours alone."
)
OPEN_ROOM: Final = "Others join with a code. What each is given to read and choose from goes to nobody else."
MAY_WATCH: Final = (
    "Somebody would like to watch. Is that all right with you? Nobody is told what you say; one no is enough."
)
CLOSED: Final = "This room is closed. What you saw is kept with you."
NOT_LET_IN: Final = "You were not let in this time."
NOT_WATCHED: Final = "This one is played without anybody watching."
STOPPED: Final = "Paused. Nobody is told by whom, or why. What was said is kept."
PAUSED: Final = "Paused."
GOES_ON: Final = "It goes on."
GO_ON_WHEN_ALL: Final = "It goes on when all who are here want that."
SOMEBODY_LEFT: Final = "{name} is not played by a person any more. What was said stays."
AFTER_LEAVING: Final = "Those who stay choose: the script goes on for this part, or you end here."
BEFORE_LEAVING: Final = (
    "You need no reason, and nobody is asked for one. What you saw stays with you, and the others keep what they saw."
)
STEP_OUT: Final = "Step out for now; the others see that you are away, and you can come back"
LEAVE_FOR_GOOD: Final = "Leave for good; the others choose how it goes on"
HAND_OVER_TO: Final = "Pass the keyboard to {name}. Press Enter when only {name} can see the screen."
OTHERS_ARE_HERE: Final = (
    "Others are here. The room waits in your store until you open it again; or you close it for all. What was said is "
    "kept either way."
)
SWAP: Final = (
    "The same scene once more, with the parts exchanged. It begins when all want it; until then nobody is told that "
    "you do."
)
MIRROR: Final = "The talk once more, line by line, as it was for {name}, with what {name} thought."
LEFT_BEFORE: Final = (
    "Somebody has left; the script plays that part. It begins when all who stay say again that they have read it."
)
YOU_LEFT: Final = "You have left. Thank you for having been here. What you saw is kept with you."
ENDED_EARLY: Final = "This session was ended here. What was said is kept."
SAID_ELSEWHERE: Final = "The talk goes on where you are not."
ON_ITS_WAY: Final = "On its way. It counts as said when the host has kept it."
NOT_CONNECTED: Final = "The connection is gone. It comes back by itself; what you have seen is kept here."
ALL_LEAVE_FOR_NOW: Final = "All leave for now; it waits under “Together”"
CLOSE_FOR_ALL: Final = "Close it for all; what was said is kept"
PASSED_ON_LATER: Final = "There is no connection now. This is passed on when it is back. To go at once, type q."
KEPT_HERE: Final = "Kept on your own machine, for you alone."
KEPT_NOWHERE: Final = "Only you saw it. It is kept nowhere."
MARKED_HERE: Final = "It stays on your own machine, unless all of you open it."
MARKED_NOWHERE: Final = "It is kept nowhere, unless all of you open it."
ROOM_TO_DISAGREE: Final = "Was there room to disagree?"
QUESTIONS: Final = (
    "Was there a line where you were heard? And one where you were not? Mark them, with a sentence if you like.",
    "Could you say how it is for you?",
    ROOM_TO_DISAGREE,
)
OPEN_OR_KEEP: Final = (
    "The others see this only if all of you choose to open it. Otherwise everybody sees “kept”, and nobody is told who "
    "kept it; where there are two of you, each can guess. There is no wrong choice: somebody here may have power over "
    "you."
)
OPENINGS: Final[Mapping[Opening, str]] = {
    "": "Not decided yet.",
    "waiting": "You have decided. The others have not yet.",
    "asked": "All want it open. It is being passed on.",
    "open": "Open: all of you wanted that.",
    "kept": "Kept.",
}
ONE_CHANGE: Final = "One thing here that should change: what, who does it, and by when?"
WHAT_WAS_NOTICED: Final = (
    "They ask what you noticed while you watched. One sentence on what you saw or heard; no verdict."
)
SCORES_OFF: Final = (
    "How your lines did on the practices is left out. It is for you alone, and there only when you ask for it."
)


class Marked(NamedTuple):
    """A line that somebody marks afterwards."""

    line: Heard
    is_heard: bool
    sentence: str = ""


def heard_text(marked: Iterable[Marked], could_say: str = "", could_disagree: str = "") -> str:
    """Return what somebody marked as the text that is opened to the others, or nothing where nothing was marked."""
    lines = [
        f"{'Here I was heard' if each.is_heard else 'Here I was not heard'}: “{each.line.text}” "
        f"({each.line.name}){f'. {each.sentence}' if each.sentence else ''}"
        for each in marked
    ]
    lines += [f"Could I say how it is for me? {could_say}"] if could_say else []
    lines += [f"{ROOM_TO_DISAGREE} {could_disagree}"] if could_disagree else []
    return "\n".join(lines)


def part_of(member: CastMember) -> str:
    """Return whose part it is, with what this person is in the unit."""
    return f"{member.name}, {member.is_}"


def own_part(briefed: Briefed) -> str:
    """Return the part of whoever is briefed, or that they watch."""
    own = next((member for member in briefed.cast if member.is_you), None)
    return part_of(own) if own else "You watch"


def stakes_of(briefed: Briefed) -> tuple[str, ...]:
    """Return what each in the story can lose."""
    return tuple(f"{member.name}: {member.stakes}" for member in briefed.cast if member.stakes)


_PURPOSES: Final[Mapping[str, str]] = {kind.value: told for kind, told in BACKSTAGE.items()}


def here_now(placed: Placed) -> str:
    """Return who is here, and whom it concerns who is not."""
    here = f"{listed(placed.here)} {'is' if len(placed.here) == 1 else 'are'} here."
    if not placed.missing:
        return f"{here} Everybody whom it concerns is here."
    purpose = f" They meet {_PURPOSES[placed.backstage]}." if placed.backstage in _PURPOSES else ""
    return f"{here} Not here, and it concerns them: {listed(placed.missing)}.{purpose}"


def speaker_of(heard: Heard) -> str:
    """Return who speaks or thinks, as it stands before a line."""
    return {
        "seen": WHAT_YOU_SEE,
        "said": heard.name,
        "thought": f"{heard.name} thinks",
        "own": f"{heard.name} (you)",
        "as_written": f"{heard.name} (as written)",
    }[heard.how]


def whose_turn(turn: Turn) -> str:
    """Return whose turn it is."""
    if turn.is_yours:
        return f"{turn.name}, what do you say?"
    return f"{turn.name} has the word now." if turn.name else SAID_ELSEWHERE


def somebody_left(left: SomebodyLeft) -> str:
    """Return that a part has no person any more."""
    return YOU_LEFT if left.is_you else SOMEBODY_LEFT.format(name=left.name)


def how_it_ended(ended: Ended) -> str:
    """Return how the story ended."""
    return f"{ended.title}. {ended.text}"


def told(what: Told) -> str:
    """Return what was told to all afterwards."""
    who = told_by(what.by, what.about, is_you=what.is_you)
    return f"{who}\n{what.text or '(This was removed.)'}"


def person(there: PersonNow) -> str:
    """Return how somebody in the room stands."""
    what = there.part or ("watches" if there.watches else "has no part yet")
    marks = [mark for mark, holds in (("you", there.is_you), ("host", there.is_host)) if holds]
    marked = f" ({', '.join(marks)})" if marks else ""
    return f"{there.name}{marked}: {what}; {there.presence}"


def seat(there: SeatNow) -> str:
    """Return a part, and who has it."""
    who = "you" if there.is_yours else there.by or "free; the script plays it if nobody takes it"
    return f"{there.name}, {there.is_}: {who}"


def what_now(state: RoomState) -> str:
    """Return what can be done now, in a sentence."""
    if state.has_left:
        return YOU_LEFT
    match state.stage:
        case "gathering":
            return _gathering(state)
        case "briefing":
            if state.somebody_left and not state.has_read:
                return LEFT_BEFORE
            waits = "Waiting for the others to read theirs."
            return state.why_wait or (waits if state.has_read else "Read your briefing. Then say so.")
        case "paused":
            waits = f"You want to. {GO_ON_WHEN_ALL}" if state.wants_on else GO_ON_WHEN_ALL
            return f"{AFTER_LEAVING} {waits}" if state.somebody_left else f"{STOPPED} {waits}"
        case "over":
            return "The session is over. What comes now is for each of you, alone first."
        case "closed":
            return CLOSED
        case "playing":
            return ""


def _gathering(state: RoomState) -> str:
    if state.why_wait:
        return state.why_wait
    if not state.your_seat:
        return "Choose a part, or ask to watch."
    return "Waiting for the others." if state.is_ready else "Say when this is as it should be. It begins when all have."
