"""What was chained, read and verified: an entry that was changed, taken out, cut off or moved is noticed and named."""

from collections.abc import Iterator, Sequence

from trainer.errors import StoreError
from trainer.store.base import NO_CHAIN, Recorded, SessionId, link

Row = tuple[object, ...]


def events_in(session: SessionId, rows: Sequence[Row], after: int) -> tuple[Recorded, ...]:
    """Return the events of `session` after version `after` from rows of version, bytes, link, and the last version.

    Raises:
        StoreError: when any of them is damaged, or of a kind that this program does not know.
    """
    from trainer.store.codec import from_bytes  # noqa: PLC0415  the first screen needs no codec

    whole = list(_whole(session, rows))
    if len(whole) < len(rows):
        raise damaged(session, len(whole) + 1)
    if rows and rows[-1][3] != len(rows):
        raise damaged(session, len(rows) + 1)
    try:
        return tuple(map(from_bytes, whole[max(after, 0) :]))
    except ValueError as error:
        raise StoreError(
            f"Session {session} holds events that this version of the program does not know. Update it."
        ) from error


def entries_in(paper: str, rows: Sequence[Row]) -> tuple[bytes, ...]:
    """Return the entries of `paper` from rows of version, bytes and link.

    Raises:
        StoreError: when any of them is damaged.
    """
    whole = tuple(_whole(paper, rows))
    if len(whole) < len(rows):
        raise StoreError(f"This text was damaged in the store at its entry {len(whole) + 1}. A backup may hold it.")
    return whole


def _whole(of: str, rows: Sequence[Row]) -> Iterator[bytes]:
    """Yield the bytes of each row, up to the first whose link is not the one that they and all before them have."""
    chain = NO_CHAIN
    for expected, (version, stored, kept, *_) in enumerate(rows, start=1):
        if version != expected or not isinstance(stored, bytes):
            return
        chain = link(chain, of, expected, stored)
        if chain != kept:
            return
        yield stored


def damaged(session: SessionId, version: int) -> StoreError:
    """Return what is told of a session whose event at `version` is not what was kept."""
    return StoreError(
        f"The record of session {session} was damaged at its event {version}, so it cannot be gone on with. Other "
        "sessions are not touched by that; a backup may hold this one whole."
    )
