"""To take a person out: of the store, of the backups that are kept of it, and of the folder for what was taken out.

Rows are overwritten where they were, then each file is written anew, so that no byte of theirs is left in it. What was
sent elsewhere, copied by hand, or is in a server's own journal and backups is beyond this, and is said.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trainer.clock import Clock, wall_clock
from trainer.errors import StoreError
from trainer.exporting import ME
from trainer.exports_kept import exports_folder, forget_exports
from trainer.people.person import Person
from trainer.room.kept import kept_rooms, rooms_folder
from trainer.signing_in.managing import Managing
from trainer.store.backup import backups_of, copy, flush, leftovers, part_of
from trainer.store.base import SessionId, Store
from trainer.store.signed import SignedStore
from trainer.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out, and what that could not reach."""

    backups: int
    """How many backups were written anew."""
    exports: int
    """How many files of the folder for exports were deleted."""
    unreached: tuple[str, ...]
    """What may still hold something, a sentence each."""


SENT: Final = "What was sent to a learning record store, copied by hand or printed is beyond this."
IN_OTHER_FOLDERS: Final = (
    "A backup that was written into another folder (trainer backup --to) is beyond this as well: delete it there."
)
ON_A_SERVER: Final = (
    "The server's own journal and its keeper's backups may hold the rows until they are written over or thinned: ask "
    "who runs it. What was locked with a key can be read by nobody, since the key is gone."
)
IN_AGREEMENTS: Final = "Names in agreements were typed there, and are taken out there: trainer agreement remove."


def erase_person(store: SignedStore, person: Person, where: str | None, clock: Clock = wall_clock) -> Erased:
    """Take `person` out of a store that several share; what others played with them stays whole.

    Raises:
        NotThere: when who is signed in is neither that person nor an administrator.
        UsageError: when nobody would be left to manage accounts.
        StoreError: when it cannot be done; what was taken out until then is gone, and it can be done again.
    """
    base = store.base
    managing = Managing(store, clock)
    managing.need_erasable(person)
    # The account goes last: as long as anything of theirs is left, they can be named to do it again.
    exports = forget_exports(exports_folder(where), person.id)
    backups = _rewritten(base.path, person.id) if isinstance(base, SqliteStore) else 0
    managing.erase(person)
    base.compact()
    beyond = IN_OTHER_FOLDERS if isinstance(base, SqliteStore) else ON_A_SERVER
    return Erased(backups, exports, (beyond, IN_AGREEMENTS, SENT))


def _rewritten(path: Path, person: str) -> int:
    """Take `person` out of every backup of the store at `path`; each is replaced by a whole one or stays as it is."""
    for piece in leftovers(path):
        piece.unlink(missing_ok=True)
    backups = backups_of(path)
    for backup in backups:
        try:
            _take_out_of(backup, person)
        except (sqlite3.Error, OSError, StoreError) as error:
            raise StoreError(
                f"Nobody could be taken out of the backup {backup}: it is damaged, or there is no room to write it "
                "anew. The store itself is as it was. Delete that backup or make room, and do this again."
            ) from error
    return len(backups)


def _take_out_of(backup: Path, person: str) -> None:
    with part_of(backup, backup.parent) as part:
        copy(backup, part)
        with closing(SqliteStore(part)) as opened:
            opened.erase(person)
            opened.compact()
        flush(part)
        part.replace(backup)
        flush(backup.parent)


def erase_everything(path: Path, where: str | None) -> Erased:
    """Delete the store of one person at `path`, its backups, what was exported from it, and ways back into rooms.

    Raises:
        StoreError: when it is open elsewhere, or a file cannot be deleted; it can be done again.
    """
    from trainer.store.in_use import Presence  # noqa: PLC0415  only who deletes a file asks who has it

    presence = Presence(path, is_alone=True)
    try:
        backups = backups_of(path)
        count = forget_exports(exports_folder(where), ME)
        ways_back = tuple(kept.path for kept in kept_rooms(rooms_folder(where)) if kept.path is not None)
        _delete((*ways_back, *backups, path.with_name(f"{path.name}-journal"), path))
        with suppress(OSError):
            path.with_name(f"{path.name}.backups").rmdir()
    except OSError as error:
        raise StoreError(f"Not everything could be deleted: {error.strerror}. Try again.") from error
    finally:
        presence.close()
    return Erased(len(backups), count, (IN_OTHER_FOLDERS, SENT))


def _delete(files: Iterable[Path]) -> None:
    """Overwrite files with zeros, and delete them."""
    for file in files:
        if not file.is_file() or file.is_symlink():
            continue
        with file.open("r+b") as opened:
            left = file.stat().st_size
            while left > 0:
                left -= opened.write(bytes(min(left, 1 << 20)))
            opened.flush()
        file.unlink()


def erase_session(store: Store, session: str) -> bool:
    """Delete one session of one's own; return whether it was played with others, for whom it stays.

    Raises:
        UnknownSession: when there is none.
    """
    summary = store.summary(session)
    store.delete_session(SessionId(summary.session))
    store.compact()
    return len(summary.seats) > 1
