"""Which agreements there are, and a new one."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.agreements import begin, every
from trainer.errors import TrainerError
from trainer.listing import when
from trainer.people.agreement.commands import LONGEST_TITLE
from trainer.people.agreement.named import Named
from trainer.store.base import Store
from trainer.store.signed import SignedStore
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.screens.agreement.asks import AskShared, Question
from trainer.tui.screens.agreement.hand_on import take_up
from trainer.tui.screens.agreement.screen import LOOK_SECONDS, AgreementScreen
from trainer.tui.widgets.choices import Choices


class Agreements(Screen[None]):
    """Every agreement, the one last touched first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="agreements.new", tooltip="Begin a new agreement"),
        Binding("t", "take", "Take up one", id="agreements.take", tooltip="Take up an agreement by its code"),
        Binding("escape", "app.pop_screen", "Back", id="agreements.back", tooltip="Back to where you were"),
    ]

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__()
        self._store = store
        self._clock = clock
        self._shown: tuple[Named, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the list, or what to do where there is none."""
        yield Static(styled("Agreements", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(text(_EMPTY), id="empty")
            yield Choices(classes="spaced")
            yield Static(id="unreadable")
        yield Footer()

    def on_mount(self) -> None:
        """Look from time to time whether somebody else wrote."""
        self.set_interval(LOOK_SECONDS, self._follow)

    def on_screen_resume(self) -> None:
        """Show how things stand now."""
        self._read()
        self.query_one(Choices).focus()

    @on(Choices.Chosen)
    def open_one(self, event: Choices.Chosen) -> None:
        """Open the chosen agreement."""
        self._open(self._shown[event.position].id)

    @work
    async def action_new(self) -> None:
        """Begin an agreement."""
        title = await self.app.push_screen_wait(
            AskShared(
                Question(
                    "A new agreement",
                    ("What is it called? For instance: How we talk in the day room.",),
                    LONGEST_TITLE,
                    is_line=True,
                )
            )
        )
        if title is None:
            return
        try:
            named = begin(self._store, title, self._clock)
        except TrainerError as error:
            self.app.push_screen(Notice("This was not begun", str(error)))
        else:
            self._open(named.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer to take one up where others are on the same store."""
        return action != "take" or isinstance(self._store, SignedStore)

    @work
    async def action_take(self) -> None:
        """Take up an agreement that somebody else here holds, by the code that they made."""
        store = self._store
        if not isinstance(store, SignedStore):
            return
        taken = await take_up(self.app, store)
        if taken is not None:
            self._open(taken)

    def _open(self, paper: str) -> None:
        try:
            opened = AgreementScreen(self._store, paper, self._clock)
        except TrainerError as error:
            self.app.push_screen(Notice("This agreement cannot be read", str(error)))
        else:
            self.app.push_screen(opened)

    def _follow(self) -> None:
        """Read again where somebody else may have written, while the list is before the person."""
        if not self.is_active:
            return  # what is asked for news here is news no more for the screen before this one
        try:
            is_news = self._store.changed()
        except TrainerError:
            return  # it is told of when the list is read
        if is_news:
            self._read()

    def _read(self) -> None:
        try:
            self._shown, unreadable = every(self._store)
        except TrainerError as error:
            self.app.push_screen(Notice("The agreements cannot be read", str(error)))
            return
        empty = self.query_one("#empty", Static)
        empty.update(text(_EMPTY_HERE if isinstance(self._store, SignedStore) else _EMPTY))
        empty.display = not self._shown
        told = "\n".join(f"The agreement {paper} cannot be read." for paper in unreadable)
        self.query_one("#unreadable", Static).update(styled(told, "$warning"))
        choices, entries = self.query_one(Choices), tuple(map(_entry, self._shown))
        if choices.labels != tuple(entry.plain for entry in entries):
            choices.offer(*entries, highlighted=choices.position)


def _entry(named: Named) -> Content:
    agreement = named.agreement
    told = f"{len(agreement.text.agreed)} agreed, {len(agreement.text.open)} open. {named.standing()[0]}"
    return joined(agreement.title, styled(f"\n{told} {when(agreement.touched)}", "$quiet"))


_EMPTY: Final = (
    "There is no agreement yet. Patients, staff and leaders write it together, clause by clause, and all sign it. "
    "n begins one."
)
_EMPTY_HERE: Final = f"{_EMPTY} One that somebody else here began is yours to read and write, too, with their code: t."
