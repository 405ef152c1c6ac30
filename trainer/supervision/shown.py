"""A session of somebody else as its reader holds it: what was said, and nothing of what was typed or noted."""

from dataclasses import replace

from trainer.engine.state import Phase
from trainer.errors import StoreError, UnknownSession
from trainer.store.base import Batch, Note, Recorded, SessionId, Store, Summary, Words
from trainer.store.signed import SignedStore


class OneSession:
    """As much of a `Store` as reading one session of somebody else takes; nothing can be written."""

    def __init__(self, store: SignedStore, session: str, seat: str) -> None:
        self._store = store
        self._session = session
        self._seat = seat

    def summary(self, session: str) -> Summary:
        """Return the session, as that of whose part is looked at."""
        self._need(session)
        summary = self._store.base.any_summary(session)
        return replace(summary, own=self._seat, origin="", phase=summary.phase if not summary.is_open else Phase.CLOSED)

    def events(self, session: SessionId, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events after version `after`, their chain verified."""
        self._need(session)
        return self._store.base.events(session, after)

    def _need(self, session: str) -> None:
        if session != self._session:
            raise UnknownSession("That is not here for you.")

    def scenario_text(self, digest: str) -> str:
        """Return the text that the session was pinned to."""
        return self._store.base.scenario_text(digest)

    def words(self, session: SessionId) -> dict[int, Words]:  # noqa: ARG002  nobody's words are anybody else's
        """Return nothing."""
        return {}

    def notes(self, session: SessionId | None = None) -> tuple[Note, ...]:  # noqa: ARG002
        """Return nothing."""
        return ()

    def latest_intention(self) -> Note | None:
        """Return nothing."""
        return None

    def intention_of(self, session: SessionId) -> str:  # noqa: ARG002
        """Return nothing."""
        return ""

    def sessions(self) -> tuple[Summary, ...]:
        """Return the one session."""
        return (self.summary(self._session),)

    def append(self, batch: Batch) -> int:
        """Refuse."""
        raise StoreError(f"Session {batch.session} is somebody else's. Nothing was written.")

    def put_note(self, session: SessionId, about: str, text: str, at: int) -> None:  # noqa: ARG002
        """Refuse."""
        raise StoreError("This session is somebody else's. Nothing was written.")


def as_store(store: SignedStore, session: str, seat: str) -> Store:
    """Return what a `Session` is read from."""
    return OneSession(store, session, seat)  # type: ignore[return-value]  # it reads one session and asks for no more
