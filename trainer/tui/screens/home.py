"""Home: what one can do here."""

from collections.abc import Callable
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer import NAME
from trainer.listing import when
from trainer.store.base import Summary
from trainer.tui.content import joined, styled, text
from trainer.tui.widgets.choices import Choices


class WayIn(NamedTuple):
    """An entry, and the action that it leads to."""

    label: Content
    action: str


PLAYS: Final = (
    WayIn(text("Choose a scenario"), "app.library"),
    WayIn(text("Together…"), "app.together"),
    WayIn(text("Your sessions: go on, or look back"), "app.sessions"),
    WayIn(text("Your progress over plays"), "app.progress"),
    WayIn(text("Your journal"), "app.journal"),
    WayIn(text("The agreement"), "app.agreement"),
)
LEAVE: Final = WayIn(text("Leave"), "app.quit")


class Home(Screen[None]):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "app.library", "Library", id="home.library", tooltip="Choose a scenario"),
        Binding("s", "app.sessions", "Sessions", id="home.sessions", tooltip="Your sessions so far"),
        Binding("r", "app.progress", "Progress", id="home.progress", tooltip="What your plays show together"),
        Binding("n", "app.journal", "Notes", id="home.journal", tooltip="Your journal, for yourself alone"),
        Binding("t", "app.together", "Together", id="home.together", tooltip="Play with others"),
        Binding("g", "app.agreement", "Agreement", show=False, id="home.agreement", tooltip="What you agreed together"),
        Binding("q", "app.quit", "Leave", show=False, id="home.leave", tooltip="Leave the program"),
    ]

    def __init__(self, open_sessions: Callable[[], tuple[Summary, ...]], resume: Callable[[str], object]) -> None:
        super().__init__()
        self._open_sessions = open_sessions
        self._resume = resume
        self._last: Summary | None = None
        self._ways: tuple[WayIn, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the name, one sentence and the ways in."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(styled(NAME, "bold $primary"), id="name")
            yield Static(text("Practise a hard conversation. See what your words did. Try again."), classes="paragraph")
            yield Choices(*self._entries(), classes="spaced")
            yield Static(
                styled("By keyboard, in ten to twenty minutes. What you try alone is shown to nobody else.", "$quiet"),
                classes="paragraph",
            )

    def on_mount(self) -> None:
        """Add the line of keys once the rest was drawn: it takes a fourth of the way to the first paint."""
        self.call_after_refresh(self._add_keys)

    async def _add_keys(self) -> None:
        if self.is_attached:  # one may leave before it comes
            await self.mount(Footer(compact=True, show_command_palette=False))
            self.refresh_bindings()  # a footer that comes late is empty until it hears of the keys

    def on_screen_resume(self) -> None:
        """Offer what can be gone on with now."""
        choices = self.query_one(Choices)
        entries = self._entries()
        if choices.labels != tuple(entry.plain for entry in entries):
            choices.offer(*entries)
        choices.focus()

    def ways(self) -> tuple[WayIn, ...]:
        """Return what can be done now."""
        return (*self.going_on(), *PLAYS, LEAVE)

    def going_on(self) -> tuple[WayIn, ...]:
        """Return the way back into what is under way, where there is something."""
        self._last = next((summary for summary in self._open_sessions() if summary.is_open), None)
        if self._last is None:
            return ()
        how = ", together" if self._last.room else ""
        told = joined(f"Go on with “{self._last.title}”{how}  ", styled(when(self._last.touched), "$quiet"))
        return (WayIn(told, "screen.go_on"),)

    def _entries(self) -> tuple[Content, ...]:
        self._ways = self.ways()
        return tuple(way.label for way in self._ways)

    def action_go_on(self) -> None:
        """Go on with what is under way."""
        if self._last is not None:
            self._resume(self._last.session)

    @on(Choices.Chosen)
    async def go(self, event: Choices.Chosen) -> None:
        """Take the way that was chosen."""
        await self.run_action(self._ways[event.position].action)
