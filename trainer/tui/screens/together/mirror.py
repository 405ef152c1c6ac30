"""The mirror: the session once more, line by line, as another part saw it, with its thoughts open."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.engine.seen import Seen
from trainer.room.wording import MIRROR
from trainer.tui.content import styled
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.together.entries import Entries
from trainer.tui.widgets.transcript import Entry, Transcript


class Mirror(Screen[None]):
    """A transcript that grows by a line at a time."""

    CSS_PATH = ["../transcript.tcss", "together.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "next_line", "Next line", id="mirror.next", tooltip="The next line"),
        Binding("a", "all_lines", "All", id="mirror.all", tooltip="The whole of it at once"),
        Binding("pageup", "scroll_transcript(-1)", "Read back", id="mirror.up", tooltip="A page back"),
        Binding("pagedown", "scroll_transcript(1)", "On", show=False, id="mirror.down", tooltip="A page on"),
        Binding("escape,q", "app.pop_screen", "Back", id="mirror.back", tooltip="Back; it can be read again"),
    ]

    def __init__(self, name: str, seen: list[Seen]) -> None:
        super().__init__()
        self._name = name
        self._waiting: list[Entry] = Entries(you=name).of(seen)

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        yield Static(styled(MIRROR.format(name=self._name), "$quiet"), classes="heading wrapped")
        yield Transcript()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the place and the first line."""
        self.query_one(Transcript).focus()
        self.action_next_line()
        self.action_next_line()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what leads anywhere."""
        if action in ("next_line", "all_lines"):
            return bool(self._waiting)
        if action == "scroll_transcript":
            return any(transcript.max_scroll_y > 0 for transcript in self.query(Transcript))
        return super().check_action(action, parameters)

    def action_next_line(self) -> None:
        """Show the next line."""
        self._add(1)

    def action_all_lines(self) -> None:
        """Show the rest."""
        self._add(len(self._waiting))

    def _add(self, count: int) -> None:
        transcript = self.query_one(Transcript)
        transcript.add(*self._waiting[:count])
        del self._waiting[:count]
        transcript.call_after_refresh(transcript.scroll_end, animate=False)
        self.call_after_refresh(self.refresh_bindings)

    def action_scroll_transcript(self, pages: int) -> None:
        """Read back, or on."""
        scroll_pages(self.query_one(Transcript), pages)
