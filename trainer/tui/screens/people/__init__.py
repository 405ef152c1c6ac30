"""Accounts, for those who manage them: nothing of what anybody played."""

from trainer.tui.screens.people.people import People

__all__ = ["People"]
