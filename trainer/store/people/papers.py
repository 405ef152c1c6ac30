"""Who has which agreement: whoever began it, and whoever was given a code for it; to everybody else it is not there."""

from trainer.store.people.statements import Statements, text_in


class PaperTables(Statements):
    """The table of who holds papers, the texts that persons write together."""

    def hold_paper(self, paper: str, person: str) -> None:
        """Keep that `person` has `paper`; nothing happens where they had it."""
        self._change("INSERT INTO holder VALUES (?, ?) ON CONFLICT DO NOTHING", paper, person)

    def papers_of(self, person: str) -> tuple[str, ...]:
        """Return the ids of the papers that `person` has, the one begun first first."""
        rows = self._ask(
            "SELECT paper FROM holder JOIN paper USING (paper) WHERE person = ? AND version = 1 ORDER BY number, paper",
            person,
        )
        return tuple(text_in(paper) for (paper,) in rows)

    def holds_paper(self, paper: str, person: str) -> bool:
        """Return whether `person` has `paper`."""
        return bool(self._ask("SELECT 1 FROM holder WHERE paper = ? AND person = ?", paper, person))
