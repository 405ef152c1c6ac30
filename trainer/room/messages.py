"""What a host and a guest say to each other: one JSON object a message, in a shape that has a number.

A guest is told what its seat sees (`SeenAt`), numbered and sent again until it says that it has it (`Ack`); what a
guest wants done (`Do`) carries an id and is sent again until it hears what became of it (`Done`). How the room stands
(`RoomState`) is sent whole whenever that changes.
"""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from trainer.engine.seen import Seen
from trainer.privacy import LONGEST_TEXT

PROTOCOL: Final = 1
LONGEST_NAME: Final = 40
RESEND_MILLISECONDS: Final = 2_500
"""After how long what was not acknowledged, or not answered, is sent again."""
LARGEST_TO_HOST: Final = 64_000
"""How many bytes a message of a guest may have."""
LARGEST_TO_GUEST: Final = 4_000_000
"""How many bytes a message of a host may have: a looking back is sent in one."""

_STRICT: Final = ConfigDict(extra="forbid")
_Id: TypeAlias = Annotated[str, StringConstraints(max_length=64)]
_Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Typed: TypeAlias = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
_Number: TypeAlias = Annotated[int, Field(ge=0, lt=2**53)]
Side: TypeAlias = Literal["patients", "staff", "leaders", "other"]
Presence: TypeAlias = Literal["connected", "reconnecting", "away"]
Stage: TypeAlias = Literal["gathering", "briefing", "playing", "paused", "over", "closed"]
Opening: TypeAlias = Literal["", "waiting", "asked", "open", "kept"]
"""Of what each marked afterwards: not decided; this one decided; all want it open and it is asked for; open; kept."""


# What a guest wants done.


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class TakeSeat:
    """Take a seat; nothing gives the one taken back."""

    seat: _Id = ""
    do: Literal["take_seat"] = "take_seat"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Watch:
    """Ask to watch, as a witness, or no longer."""

    wants: bool = True
    do: Literal["watch"] = "watch"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Ready:
    """Be content with the seats as they are; with what one silently says to being watched."""

    is_ready: bool = True
    may_watch: bool = False
    do: Literal["ready"] = "ready"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class HaveRead:
    """Have read the briefing."""

    do: Literal["have_read"] = "have_read"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Say:
    """Choose an option; the message's id is the reply's."""

    option: _Id
    turn: _Number
    """The number of the turn that this answers."""
    do: Literal["say"] = "say"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class GiveDigest:
    """Have said it in own words, or told how it is now: the text stays with the guest."""

    digest: _Digest
    what: Literal["words", "feeling"]
    do: Literal["give_digest"] = "give_digest"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class PauseNow:
    """Pause."""

    do: Literal["pause"] = "pause"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class GoOn:
    """Go on after a pause; a seat that was left is scripted then."""

    do: Literal["go_on"] = "go_on"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class EndKindly:
    """End the session after somebody left."""

    do: Literal["end_kindly"] = "end_kindly"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Leave:
    """Leave for good, without a reason."""

    do: Literal["leave"] = "leave"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class PlayFor:
    """Let the script go on for somebody who is away."""

    seat: _Id
    do: Literal["play_for"] = "play_for"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class WantOpen:
    """Want what each marked to be open to all; only its digest is given until all want that."""

    digest: _Digest
    do: Literal["want_open"] = "want_open"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class WantKept:
    """Keep it to oneself."""

    do: Literal["want_kept"] = "want_kept"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class TellHeard:
    """Tell what one marked, now that all want it open."""

    text: _Typed
    salt: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    do: Literal["tell_heard"] = "tell_heard"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class NameChange:
    """Name one thing here that should change, who does it, and by when."""

    text: _Typed
    do: Literal["name_change"] = "name_change"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class AskWitnesses:
    """Ask those who watched what they noticed."""

    do: Literal["ask_witnesses"] = "ask_witnesses"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Notice:
    """Tell, as a witness who was asked, what one noticed."""

    text: _Typed
    do: Literal["notice"] = "notice"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class WantSwap:
    """Want the same scene again with seats exchanged, or no longer; it begins when all want it."""

    wants: bool = True
    do: Literal["want_swap"] = "want_swap"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class LookBack:
    """Ask for one's own looking back, as text."""

    scores: bool = False
    do: Literal["look_back"] = "look_back"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Mirror:
    """Ask for the session as another seat saw it, its thoughts open."""

    seat: _Id
    do: Literal["mirror"] = "mirror"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class LetIn:
    """As the host, let somebody in by name, or turn them away."""

    member: _Id
    comes_in: bool = True
    do: Literal["let_in"] = "let_in"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class NewCode:
    """As the host, make a new code for one more person."""

    do: Literal["new_code"] = "new_code"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class CloseRoom:
    """As the host, close the room; who was in it keeps what they saw."""

    do: Literal["close_room"] = "close_room"


Action: TypeAlias = (
    TakeSeat
    | Watch
    | Ready
    | HaveRead
    | Say
    | GiveDigest
    | PauseNow
    | GoOn
    | EndKindly
    | Leave
    | PlayFor
    | WantOpen
    | WantKept
    | TellHeard
    | NameChange
    | AskWitnesses
    | Notice
    | WantSwap
    | LookBack
    | Mirror
    | LetIn
    | NewCode
    | CloseRoom
)


# What a guest sends.


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Hello:
    """Who comes: somebody new with a code and a name, or somebody known with their token and what they saw last."""

    v: int
    code: Annotated[str, StringConstraints(max_length=64)] = ""
    name: Annotated[str, StringConstraints(max_length=4000)] = ""
    side: Side = "other"
    token: Annotated[str, StringConstraints(max_length=64)] = ""
    session: _Id = ""
    seen: _Number = 0
    kind: Literal["hello"] = "hello"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Do:
    """Something that is wanted; the id makes sure that it is done once."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    what: Annotated[Action, Field(discriminator="do")]
    kind: Literal["do"] = "do"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Ack:
    """All of `session` up to `seq` has come."""

    session: _Id
    seq: _Number
    kind: Literal["ack"] = "ack"


ToHost: TypeAlias = Hello | Do | Ack


# What a host sends.


@dataclass(frozen=True, kw_only=True)
class Knocking:
    """The code was right; the host has been told the name. The token is good once they let this person in."""

    token: str
    kind: Literal["knocking"] = "knocking"


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """This person is in."""

    room: str
    member: str
    v: int = PROTOCOL
    kind: Literal["welcome"] = "welcome"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The connection ends here, and why; `is_final` when to come again in the same way is no use."""

    why: str
    is_final: bool = True
    v: int = PROTOCOL
    kind: Literal["refusal"] = "refusal"


@dataclass(frozen=True, kw_only=True)
class SeenAt:
    """One thing that the seat sees, with its number in this session, from 1."""

    session: str
    seq: int
    what: Annotated[Seen, Field(discriminator="kind")]
    kind: Literal["seen_at"] = "seen_at"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of something that was wanted."""

    id: str
    why: str = ""
    """Why it was not done, or nothing when it was."""
    text: str = ""
    """What was asked for."""
    kind: Literal["done"] = "done"


@dataclass(frozen=True, kw_only=True)
class SeatNow:
    """A seat, and who has it."""

    id: str
    name: str
    is_: str
    by: str = ""
    """The name of the person, or nothing for one that is scripted."""
    is_yours: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonNow:
    """Somebody in the room, as all may know them."""

    name: str
    presence: Presence
    part: str = ""
    """The name of their part, or nothing."""
    watches: bool = False
    is_you: bool = False
    is_host: bool = False


@dataclass(frozen=True, kw_only=True)
class KnockNow:
    """Somebody at the door, for the host alone."""

    member: str
    name: str
    side: Side


@dataclass(frozen=True, kw_only=True)
class HostNow:
    """What only the host sees."""

    knocks: tuple[KnockNow, ...] = ()
    code: str = ""
    code_until: int = 0
    """Milliseconds since 1970; 0 when there is no code that works."""
    patients_seats: tuple[str, ...] = ()
    """The seats of those who came as patients: a code for such a part is for a patient's account."""


@dataclass(frozen=True, kw_only=True)
class RoomState:
    """How the room stands for one person."""

    stage: Stage
    session: str
    title: str
    about: str
    agreement: tuple[str, ...] = ()
    seats: tuple[SeatNow, ...] = ()
    people: tuple[PersonNow, ...] = ()
    wants_to_watch: int = 0
    is_watched: bool = False
    your_seat: str = ""
    may_choose: bool = False
    """Whether one may take a seat now; patients choose first."""
    why_wait: str = ""
    is_ready: bool = False
    has_read: bool = False
    has_left: bool = False
    somebody_left: bool = False
    wants_on: bool = False
    """Whether one said to go on, or to end, and the others have not yet."""
    opening: Opening = ""
    witnesses_asked: bool = False
    is_asked: bool = False
    """Whether one is asked, as a witness, what one noticed."""
    wants_swap: bool = False
    seats_of_session: tuple[SeatNow, ...] = ()
    """The parts that persons took in this session, for the mirror."""
    host: HostNow | None = None
    kind: Literal["room_state"] = "room_state"


ToGuest: TypeAlias = Knocking | Welcome | Refusal | SeenAt | Done | RoomState

_TO_HOST: Final[TypeAdapter[ToHost]] = TypeAdapter(Annotated[ToHost, Field(discriminator="kind")])
_TO_GUEST: Final[TypeAdapter[ToGuest]] = TypeAdapter(Annotated[ToGuest, Field(discriminator="kind")])


def write_to_host(message: ToHost) -> str:
    """Return `message` as it is sent."""
    return _TO_HOST.dump_json(message).decode()


def read_to_host(text: str | bytes) -> ToHost:
    """Return what a guest sent.

    Raises:
        ValueError: when it is none of the messages that this program knows.
    """
    if len(text) > LARGEST_TO_HOST:
        raise ValueError("too large")
    return _TO_HOST.validate_json(text)


def write_to_guest(message: ToGuest) -> str:
    """Return `message` as it is sent."""
    return _TO_GUEST.dump_json(message).decode()


def read_to_guest(text: str | bytes) -> ToGuest:
    """Return what a host sent.

    Raises:
        ValueError: when it is none of the messages that this program knows.
    """
    return _TO_GUEST.validate_json(text)
