"""What the steps of a looking back tell from: the readings, what was typed, and one's own notes, read together."""

from dataclasses import dataclass
from typing import Self

from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.telling import Reading, take_along


@dataclass(frozen=True, slots=True)
class LookedBack:
    """One session as it is looked back on now."""

    scenario: Scenario
    debrief: Debrief
    readings: tuple[Reading, ...]
    typed: dict[int, str]
    """What was typed during play, by the position of its event."""
    notes: dict[str, str]
    """The person's own notes, by what they are about."""
    intention: str
    """What the person wanted for this play, or nothing."""

    @classmethod
    def of(cls, session: Session, earlier: tuple[tuple[Choice, ...], ...] = ()) -> Self:
        """Return what `session` shows now; `earlier` is what was chosen in earlier plays of the same part.

        Raises:
            StoreError: when what was typed cannot be read.
        """
        debrief, typed = session.look_back(), session.words()
        return cls(
            scenario=session.scenario,
            debrief=debrief,
            readings=take_along(session.scenario, debrief, earlier, typed),
            typed=typed,
            notes=session.notes(),
            intention=session.intention,
        )
