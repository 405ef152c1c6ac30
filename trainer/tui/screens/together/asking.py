"""The two questions of the stage as they are asked in a room: pausing and leaving stay within reach while one types."""

from collections.abc import Callable
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.widgets import Static

from trainer.room.wording import STOPPED
from trainer.tui.content import styled
from trainer.tui.dialogs.words import AskFeeling, OwnWords


class Room(Protocol):
    """The screen behind the question."""

    def pause(self) -> None:
        """Pause for all."""

    def action_leave(self) -> object:
        """Ask how to leave."""


class RoomWords(OwnWords):
    """How somebody would say the line that they have just said."""

    CSS_PATH = "../../dialogs/dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "pause", "Pause", id="room-words.pause", tooltip="Pause for all", priority=True),
        Binding("f8", "leave", "Leave", id="room-words.leave", tooltip="Leave; no reason is asked", priority=True),
    ]

    def __init__(self, room: Room, say: str, typed: str, kept: str, *, keep_draft: Callable[[str], object]) -> None:
        super().__init__(say, typed, kept, keep_draft=keep_draft)
        self._behind = room

    def action_pause(self) -> None:
        """Pause; what is typed stays."""
        self._behind.pause()
        self.query_one("#room", Static).update(styled(STOPPED, "bold $warning"))

    def action_leave(self) -> None:
        """Ask how to leave."""
        self._behind.action_leave()


class RoomFeeling(AskFeeling):
    """How it is now."""

    CSS_PATH = "../../dialogs/dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "pause", "Pause", id="room-feeling.pause", tooltip="Pause for all", priority=True),
        Binding("f8", "leave", "Leave", id="room-feeling.leave", tooltip="Leave; no reason is asked", priority=True),
    ]

    def __init__(
        self, room: Room, question: str, typed: str, kept: str, *, keep_draft: Callable[[str], object]
    ) -> None:
        super().__init__(question, typed, kept, keep_draft=keep_draft)
        self._behind = room

    def action_pause(self) -> None:
        """Pause; what is typed stays."""
        self._behind.pause()
        self.query_one("#room", Static).update(styled(STOPPED, "bold $warning"))

    def action_leave(self) -> None:
        """Ask how to leave."""
        self._behind.action_leave()
