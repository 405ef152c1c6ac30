"""What a store of several persons holds beside their plays: who they are, what they lock away, and what they share.

The statements are the same for both kinds of store; `statements.py` says what each kind has to offer for them.
"""

from trainer.store.people.accounts import AccountTables
from trainer.store.people.leave import LeaveTables
from trainer.store.people.papers import PaperTables
from trainer.store.people.plays import PlayTables
from trainer.store.people.removal import RemovalTables
from trainer.store.people.sealed import SealedTables
from trainer.store.people.talk import TalkTables
from trainer.store.people.trail import TrailTables

__all__ = ["PeopleTables"]


class PeopleTables(
    AccountTables, PlayTables, PaperTables, SealedTables, LeaveTables, TrailTables, TalkTables, RemovalTables
):
    """All tables of people."""
