"""The pages of an agreement: each clause, what holds in any case, and who signed."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from textual.content import Content

from trainer.listing import when
from trainer.people.agreement.clauses import REVIEW, Clause
from trainer.people.agreement.days import told_review
from trainer.people.agreement.events import Recorded
from trainer.people.agreement.history import history
from trainer.people.agreement.named import NO_WORDS, SIDES, Named, told_version
from trainer.tui.content import joined, styled, text


class Shown(NamedTuple):
    """What is before the person."""

    named: Named
    log: tuple[Recorded, ...]
    today: date
    by: str = ""
    """Who is at the keyboard, if that was said."""
    has_history: bool = False
    has_instance: bool = False

    @property
    def always(self) -> int:
        """The position of the page with what holds in any case."""
        return len(self.named.agreement.clauses)

    @property
    def signatures(self) -> int:
        """The position of the page with the signatures."""
        return self.always + 1


def entries(shown: Shown) -> tuple[Content, ...]:
    """Return the list of the pages, each with where it stands, in words."""
    agreement = shown.named.agreement
    clauses = (_entry(clause.heading, shown.named.state(clause.id)) for clause in agreement.clauses)
    version = agreement.signable
    if version is None:
        signed = "nobody has signed this text"
    else:
        count = len(agreement.unsigned_by)
        signed = f"{count} to sign" if count else "all have signed"
    return (*clauses, _entry("In any case", "the same everywhere"), _entry("Signatures", signed))


def _entry(heading: str, state: str) -> Content:
    return joined(heading, styled(f"\n{state}", "$warning" if state.startswith("open") else "$quiet"))


def page(position: int, shown: Shown) -> Content:
    """Return the page at `position`."""
    agreement = shown.named.agreement
    if position == shown.always:
        return joined(styled("In any case", "bold"), *agreement.fixed, between="\n\n")
    if position == shown.signatures:
        return joined(*_signatures(shown), between="\n\n")
    return joined(*_clause(agreement.clauses[position], shown), between="\n\n")


def _clause(clause: Clause, shown: Shown) -> Iterator[Content]:
    named = shown.named
    state = named.state(clause.id)
    yield joined(styled(clause.heading, "bold"), styled(f"\n{state}", "$warning" if state != "agreed" else "$success"))
    yield styled(clause.question, "italic $quiet")
    if shown.has_instance:
        yield joined(styled("For instance, not in the text: ", "$secondary"), clause.instance)
    wording = named.agreement.wording(clause.id)
    if wording is None:
        yield text(f"{NO_WORDS} p proposes words.")
    else:
        words = told_review(wording.text, shown.today) if clause.id == REVIEW else wording.text
        told = f"\nWords {wording.number}, by {named.who(wording.by)}, {when(wording.at)}"
        yield joined(words, styled(told, "$quiet"))
    if shown.has_history:
        yield _history(shown, clause.id)
    elif wording is not None:
        yield joined(*_answers(clause, shown), between="\n")


def _answers(clause: Clause, shown: Shown) -> Iterator[Content]:
    wording = shown.named.agreement.wording(clause.id)
    for answer in wording.standing.values() if wording else ():
        yield text(shown.named.said(answer)) if answer.is_yes else styled(shown.named.said(answer), "$warning")
    if waiting := shown.named.agreement.waiting(clause.id):
        yield styled(f"Not answered yet: {', '.join(shown.named.who(party.id) for party in waiting)}.", "$warning")


def _history(shown: Shown, clause: str) -> Content:
    """Return what was said on a clause, or in the whole without one, the last thing first."""
    happened = [
        joined(styled(f"{when(each.at)}  ", "$quiet"), each.told)
        for each in reversed(history(shown.named, shown.log, clause))
        if clause or not each.clause
    ]
    return joined(
        styled("History, the last first", "bold"), *(happened or [text("Nothing was said yet.")]), between="\n"
    )


def _signatures(shown: Shown) -> Iterator[Content]:
    named, agreement = shown.named, shown.named.agreement
    yield styled("Signatures", "bold")
    yield styled("s signs the text as it stands. e writes it to a file, to print or to read.", "italic $quiet")
    if not agreement.present:
        yield text("Nobody takes part yet. w adds a person.")
    if agreement.present:
        yield joined(*(_signature(named, party.id) for party in agreement.present), between="\n")
    if shown.has_history:
        yield _history(shown, "")
        return
    for version in reversed(agreement.versions):
        rows = [
            f"  {named.signed_as(each.by, version.number)}, {_side(named, each.by)}, {when(each.at)}"
            for each in version.signatures
        ]
        yield joined(told_version(version, agreement.in_force), *rows, between="\n")


def _signature(named: Named, party: str) -> Content:
    version = named.agreement.signable
    if version is not None and party in version.signers:
        return text(f"{named.who(party)} has signed version {version.number}.")
    return styled(f"{named.who(party)} has not signed the text as it stands.", "$warning")


def _side(named: Named, party: str) -> str:
    found = named.agreement.party(party)
    return SIDES[found.side] if found else ""
