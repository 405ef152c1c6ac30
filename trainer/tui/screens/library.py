"""The library: which conversations there are."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from trainer.library import Shelf, own_folder
from trainer.listing import listed, told_plays
from trainer.scenario.model import Scenario
from trainer.store.base import Summary
from trainer.text import clean
from trainer.tui.content import joined, styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.choices import Choices
from trainer.wording import PRACTICES, care, minutes, read_by

_LONGEST_SEARCH: Final = 200


class Words(Input):
    """Words to search for: one clean line, and no longer than one types."""

    def validate_value(self, value: str) -> str:
        """Take what can be searched for, however it comes."""
        return clean(value).replace("\n", " ")[:_LONGEST_SEARCH]


class Library(Screen[None]):
    """A list of scenarios, with what is known of the highlighted one."""

    CSS_PATH = "library.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="library.search", tooltip="Search in titles, places and notes"),
        Binding("pagedown", "scroll_about(1)", "Read on", id="library.down", tooltip="More of what is known"),
        Binding("pageup", "scroll_about(-1)", "Back", show=False, id="library.up", tooltip="Back in what is known"),
        Binding("escape", "back", "Back", id="library.back", tooltip="Back home"),
    ]

    def __init__(
        self, shelf: Shelf, sessions: Callable[[], tuple[Summary, ...]], choose: Callable[[Scenario], object]
    ) -> None:
        super().__init__()
        self._shelf = shelf
        self._all_sessions = sessions
        self._sessions = sessions()
        self._choose = choose
        self._shown = shelf.scenarios

    def compose(self) -> ComposeResult:
        """Lay out the search, the list and what is known."""
        yield Static(styled("Library", "bold $primary"), classes="heading")
        yield Words(placeholder="Search", id="search", compact=True)
        with Horizontal(id="shelf"):
            yield Choices(*self._titles(), classes="spaced")
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="known")
        with Vertical(id="unreadable"):
            for path, error in self._shelf.unreadable:
                yield Static(styled(_unreadable(path, len(error.problems)), "$warning"))
        yield Footer()

    def on_screen_resume(self) -> None:
        """Begin on the list, with the plays that there are now."""
        self._sessions = self._all_sessions()
        choices = self.query_one(Choices)
        choices.offer(*self._titles(), highlighted=choices.position)
        choices.focus()
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        """Put what is known below the list where there is no room beside it."""
        self.set_class(event.size.width < 70, "-narrow")  # noqa: PLR2004  two columns need it

    @on(Input.Changed)
    async def search(self, event: Input.Changed) -> None:
        """Show the scenarios that hold every word."""
        words = event.value.casefold().split()
        self._shown = tuple(
            found for found in self._shelf.scenarios if all(word in _searchable(found) for word in words)
        )
        self.query_one(Choices).offer(*self._titles())
        self._tell()

    @on(Input.Submitted)
    def to_list(self) -> None:
        """Go from the search to what it found."""
        self.query_one(Choices).focus()

    @on(Choices.Highlighted)
    def tell(self) -> None:
        """Tell what is known of another scenario."""
        self._tell()
        self.query_one("#about").scroll_home(animate=False)

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Open the briefing of the chosen scenario."""
        self._choose(self._shown[event.position])

    def action_search(self) -> None:
        """Go to the search."""
        self.query_one(Input).focus()

    def action_scroll_about(self, pages: int) -> None:
        """Read on, or back, in what is known."""
        scroll_pages(self.query_one("#about"), pages)

    def action_back(self) -> None:
        """Leave the search, or the library."""
        search = self.query_one(Input)
        if search.has_focus or search.value:
            search.value = ""
            self.query_one(Choices).focus()
        else:
            self.app.pop_screen()

    def _titles(self) -> tuple[Content, ...]:
        return tuple(
            joined(found.title, styled(f"\n{minutes(found)}, {told_plays(self._plays(found))}", "$quiet"))
            for found in self._shown
        )

    def _plays(self, scenario: Scenario) -> tuple[Summary, ...]:
        return tuple(summary for summary in self._sessions if summary.scenario_id == scenario.id)

    def _tell(self) -> None:
        known = self.query_one("#known", Static)
        if not self._shown:
            empty = (
                "No scenario holds these words. Escape clears the search."
                if self._shelf.scenarios
                else _EMPTY.format(folder=own_folder())
            )
            known.update(text(empty))
            return
        scenario = self._shown[min(self.query_one(Choices).position, len(self._shown) - 1)]
        parts = listed(tuple(scenario.cast[who].name for who in scenario.seats))
        practised = listed(tuple(PRACTICES[practice] for practice in scenario.practises))
        paragraphs = [
            styled(scenario.title, "bold"),
            text(scenario.about),
            text(f"Parts you can take: {parts}."),
            text(f"It practises {practised}.") if practised else None,
            styled(care(scenario), "$secondary") if care(scenario) else None,
            styled(read_by(scenario), "$quiet"),
        ]
        known.update(joined(*(paragraph for paragraph in paragraphs if paragraph is not None), between="\n\n"))


_EMPTY = "There are no scenarios here. Install the program again, or put a folder with a scenario.yaml into {folder}."


def _searchable(scenario: Scenario) -> str:
    places = (scene.title for scene in scenario.scenes.values())
    names = (f"{member.name} {member.is_}" for member in scenario.cast.values())
    return " ".join((scenario.id, scenario.title, scenario.about, *scenario.care, *places, *names)).casefold()


def _unreadable(path: Path, problems: int) -> str:
    shown = path.relative_to(own_folder()) if path.is_relative_to(own_folder()) else path
    has = "a problem" if problems == 1 else f"{problems} problems"
    return f"{shown} has {has} and cannot be played. To see them: trainer check {path}"
