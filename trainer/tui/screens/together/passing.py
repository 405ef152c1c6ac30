"""One keyboard: whose it is now. The one place that decides it, and knows nothing of screens."""

from dataclasses import dataclass
from typing import TypeAlias

from trainer.room.guest import Guest
from trainer.room.messages import CloseRoom, EndKindly, GoOn, Leave, PauseNow, Ready, RoomState
from trainer.room.table import Table
from trainer.tui.screens.together.steps import Bookmark


@dataclass(frozen=True)
class Parts:
    """All look together: parts are taken."""


@dataclass(frozen=True)
class Asked:
    """`guest` is asked, alone, whether they may be watched."""

    guest: Guest


@dataclass(frozen=True)
class Alone:
    """`guest` is to read, or to choose, and nobody else may see it."""

    guest: Guest


@dataclass(frozen=True)
class Stopped:
    """All look together: the play is paused."""


@dataclass(frozen=True)
class Afterwards:
    """All look together: who goes to the keyboard next, alone."""


@dataclass(frozen=True)
class Gone:
    """The room is closed, or nobody is left."""


Due: TypeAlias = Parts | Asked | Alone | Stopped | Afterwards | Gone


class Passing:
    """A table, and whose turn at its keyboard it is."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.bookmarks = {id(guest): Bookmark() for guest in table.guests}
        self.wants: dict[int, bool] = {}
        """What those who were asked said to being watched."""
        self.is_set_out = False
        """Whether all are content with the parts."""

    @property
    def state(self) -> RoomState:
        """How the room stands."""
        state = self.table.guests[0].state
        if state is None:
            raise TypeError("who sits at a table is in")
        return state

    @property
    def here(self) -> tuple[Guest, ...]:
        """Those who have not left."""
        return tuple(guest for guest in self.table.guests if guest.state and not guest.state.has_left)

    @property
    def sitting(self) -> tuple[Guest, ...]:
        """Those with a part."""
        return tuple(guest for guest in self.here if guest.state and guest.state.your_seat)

    def bookmark(self, guest: Guest) -> Bookmark:
        """Return where `guest` is in what they have seen."""
        return self.bookmarks[id(guest)]

    def due(self) -> Due:
        """Return what comes next."""
        if not self.here:
            return Gone()
        match self.state.stage:
            case "gathering":
                return self._gathering()
            case "briefing":
                unread = (guest for guest in self.sitting if guest.state and not guest.state.has_read)
                guest = next(unread, None)
                return Alone(guest) if guest else Gone()
            case "playing":
                return self._playing()
            case "paused":
                return Stopped()
            case "over":
                return Afterwards()
            case "closed":
                return Gone()

    def _gathering(self) -> Due:
        if not self.is_set_out:
            return Parts()
        if self.state.wants_to_watch:
            unasked = next((guest for guest in self.sitting if id(guest) not in self.wants), None)
            if unasked is not None:
                return Asked(unasked)
        for guest in self.sitting:
            guest.do(Ready(may_watch=self.wants.get(id(guest), True)))
        if self.state.stage == "gathering":
            self.is_set_out = False
        return self.due()

    def _playing(self) -> Due:
        asked = next((guest for guest in self.sitting if guest.words_asked is not None), None)
        turn = next((guest for guest in self.sitting if guest.turn is not None), None)
        guest = asked or turn
        return Alone(guest) if guest else Gone()

    # What all say together.

    def pause(self) -> None:
        """Pause; nobody is told by whom."""
        sitting = self.sitting
        if sitting:
            sitting[0].do(PauseNow())

    def go_on(self) -> None:
        """Go on, now that all who are here want that."""
        for guest in self.sitting:
            guest.do(GoOn())

    def end(self) -> None:
        """End kindly, now that all who are here want that."""
        for guest in self.sitting:
            guest.do(EndKindly())

    def leave(self, guest: Guest) -> None:
        """Let `guest` leave for good."""
        guest.do(Leave())
        if not self.sitting:
            self.close()

    def let_wait(self) -> None:
        """Leave it all as it is, paused, to sit down to again."""
        if self.state.stage == "playing":
            self.pause()
        self.table.let_wait()
        for guest in self.table.guests:
            guest.on_change = lambda: None

    def close(self) -> None:
        """Close the room; what was said stays in the store."""
        if self.state.stage != "closed":
            self.table.guests[0].do(CloseRoom())
            self.table.forget()
        for guest in self.table.guests:
            guest.on_change = lambda: None
