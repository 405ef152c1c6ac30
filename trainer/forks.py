"""A first attempt and the forks of it: which sessions belong together, and what was typed in what they share."""

from collections.abc import Mapping

from trainer.errors import UnknownSession
from trainer.store.base import SessionId, Store, Summary, Words


def attempts_of(store: Store, session: str) -> tuple[Summary, ...]:
    """Return `session` and all that it is related to: the first attempt, then forks and their forks as they began.

    Raises:
        UnknownSession: when there is no such session.
    """
    found = {summary.session: summary for summary in store.sessions()}
    first = _first_of(store.summary(session).session, found)
    family = (summary for summary in found.values() if _first_of(summary.session, found) == first)
    return tuple(sorted(family, key=lambda summary: (summary.session != first, summary.when_begun)))


def words_of_shared_part(store: Store, origin: str, shared: int) -> dict[int, Words]:
    """Return what was typed in the first `shared` events of `origin`, by version, wherever it was typed and is kept."""
    typed: dict[int, Words] = {}
    asked: set[str] = set()
    while origin and origin not in asked:
        asked.add(origin)
        kept = store.words(SessionId(origin))
        typed |= {version: words for version, words in kept.items() if version <= shared}
        try:
            summary = store.summary(origin)
        except UnknownSession:
            break
        origin, shared = summary.origin, min(shared, summary.shared)
    return typed


def _first_of(session: SessionId, found: Mapping[SessionId, Summary]) -> str:
    """Return the first attempt that `session` goes back to, which may itself be gone."""
    climbed: set[str] = set()
    first: str = session
    while first in found and found[SessionId(first)].origin and first not in climbed:
        climbed.add(first)
        first = found[SessionId(first)].origin
    return first
