"""Plays before this one of the same text and part, read for what this one came back to."""

from trainer.debrief.history import Choice
from trainer.errors import TrainerError
from trainer.session import Session
from trainer.store.base import Store, Summary


def earlier_choices(store: Store, session: Session, seat: str | None = None) -> tuple[tuple[Choice, ...], ...]:
    """Return what `seat`, or the only one, chose in each earlier play of the same text, in the order of the plays.

    What a fork shares with another play is in that one alone. A play that cannot be read is left out.

    Raises:
        StoreError: when the store cannot be read at all.
    """
    this = store.summary(session.id)
    seat = seat or session.own_seat
    before = (
        summary
        for summary in store.sessions()
        if summary.scenario == this.scenario and _is_of(summary, seat) and summary.when_begun < this.when_begun
    )
    in_order = sorted(before, key=lambda summary: summary.when_begun)
    return tuple(filter(None, (_chosen(store, session, summary, seat) for summary in in_order)))


def _is_of(summary: Summary, seat: str) -> bool:
    return seat == summary.own_seat if summary.room else seat in summary.seats


def _chosen(store: Store, session: Session, summary: Summary, seat: str) -> tuple[Choice, ...]:
    try:
        return Session.on(store, summary.session, session.scenario).look_back(seat).newly_chosen
    except TrainerError:
        return ()
