"""The report as one HTML page that needs nothing else: no scripts, no links, nothing from elsewhere."""

from collections.abc import Iterable, Iterator
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trainer.export import report
from trainer.export.exported import Exported
from trainer.export.intervals import Bar
from trainer.export.intervals import drawn as drawn_bars
from trainer.text import clean

_TEMPLATE: Final = "report.html"


def page(things: Iterable[Exported]) -> Iterator[str]:
    """Yield the report on `things`."""
    pages = pages_of_exports()
    pages.filters["drawn"] = _drawn
    yield pages.get_template(_TEMPLATE).render(report=report.report(things), words=report)


def pages_of_exports() -> Environment:
    """Return what the templates of this folder are rendered with: whatever is put into them is escaped and cleaned."""
    return Environment(
        loader=PackageLoader("trainer.export", package_path=""),
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


def _drawn(bars: tuple[Bar, ...]) -> Markup:
    return Markup(drawn_bars(bars))  # noqa: S704  written by an XML library, which escapes
