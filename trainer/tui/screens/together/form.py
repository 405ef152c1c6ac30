"""A few lines to fill in before one sets out together; what is wrong is said in place, and what was typed stays."""

from collections.abc import Iterator
from typing import ClassVar, Final, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from trainer.errors import TrainerError
from trainer.room.messages import LONGEST_NAME
from trainer.room.wording import SIDES
from trainer.tui.content import styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.together.stay import Person
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.line_field import LineField
from trainer.tui.widgets.one_of import OneOf

_SIDES: Final = tuple(SIDES)
LONGEST_ADDRESS: Final = 260


class Row(NamedTuple):
    """A line of a form: what is asked, and where it is answered."""

    label: str
    fields: tuple[Widget, ...]
    hint: str = ""


def person_fields(number: int, side: str, typed: str = "") -> tuple[Widget, ...]:
    """Return where a name is typed, and where one says as what one comes."""
    name = LineField(typed, longest=LONGEST_NAME, placeholder="any that others may see", id=f"name-{number}")
    name.add_class("name")
    return (
        name,
        Static(text(" as "), classes="as"),
        OneOf(*SIDES.values(), position=list[str](SIDES).index(side), id=f"side-{number}"),
    )


class Form(Screen[None]):
    """A form; what it leads to is `send`."""

    CSS_PATH = "together.tcss"
    HEADING: ClassVar[str]
    SAID: ClassVar[str]
    DO: ClassVar[str]
    """What the last entry does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="form.back", tooltip="Back; nothing was begun"),
        Binding("pageup", "scroll_form(-1)", "Up", show=False, id="form.up", tooltip="What is above"),
        Binding("pagedown", "scroll_form(1)", "Down", show=False, id="form.down", tooltip="What is below"),
    ]

    def rows(self) -> Iterator[Row]:
        """Yield the lines of the form."""
        raise NotImplementedError

    async def send(self) -> None:
        """Do what the form is for.

        Raises:
            TrainerError: when that is not possible; it is said in place.
        """
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the lines, what is wrong with them, and the way on."""
        yield Static(styled(self.HEADING, "bold $primary"), classes="heading")
        with VerticalScroll(classes="page form", can_focus=False):
            yield Static(styled(self.SAID, "$quiet"))
            for row in self.rows():
                with Horizontal(classes="row"):
                    yield Static(text(row.label), classes="label")
                    yield from row.fields
                if row.hint:
                    yield Static(styled(row.hint, "$quiet"), classes="hint")
            yield Static(id="trouble")
            yield Choices(text(self.DO))
        yield Footer(show_command_palette=False)

    def typed(self, id: str) -> str:
        """Return what was typed in a line."""
        return self.query_one(f"#{id}", LineField).value.strip()

    def person(self, number: int) -> Person:
        """Return somebody who comes."""
        side = _SIDES[self.query_one(f"#side-{number}", OneOf).position]
        return Person(self.typed(f"name-{number}"), side)

    def say(self, trouble: str) -> None:
        """Say what is wrong."""
        shown = self.query_one("#trouble", Static)
        shown.update(styled(trouble, "bold $warning"))
        shown.scroll_visible(animate=False)

    @on(Choices.Chosen)
    def chosen(self) -> None:
        """Do what the form is for."""
        self._send()

    @work(exclusive=True)
    async def _send(self) -> None:
        self.say("")
        try:
            await self.send()
        except TrainerError as error:
            self.say(str(error))

    def action_scroll_form(self, pages: int) -> None:
        """Show what there is no room for."""
        scroll_pages(self.query_one(".form"), pages)
