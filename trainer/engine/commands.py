"""What somebody may ask of a session.

Ids, seeds and digests come in with the command, so that replaying asks nothing."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from trainer.engine.events import About

NAME_CHARACTERS: Final = "a-z0-9:@/#-"
"""What the name of a reading, or of what a note is about, is made of."""
LONGEST_READING: Final = 120
"""How many characters the name of a reading may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Leave the briefing and enter the first beat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Choose an option."""

    option: str
    seat: str = ""
    """Whose reply it is; left out, it is that of the seat whose turn it is."""
    reply: str = ""
    """The reply's own id; sent twice it is one event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveWords:
    """Say the last reply in words of one's own."""

    digest: str
    seat: str = ""
    """Whose words they are; left out, those of whoever may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """Answer how it is now."""

    digest: str
    seat: str = ""
    """Who answers; left out, the seat whose turn it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Pause the play."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Go on with the play."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Leave the looking back, or the session for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkReading:
    """Say of a reading of the looking back whether it is so."""

    seat: str
    reading: str
    is_so: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSeat:
    """Leave a seat for good; where nobody else has one, the session is closed."""

    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellAfterwards:
    """Tell all who were there something about the session that they had."""

    by: str
    about: About
    digest: str


Command: TypeAlias = (
    Begin | Reply | GiveWords | CheckIn | Pause | Resume | Close | MarkReading | LeaveSeat | TellAfterwards
)
