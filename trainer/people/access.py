"""Who may do what: one table.

It is asked before anything of somebody else's is read or written. What is one's own needs no asking, since one's view
of the store (`store/signed.py`) has nothing else in it; tests hold all of it to the table.

A right comes from what somebody is to a thing, never from a role over others' content: administrators manage accounts
and stand in no row that has what was said, felt, noted or scored.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Thing(StrEnum):
    """What there is to see or change."""

    PLAY = "play"
    """What was said in a session, in order."""
    SCORES = "scores"
    """How the choices of a person in a session read."""
    WORDS = "words"
    """What a person typed in it: own words, and how it was for them."""
    NOTE = "note"
    """What a person wrote for themselves."""
    ENCLOSED = "enclosed"
    """The notes that a person chose to share with a reader."""
    SHARE = "share"
    ASK = "ask"
    """That somebody in the same session would share it, and whether one agrees."""
    TRAIL = "trail"
    """Who looked at what of a person's, and when."""
    REMARK = "remark"
    """What a person and their reader write each other on a session."""
    RATING = "rating"
    """A second reading of a choice, by a reader."""
    COHORT = "cohort"
    """What plays that are shared with somebody show together."""
    EXPORT = "export"
    """A copy to take out."""
    SHOWING = "showing"
    """Walking through a session in a group."""
    AGREEMENT = "agreement"
    """What persons wrote together: theirs who began it, or were given a code for it."""
    ACCOUNT = "account"
    CODE = "code"
    """What lets a person choose a passphrase, once."""
    PASSPHRASE = "passphrase"  # noqa: S105  the word, not one
    SETTING = "setting"
    """How long plays are kept, for all on the store."""


class Verb(StrEnum):
    """What is done with it."""

    LIST = "list"
    READ = "read"
    WRITE = "write"
    REMOVE = "remove"


class Tie(StrEnum):
    """What somebody is to a thing."""

    OWN = "own"
    """It is theirs: their part in the session, their note, their share, their account."""
    SCORES = "scores"
    """It was shared with them, and is theirs to see as scores, which a patient's never are."""
    TRANSCRIPT = "transcript"
    """It was shared with them with what was said."""
    NOTES = "notes"
    """It was shared with them with chosen notes."""
    WHOLE = "whole"
    """It was shared with them with what was said and how it reads: both are needed to rate it."""
    WRITER = "writer"
    """They wrote it, and may still see what it is on."""
    SHOWN = "shown"
    """Its owner, who is there, gave leave on the spot to walk through it."""
    ASKED = "asked"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    ANYBODY = "anybody"
    """Whoever is signed in."""


_OWN: Final = frozenset({Tie.OWN})
_READERS: Final = frozenset({Tie.OWN, Tie.TRANSCRIPT})
_T, _V = Thing, Verb

MAY: Final[Mapping[tuple[Thing, Verb], frozenset[Tie]]] = MappingProxyType(
    {
        (_T.PLAY, _V.LIST): frozenset({Tie.OWN, Tie.SCORES, Tie.TRANSCRIPT}),
        (_T.PLAY, _V.READ): _READERS,
        (_T.PLAY, _V.WRITE): _OWN,
        (_T.PLAY, _V.REMOVE): _OWN,
        (_T.SCORES, _V.READ): frozenset({Tie.OWN, Tie.SCORES}),
        (_T.WORDS, _V.READ): _OWN,
        (_T.WORDS, _V.WRITE): _OWN,
        (_T.NOTE, _V.LIST): _OWN,
        (_T.NOTE, _V.READ): _OWN,
        (_T.NOTE, _V.WRITE): _OWN,
        (_T.NOTE, _V.REMOVE): _OWN,
        (_T.ENCLOSED, _V.READ): frozenset({Tie.NOTES}),
        (_T.SHARE, _V.LIST): _OWN,
        (_T.SHARE, _V.WRITE): _OWN,
        (_T.SHARE, _V.REMOVE): _OWN,
        (_T.ASK, _V.LIST): frozenset({Tie.ASKED}),
        (_T.ASK, _V.WRITE): frozenset({Tie.ASKED}),
        (_T.TRAIL, _V.READ): _OWN,
        (_T.REMARK, _V.READ): _READERS,
        (_T.REMARK, _V.WRITE): _READERS,
        (_T.REMARK, _V.REMOVE): frozenset({Tie.WRITER}),
        (_T.RATING, _V.READ): frozenset({Tie.OWN, Tie.WRITER}),
        (_T.RATING, _V.WRITE): frozenset({Tie.WHOLE}),
        (_T.COHORT, _V.READ): frozenset({Tie.SUPERVISOR}),
        (_T.EXPORT, _V.WRITE): frozenset({Tie.OWN, Tie.WHOLE}),
        (_T.SHOWING, _V.READ): frozenset({Tie.SHOWN}),
        (_T.SHOWING, _V.WRITE): _OWN,
        (_T.AGREEMENT, _V.LIST): _OWN,
        (_T.AGREEMENT, _V.READ): _OWN,
        (_T.AGREEMENT, _V.WRITE): _OWN,
        (_T.ACCOUNT, _V.LIST): frozenset({Tie.ADMINISTRATOR}),
        (_T.ACCOUNT, _V.READ): frozenset({Tie.OWN, Tie.ADMINISTRATOR}),
        (_T.ACCOUNT, _V.WRITE): frozenset({Tie.ADMINISTRATOR}),
        (_T.ACCOUNT, _V.REMOVE): frozenset({Tie.OWN, Tie.ADMINISTRATOR}),
        (_T.CODE, _V.WRITE): frozenset({Tie.ADMINISTRATOR}),
        (_T.PASSPHRASE, _V.WRITE): _OWN,
        (_T.SETTING, _V.READ): frozenset({Tie.ANYBODY}),
        (_T.SETTING, _V.WRITE): frozenset({Tie.ADMINISTRATOR}),
    }
)
"""Which ties allow what; what stands here not at all is allowed to nobody."""


def may(ties: frozenset[Tie], thing: Thing, verb: Verb) -> bool:
    """Return whether who has `ties` to a thing may do `verb` with it."""
    return bool(ties & MAY.get((thing, verb), frozenset()))
