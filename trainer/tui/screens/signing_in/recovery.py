"""The recovery code, shown once: one goes on when it is written down."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from trainer.tui.content import styled
from trainer.tui.screens.form import FormScreen, Row, WrongLine
from trainer.tui.screens.signing_in.wording import LAST_FOUR, RECOVERY_SAID, TYPE_FOUR
from trainer.tui.widgets.line_field import LineField
from trainer.vault import recovery_as_typed

_FOUR: Final = 4
_LONGEST: Final = 40


class RecoveryCode(FormScreen):
    """Shows the code; there is no way back to before it, since what it is for was done."""

    HEADING: ClassVar = "Your recovery code"
    HAS_BACK: ClassVar = False
    SAID: ClassVar = RECOVERY_SAID
    WAYS: ClassVar = ("Go on", "I have written it down")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "app.next_theme", "Light or dark", id="recovery.theme", tooltip="Light, dark or high contrast"),
    ]

    def __init__(self, code: str, go_on: Callable[[], object]) -> None:
        super().__init__()
        self._code = code
        self._go_on = go_on

    def on_mount(self) -> None:
        """Show the code."""
        shown = Static(styled(" - ".join(self._code.split("-")), "bold $primary"), classes="code")
        self.query_one(".filled", VerticalScroll).mount(shown, before=0)

    def rows(self) -> Iterator[Row]:
        """Yield where its end is typed."""
        yield Row("Its last four", LineField(longest=_LONGEST, id="last"))

    async def go(self, way: int) -> None:
        """Go on, where it is plain that the code was written down."""
        typed = recovery_as_typed(self.typed("last"))
        if way == 0 and not typed:
            raise WrongLine(TYPE_FOUR, "last")
        if way == 0 and not (len(typed) >= _FOUR and recovery_as_typed(self._code).endswith(typed)):
            raise WrongLine(LAST_FOUR, "last")
        self._go_on()
