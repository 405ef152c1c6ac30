"""Together: several people in the same scene, at one keyboard or each at their own."""

from trainer.tui.screens.together.ways import Together

__all__ = ["Together"]
