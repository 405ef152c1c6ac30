"""Your sessions: go on with one, or look back on it."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.listing import told_session
from trainer.store.base import Summary
from trainer.tui.content import joined, styled, text
from trainer.tui.widgets.choices import Choices


class Sessions(Screen[None]):
    """Every session, the last one first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="sessions.back", tooltip="Back home"),
    ]

    def __init__(self, summaries: Callable[[], tuple[Summary, ...]], open_session: Callable[[str], object]) -> None:
        super().__init__()
        self._summaries = summaries
        self._open_session = open_session
        self._shown = summaries()

    def compose(self) -> ComposeResult:
        """Lay out the list, or what to do where there is none."""
        yield Static(styled("Your sessions", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(text(_EMPTY), id="empty")
            yield Choices(*self._entries(), classes="spaced")
        yield Footer()

    def on_screen_resume(self) -> None:
        """Show how things stand now."""
        self._shown = self._summaries()
        self.query_one("#empty").display = not self._shown
        self.query_one(Choices).offer(*self._entries())
        self.query_one(Choices).focus()

    @on(Choices.Chosen)
    def open_session(self, event: Choices.Chosen) -> None:
        """Go on with the chosen session, or look back on it."""
        self._open_session(self._shown[event.position].session)

    def _entries(self) -> tuple[Content, ...]:
        return tuple(
            joined(
                summary.title,
                styled(f"\n{_what(summary)}: {told_session(summary)}", "$quiet"),
            )
            for summary in self._shown
        )


def _what(summary: Summary) -> str:
    what = "Go on" if summary.is_open else "Look back"
    return f"{what}, together" if summary.room else what


_EMPTY = "There are no sessions yet. Escape goes back; “Choose a scenario” begins one."
