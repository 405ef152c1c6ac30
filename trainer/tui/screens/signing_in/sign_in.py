"""Who is at the program: a name and a passphrase, or a code."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from trainer import NAME
from trainer.entrance import Entrance
from trainer.people.person import LONGEST_NAME
from trainer.tui.screens.form import FormScreen, Row, WrongLine
from trainer.tui.screens.signing_in.by_code import ByCode, Forgot
from trainer.tui.screens.signing_in.wording import CHECKED, LEFT_OPEN, SEVERAL
from trainer.tui.widgets.line_field import LineField
from trainer.tui.widgets.secret_field import SecretField


class SignIn(FormScreen):
    """The first screen where several share a store; nothing of it is shown before."""

    HEADING: ClassVar = NAME
    HAS_BACK: ClassVar = False
    SAID: ClassVar = (SEVERAL,)
    WAYS: ClassVar = ("Sign in", "I have a code", "I forgot my passphrase", "Leave")
    WORKS: ClassVar = CHECKED

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.quit", "Leave", id="sign-in.leave", tooltip="Leave the program"),
        Binding("f2", "app.next_theme", "Light or dark", id="sign-in.theme", tooltip="Light, dark or high contrast"),
    ]

    def __init__(self, entrance: Entrance, enter: Callable[[], object]) -> None:
        super().__init__()
        self._entrance = entrance
        self._enter = enter

    def rows(self) -> Iterator[Row]:
        """Yield the name and the passphrase."""
        yield Row("Name", LineField(longest=LONGEST_NAME, placeholder="what you are called here", id="name"))
        yield Row("Passphrase", SecretField("passphrase", is_last=True))

    @on(Input.Submitted, "#passphrase")
    def sign_in_at_once(self) -> None:
        """Sign in with Enter, as everywhere."""
        self.begin(0)

    async def go(self, way: int) -> None:
        """Sign in, or go on to a code."""
        if way == 0:
            await self._sign_in()
        elif way == 1:
            self.app.push_screen(ByCode(self._entrance, self._enter))
        elif way == 2:  # noqa: PLR2004  the third way
            self.app.push_screen(Forgot(self._entrance, self._enter, self.typed("name")))
        else:
            await self.run_action("app.quit")

    async def _sign_in(self) -> None:
        name, passphrase = self.typed("name"), self.secret("passphrase")
        if not name or not passphrase:
            raise WrongLine(LEFT_OPEN, "passphrase" if name else "name")
        try:
            await self.meanwhile(lambda: self._entrance.sign_in(name, passphrase))
        finally:
            self.empty("passphrase")
        self._enter()
