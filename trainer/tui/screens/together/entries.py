"""What was seen in a room, as it stands in the transcript."""

from collections.abc import Iterable
from typing import assert_never

from trainer.engine.seen import (
    Briefed,
    ClosedForGood,
    Ended,
    Heard,
    Placed,
    Seen,
    SomebodyLeft,
    Stopped,
    Told,
    Turn,
    WentOnAgain,
    WordsAsked,
)
from trainer.room.wording import ENDED_EARLY, GOES_ON, PAUSED, here_now, somebody_left, told
from trainer.tui.content import joined, styled, text
from trainer.tui.widgets.transcript import Entry

_NOBODY = text("")


class Entries:
    """Makes entries of what is seen, one after the other, and knows the places that they belong to."""

    def __init__(self, you: str = "You") -> None:
        self._you = you
        """What whoever said the own lines is called."""
        self.places: dict[str, Placed] = {}
        """By the scene of an entry."""
        self._scene = ""

    def of(self, seen: Iterable[Seen]) -> list[Entry]:
        """Return the entries of what was seen next."""
        return [entry for what in seen if (entry := self._entry(what)) is not None]

    def _entry(self, what: Seen) -> Entry | None:
        match what:
            case Placed():
                self._scene = str(len(self.places) + 1)
                self.places[self._scene] = what
                return self._across(f"{what.title}. {here_now(what)}")
            case Heard():
                return self._heard(what)
            case Ended():
                return Entry(_NOBODY, joined(styled(f"{what.title}. ", "bold"), what.text), "place", self._scene)
            case Stopped():
                return self._beside(PAUSED)
            case WentOnAgain():
                return self._beside(GOES_ON)
            case SomebodyLeft():
                return self._beside(somebody_left(what))
            case ClosedForGood():
                return self._beside(ENDED_EARLY)
            case Told():
                return self._beside(told(what))
            case Briefed() | Turn() | WordsAsked():
                return None  # the briefing, the choices and the question are shown elsewhere, while they hold
            case _:
                assert_never(what)

    def _heard(self, heard: Heard) -> Entry:
        if heard.how == "seen":
            return Entry(_NOBODY, text(heard.text), "seen", self._scene)
        if heard.how == "thought":
            return Entry(text(heard.name), text(f"(thinks) {heard.text}"), "thought", self._scene)
        if heard.how == "own":
            return Entry(text(self._you), text(heard.text), "own", self._scene)
        said = f"(as written) {heard.text}" if heard.how == "as_written" else heard.text
        return Entry(text(heard.name), text(said), "said", self._scene)

    def _across(self, words: str) -> Entry:
        return Entry(_NOBODY, text(words), "place", self._scene)

    def _beside(self, words: str) -> Entry:
        return Entry(_NOBODY, text(words), "coach", self._scene)
