"""Attempts at the same scene beside each other: what was said, what it showed, where it led."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.debrief.attempts import SideBySide, Step, moment_of, shared_part, side_by_side
from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.engine.shown import Spoken
from trainer.scenario.model import Practice, Scenario
from trainer.session import Session
from trainer.telling import told_return
from trainer.tui.content import joined, styled, text
from trainer.tui.paging import scroll_pages
from trainer.wording import PRACTICES, practice_in_figures, practice_in_words, shown_in_words


class Attempts(Screen[None]):
    """The first attempt on the left, another one on the right, from where they part."""

    CSS_PATH = "attempts.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n", "other(1)", "Next attempt", id="attempts.next", tooltip="Another attempt on the right"),
        Binding("left,b", "other(-1)", "Attempt before", id="attempts.before", tooltip="The attempt before"),
        Binding("down,j", "scroll_text(2)", "Down", show=False, id="attempts.down", tooltip="Read on"),
        Binding("up,k", "scroll_text(-2)", "Up", show=False, id="attempts.up", tooltip="Read back"),
        Binding("pagedown,space", "scroll_page(1)", "Read on", id="attempts.page-down", tooltip="A page on"),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False, id="attempts.page-up", tooltip="A page back"),
        Binding("f", "figures", "Figures", id="attempts.figures", tooltip="Show or hide figures"),
        Binding("escape,q", "app.pop_screen", "Back", id="attempts.back", tooltip="Back to the looking back"),
    ]

    other: reactive[int] = reactive(0, init=False, bindings=True)
    """Which of the later attempts is on the right."""
    has_figures: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, first: Session, later: tuple[Session, ...], shown: str = "") -> None:
        super().__init__()
        self._scenario = first.scenario
        self._first = first.look_back()
        self._later = tuple((shared_part(first.events, session.events), session.look_back()) for session in later)
        ids = [str(session.id) for session in later]
        self.set_reactive(Attempts.other, ids.index(shown) if shown in ids else len(later) - 1)

    def compose(self) -> ComposeResult:
        """Lay out two columns under their names."""
        yield Static(id="where", classes="heading")
        with Horizontal(id="names", classes="row"):
            yield Static(styled("First attempt", "bold"), classes="attempt")
            yield Static(id="which", classes="attempt")
        yield VerticalScroll(id="rows", can_focus=False)
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Show the attempt that was looked back on, or the last one."""
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another attempt only where there is one."""
        if action == "other":
            step = parameters[0]
            return isinstance(step, int) and 0 <= self.other + step < len(self._later)
        return True

    def validate_other(self, other: int) -> int:
        """Stay among the attempts."""
        return max(0, min(other, len(self._later) - 1))

    async def watch_other(self) -> None:
        """Show another attempt from its top."""
        await self._show()
        self.query_one("#rows").scroll_home(animate=False)

    async def watch_has_figures(self) -> None:
        """Show figures, or hide them."""
        await self._show()

    def action_other(self, step: int) -> None:
        """Go to another attempt."""
        self.other += step

    def action_figures(self) -> None:
        """Show or hide figures."""
        self.has_figures = not self.has_figures

    def action_scroll_text(self, lines: int) -> None:
        """Read on, or back."""
        self.query_one("#rows").scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Read a page on, or back."""
        scroll_pages(self.query_one("#rows"), pages)

    async def _show(self) -> None:
        shared, second = self._later[self.other]
        beside = side_by_side(self._first, second, shared)
        of = f"   of {len(self._later) + 1}" if len(self._later) > 1 else ""
        self.query_one("#where", Static).update(styled("Attempts beside each other", "bold $primary"))
        self.query_one("#which", Static).update(
            joined(styled(f"Attempt {self.other + 2}", "bold"), styled(of, "$quiet"))
        )
        rows = self.query_one("#rows", VerticalScroll)
        await rows.remove_children()
        await rows.mount(*self._rows(beside))

    def _rows(self, beside: SideBySide) -> list[Horizontal | Static]:
        said = [Static(text(told_return(each)), classes="across") for each in beside.returns]
        return [
            *(self._step(beside, step) for step in beside.steps),
            _row(*(_end(self._scenario, debrief) for debrief in (beside.first, beside.second))),
            _row(*(self._practices(debrief) for debrief in (beside.first, beside.second))),
            *said,
        ]

    def _step(self, beside: SideBySide, step: Step) -> Horizontal:
        return _row(*(self._said(*each) for each in ((beside.first, step.first), (beside.second, step.second))))

    def _said(self, debrief: Debrief, choice: Choice | None) -> Content:
        """Return what was heard, what was said to it and what that showed."""
        if choice is None:
            return text("")
        heard = [line for line in debrief.heard_before(choice) if line.speaker in self._scenario.cast][-1:]
        before = "".join(f"{self._scenario.cast[line.speaker].name}: {line.text}" for line in heard)
        moment = moment_of(debrief, choice)
        parts = [
            styled(before, "$quiet") if before else None,
            joined(styled("You: ", "bold $primary"), choice.chosen.option.say),
            styled(shown_in_words(moment.shown), "$warning") if moment else None,
            *map(self._answer, choice.chosen.then),
        ]
        return joined(*(part for part in parts if part is not None), between="\n")

    def _answer(self, line: Spoken) -> Content | None:
        """Return what was answered, without what was thought and seen."""
        is_said = line.speaker in self._scenario.cast and not line.is_thought
        return styled(f"{self._scenario.cast[line.speaker].name}: {line.text}", "$quiet") if is_said else None

    def _practices(self, debrief: Debrief) -> Content:
        told = practice_in_figures if self.has_figures else practice_in_words
        lines = (
            joined(styled(f"{PRACTICES[name].capitalize()}: ", "$quiet"), told(debrief.scores[name]))
            for name in Practice
        )
        return joined(*lines, between="\n")


def _row(first: Content, second: Content) -> Horizontal:
    return Horizontal(Static(first, classes="attempt"), Static(second, classes="attempt"), classes="row")


def _end(scenario: Scenario, debrief: Debrief) -> Content:
    if debrief.end is None:
        return styled("It has not come to an end.", "$quiet")
    end = scenario.ends[debrief.end]
    return joined(styled(f"Where it led: {end.title}. ", "bold"), end.text)
