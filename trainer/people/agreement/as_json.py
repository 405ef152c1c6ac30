"""An agreement for programs; keys may be added, none is taken away or changes its meaning."""

from typing import Any

from trainer.people.agreement.agreement import Agreement, Text, Version, Wording
from trainer.people.agreement.named import Named

_FORMAT = 1


def listed(named: Named) -> dict[str, Any]:
    """Return an agreement as the list of agreements has it."""
    agreement = named.agreement
    in_force = agreement.in_force
    return {
        "agreement": named.id,
        "title": agreement.title,
        "began": agreement.began,
        "touched": agreement.touched,
        "agreed": [clause.clause for clause in agreement.text.agreed],
        "open": [clause.clause for clause in agreement.text.open],
        "in_force": in_force.number if in_force else None,
        "next": agreement.next_number,
        "unsigned": [party.id for party in agreement.unsigned_by],
    }


def whole(named: Named) -> dict[str, Any]:
    """Return all that is known of an agreement."""
    agreement = named.agreement
    return {
        "format": _FORMAT,
        **listed(named),
        "fixed": list(agreement.fixed),
        "parties": [
            {
                "party": party.id,
                "name": named.names.get(party.id, ""),
                "side": party.side,
                "joined": party.joined,
                "removed": party.is_removed,
            }
            for party in agreement.parties
        ],
        "clauses": [_clause(agreement, clause.id) for clause in agreement.clauses],
        "versions": [_version(named, version) for version in agreement.versions],
    }


def _clause(agreement: Agreement, clause: str) -> dict[str, Any]:
    wording = agreement.wording(clause)
    return {
        "clause": clause,
        "agreed": agreement.is_agreed(clause),
        "words": _words(wording) if wording else None,
        "waiting": [party.id for party in agreement.waiting(clause)],
    }


def _words(wording: Wording) -> dict[str, Any]:
    return {
        "number": wording.number,
        "by": wording.by,
        "text": wording.text,
        "at": wording.at,
        "answers": [
            {"by": answer.by, "yes": answer.is_yes, "dissent": answer.dissent, "at": answer.at}
            for answer in wording.standing.values()
        ],
    }


def _version(named: Named, version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "digest": version.digest,
        "at": version.at,
        "parties": list(version.parties),
        "missing": list(version.missing),
        "signatures": [
            {"by": each.by, "initials": named.initials(each.by, version.number), "at": each.at}
            for each in version.signatures
        ],
        "clauses": _texts(version.text),
    }


def _texts(text: Text) -> list[dict[str, Any]]:
    return [
        {
            "clause": clause.clause,
            "text": clause.text,
            "agreed": clause.is_agreed,
            "dissents": [{"side": dissent.side, "text": dissent.text} for dissent in clause.dissents],
        }
        for clause in text.clauses
    ]
