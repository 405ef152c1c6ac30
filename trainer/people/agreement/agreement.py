"""How an agreement stands: the value that its log folds to, and what follows from it.

A clause is agreed when everybody who takes part said yes to the same words and nobody's no to them stands. Somebody who
came after those words had been agreed and put up for signing is not waited for: they sign, or say no. The no of
somebody who was removed stands until there are other words, so that nobody's no can be removed by removing the person.

A version is in force when everybody signed it who took part when its text was frozen. Who was removed before they
signed leaves it unsigned for good; the others sign anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trainer.people.agreement.clauses import BY_ID, CLAUSES_IN, FIXED, Clause, ClauseId
from trainer.people.agreement.events import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who takes part, or did."""

    id: str
    side: Side
    joined: int
    """When, in milliseconds since 1970."""
    is_removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody said to words."""

    by: str
    is_yes: bool
    at: int
    dissent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that were proposed for a clause."""

    number: int
    """Counted from 1 in each clause."""
    by: str
    text: str
    at: int
    answers: tuple[Answer, ...] = ()
    """All that were given, in order; of each party the last one holds."""

    @property
    def standing(self) -> dict[str, Answer]:
        """The answer of each party that holds, in the order in which they were given."""
        last: dict[str, Answer] = {}
        for answer in self.answers:
            last.pop(answer.by, None)
            last[answer.by] = answer
        return last

    @property
    def refusals(self) -> tuple[Answer, ...]:
        """Every no that holds."""
        return tuple(answer for answer in self.standing.values() if not answer.is_yes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A no as the text has it: whose side it came from, and why."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """A clause as a text has it; no party is named in it."""

    clause: ClauseId
    wording: int
    """0 where there are no words yet."""
    text: str
    is_agreed: bool
    dissents: tuple[Dissent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The whole of what is signed."""

    title: str
    fixed: tuple[str, ...]
    clauses: tuple[ClauseText, ...]

    def clause(self, name: str) -> ClauseText:
        """Return the clause with the id `name`."""
        return next(clause for clause in self.clauses if clause.clause == name)

    @property
    def agreed(self) -> tuple[ClauseText, ...]:
        """The clauses that are agreed."""
        return tuple(clause for clause in self.clauses if clause.is_agreed)

    @property
    def open(self) -> tuple[ClauseText, ...]:
        """The clauses that are not."""
        return tuple(clause for clause in self.clauses if not clause.is_agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """That somebody signed; their initials are kept beside the log."""

    by: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text that was put up for signing; it never changes, only signatures are added."""

    number: int
    digest: str
    text: Text
    parties: tuple[str, ...]
    """Who took part when it was frozen: all of them sign, or it never comes into force."""
    at: int
    signatures: tuple[Signature, ...] = ()

    @property
    def signers(self) -> tuple[str, ...]:
        """Who has signed it."""
        return tuple(signature.by for signature in self.signatures)

    @property
    def missing(self) -> tuple[str, ...]:
        """Who has to sign it and has not."""
        return tuple(party for party in self.parties if party not in self.signers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement after some of its log."""

    title: str
    edition: int
    """Of which clauses it has, and of what stands in every one: that of the day on which it was begun."""
    began: int
    touched: int
    length: int
    """How many events it is made of."""
    parties: tuple[Party, ...] = ()
    wordings: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)
    """By clause, the first ones first."""
    versions: tuple[Version, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that it has, in their order."""
        return tuple(BY_ID[name] for name in CLAUSES_IN[self.edition])

    @property
    def fixed(self) -> tuple[str, ...]:
        """What stands in it in any case."""
        return FIXED[self.edition]

    @property
    def present(self) -> tuple[Party, ...]:
        """Who takes part now."""
        return tuple(party for party in self.parties if not party.is_removed)

    def party(self, name: str) -> Party | None:
        """Return the party with the id `name`, removed or not."""
        return next((party for party in self.parties if party.id == name), None)

    def wording(self, clause: str) -> Wording | None:
        """Return the words that stand for `clause` now."""
        wordings = self.wordings.get(clause, ())
        return wordings[-1] if wordings else None

    def waiting(self, clause: str) -> tuple[Party, ...]:
        """Return who has yet to answer to the words of `clause`."""
        wording = self.wording(clause)
        if wording is None:
            return ()
        if self._was_agreed(clause, wording.number):
            return ()
        answered = wording.standing
        return tuple(party for party in self.present if party.id not in answered)

    def _was_agreed(self, clause: str, wording: int) -> bool:
        """Return whether the words were put up for signing as agreed: who has not answered to them came after that."""
        frozen = (version.text.clause(clause) for version in self.versions)
        return any(text.wording == wording and text.is_agreed for text in frozen)

    def is_agreed(self, clause: str) -> bool:
        """Return whether all said yes to the words of `clause`, and nobody's no stands."""
        wording = self.wording(clause)
        return wording is not None and not wording.refusals and not self.waiting(clause)

    @property
    def text(self) -> Text:
        """The text as it stands."""
        clauses = tuple(self._clause_text(clause.id) for clause in self.clauses)
        return Text(title=self.title, fixed=self.fixed, clauses=clauses)

    def _clause_text(self, clause: ClauseId) -> ClauseText:
        wording = self.wording(clause)
        refusals = wording.refusals if wording else ()
        return ClauseText(
            clause=clause,
            wording=wording.number if wording else 0,
            text=wording.text if wording else "",
            is_agreed=self.is_agreed(clause),
            dissents=tuple(self._dissents(refusals)),
        )

    def _dissents(self, refusals: tuple[Answer, ...]) -> Iterator[Dissent]:
        for answer in refusals:
            if party := self.party(answer.by):
                yield Dissent(side=party.side, text=answer.dissent)

    @property
    def in_force(self) -> Version | None:
        """The last version that everybody signed who had to."""
        return next((version for version in reversed(self.versions) if not version.missing), None)

    @property
    def signable(self) -> Version | None:
        """The version that is the text as it stands, where it can still be signed by all who have to."""
        last = self.versions[-1] if self.versions else None
        present = {party.id for party in self.present}
        return last if last and last.text == self.text and present.issuperset(last.missing) else None

    @property
    def next_number(self) -> int:
        """Which version the text as it stands is, or becomes when somebody signs it."""
        signable = self.signable
        return signable.number if signable else len(self.versions) + 1

    @property
    def unsigned_by(self) -> tuple[Party, ...]:
        """Who takes part and has not signed the text as it stands."""
        signers = self.signable.signers if self.signable else ()
        return tuple(party for party in self.present if party.id not in signers)

    @property
    def absent_sides(self) -> tuple[Side, ...]:
        """The sides that nobody is here for; other persons may be missing without being missed."""
        here = {party.side for party in self.present}
        return tuple(side for side in (Side.PATIENTS, Side.STAFF, Side.LEADERS) if side not in here)
