"""The agreement that a room was opened under, as its briefing shows it."""

from datetime import UTC, datetime

from trainer.agreements import every, read
from trainer.errors import TrainerError
from trainer.people.agreement.agreement import Agreement
from trainer.people.agreement.told import agreement_told
from trainer.room.host import Agreed
from trainer.store.base import Store


def agreements_in(store: Store) -> tuple[tuple[str, str], ...]:
    """Return the ids of the agreements of `store` that can be read, with what they are called and whether they hold."""
    try:
        readable, _ = every(store)
    except TrainerError:
        return ()
    return tuple((named.id, _title(named.agreement)) for named in readable)


def _title(agreement: Agreement) -> str:
    return agreement.title if agreement.in_force else f"{agreement.title} (not signed by all)"


def agreed_in(store: Store) -> Agreed:
    """Return what gives the lines of an agreement of `store`; one that cannot be read is told as that."""

    def lines(agreement: str) -> tuple[str, ...]:
        try:
            found = read(store, agreement)
        except TrainerError:
            return ("The agreement that this room was opened under cannot be read now.",)
        return agreement_told(found.agreement, datetime.now(UTC).date())

    return lines
