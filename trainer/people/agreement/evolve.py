"""What an event changes: an agreement is the fold of its log."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from trainer.people.agreement.agreement import Agreement, Answer, Party, Signature, Version, Wording
from trainer.people.agreement.clauses import CLAUSES_IN, FIXED
from trainer.people.agreement.events import (
    AgreementBegan,
    Event,
    PartyJoined,
    PartyRemoved,
    Recorded,
    Signed,
    TextFrozen,
    WordingAccepted,
    WordingProposed,
    WordingRefused,
)


def fold(log: Iterable[Recorded]) -> Agreement:
    """Return how the agreement stands after `log`.

    Raises:
        ValueError: when it is no log of an agreement, or one of an edition that this program does not know.
    """
    first, *rest = log
    if not isinstance(first.event, AgreementBegan):
        raise ValueError("An agreement begins with its beginning.")  # noqa: TRY004  the log is wrong, not a type
    edition = first.event.fixed
    if edition not in CLAUSES_IN or edition not in FIXED:
        raise ValueError("An agreement of a later edition is not known here.")
    agreement = Agreement(title=first.event.title, edition=edition, began=first.at, touched=first.at, length=1)
    for recorded in rest:
        agreement = evolve(agreement, recorded)
    return agreement


def evolve(agreement: Agreement, recorded: Recorded) -> Agreement:
    """Return `agreement` after one more event."""
    changed = _changed(agreement, recorded.event, recorded.at)
    return replace(changed, length=agreement.length + 1, touched=recorded.at)


def _changed(agreement: Agreement, event: Event, at: int) -> Agreement:
    match event:
        case AgreementBegan():
            raise ValueError("An agreement begins once.")
        case PartyJoined():
            joined = Party(id=event.party, side=event.side, joined=at)
            return replace(agreement, parties=(*agreement.parties, joined))
        case PartyRemoved():
            parties = tuple(
                replace(party, is_removed=True) if party.id == event.party else party for party in agreement.parties
            )
            return replace(agreement, parties=parties)
        case WordingProposed():
            return _proposed(agreement, event, at)
        case WordingAccepted():
            return _answered(agreement, event, Answer(by=event.by, is_yes=True, at=at))
        case WordingRefused():
            return _answered(agreement, event, Answer(by=event.by, is_yes=False, at=at, dissent=event.dissent))
        case TextFrozen():
            version = Version(
                number=event.version,
                digest=event.digest,
                text=agreement.text,
                parties=tuple(party.id for party in agreement.present),
                at=at,
            )
            return replace(agreement, versions=(*agreement.versions, version))
        case Signed():
            signature = Signature(by=event.by, at=at)
            versions = tuple(
                replace(version, signatures=(*version.signatures, signature))
                if version.number == event.version
                else version
                for version in agreement.versions
            )
            return replace(agreement, versions=versions)
        case _:
            assert_never(event)


def _proposed(agreement: Agreement, event: WordingProposed, at: int) -> Agreement:
    before = agreement.wordings.get(event.clause, ())
    own = Answer(by=event.by, is_yes=True, at=at)
    wording = Wording(number=len(before) + 1, by=event.by, text=event.text, at=at, answers=(own,))
    return replace(agreement, wordings={**agreement.wordings, event.clause: (*before, wording)})


def _answered(agreement: Agreement, event: WordingAccepted | WordingRefused, answer: Answer) -> Agreement:
    wordings = tuple(
        replace(wording, answers=(*wording.answers, answer)) if wording.number == event.wording else wording
        for wording in agreement.wordings.get(event.clause, ())
    )
    return replace(agreement, wordings={**agreement.wordings, event.clause: wordings})
