"""A plot in the colours of the theme: series of points, their intervals, and words or figures at its edges.

The library that draws is loaded when the first plot is, and each drawing begins with a new figure, since one that was
once drawn empty keeps the axes of the empty one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.color import Color
from textual.theme import Theme
from textual.widget import Widget

from trainer.text import clean_line

if TYPE_CHECKING:
    import textual_plotext

_LINE: Final = "braille"
_STEM: Final = "│"
_Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points of one kind, which have a marker of their own besides their colour."""

    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float] = ()
    """Where the interval of each point begins; empty where there are none."""
    high: Sequence[float] = ()
    marker: str = "●"
    colour: str = "primary"
    """A colour of the theme, by its name there."""
    is_line: bool = False
    """Whether the points are joined, for values that follow from each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a plot shows."""

    series: tuple[Series, ...] = ()
    x_range: tuple[float, float] = (0, 1)
    y_range: tuple[float, float] = (0, 100)
    x_labels: Mapping[float, str] = field(default_factory=dict)
    y_labels: Mapping[float, str] = field(default_factory=dict)
    x_mark: float | None = None
    """Where a vertical line stands."""
    y_mark: float | None = None
    """Where a horizontal line stands."""


class Plot(Widget):
    """A plot that is drawn anew when its values, its size or the theme change."""

    DEFAULT_CSS = """
    Plot {
        width: 1fr;
        height: 12;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawing: Drawing | None = None

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, self._follow)

    def draw(self, drawing: Drawing) -> None:
        """Show `drawing` in place of what was shown before."""
        self._drawing = drawing
        self.refresh()

    def draw_course(
        self, values: Sequence[float], at: int, lowest: float, highest: float, ends: tuple[str, str]
    ) -> None:
        """Show how something went from value to value, between `ends`, with a mark at the one in sight.

        Args:
            values: One after each step, the first one from before them.
            at: Which of the values is in sight.
            lowest: What the lower edge stands for.
            highest: What the upper edge stands for.
            ends: The words at the lower and at the upper edge.
        """
        steps = range(len(values))
        here = Series(x=[at], y=[values[at]], colour="accent")
        course = Series(x=steps, y=values, is_line=True)
        self.draw(
            Drawing(
                series=(course, here),
                x_range=(0, max(1, len(values) - 1)),
                y_range=(lowest, highest),
                y_labels={lowest: ends[0], highest: ends[1]},
                x_mark=at,
                y_mark=0 if lowest < 0 < highest else None,
            )
        )

    def render(self) -> Text:
        """Draw what is to be shown, as large as there is room."""
        width, height = self.size
        if self._drawing is None or not width or not height:
            return Text()
        return Text.from_ansi(self._figure(self._drawing, width, height).build(), no_wrap=True)

    def _figure(self, drawing: Drawing, width: int, height: int) -> "textual_plotext.Plot":
        from textual_plotext import Plot as Figure  # noqa: PLC0415  start-up stays fast

        figure = Figure()
        figure._set_size(width, height)  # noqa: SLF001  the public way keeps to a terminal that is not this widget
        figure.theme("textual-clear")
        figure.ticks_color(self._colour("quiet"))
        figure.xaxes(bool(drawing.x_labels), False)
        figure.yaxes(True, False)
        figure.xlim(*drawing.x_range)
        figure.ylim(*drawing.y_range)
        figure.xticks(list(drawing.x_labels), [clean_line(label) for label in drawing.x_labels.values()])
        figure.yticks(list(drawing.y_labels), [clean_line(label) for label in drawing.y_labels.values()])
        if drawing.y_mark is not None:
            figure.horizontal_line(drawing.y_mark, color=self._colour("panel"))
        if drawing.x_mark is not None:
            figure.vertical_line(drawing.x_mark, color=self._colour("accent"))
        for series in drawing.series:
            self._add(figure, series)
        return figure

    def _add(self, figure: "textual_plotext.Plot", series: Series) -> None:
        for x, low, high in zip(series.x, series.low, series.high, strict=False):
            figure.plot([x, x], [low, high], marker=_STEM, color=self._colour("quiet"))
        colour = self._colour(series.colour)
        if series.is_line:
            figure.plot(list(series.x), list(series.y), marker=_LINE, color=colour)
        else:
            figure.scatter(list(series.x), list(series.y), marker=series.marker, color=colour)

    def _colour(self, name: str) -> _Colour:
        red, green, blue = Color.parse(self.app.theme_variables[name]).rgb
        return red, green, blue

    def _follow(self, _: Theme) -> None:
        self.refresh()
