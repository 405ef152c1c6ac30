"""A play in front of a group: one choice at a time, large; only parts have names, and anybody may stop it."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive

from trainer.debrief.debrief import Debrief
from trainer.review.questions import Question
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.review.pages import Page
from trainer.tui.screens.review.questions import question_told, questions_on
from trainer.tui.screens.review.reads import Reads
from trainer.tui.screens.review.turns import Turn, chosen_told, end_told, layers_told, lines_told, turns_of
from trainer.tui.screens.review.wording import WHAT_WOULD_YOU_SAY
from trainer.wording import PRACTICES, signed


class Shows(Enum):
    """What a beat of the walk is."""

    ASKED = auto()
    """What was said so far, and what would you say?"""
    CHOSEN = auto()
    ENDED = auto()
    QUESTION = auto()


class Beat(NamedTuple):
    """One step of the walk."""

    shows: Shows
    turn: Turn | None = None
    question: Question | None = None


def beats_of(turns: tuple[Turn, ...], asked: tuple[Question, ...]) -> tuple[Beat, ...]:
    """Return the walk through a play: each choice is asked before it is told, and questions come last."""
    beats: list[Beat] = []
    for turn in turns:
        if turn.choice is None:
            beats.append(Beat(Shows.ENDED, turn))
        else:
            beats += [Beat(Shows.ASKED, turn), Beat(Shows.CHOSEN, turn)]
    return (*beats, *(Beat(Shows.QUESTION, question=question) for question in asked))


class GroupView(Reads, Page):
    """The walk."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "On", id="group.next", tooltip="What comes next"),
        Binding("space,enter", "read_on", "Read on", show=False, id="group.read-on", tooltip="Read on, then go on"),
        Binding("left,b", "turn(-1)", "Back", id="group.before", tooltip="What came before"),
        Binding("o", "options", "What can be said", id="group.options", tooltip="Show or hide what can be said here"),
        Binding("k", "key", "How it reads", id="group.key", tooltip="Show or hide what the choice showed"),
        Binding("f", "figures", "Figures", id="group.figures", tooltip="Show or hide figures of this choice"),
        Binding("escape,q", "app.pop_screen", "Stop", id="group.stop", tooltip="Stop here; anybody may ask for it"),
        Binding("f2", "app.next_theme", "Light or dark", show=False, id="group.theme", tooltip="Light or dark"),
    ]

    at: reactive[int] = reactive(0, init=False, bindings=True)
    has_options: reactive[bool] = reactive(default=False, init=False)
    has_key: reactive[bool] = reactive(default=False, init=False, bindings=True)
    has_figures: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed) -> None:
        super().__init__(reviewing, reviewed)
        self._debrief: Debrief = reviewed.session.look_back(reviewed.seat)
        self._beats = beats_of(turns_of(self._debrief), questions_on(reviewing, reviewed))
        self.add_class("-large")

    @property
    def _beat(self) -> Beat:
        return self._beats[self.at]

    def heading(self) -> Content:
        """Return what is shown, and how far one has come; nobody's name stands there."""
        where = f"   {self.at + 1} of {len(self._beats)}"
        return joined(styled(self.reviewed.session.scenario.title, "bold $primary"), styled(where, "$quiet"))

    def told(self) -> Content:
        """Return what was said."""
        beat = self._beat
        if beat.turn is None or beat.shows is Shows.CHOSEN:
            return Content()
        lines = lines_told(self.reviewed.session.scenario, beat.turn, self.reviewed.seat)
        return joined(*lines, between="\n\n")

    def more(self) -> Content:
        """Return what is asked, what was chosen, or the end."""
        return joined(*self._paragraphs(), between="\n\n")

    def _paragraphs(self) -> Iterator[Content]:
        scenario = self.reviewed.session.scenario
        beat, turn = self._beat, self._beat.turn
        if beat.question is not None:
            yield question_told(beat.question)
        if turn is None:
            return
        match beat.shows:
            case Shows.ASKED:
                ask = styled(WHAT_WOULD_YOU_SAY, "bold $accent")
                yield joined(styled(f"{self.part_name}: ", "bold $primary"), ask)
                if self.has_options:
                    yield from (text(f"· {say}") for say in _all_open(turn))
            case Shows.CHOSEN:
                yield chosen_told(scenario, turn)
                yield from self._layers(turn)
            case Shows.ENDED:
                yield end_told(scenario, self._debrief)
            case Shows.QUESTION:
                pass

    def _layers(self, turn: Turn) -> Iterator[Content]:
        """Yield how a choice reads, as far as that was asked for."""
        if self.has_key:
            if self.has_figures:  # first, where they are in sight however long the rest is
                yield from _figures(turn)
            yield from layers_told(turn, self._debrief)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be shown here."""
        match action, parameters:
            case "turn", (int(turns),):
                return 0 <= self.at + turns < len(self._beats)
            case "options", _:
                return self._beat.shows is Shows.ASKED
            case "key", _:
                return self.reviewed.shows_scores and self._beat.shows is Shows.CHOSEN
            case "figures", _:
                has_moment = self._beat.turn is not None and self._beat.turn.own is not None
                return has_moment and self.has_key and self._beat.shows is Shows.CHOSEN
            case _:
                return super().check_action(action, parameters)

    def action_turn(self, turns: int) -> None:
        """Go on, or back, where the play is still shared; what was opened at one choice is closed at the next."""
        if self.is_still_there():
            self.set_reactive(GroupView.has_options, False)
            self.set_reactive(GroupView.has_key, False)
            self.set_reactive(GroupView.has_figures, False)
            self.at = max(0, min(self.at + turns, len(self._beats) - 1))

    def action_read_on(self) -> None:
        """Read on, and go on where all of this is read."""
        if not self.has_read_on() and self.at < len(self._beats) - 1:
            self.action_turn(1)

    def action_options(self) -> None:
        """Show or hide what can be said."""
        self.has_options = not self.has_options

    def action_key(self) -> None:
        """Show or hide how the choice reads."""
        if self.has_key or self.is_done(self._look):
            self.has_key = not self.has_key

    def _look(self) -> None:
        self._debrief = self.reviewing.look_back(self.reviewed)

    def action_figures(self) -> None:
        """Show or hide figures."""
        self.has_figures = not self.has_figures

    def watch_at(self) -> None:
        """Show another beat."""
        self.show(from_top=True)

    def watch_has_options(self) -> None:
        """Show the beat as it is asked for."""
        self.show()
        self.show_more()

    def watch_has_key(self) -> None:
        """Show the beat as it is asked for."""
        self.show()
        self.show_more()

    def watch_has_figures(self) -> None:
        """Show the beat as it is asked for."""
        self.show()
        self.show_more()


def _all_open(turn: Turn) -> tuple[str, ...]:
    """Return all that could be said, in the author's order."""
    if turn.choice is None:
        return ()
    return tuple(each.option.say for each in turn.choice.open) or (turn.choice.chosen.option.say,)


def _figures(turn: Turn) -> Iterator[Content]:
    if turn.own is not None and turn.own.moment is not None:
        yield joined(
            *(
                f"{PRACTICES[practice].capitalize():<26}{signed(span.chosen)} of {signed(span.worst)} to "
                f"{signed(span.best)}"
                for practice, span in turn.own.moment.spans.items()
            ),
            between="\n",
        )
