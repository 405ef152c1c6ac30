"""One's own account: who looked, a part that one played elsewhere, a new passphrase, and the way out."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.clock import wall_clock
from trainer.entrance import Entrance
from trainer.errors import StoreError, TrainerError
from trainer.listing import when
from trainer.people.person import Person
from trainer.signing_in.accounts import Enrolled, change_passphrase
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Sharing
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.screens.form import FormScreen, Row, WrongLine
from trainer.tui.screens.people.wording import told
from trainer.tui.screens.sharing.who_looked import WhoLooked
from trainer.tui.screens.sharing.wording import PART_SAID
from trainer.tui.screens.signing_in.recovery import RecoveryCode
from trainer.tui.screens.signing_in.wording import MADE, NOT_THE_SAME
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.line_field import LineField
from trainer.tui.widgets.secret_field import SecretField

_LONGEST_CODE: Final = 40
_WAYS: Final = ("Who looked", "Take up a part that you played", "A new passphrase", "Lock the screen", "Sign out")


class Account(Screen[None]):
    """Who one is here, and what one can do with that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="account.back", tooltip="Back home"),
    ]

    def __init__(self, store: SignedStore, entrance: Entrance) -> None:
        super().__init__()
        self._store = store
        self._entrance = entrance

    def compose(self) -> ComposeResult:
        """Lay out who one is, and the ways."""
        yield Static(styled("Your account", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(_told(self._store.me))
            yield Static(styled("Ctrl+L locks the screen wherever you are.", "$quiet"))
            yield Choices(*map(text, _WAYS), classes="paragraph")
        yield Footer()

    @on(Choices.Chosen)
    async def go(self, event: Choices.Chosen) -> None:
        """Take the way that was chosen."""
        match event.position:
            case 0:
                self._look()
            case 1:
                self.app.push_screen(TakePart(self._store))
            case 2:
                self.app.push_screen(NewPassphrase(self._entrance))
            case 3:
                await self.run_action("app.lock")
            case _:
                await self.run_action("app.sign_out")

    def _look(self) -> None:
        sharing = Sharing(self._store)
        try:
            steps = tuple((when(step.at), words, sharing.title_of(step.session)) for step, words in sharing.trail())
        except TrainerError as error:
            self.app.push_screen(Notice("Who looked cannot be read", str(error)))
        else:
            self.app.push_screen(WhoLooked(steps))


def _told(me: Person) -> Content:
    return joined(styled(me.name, "bold"), text(told(me)), between=": ")


class TakePart(FormScreen):
    """Makes a part that one played elsewhere one's own."""

    HEADING: ClassVar = "Take up a part that you played"
    SAID: ClassVar = (PART_SAID,)
    TROUBLES: ClassVar = "code"
    WAYS: ClassVar = ("Take it up",)

    def __init__(self, store: SignedStore) -> None:
        super().__init__()
        self._store = store

    def rows(self) -> Iterator[Row]:
        """Yield the code."""
        yield Row("The code", LineField(longest=_LONGEST_CODE, placeholder="ten letters and digits", id="code"))

    async def go(self, way: int) -> None:  # noqa: ARG002  there is one
        """Take it up."""
        code = self.typed("code")
        if not code:
            raise WrongLine("Type the code that you were given.", "code")
        sharing = Sharing(self._store)
        title = sharing.title_of(sharing.take_part(code))
        taken = Notice("It is yours, too", f"“{title}” stands under “Your sessions” from now on.")
        self.app.switch_screen(taken)


class NewPassphrase(FormScreen):
    """Chooses a new passphrase, knowing the one before."""

    HEADING: ClassVar = "A new passphrase"
    SAID: ClassVar = ("Everything of yours stays readable. There is a new recovery code, and the old one ends.",)
    WAYS: ClassVar = ("Choose this passphrase",)
    WORKS: ClassVar = MADE
    TROUBLES: ClassVar = "before"
    WILL_NOT_DO: ClassVar = "passphrase"

    def __init__(self, entrance: Entrance) -> None:
        super().__init__()
        self._entrance = entrance

    def rows(self) -> Iterator[Row]:
        """Yield the passphrase of now, and the new one twice."""
        yield Row("Your passphrase now", SecretField("before"))
        yield Row("The new one", SecretField("passphrase"))
        yield Row("The same again", SecretField("again"))

    async def go(self, way: int) -> None:  # noqa: ARG002  there is one
        """Choose it."""
        before, after = self.secret("before"), self.secret("passphrase")
        if after != self.secret("again"):
            raise WrongLine(NOT_THE_SAME, "again")
        enrolled = await self.meanwhile(lambda: _changed(self._entrance, before, after))
        app = self.app
        self.app.switch_screen(RecoveryCode(enrolled.recovery, app.pop_screen))


def _changed(entrance: Entrance, before: str, after: str) -> Enrolled:
    """Change it on a connection of its own: this runs beside the screen."""
    store = entrance.open()
    try:
        if not isinstance(store, SignedStore):
            raise StoreError("This store is one person's own: it has no passphrase.")
        return change_passphrase(store, before, after, now=wall_clock())
    finally:
        store.close()
