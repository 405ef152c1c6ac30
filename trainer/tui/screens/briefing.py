"""The briefing: what it is about, whose part you take, what each can lose, and what holds here."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.scenario.model import Scenario
from trainer.tui.content import joined, styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.choices import Choices
from trainer.wording import BEFORE_PLAY, CONTAINER, LAST_TIME, care, minutes, part, read_by, stakes


class Briefing(Screen[None]):
    """What one reads before play."""

    CSS_PATH = ["reading.tcss", "briefing.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "read_or_begin",
            "Read on, then begin",
            id="briefing.enter",
            tooltip="Read on; at the end, begin",
            priority=True,
        ),
        Binding("pageup", "scroll_text(-1)", "Back", show=False, id="briefing.up", tooltip="A page back"),
        Binding("pagedown,space", "scroll_text(1)", "Read on", show=False, id="briefing.down", tooltip="A page on"),
        Binding("escape", "app.pop_screen", "Back", id="briefing.back", tooltip="Back to where you came from"),
    ]

    def __init__(
        self, scenario: Scenario, seat: str | None, begin: Callable[[Scenario, str], object], intention: str = ""
    ) -> None:
        super().__init__()
        self._scenario = scenario
        self._seats = scenario.seats
        self._first = self._seats.index(seat) if seat in self._seats else 0
        self._begin = begin
        self._intention = intention

    def compose(self) -> ComposeResult:
        """Lay out the text above the parts that can be taken."""
        with VerticalScroll(id="text", can_focus=False):
            yield Static(self._told(self._first), id="told", classes="column")
        yield Static(styled("Begin as", "$quiet"), id="ask")
        yield Choices(*(text(part(self._scenario.cast[who])) for who in self._seats))
        yield Footer()

    def on_mount(self) -> None:
        """Begin on the parts."""
        choices = self.query_one(Choices)
        choices.highlighted = self._first
        choices.focus()

    @on(Choices.Highlighted)
    def tell(self, event: Choices.Highlighted) -> None:
        """Tell what another part reads."""
        self.query_one("#told", Static).update(self._told(event.position))
        self.query_one("#text").scroll_home(animate=False)

    @on(Choices.Chosen)
    def begin(self, event: Choices.Chosen) -> None:
        """Begin the play with the chosen part."""
        self._begin(self._scenario, self._seats[event.position])

    def action_read_or_begin(self) -> None:
        """Read on; at the end of the text, begin."""
        scroller = self.query_one("#text")
        if scroller.scroll_offset.y < scroller.max_scroll_y:
            scroll_pages(scroller, 1)
        else:
            self.query_one(Choices).action_select()

    def action_scroll_text(self, pages: int) -> None:
        """Read on, or back."""
        scroll_pages(self.query_one("#text"), pages)

    def _told(self, position: int) -> Content:
        scenario = self._scenario
        if not self._seats:
            return text("Nobody can take a part in this scenario: no cast member has “seat: true”.")
        member = scenario.cast[self._seats[position]]
        paragraphs = [
            joined(styled(scenario.title, "bold $primary"), styled(f"  {minutes(scenario)}", "$quiet")),
            joined(styled(f"{LAST_TIME} ", "bold $secondary"), self._intention) if self._intention else None,
            joined(styled("Before you play", "bold"), *BEFORE_PLAY, between="\n· "),
            text(scenario.about),
            styled(care(scenario), "$secondary") if care(scenario) else None,
            joined(styled(f"You are {part(member)}. ", "bold"), member.briefing or ""),
            joined(styled("What each can lose", "bold"), *stakes(scenario), between="\n· ")
            if stakes(scenario)
            else None,
            joined(styled("Here. ", "bold"), " ".join(CONTAINER)),
            styled(read_by(scenario), "$quiet"),
        ]
        return joined(*(paragraph for paragraph in paragraphs if paragraph is not None), between="\n\n")
