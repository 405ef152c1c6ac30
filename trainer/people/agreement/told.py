"""What a room's briefing says of the agreement that it is opened under."""

from collections.abc import Iterator
from datetime import date
from textwrap import shorten
from typing import Final

from trainer.people.agreement.agreement import Agreement, Text
from trainer.people.agreement.clauses import BROKEN, BY_ID, DECIDES, REVIEW
from trainer.people.agreement.days import told_review

_SHORT: Final = 200
_APART: Final = (DECIDES, BROKEN, REVIEW)
"""Clauses that have a sentence of their own."""
NOT_WRITTEN: Final = "not written yet"


def agreement_told(agreement: Agreement, today: date | None = None) -> tuple[str, ...]:
    """Return what to know of `agreement` before one talks under it, a plain line each, and nobody's name.

    Where a version is in force, its text is told; otherwise the text as it stands. The review date is told as
    past only where `today` is given.
    """
    return tuple(_told(agreement, today or date.min))


def _told(agreement: Agreement, today: date) -> Iterator[str]:
    in_force = agreement.in_force
    text = in_force.text if in_force else agreement.text
    yield f"You meet under the agreement “{agreement.title}”. {_signed(agreement)}"
    for clause in text.agreed:
        if clause.clause not in _APART:
            yield f"Agreed. {BY_ID[clause.clause].heading}: {shorten(clause.text, _SHORT, placeholder=' …')}"
    still_open = [BY_ID[clause.clause].heading for clause in text.open if clause.clause not in _APART]
    if still_open:
        yield f"Open, and not agreed: {', '.join(still_open)}."
    yield f"Who decides, and has not signed: {_words(text, DECIDES)}"
    yield from text.fixed
    yield f"When this is broken, tell: {_words(text, BROKEN)}"
    review = text.clause(REVIEW)
    yield f"It is read again together: {told_review(review.text, today) if review.text else f'{NOT_WRITTEN}.'}"


def _signed(agreement: Agreement) -> str:
    """Return whether everybody has signed."""
    in_force, signable = agreement.in_force, agreement.signable
    if in_force is None:
        return "Not everybody has signed it, so it is not in force."
    if signable is not in_force:
        return f"Version {in_force.number} is in force, signed by all. It is being changed; the change is not signed."
    count = len(agreement.unsigned_by)
    if count:
        came = "1 person who came" if count == 1 else f"{count} persons who came"
        return f"Version {in_force.number} is in force. Not signed yet by {came} later."
    return f"Version {in_force.number} is in force. Everybody has signed it."


def _words(text: Text, name: str) -> str:
    clause = text.clause(name)
    if not clause.text:
        return f"{NOT_WRITTEN}."
    words = " ".join(clause.text.split())
    words = words if words.endswith((".", "!", "?")) else f"{words}."
    return words if clause.is_agreed else f"{words} (Proposed; not agreed.)"
