"""Looking back in three steps: how it was, what happened, what to take along."""

from trainer.tui.screens.looking_back.screen import LookingBack

__all__ = ["LookingBack"]
