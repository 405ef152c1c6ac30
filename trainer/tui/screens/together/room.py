"""The screen of somebody in a room: one step after the other, as the room goes on."""

from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.privacy import Feeling
from trainer.room.guest import Guest
from trainer.room.messages import CloseRoom, Leave, PauseNow
from trainer.room.wording import (
    BEFORE_LEAVING,
    KEPT_HERE,
    LEAVE_FOR_GOOD,
    OTHERS_ARE_HERE,
    STEP_OUT,
)
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.together.afterwards import Afterwards
from trainer.tui.screens.together.asking import RoomFeeling, RoomWords
from trainer.tui.screens.together.briefing import GuestBriefing
from trainer.tui.screens.together.door import Door
from trainer.tui.screens.together.ended import Ended
from trainer.tui.screens.together.gathering import Gathering
from trainer.tui.screens.together.presence import presence_line
from trainer.tui.screens.together.stage import GuestStage
from trainer.tui.screens.together.stay import Stay
from trainer.tui.screens.together.steps import Bookmark, Step, others, step_of
from trainer.tui.screens.together.view import View

_VIEWS: Final[dict[Step, type[View]]] = {
    Step.DOOR: Door,
    Step.GATHERING: Gathering,
    Step.BRIEFING: GuestBriefing,
    Step.STAGE: GuestStage,
    Step.AFTERWARDS: Afterwards,
    Step.ENDED: Ended,
}


class RoomScreen(Screen[str | None]):
    """One person's place in a room; it gives why they could not come in, None where they went from the door."""

    CSS_PATH = ["../reading.tcss", "../transcript.tcss", "together.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,escape", "leave", "Leave", id="room.leave", tooltip="Leave, or step out; no reason is asked"),
    ]

    KEPT: ClassVar[str] = KEPT_HERE
    """Where what is typed for oneself is kept."""
    IS_SHARED: ClassVar[bool] = False

    def __init__(self, guest: Guest, bookmark: Bookmark | None = None, stay: Stay | None = None) -> None:
        super().__init__()
        self.guest = guest
        self.stay = stay
        self._bookmark = bookmark or Bookmark()
        self._shown: tuple[Step, str] | None = None
        self._is_due = False
        self._is_asking = False

    def compose(self) -> ComposeResult:
        """Lay out who is here, and room for the step."""
        yield Static(id="people")
        yield Vertical(id="step")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Follow what changes."""
        self.guest.on_change = self.look
        self.look()

    async def on_unmount(self) -> None:
        """Go, where one has not yet."""
        if self.stay is not None:
            await self.stay.stop()

    def on_screen_resume(self) -> None:
        """Show how things stand."""
        self.look()

    def look(self) -> None:
        """Show what changed, soon, and once for all that changes until then."""
        if not self._is_due and self.is_attached:
            self._is_due = True
            self.call_later(self._show)

    async def _show(self) -> None:
        self._is_due = False
        if not self.is_attached or self.is_to_go():
            return
        step = step_of(self.guest, self._bookmark)
        key = (step, self.guest.kept.session if step in (Step.BRIEFING, Step.STAGE, Step.AFTERWARDS) else "")
        room = self.query_one("#step")
        if key != self._shown:
            self._shown = key
            await room.remove_children()
            await room.mount(_VIEWS[step](self.guest, self._bookmark, is_shared=self.IS_SHARED))
        self.query_one("#people", Static).update(self.top())
        for view in self.query(View):
            view.show()
        self._ask_what_is_due(step)
        self.refresh_bindings()

    def top(self) -> Content:
        """Return who is here."""
        return presence_line(self.guest)

    def is_to_go(self) -> bool:
        """Return whether this screen has gone by; it goes then."""
        if self.guest.state is None and self.guest.is_refused and not self.guest.here.seen and self.is_current:
            self.dismiss(self.guest.why)
            return True
        return False

    # What is asked meanwhile.

    def _ask_what_is_due(self, step: Step) -> None:
        if step is not Step.STAGE or self._is_asking or not self.is_current:
            return
        state = self.guest.state
        is_open = state is not None and state.stage in ("playing", "over") and not state.has_left
        if is_open and self.guest.words_asked is not None:
            self._is_asking = True
            self._ask_words()
        elif is_open and self.guest.checkin and not self.query_one(GuestStage).is_reading:
            self._is_asking = True
            self._ask_feeling(self.guest.checkin)

    @work
    async def _ask_words(self) -> None:
        guest = self.guest
        asked = guest.words_asked
        if asked is not None:
            about = f"words {guest.here.answered} {len(asked.say)}"
            typed = guest.here.drafts.get(about, "")
            question = RoomWords(
                self, asked.say, typed, self.KEPT, keep_draft=lambda draft: guest.keep_draft(about, draft)
            )
            words = await self.app.push_screen_wait(question)
            guest.keep_draft(about, "")
            if not isinstance(words, str):
                guest.pass_by_words()
            elif not guest.give_words(words):
                guest.keep_draft(about, words)
                await self.app.push_screen_wait(Notice("This was not kept", guest.trouble))
        self._is_asking = False
        self.look()

    @work
    async def _ask_feeling(self, question: str) -> None:
        guest = self.guest
        about = f"feeling {question}"[:200]
        typed = guest.here.drafts.get(about, "")
        asked = RoomFeeling(self, question, typed, self.KEPT, keep_draft=lambda draft: guest.keep_draft(about, draft))
        feeling = await self.app.push_screen_wait(asked)
        if not guest.checkin:  # it was paused meanwhile, or goes on without this person: what was typed waits
            guest.keep_draft(about, feeling.feeling if isinstance(feeling, Feeling) else "")
        else:
            guest.keep_draft(about, "")
            if not isinstance(feeling, Feeling):
                guest.pass_by_checkin()
            elif not guest.check_in(feeling.text):
                guest.keep_draft(about, feeling.feeling)
                await self.app.push_screen_wait(Notice("This was not kept", guest.trouble))
        self._is_asking = False
        self.look()

    # Pausing and leaving.

    def pause(self) -> None:
        """Pause for all."""
        self.guest.do(PauseNow())

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Leave, or step out; asked once, and never why."""
        await self.ask_to_leave()

    async def ask_to_leave(self) -> bool:
        """Ask how to leave, and do it; return whether this screen is left."""
        if self._shown is None or self._shown[0] in (Step.DOOR, Step.ENDED):
            await self.go()
            return True
        is_host = self.stay is not None and self.stay.is_host
        ways = ["Stay", STEP_OUT, LEAVE_FOR_GOOD]
        sentences = [BEFORE_LEAVING]
        if is_host:
            ways = ["Stay", "Go, and let the room wait until you open it again", "Close the room for all"]
            if self.guest.state is not None and others(self.guest.state):
                sentences.append(OTHERS_ARE_HERE)
        way = await self.app.push_screen_wait(AskWay("Leave?", *sentences, ways=tuple(ways)))
        if not way:
            return False
        if way == 2:  # noqa: PLR2004  the third way
            self.guest.do(CloseRoom() if is_host else Leave())
            if self.stay is not None:
                await self.stay.said()
            return True
        await self.go()
        return True

    async def go(self) -> None:
        """Go from the room, once the host has said what became of what was wanted."""
        if self.stay is not None:
            await self.stay.said()
            await self.stay.stop()
        if self.is_current:
            was_in = self._shown is not None and self._shown[0] is not Step.DOOR
            self.dismiss("" if was_in else None)
