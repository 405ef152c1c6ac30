"""One person's time at a keyboard that several share: as in a room of one's own, until it is somebody else's."""

from typing import ClassVar

from textual.content import Content

from trainer.room.guest import Guest
from trainer.room.wording import ALL_LEAVE_FOR_NOW, BEFORE_LEAVING, CLOSE_FOR_ALL, KEPT_NOWHERE
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.together.passing import Afterwards, Alone, Passing
from trainer.tui.screens.together.passing_on import pass_on
from trainer.tui.screens.together.room import RoomScreen


class KeyboardScreen(RoomScreen):
    """What only `guest` may see."""

    KEPT: ClassVar[str] = KEPT_NOWHERE
    IS_SHARED: ClassVar[bool] = True

    def __init__(self, passing: Passing, guest: Guest) -> None:
        super().__init__(guest, passing.bookmark(guest))
        self._passing = passing

    def top(self) -> Content:
        """Say for whom this is."""
        return joined(
            styled(f"For {self.guest.kept.name} alone.", "bold $secondary"),
            text("The curtain falls before anybody else's turn."),
            between="  ",
        )

    async def on_unmount(self) -> None:
        """Follow no more what changes for this person."""
        self.guest.on_change = lambda: None

    def is_to_go(self) -> bool:
        """Let the curtain fall as soon as it is not this person's time any more."""
        if not self.is_current:
            return False
        due = self._passing.due()
        stays = due.guest is self.guest if isinstance(due, Alone) else isinstance(due, Afterwards)
        has_left = self.guest.state is not None and self.guest.state.has_left
        if stays and not has_left:
            return False
        pass_on(self.app, self._passing)
        return True

    async def ask_to_leave(self) -> bool:
        """Ask whether to pass the keyboard on, or to leave."""
        is_over = isinstance(self._passing.due(), Afterwards)
        ways = ("Stay", "Pass the keyboard on") if is_over else ("Stay",)
        leaves = f"{self.guest.kept.name} leaves for good; the others choose how it goes on"
        ways = (*ways, leaves, ALL_LEAVE_FOR_NOW, CLOSE_FOR_ALL)
        way = await self.app.push_screen_wait(AskWay("Leave?", BEFORE_LEAVING, ways=ways))
        if not way:
            return False
        if is_over and way == 1:
            pass_on(self.app, self._passing)
            return False
        if way == len(ways) - 2:
            self._passing.let_wait()
            self.app.pop_screen()
            return True
        if way == len(ways) - 1:
            self._passing.close()
        else:
            self._passing.leave(self.guest)
        pass_on(self.app, self._passing)
        return way == len(ways) - 1
