"""What the plays that staff share show together, page by page, words first; no names, no ranks, never of patients."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Footer, Static

from trainer.review.cohort import Cohort, TooFew
from trainer.review.items import Turn
from trainer.review.wording import NOBODY_YET
from trainer.supervision.reviewing import Reviewing
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.review.cohort_pages import (
    TITLES,
    authors_told,
    drawing_of,
    has_two_ways,
    is_for_authors,
    page_told,
    practice_on,
)
from trainer.tui.screens.review.pages import Page
from trainer.tui.screens.review.reads import is_done
from trainer.tui.widgets.plot import Plot

_LAST: Final = len(TITLES) - 1
_HEADING: Final = "What plays of staff show together"
_READING: Final = "Reading the plays …"
_LEGEND: Final = "● the month   │ where it probably lies; a month without a point has too few behind it"


class CohortScreen(Page):
    """A group's figures."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  so it is declared in Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n,space", "turn(1)", "On", id="cohort.next", tooltip="The next page"),
        Binding("left,b", "turn(-1)", "Back", id="cohort.before", tooltip="The page before"),
        Binding("f", "figures", "Figures", id="cohort.figures", tooltip="Show or hide figures and plots"),
        Binding("escape,q", "app.pop_screen", "Leave", id="cohort.leave", tooltip="Back to the list"),
    ]

    page: reactive[int] = reactive(0, init=False, bindings=True)
    has_figures: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__()
        self._reviewing = reviewing
        self._found: Cohort | TooFew | None = None
        self._options: tuple[Turn, ...] | None = None
        """The figures of the options, once their page was looked at."""

    def compose(self) -> ComposeResult:
        """Lay out the words, and the plot below them."""
        yield Static(id="where", classes="heading")
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
            yield Plot()
            yield Static(styled(_LEGEND, "$quiet"), id="legend")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Say that the plays are being read, and read them once that was drawn."""
        super().on_mount()
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        """Read the plays; a store belongs to the thread that opened it, so this is no work for another one."""
        if is_done(self.app, self._take):
            self.show()

    def _take(self) -> None:
        self._found = self._reviewing.cohort()

    def heading(self) -> Content:
        """Return which page it is."""
        where = f"   {TITLES[self.page]}, {self.page + 1} of {len(TITLES)}" if isinstance(self._found, Cohort) else ""
        return joined(styled(_HEADING, "bold $primary"), styled(where, "$quiet"))

    def told(self) -> Content:
        """Return the page, or why there is none."""
        match self._found:
            case Cohort() if is_for_authors(self.page):
                return authors_told(self._options or ())
            case Cohort() as found:
                return page_told(self.page, found, has_figures=self.has_figures)
            case TooFew():
                return text(NOBODY_YET)
            case None:
                return text(_READING)

    def show(self, *, from_top: bool = False) -> None:
        """Show the page, with its plot where it has one."""
        practice = practice_on(self.page)
        drawing = None
        if practice is not None and self.has_figures and isinstance(self._found, Cohort):
            drawing = drawing_of(self._found.practices[practice])
        self.set_class(drawing is not None, "-plotted")
        if drawing is not None:
            self.query_one(Plot).draw(drawing)
        super().show(from_top=from_top)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the pages that there are, and figures where they say more."""
        has_pages = isinstance(self._found, Cohort)
        match action, parameters:
            case "turn", (int(pages),):
                return has_pages and 0 <= self.page + pages <= _LAST
            case "figures", _:
                return has_pages and has_two_ways(self.page)
            case _:
                return super().check_action(action, parameters)

    def validate_page(self, page: int) -> int:
        """Stay between the first and the last page."""
        return max(0, min(page, _LAST))

    def watch_page(self) -> None:
        """Show another page from its top."""
        if is_for_authors(self.page) and self._options is None:
            is_done(self.app, self._take_options)
        self.show(from_top=True)

    def _take_options(self) -> None:
        self._options = self._reviewing.option_figures()

    def watch_has_figures(self) -> None:
        """Show the page with or without figures."""
        self.show()

    def action_turn(self, pages: int) -> None:
        """Turn the page."""
        self.page += pages

    def action_figures(self) -> None:
        """Show or hide figures."""
        self.has_figures = not self.has_figures
