"""A take-away as one HTML page that needs nothing else: no scripts, no links, nothing from elsewhere."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trainer.report import agreement
from trainer.report.agreement import Sheet
from trainer.report.document import Block, Course, TakeAway
from trainer.report.plots import drawn
from trainer.text import clean

_TEMPLATE: Final = "take_away.html"
_AGREEMENT: Final = "agreement.html"


def rendered(away: TakeAway) -> str:
    """Return `away` as an HTML page."""
    pages = _pages()
    pages.filters |= {"kind": _kind, "drawn": _drawn}
    return pages.get_template(_TEMPLATE).render(away=away)


def rendered_agreement(printed: Sheet) -> str:
    """Return an agreement as an HTML page that has room on two sheets of paper."""
    return _pages().get_template(_AGREEMENT).render(sheet=printed, words=agreement)


def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("trainer.report", package_path=""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _safe(value: object) -> object:
    """Return what is put into the page without characters that reorder a line; it is escaped after this."""
    return value if isinstance(value, Markup) else clean(str(value)).strip()


def _kind(block: Block) -> str:
    return type(block).__name__


def _drawn(course: Course) -> Markup:
    return Markup(drawn(course))  # noqa: S704  written by an XML library, which escapes
