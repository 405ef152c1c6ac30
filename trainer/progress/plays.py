"""Reads every play of a store that is over, one at a time: a view can show how far it is, and stop in between.

Of a session in a room it reads the seat of whose store this is. What cannot be read is counted and hides nothing else.
"""

from typing import NamedTuple

from trainer.debrief.progress import Played, Progress, progress
from trainer.errors import StoreError, TrainerError
from trainer.scenario.model import Scenario
from trainer.session import Session, pinned_scenario
from trainer.store.base import Store, Summary


class Read(NamedTuple):
    """What a store's plays show, and what is not in it."""

    progress: Progress
    unreadable: int
    """How many plays could not be read."""

    def to_json(self) -> dict[str, object]:
        """Return what `trainer progress --json` prints."""
        return self.progress.to_json() | {"unreadable": self.unreadable}


class Plays:
    """The plays of a store, in the order in which they began."""

    def __init__(self, store: Store) -> None:
        """Ask the store which plays there are.

        Raises:
            StoreError: when it cannot be read.
        """
        self._store = store
        over = (summary for summary in store.sessions() if not summary.is_open and summary.own_seat)
        self._waiting = sorted(over, key=lambda summary: summary.when_begun, reverse=True)
        self._scenarios: dict[str, Scenario] = {}
        self._read: list[Played] = []
        self._unreadable = 0
        self.count = len(self._waiting)
        """How many plays there are to read."""

    @property
    def left(self) -> int:
        """How many plays are still to be read."""
        return len(self._waiting)

    def read_one(self) -> None:
        """Read the next play."""
        summary = self._waiting.pop()
        try:
            played = self._played(summary)
        except TrainerError:
            self._unreadable += 1
        else:
            self._read.append(played)

    def result(self) -> Read:
        """Return what the plays read so far show."""
        return Read(progress(self._read), self._unreadable)

    def _played(self, summary: Summary) -> Played:
        scenario = self._scenario(summary.scenario)
        session = Session.on(self._store, summary.session, scenario)
        if session.version != summary.version or not session.version:
            raise StoreError(f"Of session {summary.session} not all is there.")
        debrief = session.look_back()
        return Played(
            id=summary.session,
            text=scenario.digest,
            title=scenario.title,
            part=scenario.cast[debrief.seat].name,
            began=summary.began,
            debrief=debrief,
            is_fork=bool(session.origin),
            shared=session.shared,
        )

    def _scenario(self, digest: str) -> Scenario:
        """Return the scenario that was played, read once however many plays it has: that takes longer than a play."""
        if digest not in self._scenarios:
            self._scenarios[digest] = pinned_scenario(self._store, digest)
        return self._scenarios[digest]


def read_plays(store: Store) -> Read:
    """Return what all plays of `store` show.

    Raises:
        StoreError: when it cannot be read at all.
    """
    plays = Plays(store)
    while plays.left:
        plays.read_one()
    return plays.result()
