"""Signing in to a store that several share, and staying in it."""

from trainer.tui.screens.signing_in.sign_in import SignIn

__all__ = ["SignIn"]
