"""Everybody who has an account: invited, changed, closed, given a code, or erased."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.errors import TrainerError
from trainer.people.person import Person, Standing, called
from trainer.signing_in.managing import Managing
from trainer.store.signed import SignedStore
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.code import ShowCode
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.agreement.asks import AskShared, Question
from trainer.tui.screens.people.forms import Change, Invite
from trainer.tui.screens.people.wording import CLOSE_SAID, CODE_SAID, ERASE_SAID, NOT_THE_NAME, RESET_SAID, SAID, told
from trainer.tui.widgets.choices import Choices

_LONGEST_NAME = 60


class People(Screen[None]):
    """The list of accounts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "invite", "Invite", id="people.invite", tooltip="Make an account for somebody"),
        Binding("c", "code", "Code", id="people.code", tooltip="A code for a new passphrase"),
        Binding("x", "close", "Close", id="people.close", tooltip="Let nobody sign in to it; all in it is kept"),
        Binding("x", "open", "Open", id="people.open", tooltip="Let them sign in to it again"),
        Binding("e", "erase", "Erase", id="people.erase", tooltip="Take out all that there is of somebody"),
        Binding("escape", "app.pop_screen", "Back", id="people.back", tooltip="Back home"),
    ]

    def __init__(self, store: SignedStore) -> None:
        super().__init__()
        self._managing = Managing(store)
        self._me = store.me.id
        self._people = self._managing.people()

    def compose(self) -> ComposeResult:
        """Lay out the accounts."""
        yield Static(styled("People", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(styled(SAID, "$quiet"))
            yield Choices(*map(self._entry, self._people), classes="spaced paragraph")
        yield Footer(show_command_palette=False)

    def on_screen_resume(self) -> None:
        """Show how it stands now."""
        self._read()

    def _read(self) -> None:
        try:
            self._people = self._managing.people()
        except TrainerError as error:
            self.notify(str(error), severity="error", markup=False)
        choices = self.query_one(Choices)
        choices.offer(*map(self._entry, self._people), highlighted=choices.highlighted or 0)
        choices.focus()
        self.refresh_bindings()

    def _entry(self, person: Person) -> Content:
        you = " (you)" if person.id == self._me else ""
        return joined(text(f"{person.name}{you}"), styled(f"\n{told(person)}", "$quiet"))

    @property
    def _chosen(self) -> Person:
        return self._people[min(self.query_one(Choices).position, len(self._people) - 1)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer to close what is open, and to open what is closed."""
        if action not in ("close", "open") or not self.is_mounted:
            return True
        return (self._chosen.standing is Standing.CLOSED) == (action == "open")

    @on(Choices.Highlighted)
    def follow(self) -> None:
        """Offer what can be done with what is highlighted now."""
        self.refresh_bindings()

    @on(Choices.Chosen)
    def change(self, event: Choices.Chosen) -> None:
        """Change what somebody comes as, may do, or where they are."""
        self.app.push_screen(Change(self._managing, self._people[event.position]))

    def action_invite(self) -> None:
        """Make an account."""
        self.app.push_screen(Invite(self._managing))

    @work(exclusive=True)
    async def action_code(self) -> None:
        """Say what is lost, and make a code."""
        person = self._chosen
        ways = ("Make a code", "Not now")
        if await self.app.push_screen_wait(AskWay(f"A code for {person.name}", *RESET_SAID, ways=ways, first=1)) != 0:
            return
        try:
            code = self._managing.code(person)
        except TrainerError as error:
            await self.app.push_screen_wait(Notice("That did not work", str(error)))
        else:
            said = (sentence.format(name=person.name) for sentence in CODE_SAID)
            await self.app.push_screen_wait(ShowCode(f"The code for {person.name}", code, *said))

    @work(exclusive=True)
    async def action_close(self) -> None:
        """Ask once, and close an account."""
        person = self._chosen
        ways = ("Close it", "Leave it open")
        if await self.app.push_screen_wait(AskWay(f"Close {person.name}?", CLOSE_SAID, ways=ways, first=1)) == 0:
            self._stand(person, Standing.CLOSED)

    def action_open(self) -> None:
        """Open an account again."""
        person = self._chosen
        self._stand(person, Standing.ACTIVE if person.public else Standing.INVITED)

    def _stand(self, person: Person, standing: Standing) -> None:
        try:
            self._managing.change(person, standing=standing)
        except TrainerError as error:
            self.app.push_screen(Notice("That did not work", str(error)))
        self._read()

    @work(exclusive=True)
    async def action_erase(self) -> None:
        """Ask for the name, and take out all that there is of somebody."""
        person = self._chosen
        said = (sentence.format(name=person.name) for sentence in ERASE_SAID)
        asked = Question(
            f"Erase {person.name}?", (*said, "Type the name to erase it. Escape leaves all as it is."), _LONGEST_NAME
        )
        typed = await self.app.push_screen_wait(AskShared(asked._replace(is_line=True)))
        if typed is None:
            return
        if called(typed) != called(person.name):
            await self.app.push_screen_wait(Notice("Nothing was erased", NOT_THE_NAME))
            return
        try:
            self._managing.erase(person)
        except TrainerError as error:
            await self.app.push_screen_wait(Notice("That did not work", str(error)))
            return
        if person.id == self._me:
            await self.run_action("app.sign_out")
        else:
            self._read()
