"""What can happen in a session: the closed union of events, with the names under which they are stored.

An event holds no time and no text that a person typed: the store keeps the time beside it, and the text beside its
salted digest, so that the text can be erased and the log stays whole.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBegan:
    """A session exists: which text it plays for ever, who sits where, and what its draws come from."""

    scenario: str
    """The SHA-256 of the scenario's text."""
    scenario_id: str
    seats: tuple[str, ...]
    """The cast ids that persons have taken."""
    seed: int
    kind: Literal["session_began"] = "session_began"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayBegan:
    """The briefing was left and the first beat entered."""

    kind: Literal["play_began"] = "play_began"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyMade:
    """Somebody chose an option."""

    beat: str
    seat: str
    option: str
    scripted: bool = False
    none_open: bool = False
    """No condition held, so all options were offered."""
    reply: str = ""
    """The id that the reply came with; sent twice it is one event."""
    kind: Literal["reply_made"] = "reply_made"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsGiven:
    """Somebody said it in words of their own; the words are kept beside the log."""

    beat: str
    seat: str
    digest: str
    """SHA-256 of salt and text, in hexadecimal."""
    kind: Literal["words_given"] = "words_given"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn:
    """Somebody answered how it is now; the answer is kept beside the log."""

    beat: str
    seat: str
    digest: str
    """SHA-256 of salt and text, in hexadecimal."""
    kind: Literal["checked_in"] = "checked_in"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The play was paused."""

    kind: Literal["paused"] = "paused"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The play went on."""

    kind: Literal["resumed"] = "resumed"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReached:
    """The story came to one of its ends."""

    end: str
    kind: Literal["end_reached"] = "end_reached"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed:
    """The looking back was left, or the session was left for good."""

    kind: Literal["session_closed"] = "session_closed"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Forked:
    """All before this was taken over from another session, which goes on by itself; what follows is this one's own."""

    session: str
    """The session that it was taken over from."""
    kind: Literal["forked"] = "forked"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingMarked:
    """Somebody said of a reading of the looking back whether it is so for them; the last mark on a reading holds."""

    seat: str
    reading: str
    """A short name: `pattern:serial-moves`, `harm@12`."""
    is_so: bool
    kind: Literal["reading_marked"] = "reading_marked"
    v: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft:
    """Somebody who had taken a seat left it; from here on it is scripted."""

    seat: str
    kind: Literal["seat_left"] = "seat_left"
    v: Literal[1] = 1


About: TypeAlias = Literal["heard", "change", "noticed"]
"""What is told afterwards: where one was heard, what should change, what a witness noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAfterwards:
    """After a session of several, something was told to all who were in it; the text is kept beside the log."""

    by: str
    """A cast id, or `witness`."""
    about: About
    digest: str
    """SHA-256 of salt and text, in hexadecimal."""
    kind: Literal["told_afterwards"] = "told_afterwards"
    v: Literal[1] = 1


Event: TypeAlias = (
    SessionBegan
    | PlayBegan
    | ReplyMade
    | WordsGiven
    | CheckedIn
    | Paused
    | Resumed
    | EndReached
    | SessionClosed
    | Forked
    | ReadingMarked
    | SeatLeft
    | ToldAfterwards
)
