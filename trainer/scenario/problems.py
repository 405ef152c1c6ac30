"""The catalogue of problems that a scenario file can have, each with a stable code.

The F, S and R codes are what `parse` finds; they are frozen with the format's number, so that a text which was once
stored keeps loading. The C codes need more than one look at the text and belong to `check`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainer.errors import TrainerError, UsageError
from trainer.text import clean_line


class Level(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one code stands for."""

    title: str
    level: Level = Level.ERROR


CATALOGUE: Final[dict[str, Kind]] = {
    "F101": Kind("The file cannot be read"),
    "F102": Kind("The text is too long"),
    "F103": Kind("The YAML cannot be understood"),
    "F104": Kind("The file is empty"),
    "F105": Kind("A second document begins"),
    "F106": Kind("A tag is used"),
    "F107": Kind("An anchor or an alias is used"),
    "F108": Kind("The nesting is too deep"),
    "F109": Kind("There are too many entries"),
    "F110": Kind("A key is written twice"),
    "F111": Kind("A key is not a plain word"),
    "F112": Kind("A tab is used"),
    "F113": Kind("A hidden control character is in the text"),
    "F114": Kind("A # cuts off the rest of a text"),
    "S201": Kind("A key is not known here"),
    "S202": Kind("A key is missing"),
    "S203": Kind("A value is of the wrong kind"),
    "S204": Kind("A whole number is expected"),
    "S205": Kind("A number is out of range"),
    "S206": Kind("A word is not one of those that are possible"),
    "S207": Kind("A text is empty"),
    "S208": Kind("An id is not well formed"),
    "S209": Kind("A condition cannot be understood"),
    "S210": Kind("A line does not say who speaks"),
    "S211": Kind("A text or a list is too long"),
    "S212": Kind("The format is not one that this program reads"),
    "S213": Kind("A list or a group is empty"),
    "R301": Kind("A target does not exist"),
    "R302": Kind("Nobody in the cast has this id"),
    "R303": Kind("No fact has this id"),
    "R304": Kind("No meter has this id"),
    "R305": Kind("No option sets this flag"),
    "R306": Kind("No beat has this id"),
    "R307": Kind("An id is used twice"),
    "R308": Kind("A beat leads nowhere"),
    "R309": Kind("Beats without a turn lead in a circle"),
    "R310": Kind("A beat has a turn without options, or options without a turn"),
    "R311": Kind("A beat has both options and a target of its own"),
    "C401": Kind("A beat cannot be reached"),
    "C402": Kind("A turn can be left without options"),
    "C403": Kind("No end can be reached from here"),
    "C404": Kind("An end cannot be reached"),
    "C405": Kind("An option can never be chosen"),
    "C406": Kind("An option says nothing for the looking back"),
    "C407": Kind("A part has fewer than four turns", Level.WARNING),
    "C408": Kind("Somebody acts who is not in the scene"),
    "C409": Kind("Nobody can take a part"),
    "C410": Kind("The story is too large to look at every way through", Level.NOTE),
    "C411": Kind("A part has no briefing", Level.WARNING),
    "C412": Kind("One option is best on every practice, by the whole span", Level.WARNING),
    "C413": Kind("A part is never offered one of the four actions", Level.WARNING),
    "C414": Kind("A fact can be told by nobody", Level.WARNING),
    "C415": Kind("A line is too long to be said in one breath", Level.WARNING),
    "C416": Kind("Something looks like a real person's", Level.WARNING),
    "C417": Kind("A text is hard to read", Level.NOTE),
    "C418": Kind("A text is in another language than the story", Level.WARNING),
    "C419": Kind("On some way a practice has too few moments for a score", Level.WARNING),
    "C420": Kind("Ways have very different numbers of moments", Level.NOTE),
    "C421": Kind("An end is come to by nearly nobody", Level.NOTE),
    "C422": Kind("A flag is set that no condition reads", Level.WARNING),
    "C423": Kind("Somebody tells a fact that they cannot know", Level.WARNING),
    "C424": Kind("Two options of a turn say the same", Level.WARNING),
    "C425": Kind("Two in the cast have the same name", Level.WARNING),
    "C426": Kind("A quote has no partner", Level.WARNING),
    "C427": Kind("A fact's secrecy and how it is spoken of do not fit", Level.WARNING),
    "C428": Kind("A scene is called backstage and nobody is missing", Level.WARNING),
    "C429": Kind("A date is not in the calendar, or is still to come", Level.WARNING),
    "C430": Kind("There are no content notes", Level.NOTE),
    "C431": Kind("A turn has one option", Level.NOTE),
    "C432": Kind("A meter is never moved", Level.NOTE),
    "C433": Kind("Somebody in the cast is nowhere in the story", Level.NOTE),
    "C434": Kind("The story is too large to count what each way through holds", Level.NOTE),
}


def codes_that_begin(words: str) -> frozenset[str]:
    """Return the codes that begin with one of `words`, set apart by commas or spaces; “all” stands for every one.

    Raises:
        UsageError: when no code begins so.
    """
    found: set[str] = set()
    for word in words.replace(",", " ").split():
        meant = {code for code in CATALOGUE if word.casefold() == "all" or code.startswith(word.upper())}
        if not meant:
            raise UsageError(f"No problem has a code that begins with “{clean_line(word)}”. docs/problems.md has them.")
        found |= meant
    return frozenset(found)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a text: line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a scenario, said in an author's words."""

    code: str
    place: Place
    message: str
    hint: str = ""
    source: str = ""

    @property
    def level(self) -> Level:
        """How much the problem weighs."""
        return CATALOGUE[self.code].level

    def __str__(self) -> str:
        """Return `path:line:column: CODE message`, with the hint on a line of its own."""
        mark = "" if self.level is Level.ERROR else f"{self.level}: "
        head = f"{self.source or 'scenario'}:{self.place.line}:{self.place.column}: {self.code} {mark}{self.message}"
        return f"{head}\n    {self.hint}" if self.hint else head

    def to_json(self) -> dict[str, str | int]:
        """Return the problem as `trainer check --json` prints it."""
        return {
            "source": self.source,
            "line": self.place.line,
            "column": self.place.column,
            "code": self.code,
            "level": str(self.level),
            "message": self.message,
            "hint": self.hint,
        }


class ScenarioError(TrainerError, ValueError):
    """A text is no scenario; `problems` holds everything that is wrong with it, in the order of the text."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
