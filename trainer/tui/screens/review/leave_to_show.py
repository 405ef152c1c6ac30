"""Before a group sees a play: the codes that those whose it is, and who are there, made just now."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.errors import TrainerError
from trainer.signing_in.access import NotThere
from trainer.supervision.reviewing import Reviewing
from trainer.tui.content import styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.review.wording import BEFORE_SHOWING, CODE_IS_WRONG
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.line_field import LineField

_LONGEST_CODE: Final = 40
_MOST_PERSONS: Final = 4


class LeaveToShow(Screen[None]):
    """Asks for a code of each who had a part."""

    CSS_PATH = "review.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="leave-to-show.back", tooltip="Back; nothing is shown"),
        Binding("pageup", "scroll_form(-1)", "Up", show=False, id="leave-to-show.up", tooltip="What is above"),
        Binding("pagedown", "scroll_form(1)", "Down", show=False, id="leave-to-show.down", tooltip="What is below"),
    ]

    def __init__(self, reviewing: Reviewing, session: str, *, is_joint: bool) -> None:
        super().__init__()
        self._reviewing = reviewing
        self._session = session
        self._fields = _MOST_PERSONS if is_joint else 1

    def compose(self) -> ComposeResult:
        """Lay out what is needed, and where it is typed."""
        yield Static(styled("Walk through it with a group", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(text(BEFORE_SHOWING))
            if self._fields > 1:
                yield Static(text("Each who had a part makes a code of their own."), classes="paragraph")
            for number in range(1, self._fields + 1):
                yield LineField(longest=_LONGEST_CODE, placeholder="a code", id=f"code-{number}")
            yield Static(id="trouble")
            yield Choices(text("Begin"))
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Listen to the first code."""
        self.query_one("#code-1").focus()

    @on(Choices.Chosen)
    def begin(self) -> None:
        """Show the play, where the codes open it."""
        from trainer.tui.screens.review.group import GroupView  # noqa: PLC0415  only where it opens

        codes = tuple(code for field in self.query(LineField) if (code := field.value.strip()))
        try:
            reviewed = self._reviewing.begin_to_show(self._session, codes)
        except NotThere:
            self._say(CODE_IS_WRONG)
        except TrainerError as error:
            self._say(str(error))
        else:
            self.app.switch_screen(GroupView(self._reviewing, reviewed))

    def _say(self, trouble: str) -> None:
        """Say what is wrong, in place."""
        shown = self.query_one("#trouble", Static)
        shown.update(styled(trouble, "bold $warning"))
        shown.scroll_visible(animate=False)
        self.query_one("#code-1").focus()

    def action_scroll_form(self, pages: int) -> None:
        """Show what there is no room for."""
        scroll_pages(self.query_one(".page"), pages)
