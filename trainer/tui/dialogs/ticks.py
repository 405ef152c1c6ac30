"""Some of several things: each is ticked or not, by a sign and not by colour."""

from collections.abc import Set as AbstractSet
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from trainer.tui.content import styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.choices import Choices


class AskTicks(ModalScreen[frozenset[int] | None]):
    """Which of some things, by their positions; None where it is left open."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="ticks.back", tooltip="Back, with nothing chosen"),
        Binding("pageup", "scroll_asked(-1)", "Up", show=False, id="ticks.up", tooltip="Read back"),
        Binding("pagedown", "scroll_asked(1)", "Down", show=False, id="ticks.down", tooltip="Read on"),
    ]

    def __init__(
        self, title: str, *sentences: str, things: tuple[str, ...], done: str, ticked: AbstractSet[int] = frozenset()
    ) -> None:
        """Ask `title`; `done` is what the last entry says."""
        super().__init__()
        self._title = title
        self._sentences = sentences
        self._things = things
        self._done = done
        self._ticked = set(ticked)

    def compose(self) -> ComposeResult:
        """Lay out the things and the way on."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(styled(self._title, "bold $primary"))
            for sentence in self._sentences:
                yield Static(text(sentence), classes="paragraph")
            yield Choices(*self._labels())
        yield Footer(show_command_palette=False)

    def _labels(self) -> tuple[Content, ...]:
        ticks = (text(f"[{'x' if at in self._ticked else ' '}] {thing}") for at, thing in enumerate(self._things))
        return (*ticks, text(self._done))

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Tick or untick, or go on."""
        if event.position == len(self._things):
            self.dismiss(frozenset(self._ticked))
            return
        self._ticked ^= {event.position}
        event.choices.offer(*self._labels(), highlighted=event.position)

    def action_back(self) -> None:
        """Leave it open."""
        self.dismiss(None)

    def action_scroll_asked(self, pages: int) -> None:
        """Read on, or back, where there is more than fits."""
        scroll_pages(self.query_one(".dialog"), pages)
