"""A few lines to fill in, and the ways on from there; what is wrong is said in place, and what was typed stays."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, NamedTuple, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from trainer.errors import StoreError, TrainerError, UsageError
from trainer.tui.content import styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.line_field import LineField
from trainer.tui.widgets.one_of import OneOf

T = TypeVar("T")


class WrongLine(UsageError):  # noqa: N818  it says what is
    """What was typed in a line will not do."""

    def __init__(self, told: str, line: str) -> None:
        """Say what is wrong with the line that has this id."""
        super().__init__(told)
        self.line = line


class Row(NamedTuple):
    """A line of a form: what is asked, and where it is answered."""

    label: str
    field: Widget
    hint: str = ""


class FormScreen(Screen[None]):
    """A form; `go` is what its ways lead to."""

    CSS_PATH = Path(__file__).with_name("form.tcss")  # whichever folder a form is in
    HEADING: ClassVar[str] = ""
    HAS_BACK: ClassVar[bool] = True
    """Whether there is a way back to where one came from."""
    SAID: ClassVar[tuple[str, ...]] = ()
    WAYS: ClassVar[tuple[str, ...]] = ()
    WORKS: ClassVar[str] = "One moment…"
    """What is said while something takes a moment."""
    TROUBLES: ClassVar[str] = ""
    """The line where to go on after a trouble that does not say which line it is in."""
    WILL_NOT_DO: ClassVar[str] = ""
    """The line of what will not do, where that is another one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="fill.back", tooltip="Back; nothing was done"),
        Binding("pageup", "scroll_form(-1)", "Up", show=False, id="fill.up", tooltip="What is above"),
        Binding("pagedown", "scroll_form(1)", "Down", show=False, id="fill.down", tooltip="What is below"),
    ]

    is_at_work: reactive[bool] = reactive(default=False, init=False, bindings=True)
    """Whether what was asked for is being done: then nothing else is, and one stays."""

    def rows(self) -> Iterator[Row]:
        """Yield the lines of the form."""
        raise NotImplementedError

    async def go(self, way: int) -> None:
        """Take one of the ways.

        Raises:
            TrainerError: when that is not possible; it is said in place.
        """
        raise NotImplementedError

    def said(self) -> tuple[str, ...]:
        """Return what stands above the lines."""
        return self.SAID

    def compose(self) -> ComposeResult:
        """Lay out the lines, what is wrong with them, and the ways on."""
        yield Static(styled(self.HEADING, "bold $primary"), classes="heading")
        with VerticalScroll(classes="page filled", can_focus=False):
            for sentence in self.said():
                yield Static(text(sentence), classes="said")
            for row in self.rows():
                with Horizontal(classes="row"):
                    yield Static(text(row.label), classes="label")
                    yield row.field
                if row.hint:
                    yield Static(styled(row.hint, "$quiet"), classes="hint")
            yield Static(id="trouble")
            yield Choices(*map(text, self.WAYS))
        yield Footer(show_command_palette=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer no way back while something is done that cannot be broken off."""
        return (self.HAS_BACK and not self.is_at_work) if action == "back" else True

    def typed(self, id: str) -> str:
        """Return what was typed in a line, without what stands around it."""
        return self.query_one(f"#{id}", LineField).value.strip()

    def secret(self, id: str) -> str:
        """Return what was typed unseen, as it was."""
        return self.query_one(f"#{id}", LineField).value

    def picked(self, id: str) -> int:
        """Return which of a few words stands in a line."""
        return self.query_one(f"#{id}", OneOf).position

    def empty(self, *ids: str) -> None:
        """Empty some lines, and begin again in the first of them."""
        for id in ids:
            self.query_one(f"#{id}", LineField).value = ""
        self.query_one(f"#{ids[0]}", LineField).focus()

    def line_of(self, trouble: TrainerError) -> str:
        """Return the line in which something is wrong, or nothing where it is in none of them."""
        match trouble:
            case WrongLine():
                return trouble.line
            case StoreError():
                return ""
            case UsageError():
                return self.WILL_NOT_DO or self.TROUBLES
            case _:
                return self.TROUBLES

    def say(self, what: str, style: str = "bold $warning") -> None:
        """Say what is wrong, or what is going on."""
        shown = self.query_one("#trouble", Static)
        shown.update(styled(what, style))
        shown.call_after_refresh(shown.scroll_visible, animate=False)

    async def meanwhile(self, do: Callable[[], T]) -> T:
        """Return what `do` returns, which takes a moment, and say so."""
        self.say(self.WORKS, "$quiet")
        try:
            return await asyncio.to_thread(do)
        finally:
            self.say("")

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Take the way that was chosen."""
        self.begin(event.position)

    def begin(self, way: int) -> None:
        """Take a way, unless one is being taken."""
        if not self.is_at_work:
            self.is_at_work = True
            self._work(way)

    @work
    async def _work(self, way: int) -> None:
        self.say("")
        try:
            await self.go(way)
        except TrainerError as error:
            self.say(str(error))
            if line := self.line_of(error):
                self.query_one(f"#{line}").focus()
        finally:
            self.is_at_work = False

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()

    def action_scroll_form(self, pages: int) -> None:
        """Show what there is no room for."""
        scroll_pages(self.query_one(".filled"), pages)
