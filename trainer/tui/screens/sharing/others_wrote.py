"""What readers wrote on a play of one's own, on which line, and how they read one's choices; each can be answered."""

from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.errors import TrainerError
from trainer.listing import listed, when
from trainer.people.shares import Scope
from trainer.privacy import LONGEST_TEXT
from trainer.scenario.model import Practice
from trainer.session import Session
from trainer.store.people.talk import Rating, Remark
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Sharing, Standing
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.screens.agreement.asks import AskShared, Question
from trainer.tui.screens.sharing.wording import ANSWER_SAID, NO_ANSWER, NOT_READ_NOW, NOTHING_WRITTEN
from trainer.tui.widgets.choices import Choices
from trainer.wording import shown_in_words


class _Said(NamedTuple):
    """What one said at a place, and how the story reads it."""

    say: str
    reads: str


class OthersWrote(Screen[None]):
    """Remarks and second readings, in the order of the play."""

    CSS_PATH = "sharing.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="others.back", tooltip="Back to where you came from"),
    ]

    def __init__(self, store: SignedStore, session: Session) -> None:
        super().__init__()
        self._sharing = Sharing(store)
        self._session = session
        self._said = {
            choice.position: _Said(choice.chosen.option.say, shown_in_words(choice.chosen.option.shows))
            for choice in session.look_back().choices
        }
        self._shown: tuple[Remark | Rating, ...] = ()
        self._not_now: tuple[str, ...] = ()
        """Those of its readers who cannot read along now, by their ids."""

    def compose(self) -> ComposeResult:
        """Lay out what was written, or that nothing was."""
        yield Static(styled("What others wrote", "bold $primary"), classes="heading")
        yield Static(id="not-now")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(text(NOTHING_WRITTEN), id="none")
            yield Choices(classes="spaced")
        yield Footer()

    def on_screen_resume(self) -> None:
        """Show what there is now."""
        try:
            remarks = self._sharing.remarks(self._session.id)
            ratings = self._sharing.ratings(self._session.id)
            standings = self._sharing.standings(self._session.id)
        except TrainerError as error:
            remarks, ratings, standings = (), (), ()
            self.notify(str(error), severity="error", markup=False)
        self._shown = tuple(sorted((*ratings, *remarks), key=_place))
        self.query_one("#none").display = not self._shown
        now = {standing.reader.id for standing in standings if _reads_along(standing)}
        readers = dict.fromkeys((*(each.rater for each in ratings), *(each.reader for each in remarks)))
        self._not_now = tuple(reader for reader in readers if reader not in now)
        names = listed(tuple(sorted(map(self._sharing.name_of, self._not_now))))
        not_now = self.query_one("#not-now", Static)
        not_now.update(styled(NOT_READ_NOW.format(readers=names), "$secondary"))
        not_now.display = bool(self._not_now)
        choices = self.query_one(Choices)
        choices.offer(*map(self._entry, self._shown), highlighted=choices.highlighted or 0)
        choices.focus()

    def _entry(self, each: Remark | Rating) -> Content:
        if isinstance(each, Remark):
            who = self._sharing.name_of(each.author)
            own = each.author == self._sharing.me.id
            told = f"{'You wrote' if own else f'{who} wrote'}: {each.text}"
            return joined(text(told), styled(f"\n{self._on(each.place)}{when(each.at)}", "$quiet"))
        levels = {Practice(name): level for name, level in each.levels.items() if name in set(Practice)}
        said = self._said.get(each.position)
        reads = f"\nThe story reads it as {said.reads}." if said is not None else ""
        told = f"{self._sharing.name_of(each.rater)} read a choice of yours as {shown_in_words(levels)}."
        return joined(text(f"{told}{reads}"), styled(f"\n{self._on(str(each.position))}".rstrip(": "), "$quiet"))

    def _on(self, place: str) -> str:
        said = self._said.get(int(place)) if place.isdecimal() else None
        return f"On “{said.say}”: " if said is not None else "On the whole play: "

    @on(Choices.Chosen)
    @work(exclusive=True)
    async def answer(self, event: Choices.Chosen) -> None:
        """Answer what a reader wrote."""
        chosen = self._shown[event.position]
        if isinstance(chosen, Rating):
            await self.app.push_screen_wait(
                Notice(
                    "A second reading",
                    "It was made without knowing how the story reads the choice. Which is right "
                    "is yours to think about; you can ask about it where somebody wrote to you.",
                )
            )
            return
        who = self._sharing.name_of(chosen.reader)
        if chosen.reader in self._not_now:
            await self.app.push_screen_wait(Notice(f"Not shared with {who} now", NO_ANSWER.format(who=who)))
            return
        asked = Question(f"Your answer to {who}", (chosen.text, ANSWER_SAID.format(who=who)), LONGEST_TEXT)
        written = await self.app.push_screen_wait(AskShared(asked))
        while written:
            try:
                self._sharing.answer_remark(chosen, written)
            except TrainerError as error:
                await self.app.push_screen_wait(Notice("This was not sent", str(error)))
                written = await self.app.push_screen_wait(AskShared(asked._replace(draft=written)))
            else:
                written = None
        self.on_screen_resume()


def _reads_along(standing: Standing) -> bool:
    """Return whether a reader can read now what was said, and what was written on it."""
    return standing.is_open and standing.share is not None and standing.share.scope.holds(Scope.SAID)


def _place(each: Remark | Rating) -> int:
    """Return where in the log something stands, what is on the whole first."""
    if isinstance(each, Rating):
        return each.position
    return int(each.place) if each.place.isdecimal() else -1
