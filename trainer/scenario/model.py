"""What a scenario is: the format of an author's file as frozen values.

The descriptions of the fields are what an author reads in a hint, so they are written for one.
"""

from enum import StrEnum
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, StringConstraints
from pydantic_core import PydanticCustomError

from trainer.scenario.conditions import AnyOf, Atom, read_atom

FORMAT: Final = 1
RESERVED_IDS: Final = frozenset({"any", "not", "seen", "knows", "tilt", "note", "thought", "end", "q"})
LINE_KEYS: Final = frozenset({"action", "id"})
"""What may stand beside the speaker of a line, so that nobody in the cast can be called so."""
_ID: Final = r"^[a-z][a-z0-9-]*$"
_TARGET: Final = r"^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?$"


class Practice(StrEnum):
    """The four practices of dialogue (Isaacs 1999) that options are rated on."""

    LISTENING = "listening"
    SUSPENDING = "suspending"
    RESPECTING = "respecting"
    VOICING = "voicing"


class Action(StrEnum):
    """The four actions of dialogue (Kantor; Isaacs 1999)."""

    MOVE = "move"
    FOLLOW = "follow"
    OPPOSE = "oppose"
    BYSTAND = "bystand"


class Routine(StrEnum):
    """Defensive routines (Argyris): ways of protecting oneself."""

    CHANGE_TOPIC = "change-topic"
    SMOOTH_OVER = "smooth-over"
    DEFER_UPWARD = "defer-upward"
    OVER_HUMBLE = "over-humble"
    HIDE_IN_RULES = "hide-in-rules"
    TALK_BACKSTAGE = "talk-backstage"
    FALSE_PRETEXT = "false-pretext"
    MAKE_THEM_THE_PROBLEM = "make-them-the-problem"
    REASSURE_AWAY = "reassure-away"
    ASK_THEM_TO_LOOK_AFTER_US = "ask-them-to-look-after-us"
    GO_THROUGH_OTHERS = "go-through-others"
    TRUMP_CARD = "trump-card"
    DIG_IN = "dig-in"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """Whose side somebody is on by their place in the unit."""

    STAFF = "staff"
    PATIENTS = "patients"
    LEADERS = "leaders"
    FACILITATOR = "facilitator"


class Backstage(StrEnum):
    """What a talk without those it concerns is for."""

    PREPARES = "prepares"
    VENTS = "vents"
    DECIDES = "decides"
    HIDES = "hides"


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) and value else value


def _truth(value: object) -> object:
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("truth", "true or false")


def _whole(value: object) -> object:
    if isinstance(value, str) and value.lstrip("+-").isdecimal() and value.isascii():
        return value
    raise PydanticCustomError("whole", "a whole number")


def _format(value: object) -> object:
    return FORMAT if value == str(FORMAT) else value


def read_condition_part(part: object) -> Atom | AnyOf:
    """Return one part of a condition: an atom, or `any` over atoms.

    Raises:
        PydanticCustomError: when it is neither.
    """
    if isinstance(part, dict) and list(part) == ["any"] and isinstance(part["any"], list) and part["any"]:
        return AnyOf(tuple(_atom(atom) for atom in part["any"]))
    return _atom(part)


def _atom(text: object) -> Atom:
    if isinstance(text, str):
        try:
            return read_atom(text)
        except ValueError:
            raise PydanticCustomError("condition", "{text}", {"text": text}) from None
    raise PydanticCustomError("condition", "{text}", {"text": "this"})


Id: TypeAlias = Annotated[str, StringConstraints(pattern=_ID, max_length=60)]
Target: TypeAlias = Annotated[str, StringConstraints(pattern=_TARGET, max_length=130)]
Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Title: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Truth: TypeAlias = Annotated[bool, BeforeValidator(_truth)]
Whole: TypeAlias = Annotated[int, BeforeValidator(_whole)]
Amount: TypeAlias = Annotated[Whole, Field(ge=-200, le=200)]
ShownLevel: TypeAlias = Annotated[int, Field(ge=-2, le=2)]
Actions: TypeAlias = Annotated[tuple[Action, ...], BeforeValidator(_listed), Field(min_length=1, max_length=2)]
Ids: TypeAlias = Annotated[tuple[Id, ...], Field(max_length=60)]
Conditions: TypeAlias = Annotated[
    tuple[Annotated[Any, BeforeValidator(read_condition_part)], ...], BeforeValidator(_listed), Field(max_length=60)
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Member(_Part):
    """Somebody in the cast."""

    name: Title = Field(description="how the others address this person")
    is_: Title = Field(alias="is", description="who this person is in the unit, in a few words")
    side: Side = Field(description="staff, patients, leaders or facilitator")
    seat: Truth = Field(default=False, description="true when a person may take this part")
    stakes: Text | None = Field(default=None, description="what this person can lose; always in sight")
    briefing: Text | None = Field(default=None, description="what only this part reads before play")


class Meter(_Part):
    """A number from 0 to 100 that the story moves."""

    of: Id = Field(description="whose it is: a cast id")
    start: Annotated[Whole, Field(ge=0, le=100)] = Field(description="where it starts, 0 to 100")


class Fact(_Part):
    """Something that is true in the scene."""

    text: Text = Field(description="the fact itself, as it could be told")
    known_by: Ids = Field(default=(), description="who knows it from the start: cast ids")
    concerns: Ids = Field(default=(), description="whom it concerns: cast ids")
    confidential: Truth = Field(default=False, description="true when it must not be told in detail")
    in_general: Text | None = Field(default=None, description="how it may be spoken of without breaking it")


class Line(_Part):
    """Something said, seen or thought."""

    speaker: str
    """A cast id, or `note`; for a thought, whose it is."""
    text: Text
    is_thought: bool = False
    actions: Annotated[tuple[Action, ...], BeforeValidator(_listed), Field(max_length=2)] = ()
    id: Id | None = None


def read_line(value: object) -> object:
    """Return the fields of a line that an author writes as `patient: text` or `thought: {patient: text}`."""
    if not isinstance(value, dict):
        raise PydanticCustomError("line", "a line")
    speakers = [key for key in value if key not in LINE_KEYS]
    if len(speakers) != 1:
        raise PydanticCustomError("line", "a line")
    speaker = speakers[0]
    text = value[speaker]
    is_thought = speaker == "thought"
    if is_thought:
        if not isinstance(text, dict) or len(text) != 1:
            raise PydanticCustomError("thought", "a thought")
        ((speaker, text),) = text.items()
    return {
        "speaker": speaker,
        "text": text,
        "is_thought": is_thought,
        "actions": value.get("action", ()),
        "id": value.get("id"),
    }


Lines: TypeAlias = tuple[Annotated[Line, BeforeValidator(read_line)], ...]


class Option(_Part):
    """What may be said at a turn."""

    id: Id = Field(description="a short name for this option, unique in its turn")
    say: Text = Field(description="what is said, word by word")
    action: Actions | None = Field(
        default=None, description="move, follow, oppose or bystand; two in a list where it does both"
    )
    shows: dict[Practice, ShownLevel] = Field(default={}, description="what it shows of each practice, -2 to +2")
    change: dict[Id, Amount] = Field(default={}, description="how meters move")
    tilt: Amount = Field(default=0, description="how the room tilts: minus to the patients' side, plus to the staff's")
    tells: Ids = Field(default=(), description="facts that those present now know")
    alludes: Ids = Field(default=(), description="confidential facts that are spoken of in general")
    if_: Conditions = Field(default=(), alias="if", description="when it is open: a list of conditions that all hold")
    set: Ids = Field(default=(), description="flags that later conditions can read")
    routine: Routine | None = Field(default=None, description="the way of protecting oneself that it takes")
    questions_aim: Truth = Field(default=False, description="true when it puts the aim itself in question")
    harm: Text | None = Field(default=None, description="why it could hurt somebody")
    why: Text | None = Field(default=None, description="what the looking back says about it")
    then: Lines = Field(default=(), description="the lines that follow")
    to: Target = Field(description="where it leads: beat, scene/beat or end/id")
    weight: Annotated[Whole, Field(ge=1, le=1000)] = Field(
        default=1, description="how likely a scripted part is to choose it"
    )


class Beat(_Part):
    """A step: lines, then perhaps a turn."""

    lines: Lines = Field(default=(), description="what is said, seen and thought, in order")
    turn: Id | None = Field(default=None, description="who chooses now: a cast id")
    options: Annotated[tuple[Option, ...], Field(max_length=9)] = Field(default=(), description="what may be said")
    checkin: Text | None = Field(default=None, description="a question about how it is now, asked before the turn")
    own_words: Truth = Field(default=False, description="true when one may say it in one's own words after choosing")
    pause_here: Truth = Field(default=False, description="true when this is a good place to stop")
    to: Target | None = Field(default=None, description="where a beat without a turn leads")


class Scene(_Part):
    """A place and who is there."""

    title: Title = Field(description="where and when, as the player reads it")
    present: Annotated[tuple[Id, ...], Field(min_length=1, max_length=60)] = Field(description="who is there: cast ids")
    concerns: Ids | None = Field(default=None, description="whom the talk concerns; left out: those present")
    backstage: Backstage | None = Field(default=None, description="prepares, vents, decides or hides")
    beats: Annotated[dict[Id, Beat], Field(min_length=1)] = Field(description="the scene's beats by their ids")

    @property
    def is_backstage(self) -> bool:
        """Whether somebody whom the talk concerns is not there."""
        return bool(set(self.concerns or ()) - set(self.present))


class End(_Part):
    """One way in which the story ends."""

    title: Title = Field(description="the end's name")
    text: Text = Field(description="what becomes of it")


class HasRead(_Part):
    """Somebody who has read the scenario."""

    role: Title = Field(description="in which capacity, for instance patients' representative")
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] = Field(description="when, as 2026-11-01")


class Scenario(_Part):
    """One story in one YAML file."""

    format: Annotated[Literal[1], BeforeValidator(_format)] = Field(description="the number of the format: 1")
    id: Id = Field(description="the scenario's id")
    title: Title = Field(description="the scenario's title")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = Field(
        default="en", description="the language of the text, as en or nb"
    )
    minutes: Annotated[Whole, Field(ge=1, le=240)] = Field(description="how long a play takes, in minutes")
    about: Text = Field(description="the briefing that everybody reads")
    care: Annotated[tuple[Title, ...], Field(max_length=20)] = Field(default=(), description="content notes")
    practises: Annotated[tuple[Practice, ...], Field(max_length=len(Practice))] = Field(
        default=(), description="the practices it is for"
    )
    read_by: Annotated[tuple[HasRead, ...], Field(max_length=60)] = Field(
        default=(), description="who has read it: role and date"
    )
    cast: Annotated[dict[Id, Member], Field(min_length=1, max_length=60)] = Field(description="who is in the story")
    meters: Annotated[dict[Id, Meter], Field(max_length=60)] = Field(
        default={}, description="numbers that the story moves"
    )
    facts: Annotated[dict[Id, Fact], Field(max_length=200)] = Field(
        default={}, description="what is true, and who knows it"
    )
    start: Target = Field(description="the first beat, as scene/beat")
    scenes: Annotated[dict[Id, Scene], Field(min_length=1)] = Field(description="the scenes by their ids")
    ends: Annotated[dict[Id, End], Field(min_length=1)] = Field(description="the ends by their ids")

    _digest: str = PrivateAttr(default="")
    _text: str = PrivateAttr(default="")

    __hash__ = object.__hash__

    @property
    def digest(self) -> str:
        """The SHA-256 of the text that this scenario was read from, in hexadecimal."""
        return self._digest

    @property
    def text(self) -> str:
        """The text that this scenario was read from; a session keeps it for ever."""
        return self._text

    @property
    def seats(self) -> tuple[str, ...]:
        """The cast ids of the parts that a person may take, in the author's order."""
        return tuple(who for who, member in self.cast.items() if member.seat)


def resolve(target: str, scene: str) -> str:
    """Return `target` as `scene/beat` or `end/id`, read from within `scene`."""
    return target if "/" in target else f"{scene}/{target}"
