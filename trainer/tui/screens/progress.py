"""Progress: what one's plays show together, page by page, words first."""

import asyncio
from collections.abc import Callable
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.debrief.progress import ScoredPlay
from trainer.errors import TrainerError
from trainer.progress import Plays, Read
from trainer.progress.words import NOTHING_YET, recent, shows_a_way, unreadable
from trainer.scenario.model import Practice
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.progress_pages import TITLES, page_of, plays_of, practice_of
from trainer.tui.widgets.plot import Drawing, Plot, Series

_PLAYS_A_TURN: Final = 8
"""How many plays are read between two looks at the keys; each takes about a millisecond."""
_LAST: Final = len(TITLES) - 1
_LABELS: Final = 10
"""How many plays have their number below a plot, at most."""
_Y_LABELS: Final[dict[float, str]] = {0: "0", 25: "25", 50: "50", 75: "75", 100: "100"}
_LEGEND: Final = (
    "● first attempt   ▲ tried again   │ where it probably lies\n"
    "The numbers below are the plays, in the order in which they began."
)


class Progress(Screen[None]):
    """What plays show of each practice, the range of actions, and the ways of protecting oneself.

    A store belongs to the thread that opened it, so the plays are read here, some at a time, and keys in between.
    """

    CSS_PATH = "progress.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  so it is declared in Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n,space", "turn(1)", "On", id="progress.next", tooltip="The next page"),
        Binding("left,b", "turn(-1)", "Back", id="progress.before", tooltip="The page before"),
        Binding("f", "figures", "Figures", id="progress.figures", tooltip="Show or hide figures and plots"),
        Binding("pagedown", "scroll_page(1)", "Read on", id="progress.page-down", tooltip="More of this page"),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False, id="progress.page-up", tooltip="Back on this page"),
        Binding("down,j", "scroll_rows(2)", "Down", show=False, id="progress.down", tooltip="Read on a little"),
        Binding("up,k", "scroll_rows(-2)", "Up", show=False, id="progress.up", tooltip="Read back a little"),
        Binding("escape,q", "app.pop_screen", "Home", id="progress.back", tooltip="Back home"),
    ]

    page: reactive[int] = reactive(0, init=False, bindings=True)
    has_figures: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, open_plays: Callable[[], Plays]) -> None:
        super().__init__()
        self._open_plays = open_plays
        self._read: Read | None = None

    def compose(self) -> ComposeResult:
        """Lay out where one is, the words, the plot and the plays."""
        yield Static(styled("Your progress over plays", "bold $primary"), id="where", classes="heading")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="told")
            yield Plot()
            yield Static(styled(_LEGEND, "$quiet"), id="legend")
            yield Static(id="plays")
        yield Footer()

    def on_mount(self) -> None:
        """Begin to read."""
        self._read_plays()

    @work(exclusive=True)
    async def _read_plays(self) -> None:
        try:
            plays = self._open_plays()
        except TrainerError as error:
            self._tell("Your plays could not be read.")
            self.app.push_screen(Notice("That did not work", str(error)))
            return
        while plays.left:
            self._tell(f"Reading your plays … {plays.count - plays.left} of {plays.count}")
            for _ in range(min(_PLAYS_A_TURN, plays.left)):
                plays.read_one()
            await asyncio.sleep(0)
            if self not in self.app.screen_stack:  # one that was left loses its widgets before its workers
                return
        self._read = plays.result()
        self._show()

    def on_resize(self) -> None:
        """See what can be scrolled now."""
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the pages that there are, and what can be done with this one."""
        has_plays = self._read is not None and bool(self._read.progress.plays)
        match action, parameters:
            case "turn", (int(pages),):
                return has_plays and 0 <= self.page + pages <= _LAST
            case "figures", _:
                return has_plays and self.page != _LAST
            case "scroll_page", _:
                return self.is_mounted and self.query_one("#page").max_scroll_y > 0
            case _:
                return True

    def validate_page(self, page: int) -> int:
        """Stay between the first and the last page."""
        return max(0, min(page, _LAST))

    def watch_page(self) -> None:
        """Show another page from its top."""
        self._show()
        self.query_one("#page").scroll_home(animate=False)

    def watch_has_figures(self) -> None:
        """Show the page with or without figures."""
        self._show()

    def action_turn(self, pages: int) -> None:
        """Turn the page."""
        self.page += pages

    def action_figures(self) -> None:
        """Show or hide figures."""
        self.has_figures = not self.has_figures

    def action_scroll_page(self, pages: int) -> None:
        """Read a page on, or back."""
        scroll_pages(self.query_one("#page"), pages)

    def action_scroll_rows(self, rows: int) -> None:
        """Read on a little, or back."""
        self.query_one("#page").scroll_relative(y=rows, animate=False)

    def _show(self) -> None:
        """Show the page that is before the person."""
        read = self._read
        if read is None:
            return
        if not read.progress.plays:
            self._tell(f"{NOTHING_YET} {unreadable(read)}".strip())
            return
        practice = practice_of(self.page)
        self.query_one("#where", Static).update(_where(self.page))
        self.query_one("#told", Static).update(page_of(self.page, read, has_figures=self.has_figures))
        plays = plays_of(practice, read, has_figures=self.has_figures) if practice else Content()
        self.query_one("#plays", Static).update(plays)
        is_plotted = self.has_figures and practice is not None and shows_a_way(read, practice)
        self.set_class(is_plotted, "-plotted")
        if practice is not None and is_plotted:
            self.query_one(Plot).draw(_drawing(read, practice))
        self.call_after_refresh(self.refresh_bindings)

    def _tell(self, sentence: str) -> None:
        self.query_one("#told", Static).update(text(sentence))


def _where(page: int) -> Content:
    heading = styled("Your progress over plays", "bold $primary")
    return joined(heading, styled(f"   {TITLES[page]}, {page + 1} of {len(TITLES)}", "$quiet"))


def _drawing(read: Read, practice: Practice) -> Drawing:
    plays = recent(read, practice)
    numbers = [number for number, _ in plays]
    every = -(-len(plays) // _LABELS)
    return Drawing(
        series=(
            _series([each for each in plays if not each[1].play.is_fork], "●", "primary"),
            _series([each for each in plays if each[1].play.is_fork], "▲", "secondary"),
        ),
        x_range=(numbers[0] - 0.5, numbers[-1] + 0.5),
        x_labels={number: str(number) for number in numbers[::every]},
        y_labels=_Y_LABELS,
    )


def _series(plays: list[tuple[int, ScoredPlay]], marker: str, colour: str) -> Series:
    points = [
        (number, score.score, score.low, score.high)
        for number, (_, score) in plays
        if score.score is not None and score.low is not None and score.high is not None
    ]
    x, y, low, high = zip(*points, strict=True) if points else ((), (), (), ())
    return Series(x=x, y=y, low=low, high=high, marker=marker, colour=colour)
