"""What a seat of a session of several gets to see, one thing after the other: the closed union of what is ever sent.

All of it is fit for the seat that it is made for, and for no other. There are no addresses in it: an option's id can
tell what its author thinks of it.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from trainer.engine.events import About

WITNESS: Final = "witness"
"""The seat of those who watch: they see what everybody in the scene sees."""
How: TypeAlias = Literal["seen", "said", "thought", "own", "as_written"]
"""A note; somebody's words; one's own thought; one's own reply; what the author wrote for one's own part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """Somebody in the story, as everybody may know them."""

    id: str
    name: str
    is_: str
    side: str
    stakes: str
    is_you: bool
    is_person: bool
    """Whether a person has taken this part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefed:
    """The session exists: what it is about, and what only this seat reads."""

    seat: str
    title: str
    minutes: int
    about: str
    care: tuple[str, ...]
    read_by: tuple[tuple[str, str], ...]
    """Roles with dates."""
    cast: tuple[CastMember, ...]
    briefing: str
    kind: Literal["briefed"] = "briefed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The talk is here now."""

    title: str
    here: tuple[str, ...]
    """Names."""
    missing: tuple[str, ...]
    """Names of those whom it concerns and who are not here."""
    backstage: str
    """What a talk without them is for, or nothing."""
    kind: Literal["placed"] = "placed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A line."""

    who: str
    """A cast id, or `note`."""
    name: str
    text: str
    how: How
    kind: Literal["heard"] = "heard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What may be said."""

    id: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Somebody has the word now."""

    name: str
    """Whose it is; nothing where that is not for this seat to know, because it is not there."""
    is_yours: bool
    options: tuple[Offered, ...] = ()
    """One's own, in the order shown."""
    checkin: str = ""
    """What one is asked first, about how it is now."""
    pause_here: bool = False
    kind: Literal["turn"] = "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsAsked:
    """One's last reply may now be said in one's own words."""

    say: str
    kind: Literal["words_asked"] = "words_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The play is paused; nobody is told by whom."""

    kind: Literal["stopped"] = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOnAgain:
    """The play goes on after a pause."""

    kind: Literal["went_on_again"] = "went_on_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class SomebodyLeft:
    """A part has no person any more."""

    name: str
    is_you: bool
    kind: Literal["somebody_left"] = "somebody_left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The story came to an end."""

    title: str
    text: str
    kind: Literal["ended"] = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedForGood:
    """The session was closed."""

    kind: Literal["closed_for_good"] = "closed_for_good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something was told to all afterwards."""

    by: str
    """A name of the cast, or nothing for a witness."""
    is_you: bool
    about: About
    text: str
    """Nothing where it was removed."""
    kind: Literal["told"] = "told"


Seen: TypeAlias = (
    Briefed | Placed | Heard | Turn | WordsAsked | Stopped | WentOnAgain | SomebodyLeft | Ended | ClosedForGood | Told
)
