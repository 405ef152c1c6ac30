"""The take-away: a looking back that a person keeps, as Markdown or as one HTML file."""

from trainer.debrief.attempts import SideBySide, shared_part, side_by_side
from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.engine.events import ToldAfterwards
from trainer.errors import TrainerError
from trainer.forks import attempts_of
from trainer.report.back import NO_MORE, Asked, Attempt, Back, ToldToAll, With
from trainer.report.document import TakeAway
from trainer.report.markdown import rendered
from trainer.report.told import told
from trainer.session import Session
from trainer.store.base import SessionId, Store
from trainer.wording import told_by

__all__ = ["Asked", "Attempt", "With", "as_markdown", "attempts_beside", "of_several", "take_away", "told_afterwards"]


def take_away(
    session: Session,
    seat: str | None = None,
    asked: Asked = NO_MORE,
    attempts: tuple[Attempt, ...] = (),
    earlier: tuple[tuple[Choice, ...], ...] = (),
) -> TakeAway:
    """Return all that is told of the play of `seat`, or of the only one, with what was asked for.

    `attempts` stand beside it; `earlier` is what was chosen in earlier plays of the same part.
    """
    debrief = session.look_back(seat)
    back = Back(
        scenario=session.scenario,
        debrief=debrief,
        typed=session.words(),
        notes=session.notes(),
        intention=session.intention,
        again=session.id if (session.seats == (debrief.seat,)) else "",
        attempts=attempts,
        earlier=earlier,
        told=told_afterwards(session, debrief.seat),
    )
    return told(back, asked)


def of_several(session: Session, debrief: Debrief, asked: Asked) -> TakeAway:
    """Return what is told of one seat of a session of several, with nothing that anybody wrote for themselves."""
    back = Back(
        scenario=session.scenario,
        debrief=debrief,
        typed={},
        notes={},
        intention="",
        again="",
        told=told_afterwards(session, debrief.seat) if debrief.is_over else (),
    )
    return told(back, asked)


def told_afterwards(session: Session, seat: str) -> tuple[ToldToAll, ...]:
    """Return what was told afterwards to all who were there, `seat` among them."""
    cast, texts = session.scenario.cast, session.told_afterwards()
    return tuple(
        ToldToAll(told_by(cast[event.by].name if event.by in cast else "", event.about, is_you=event.by == seat), text)
        for position, text in texts.items()
        if isinstance(event := session.events[position], ToldAfterwards)
    )


def as_markdown(
    session: Session, seat: str | None = None, asked: Asked = NO_MORE, attempts: tuple[Attempt, ...] = ()
) -> str:
    """Return the looking back of one seat as Markdown that also reads well aloud."""
    return rendered(take_away(session, seat, asked, attempts))


def attempts_beside(store: Store, session: Session, seat: str | None = None) -> tuple[Attempt, ...]:
    """Return a fork beside the first attempt that is kept, or a first attempt beside each of its forks.

    An attempt that cannot be read is left out: it hides no other.

    Raises:
        StoreError: when the store cannot be read at all.
    """
    first, *later = (_readable(store, session, summary.session) for summary in attempts_of(store, session.id))
    if first is None:
        return ()
    numbered = ((number, other) for number, other in enumerate(later, start=2) if other is not None)
    return tuple(
        Attempt(number, _beside(first, other, seat)) for number, other in numbered if session.id in (first.id, other.id)
    )


def _readable(store: Store, session: Session, attempt: SessionId) -> Session | None:
    """Return an attempt at the same text as `session`, or None where it cannot be read."""
    try:
        return Session.on(store, attempt, session.scenario)
    except TrainerError:
        return None


def _beside(first: Session, other: Session, seat: str | None) -> SideBySide:
    shared = shared_part(first.events, other.events)
    return side_by_side(first.look_back(seat), other.look_back(seat), shared)
