"""The stage of a room: what this person sees of the play, and what they may say when it is their turn."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from trainer.engine.seen import Briefed, Heard, Offered, Turn
from trainer.room.messages import Action, Done, EndKindly, GoOn, PauseNow, PlayFor, RoomState
from trainer.room.wording import ON_ITS_WAY, here_now, own_part, stakes_of, what_now, whose_turn
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.together.entries import Entries
from trainer.tui.screens.together.steps import away, is_playing
from trainer.tui.screens.together.view import View, Way
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.transcript import Transcript
from trainer.wording import BACKSTAGE

_WIDE: Final = 108
"""From this width on, what each can lose stands beside the play."""


class Panel(NamedTuple):
    """What stands below the play."""

    kind: str
    ask: str
    ways: tuple[Way, ...] = ()
    highlighted: int | None = 0
    style: str = "$quiet"


class GuestStage(View):
    """A transcript, and below it what can be done now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "read_on", "Read on", id="room-stage.read-on", tooltip="Read on, then answer"),
        Binding("p", "pause", "Pause", id="room-stage.pause", tooltip="Pause for all; nobody is told by whom"),
        Binding("b", "briefing", "Briefing", id="room-stage.briefing", tooltip="Your briefing again"),
        Binding("pageup", "scroll_transcript(-1)", "Read back", id="room-stage.up", tooltip="A page back"),
        Binding("pagedown", "scroll_transcript(1)", "On", show=False, id="room-stage.down", tooltip="A page on"),
    ]

    _is_laid_out: bool = False
    _said: tuple[Turn, str] | None = None
    """The turn that was answered, and the line that is on its way."""
    _why: str = ""
    """Why the last line, or what else was wanted, was refused."""
    _shown: int = 0

    def compose(self) -> ComposeResult:
        """Lay out where we are, what was said, and what may be said."""
        self._entries = Entries()
        yield Static(id="place")
        with Horizontal():
            with Vertical():
                yield Transcript()
                yield Static(id="ask")
                yield Choices(classes="answers")
            yield Static(self._at_stake(), id="stakes")

    def on_mount(self) -> None:
        """Begin once it is known how much room there is."""
        self.query_one(Transcript).focus()
        self.call_after_refresh(self._begin)

    def on_resize(self, event: events.Resize) -> None:
        """Keep what each can lose in sight where there is room beside the play."""
        self.set_class(event.size.width >= _WIDE, "-wide")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what leads anywhere."""
        if action == "read_on":
            return self.is_reading
        if action == "pause":
            return is_playing(self.guest.state)
        if action == "scroll_transcript":
            return any(transcript.max_scroll_y > 0 for transcript in self.query(Transcript))
        return super().check_action(action, parameters)

    @property
    def is_reading(self) -> bool:
        """Whether new lines are read before anything can be answered."""
        return self.has_class("-reading")

    def _begin(self) -> None:
        if not self.is_attached:
            return
        self._is_laid_out = True
        read = self.bookmark.read.get(self.guest.kept.session, self._last_own())
        self.query_one(Transcript).add(*self._entries.of(self.guest.seen[:read]))
        self._shown = read
        self.show()
        if read and read == len(self.guest.seen):
            self._to_end()
        self.screen.refresh_bindings()

    def _last_own(self) -> int:
        """Return how much was seen up to one's own last line."""
        seen = self.guest.seen
        return next((at for at in range(len(seen) - 1, -1, -1) if _is_own(seen[at])), 0)

    def show(self) -> None:
        """Show what is new, and what can be done now."""
        if not self._is_laid_out:
            return
        fresh = self.guest.seen[self._shown :]
        self._shown += len(fresh)
        self.bookmark.read[self.guest.kept.session] = self._shown
        rows = self.query_one(Transcript).add(*entries) if (entries := self._entries.of(fresh)) else 0
        if entries:
            self._why = ""
        panel = self._panel()
        if rows and self.guest.turn is not None and rows > self._room_beside(panel):
            self.add_class("-reading")
            self.query_one(Transcript).focus()
        if self.is_reading and self.guest.turn is None:
            self.remove_class("-reading")
        self._show_panel(panel, is_new=bool(entries))
        self._show_place()

    def _show_panel(self, panel: Panel, *, is_new: bool) -> None:
        if self.is_reading:
            panel = Panel("reading", "Enter reads on.")
        ask = styled(panel.ask, panel.style)
        if self._why:
            ask = joined(styled(f"{self._why} ", "bold $warning"), ask)
        self.query_one("#ask", Static).update(ask)
        self.offer(*panel.ways, kind=panel.kind, highlighted=panel.highlighted)
        if not panel.ways:
            self.query_one(Transcript).focus()
        if is_new and not self.is_reading and panel.ways:
            self._to_end()

    def _to_end(self) -> None:
        transcript = self.query_one(Transcript)
        transcript.keeps_end = True

        def when_laid_out() -> None:  # the choices take their room from the transcript first
            transcript.call_after_refresh(transcript.scroll_end, animate=False)

        self.call_after_refresh(when_laid_out)

    # What stands below.

    def _panel(self) -> Panel:
        guest = self.guest
        state = guest.state
        if state is None:
            return Panel("none", "")
        if state.stage == "over":
            return Panel("over", what_now(state), (Way("Go on to what comes afterwards", self._read_end),))
        if state.stage == "paused":
            return Panel("paused", what_now(state), tuple(self._after_pause(state)), style="$secondary")
        if self._said is not None and guest.turn is self._said[0]:
            return Panel("said", f"“{self._said[1]}” {ON_ITS_WAY}", style="$secondary")
        self._said = None
        if guest.words_asked is not None:
            return Panel("words", "")
        turn = guest.turn
        if turn is not None and not guest.is_saying:
            return self._own(turn)
        return self._of_others(state)

    def _own(self, turn: Turn) -> Panel:
        if self.guest.checkin:
            return Panel("checkin", "")
        pause = "  A good place to pause, if you want to." if turn.pause_here else ""
        ways = tuple(Way(option.say, partial(self._say, turn, option)) for option in turn.options)
        kind = f"turn {self.guest.kept.session} {self._turn_number(turn)}"
        return Panel(kind, f"{whose_turn(turn)} A number, or arrows and Enter.{pause}", ways, None)

    def _turn_number(self, turn: Turn) -> int:
        return next(at for at, what in enumerate(self.guest.seen) if what is turn)

    def _of_others(self, state: RoomState) -> Panel:
        last = next((what for what in reversed(self.guest.seen) if isinstance(what, Turn)), None)
        ask = whose_turn(last) if last is not None and not last.is_yours else ""
        gone = away(state)
        if gone and state.your_seat:
            names = ", ".join(person.name for _, person in gone)
            ask = f"{ask} {names} is away: wait, or press p to choose how it goes on.".strip()
        return Panel("others", ask)

    def _after_pause(self, state: RoomState) -> Iterator[Way]:
        """Yield the ways on; what comes by others stands last, so that no number changes under a finger."""
        if state.your_seat:
            on_again = "Go on; the script plays the part that was left" if state.somebody_left else "Go on"
            yield Way(on_again, partial(self._want, GoOn()))
        yield Way("Leave; no reason is asked", self._leave)
        if state.your_seat and state.somebody_left:
            yield Way("End here; each of you can look back", partial(self._want, EndKindly()))
        for seat, person in away(state) if state.your_seat else ():
            name = next(there.name for there in state.seats_of_session if there.id == seat)
            do = partial(self._want, PlayFor(seat=seat))
            yield Way(f"Let the script go on for {name}: {person.name} is away", do)

    def _leave(self) -> None:
        self.call_later(self.screen.run_action, "leave")

    def _say(self, turn: Turn, option: Offered) -> None:
        if self.guest.say(option.id, self._told):
            self._said = (turn, option.say)
        self.show()

    def _told(self, done: Done) -> None:
        if done.why:
            self._said, self._why = None, done.why

    def _want(self, action: Action) -> None:
        self.guest.do(action, self._wanted)

    def _wanted(self, done: Done) -> None:
        self._why = done.why

    def _read_end(self) -> None:
        self.bookmark.ends.add(self.guest.kept.session)
        self.guest.on_change()

    # Keys.

    def action_read_on(self) -> None:
        """Read on; at the end of what is new, go on to the answer."""
        transcript = self.query_one(Transcript)
        if transcript.scroll_offset.y < transcript.max_scroll_y:
            self.action_scroll_transcript(1)
            return
        self.remove_class("-reading")
        self.guest.on_change()

    def action_pause(self) -> None:
        """Pause for all."""
        self._want(PauseNow())

    def action_briefing(self) -> None:
        """Show the briefing again."""
        briefed = self._briefed
        if briefed is not None:
            at_stake = "\n".join(stakes_of(briefed))
            self.app.push_screen(Notice(own_part(briefed), briefed.briefing or briefed.about, at_stake))

    def action_scroll_transcript(self, pages: int) -> None:
        """Read back, or on."""
        scroll_pages(self.query_one(Transcript), pages)

    # What stands around.

    def _room_beside(self, panel: Panel) -> int:
        """Return how many rows of the transcript will be in sight beside what is offered."""
        transcript = self.query_one(Transcript)
        whole = transcript.size.height + sum(choices.size.height for choices in self.query(Choices) if choices.display)
        labels = tuple(text(way.label) for way in panel.ways)
        return max(0, whole - Choices.rows(labels, transcript.size.width))

    @on(Transcript.Scrolled)
    def _show_place(self) -> None:
        """Say where the lines are spoken that are in sight."""
        last = self.query_one(Transcript).entry_in_sight
        placed = self._entries.places.get(last.scene) if last is not None else None
        if placed is None:
            return
        style = "$secondary" if placed.backstage in BACKSTAGE else "$quiet"
        self.query_one("#place", Static).update(
            joined(styled(placed.title, "bold"), styled(here_now(placed), style), between="\n")
        )

    @property
    def _briefed(self) -> Briefed | None:
        return next((what for what in self.guest.seen if isinstance(what, Briefed)), None)

    def _at_stake(self) -> Content:
        lost = (styled(stake, "$quiet") for stake in (stakes_of(self._briefed) if self._briefed else ()))
        return joined(styled("What each can lose", "bold $quiet"), *lost, between="\n\n")


def _is_own(what: object) -> bool:
    return isinstance(what, Heard) and what.how == "own"
