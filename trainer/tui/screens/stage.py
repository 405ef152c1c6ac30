"""The stage: the play itself."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.coaching import coaching
from trainer.engine.view import OpenOption
from trainer.errors import StoreError
from trainer.play import Refused
from trainer.privacy import Feeling
from trainer.session import Session, WentOn
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.pause import AfterPause, PauseMenu
from trainer.tui.dialogs.words import AskFeeling, OwnWords
from trainer.tui.lines import coach_entry, end_entry, line_entry, note_entry, place_entry
from trainer.tui.paging import scroll_pages
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.transcript import Entry, Transcript
from trainer.wording import BACK_HERE, FAREWELL, here, part, stage, stakes

_WIDE: Final = 108
"""From this width on, what each can lose stands beside the play."""


class Stage(Screen[None]):
    """A transcript, and what may be said now.

    A turn goes: own words for the last reply where they are asked for; the new lines, read first where they do not fit
    beside the options; a check-in where one is due; the options.
    """

    CSS_PATH = ["transcript.tcss", "stage.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "read_on", "Read on", id="stage.read-on", tooltip="Read on, then answer"),
        Binding("p,escape", "pause", "Pause or leave", id="stage.pause", tooltip="Pause, or leave without a reason"),
        Binding("b", "briefing", "Briefing", id="stage.briefing", tooltip="Your briefing, and what each can lose"),
        Binding("pageup", "scroll_transcript(-1)", "Read back", id="stage.up", tooltip="A page back"),
        Binding("pagedown", "scroll_transcript(1)", "On", show=False, id="stage.down", tooltip="A page on"),
    ]

    def __init__(self, session: Session, look_back: Callable[[Session], object], *, is_coached: bool = False) -> None:
        super().__init__()
        self._session = session
        self._look_back = look_back
        self._is_coached = is_coached
        self._shown = 0
        self._scene = ""
        self._offered: tuple[OpenOption, ...] = ()
        self._is_answerable = False
        self._preface: list[Entry] = []
        """What stands before the next new lines."""

    def compose(self) -> ComposeResult:
        """Lay out where we are, what was said, and what may be said."""
        yield Static(id="place")
        with Horizontal():
            with Vertical():
                yield Transcript()
                yield Static(id="ask")
                yield Choices()
            yield Static(self._at_stake(), id="stakes")
        yield Footer(show_command_palette=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read on only while there is something to read first, and to read back only where there is more."""
        if action == "read_on":
            return self.is_reading
        if action == "scroll_transcript":
            return any(transcript.max_scroll_y > 0 for transcript in self.query(Transcript))
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Go on from where the session stands, once it is known how much room there is."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        session, before = self._session, self._session.last_turn()
        self.query_one(Transcript).add(*self._entries(until=before))
        if session.origin and before < session.shared:
            self._preface = [note_entry("", BACK_HERE, self._scene)]
        self._go_on()

    def on_resize(self, event: events.Resize) -> None:
        """Keep what each can lose in sight where there is room beside the play."""
        self.set_class(event.size.width >= _WIDE, "-wide")

    @property
    def is_reading(self) -> bool:
        """Whether new lines are read before anything can be answered."""
        return self.has_class("-reading")

    @work
    async def _go_on(self) -> None:
        if self._session.wants_words:
            await self._ask_words()
        self.query_one(Choices).offer()
        rows = self.query_one(Transcript).add(*self._new_entries())
        self._show_place()
        if rows > self._room_beside_options():
            self._read_first()
        else:
            self._take_turn()

    @work
    async def _take_turn(self) -> None:
        session, choices = self._session, self.query_one(Choices)
        if session.checkin:
            await self._ask_feeling(session.checkin)
        self.query_one("#ask", Static).update(styled(self._question(), "$quiet"))
        self._offered = session.options
        choices.offer(*self._answers(), highlighted=None if session.options else 0)
        self._is_answerable = True
        choices.focus()
        self.call_after_refresh(self.refresh_bindings)
        transcript = self.query_one(Transcript)
        transcript.call_after_refresh(transcript.scroll_end, animate=False)

    def _answers(self) -> tuple[Content, ...]:
        if self._session.is_over:
            return text("Look back on what your words did"), text("Leave it for now")
        return tuple(text(option.say) for option in self._session.options)

    def _question(self) -> str:
        session = self._session
        if session.is_over:
            return FAREWELL
        is_good_place = session.turn is not None and session.turn.beat.pause_here
        pause = "  A good place to pause, if you want to." if is_good_place else ""
        return f"{session.scenario.cast[session.seat].name}, what do you say? A number, or arrows and Enter.{pause}"

    def _room_beside_options(self) -> int:
        """Return how many rows of the transcript will be in sight beside the options."""
        transcript = self.query_one(Transcript)
        return max(0, transcript.size.height - Choices.rows(self._answers(), transcript.size.width))

    def _read_first(self) -> None:
        """Give the transcript the whole room until what is new was read."""
        self.add_class("-reading")
        self.refresh_bindings()
        self.query_one("#ask", Static).update(styled("Enter reads on.", "$quiet"))
        self.query_one(Transcript).focus()

    def action_read_on(self) -> None:
        """Read on; at the end of what is new, go on to the answer."""
        transcript = self.query_one(Transcript)
        if transcript.scroll_offset.y < transcript.max_scroll_y:
            self.action_scroll_transcript(1)
            return
        self.remove_class("-reading")
        self.refresh_bindings()
        self._take_turn()

    async def _ask_words(self) -> None:
        say = self._session.reply_to_reword()
        words = await self.app.push_screen_wait(OwnWords(say))
        while isinstance(words, str) and (trouble := self._trouble(partial(self._session.give_words, words))):
            await self.app.push_screen_wait(trouble)
            again = OwnWords(say, words) if self._session.wants_words else None
            words = await self.app.push_screen_wait(again) if again else None

    async def _ask_feeling(self, question: str) -> None:
        feeling = await self.app.push_screen_wait(AskFeeling(question))
        if isinstance(feeling, Feeling):
            await self._keep(lambda: self._session.check_in(feeling.feeling, feeling.strength))

    async def _keep(self, keep: Callable[[], None]) -> None:
        """Keep something, and wait until a person has read why that was not possible."""
        if trouble := self._trouble(keep):
            await self.app.push_screen_wait(trouble)

    def _trouble(self, keep: Callable[[], None]) -> Notice | None:
        """Keep something; return what a person must know where that was not possible."""
        try:
            keep()
        except StoreError as error:
            return Notice("This was not kept", str(error))
        except WentOn as news:
            return Notice("This went on without you", str(news))
        except Refused as refused:
            return Notice("That is not possible now", str(refused))
        return None

    def _entries(self, until: int) -> list[Entry]:
        """Return the lines of the events up to `until` that were not shown yet."""
        scenario = self._session.scenario
        entries: list[Entry] = []
        for line in self._session.lines(self._shown, until):
            if self._scene != line.scene:
                self._scene = line.scene
                entries.append(place_entry(scenario, line.scene))
            entries.append(line_entry(scenario, line, self._session.state.seats))
        self._shown = until
        return entries

    def _new_entries(self) -> list[Entry]:
        """Return what is new: the reply, what the coach says to it, what followed, and the end where it was reached."""
        session = self._session
        entries = [*self._preface, *self._entries(session.version)]
        self._preface = []
        own = next((position for position, entry in enumerate(entries) if entry.kind == "own"), None)
        if self._is_coached and own is not None and (saying := coaching(session)):
            entries.insert(own + 1, coach_entry(saying, entries[own].scene))
        if session.end is not None:
            entries.append(end_entry(session.scenario, session.end, self._scene))
        return entries

    @on(Choices.Chosen)
    def say(self, event: Choices.Chosen) -> None:
        """Say the chosen line; it is on disk before it is shown."""
        if not self._is_answerable:
            return
        if self._session.is_over:
            if event.position == 0:
                self._look_back(self._session)
            else:
                self.app.pop_screen()
            return
        option = self._offered[event.position]
        if trouble := self._trouble(lambda: self._session.reply(option.id)):
            self.app.push_screen(trouble)
        self._go_on_where_it_moved()

    def _go_on_where_it_moved(self) -> None:
        """Show what is new where a reply was made since the options were offered, here or elsewhere."""
        if self._session.last_turn() >= self._shown or self._session.is_over:
            self._is_answerable = False
            self._go_on()

    @work
    async def action_pause(self) -> None:
        """Pause, and leave where that is wanted."""
        if self._session.is_over:
            self.app.pop_screen()
            return
        await self._keep(self._session.pause)
        match await self.app.push_screen_wait(PauseMenu()):
            case AfterPause.LEAVE:
                self.app.pop_screen()
            case AfterPause.LOOK_BACK:
                self._look_back(self._session)
            case AfterPause.GO_ON:
                await self._keep(self._session.go_on)
                self._go_on_where_it_moved()

    def action_briefing(self) -> None:
        """Show the briefing again."""
        scenario = self._session.scenario
        member = scenario.cast[self._session.seats[0]]
        at_stake = "\n".join(stakes(scenario))
        self.app.push_screen(Notice(f"You are {part(member)}", member.briefing or scenario.about, at_stake))

    def action_scroll_transcript(self, pages: int) -> None:
        """Read back, or on."""
        scroll_pages(self.query_one(Transcript), pages)

    @on(Transcript.Scrolled)
    def _show_place(self) -> None:
        """Say where the lines are spoken that are in sight."""
        last = self.query_one(Transcript).entry_in_sight
        if last is None or not last.scene:
            return
        scenario = self._session.scenario
        scene = scenario.scenes[last.scene]
        around = styled(stage(scenario, scene), "$secondary" if scene.is_backstage else "$quiet")
        who = joined(styled(f"{here(scenario, scene)} ", "$quiet"), around)
        self.query_one("#place", Static).update(joined(styled(scene.title, "bold"), who, between="\n"))

    def _at_stake(self) -> Content:
        lost = (styled(stake, "$quiet") for stake in stakes(self._session.scenario))
        return joined(styled("What each can lose", "bold $quiet"), *lost, between="\n\n")
