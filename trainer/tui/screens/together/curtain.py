"""The curtain: between two persons at one keyboard there is nothing of either on the screen."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.room.guest import Guest
from trainer.room.wording import HAND_OVER_TO, MAY_WATCH
from trainer.tui.content import styled, text
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.together.common import ask_who_leaves
from trainer.tui.screens.together.keyboard import KeyboardScreen
from trainer.tui.screens.together.passing import Asked, Passing
from trainer.tui.screens.together.passing_on import pass_on
from trainer.tui.screens.together.steps import is_playing


class Curtain(Screen[None]):
    """Asks for the keyboard to be passed on."""

    CSS_PATH = "together.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "lift", "I am alone with it", id="curtain.lift", tooltip="Only I can see the screen"),
        Binding("p", "pause", "Pause", id="curtain.pause", tooltip="Pause for all"),
        Binding("l,escape", "leave", "Leave", id="curtain.leave", tooltip="Leave; no reason is asked"),
    ]

    def __init__(self, passing: Passing, guest: Guest) -> None:
        super().__init__()
        self._passing = passing
        self._guest = guest

    def compose(self) -> ComposeResult:
        """Lay out one sentence."""
        with Vertical(id="curtain"):
            yield Static(styled("The curtain is down.", "$quiet"))
            yield Static(styled(HAND_OVER_TO.format(name=self._guest.kept.name), "bold $primary"), classes="paragraph")
            yield Static(text("Nothing that only one of you may read is on this screen."), classes="paragraph")
        yield Footer(show_command_palette=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a pause while there is anything to pause."""
        if action == "pause":
            return is_playing(self._guest.state)
        return super().check_action(action, parameters)

    def action_lift(self) -> None:
        """Show what is for this person."""
        if isinstance(self._passing.due(), Asked):
            self._ask_whether_watched()
        else:
            self.app.switch_screen(KeyboardScreen(self._passing, self._guest))

    @work(exclusive=True)
    async def _ask_whether_watched(self) -> None:
        ways = ("Yes, they may watch", "No, without anybody watching")
        answer = await self.app.push_screen_wait(AskWay("One question first", MAY_WATCH, ways=ways))
        if answer is not None:
            self._passing.wants[id(self._guest)] = answer == 0
            pass_on(self.app, self._passing)

    def action_pause(self) -> None:
        """Pause for all."""
        self._passing.pause()
        pass_on(self.app, self._passing)

    @work(exclusive=True)
    async def action_leave(self) -> None:
        """Ask who leaves."""
        await self.ask_to_leave()

    async def ask_to_leave(self) -> bool:
        """Ask who leaves; return whether all do."""
        return await ask_who_leaves(self.app, self._passing)
