"""What one person in a room has been shown of the session so far, numbered from 1."""

from trainer.engine.events import SeatLeft, ToldAfterwards
from trainer.engine.machine import machine_of
from trainer.engine.seen import Seen, Turn
from trainer.engine.view import SeatView
from trainer.session import Session


class Sight:
    """The view of one seat of `session`; it grows with the log, and ends where the seat was left."""

    def __init__(self, session: Session, seat: str) -> None:
        self.seen: list[Seen] = []
        self.own_turn = 0
        """The number of the last turn of one's own, or 0."""
        self._session = session
        self._seat = seat
        self._view = SeatView(machine_of(session.scenario), seat)
        self.until: int | None = None
        """How much of the log it shows at most: what came after one left is not for whoever left."""
        self._read = 0
        self._has_left = False

    def catch_up(self) -> None:
        """Show what has come to the log since."""
        fresh = self._session.events[self._read : self.until] if self._session.version > self._read else ()
        for position, event in enumerate(fresh, start=self._read):
            if self._has_left:
                break
            told = self._session.told_afterwards().get(position, "") if isinstance(event, ToldAfterwards) else ""
            for seen in self._view.after(event, told):
                self.seen.append(seen)
                if isinstance(seen, Turn) and seen.is_yours:
                    self.own_turn = len(self.seen)
            self._has_left = isinstance(event, SeatLeft) and event.seat == self._seat
        self._read = self._session.version
