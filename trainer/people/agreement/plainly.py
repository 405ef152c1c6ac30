"""An agreement line by line, with who said what: for screen readers, and for whoever works on it."""

from collections.abc import Iterator
from datetime import date

from trainer.people.agreement.agreement import Party
from trainer.people.agreement.clauses import REVIEW, Clause
from trainer.people.agreement.days import told_review
from trainer.people.agreement.named import Named, told_version


def told(named: Named, today: date) -> Iterator[str]:
    """Tell where `named` stands: the whole, who takes part, what holds in any case, each clause, and the versions."""
    agreement = named.agreement
    yield agreement.title
    yield from named.standing()
    yield ""
    if agreement.present:
        yield "Who takes part:"
    else:
        yield f"Nobody takes part yet. To join: trainer agreement join {named.id} --name NAME --side SIDE"
    for party in agreement.present:
        yield _party(named, party)
    yield ""
    yield "In any case:"
    yield from agreement.fixed
    for number, clause in enumerate(agreement.clauses, start=1):
        yield ""
        yield from _clause(named, number, clause, today)
    if agreement.versions:
        yield ""
    for version in agreement.versions:
        yield told_version(version, agreement.in_force)


def _party(named: Named, party: Party) -> str:
    signed = [version.number for version in named.agreement.versions if party.id in version.signers]
    how = f", signed version {signed[-1]}" if signed else ""
    return f"{party.id}  {named.who(party.id)}{how}"


def _clause(named: Named, number: int, clause: Clause, today: date) -> Iterator[str]:
    yield f"{number} {clause.id}. {clause.heading}: {named.state(clause.id)}"
    wording = named.agreement.wording(clause.id)
    if wording is None:
        yield clause.question
        return
    text = told_review(wording.text, today) if clause.id == REVIEW else wording.text
    yield f"Words {wording.number}, by {named.who(wording.by)}: {text}"
    for answer in wording.standing.values():
        yield named.said(answer)
    if waiting := named.agreement.waiting(clause.id):
        yield f"Not answered yet: {', '.join(named.who(party.id) for party in waiting)}."
