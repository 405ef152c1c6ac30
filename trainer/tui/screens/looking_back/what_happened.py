"""The second step: the talk line by line, what each reply showed, and beside it who had most room."""

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trainer.debrief.marks import of_moment
from trainer.debrief.talk import Said
from trainer.debrief.tilt import HIGHEST_METER, HIGHEST_TILT, LOWEST_METER, LOWEST_TILT
from trainer.tui.content import joined, styled, text
from trainer.tui.lines import end_entry, note_entry, opened_entry, opened_place_entry
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.looking_back.looked_back import LookedBack
from trainer.tui.widgets.plot import Plot
from trainer.tui.widgets.transcript import Entry, Transcript
from trainer.wording import NOT_SO, feeling_in_words, shown_in_words, stakes, tilt_in_words


class WhatHappened(Horizontal):
    """The transcript with one of the learner's own replies marked, and how things stood after it."""

    def __init__(self, back: LookedBack) -> None:
        super().__init__(id="talk")
        self._back = back
        self._entries: list[Entry] = []
        self._own: list[tuple[int, Said]] = []
        """The learner's replies, with the positions of their entries."""
        self._marked = 0

    def compose(self) -> ComposeResult:
        """Lay out the talk and what stands beside it."""
        transcript = Transcript()
        transcript.can_focus = False
        yield transcript
        with VerticalScroll(id="beside", can_focus=False):
            if self._back.debrief.open_balances:
                yield Static(id="standing")
                yield Plot(id="tilt")
                for name, meter in self._back.scenario.meters.items():
                    whose = self._back.scenario.cast[meter.of].name
                    yield Static(styled(f"{name.capitalize()} ({whose})", "bold $quiet"), classes="meter-name")
                    yield Plot(classes="meter")
            if stakes(self._back.scenario):
                yield Static(self._at_stake(), id="at-stake")

    def on_mount(self) -> None:
        """Show the talk from its beginning, with the first reply marked."""
        self._lay_out()
        self.query_one(Transcript).add(*self._entries)
        self.call_after_refresh(self._show_marked, is_sought=False)

    def tell(self, back: LookedBack) -> None:
        """Show what was marked or written since."""
        self._back = back
        self._lay_out()
        self.query_one(Transcript).replace(*self._entries)
        self._show_marked(is_sought=False)

    @property
    def marked(self) -> Said | None:
        """The reply that is marked, or None in a talk without one."""
        return self._own[self._marked][1] if self._own else None

    def move(self, step: int) -> None:
        """Mark another reply."""
        if self._own:
            self._marked = max(0, min(self._marked + step, len(self._own) - 1))
            self._show_marked()

    def scroll_by(self, pages: int) -> None:
        """Read on, or back."""
        transcript = self.query_one(Transcript)
        scroll_pages(transcript, pages)
        in_sight = transcript.entries_in_sight
        near = [place for place, (entry, _) in enumerate(self._own) if entry in in_sight]
        if near and self._marked not in near:
            self._marked = near[0] if pages > 0 else near[-1]
            self._show_marked(is_sought=False)

    def _show_marked(self, *, is_sought: bool = True) -> None:
        if not self._own:
            return
        entry, said = self._own[self._marked]
        transcript = self.query_one(Transcript)
        transcript.mark(entry, is_brought_into_sight=is_sought)
        if self._back.debrief.open_balances:
            self._show_standing(said)

    def _show_standing(self, said: Said) -> None:
        balances = self._back.debrief.open_balances
        at = next(number for number, balance in enumerate(balances) if balance.position == said.position)
        self.query_one("#standing", Static).update(
            joined(
                styled("Who has most room now", "bold $quiet"),
                styled(tilt_in_words(balances[at].tilt), "$foreground"),
                between="\n",
            )
        )
        self._draw(self.query_one("#tilt", Plot), [balance.tilt for balance in balances], at, is_tilt=True)
        for slot, plot in enumerate(self.query(".meter").results(Plot)):
            self._draw(plot, [balance.meters[slot] for balance in balances], at, is_tilt=False)

    def _draw(self, plot: Plot, values: list[int], at: int, *, is_tilt: bool) -> None:
        lowest, highest = (LOWEST_TILT, HIGHEST_TILT) if is_tilt else (LOWEST_METER, HIGHEST_METER)
        plot.draw_course(values, at, lowest, highest, ("patients", "staff") if is_tilt else ("least", "most"))

    def _lay_out(self) -> None:
        """Make the entries: each line, and below the learner's own what they showed, felt and said in own words."""
        self._entries, self._own = [], []
        scene = ""
        debrief, scenario = self._back.debrief, self._back.scenario
        felt = {each.next.position: each for each in debrief.feelings if each.next is not None}
        reworded = {each.choice.position: each for each in debrief.own_words}
        for said in debrief.talk:
            if said.line.scene != scene:
                scene = said.line.scene
                self._entries.append(opened_place_entry(scenario, scene, debrief.seat))
            if said.choice is not None and said.position in felt:
                kept = self._back.typed.get(felt[said.position].position, "")
                self._note("You felt", feeling_in_words(kept), scene)
            self._entries.append(opened_entry(scenario, said.line, is_own=said.choice is not None))
            if said.choice is None:
                continue
            self._own.append((len(self._entries) - 1, said))
            if said.position in reworded:
                self._note("Own words", self._back.typed.get(reworded[said.position].position, ""), scene)
            self._note("It showed", self._showed(said), scene)
            self._note("You wrote", self._back.notes.get(of_moment(said.position), ""), scene)
        if debrief.end is not None:
            self._entries.append(end_entry(scenario, debrief.end, scene))

    def _showed(self, said: Said) -> str:
        if said.moment is None:
            return ""
        mark = f" ({NOT_SO})" if of_moment(said.position) in self._back.debrief.not_so else ""
        return f"{shown_in_words(said.moment.shown)}{mark}"

    def _note(self, name: str, words: str, scene: str) -> None:
        if words:
            self._entries.append(note_entry(name, words, scene))

    def _at_stake(self) -> Content:
        lost = (text(stake) for stake in stakes(self._back.scenario))
        return joined(styled("What each can lose", "bold $quiet"), *lost, between="\n")
