"""Sessions as lists tell them: apart from the other words, so that the first screen loads no more than it shows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from trainer.engine.state import Phase
from trainer.store.base import Note, Summary

PHASES: Final[Mapping[Phase, str]] = {
    Phase.BRIEFING: "Not begun",
    Phase.PLAYING: "Under way",
    Phase.PAUSED: "Paused",
    Phase.DEBRIEF: "Played to an end",
    Phase.CLOSED: "Closed",
}


def when(at: int) -> str:
    """Return a time of the store, in milliseconds since 1970, as this person's clock has it."""
    try:
        return f"{datetime.fromtimestamp(at / 1000, tz=UTC).astimezone():%d %b %Y, %H:%M}"
    except (OverflowError, ValueError, OSError):
        return "at an unknown time"


def told_plays(plays: tuple[Summary, ...]) -> str:
    """Return how often something was played."""
    if not plays:
        return "not played yet"
    return "played once" if len(plays) == 1 else f"played {len(plays)} times"


def told_session(summary: Summary) -> str:
    """Return where a session stands, as a list of sessions tells it."""
    said = "1 reply" if summary.replies == 1 else f"{summary.replies} replies"
    again = "Tried again from a choice. " if summary.origin else ""
    alone = listed(summary.seats)
    who = f"with others{f', as {summary.own}' if summary.own else ''}" if summary.room else f"as {alone}"
    return f"{again}{PHASES[summary.phase]} {who}, {said}, {when(summary.touched)}"


def told_note(note: Note, title: str) -> str:
    """Return what a note is about, on which play, and when it was written."""
    return ", ".join(part for part in (told_about(note.about), f"“{title}”" if title else "", when(note.at)) if part)


def told_about(name: str) -> str:
    """Return what a note is about, by its name."""
    return ABOUTS.get(name.partition("@")[0].partition(":")[0], "On a line of the looking back")


ABOUTS: Final[Mapping[str, str]] = {
    "how-it-was": "How it was",
    "session": "On a play",
    "intention": "For next time",
    "came-of-it": "What came of it",
    "moment": "On a choice that counted",
    "reached": "What reached you",
}
"""What notes are about, by the first word of its name."""


def listed(words: tuple[str, ...]) -> str:
    """Return `words` as a sentence lists them."""
    if len(words) < 2:  # noqa: PLR2004  a list of one
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
