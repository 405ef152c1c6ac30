"""A group's figures as one HTML page that reads and prints by itself: the words of the screen, with pictures beside."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from trainer.export.intervals import Bar, drawn
from trainer.export.page import pages_of_exports
from trainer.review.cohort import Cohort, TooFew
from trainer.review.wording import as_lines
from trainer.wording import PRACTICES


class Chapter(NamedTuple):
    """What stands under one heading."""

    title: str
    lines: tuple[str, ...]
    picture: Markup


def cohort_page(found: Cohort | TooFew) -> str:
    """Return a group's figures as a page; under five persons it says that there are none."""
    first, *others = _chapters(found)
    return pages_of_exports().get_template("cohort.html").render(intro=first, chapters=others)


def _chapters(found: Cohort | TooFew) -> Iterator[Chapter]:
    """Yield what stands before the first heading, then each heading with its lines."""
    pictures = _pictures(found) if isinstance(found, Cohort) else {}
    chapter: list[str] = ["", *as_lines(found), ""]
    at = [number for number, line in enumerate(chapter) if not line]
    for start, end in pairwise(at):
        lines = chapter[start + 1 : end]
        has_title = start > 0 and len(lines) > 1
        title = lines[0] if has_title else ""
        yield Chapter(title, tuple(lines[1:] if has_title else lines), pictures.get(title, Markup()))


def _pictures(found: Cohort) -> dict[str, Markup]:
    """Return, for each practice that has figures, its months on a line from 0 to 100, each with its range."""
    return {
        PRACTICES[practice].capitalize(): Markup(  # noqa: S704  written by an XML library, which escapes
            drawn(
                (
                    Bar("all months", figures.pooled),
                    *(Bar(month, pooled) for month, pooled in figures.months if pooled is not None),
                )
            )
        )
        for practice, figures in found.practices.items()
        if figures is not None
    }
