"""What a person marks afterwards, kept as a draft in their own file until they decide what becomes of it."""

from typing import Final, NamedTuple

from trainer.engine.seen import Heard
from trainer.room.guest import Guest
from trainer.room.wording import Marked, heard_text

_LINE: Final = "line "
_HEARD, _NOT_HEARD = "heard", "not heard"
COULD_SAY: Final = "could say"
COULD_DISAGREE: Final = "could disagree"


class Line(NamedTuple):
    """A line that may be marked."""

    position: int
    """Where it is in what was seen."""
    heard: Heard


class Marks:
    """What `guest` marks of the session that they see."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that was said, in order."""
        return tuple(
            Line(position, what)
            for position, what in enumerate(self._guest.seen)
            if isinstance(what, Heard) and what.how in ("said", "own", "as_written")
        )

    @property
    def is_decided(self) -> bool:
        """Whether it stands what becomes of it."""
        return bool(self._guest.here.opening)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was marked or written yet."""
        return not self.text

    @property
    def count(self) -> int:
        """How many lines are marked."""
        return sum(about.startswith(_LINE) for about in self._guest.here.drafts)

    def of(self, line: Line) -> Marked | None:
        """Return how a line is marked, or None where it is not."""
        draft = self._guest.here.drafts.get(f"{_LINE}{line.position}")
        if draft is None:
            return None
        how, _, sentence = draft.partition("\n")
        return Marked(line.heard, how == _HEARD, sentence)

    def mark(self, line: Line, *, is_heard: bool, sentence: str = "") -> None:
        """Mark a line."""
        self._guest.keep_draft(f"{_LINE}{line.position}", f"{_HEARD if is_heard else _NOT_HEARD}\n{sentence}")

    def unmark(self, line: Line) -> None:
        """Take the mark of a line away."""
        self._guest.keep_draft(f"{_LINE}{line.position}", "")

    def answer(self, about: str) -> str:
        """Return what was written to one of the two questions."""
        return self._guest.here.drafts.get(about, "")

    def write(self, about: str, sentence: str) -> None:
        """Write a sentence to one of the two questions; no sentence takes it away."""
        self._guest.keep_draft(about, sentence)

    @property
    def text(self) -> str:
        """All of it, as it is opened to the others if all want that."""
        marked = [mark for line in self.lines if (mark := self.of(line)) is not None]
        return heard_text(marked, self.answer(COULD_SAY), self.answer(COULD_DISAGREE))

    def decide(self, *, is_open: bool) -> None:
        """Want it open, or keep it."""
        self._guest.decide(self.text if is_open else None)
