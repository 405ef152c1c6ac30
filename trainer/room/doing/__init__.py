"""What each action of a guest leads to in a room, by when it is possible."""

from trainer.room.doing import after, door, gather, play
from trainer.room.doing.base import carry_out

__all__ = ["after", "carry_out", "door", "gather", "play"]
