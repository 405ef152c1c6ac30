"""What a person in a room gets to read afterwards: their own looking back."""

from trainer.debrief.debrief import look_back
from trainer.engine.events import SeatLeft
from trainer.engine.machine import machine_of
from trainer.report import Asked, of_several
from trainer.report.markdown import rendered
from trainer.session import Session


def looking_back(session: Session, seat: str, *, scores: bool) -> str:
    """Return the looking back of `seat` as Markdown; how it did on the practices is in it only when asked for.

    It holds nothing that anybody typed for themselves alone, and of a seat that was left nothing that came after.
    """
    log = session.events
    left = next((at for at, event in enumerate(log) if isinstance(event, SeatLeft) and event.seat == seat), len(log))
    debrief = look_back(machine_of(session.scenario), log[:left], seat)
    return rendered(of_several(session, debrief, Asked(practices=scores, figures=scores)))
