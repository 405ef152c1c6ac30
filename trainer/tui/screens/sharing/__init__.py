"""Sharing what one played, answering whether others may, and seeing who looked."""

from trainer.tui.screens.sharing.shares import Shares

__all__ = ["Shares"]
