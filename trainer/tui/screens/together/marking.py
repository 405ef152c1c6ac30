"""Marking lines: here I was heard, here I was not, with a sentence where one likes."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.room.marks import Line, Marks
from trainer.room.wording import QUESTIONS
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.words import AskText
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.transcript import Entry, Transcript


class Marking(Screen[None]):
    """All that was said, one line marked with a sign."""

    CSS_PATH = ["../transcript.tcss", "together.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "mark(True)", "Heard", id="marking.heard", tooltip="Here I was heard"),
        Binding("n", "mark(False)", "Not heard", id="marking.not-heard", tooltip="Here I was not heard"),
        Binding("w", "write", "A sentence", id="marking.write", tooltip="A sentence to this line"),
        Binding("x", "unmark", "Unmark", id="marking.unmark", tooltip="Take the mark away"),
        Binding(
            "down,j,enter",
            "line(1)",
            "Next line",
            id="marking.down",
            tooltip="The next line",
            key_display="↓",
            priority=True,
        ),
        Binding("up,k", "line(-1)", "Line before", show=False, id="marking.up", tooltip="Back a line", priority=True),
        Binding("pageup", "scroll_transcript(-1)", "Back", show=False, id="marking.back", tooltip="A page back"),
        Binding("pagedown", "scroll_transcript(1)", "On", show=False, id="marking.on", tooltip="A page on"),
        Binding("escape,q", "app.pop_screen", "Done", id="marking.done", tooltip="Back; the marks are kept"),
    ]

    def __init__(self, marks: Marks, kept: str) -> None:
        super().__init__()
        self._marks = marks
        self._kept = kept
        self._lines = marks.lines
        self._at = 0

    def compose(self) -> ComposeResult:
        """Lay out the question and the lines."""
        yield Static(
            joined(styled(QUESTIONS[0], "bold"), styled(self._kept, "$quiet"), between=" "), classes="heading wrapped"
        )
        yield Transcript()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the first line."""
        transcript = self.query_one(Transcript)
        transcript.can_focus = False  # it would take the arrows
        transcript.add(*map(self._entry, self._lines))
        transcript.mark(self._at)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to write and to unmark where there is a mark, and to go on where there is a next line."""
        if action in ("write", "unmark"):
            return bool(self._lines) and self._marks.of(self._lines[self._at]) is not None
        if action == "line" and parameters == (1,):
            return self._at < len(self._lines) - 1
        return super().check_action(action, parameters)

    def _entry(self, line: Line) -> Entry:
        mark = self._marks.of(line)
        shown = text(line.heard.text)
        if mark is not None:
            told = f"{'✓ heard' if mark.is_heard else '✗ not heard'}{f': {mark.sentence}' if mark.sentence else ''}"
            shown = joined(shown, styled(told, "bold $secondary"), between="\n")
        is_own = line.heard.how == "own"
        return Entry(text("You" if is_own else line.heard.name), shown, "own" if is_own else "said", "")

    def _show(self) -> None:
        transcript = self.query_one(Transcript)
        transcript.replace(*map(self._entry, self._lines))
        transcript.mark(self._at)
        self.refresh_bindings()

    def action_line(self, step: int) -> None:
        """Go to the next line, or the one before."""
        if self._lines:
            self._at = max(0, min(len(self._lines) - 1, self._at + step))
            self.query_one(Transcript).mark(self._at)
            self.refresh_bindings()

    def action_mark(self, is_heard: bool) -> None:  # noqa: FBT001  a key binds it
        """Mark the line; the same mark once more takes it away."""
        if not self._lines:
            return
        line = self._lines[self._at]
        mark = self._marks.of(line)
        if mark is not None and mark.is_heard == is_heard:
            self._marks.unmark(line)
        else:
            self._marks.mark(line, is_heard=is_heard, sentence=mark.sentence if mark else "")
        self._show()

    def action_unmark(self) -> None:
        """Take the mark away."""
        self._marks.unmark(self._lines[self._at])
        self._show()

    @work
    async def action_write(self) -> None:
        """Write a sentence to the line."""
        line = self._lines[self._at]
        mark = self._marks.of(line)
        if mark is None:
            return
        title = "Here I was heard" if mark.is_heard else "Here I was not heard"
        said = f"{line.heard.name}: {line.heard.text}"
        written = await self.app.push_screen_wait(AskText(title, said, self._kept, typed=mark.sentence))
        if isinstance(written, str):
            self._marks.mark(line, is_heard=mark.is_heard, sentence=" ".join(written.split()))
        self._show()

    def action_scroll_transcript(self, pages: int) -> None:
        """Read back, or on."""
        scroll_pages(self.query_one(Transcript), pages)
