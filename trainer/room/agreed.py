"""The agreement that a room was opened under, as its briefing shows it."""

from datetime import UTC, datetime

from trainer.agreements import read
from trainer.errors import TrainerError
from trainer.people.agreement.told import agreement_told
from trainer.room.host import Agreed
from trainer.store.base import Store


def agreed_in(store: Store) -> Agreed:
    """Return what gives the lines of an agreement of `store`; one that cannot be read is told as that."""

    def lines(agreement: str) -> tuple[str, ...]:
        try:
            found = read(store, agreement)
        except TrainerError:
            return ("The agreement that this room was opened under cannot be read now.",)
        return agreement_told(found.agreement, datetime.now(UTC).date())

    return lines
