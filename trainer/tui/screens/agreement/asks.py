"""What is asked while an agreement is written: a text, and one of a few ways."""

from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static
from textual.widgets.text_area import Edit, EditResult

from trainer.text import clean
from trainer.tui.content import styled, text
from trainer.tui.dialogs.room_left import RoomLeft
from trainer.tui.dialogs.words import TypedText
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.choices import Choices
from trainer.wording import LEAVES_TYPED

_COUNTED: Final = 0.8
"""How full a text is when the count of its characters is shown."""


class SharedText(TypedText):
    """A text for others to read, on several lines or on one, no longer than is kept."""

    def __init__(self, typed: str, longest: int, *, is_line: bool) -> None:
        super().__init__(clean(typed), soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self._longest = longest
        self._is_line = is_line

    def edit(self, edit: Edit) -> EditResult:
        """Take as much as there is room for, however it comes, and say where it was cut."""
        coming = clean(edit.text)
        if self._is_line:
            coming = coming.replace("\n", " ")
        room = self._longest - len(self.text) + len(self.get_text_range(edit.top, edit.bottom))
        edit.text = coming[:room]
        result = super().edit(edit)
        if len(coming) > room:
            self.post_message(self.Full())
        return result


class Question(NamedTuple):
    """What is asked for."""

    title: str
    sentences: tuple[str, ...]
    longest: int
    typed: str = ""
    """What is there to be changed."""
    draft: str | None = None
    """What was typed already, and would be lost."""
    is_line: bool = False
    is_optional: bool = False
    """Whether an empty answer is one."""


class AskShared(ModalScreen[str | None]):
    """A question that is answered in a text for others to read; None where it is left."""

    CSS_PATH = ["../../dialogs/dialogs.tcss", "asks.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="shared.leave", tooltip="Give nothing"),
        Binding("pageup", "scroll_asked(-1)", "Up", show=False, id="shared.up", tooltip="Read back", priority=True),
        Binding("pagedown", "scroll_asked(1)", "Down", show=False, id="shared.down", tooltip="Read on", priority=True),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._is_warned = False

    def compose(self) -> ComposeResult:
        """Lay out the question and the room for the answer."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(styled(self._question.title, "bold $primary"))
            for sentence in self._question.sentences:
                yield Static(text(sentence), classes="paragraph")
            asked = self._question
            typed = asked.typed if asked.draft is None else asked.draft
            yield SharedText(typed, asked.longest, is_line=asked.is_line)
            yield RoomLeft(asked.longest, int(asked.longest * _COUNTED))
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Go on writing at the end of what was typed before."""
        area = self.query_one(SharedText)
        area.move_cursor(area.document.end)

    @on(TypedText.Changed)
    def count(self) -> None:
        """Show how much room is left when it grows scarce."""
        self._is_warned = False
        self.query_one(RoomLeft).count(len(self.query_one(SharedText).text))

    @on(TypedText.Full)
    def say_full(self) -> None:
        """Say that the text is as long as is kept."""
        self.query_one(RoomLeft).say_cut()
        self._show_room()

    def _tell(self, told: Content) -> None:
        """Say something below the text."""
        self.query_one(RoomLeft).update(told)
        self._show_room()

    def _show_room(self) -> None:
        """Bring what is said below the text into sight where the question is long."""
        self.call_after_refresh(self.query_one(RoomLeft).scroll_visible, animate=False)

    @on(TypedText.Kept)
    def keep(self) -> None:
        """Give what was typed; what may not be empty is asked for."""
        typed = self.query_one(SharedText).text.strip()
        if typed or self._question.is_optional:
            self.dismiss(typed)
        else:
            self._tell(text("Nothing is typed yet. Escape goes back."))

    def action_scroll_asked(self, pages: int) -> None:
        """Show what there is no room for beside the text that is typed."""
        scroll_pages(self.query_one(".dialog"), pages)

    def action_leave(self) -> None:
        """Give nothing; where something was typed, only when asked twice."""
        if self.query_one(SharedText).text.strip() != self._question.typed.strip() and not self._is_warned:
            self._is_warned = True
            self._tell(styled(LEAVES_TYPED, "bold $warning"))
            return
        self.dismiss(None)


class Choose(ModalScreen[int | None]):
    """One of a few ways, by its position; None where it is left."""

    CSS_PATH = ["../../dialogs/dialogs.tcss", "asks.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="choose.leave", tooltip="Change nothing"),
        Binding("pageup", "scroll_asked(-1)", "Up", show=False, id="choose.up", tooltip="Read back"),
        Binding("pagedown", "scroll_asked(1)", "Down", show=False, id="choose.down", tooltip="Read on"),
    ]

    def __init__(self, title: str, *sentences: str, ways: tuple[str, ...], highlighted: int | None = None) -> None:
        """Ask `title`; where nothing is highlighted, one key too many chooses nothing."""
        super().__init__()
        self._title = title
        self._sentences = sentences
        self._ways = ways
        self._highlighted = highlighted

    def compose(self) -> ComposeResult:
        """Lay out the question and the ways."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(styled(self._title, "bold $primary"))
            for sentence in self._sentences:
                yield Static(text(sentence), classes="paragraph")
            yield Choices(*map(text, self._ways), highlighted=self._highlighted)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the ways; what there is no room for is a page key away."""
        self.query_one(Choices).focus()

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Give the way that was chosen."""
        self.dismiss(event.position)

    def action_scroll_asked(self, pages: int) -> None:
        """Show what there is no room for beside the ways."""
        scroll_pages(self.query_one(".dialog"), pages)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
