"""Reading on by the page, the same on every screen."""

from textual.widget import Widget

_KEPT_IN_SIGHT = 2
"""How many rows of a page stay in sight on the next."""


def scroll_pages(scroller: Widget, pages: int) -> None:
    """Scroll by `pages`, on or back."""
    scroller.scroll_relative(y=pages * max(1, scroller.size.height - _KEPT_IN_SIGHT), animate=False)
