"""What one reads before a play in a room, and that one has read it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trainer.engine.seen import Briefed
from trainer.listing import listed
from trainer.room.messages import HaveRead
from trainer.room.wording import own_part, stakes_of, what_now
from trainer.tui.content import joined, styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.together.view import View, Way
from trainer.tui.widgets.choices import Choices
from trainer.wording import BEFORE_PLAY, CONTAINER


class GuestBriefing(View):
    """The briefing of one's own part."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "read_or_done",
            "Read on, then say so",
            id="room-briefing.enter",
            tooltip="Read on; at the end, say that you have read it",
            priority=True,
        ),
        Binding("pageup", "scroll_text(-1)", "Back", show=False, id="room-briefing.up", tooltip="A page back"),
        Binding("pagedown,space", "scroll_text(1)", "On", show=False, id="room-briefing.down", tooltip="A page on"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the text above the word that it was read."""
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
        yield Static(id="now")
        yield Choices(classes="menu")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer Enter as long as it leads anywhere."""
        if action == "read_or_done":
            state = self.guest.state
            is_more = any(scroller.scroll_offset.y < scroller.max_scroll_y for scroller in self.query("#text"))
            return is_more or (state is not None and bool(state.your_seat) and not state.has_read)
        return super().check_action(action, parameters)

    def show(self) -> None:
        """Show the briefing, and what is waited for."""
        state = self.guest.state
        briefed = next((what for what in self.guest.seen if isinstance(what, Briefed)), None)
        if state is None:
            return
        self.query_one("#told", Static).update(
            text(f"{state.title}\n\n{state.about}") if briefed is None else _told(briefed, state.agreement)
        )
        self.query_one("#now", Static).update(styled(what_now(state), "$secondary"))
        if state.your_seat and not state.has_read:
            self.offer(Way("I have read it", self._say_so), kind="briefing")
        else:
            self.offer(kind="waiting")
            self.query_one("#text").can_focus = True
            self.query_one("#text").focus()

    def _say_so(self) -> None:
        self.guest.do(HaveRead())

    def action_read_or_done(self) -> None:
        """Read on; at the end, say that it was read."""
        scroller = self.query_one("#text")
        if scroller.scroll_offset.y < scroller.max_scroll_y:
            scroll_pages(scroller, 1)
            self.call_after_refresh(self.screen.refresh_bindings)
        elif self.query_one(Choices).option_count:
            self.query_one(Choices).action_select()

    def action_scroll_text(self, pages: int) -> None:
        """Read on, or back."""
        scroll_pages(self.query_one("#text"), pages)


def _told(briefed: Briefed, agreement: tuple[str, ...]) -> Content:
    readers = listed(tuple(f"{role} ({date})" for role, date in briefed.read_by))
    persons = tuple(f"{who.name}, {who.is_}" for who in briefed.cast if who.is_person and not who.is_you)
    paragraphs = [
        joined(styled(briefed.title, "bold $primary"), styled(f"  about {briefed.minutes} minutes", "$quiet")),
        joined(styled("Before you play", "bold"), *BEFORE_PLAY, between="\n· "),
        joined(styled("What you agreed together", "bold"), *agreement, between="\n· ") if agreement else None,
        text(briefed.about),
        styled(f"It touches on {listed(briefed.care)}.", "$secondary") if briefed.care else None,
        joined(styled(f"You are {own_part(briefed)}. ", "bold"), briefed.briefing)
        if briefed.briefing
        else styled(own_part(briefed), "bold"),
        text(f"Played by persons, too: {listed(persons)}.") if persons else None,
        joined(styled("What each can lose", "bold"), *stakes_of(briefed), between="\n· ")
        if stakes_of(briefed)
        else None,
        joined(styled("Here. ", "bold"), " ".join(CONTAINER)),
        styled(f"Read by {readers}." if readers else "Nobody with lived experience has read it yet.", "$quiet"),
    ]
    return joined(*(paragraph for paragraph in paragraphs if paragraph is not None), between="\n\n")
