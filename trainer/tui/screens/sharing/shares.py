"""With whom one play is shared: how far, until when, and taken back at once."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.errors import TrainerError
from trainer.session import Session
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Sharing, Standing
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.code import ShowCode
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.sharing.others_wrote import OthersWrote
from trainer.tui.screens.sharing.sharing_out import share_out
from trainer.tui.screens.sharing.wording import (
    NOT_OVER,
    NOTHING_SHARED,
    SHOW_CODE,
    TAKE_BACK_SAID,
    TAKEN_BACK,
    WRITTEN,
    told_standing,
)
from trainer.tui.widgets.choices import Choices


class Shares(Screen[None]):
    """Whom a play is shared with, and the ways to share it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "take_back", "Take back", id="shares.back", tooltip="Share it no more with whom is highlighted"),
        Binding("escape", "app.pop_screen", "Back", id="shares.leave", tooltip="Back; all stays as it is"),
    ]

    def __init__(self, store: SignedStore, session: str) -> None:
        super().__init__()
        self._store = store
        self._sharing = Sharing(store)
        self._session = session
        self._summary = store.summary(session)
        self._standings: tuple[Standing, ...] = ()
        self._done = ""
        """What was done here just now."""
        self._ways: tuple[Callable[[], object], ...] = ()
        """What the entries below those with whom it is shared lead to."""

    def compose(self) -> ComposeResult:
        """Lay out whom it is shared with, and the ways on."""
        yield Static(styled(f"Share “{self._summary.title}”", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(id="said")
            yield Choices(classes="spaced paragraph")
        yield Footer()

    def on_screen_resume(self) -> None:
        """Show how it stands now."""
        self._read()

    def _read(self) -> None:
        try:
            self._summary = self._store.summary(self._session)
            self._standings = self._sharing.standings(self._session)
            has_talk = bool(self._sharing.remarks(self._session) or self._sharing.ratings(self._session))
        except TrainerError as error:
            self._standings, has_talk = (), False
            self.notify(str(error), severity="error", markup=False)
        said = tuple(self._said())
        self.query_one("#said", Static).update(joined(*said, between="\n\n"))
        self.query_one("#said").display = bool(said)
        choices = self.query_one(Choices)
        choices.offer(*self._entries(has_talk=has_talk), highlighted=choices.highlighted or 0)
        choices.focus()
        self.refresh_bindings()

    def _said(self) -> Iterator[Content]:
        """Yield what was done here just now, and how it stands where it is shared with nobody."""
        if self._done:
            yield styled(self._done, "bold $success")
        if not self._standings:
            yield text(NOT_OVER if self._summary.is_open else NOTHING_SHARED)

    def _entries(self, *, has_talk: bool) -> tuple[Content, ...]:
        if self._summary.is_open:
            self._ways = (self.app.pop_screen,)
            return (text("Back"),)
        ways: dict[str, Callable[[], object]] = {"Share it with somebody…": self._share}
        if has_talk:
            ways[WRITTEN] = self._show_others
        if self._standings:
            ways["A code to show it in a group, once"] = self._show
        self._ways = tuple(ways.values())
        is_joint = len(self._summary.seats) > 1
        return (
            *(text(told_standing(standing, self._sharing.me, is_joint=is_joint)) for standing in self._standings),
            *map(text, ways),
        )

    @property
    def _chosen(self) -> Standing | None:
        """The one that is highlighted."""
        position = self.query_one(Choices).position if self.is_mounted else len(self._standings)
        return self._standings[position] if position < len(self._standings) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer to take back only what is shared."""
        return self._chosen is not None if action == "take_back" else True

    @on(Choices.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with what is highlighted."""
        self.refresh_bindings()

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Take something back, share it, or make a code."""
        self._done = ""
        if event.position < len(self._standings):
            self.action_take_back()
        else:
            self._ways[event.position - len(self._standings)]()

    @work(exclusive=True)
    async def _share(self) -> None:
        await share_out(self.app, self._store, self._session)
        self._read()

    @work(exclusive=True)
    async def action_take_back(self) -> None:
        """Ask once, and take it back."""
        standing = self._chosen
        if standing is None:
            return
        name = standing.reader.name
        self._done = ""
        ways = (f"Take it back from {name}", "Leave it shared")
        asked = AskWay("Take it back?", *(sentence.format(reader=name) for sentence in TAKE_BACK_SAID), ways=ways)
        if await self.app.push_screen_wait(asked) == 0:
            try:
                self._sharing.withdraw(self._session, standing.reader.id)
            except TrainerError as error:
                await self.app.push_screen_wait(Notice("That did not work", str(error)))
            else:
                self._done = TAKEN_BACK.format(reader=name)
        self._read()

    def _show_others(self) -> None:
        try:
            session = Session.resume(self._store, self._summary.session)
        except TrainerError as error:
            self.app.push_screen(Notice("That did not work", str(error)))
        else:
            self.app.push_screen(OthersWrote(self._store, session))

    def _show(self) -> None:
        try:
            code = self._sharing.leave_to_show(self._session)
        except TrainerError as error:
            self.app.push_screen(Notice("That did not work", str(error)))
        else:
            self.app.push_screen(ShowCode("To show it in a group", code, *SHOW_CODE))
