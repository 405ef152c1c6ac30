"""How something went, drawn as an SVG picture that stands in an HTML page."""

from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring  # only writes: nothing is parsed

import leather
from leather import theme

from trainer.report.document import Course
from trainer.text import clean_line

_WIDTH: Final = 640
_HEIGHT: Final = 200
_COURSE: Final = "#1f5f8b"
_MOST_NUMBERS: Final = 12
"""With more replies than this not every one has its number on the axis."""

theme.background_color = "#ffffff"
theme.margin = 0.02
theme.tick_color = "#dddddd"
theme.zero_color = "#767676"
theme.label_color = "#444444"
theme.tick_font_family = "inherit"
theme.tick_font_size = 15
theme.tick_font_char_width = 9


def drawn(course: Course) -> str:
    """Return `course` as an SVG element, with its words as the text alternative."""
    chart = leather.Chart()
    last = max(1, len(course.values) - 1)
    chart.set_x_scale(Between(0, last))
    chart.set_y_scale(Between(course.lowest, course.highest))
    chart.add_x_axis(ticks=_replies(last), tick_formatter=_numbered)
    chart.add_y_axis(ticks=_edges(course), tick_formatter=_named(course))
    chart.add_series(leather.Series(list(enumerate(course.values))), _LineAndDots())
    return tostring(_picture(course, chart), encoding="unicode")


class Between:
    """A scale that ends where its values may; the library's own goes on to a round number."""

    def __init__(self, lowest: int, highest: int) -> None:
        self._lowest = lowest
        self._highest = highest

    def contains(self, value: int) -> bool:
        """Return whether `value` has a place on this scale."""
        return self._lowest <= value <= self._highest

    def project(self, value: int, first: float, last: float) -> float:
        """Return where `value` is between `first` and `last`."""
        share = (value - self._lowest) / (self._highest - self._lowest)
        return round(first + (last - first) * share, 1)


class _LineAndDots:
    """A shape for one series; as two shapes they would get a legend."""

    def __init__(self) -> None:
        self._line = leather.Line(_COURSE, width=2)
        self._dots = leather.Dots(_COURSE, radius=4)

    def validate_series(self, series: leather.Series) -> None:
        """Verify that both can draw `series`."""
        self._line.validate_series(series)
        self._dots.validate_series(series)

    def to_svg(self, *drawing: object) -> Element:
        """Return both as one element."""
        group = Element("g")
        group.extend((self._line.to_svg(*drawing), self._dots.to_svg(*drawing)))
        return group


def _picture(course: Course, chart: leather.Chart) -> Element:
    """Return the whole picture; within a page it needs no namespace, and takes the width that there is."""
    name = clean_line(f"{course.title}. {course.says}")
    picture = Element("svg", {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "role": "img", "aria-label": name})
    SubElement(picture, "title").text = name
    picture.append(chart.to_svg_group(_WIDTH, _HEIGHT))
    return picture


def _replies(last: int) -> list[int]:
    """Return which replies have their number on the axis: all, or as many as there is room for."""
    step = -(-last // _MOST_NUMBERS)
    return list(range(0, last + 1, step))


def _numbered(value: int, _index: int, _count: int) -> str:
    return str(value) if value else "start"


def _edges(course: Course) -> list[int]:
    middle = (course.lowest + course.highest) // 2
    return [course.lowest, middle, course.highest]


def _named(course: Course) -> Callable[[int, int, int], str]:
    words = {0: "even"} | {course.lowest: course.low, course.highest: course.high}

    def named(value: int, _index: int, _count: int) -> str:
        return f"{words.get(value, '')} {value if course.has_figures else ''}".strip()

    return named
