"""Outside text becomes what a widget may draw: the one place of the full screen that does this.

Textual reads markup in plain strings, and markup can run actions; `Content` is never read so.
"""

from textual.content import Content

from trainer.text import clean

__all__ = ["joined", "styled", "text"]


def text(outside: str) -> Content:
    """Return `outside` as it is to be drawn: no markup, no control characters."""
    return Content(clean(outside))


def styled(outside: str, style: str) -> Content:
    """Return `outside` in one style of the theme, as "bold $primary"."""
    return Content.styled(clean(outside), style)


def joined(*parts: Content | str, between: str = "") -> Content:
    """Return `parts` one after the other."""
    return Content(between).join([part if isinstance(part, Content) else text(part) for part in parts])
