"""Looking back: how it ended, what your words did, and the choices that counted one by one."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.debrief.debrief import Debrief, Moment
from trainer.report import own_words, told_speaker
from trainer.scenario.model import Practice
from trainer.session import Session
from trainer.tui.content import joined, styled, text
from trainer.tui.paging import scroll_pages
from trainer.wording import (
    LEVELS,
    NOT_THE_CHOICE_BUT_THE_PERSON,
    PRACTICES,
    THE_WHOLE_TALK,
    opened_place,
    part,
    practice_in_figures,
    practice_in_words,
    signed,
)


class LookingBack(Screen[None]):
    """Pages: the whole first, then a page for each choice that counted."""

    CSS_PATH = "reading.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n,space", "turn(1)", "Next", id="back.next", tooltip="The next choice that counted"),
        Binding("left,b", "turn(-1)", "Before", id="back.before", tooltip="The page before"),
        Binding("home", "first", "The whole", show=False, id="back.first", tooltip="The first page"),
        Binding("f", "figures", "Figures", id="back.figures", tooltip="Show or hide figures"),
        Binding("down,j", "scroll_text(2)", "Down", show=False, id="back.down", tooltip="Read on"),
        Binding("up,k", "scroll_text(-2)", "Up", show=False, id="back.up", tooltip="Read back"),
        Binding("pagedown", "scroll_page(1)", "Read on", id="back.page-down", tooltip="A page on"),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False, id="back.page-up", tooltip="A page back"),
        Binding("escape,q", "app.pop_screen", "Leave", id="back.leave", tooltip="Leave; it can be read again"),
    ]

    page: reactive[int] = reactive(0, init=False)
    """0 is the whole, 1 and on are the choices that counted."""
    has_figures: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._debrief: Debrief = session.look_back()
        self._typed = session.words()
        self._talk = session.opened_lines()

    def compose(self) -> ComposeResult:
        """Lay out the page and where it stands."""
        yield Static(id="where", classes="heading")
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
        yield Footer()

    def on_mount(self) -> None:
        """Begin with the whole."""
        self._show()

    def validate_page(self, page: int) -> int:
        """Stay between the first and the last page."""
        return max(0, min(page, len(self._debrief.moments) + bool(self._talk)))

    def watch_page(self) -> None:
        """Show another page from its top."""
        self._show()
        self.query_one("#text").scroll_home(animate=False)

    def watch_has_figures(self) -> None:
        """Show the page with or without figures."""
        self._show()

    def action_turn(self, pages: int) -> None:
        """Turn the page."""
        self.page += pages

    def action_first(self) -> None:
        """Back to the whole."""
        self.page = 0

    def action_figures(self) -> None:
        """Show or hide figures."""
        self.has_figures = not self.has_figures

    def action_scroll_text(self, lines: int) -> None:
        """Read on, or back."""
        self.query_one("#text").scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Read a page on, or back."""
        scroll_pages(self.query_one("#text"), pages)

    def _show(self) -> None:
        count = len(self._debrief.moments)
        if self.page > count:
            self.query_one("#where", Static).update(styled(THE_WHOLE_TALK, "bold $primary"))
            self.query_one("#told", Static).update(self._whole_talk())
            return
        where = "Looking back" if self.page == 0 else f"Choice that counted {self.page} of {count}"
        on = f"   → {count} choices that counted" if self.page == 0 and count else ""
        self.query_one("#where", Static).update(joined(styled(where, "bold $primary"), styled(on, "$quiet")))
        told = self._whole() if self.page == 0 else self._moment(self._debrief.moments[self.page - 1])
        self.query_one("#told", Static).update(told)

    def _whole(self) -> Content:
        debrief, scenario = self._debrief, self._session.scenario
        paragraphs = [
            joined(styled(scenario.title, "bold"), styled(f"   as {part(scenario.cast[debrief.seat])}", "$quiet"))
        ]
        if debrief.end is None:
            paragraphs.append(text("The story has not come to an end yet; this is what it shows so far."))
        else:
            end = scenario.ends[debrief.end]
            paragraphs.append(joined(styled(f"{end.title}. ", "bold"), end.text))
        paragraphs.append(
            joined(styled("What your words did", "bold $primary"), *map(self._practice, Practice), between="\n")
        )
        if self.has_figures:
            paragraphs.append(styled(NOT_THE_CHOICE_BUT_THE_PERSON, "$quiet"))
        if debrief.harm:
            says = {(c.event.beat, c.event.option): c.chosen.option.say for c in debrief.choices}
            hurt = [text(f"“{says[harm.beat, harm.option]}” {harm.reason}") for harm in debrief.harm]
            paragraphs.append(joined(styled("What could hurt", "bold $warning"), *hurt, between="\n"))
        return joined(*paragraphs, between="\n\n")

    def _practice(self, practice: Practice) -> Content:
        score = self._debrief.scores[practice]
        said = practice_in_figures(score) if self.has_figures else practice_in_words(score)
        return joined(f"{PRACTICES[practice].capitalize():<26}", said)

    def _moment(self, moment: Moment) -> Content:
        scenario, choice = self._session.scenario, moment.choice
        before = [line for line in self._session.lines_before(choice) if not line.is_thought][-2:]
        heard = [
            joined(styled(f"{scenario.cast[line.speaker].name}: ", "bold"), line.text)
            if line.speaker in scenario.cast
            else styled(line.text, "italic $quiet")
            for line in before
        ]
        said = joined(styled("You said: ", "bold $primary"), choice.chosen.option.say)
        words = own_words(self._session, moment, self._typed)
        paragraphs = [
            styled(scenario.scenes[choice.beat.scene].title, "$quiet"),
            *heard,
            said,
            joined(styled("In your own words: ", "bold"), words) if words else None,
            text(choice.chosen.option.why) if choice.chosen.option.why else None,
            self._others(moment),
            self._shown(moment),
        ]
        return joined(*(paragraph for paragraph in paragraphs if paragraph is not None), between="\n\n")

    def _whole_talk(self) -> Content:
        scenario, scene = self._session.scenario, ""
        paragraphs: list[Content] = []
        for line in self._talk:
            if line.scene != scene:
                scene = line.scene
                paragraphs.append(styled(opened_place(scenario, scenario.scenes[scene], self._debrief.seat), "$accent"))
            style = (
                "italic $secondary" if line.is_thought else "italic $quiet" if line.speaker == "note" else "$foreground"
            )
            name = "" if line.speaker == "note" else f"{told_speaker(scenario, line)}: "
            paragraphs.append(joined(styled(name, "bold"), styled(line.text, style)))
        return joined(*paragraphs, between="\n\n")

    def _shown(self, moment: Moment) -> Content:
        lines = [styled("It showed", "bold")]
        for practice, span in moment.spans.items():
            figures = (
                f"  {signed(span.chosen)} of {signed(span.worst)} to {signed(span.best)}" if self.has_figures else ""
            )
            lines.append(text(f"{PRACTICES[practice].capitalize():<26}{LEVELS[span.chosen]}{figures}"))
        return joined(*lines, between="\n")

    def _others(self, moment: Moment) -> Content | None:
        choice = moment.choice
        others = [text(f"· {option.option.say}") for option in choice.open if option is not choice.chosen]
        return joined(styled("What was open as well", "bold"), *others, between="\n") if others else None
