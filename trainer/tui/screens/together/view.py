"""One step of a room on the screen: it shows how things stand whenever that changes."""

from collections.abc import Callable, Coroutine
from typing import NamedTuple

from textual import on
from textual.containers import Vertical

from trainer.room.guest import Guest
from trainer.tui.content import text
from trainer.tui.screens.together.steps import Bookmark
from trainer.tui.widgets.choices import Choices


class Way(NamedTuple):
    """An entry that can be chosen, and what it does."""

    label: str
    do: Callable[[], object]


class View(Vertical):
    """A step."""

    def __init__(self, guest: Guest, bookmark: Bookmark, *, is_shared: bool = False) -> None:
        super().__init__(classes="view")
        self.guest = guest
        self.bookmark = bookmark
        self.is_shared = is_shared
        """Whether others use this keyboard, too."""
        self._ways: tuple[Way, ...] = ()
        self._kind = ""

    def show(self) -> None:
        """Show how things stand now."""
        raise NotImplementedError

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Begin something that asks; it goes on where this step has gone by meanwhile: nothing typed is lost."""
        self.screen.run_worker(work)

    def offer(self, *ways: Way, kind: str = "", highlighted: int | None = 0) -> None:
        """Offer `ways`; what is highlighted stays so where they are the same, and is found again by `kind`."""
        choices = self.query_one(Choices)
        before, self._ways = self._ways, ways
        if self._kind:
            self._remember(choices)
        if kind == self._kind and [way.label for way in before] == [way.label for way in ways]:
            return
        if kind and kind == self._kind and choices.highlighted is not None and before:
            label = before[min(choices.highlighted, len(before) - 1)].label
            again = next((at for at, way in enumerate(ways) if way.label == label), choices.highlighted)
            highlighted = min(again, max(0, len(ways) - 1))
        elif kind in self.bookmark.highlighted:
            highlighted = self.bookmark.highlighted[kind]
        self._kind = kind
        choices.offer(*(text(way.label) for way in ways), highlighted=highlighted)
        choices.display = bool(ways)
        if ways:
            choices.focus()

    def _remember(self, choices: Choices) -> None:
        if choices.highlighted is not None:
            self.bookmark.highlighted[self._kind] = choices.highlighted

    def on_unmount(self) -> None:
        """Remember what is highlighted."""
        if self._kind:
            for choices in self.query(Choices):
                self._remember(choices)

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Do what was chosen."""
        event.stop()
        if event.position < len(self._ways):
            self._ways[event.position].do()
