"""The journal: one's own notes, the last one first, for oneself alone."""

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.errors import TrainerError
from trainer.listing import told_note
from trainer.store.base import Note, SessionId, Store
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.notes import write_note
from trainer.tui.widgets.choices import Choices


class Journal(Screen[None]):
    """Every note, to be read, changed or deleted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", "Its looking back", id="journal.open", tooltip="The looking back that it was written in"),
        Binding("escape", "app.pop_screen", "Back", id="journal.back", tooltip="Back home"),
    ]

    def __init__(
        self, store: Store, write: Callable[[SessionId, str, str], None], open_session: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._store = store
        self._write = write
        self._open_session = open_session
        self._notes: tuple[Note, ...] = ()
        self._titles: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the notes, or what to do where there are none."""
        yield Static(styled("Your journal", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(text(_EMPTY), id="empty")
            yield Choices(classes="spaced")
        yield Footer()

    def on_screen_resume(self) -> None:
        """Show what is written now."""
        self._read()
        self.query_one(Choices).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer the looking back of a note only where there is a note."""
        return bool(self._notes) if action == "open" else True

    def action_open(self) -> None:
        """Open the looking back that the note was written in."""
        highlighted = self.query_one(Choices).highlighted
        if highlighted is not None:
            self._open_session(self._notes[highlighted].session)

    @on(Choices.Chosen)
    @work
    async def change(self, event: Choices.Chosen) -> None:
        """Change the chosen note; emptied, it is deleted."""
        note = self._notes[event.position]

        def read() -> str:
            notes = self._store.notes(note.session)
            return next((each.text for each in notes if each.about == note.about), "")

        def write(text: str) -> None:
            self._write(note.session, note.about, text)

        try:
            await write_note(self.app, read, write, self._told(note), "Change it, or empty it to delete it.")
        except TrainerError as error:
            await self.app.push_screen_wait(Notice("This was not kept", str(error)))
        self._read()

    def _read(self) -> None:
        try:
            self._notes = self._store.notes()
            self._titles = {summary.session: summary.title for summary in self._store.sessions()}
        except TrainerError as error:
            self.app.push_screen(Notice("The journal cannot be read", str(error)))
        self.query_one("#empty").display = not self._notes
        choices = self.query_one(Choices)
        highlighted = choices.highlighted or 0
        choices.offer(*map(self._entry, self._notes), highlighted=min(highlighted, max(0, len(self._notes) - 1)))
        self.refresh_bindings()

    def _told(self, note: Note) -> str:
        return told_note(note, self._titles.get(note.session, ""))

    def _entry(self, note: Note) -> Content:
        return joined(note.text, styled(f"\n{self._told(note)}", "$quiet"))


_EMPTY = "Nothing is written yet. In a looking back, w writes a note; it stands here, and nobody else reads it."
