"""What was agreed together, as a room shows it before play."""

from trainer.errors import TrainerError
from trainer.room.host import Agreed
from trainer.store.base import Store


def agreement_titles(store: Store) -> tuple[tuple[str, str], ...]:
    """Return the ids and titles of the agreements that are in force."""
    from trainer.agreements import every  # noqa: PLC0415  only where a room is opened

    try:
        readable, _ = every(store)
    except TrainerError:
        return ()
    return tuple((named.id, named.agreement.title) for named in readable if named.agreement.in_force is not None)


def agreed_lines(store: Store) -> Agreed:
    """Return what gives the lines that are agreed on in an agreement."""

    def lines(agreement: str) -> tuple[str, ...]:
        from trainer.agreements import read  # noqa: PLC0415  only where a room is opened

        try:
            named = read(store, agreement)
        except TrainerError:
            return ()
        version = named.agreement.in_force
        return tuple(clause.text for clause in version.text.agreed) if version else ()

    return lines
