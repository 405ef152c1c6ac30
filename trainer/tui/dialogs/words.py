"""Own words: the learner says the reply as they would; and the check-in, how it is now."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Footer, Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from trainer.privacy import LONGEST_TEXT, STRONGEST, Feeling
from trainer.text import clean
from trainer.tui.content import styled, text
from trainer.tui.dialogs.room_left import RoomLeft
from trainer.tui.paging import scroll_pages
from trainer.wording import LEAVES_TYPED, OVER_FREE_TEXT

_PAUSE_SECONDS: Final = 1.0
_NOT_SHARED: Final = "Not shared with anybody."
_COUNTED_FROM: Final = LONGEST_TEXT - 500


class TypedText(TextArea):
    """A text of one's own: Enter keeps it, and it never grows longer than is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", id="typed.keep", tooltip="Keep what you typed", priority=True),
        Binding("ctrl+j", "newline", "New line", show=False, id="typed.newline", tooltip="Begin a new line"),
    ]

    class Kept(Message):
        """Enter was pressed."""

    class Full(Message):
        """There is no more room."""

    def action_keep(self) -> None:
        """Say that the text is ready."""
        self.post_message(self.Kept())

    def action_newline(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def edit(self, edit: Edit) -> EditResult:
        """Take as much as there is room for, however it comes, and say where it was cut."""
        coming = clean(edit.text)
        leaving = self.get_text_range(edit.top, edit.bottom)
        room = LONGEST_TEXT - len(self.text) + len(leaving)
        edit.text = coming[:room]
        result = super().edit(edit)
        if len(coming) > room:
            self.post_message(self.Full())
        return result


class _Asks(ModalScreen[str | Feeling | None]):
    """A question with room for a text; None where nothing is given."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "skip", "Skip", id="asks.skip", tooltip="Give nothing and go on"),
        Binding(
            "pageup", "scroll_asked(-1)", "Up", show=False, id="asks.up", tooltip="Back to the question", priority=True
        ),
        Binding(
            "pagedown", "scroll_asked(1)", "Down", show=False, id="asks.down", tooltip="What is below", priority=True
        ),
    ]

    def __init__(self, typed: str = "", keep_draft: Callable[[str], object] | None = None) -> None:
        super().__init__()
        self._typed = typed
        self._keep_draft = keep_draft
        self._pause: Timer | None = None
        self._is_warned = False

    def on_mount(self) -> None:
        """Go on writing at the end of what was typed before."""
        self.query_one(TypedText).move_cursor(self.query_one(TypedText).document.end)

    @on(TypedText.Changed)
    def wait_for_a_pause(self) -> None:
        """Keep what was typed as soon as the typing pauses, so that a closed window takes no more than that."""
        if self._keep_draft is not None:
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(_PAUSE_SECONDS, self._keep_now)

    def _keep_now(self) -> None:
        if self._keep_draft is not None and self.is_changed:
            self._keep_draft(self.query_one(TypedText).text.strip())

    @on(TypedText.Changed)
    def count(self) -> None:
        """Show how much room is left when it grows scarce."""
        self._is_warned = False
        self.query_one(RoomLeft).count(len(self.query_one(TypedText).text))

    @on(TypedText.Full)
    def say_full(self) -> None:
        """Say that the text is as long as is kept."""
        self.query_one(RoomLeft).say_cut()

    def action_scroll_asked(self, pages: int) -> None:
        """Show what there is no room for beside the text that is typed."""
        scroll_pages(self.query_one(".dialog"), pages)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that would be lost."""
        return self.query_one(TypedText).text.strip() != self._typed

    def action_skip(self) -> None:
        """Give nothing; where something was typed, only when asked twice."""
        if self.is_changed and not self._is_warned:
            self._is_warned = True
            self.query_one(RoomLeft).update(styled(LEAVES_TYPED, "bold $warning"))
            return
        self.dismiss(None)


class AskText(_Asks):
    """A question that is answered in a text of one's own; what was typed before stands there to be changed."""

    is_emptied_to_delete = True
    """Whether an emptied text is an answer, too: it deletes what was there."""
    OVER: ClassVar = OVER_FREE_TEXT
    """What stands below what is typed."""

    def __init__(
        self, title: str, *sentences: str, typed: str = "", keep_draft: Callable[[str], object] | None = None
    ) -> None:
        super().__init__(typed, keep_draft)
        self._title = title
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """Lay out the question and the room for the answer."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(styled(self._title, "bold $primary"))
            for sentence in self._sentences:
                yield Static(text(sentence), classes="paragraph")
            yield TypedText(self._typed, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
            yield RoomLeft(LONGEST_TEXT, _COUNTED_FROM)
            yield Static(styled(self.OVER, "$quiet"), classes="paragraph")
        yield Footer(show_command_palette=False)

    @on(TypedText.Kept)
    def keep(self) -> None:
        """Give what was typed."""
        typed = self.query_one(TypedText).text.strip()
        self.dismiss(typed if typed or (self._typed and self.is_emptied_to_delete) else None)


class AskNote(AskText):
    """A note for oneself."""

    OVER: ClassVar = f"Not shared with anybody unless you choose to. {OVER_FREE_TEXT}"


class OwnWords(AskText):
    """How the learner would say the line just chosen."""

    is_emptied_to_delete = False
    OVER: ClassVar = f"{_NOT_SHARED} {OVER_FREE_TEXT}"

    def __init__(
        self, say: str, typed: str = "", *sentences: str, keep_draft: Callable[[str], object] | None = None
    ) -> None:
        others_hear = "How would you say it? The others hear the line above."
        super().__init__(
            "In your own words", f"You chose: {say}", others_hear, *sentences, typed=typed, keep_draft=keep_draft
        )


class Strength(Widget, can_focus=True):
    """How strong something is, from 0 to 10."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "change(-1)", "Less", id="strength.less", tooltip="A step less"),
        Binding("right,plus", "change(1)", "More", id="strength.more", tooltip="A step more"),
        Binding("enter", "screen.keep", "Keep", id="strength.keep", tooltip="Keep the answer"),
    ]

    value: reactive[int] = reactive(5)
    """From 0 to 10."""

    def validate_value(self, value: int) -> int:
        """Stay on the scale."""
        return max(0, min(STRONGEST, value))

    def render(self) -> str:
        """Draw the scale with the number beside it, so that colour is not needed."""
        return f"How strong?  {'●' * self.value}{'·' * (STRONGEST - self.value)}  {self.value} of {STRONGEST}"

    def action_change(self, step: int) -> None:
        """Make it stronger or weaker."""
        self.value += step


class AskFeeling(_Asks):
    """How it is now."""

    def __init__(
        self, question: str, typed: str = "", *sentences: str, keep_draft: Callable[[str], object] | None = None
    ) -> None:
        super().__init__(typed, keep_draft)
        self._question = question
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """Lay out the question, the room for an answer, and the scale."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(styled("How is it now?", "bold $primary"))
            yield Static(text(self._question), classes="paragraph")
            for sentence in self._sentences:
                yield Static(text(sentence), classes="paragraph")
            yield TypedText(self._typed, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
            yield RoomLeft(LONGEST_TEXT, _COUNTED_FROM)
            yield Strength()
            yield Static(
                styled(f"A word or a sentence; Tab to the scale. {_NOT_SHARED} {OVER_FREE_TEXT}", "$quiet"),
                classes="paragraph",
            )
        yield Footer(show_command_palette=False)

    @on(TypedText.Kept)
    def action_keep(self) -> None:
        """Give what was typed, with its strength."""
        typed = self.query_one(TypedText).text.strip()
        self.dismiss(Feeling(typed, self.query_one(Strength).value) if typed else None)
