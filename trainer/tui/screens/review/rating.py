"""A second reading: each choice is rated on the anchors before the key is seen, and then put beside it."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from trainer.debrief.history import Choice
from trainer.review.second_reading import (
    ALL_RATED,
    ASKED,
    BEFORE_RATING,
    KEY_IS_KNOWN,
    OFFERED_LEVELS,
    anchors_of,
    level_in_words,
)
from trainer.scenario.model import Practice
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.review.compared import agreement_told, compared
from trainer.tui.screens.review.reads import Reads
from trainer.tui.screens.review.turns import Turn, chosen_told, lines_told, others_open, turns_of
from trainer.tui.screens.review.wording import NOT_KEPT
from trainer.tui.widgets.choices import Choices
from trainer.wording import PRACTICES

_PRACTICES: Final = tuple(Practice)
_KEEP, _ANEW = range(2)


class Rating(Reads):
    """One choice after the other, one practice after the other."""

    CSS_PATH = ["../reading.tcss", "review.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,left", "back", "One back", id="rating.back", tooltip="Answer the last one again"),
        Binding("s", "skip", "Skip", id="rating.skip", tooltip="Leave this choice for later"),
        Binding("pagedown", "scroll_page(1)", "More", id="rating.down", tooltip="What is below"),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False, id="rating.up", tooltip="A page back"),
        Binding("escape,q", "leave", "Leave", id="rating.leave", tooltip="Back; what you kept stays kept"),
    ]

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed) -> None:
        super().__init__(reviewing, reviewed)
        turns = turns_of(reviewed.session.look_back(reviewed.seat))
        self._turns = tuple(turn for turn in turns if turn.choice is not None)
        self._left: list[Turn] = []
        """The choices that are not rated yet, the one that is before the person first."""
        self._answers: dict[int, list[int]] = {}
        """What was answered to choices and is not kept yet, practice by practice, by the positions of the choices."""
        self._kept: Choice | None = None
        """The choice that was rated just now, until the person goes on."""
        self._can_rate = True

    def compose(self) -> ComposeResult:
        """Lay out the choice, and what can be answered."""
        yield Static(id="where", classes="heading")
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
            yield Static(id="chosen", classes="column paragraph")
            yield Static(id="more", classes="column paragraph")
        yield Static(id="ask")
        yield Choices()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Begin with the first choice that is not rated."""

        def read() -> None:
            mine = {each.position for each in self.reviewing.ratings(self.reviewed) if self._is_mine(each.rater)}
            self._can_rate = self.reviewing.can_rate(self.reviewed)
            self._left = [turn for turn in self._turns if turn.choice and turn.choice.position not in mine]

        if self.is_done(read):
            self._show()
        self.query_one(Choices).focus()

    def _is_mine(self, rater: str) -> bool:
        return rater == self.reviewing.me.id

    @property
    def _turn(self) -> Turn | None:
        """The choice that is asked about, or None when none is."""
        return self._left[0] if self._can_rate and self._left and self._kept is None else None

    @property
    def _levels(self) -> list[int]:
        """What was answered to the choice that is asked about, practice by practice."""
        turn = self._turn
        return self._answers.setdefault(turn.choice.position, []) if turn and turn.choice else []

    @property
    def _practice(self) -> Practice | None:
        """The practice that is asked about, or None when all were."""
        return _PRACTICES[len(self._levels)] if len(self._levels) < len(_PRACTICES) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what leads anywhere."""
        match action:
            case "back":
                return self._turn is not None and bool(self._levels)
            case "skip":
                return self._turn is not None and len(self._left) > 1
            case "scroll_page":
                return any(scroller.max_scroll_y > 0 for scroller in self.query("#text"))
            case _:
                return super().check_action(action, parameters)

    def _show(self) -> None:
        """Show what is asked, or what came of it."""
        parts: dict[str, tuple[Content, ...]] = {}

        def tell() -> None:
            self.reviewing.still(self.reviewed)
            parts.update(told=tuple(self._told()), chosen=tuple(self._chosen()), more=tuple(self._more()))

        if not self.is_done(tell):
            return
        self.query_one("#where", Static).update(self._heading())
        for id, paragraphs in parts.items():
            self.query_one(f"#{id}", Static).update(joined(*paragraphs, between="\n\n"))
            self.query_one(f"#{id}").display = bool(paragraphs)
        ask = self.query_one("#ask", Static)
        ask.display = self._turn is not None and self._practice is not None
        ask.update(styled(ASKED[self._practice], "bold $accent") if self._practice else "")
        self.query_one(Choices).offer(*map(text, self._offered()), highlighted=None if self._turn else 0)
        self.query_one("#text").scroll_home(animate=False)
        # The answers take their room in one refresh; how much is left above them is known in the next.
        self.call_after_refresh(self.call_after_refresh, self._scroll_to_what_counts)

    def on_resize(self) -> None:
        """Keep in sight what counts."""
        self.call_after_refresh(self._scroll_to_what_counts)

    def _scroll_to_what_counts(self) -> None:
        """Bring into sight the line that is asked about, or at last what was answered to it."""
        is_answered = self._turn is not None and self._practice is None
        for counts in self.query("#more" if is_answered else "#chosen"):  # none where one has left meanwhile
            counts.scroll_visible(animate=False)
        self.call_after_refresh(self.refresh_bindings)

    def _heading(self) -> Content:
        number = len(self._turns) - len(self._left) + (self._turn is not None)
        heading = styled(self.reviewed.session.scenario.title, "bold $primary")
        if not self._turns:
            return heading
        return joined(heading, styled(f"   a reading of your own, {number} of {len(self._turns)}", "$quiet"))

    def _told(self) -> Iterator[Content]:
        """Yield what was said before the line that is asked about, or what came of it."""
        if self._turn is not None:
            yield from tuple(lines_told(self.reviewed.session.scenario, self._turn, self.reviewed.seat))[-2:]
        elif self._kept is not None:
            yield compared(self.reviewing, self.reviewed, self._kept)
        else:
            yield text(ALL_RATED if not self._left else KEY_IS_KNOWN)
            yield from agreement_told(self.reviewing, self.reviewed, tuple(t.choice for t in self._turns if t.choice))

    def _chosen(self) -> Iterator[Content]:
        if self._turn is not None:
            yield chosen_told(self.reviewed.session.scenario, self._turn)

    def _more(self) -> Iterator[Content]:
        """Yield what was answered to the line, or what else could be said there."""
        if self._turn is None:
            return
        if self._practice is None:
            yield self._answered()
            return
        if open_as_well := others_open(self._turn):
            yield joined(styled("Open as well: ", "$quiet"), styled(" · ".join(open_as_well), "$quiet"))
        if not self._levels and len(self._left) == len(self._turns):
            yield styled(BEFORE_RATING, "$quiet")

    def _answered(self) -> Content:
        lines = (
            text(f"{PRACTICES[practice].capitalize():<26}{level_in_words(level)}")
            for practice, level in zip(Practice, self._levels, strict=True)
        )
        return joined(styled("So you read it:", "bold $accent"), *lines, between="\n")

    def _offered(self) -> tuple[str, ...]:
        if self._turn is not None:
            if self._practice is None:
                return ("Keep it; it stays as it is", "Read it once more")
            return anchors_of(self._practice)
        if self._kept is not None:
            return ("On to the next choice" if self._left else "On to how far readers agree",)
        return ("Back to the play",)

    @on(Choices.Chosen)
    def answer(self, event: Choices.Chosen) -> None:
        """Take an answer, and go on."""
        if self._turn is not None and self._practice is not None:
            self._levels.append(OFFERED_LEVELS[event.position])
        elif self._turn is not None and event.position == _ANEW:
            self._levels.clear()
        elif self._turn is not None and event.position == _KEEP:
            self._keep(self._turn)
        elif self._kept is not None:
            self._kept = None
        else:
            self.app.pop_screen()
            return
        self._show()

    def _keep(self, turn: Turn) -> None:
        choice, levels = turn.choice, dict(zip(Practice, self._levels, strict=True))
        if choice is not None and self.is_done(lambda: self.reviewing.rate(self.reviewed, choice.position, levels)):
            self._kept = choice
            self._left.pop(0)
        if choice is not None:
            self._answers.pop(choice.position, None)

    def action_back(self) -> None:
        """Answer the last one again."""
        self._levels.pop()
        self._show()

    def action_skip(self) -> None:
        """Leave this choice for later; what was answered to it stays until it comes again."""
        self._left.append(self._left.pop(0))
        self._show()

    def action_leave(self) -> None:
        """Go back; where answers are not kept yet, ask first."""
        if any(self._answers.values()):
            self._ask_to_leave()
        else:
            self.app.pop_screen()

    @work(exclusive=True)
    async def _ask_to_leave(self) -> None:
        asked = AskWay("Leave it for now?", NOT_KEPT, ways=("Stay", "Leave, without those answers"))
        if await self.app.push_screen_wait(asked) == 1:
            self.app.pop_screen()

    def action_scroll_page(self, pages: int) -> None:
        """Read a page on, or back."""
        scroll_pages(self.query_one("#text"), pages)
