"""Who looked at what of one's own, and when, the last first."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.tui.content import joined, styled, text
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.sharing.wording import NOBODY_LOOKED

Told = tuple[str, str, str]
"""When, what, and on which play."""
_MOST: Final = 400


class WhoLooked(Screen[None]):
    """The steps of one's own trail."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "scroll_steps(1)", "Read on", id="looked.down", tooltip="What was before"),
        Binding("pageup", "scroll_steps(-1)", "Up", show=False, id="looked.up", tooltip="What was after"),
        Binding("escape,q", "app.pop_screen", "Back", id="looked.back", tooltip="Back to your account"),
    ]

    def __init__(self, steps: tuple[Told, ...]) -> None:
        super().__init__()
        self._steps = steps

    def compose(self) -> ComposeResult:
        """Lay out the steps, or that there are none."""
        yield Static(styled("Who looked", "bold $primary"), classes="heading")
        with VerticalScroll(classes="page"):
            yield Static(
                joined(*map(_told, self._steps[:_MOST]), between="\n\n") if self._steps else text(NOBODY_LOOKED)
            )
            if len(self._steps) > _MOST:
                rest = len(self._steps) - _MOST
                yield Static(styled(f"{rest} earlier ones are not shown here.", "$quiet"), classes="paragraph")
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read on where there is more."""
        if action == "scroll_steps" and parameters == (1,) and self.is_mounted:
            return self.query_one(".page").max_scroll_y > 0
        return True

    def on_screen_resume(self) -> None:
        """Know what there is to read on to."""
        self.call_after_refresh(self.refresh_bindings)

    def action_scroll_steps(self, pages: int) -> None:
        """Read on, or back."""
        scroll_pages(self.query_one(".page"), pages)


def _told(step: Told) -> Content:
    at, what, title = step
    on = f", “{title}”" if title else ""
    return joined(text(f"{what[:1].upper()}{what[1:]}"), styled(f"\n{at}{on}", "$quiet"))
