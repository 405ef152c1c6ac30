"""What a supervisor and whose play it is write each other: a conversation on a choice, or on the whole."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from trainer.listing import when
from trainer.store.people.talk import Remark
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.words import AskText
from trainer.tui.screens.review.reads import Reads
from trainer.tui.screens.review.wording import CONVERSATION, NOTHING_WRITTEN, TAKEN_BACK_LATER
from trainer.tui.widgets.choices import Choices


class AskRemark(AskText):
    """A text that somebody else reads."""

    CSS_PATH = "../../dialogs/dialogs.tcss"
    is_emptied_to_delete = False
    OVER: ClassVar = TAKEN_BACK_LATER


async def write_remark(screen: Reads, place: str, about: str) -> bool:
    """Ask for a remark on `place` and keep it; return whether there is one more."""
    name = screen.reviewed.person.name
    ask = AskRemark(f"To {name}", about, CONVERSATION.format(name=name))
    written = await screen.app.push_screen_wait(ask)
    if not isinstance(written, str):
        return False
    return screen.is_done(lambda: screen.reviewing.write(screen.reviewed, place, written))


class Remarks(Reads):
    """All that was written on one play, the first first."""

    CSS_PATH = "review.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "Write", id="remarks.write", tooltip="Write on the whole play"),
        Binding("t", "take_back", "Take back", id="remarks.take-back", tooltip="Delete what you wrote there"),
        Binding("escape,q", "app.pop_screen", "Back", id="remarks.back", tooltip="Back to the play"),
    ]

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed) -> None:
        super().__init__(reviewing, reviewed)
        self._remarks: tuple[Remark, ...] = ()
        choices = reviewed.session.look_back(reviewed.seat).choices
        self._said = {str(choice.position): choice.chosen.option.say for choice in choices}

    def compose(self) -> ComposeResult:
        """Lay out whose they are, and what was written."""
        name = self.reviewed.person.name
        heading = styled(self.reviewed.session.scenario.title, "bold $primary")
        yield Static(joined(heading, styled(f"   You and {name}", "$quiet")), classes="heading")
        yield Static(styled(CONVERSATION.format(name=name), "$quiet"), id="narrowed")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(text(NOTHING_WRITTEN), id="empty")
            yield Choices(classes="spaced")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show what was written, the last of it highlighted."""
        self._read(at_end=True)
        self.query_one(Choices).focus()

    def _read(self, *, at_end: bool = False) -> None:
        choices = self.query_one(Choices)
        at = choices.position

        def read() -> None:
            self._remarks = self.reviewing.remarks(self.reviewed)

        if self.is_done(read):
            last = max(0, len(self._remarks) - 1)
            self.query_one("#empty").display = not self._remarks
            choices.offer(*map(self._entry, self._remarks), highlighted=last if at_end else min(at, last))
            self.refresh_bindings()

    def _entry(self, remark: Remark) -> Content:
        who = "You" if self._is_mine(remark) else self.reviewed.person.name
        style = "bold $primary" if self._is_mine(remark) else "bold"
        told = joined(styled(who, style), styled(f"  {when(remark.at)}, {self._on(remark.place)}", "$quiet"))
        return joined(told, remark.text, between="\n")

    def _on(self, place: str) -> str:
        """Return what a remark is on, in words."""
        return f"on “{self._said[place]}”" if place in self._said else "on the whole play"

    def _is_mine(self, remark: Remark) -> bool:
        return remark.author == self.reviewing.me.id

    @property
    def _here(self) -> Remark | None:
        """What is highlighted."""
        for choices in self.query(Choices):
            if choices.highlighted is not None and choices.highlighted < len(self._remarks):
                return self._remarks[choices.highlighted]
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take back one's own."""
        if action == "take_back":
            return self._here is not None and self._is_mine(self._here)
        return super().check_action(action, parameters)

    @on(Choices.Highlighted)
    def follow(self) -> None:
        """Offer what can be done with what is highlighted now."""
        self.refresh_bindings()

    @on(Choices.Chosen)
    def answer(self, event: Choices.Chosen) -> None:
        """Answer on the same choice."""
        self._write(self._remarks[event.position].place)

    def action_write(self) -> None:
        """Write on the whole play."""
        self._write("")

    @work
    async def _write(self, place: str) -> None:
        about = self._on(place)
        if self.is_still_there() and await write_remark(self, place, f"{about[0].upper()}{about[1:]}"):
            self._read(at_end=True)

    def action_take_back(self) -> None:
        """Delete what one wrote."""
        here = self._here
        if here is not None and self.is_done(lambda: self.reviewing.take_back(here.id)):
            self._read()
