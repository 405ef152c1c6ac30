"""Afterwards, each alone: what one marks, what should change, and ways to look once more."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trainer.engine.seen import Ended, Told
from trainer.room.marks import COULD_DISAGREE, COULD_SAY, Marks
from trainer.room.messages import Action, AskWitnesses, Done, LookBack, Mirror, NameChange, Notice, RoomState, WantSwap
from trainer.room.mirror import read_mirror
from trainer.room.wording import (
    MARKED_HERE,
    MARKED_NOWHERE,
    ONE_CHANGE,
    OPEN_OR_KEEP,
    OPENINGS,
    QUESTIONS,
    SCORES_OFF,
    SWAP,
    WHAT_WAS_NOTICED,
    told,
)
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.dialogs.words import AskText
from trainer.tui.screens.together.marking import Marking
from trainer.tui.screens.together.mirror import Mirror as MirrorScreen
from trainer.tui.screens.together.part_codes import part_ways
from trainer.tui.screens.together.reader import Reader
from trainer.tui.screens.together.view import View, Way
from trainer.tui.widgets.choices import Choices

HAND_ON_OR_LEAVE: Final = "Pass the keyboard on, or leave"


class AskForAll(AskText):
    """A question whose answer is told to all."""

    CSS_PATH = "../../dialogs/dialogs.tcss"
    OVER: ClassVar = "It is told to all who were here. If you need help, find staff."


class Afterwards(View):
    """The menu of afterwards, below what was told to all."""

    _why: str = ""
    _told_before: int | None = None
    """How much was told to all when this was shown last."""

    def compose(self) -> ComposeResult:
        """Lay out what was told and what can be done."""
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
        yield Choices(classes="menu")

    @property
    def _kept(self) -> str:
        return MARKED_NOWHERE if self.is_shared else MARKED_HERE

    def show(self) -> None:
        """Show how it stands."""
        state = self.guest.state
        if state is None:
            return
        scroller = self.query_one("#text")
        self.query_one("#told", Static).update(self._told(state))
        told_now = sum(isinstance(what, Told) for what in self.guest.seen)
        if self._told_before not in (None, told_now):
            scroller.call_after_refresh(scroller.scroll_end, animate=False)
        self._told_before = told_now
        self.offer(*self._offered(state), kind="afterwards")

    def _told(self, state: RoomState) -> Content:
        ended = next((what for what in self.guest.seen if isinstance(what, Ended)), None)
        title = styled(f"Afterwards: {ended.title if ended else state.title}", "bold $primary")
        marks = Marks(self.guest)
        opening = self._opening(state, marks)
        shared = tuple(styled(told(what), "$secondary") for what in self.guest.seen if isinstance(what, Told))
        swap = "You want to exchange the parts. It begins when all want it." if state.wants_swap else ""
        parts = [
            title,
            styled(self._why, "bold $warning") if self._why else None,
            text(opening) if opening else None,
            text(swap) if swap else None,
            *shared,
        ]
        return joined(*(part for part in parts if part is not None), between="\n\n")

    def _opening(self, state: RoomState, marks: Marks) -> str:
        if not state.your_seat:
            return "You watched. If they ask, say what you noticed."
        if state.opening:
            return f"What you marked: {OPENINGS[state.opening]}"
        if marks.is_decided:
            return f"What you marked: {OPENINGS[self.guest.here.opening]}"
        if marks.is_empty:
            return f"First for you alone: what did you notice? {self._kept}"
        lines = f"{marks.count} {'line' if marks.count == 1 else 'lines'} marked"
        return f"{lines}. {OPENINGS['']} {self._kept}"

    # The ways.

    def _offered(self, state: RoomState) -> Iterator[Way]:
        """Yield what can be done; what comes by others stands last, so that no number changes under a finger."""
        marks = Marks(self.guest)
        if state.your_seat and not marks.is_decided:
            yield Way("Mark lines: here I was heard, here I was not", self._mark)
            yield Way(QUESTIONS[1], partial(self._ask, COULD_SAY, QUESTIONS[1]))
            yield Way(QUESTIONS[2], partial(self._ask, COULD_DISAGREE, QUESTIONS[2]))
            yield Way("Open this to the others, or keep it", self._decide)
        yield Way("One thing here that should change", self._name_change)
        if state.your_seat:
            yield Way("Your looking back, for you alone", self._look_back)
        if any(not seat.is_yours for seat in state.seats_of_session):
            yield Way("Mirror: the talk once more from another part", self._look_in_mirror)
        if state.your_seat:
            swap = "Not the exchange of parts after all" if state.wants_swap else "The scene again, parts exchanged"
            yield Way(swap, partial(self._swap, state.wants_swap))
        yield Way(HAND_ON_OR_LEAVE if self._is_shared else "Go, or leave", self._leave)
        yield from self._part_codes(state)
        if state.your_seat and state.is_watched and not state.witnesses_asked:
            yield Way("Ask those who watched what they noticed", partial(self._want, AskWitnesses()))
        if state.is_asked:
            yield Way("Say what you noticed while you watched", self._notice)

    def _part_codes(self, state: RoomState) -> Iterator[Way]:
        """Yield codes for parts, where the play is in a store that several share and is held here."""
        shared = getattr(self.app, "shared", None)
        stay = getattr(self.screen, "stay", None)
        is_held_here = self._is_shared or (stay is not None and stay.is_host)
        if shared is not None and is_held_here and self.guest.kept.session:
            yield from part_ways(self.app, shared, self.guest.kept, state, is_shared=self._is_shared)

    @property
    def _is_shared(self) -> bool:
        """Whether several share this keyboard."""
        return bool(getattr(self.screen, "IS_SHARED", False))

    def _want(self, action: Action) -> None:
        self.guest.do(action, self._done)

    def _done(self, done: Done) -> None:
        self._why = done.why

    def _leave(self) -> None:
        self.call_later(self.screen.run_action, "leave")

    def _mark(self) -> None:
        self.app.push_screen(Marking(Marks(self.guest), self._kept))

    def _ask(self, about: str, question: str) -> None:
        self.begin(self._asked(about, question))

    async def _asked(self, about: str, question: str) -> None:
        marks = Marks(self.guest)
        asked = AskText(
            question, self._kept, typed=marks.answer(about), keep_draft=lambda draft: marks.write(about, draft)
        )
        before = marks.answer(about)
        written = await self.app.push_screen_wait(asked)
        marks.write(about, written if isinstance(written, str) else before)
        self.guest.on_change()

    def _decide(self) -> None:
        self.begin(self._decided())

    async def _decided(self) -> None:
        marks = Marks(self.guest)
        can_open = not marks.is_empty
        ways = ("Open it, if all of you want that", "Keep it") if can_open else ("Keep it",)
        shown = (
            f"This would be opened:\n{marks.text}"
            if can_open
            else "Nothing is marked or written yet, so there is nothing to open."
        )
        way = await self.app.push_screen_wait(
            AskWay("Open or keep?", OPEN_OR_KEEP, shown, ways=(*ways, "Not yet"), first=len(ways))
        )
        if way is not None and way < len(ways):
            marks.decide(is_open=can_open and way == 0)
            self.guest.on_change()

    def _name_change(self) -> None:
        self.begin(self._told_to_all("change", ONE_CHANGE, lambda written: NameChange(text=written)))

    def _notice(self) -> None:
        self.begin(self._told_to_all("noticed", WHAT_WAS_NOTICED, lambda written: Notice(text=written)))

    async def _told_to_all(self, about: str, question: str, action: Callable[[str], Action]) -> None:
        guest = self.guest
        asked = AskForAll(
            question,
            "All of you will see this.",
            typed=guest.here.drafts.get(about, ""),
            keep_draft=lambda draft: guest.keep_draft(about, draft),
        )
        written = await self.app.push_screen_wait(asked)
        if isinstance(written, str) and written:
            guest.keep_draft(about, written)
            self.guest.do(action(written), partial(self._told_all, about))

    def _told_all(self, about: str, done: Done) -> None:
        self._why = done.why
        if not done.why:
            self.guest.keep_draft(about, "")

    def _look_back(self) -> None:
        kept = self.guest.here.looking_back
        reader = Reader("Your looking back", f"{SCORES_OFF}\n\n{kept}" if kept else "It comes.", figures=self._figures)
        self.app.push_screen(reader)
        self.guest.do(LookBack(), partial(self._read, reader, SCORES_OFF))

    def _figures(self, reader: Reader) -> None:
        self.guest.do(LookBack(scores=True), partial(self._read, reader, ""))

    def _read(self, reader: Reader, before: str, done: Done) -> None:
        written = done.text or done.why
        reader.put(f"{before}\n\n{written}" if before else written)

    def _look_in_mirror(self) -> None:
        self.begin(self._mirrored())

    async def _mirrored(self) -> None:
        state = self.guest.state
        seats = [seat for seat in (state.seats_of_session if state else ()) if not seat.is_yours]
        chosen: int | None = 0
        if len(seats) > 1:
            ways = tuple(f"{seat.name}, {seat.is_}" for seat in seats)
            chosen = await self.app.push_screen_wait(AskWay("From whose part?", ways=ways))
        if chosen is not None and seats:
            seat = seats[chosen]
            self.guest.do(Mirror(seat=seat.id), partial(self._show_mirror, seat.name))

    def _show_mirror(self, name: str, done: Done) -> None:
        self._why = done.why
        if done.text:
            try:
                seen = read_mirror(done.text)
            except ValueError:
                self._why = "What the host sent cannot be read."
            else:
                self.app.push_screen(MirrorScreen(name, seen))

    def _swap(self, wants: bool) -> None:  # noqa: FBT001  bound to a way
        if wants:
            self._want(WantSwap(wants=False))
        else:
            self.begin(self._asked_to_swap())

    async def _asked_to_swap(self) -> None:
        way = await self.app.push_screen_wait(AskWay("Exchange the parts?", SWAP, ways=("I want to", "Not now")))
        if way == 0:
            self._want(WantSwap())
