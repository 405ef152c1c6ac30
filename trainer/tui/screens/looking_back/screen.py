"""The looking back: three steps, short first, that one goes through at one's own pace."""

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
from textual.worker import get_current_worker

from trainer.debrief.debrief import TurningPoint
from trainer.debrief.history import Choice
from trainer.debrief.marks import WHOLE, of_moment
from trainer.errors import TrainerError
from trainer.journal import CAME_OF_IT, HOW_IT_WAS, INTENTION, SESSION
from trainer.session import Session
from trainer.telling import Reading
from trainer.tui.content import joined, styled
from trainer.tui.dialogs.again import TryAgain
from trainer.tui.dialogs.notice import Notice
from trainer.tui.notes import write_note
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.looking_back.how_it_was import how_it_was
from trainer.tui.screens.looking_back.looked_back import LookedBack
from trainer.tui.screens.looking_back.take_along import for_next_time, one_reading, the_whole
from trainer.tui.screens.looking_back.what_happened import WhatHappened
from trainer.wording import FOR_NEXT_TIME, HOW_WAS_IT

_STEPS: Final = ("How it was", "What happened", "What to take along")
_HOW, _TALK, _ALONG = range(len(_STEPS))


class LookingBack(Screen[None]):
    """How it was, what happened, what to take along; the last one page by page."""

    CSS_PATH = ["../reading.tcss", "../transcript.tcss", "looking_back.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n,space,enter", "turn(1)", "On", id="back.next", tooltip="The next page, or the next step"),
        Binding("left,b", "turn(-1)", "Back", id="back.before", tooltip="The page before, or the step before"),
        Binding("1", "go_to(0)", "How it was", show=False, id="back.how", tooltip="To the first step"),
        Binding("2", "go_to(1)", "What happened", show=False, id="back.talk", tooltip="To the second step"),
        Binding("3", "go_to(2)", "What to take along", show=False, id="back.along", tooltip="To the third step"),
        Binding("down,j", "own_line(1)", "Your lines", id="back.own-next", tooltip="To your next line"),
        Binding("up,k", "own_line(-1)", "Up", show=False, id="back.own-before", tooltip="To your line before"),
        Binding("down,j", "scroll_text(1)", "Down", show=False, id="back.down", tooltip="Read on"),
        Binding("up,k", "scroll_text(-1)", "Up", show=False, id="back.up", tooltip="Read back"),
        Binding("pagedown", "scroll_page(1)", "More", id="back.page-down", tooltip="What is below"),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False, id="back.page-up", tooltip="A page back"),
        Binding("w", "write", "Write", id="back.write", tooltip="Write something, for yourself alone"),
        Binding("c", "came_of_it", "Came of it", id="back.came", tooltip="What came of what you wanted"),
        Binding("i", "intention", "Next time", id="back.intention", tooltip="What you will try next time"),
        Binding("g", "go_back", "Again", id="back.again", tooltip="Go back to here and say something else"),
        Binding("x", "not_so", "Not so", id="back.not-so", tooltip="Mark: not so for me"),
        Binding("x", "so", "Unmark", id="back.so", tooltip="Take the mark away: it is so, after all"),
        Binding("a", "attempts", "Attempts", id="back.attempts", tooltip="See the attempts beside each other"),
        # The line of keys has room for these two where little else can be done.
        Binding("s", "share(1)", "Share", id="back.share", tooltip="With whom this play is shared"),
        Binding("s", "share(0)", "Share", show=False, id="back.share-too", tooltip="With whom this play is shared"),
        Binding("o", "others(1)", "Others wrote", id="back.others", tooltip="What those wrote whom you share it with"),
        Binding("o", "others(0)", "Others wrote", show=False, id="back.others-too", tooltip="What those wrote"),
        Binding("f", "figures", "Figures", id="back.figures", tooltip="Show or hide figures"),
        Binding("escape,q", "app.pop_screen", "Leave", id="back.leave", tooltip="Leave; it can be read again"),
        Binding("f2", "app.next_theme", "Light or dark", show=False, id="back.theme", tooltip="Light or dark"),
    ]

    step: reactive[int] = reactive(_HOW, init=False, bindings=True)
    page: reactive[int] = reactive(0, init=False, bindings=True)
    """Of the third step: 0 is the whole, then a page for each reading, then what is for oneself."""
    has_figures: reactive[bool] = reactive(default=False, init=False)

    def __init__(
        self,
        session: Session,
        again: Callable[[Session, int], object],
        show_attempts: Callable[[Session], object] | None = None,
        earlier: tuple[tuple[Choice, ...], ...] = (),
        sharing: tuple[Callable[[], object], Callable[[Session], object]] | None = None,
    ) -> None:
        """Look back on `session`; `sharing` shows with whom it is shared and what those wrote, where several may."""
        super().__init__()
        self._sharing = sharing
        self._session = session
        self._again = again
        self._show_attempts = show_attempts
        self._earlier = earlier
        self._back = LookedBack.of(session, earlier)
        self._points: dict[int, TurningPoint] | None = None
        """What could have come of the turning points, by the positions of their replies, once it was looked at."""

    def compose(self) -> ComposeResult:
        """Lay out where one is, the pages and the talk."""
        yield Static(id="where", classes="heading")
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
        yield WhatHappened(self._back)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Begin with how it was, and look at what could have come of it meanwhile."""
        self._show()
        self._look_at_ways_on()

    @work(thread=True)
    def _look_at_ways_on(self) -> None:
        worker = get_current_worker()
        points: dict[int, TurningPoint] = {}
        for moment in self._back.debrief.turning.all:
            if worker.is_cancelled:
                return
            points[moment.choice.position] = self._back.debrief.turning_point(moment)
        self.app.call_from_thread(self._take_points, points)

    def _take_points(self, points: dict[int, TurningPoint]) -> None:
        self._points = points
        self._show()

    @property
    def _last_page(self) -> int:
        return len(self._back.readings) + 1

    @property
    def _reading(self) -> Reading | None:
        """The reading that is before the person, if one is."""
        is_one = self.step == _ALONG and 0 < self.page < self._last_page
        return self._back.readings[self.page - 1] if is_one else None

    @property
    def _position(self) -> int | None:
        """The position of the reply that is before the person, if one is."""
        if self.step == _TALK:
            marked = self.query_one(WhatHappened).marked
            return marked.position if marked else None
        return self._reading.position if self._reading else None

    @property
    def _markable(self) -> str:
        """The name of the reading that can be marked now, or nothing."""
        if self._reading is not None:
            return self._reading.name
        if self.step == _ALONG and self.page == 0:
            return WHOLE
        marked = self.query_one(WhatHappened).marked if self.step == _TALK else None
        return of_moment(marked.position) if marked and marked.moment else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what is before the person."""
        if not self.is_mounted:
            return True
        is_last = self.step == _ALONG and self.page == self._last_page
        can_mark = bool(self._markable) and self._session.is_over
        is_marked = self._markable in self._back.debrief.not_so
        can_share = self._sharing is not None and self._session.is_over
        offered = {
            "turn": not (is_last if parameters == (1,) else self.step == _HOW),
            "own_line": self.step == _TALK,
            "scroll_text": self.step != _TALK,
            "scroll_page": self.step == _TALK or self.query_one("#text").max_scroll_y > 0,
            "write": bool(self._about()[0]),
            "came_of_it": is_last and bool(self._back.intention),
            "intention": is_last,
            "go_back": self._position is not None,
            "not_so": can_mark and not is_marked,
            "so": can_mark and is_marked,
            "attempts": self._show_attempts is not None,
            "figures": self.step == _ALONG and not is_last,
            "share": can_share and (self.step == _HOW or is_last) == (parameters == (1,)),
            "others": can_share and (self.step == _HOW) == (parameters == (1,)),
        }
        return offered.get(action, True)

    def validate_page(self, page: int) -> int:
        """Stay between the first and the last page."""
        return max(0, min(page, self._last_page))

    def watch_step(self) -> None:
        """Show another step from its top."""
        self._show()
        self.query_one("#text").scroll_home(animate=False)

    def watch_page(self) -> None:
        """Show another page from its top."""
        self._show()
        self.query_one("#text").scroll_home(animate=False)

    def watch_has_figures(self) -> None:
        """Show the page with or without figures."""
        self._show()

    def action_turn(self, pages: int) -> None:
        """Turn the page; from the last page of a step to the next one."""
        if self.step == _ALONG and 0 <= self.page + pages <= self._last_page:
            self.page += pages
        else:
            self.step = max(_HOW, min(self.step + pages, _ALONG))

    def action_go_to(self, step: int) -> None:
        """Go to a step, to its first page."""
        self.step = step
        self.page = 0

    def action_figures(self) -> None:
        """Show or hide figures."""
        self.has_figures = not self.has_figures

    def action_own_line(self, step: int) -> None:
        """Go to another line of one's own in the talk."""
        self.query_one(WhatHappened).move(step)
        self.refresh_bindings()

    def action_scroll_text(self, step: int) -> None:
        """Read on or back a little."""
        self.query_one("#text").scroll_relative(y=2 * step, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Read a page on, or back."""
        if self.step == _TALK:
            self.query_one(WhatHappened).scroll_by(pages)
            self.refresh_bindings()
        else:
            scroll_pages(self.query_one("#text"), pages)

    def action_write(self) -> None:
        """Write about what is before the person."""
        self._write(*self._about())

    def action_intention(self) -> None:
        """Write what to try next time."""
        self._write(INTENTION, "What will you try next time?", FOR_NEXT_TIME)

    def action_came_of_it(self) -> None:
        """Write what came of what one wanted."""
        self._write(CAME_OF_IT, "What came of it?", f"For this play you wanted: {self._back.intention}")

    def _about(self) -> tuple[str, str, str]:
        """Return what can be written about now: its name, a title and a question."""
        if self.step == _HOW:
            return HOW_IT_WAS, "How was it?", HOW_WAS_IT
        if self._reading is not None:
            return self._reading.name, self._reading.title, self._reading.question
        if self.step == _TALK:
            marked = self.query_one(WhatHappened).marked
            return (of_moment(marked.position), "On this line", marked.line.text) if marked else ("", "", "")
        is_last = self.page == self._last_page
        return (SESSION, "A note on this play", "What do you want to keep?") if is_last else ("", "", "")

    @work
    async def _write(self, about: str, title: str, question: str) -> None:
        session = self._session

        def read() -> str:
            return session.notes().get(about, "")

        try:
            await write_note(self.app, read, lambda text: session.write_note(about, text), title, question)
        except TrainerError as error:
            self.app.push_screen(Notice("This cannot be read", str(error)))
        self._read_again()

    def action_not_so(self) -> None:
        """Mark a reading “not so for me”."""
        self._mark(is_so=False)

    def action_so(self) -> None:
        """Take the mark away."""
        self._mark(is_so=True)

    def _mark(self, *, is_so: bool) -> None:
        try:
            self._session.mark(self._markable, is_so=is_so)
        except TrainerError as error:
            self.app.push_screen(Notice("This was not kept", str(error)))
        self._read_again()
        self.query_one("#text").scroll_home(animate=False)

    @work
    async def action_go_back(self) -> None:
        """Try again from the line that is before the person, in a session of its own."""
        position = self._position
        choice = next(each for each in self._back.debrief.choices if each.position == position)
        if await self.app.push_screen_wait(TryAgain(choice.chosen.option.say)):
            self._again(self._session, choice.position)

    def action_attempts(self) -> None:
        """Show the attempts at this scene beside each other."""
        if self._show_attempts is not None:
            self._show_attempts(self._session)

    def action_share(self, _: int) -> None:
        """Show with whom this play is shared."""
        if self._sharing is not None:
            self._sharing[0]()

    def action_others(self, _: int) -> None:
        """Show what those wrote whom it is shared with."""
        if self._sharing is not None:
            self._sharing[1](self._session)

    def _read_again(self) -> None:
        """Read what was kept since, and show it."""
        try:
            self._session.catch_up()
            self._back = LookedBack.of(self._session, self._earlier)
        except TrainerError as error:
            self.app.push_screen(Notice("This cannot be read", str(error)))
            return
        self.query_one(WhatHappened).tell(self._back)
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        self.set_class(self.step == _TALK, "-talk")
        self.query_one("#where", Static).update(self._where())
        if self.step == _HOW:
            self.query_one("#told", Static).update(how_it_was(self._back))
        elif self.step == _ALONG:
            self.query_one("#told", Static).update(self._along())

    def _along(self) -> Content:
        if self._reading is not None:
            return one_reading(self._back, self._reading, self._points, has_figures=self.has_figures)
        if self.page == self._last_page:
            return for_next_time(self._back)
        return the_whole(self._back, has_figures=self.has_figures)

    def _where(self) -> Content:
        """Return the steps, the present one marked by a sign and not by colour alone."""
        steps = [
            styled(f"▸ {number + 1} {name}", "bold $primary")
            if number == self.step
            else styled(f"  {number + 1} {name}", "$quiet")
            for number, name in enumerate(_STEPS)
        ]
        page = f"   {self.page + 1} of {self._last_page + 1}" if self.step == _ALONG else ""
        return joined(*steps, styled(page, "$quiet"), between="  ")
