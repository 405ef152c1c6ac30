"""Scores with the range that each probably lies in, drawn as an SVG picture that stands in an HTML page."""

from collections.abc import Iterable
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring  # only writes: nothing is parsed

import leather

from trainer.debrief.practice import Score
from trainer.report.plots import Between
from trainer.text import clean_line

_WIDTH: Final = 640
_ROW: Final = 34
_AXIS: Final = 50
_COLOUR: Final = "#1f5f8b"


class Bar(NamedTuple):
    """A practice, and what is told of it."""

    name: str
    score: Score


def drawn(bars: Iterable[Bar]) -> str:
    """Return those of `bars` that have a score as an SVG element; nothing where none has."""
    told = [(each.name, interval) for each in bars if (interval := _interval(each.score)) is not None]
    if not told:
        return ""
    names, intervals = zip(*told, strict=True)
    rows = range(len(told), 0, -1)
    chart = leather.Chart()
    chart.set_x_scale(Between(0, 100))
    chart.set_y_scale(Between(0, len(told) + 1))
    chart.add_x_axis(ticks=[0, 25, 50, 75, 100], tick_formatter=lambda value, _index, _count: str(value))
    chart.add_y_axis(ticks=list(rows), tick_formatter=lambda value, _index, _count: names[len(told) - value])
    points = [(figure, row) for row, interval in zip(rows, intervals, strict=True) for figure in interval]
    chart.add_series(leather.Series(points), _Intervals())
    return tostring(_picture(told, chart), encoding="unicode")


def _interval(score: Score) -> tuple[float, float, float] | None:
    if score.score is None or score.low is None or score.high is None:
        return None
    return score.low, score.score, score.high


def _picture(told: list[tuple[str, tuple[float, float, float]]], chart: leather.Chart) -> Element:
    says = "; ".join(
        f"{name} {score:.0f}, probably between {low:.0f} and {high:.0f}" for name, (low, score, high) in told
    )
    height = _AXIS + _ROW * (len(told) + 1)
    name = clean_line(f"On a line from 0 to 100: {says}.")
    picture = Element("svg", {"viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-label": name})
    SubElement(picture, "title").text = name
    picture.append(chart.to_svg_group(_WIDTH, height))
    return picture


class _Intervals:
    """A shape for points that come in threes: a line from the first to the third, and a dot at the second."""

    def validate_series(self, series: leather.Series) -> None:
        """Verify that it can draw `series`: any that is made here."""

    def to_svg(
        self,
        width: float,
        height: float,
        x_scale: Between,
        y_scale: Between,
        series: leather.Series,
        _palette: object,
    ) -> Element:
        """Return all of them as one element."""
        group = Element("g")
        points = [(x_scale.project(each.x, 0, width), y_scale.project(each.y, height, 0)) for each in series.data()]
        for (low, y), (score, _), (high, _) in zip(points[::3], points[1::3], points[2::3], strict=True):
            line = {
                "x1": low,
                "y1": y,
                "x2": high,
                "y2": y,
                "stroke": _COLOUR,
                "stroke-width": 5,
                "stroke-opacity": 0.45,
            }
            SubElement(group, "line", {key: str(value) for key, value in line.items()} | {"stroke-linecap": "round"})
            dot = {"cx": score, "cy": y, "r": 7, "fill": _COLOUR}
            SubElement(group, "circle", {key: str(value) for key, value in dot.items()})
        return group
