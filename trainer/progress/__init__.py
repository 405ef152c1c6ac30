"""A person's own plays over time: read through the store, and told in words."""

from trainer.progress.plays import Plays, Read, read_plays

__all__ = ["Plays", "Read", "read_plays"]
