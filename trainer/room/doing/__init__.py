"""What each action of a guest leads to in a room, by when it is possible."""

from trainer.room.doing import after, gather, keep, play
from trainer.room.doing.base import done

__all__ = ["after", "done", "gather", "keep", "play"]
