"""The state machine library, made lean: no callbacks, no decorated models, no text that it could import and call."""

from typing import TYPE_CHECKING

from transitions.core import Event as TriggerEvent
from transitions.core import Machine

from trainer.engine.conditions import Predicate
from trainer.engine.state import World

if TYPE_CHECKING:
    from transitions.core import EventData


class Cursor:
    """What the machine moves: a state's name and the world that conditions read."""

    __slots__ = ("is_unguarded", "state", "world")

    def __init__(self, state: str, world: World, *, is_unguarded: bool = False) -> None:
        self.state = state
        self.world = world
        self.is_unguarded = is_unguarded


class Guard:
    """A condition as the library calls it."""

    __slots__ = ("holds",)

    def __init__(self, holds: Predicate) -> None:
        self.holds = holds

    def __call__(self, event: "EventData") -> bool:
        """Return whether the transition is open to the cursor."""
        cursor = event.model
        assert isinstance(cursor, Cursor)  # noqa: S101  nothing else is moved
        return cursor.is_unguarded or self.holds(cursor.world)


class LeanEvent(TriggerEvent):
    """A trigger that takes the short way: our transitions have no callbacks, only guards."""

    def trigger(self, model: object, *args: object, **kwargs: object) -> bool:
        """Move `model` along the first transition whose guards hold; raise `MachineError` where none starts."""
        assert isinstance(model, Cursor)  # noqa: S101  nothing else is moved
        here = self.transitions.get(model.state)
        if not here:
            return super().trigger(model, *args, **kwargs)
        for transition in here:
            guards = transition.conditions
            if not guards or model.is_unguarded or all(guard.func.holds(model.world) for guard in guards):  # type: ignore[union-attr]  # only Guards are put there
                model.state = transition.dest  # type: ignore[assignment]  # every transition of ours leads somewhere
                return True
        return False


class LeanMachine(Machine):
    """A machine that decorates no model."""

    event_cls = LeanEvent

    def _add_model_to_state(self, *_: object) -> None:
        """Leave the model alone: it is a bare cursor."""

    def _add_trigger_to_model(self, *_: object) -> None:
        """Leave the model alone: it is a bare cursor."""
