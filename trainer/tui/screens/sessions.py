"""Your sessions: go on with one, or look back on it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.errors import TrainerError
from trainer.listing import told_session
from trainer.store.base import Summary
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.widgets.choices import Choices


class Sessions(Screen[None]):
    """Every session, the last one first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "share", "Share", id="sessions.share", tooltip="With whom this play is shared"),
        Binding("d", "delete", "Delete", id="sessions.delete", tooltip="Delete this play, with all that is on it"),
        Binding("escape", "app.pop_screen", "Back", id="sessions.back", tooltip="Back home"),
    ]

    def __init__(
        self,
        summaries: Callable[[], tuple[Summary, ...]],
        open_session: Callable[[str], object],
        delete: Callable[[Summary], Awaitable[object]],
        share: Callable[[str], object] | None = None,
        beside: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """List `summaries`; `beside` tells of some of them what else there is to know."""
        super().__init__()
        self._summaries = summaries
        self._open_session = open_session
        self._delete = delete
        self._share = share
        self._read_beside = beside
        self._shown = summaries()
        self._beside = beside()

    def compose(self) -> ComposeResult:
        """Lay out the list, or what to do where there is none."""
        yield Static(styled("Your sessions", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(text(_EMPTY), id="empty")
            yield Choices(*self._entries(), classes="spaced")
        yield Footer()

    def on_screen_resume(self) -> None:
        """Show how things stand now."""
        self._read()

    def _read(self) -> None:
        self._shown = self._summaries()
        self._beside = self._read_beside()
        self.query_one("#empty").display = not self._shown
        choices = self.query_one(Choices)
        choices.offer(*self._entries(), highlighted=choices.highlighted or 0)
        choices.focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer what can be done with a session only where there is one."""
        offered = {"share": bool(self._shown) and self._share is not None, "delete": bool(self._shown)}
        return offered.get(action, True)

    def action_share(self) -> None:
        """Show with whom the highlighted session is shared."""
        if self._share is not None:
            self._share(self._shown[self.query_one(Choices).position].session)

    @work(exclusive=True)
    async def action_delete(self) -> None:
        """Ask once, and delete the highlighted session."""
        summary = self._shown[self.query_one(Choices).position]
        said = _STAYS_FOR_OTHERS if len(summary.seats) > 1 else _GONE
        ways = ("Keep it", "Delete it")
        if await self.app.push_screen_wait(AskWay(f"Delete “{summary.title}”?", said, ways=ways)) == 1:
            try:
                await self._delete(summary)
            except TrainerError as error:
                await self.app.push_screen_wait(Notice("That did not work", str(error)))
            self._read()

    @on(Choices.Chosen)
    def open_session(self, event: Choices.Chosen) -> None:
        """Go on with the chosen session, or look back on it."""
        self._open_session(self._shown[event.position].session)

    def _entries(self) -> tuple[Content, ...]:
        return tuple(
            joined(
                summary.title,
                styled(f"\n{_what(summary)}: {told_session(summary)}", "$quiet"),
                styled(f"\n{self._beside[summary.session]}" if summary.session in self._beside else "", "$secondary"),
            )
            for summary in self._shown
        )


def _what(summary: Summary) -> str:
    what = "Go on" if summary.is_open else "Look back"
    return f"{what}, together" if summary.room else what


_GONE = "What was said in it goes, with your notes and all that was written on it. It cannot be brought back."
_STAYS_FOR_OTHERS = (
    "It stays for the others; it is no longer yours. What you wrote for yourself and told the others goes with you."
)
_EMPTY = "There are no sessions yet. Escape goes back; “Choose a scenario” begins one."
