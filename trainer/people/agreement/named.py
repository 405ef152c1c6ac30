"""An agreement with what its parties are called, and how it stands in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from trainer.people.agreement.agreement import Agreement, Answer, Dissent, Party, Version
from trainer.people.agreement.clauses import BY_ID
from trainer.people.agreement.events import Side
from trainer.text import clean_line

WHOSE: Final[Mapping[Side, str]] = {
    Side.PATIENTS: "the patients' side",
    Side.STAFF: "the staff's side",
    Side.LEADERS: "the leaders' side",
    Side.OTHER: "another side",
}
SIDES: Final[Mapping[Side, str]] = {
    Side.PATIENTS: "patients",
    Side.STAFF: "staff",
    Side.LEADERS: "leaders",
    Side.OTHER: "others",
}
NO_WORDS: Final = "Nothing is written yet."
_INITIALS_SIGN: Final = "/"


def initials_key(party: str, version: int) -> str:
    """Return under which name the initials are kept with which `party` signed `version`."""
    return f"{party}{_INITIALS_SIGN}{version}"


def keys_of(party: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names under which anything is kept that tells who `party` is."""
    return tuple(key for key in names if key.partition(_INITIALS_SIGN)[0] == party)


@dataclass(frozen=True, slots=True)
class Named:
    """An agreement, its id, and what is kept beside its log."""

    id: str
    agreement: Agreement
    names: Mapping[str, str]
    """What each party is called, and the initials that they signed with."""

    @classmethod
    def of(cls, name: str, agreement: Agreement, names: Mapping[str, str]) -> Self:
        """Return `agreement` with the `names` of those who take part: of who was removed nothing is told."""
        present = {party.id for party in agreement.present}
        told = {key: clean_line(called) for key, called in names.items() if _party_of(key) in present}
        return cls(name, agreement, told)

    def who(self, party: str) -> str:
        """Return what `party` is called, with their side; or only that, where they are called nothing any more."""
        found = self.agreement.party(party)
        if found is None:
            return "somebody"
        name = self.names.get(party)
        if name:
            return f"{name} ({SIDES[found.side]})"
        return f"somebody of {WHOSE[found.side]}{', removed' if found.is_removed else ''}"

    def initials(self, party: str, version: int) -> str:
        """Return the initials with which `party` signed `version`, or nothing where they are gone."""
        return self.names.get(initials_key(party, version), "")

    def signed_as(self, party: str, version: int) -> str:
        """Return the initials with which `party` signed `version`, or what there is to say where there are none."""
        found = self.agreement.party(party)
        return self.initials(party, version) or ("removed" if found is None or found.is_removed else "signed")

    def party(self, said: str) -> Party | None:
        """Return who takes part and is called `said`, or has that id; None where nobody is, or more than one."""
        wanted = said.strip().casefold()
        by_id = [party for party in self.agreement.parties if party.id == wanted]
        if by_id:
            return by_id[0]
        called = [party for party in self.agreement.present if self.names.get(party.id, "").casefold() == wanted]
        return called[0] if len(called) == 1 else None

    def said(self, answer: Answer) -> str:
        """Return what an answer says, and whose it is."""
        if answer.is_yes:
            return f"{self.who(answer.by)} says yes."
        reason = f": {answer.dissent}" if answer.dissent else ", without a reason."
        return f"{self.who(answer.by)} says no{reason}"

    def state(self, clause: str) -> str:
        """Return in short how `clause` stands, in words."""
        agreement = self.agreement
        wording = agreement.wording(clause)
        if wording is None:
            return "open, nothing written"
        if agreement.is_agreed(clause):
            return "agreed"
        parts = []
        if wording.refusals:
            parts.append(f"{len(wording.refusals)} said no")
        if waiting := agreement.waiting(clause):
            parts.append(f"{len(waiting)} to answer")
        return f"open, {', '.join(parts)}"

    def standing(self, *, has_names: bool = True) -> tuple[str, ...]:
        """Return where the whole stands, a sentence each: which version is in force, and what is to be signed."""
        return tuple(self._standing(has_names=has_names))

    def _standing(self, *, has_names: bool) -> Iterator[str]:
        agreement = self.agreement
        in_force, signable = agreement.in_force, agreement.signable
        if in_force is not None:
            yield f"Version {in_force.number} is in force."
        else:
            yield "Not in force: it has not been signed by all."
        if signable is None and in_force is not None:
            yield f"It is being changed: version {agreement.next_number} has to be signed by all."
        elif signable is None and agreement.versions:
            yield "The text was changed since somebody signed. All sign anew."
        if signable is not None and agreement.unsigned_by:
            count = len(agreement.unsigned_by)
            who = ", ".join(self.who(party.id) for party in agreement.unsigned_by) if has_names else f"{count} of us"
            yield f"Has not signed version {signable.number}: {who}."
        if absent := agreement.absent_sides:
            yield f"Nobody is here from {_or(tuple(WHOSE[side] for side in absent))}."


def told_dissent(dissent: Dissent) -> str:
    """Return a no as the signed text has it."""
    return f"Somebody of {WHOSE[dissent.side]} says no{f': {dissent.text}' if dissent.text else ', without a reason.'}"


def told_version(version: Version, in_force: Version | None) -> str:
    """Return what became of a version."""
    count = len(version.signatures)
    signed = "nobody" if not count else f"{count} of {count + len(version.missing)}"
    if in_force is not None and version.number == in_force.number:
        return f"Version {version.number} is in force."
    if not version.missing:
        return f"Version {version.number} was in force until a later one was signed by all."
    return f"Version {version.number} was signed by {signed}, and is not in force."


def heading(clause: str) -> str:
    """Return what a clause is called on screen."""
    return BY_ID[clause].heading


def _party_of(key: str) -> str:
    return key.partition(_INITIALS_SIGN)[0]


def _or(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)
