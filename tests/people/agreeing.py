"""Short words for tests of the agreement: a log from commands, told in a line each."""

from dataclasses import replace

from trainer.people.agreement.agreement import Agreement
from trainer.people.agreement.commands import Accept, Command, Join, Propose, Refuse, Remove, Sign
from trainer.people.agreement.decide import Refusal, begun, decide
from trainer.people.agreement.events import AgreementBegan, Event, Recorded, Side
from trainer.people.agreement.evolve import evolve, fold
from trainer.people.agreement.text import digest_of

SIDES = {side.value: side for side in Side}


def command(agreement: Agreement, said: str) -> Command:
    """Return the command that a line says: `join staff`, `p1 power: words`, `p2 yes power`, `p2 no power: why`,
    `p1 signs`, `remove p1`. An answer is to the words that stand there.
    """
    first, _, rest = said.partition(" ")
    if first == "join":
        return Join(side=SIDES[rest])
    if first == "remove":
        return Remove(party=rest)
    if rest == "signs":
        return Sign(by=first, digest=digest_of(agreement.text))
    verb, _, about = rest.partition(" ")
    if verb in ("yes", "no"):
        clause, _, why = about.partition(": ")
        wording = agreement.wording(clause)
        number = wording.number if wording else 1
        if verb == "yes":
            return Accept(clause=clause, by=first, wording=number)
        return Refuse(clause=clause, by=first, wording=number, dissent=why)
    clause, _, text = rest.partition(": ")
    return Propose(clause=clause, by=first, text=text)


class Talk:
    """An agreement that is talked on, with its log."""

    def __init__(self, *lines: str, title: str = "The day room") -> None:
        began = begun(title)
        assert isinstance(began, AgreementBegan)
        self.log: list[Recorded] = [Recorded(1, began)]
        self.agreement = fold(self.log)
        self.refused: list[str] = []
        self.say(*lines)

    def say(self, *lines: str) -> "Talk":
        """Do what each line says, and note what is refused."""
        for line in lines:
            self.do(command(self.agreement, line))
        return self

    def do(self, asked: Command) -> tuple[Event, ...] | Refusal:
        """Carry out one command."""
        decided = decide(self.agreement, asked)
        if isinstance(decided, Refusal):
            self.refused.append(decided.reason)
            return decided
        for event in decided:
            self.log.append(Recorded(len(self.log) + 1, event))
            self.agreement = evolve(self.agreement, self.log[-1])
        return decided

    def state(self, clause: str) -> str:
        """Return how a clause stands: `agreed`, or who said no and who has yet to answer."""
        agreement = self.agreement
        if agreement.is_agreed(clause):
            return "agreed"
        wording = agreement.wording(clause)
        if wording is None:
            return "nothing"
        no = " ".join(f"no:{answer.by}" for answer in wording.refusals)
        waiting = " ".join(party.id for party in agreement.waiting(clause))
        return " ".join(part for part in (no, waiting) if part)

    @property
    def versions(self) -> list[str]:
        """Each version with who has signed it and who is missing, and which one is in force."""
        in_force = self.agreement.in_force
        return [
            f"{version.number}: {' '.join(version.signers)}"
            f"{' - ' + ' '.join(version.missing) if version.missing else ''}"
            f"{' in force' if in_force and in_force.number == version.number else ''}"
            for version in self.agreement.versions
        ]


def without_signatures(agreement: Agreement) -> list[object]:
    """Return the versions as they were frozen."""
    return [replace(version, signatures=()) for version in agreement.versions]
