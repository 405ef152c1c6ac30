"""A passphrase that is chosen: with a code from an administrator, or with one's own recovery code."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from trainer.entrance import Entrance
from trainer.errors import TrainerError
from trainer.people.person import LONGEST_NAME
from trainer.signing_in.accounts import Enrolled, WrongRecovery
from trainer.tui.screens.form import FormScreen, Row, WrongLine
from trainer.tui.screens.signing_in.recovery import RecoveryCode
from trainer.tui.screens.signing_in.wording import (
    CODE_SAID,
    FORGOT_SAID,
    MADE,
    NOT_THE_SAME,
    RECOVERY_HINT,
)
from trainer.tui.widgets.line_field import LineField
from trainer.tui.widgets.secret_field import SecretField

LONGEST_CODE: Final = 80


class _Chooses(FormScreen):
    """A form in which a passphrase is chosen, typed twice."""

    WORKS: ClassVar = MADE
    WILL_NOT_DO: ClassVar = "passphrase"

    def __init__(self, entrance: Entrance, enter: Callable[[], object]) -> None:
        super().__init__()
        self._entrance = entrance
        self._enter = enter

    def chosen_twice(self) -> str:
        """Return the passphrase that was chosen.

        Raises:
            WrongLine: when it was typed in two ways.
        """
        first = self.secret("passphrase")
        if first != self.secret("again"):
            raise WrongLine(NOT_THE_SAME, "again")
        return first

    async def choose(self, do: Callable[[], Enrolled]) -> None:
        """Do what chooses the passphrase, and show the recovery code that comes of it."""
        enrolled = await self.meanwhile(do)
        self.app.switch_screen(RecoveryCode(enrolled.recovery, self._enter))


class ByCode(_Chooses):
    """Chooses a passphrase with a code that an administrator gave."""

    HEADING: ClassVar = "You have a code"
    SAID: ClassVar = CODE_SAID
    TROUBLES: ClassVar = "code"
    WAYS: ClassVar = ("Choose this passphrase",)

    def rows(self) -> Iterator[Row]:
        """Yield the code, the passphrase twice, and the recovery code."""
        yield Row("The code", LineField(longest=LONGEST_CODE, placeholder="ten letters and digits", id="code"))
        yield Row("A passphrase", SecretField("passphrase"))
        yield Row("The same again", SecretField("again"))
        yield Row("Old recovery code", LineField(longest=LONGEST_CODE, placeholder=RECOVERY_HINT, id="recovery"))

    async def go(self, way: int) -> None:  # noqa: ARG002  there is one
        """Use up the code."""
        code, recovery = self.typed("code"), self.typed("recovery")
        if not code:
            raise WrongLine("Type the code that you were given.", "code")
        passphrase = self.chosen_twice()
        await self.choose(lambda: self._entrance.enrol(code, passphrase, recovery))

    def line_of(self, trouble: TrainerError) -> str:
        """Return the line in which something is wrong."""
        return "recovery" if isinstance(trouble, WrongRecovery) else super().line_of(trouble)


class Forgot(_Chooses):
    """Chooses a passphrase with the recovery code."""

    HEADING: ClassVar = "You forgot your passphrase"
    SAID: ClassVar = FORGOT_SAID
    TROUBLES: ClassVar = "recovery"
    WAYS: ClassVar = ("Choose this passphrase",)

    def __init__(self, entrance: Entrance, enter: Callable[[], object], name: str = "") -> None:
        super().__init__(entrance, enter)
        self._typed_name = name

    def rows(self) -> Iterator[Row]:
        """Yield the name, the recovery code, and the passphrase twice."""
        yield Row("Name", LineField(self._typed_name, longest=LONGEST_NAME, id="name"))
        yield Row("Recovery code", LineField(longest=LONGEST_CODE, placeholder="seven groups of four", id="recovery"))
        yield Row("A new passphrase", SecretField("passphrase"))
        yield Row("The same again", SecretField("again"))

    async def go(self, way: int) -> None:  # noqa: ARG002  there is one
        """Choose the passphrase anew."""
        name, recovery = self.typed("name"), self.typed("recovery")
        if not name or not recovery:
            raise WrongLine("Type your name and your recovery code.", "recovery" if name else "name")
        passphrase = self.chosen_twice()
        await self.choose(lambda: self._entrance.recover(name, recovery, passphrase))
