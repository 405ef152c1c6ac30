"""A session of somebody else turn by turn: what was said and chosen, what else was open, and how it reads if asked."""

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive

from trainer.debrief.debrief import Debrief
from trainer.debrief.marks import WHOLE
from trainer.people.shares import Scope
from trainer.store.people.talk import Remark
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.review.pages import Page
from trainer.tui.screens.review.reads import Reads
from trainer.tui.screens.review.turns import chosen_told, end_told, layers_told, lines_told, others_open, turns_of
from trainer.tui.screens.review.wording import BEFORE_THE_KEY, MARKED, SEES_THAT_YOU_LOOKED, counted
from trainer.wording import part, stakes


class Replay(Reads, Page):
    """One turn after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "On", id="replay.next", tooltip="The next turn"),
        Binding("space,enter", "read_on", "Read on", show=False, id="replay.read-on", tooltip="Read on, turn by turn"),
        Binding("left,b", "turn(-1)", "Back", show=False, id="replay.before", tooltip="The turn before"),
        Binding("pagedown", "scroll_page(1)", "More", show=False, id="replay.down", tooltip="What is below"),
        Binding("w", "write", "Write", id="replay.write", tooltip="Write to whose play it is, on this choice"),
        Binding("r", "remarks", "Remarks", id="replay.remarks", tooltip="What you wrote each other"),
        Binding("2", "rate", "Rate", id="replay.rate", tooltip="Read the choices yourself, before the key"),
        Binding("k", "key", "How it reads", id="replay.key", tooltip="What each choice showed, and why"),
        Binding("n", "notes", "Notes", id="replay.notes", tooltip="The notes that were chosen for you"),
        Binding("s", "stakes", "At stake", show=False, id="replay.stakes", tooltip="What each can lose"),
        Binding("u", "questions", "Questions", id="replay.questions", tooltip="Questions for a group on this play"),
        Binding("escape,q", "app.pop_screen", "Leave", id="replay.leave", tooltip="Back to the list"),
        Binding("f2", "app.next_theme", "Light or dark", show=False, id="replay.theme", tooltip="Light or dark"),
    ]

    at: reactive[int] = reactive(0, init=False, bindings=True)
    has_key: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed) -> None:
        super().__init__(reviewing, reviewed)
        self._debrief: Debrief = reviewed.session.look_back(reviewed.seat)
        self._turns = turns_of(self._debrief)
        self._remarks: tuple[Remark, ...] = ()

    def heading(self) -> Content:
        """Return whose play it is, and where in it one is."""
        scenario = self.reviewed.session.scenario
        where = f"   {self.reviewed.person.name} as {self.part_name}, {self.at + 1} of {len(self._turns)}"
        return joined(styled(scenario.title, "bold $primary"), styled(where, "$quiet"))

    def told(self) -> Content:
        """Return what was said up to the choice."""
        return joined(*self._before(), between="\n\n")

    def more(self) -> Content:
        """Return the choice that is before the person, or the end."""
        return joined(*self._chosen(), between="\n\n")

    def _before(self) -> Iterator[Content]:
        scenario, turn = self.reviewed.session.scenario, self._turns[self.at]
        if not self.at:
            yield styled(part(scenario.cast[self.reviewed.seat]), "$quiet")
            if self.has_key and WHOLE in self._debrief.not_so:
                yield joined(styled("The whole. ", "bold"), styled(MARKED, "bold $secondary"))
        yield from lines_told(scenario, turn, self.reviewed.seat)

    def _chosen(self) -> Iterator[Content]:
        scenario, turn = self.reviewed.session.scenario, self._turns[self.at]
        if turn.own is None:
            yield end_told(scenario, self._debrief)
        else:
            yield chosen_told(scenario, turn)
        if self.has_key:
            yield from layers_told(turn, self._debrief)
        has_layers = self.has_key and turn.own is not None and turn.own.moment is not None
        if not has_layers and (open_as_well := others_open(turn)):
            lines = (text(f"· {say}") for say in open_as_well)
            yield joined(styled("What was open as well", "bold"), *lines, between="\n")
        if here := [remark for remark in self._remarks if remark.place == self._place]:
            told = counted(len(here), "remark here", "remarks here")
            yield styled(f"✎ {told}", "bold $accent")

    @property
    def _place(self) -> str:
        """What a remark here is on: the choice, or the whole play after the last one."""
        own = self._turns[self.at].own
        return str(own.position) if own is not None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the turns that there are, and what may be seen of whose play it is."""
        match action, parameters:
            case "turn", (int(turns),):
                return 0 <= self.at + turns < len(self._turns)
            case (("key" | "rate"), _):
                return self.reviewed.shows_scores
            case "notes", _:
                return self.reviewed.scope is Scope.NOTES
            case "stakes", _:
                return bool(stakes(self.reviewed.session.scenario))
            case _:
                return super().check_action(action, parameters)

    def on_screen_resume(self) -> None:
        """Show what was written meanwhile."""
        if self.is_mounted:
            self._show_anew()

    def _show_anew(self, *, from_top: bool = False) -> None:
        """Show the turn, where it is still shared."""

        def read() -> None:
            self.reviewing.still(self.reviewed)
            self._remarks = self.reviewing.remarks(self.reviewed)

        if self.is_done(read):
            self.show(from_top=from_top)

    def action_turn(self, turns: int) -> None:
        """Go to the next turn, or the one before, where the play is still shared."""
        if self.is_still_there():
            self.at = max(0, min(self.at + turns, len(self._turns) - 1))

    def action_read_on(self) -> None:
        """Read on, to the next turn where all of this one is read."""
        if not self.has_read_on() and self.at < len(self._turns) - 1:
            self.action_turn(1)

    def watch_at(self) -> None:
        """Show another turn from its top."""
        self._show_anew(from_top=True)

    def watch_has_key(self) -> None:
        """Show the turn with or without how it reads."""
        self._show_anew()
        self.show_more()

    @work
    async def action_key(self) -> None:
        """Show how it reads, or hide it; the first time it is said what that means."""
        if self.has_key:
            self.has_key = False
            return
        if not self.is_still_there():
            return
        if self.reviewing.can_rate(self.reviewed):
            name = self.reviewed.person.name
            ways = ("Show how it reads", "Not now")
            sees = SEES_THAT_YOU_LOOKED.format(name=name)
            if await self.app.push_screen_wait(AskWay("How it reads", BEFORE_THE_KEY, sees, ways=ways, first=1)) != 0:
                return
        if self.is_done(self._look):
            self.has_key = True

    def _look(self) -> None:
        self._debrief = self.reviewing.look_back(self.reviewed)

    def action_stakes(self) -> None:
        """Show what each can lose."""
        self.app.push_screen(Notice("What each can lose", *stakes(self.reviewed.session.scenario)))

    def action_notes(self) -> None:
        """Show the notes that were chosen for whoever reads."""
        from trainer.listing import told_about  # noqa: PLC0415  only where notes are shared

        def read() -> None:
            found = self.reviewing.notes(self.reviewed)
            told = tuple(f"{told_about(about)}: {said}" for about, said in found)
            self.app.push_screen(Notice("Notes for you", *told or ("There are none that you can read.",)))

        self.is_done(read)

    @work
    async def action_write(self) -> None:
        """Write to whose play it is, on the choice that is before one."""
        from trainer.tui.screens.review.remarks import write_remark  # noqa: PLC0415  only where one writes

        if self.is_still_there() and await write_remark(self, self._place, self._about):
            self._show_anew()

    @property
    def _about(self) -> str:
        """What is written about, as it stands above the field."""
        own = self._turns[self.at].own
        return f"On “{own.line.text}”" if own is not None else "On the whole play"

    def action_remarks(self) -> None:
        """Show what was written."""
        from trainer.tui.screens.review.remarks import Remarks  # noqa: PLC0415  only where it is asked for

        if self.is_still_there():
            self.app.push_screen(Remarks(self.reviewing, self.reviewed))

    def action_rate(self) -> None:
        """Read the choices oneself."""
        from trainer.tui.screens.review.rating import Rating  # noqa: PLC0415  only where it is asked for

        if self.is_still_there():
            self.app.push_screen(Rating(self.reviewing, self.reviewed))

    def action_questions(self) -> None:
        """Show the questions for a group."""
        from trainer.tui.screens.review.questions import Questions  # noqa: PLC0415  only where it is asked for

        if self.is_still_there():
            self.app.push_screen(Questions(self.reviewing, self.reviewed))
