"""What is said where somebody shares a play of their own, is asked, or sees who looked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from trainer.listing import listed
from trainer.people.person import Person
from trainer.people.shares import NO_END, Scope, how_far, shows_scores
from trainer.supervision.sharing import Standing
from trainer.supervision.times import day_of
from trainer.tui.screens.people.wording import KINDS

_OFFERED: Final[Mapping[Scope, str]] = MappingProxyType(
    {
        Scope.SCORES: "How it reads: how your choices read, and nothing of what was said",
        Scope.SAID: "What was said: the talk, line by line",
        Scope.TRANSCRIPT: "With what was said: how your choices read, and the talk, line by line",
        Scope.NOTES: "With notes that I choose: all that, and the notes on it that you tick, one by one",
    }
)
HOW_IT_IS: Final = "what you answered to “How is it now?”"
NOTES_SAID: Final = (
    "Those with an x go along, word for word; no others do.",
    f"Your own words, and {HOW_IT_IS}, never go along.",
)
NO_READER: Final = "There is no supervisor here yet. An administrator can make somebody one."
NOT_OVER: Final = "This play is not over. It can be shared when it is."
UNTILS: Final = ("Until I take it back", "For one week", "For four weeks", "Until a day that I name")
UNTIL_DAYS: Final = (0, 7, 28)
NAME_A_DAY: Final = "The last day on which it can be read, as 2026-12-31."
NO_DAY: Final = "That is no day. Write it as 2026-12-31."
TAKE_BACK_SAID: Final = ("From then on {reader} finds nothing of it. What was read by then cannot be unread.",)
TAKEN_BACK: Final = "Taken back: {reader} cannot see it from now on. What was read cannot be unread."
TAKE_BACK: Final = "You can take it back at any time; what was read by then cannot be unread."
ALL_ASKED: Final = (
    "Others were in it, too. Each of them is asked once, alone, and nobody is told what they answer. Until all agree, "
    "nobody sees anything of it."
)
NOT_SHARED: Final = "not shared"
NOTHING_SHARED: Final = "Not shared with anybody. What you share, with whom and how far is yours to say."
SHOW_CODE: Final = (
    "Read this code to whoever shows it. With it they walk through this play once, in a group, within ten minutes.",
    "You see afterwards under “Who looked” that it was shown.",
)
PART_SAID: Final = (
    "You played a part in somebody else's room, or at their keyboard? At its end they can give you a code for your "
    "part. With it that play is yours, too: you look back on it here, and it is shared only if you agree."
)
ASKED: Final = (
    "Somebody who was in “{title}” with you would like {reader} to be able to read it. Nobody is told what you answer, "
    "or whether."
)
NOBODY_LOOKED: Final = "Nobody has looked at anything of yours."
NOTHING_WRITTEN: Final = "Nobody has written anything on this play."
WRITTEN: Final = "What others wrote on it"
NOT_READ_NOW: Final = "What was said is not shared with {readers} now. What was written stays yours to read."
NO_ANSWER: Final = (
    "What was said is not shared with {who} now, so an answer would not reach them. Share the play with them again, "
    "and you can answer."
)
ANSWER_SAID: Final = "Your answer is for {who}; Enter sends it. Whoever runs the store could read it, too."


def offered(scope: Scope, person: Person) -> str:
    """Return how far, as it is offered to `person`."""
    return _OFFERED[Scope.SAID if person.is_patient and scope is Scope.TRANSCRIPT else scope]


def asked_sees(person: Person, reader: str, scopes: tuple[Scope, ...]) -> str:
    """Return what `person`, who is asked, would show by agreeing to any of `scopes`, and what in no case."""
    if any(shows_scores(person, scope) for scope in scopes):
        reads = "How your choices read goes along only if you say so."
    else:
        reads = "How your choices read is never shown to anybody else."
    return (
        f"If you agree, {reader} reads what was said, yours included. {reads} Your notes, your own words and "
        f"{HOW_IT_IS} do not go along. You can take it back at any time under “Your sessions”."
    )


def told_reader(person: Person) -> str:
    """Return somebody whom one can share with."""
    return ", ".join(part for part in (person.name, KINDS[person.kind], person.unit) if part)


def leads(person: Person) -> str:
    """Return what is asked where a reader leads one's own unit."""
    return f"{person.name} leads your unit. Still share?"


def told_until(until: int) -> str:
    """Return until when a share holds."""
    return "" if until == NO_END else f"until {day_of(until):%d %b %Y}"


def told_standing(standing: Standing, me: Person, *, is_joint: bool) -> str:
    """Return with whom, how far and until when; of what others answered nothing but the whole."""
    share = standing.share
    if share is None:
        return f"{standing.reader.name}: {NOT_SHARED}"
    how = ", ".join(part for part in (how_far(me, share.scope), told_until(share.until)) if part)
    if is_joint and not standing.is_open:
        return f"{standing.reader.name}: {NOT_SHARED}\nYou agreed: {how}"
    return f"{standing.reader.name}: {how}"


def summary(me: Person, reader: Person, scope: Scope, notes: int, until: int) -> tuple[str, ...]:
    """Return what a share would show, and what it would not."""
    sees = []
    hidden: list[str] = []
    if shows_scores(me, scope):
        sees.append("how your choices read")
    (sees if scope.holds(Scope.SAID) else hidden).append("what was said")
    if scope.holds(Scope.NOTES) and notes:
        sees.append("one note that you chose" if notes == 1 else f"{notes} notes that you chose")
        hidden.append("your other notes")
    else:
        hidden.append("your notes")
    hidden += ["your own words", HOW_IT_IS]
    if not shows_scores(me, scope):
        hidden.append("how your choices read")
    end = f", {told_until(until)}" if until != NO_END else ""
    return (
        f"{reader.name} will see: {listed(tuple(sees))}{end}.",
        f"{reader.name} will not see: {listed(tuple(hidden))}.",
        TAKE_BACK,
    )
