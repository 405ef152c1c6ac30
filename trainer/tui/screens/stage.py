"""The stage: the play itself."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.coaching import coaching
from trainer.engine.view import Spoken
from trainer.errors import StoreError
from trainer.play import Refused
from trainer.privacy import Feeling
from trainer.session import Session, WentOn
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.pause import AfterPause, PauseMenu
from trainer.tui.dialogs.words import AskFeeling, OwnWords
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.transcript import Entry, Transcript
from trainer.wording import FAREWELL, here, part, stage, stakes

_WIDE: Final = 108
"""From this width on, what each can lose stands beside the play."""


class Stage(Screen[None]):
    """A transcript, and what may be said now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,escape", "pause", "Pause or leave", id="stage.pause", tooltip="Pause, or leave without a reason"),
        Binding("b", "briefing", "Briefing", id="stage.briefing", tooltip="Your briefing, and what each can lose"),
        Binding("pageup", "scroll_transcript(-1)", "Read back", id="stage.up", tooltip="A page back"),
        Binding("pagedown", "scroll_transcript(1)", "On", show=False, id="stage.down", tooltip="A page on"),
        Binding("enter,space", "read_on", "Read on", id="stage.read-on", tooltip="Read on, then answer"),
    ]

    def __init__(self, session: Session, look_back: Callable[[Session], object], *, is_coached: bool = False) -> None:
        super().__init__()
        self._session = session
        self._look_back = look_back
        self._is_coached = is_coached
        self._shown = 0
        self._scene = ""

    def compose(self) -> ComposeResult:
        """Lay out where we are, what was said, and what may be said."""
        yield Static(id="place")
        with Horizontal():
            with Vertical():
                yield Transcript()
                yield Static(id="ask")
                yield Choices()
            yield Static(self._at_stake(), id="stakes")
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read on only while there is something to read first."""
        return self.has_class("-reading") if action == "read_on" else super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Go on from where the session stands."""
        self.query_one(Choices).focus()
        self._go_on()

    def on_resize(self, event: events.Resize) -> None:
        """Keep what each can lose in sight where there is room beside the play."""
        self.set_class(event.size.width >= _WIDE, "-wide")

    @work
    async def _go_on(self) -> None:
        """Ask what is due, show what was said, and offer what may be said."""
        session = self._session
        if session.wants_words:
            await self._ask_words()
        transcript, choices = self.query_one(Transcript), self.query_one(Choices)
        await choices.offer()
        fresh = self._show_lines()
        if self._is_coached and (saying := coaching(session)):
            fresh += transcript.add(Entry(text("Coach"), text(saying), "coach"))
        if session.is_over:
            fresh += self._show_end()
        if session.checkin:
            await self._ask_feeling(session.checkin)
        await self._offer()
        if fresh > self._room_beside(choices):
            self._read_first()
        else:
            transcript.call_after_refresh(transcript.scroll_end, animate=False)
            choices.focus()

    def _room_beside(self, choices: Choices) -> int:
        """Return how many lines of the transcript are in sight beside the options."""
        return self.query_one(Transcript).size.height - choices.rows(self.query_one(Transcript).size.width)

    def _read_first(self) -> None:
        """Give the transcript the whole room until what is new was read."""
        self.add_class("-reading")
        self.refresh_bindings()
        self.query_one("#ask", Static).update(styled("Enter reads on.", "$quiet"))
        self.query_one(Transcript).focus()

    def action_read_on(self) -> None:
        """Read on; at the end of what is new, offer what may be said."""
        transcript = self.query_one(Transcript)
        if transcript.scroll_offset.y < transcript.max_scroll_y:
            self.action_scroll_transcript(1)
            return
        self.remove_class("-reading")
        self.refresh_bindings()
        self._say_whose_turn()
        self.query_one(Choices).focus()
        transcript.call_after_refresh(transcript.scroll_end, animate=False)

    async def _ask_words(self) -> None:
        beat = self._session.machine.beats[self._session.state.words_due]
        last = self._session.last_choice()
        words = await self.app.push_screen_wait(OwnWords(beat.by_id[last].option.say))
        if isinstance(words, str):
            self._keep(lambda: self._session.give_words(words))

    async def _ask_feeling(self, question: str) -> None:
        feeling = await self.app.push_screen_wait(AskFeeling(question))
        if isinstance(feeling, Feeling):
            self._keep(lambda: self._session.check_in(feeling.feeling, feeling.strength))

    def _keep(self, keep: Callable[[], None]) -> bool:
        try:
            keep()
        except StoreError as error:
            self.app.push_screen(Notice("This was not kept", str(error)))
        except (WentOn, Refused) as news:
            self.app.push_screen(Notice("This went on without you", str(news)))
            return True
        else:
            return True
        return False

    def _show_lines(self) -> int:
        """Add the lines that are new, and return how many rows they take."""
        entries: list[Entry] = []
        for line in self._session.lines(self._shown):
            if line.scene != self._scene:
                self._scene = line.scene
                entries.append(self._place_entry(line.scene))
            entries.append(self._entry(line))
        self._shown = self._session.version
        if self._scene:
            self.query_one("#place", Static).update(self._place())
        return self.query_one(Transcript).add(*entries)

    def _show_end(self) -> int:
        """Add how it ended, and return how many rows that takes."""
        end = self._session.scenario.ends[self._session.end or ""]
        told = joined(styled(f"{end.title}. ", "bold"), end.text)
        return self.query_one(Transcript).add(Entry(text(""), told, "place"))

    async def _offer(self) -> None:
        session, choices = self._session, self.query_one(Choices)
        self._say_whose_turn()
        if session.is_over:
            await choices.offer(text("Look back on what your words did"), text("Leave it for now"))
        else:
            await choices.offer(*(text(option.say) for option in session.options))

    def _say_whose_turn(self) -> None:
        session, ask = self._session, self.query_one("#ask", Static)
        if session.is_over:
            ask.update(styled(FAREWELL, "$quiet"))
            return
        name = session.scenario.cast[session.seat].name
        here_is_good = (
            "  A good place to pause, if you want to." if session.turn and session.turn.beat.pause_here else ""
        )
        ask.update(styled(f"{name}, what do you say?{here_is_good}", "$quiet"))

    @on(Choices.Chosen)
    def say(self, event: Choices.Chosen) -> None:
        """Say the chosen line; it is on disk before it is shown."""
        if self.has_class("-reading"):
            return
        if self._session.is_over:
            if event.position == 0:
                self._look_back(self._session)
            else:
                self.app.pop_screen()
            return
        options = self._session.options
        if event.position >= len(options):
            return
        option = options[event.position]
        if self._keep(lambda: self._session.reply(option.id)):
            self._go_on()

    @work
    async def action_pause(self) -> None:
        """Pause, and leave where that is wanted."""
        if self._session.is_over:
            self.app.pop_screen()
            return
        self._keep(self._session.pause)
        match await self.app.push_screen_wait(PauseMenu()):
            case AfterPause.LEAVE:
                self.app.pop_screen()
            case AfterPause.LOOK_BACK:
                self._look_back(self._session)
            case AfterPause.GO_ON:
                self._keep(self._session.go_on)

    def action_briefing(self) -> None:
        """Show the briefing again."""
        scenario = self._session.scenario
        member = scenario.cast[self._session.seats[0]]
        self.app.push_screen(
            Notice(f"You are {part(member)}", member.briefing or scenario.about, "\n".join(stakes(scenario)))
        )

    def action_scroll_transcript(self, pages: int) -> None:
        """Read back, or on."""
        transcript = self.query_one(Transcript)
        transcript.scroll_relative(y=pages * max(1, transcript.size.height - 2), animate=False)

    def _at_stake(self) -> Content:
        scenario = self._session.scenario
        return joined(
            styled("What each can lose", "bold $quiet"),
            *(styled(stake, "$quiet") for stake in stakes(scenario)),
            between="\n\n",
        )

    def _place(self) -> Content:
        scenario = self._session.scenario
        scene = scenario.scenes[self._scene]
        around = styled(stage(scenario, scene), "$secondary" if scene.is_backstage else "$quiet")
        who = joined(styled(f"{here(scenario, scene)} ", "$quiet"), around)
        return joined(styled(scene.title, "bold"), who, between="\n")

    def _place_entry(self, scene_id: str) -> Entry:
        scenario = self._session.scenario
        scene = scenario.scenes[scene_id]
        return Entry(text(""), text(f"{scene.title}. {here(scenario, scene)} {stage(scenario, scene)}"), "place")

    def _entry(self, line: Spoken) -> Entry:
        if line.speaker == "note":
            return Entry(text(""), text(line.text), "seen")
        name = self._session.scenario.cast[line.speaker].name
        if line.is_thought:
            return Entry(text(name), text(f"(thinks) {line.text}"), "thought")
        if line.is_reply and not line.is_scripted:
            return Entry(text("You"), text(line.text), "own")
        return Entry(text(name), text(line.text), "said")
