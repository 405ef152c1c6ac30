"""The agreement: which ones there are, and the one that is written and signed together."""

from trainer.tui.screens.agreement.shelf import Agreements

__all__ = ["Agreements"]
