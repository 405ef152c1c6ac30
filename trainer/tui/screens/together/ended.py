"""The end of being in a room: what one saw stays, to be read again."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trainer.room.guest import Guest
from trainer.room.wording import SCORES_OFF, what_now
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.together.reader import Reader
from trainer.tui.screens.together.seen_again import SeenAgain
from trainer.tui.screens.together.view import View, Way
from trainer.tui.widgets.choices import Choices


class Ended(View):
    """Nothing more is done here."""

    def compose(self) -> ComposeResult:
        """Lay out how it ended and what can be read."""
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
        yield Choices(classes="menu")

    def show(self) -> None:
        """Say how it ended."""
        self.query_one("#told", Static).update(_told(self.guest))
        ways = []
        if self.guest.seen and not self.is_shared:
            ways.append(Way("Read what you saw", self._read))
        if self.guest.here.looking_back and not self.is_shared:
            ways.append(Way("Your looking back, for you alone", self._look_back))
        self.offer(*ways, Way("Go", self._go), kind="ended")

    def _read(self) -> None:
        self.app.push_screen(SeenAgain(self.guest.kept))

    def _look_back(self) -> None:
        self.app.push_screen(Reader("Your looking back", f"{SCORES_OFF}\n\n{self.guest.here.looking_back}"))

    def _go(self) -> None:
        self.call_later(self.screen.run_action, "leave")


def _told(guest: Guest) -> Content:
    state = guest.state
    is_at_end = state is not None and (state.has_left or state.stage == "closed")
    said = what_now(state) if state is not None and is_at_end else guest.why
    return joined(styled(guest.kept.title or "The room", "bold $primary"), text(said), between="\n\n")
