"""The lock: over everything, and nothing of what is below can be seen or reached until the passphrase is given."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from trainer.signing_in.accounts import WrongPassphrase
from trainer.tui.screens.form import FormScreen, Row, WrongLine
from trainer.tui.screens.signing_in.wording import CHECKED, LOCKED, NOT_YOURS, ROOM_GOES_ON
from trainer.tui.widgets.secret_field import SecretField


class Lock(FormScreen):
    """Asks for the passphrase of who is signed in, and says nothing of who that is or what they do."""

    HEADING: ClassVar = "Locked"
    HAS_BACK: ClassVar = False
    WAYS: ClassVar = ("Unlock", "Sign out")
    WORKS: ClassVar = CHECKED

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "app.next_theme", "Light or dark", id="lock.theme", tooltip="Light, dark or high contrast"),
    ]

    def __init__(
        self,
        check: Callable[[str], Callable[[], object]],
        unlock: Callable[[], object],
        sign_out: Callable[[], object],
        *,
        is_in_a_room: bool,
    ) -> None:
        """Ask for what `check` takes up the keys with; then `unlock` shows what was there before."""
        super().__init__()
        self._check = check
        self._unlock = unlock
        self._sign_out = sign_out
        self._is_in_a_room = is_in_a_room

    def said(self) -> tuple[str, ...]:
        """Return what is kept, and that others are not stopped."""
        return (LOCKED, ROOM_GOES_ON) if self._is_in_a_room else (LOCKED,)

    def rows(self) -> Iterator[Row]:
        """Yield the passphrase."""
        yield Row("Your passphrase", SecretField("passphrase", is_last=True))

    @on(Input.Submitted, "#passphrase")
    def unlock_at_once(self) -> None:
        """Unlock with Enter."""
        self.begin(0)

    async def go(self, way: int) -> None:
        """Unlock, or sign out."""
        if way == 1:
            self._sign_out()
            return
        passphrase = self.secret("passphrase")
        if not passphrase:
            raise WrongLine("Type your passphrase.", "passphrase")
        try:
            await self.meanwhile(self._check(passphrase))
        except WrongPassphrase as error:  # its words are for the door, where a name is asked for as well
            raise WrongLine(NOT_YOURS, "passphrase") from error
        finally:
            self.empty("passphrase")
        self._unlock()
