"""What one saw in a room, read again from one's own file."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.room.kept import RoomKept
from trainer.tui.content import styled
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.together.entries import Entries
from trainer.tui.widgets.transcript import Transcript


class SeenAgain(Screen[None]):
    """A transcript of every session of a room."""

    CSS_PATH = ["../transcript.tcss", "together.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter,pagedown", "scroll_transcript(1)", "Read on", id="seen-again.on", tooltip="A page on"),
        Binding("pageup", "scroll_transcript(-1)", "Back", show=False, id="seen-again.back", tooltip="A page back"),
        Binding("escape,q", "app.pop_screen", "Done", id="seen-again.done", tooltip="Back to where you came from"),
    ]

    def __init__(self, kept: RoomKept) -> None:
        super().__init__()
        self._kept = kept

    def compose(self) -> ComposeResult:
        """Lay out what was seen."""
        yield Static(styled(f"{self._kept.title}, as you saw it", "bold $primary"), classes="heading")
        yield Transcript()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the beginning."""
        transcript = self.query_one(Transcript)
        for session in self._kept.sessions.values():
            transcript.add(*Entries().of(session.seen))
        transcript.focus()
        transcript.call_after_refresh(transcript.scroll_home, animate=False)
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read on where there is more."""
        if action == "scroll_transcript":
            return any(transcript.max_scroll_y > 0 for transcript in self.query(Transcript))
        return super().check_action(action, parameters)

    def action_scroll_transcript(self, pages: int) -> None:
        """Read on, or back."""
        scroll_pages(self.query_one(Transcript), pages)
