"""How a play reads where that alone is shared: words first, with all that they rest on."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive

from trainer.debrief.marks import RANGE, WHOLE, of_moment, of_pattern, of_routine
from trainer.debrief.patterns import StuckPattern
from trainer.listing import listed
from trainer.report.replay import NO_BASIS
from trainer.review.reading import Reading, score_of
from trainer.scenario.model import Action, Practice, Routine
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.review.pages import Page
from trainer.tui.screens.review.wording import MARKED, counted, read_in_words, rests_on
from trainer.wording import ACTIONS, NOT_SO, PATTERNS, PRACTICES, ROUTINES, practice_in_figures, times

_WIDTH: Final = 26
"""Of the column that names the practices."""


class Scores(Page):
    """How the choices of one play read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "figures", "Figures", id="read-scores.figures", tooltip="Show or hide figures"),
        Binding("escape,q", "app.pop_screen", "Back", id="read-scores.back", tooltip="Back to the list"),
    ]

    has_figures: reactive[bool] = reactive(default=False, init=False)

    def __init__(self, name: str, reading: Reading) -> None:
        super().__init__()
        self._name = name
        self._reading = reading

    def heading(self) -> Content:
        """Return whose play it is."""
        whose = styled(f"   {self._name}, how it reads", "$quiet")
        return joined(styled(self._reading.title, "bold $primary"), whose)

    def told(self) -> Content:
        """Return how it reads."""
        return joined(*scores_told(self._reading, has_figures=self.has_figures), between="\n\n")

    def watch_has_figures(self) -> None:
        """Show the page with or without figures."""
        self.show()

    def action_figures(self) -> None:
        """Show or hide figures."""
        self.has_figures = not self.has_figures


def scores_told(reading: Reading, *, has_figures: bool) -> Iterator[Content]:
    """Yield how a play reads, part by part; what was marked “not so for me” says so."""
    if WHOLE in reading.not_so:
        yield styled(MARKED, "bold $secondary")
    yield joined(*(_practice(reading, each, has_figures=has_figures) for each in Practice), between="\n")
    if reading.actions:
        yield _acted(reading)
    if reading.routines:
        taken = (_routine(reading, name, count) for name, count in reading.routines.items())
        yield joined(styled("Ways of protecting oneself", "bold"), *taken, between="\n")
    if reading.patterns:
        seen = (text(f"{_pattern(name)}{_mark(reading, of_pattern(name))}") for name in reading.patterns)
        yield joined(styled("Where the room got stuck", "bold"), *seen, between="\n")
    if reading.harm:
        marked = sum(name.startswith("harm@") for name in reading.not_so)
        hurt = counted(reading.harm, "reply that could hurt", "replies that could hurt")
        yield text(f"{hurt}{f'; {marked} marked “{NOT_SO}”' if marked else ''}")
    yield styled(NO_BASIS, "$quiet")


def _practice(reading: Reading, practice: Practice, *, has_figures: bool) -> Content:
    score = score_of(reading, practice.value)
    told = practice_in_figures(score) if has_figures else read_in_words(score)
    marked = sum(
        of_moment(choice.position) in reading.not_so
        for choice in (*reading.shared, *reading.choices)
        if practice.value in choice.spans
    )
    mark = f"; {marked} marked “{NOT_SO}”" if marked else ""
    name = f"{PRACTICES[practice].capitalize():<{_WIDTH}}"
    return joined(name, told, styled(f"\n{' ' * _WIDTH}{rests_on(score)}{mark}", "$quiet"))


def _acted(reading: Reading) -> Content:
    used = listed(tuple(f"{ACTIONS[Action(name)]} ({times(count)})" for name, count in reading.actions.items()))
    unused = listed(tuple(ACTIONS[action] for action in Action if not reading.actions.get(action.value)))
    told = f"Used: {used or 'nothing'}." + (f" Not used: {unused}." if unused else "")
    return joined(styled("In the room", "bold"), text(f"{told}{_mark(reading, RANGE)}"), between="\n")


def _routine(reading: Reading, name: str, count: int) -> Content:
    return text(f"{ROUTINES[Routine(name)].capitalize()}, {times(count)}{_mark(reading, of_routine(name))}")


def _pattern(name: str) -> str:
    return PATTERNS[StuckPattern(name)]


def _mark(reading: Reading, name: str) -> str:
    return f" (marked “{NOT_SO}”)" if name in reading.not_so else ""
