"""What a command leads to: events, none where all is done already, or a refusal with its reason."""

from typing import Final, NamedTuple, assert_never

from trainer.people.agreement.agreement import Agreement, Wording
from trainer.people.agreement.clauses import EDITION, REVIEW
from trainer.people.agreement.commands import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_PARTIES,
    Accept,
    Command,
    Join,
    Propose,
    Refuse,
    Remove,
    Sign,
)
from trainer.people.agreement.days import HOW_TO_WRITE_A_DAY, day_of
from trainer.people.agreement.events import (
    AgreementBegan,
    Event,
    PartyJoined,
    PartyRemoved,
    Signed,
    TextFrozen,
    WordingAccepted,
    WordingProposed,
    WordingRefused,
)
from trainer.people.agreement.text import digest_of
from trainer.text import clean, clean_line

_FEWEST_SIGNERS: Final = 2
CHANGED_MEANWHILE: Final = "Somebody wrote other words for this meanwhile. Read them first."
"""Why words are not answered that are no longer the words."""
_NO_WORDS: Final = "There are no words for this yet. Propose some first."


class Refusal(NamedTuple):
    """Why a command led to nothing, in a sentence for the person."""

    reason: str


def kept(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return `text` as it is kept: cleaned, and no longer than is kept."""
    return clean(text).strip()[:longest].rstrip()


def begun(title: str) -> AgreementBegan | Refusal:
    """Return what begins an agreement called `title`."""
    title = clean_line(title)[:LONGEST_TITLE].rstrip()
    return AgreementBegan(title=title, fixed=EDITION) if title else Refusal("An agreement needs a title.")


def decide(agreement: Agreement, command: Command) -> tuple[Event, ...] | Refusal:
    """Return what `command` leads to."""
    match command:
        case Join():
            return _join(agreement, command)
        case Remove():
            party = agreement.party(command.party)
            if party is None:
                return Refusal("There is nobody of that name here.")
            return () if party.is_removed else (PartyRemoved(party=party.id),)
        case _ if (stranger := _stranger(agreement, command.by)) is not None:
            return stranger
        case Sign():
            return _sign(agreement, command)
        case _ if command.clause not in (there := [clause.id for clause in agreement.clauses]):
            return Refusal(f"There is no such part of an agreement. There is {', '.join(there)}.")
        case Propose():
            return _propose(agreement, command)
        case Accept() | Refuse():
            return _answer(agreement, command)
        case _:
            assert_never(command)


def _stranger(agreement: Agreement, by: str) -> Refusal | None:
    party = agreement.party(by)
    if party is None:
        return Refusal("There is nobody of that name here. Join first.")
    return Refusal("They are no longer part of this.") if party.is_removed else None


def _join(agreement: Agreement, command: Join) -> tuple[Event, ...] | Refusal:
    if len(agreement.present) >= MOST_PARTIES:
        return Refusal(f"There are {MOST_PARTIES} persons in it already. That is as many as there is room for.")
    return (PartyJoined(party=f"p{len(agreement.parties) + 1}", side=command.side),)


def _propose(agreement: Agreement, command: Propose) -> tuple[Event, ...] | Refusal:
    text = kept(command.text)
    if not text:
        return Refusal("There is nothing in that. Say it in a sentence or two.")
    if command.clause == REVIEW:
        day = day_of(text)
        if day is None:
            return Refusal(HOW_TO_WRITE_A_DAY)
        text = day.isoformat()
    wording = agreement.wording(command.clause)
    if command.over is not None and command.over != (wording.number if wording else 0):
        return Refusal(CHANGED_MEANWHILE)
    if wording and wording.text == text and not _may_be_said_anew(wording):
        # As good as done: whoever proposes the words that stand there says yes to them.
        return _answer(agreement, Accept(clause=command.clause, by=command.by, wording=wording.number))
    return (WordingProposed(clause=command.clause, by=command.by, text=text),)


def _may_be_said_anew(wording: Wording) -> bool:
    """Return whether somebody's no stands, so that to propose the same words once more asks everybody again."""
    return bool(wording.refusals)


def _answer(agreement: Agreement, command: Accept | Refuse) -> tuple[Event, ...] | Refusal:
    wording = agreement.wording(command.clause)
    if wording is None:
        return Refusal(_NO_WORDS)
    if wording.number != command.wording:
        return Refusal(CHANGED_MEANWHILE)
    before = wording.standing.get(command.by)
    if isinstance(command, Accept):
        if before and before.is_yes:
            return ()
        return (WordingAccepted(clause=command.clause, by=command.by, wording=wording.number),)
    dissent = kept(command.dissent)
    if before and not before.is_yes and before.dissent == dissent:
        return ()
    return (WordingRefused(clause=command.clause, by=command.by, wording=wording.number, dissent=dissent),)


def _sign(agreement: Agreement, command: Sign) -> tuple[Event, ...] | Refusal:
    if len(agreement.present) < _FEWEST_SIGNERS:
        return Refusal("An agreement is between two persons or more. Somebody else has to join first.")
    if not agreement.wordings:
        return Refusal("There are no words to sign yet. Propose some first.")
    digest = digest_of(agreement.text)
    if command.digest != digest:
        return Refusal("The text was changed meanwhile. Read it again, then sign.")
    version = agreement.signable
    if version is None:
        number = agreement.next_number
        return (TextFrozen(version=number, digest=digest), Signed(version=number, by=command.by))
    return () if command.by in version.signers else (Signed(version=version.number, by=command.by),)
