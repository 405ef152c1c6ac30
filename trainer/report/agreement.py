"""An agreement as something to print and to hang up: its text, what is open in it, and who signed.

Nobody's name is in it: initials and sides are, since a sheet on a wall stays where it is when a person is removed.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from trainer.listing import when
from trainer.people.agreement.agreement import ClauseText, Text, Version
from trainer.people.agreement.clauses import BROKEN, BY_ID, DECIDES, PROMISES, REVIEW
from trainer.people.agreement.days import told_review
from trainer.people.agreement.named import NO_WORDS, SIDES, Named, told_dissent, told_version
from trainer.people.agreement.text import digest_of
from trainer.report.document import Block, Item, Items, Paragraph, Part, Section, TakeAway, Tone

_FIRST: Final = (BROKEN, DECIDES, PROMISES)
"""What stands first, so that nobody has to look for it."""
IN_ANY_CASE: Final = "In any case"
CLAUSES: Final = "What we say about"
CHANGES: Final = "What is being changed, and not signed by all yet"
SIGNATURES: Final = "Signatures"
OTHER_VERSIONS: Final = "Other versions"
FOOT: Final = (
    "What is open stands here as well as what is agreed, with each no. "
    "A later change is a new version, and all sign it anew."
)
NOT_SIGNED: Final = "not signed"


class ClausePart(NamedTuple):
    """A clause as it is printed."""

    heading: str
    words: str
    state: str
    dissents: tuple[str, ...]


class SignatureRow(NamedTuple):
    """A row of the table of signatures; without initials there is room for a pen."""

    initials: str
    side: str
    when: str


class Sheet(NamedTuple):
    """All that is printed of an agreement."""

    title: str
    standing: tuple[str, ...]
    fixed: tuple[str, ...]
    first: tuple[ClausePart, ...]
    clauses: tuple[ClausePart, ...]
    signatures: tuple[SignatureRow, ...]
    changes: tuple[ClausePart, ...]
    """The clauses that read otherwise in the text that is being written."""
    versions: tuple[str, ...]
    digest: str
    """For programs that compare two copies; nobody sees it."""


def sheet(named: Named, today: date, version: Version | None = None) -> Sheet:
    """Return what is printed of an agreement: of `version`, or of the one in force, or of the text as it stands."""
    agreement = named.agreement
    chosen = version or agreement.in_force or agreement.signable
    text = chosen.text if chosen else agreement.text
    return Sheet(
        title=agreement.title,
        standing=(told_version(version, agreement.in_force),) if version else named.standing(has_names=False),
        fixed=text.fixed,
        first=tuple(_part(text.clause(name), today) for name in _FIRST),
        clauses=tuple(_part(clause, today) for clause in text.clauses if clause.clause not in _FIRST),
        signatures=tuple(_signatures(named, chosen)),
        changes=tuple(_part(clause, today) for clause in _differing(text, agreement.text)) if not version else (),
        versions=tuple(told_version(each, agreement.in_force) for each in agreement.versions if each != chosen),
        digest=chosen.digest if chosen else digest_of(text),
    )


def _part(clause: ClauseText, today: date) -> ClausePart:
    words = told_review(clause.text, today) if clause.clause == REVIEW and clause.text else clause.text
    return ClausePart(
        heading=BY_ID[clause.clause].heading,
        words=words or NO_WORDS,
        state=_state(clause),
        dissents=tuple(map(told_dissent, clause.dissents)),
    )


def _state(clause: ClauseText) -> str:
    if clause.is_agreed:
        return "agreed"
    return "open" if clause.dissents or not clause.text else "open, not everybody has said yes"


def _differing(text: Text, other: Text) -> Iterator[ClauseText]:
    return (now for before, now in zip(text.clauses, other.clauses, strict=True) if before != now)


def _signatures(named: Named, version: Version | None) -> Iterator[SignatureRow]:
    """Return who signed in the order in which they did, then who takes part and did not."""
    signatures = version.signatures if version else ()
    for signature in signatures:
        party = named.agreement.party(signature.by)
        initials = named.signed_as(signature.by, version.number) if version else ""
        side = SIDES[party.side] if party else ""
        yield SignatureRow(initials, side, when(signature.at))
    signers = {signature.by for signature in signatures}
    for party in named.agreement.parties:
        is_missing = party.id in version.missing if version else False
        if party.id not in signers and (is_missing or not party.is_removed):
            yield SignatureRow("", SIDES[party.side], "removed before signing" if party.is_removed else NOT_SIGNED)


def as_document(printed: Sheet) -> TakeAway:
    """Return the sheet as a document, for Markdown."""
    sections = [
        Section(IN_ANY_CASE, (Items(tuple(map(Item, printed.fixed))),), tuple(map(_document_part, printed.first))),
        Section(CLAUSES, parts=tuple(map(_document_part, printed.clauses))),
        Section(CHANGES, parts=tuple(map(_document_part, printed.changes))),
        Section(SIGNATURES, (Items(tuple(map(_signature, printed.signatures))),) if printed.signatures else ()),
        Section(OTHER_VERSIONS, (Items(tuple(map(Item, printed.versions))),) if printed.versions else ()),
    ]
    return TakeAway(
        title=printed.title,
        language="en",
        head=tuple(map(Paragraph, printed.standing)),
        sections=tuple(section for section in sections if not section.is_empty),
        foot=(Paragraph(FOOT, tone=Tone.QUIET),),
    )


def _document_part(clause: ClausePart) -> Part:
    blocks: list[Block] = [Paragraph(clause.words)]
    if clause.dissents:
        blocks.append(Items(tuple(map(Item, clause.dissents))))
    return Part(tuple(blocks), f"{clause.heading}: {clause.state}")


def _signature(row: SignatureRow) -> Item:
    return Item(f"{row.initials}, {row.side}, {row.when}" if row.initials else f"{row.side}, {row.when}")
