"""Together: the ways to play with others, and the rooms that one was in."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.room.kept import KeptFile, RoomKept
from trainer.tui.content import joined, styled, text
from trainer.tui.widgets.choices import Choices


class Together(Screen[None]):
    """What one can do with others."""

    CSS_PATH = "together.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "way(0)", "One keyboard", id="together.keyboard", tooltip="Two or three at this keyboard"),
        Binding("o", "way(1)", "Open a room", id="together.open", tooltip="Open a room that others join"),
        Binding("c", "way(2)", "Join with a code", id="together.join", tooltip="Join a room with a code"),
        Binding(
            "g", "app.agreement", "Agreement", show=False, id="together.agreement", tooltip="What you agreed together"
        ),
        Binding("escape", "app.pop_screen", "Back", id="together.back", tooltip="Back home"),
    ]

    def __init__(
        self,
        ways: tuple[Callable[[], object], ...],
        rooms: Callable[[], tuple[tuple[KeptFile, RoomKept], ...]],
        open_kept: Callable[[KeptFile, RoomKept], object],
    ) -> None:
        super().__init__()
        self._ways = ways
        self._read_rooms = rooms
        self._open_kept = open_kept
        self._rooms = rooms()

    def compose(self) -> ComposeResult:
        """Lay out the ways in."""
        yield Static(styled("Together", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(
                styled(
                    "Patients and staff in the same scene. Each part has its own briefing, thoughts and words to "
                    "choose from, and nobody sees another's. Anybody may pause or leave, without a reason.",
                    "$quiet",
                )
            )
            yield Choices(*self._entries(), classes="spaced")
        yield Footer(show_command_palette=False)

    def on_screen_resume(self) -> None:
        """Offer the rooms as they are now."""
        self._rooms = self._read_rooms()
        choices = self.query_one(Choices)
        choices.offer(*self._entries(), highlighted=choices.position)
        choices.focus()

    def action_way(self, number: int) -> None:
        """Take one of the ways."""
        self._ways[number]()

    @on(Choices.Chosen)
    async def go(self, event: Choices.Chosen) -> None:
        """Take the way that was chosen, or go to a room."""
        after = event.position - len(self._ways) - 1
        if event.position < len(self._ways):
            self._ways[event.position]()
        elif after < 0:
            await self.run_action("app.agreement")
        else:
            self._open_kept(*self._rooms[after])

    def _entries(self) -> tuple[Content, ...]:
        return (
            _way("At one keyboard", "You pass it on, with a curtain between turns"),
            _way("Open a room", "Others join at their own keyboard, with a code"),
            _way("Join a room", "With the code that you were told"),
            _way("The agreement", "What you write and sign together"),
            *(_room(kept) for _, kept in self._rooms),
        )


def _way(name: str, about: str) -> Content:
    return joined(name, styled(f"\n{about}", "$quiet"))


def _room(kept: RoomKept) -> Content:
    what = "over; read what you saw" if kept.is_over else "come back to it, or read what you saw"
    return joined(
        text(f"A room you were in: {kept.title or 'not begun'}"), styled(f"\nas {kept.name}; {what}", "$quiet")
    )
