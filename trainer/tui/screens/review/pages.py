"""A page to read, with a heading and what can be scrolled: the ground of several screens here."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.tui.paging import scroll_pages


class Page(Screen[None]):
    """One page; what stands on it is what `heading` and `told` give."""

    CSS_PATH = ["../reading.tcss", "review.tcss"]  # noqa: RUF012  Textual declares it so

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_page(1)", "More", id="read-page.down", tooltip="What is below"),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False, id="read-page.up", tooltip="A page back"),
        Binding("down,j", "scroll_rows(2)", "Down", show=False, id="read-page.on", tooltip="Read on a little"),
        Binding("up", "scroll_rows(-2)", "Up", show=False, id="read-page.back", tooltip="Read back a little"),
    ]

    def heading(self) -> Content:
        """Return what stands above."""
        raise NotImplementedError

    def told(self) -> Content:
        """Return what is read."""
        raise NotImplementedError

    def more(self) -> Content:
        """Return what stands below it, and can be brought into sight by itself."""
        return Content()

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(id="where", classes="heading")
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="told", classes="column")
            yield Static(id="more", classes="column")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show the page."""
        self.show()

    def on_resize(self) -> None:
        """See what can be scrolled now."""
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read on where there is more than fits, and back where one has come from the top."""
        match action, parameters:
            case "scroll_page", (1,):
                return any(scroller.scroll_offset.y < scroller.max_scroll_y for scroller in self.query("#text"))
            case "scroll_page", _:
                return any(scroller.scroll_offset.y > 0 for scroller in self.query("#text"))
            case _:
                return True

    def show(self, *, from_top: bool = False) -> None:
        """Show how things stand now."""
        self.query_one("#where", Static).update(self.heading())
        self.query_one("#told", Static).update(self.told())
        more = self.more()
        for below in self.query("#more").results(Static):
            below.update(more)
            below.display = bool(more)
        if from_top:
            self.query_one("#text").scroll_home(animate=False)
        self.call_after_refresh(self.refresh_bindings)

    def show_more(self) -> None:
        """Bring into sight what stands below."""
        self.call_after_refresh(self._scroll_to_more)

    def _scroll_to_more(self) -> None:
        for more in self.query("#more"):  # none where one has left meanwhile
            more.scroll_visible(top=True, animate=False)
        self.call_after_refresh(self.refresh_bindings)

    def has_read_on(self) -> bool:
        """Read a page on where there is more; return whether there was."""
        text = self.query_one("#text")
        has_more = text.scroll_offset.y < text.max_scroll_y
        if has_more:
            self.action_scroll_page(1)
        return has_more

    def action_scroll_page(self, pages: int) -> None:
        """Read a page on, or back."""
        scroll_pages(self.query_one("#text"), pages)
        self.call_after_refresh(self.refresh_bindings)

    def action_scroll_rows(self, rows: int) -> None:
        """Read on a little, or back."""
        self.query_one("#text").scroll_relative(y=rows, animate=False)
        self.call_after_refresh(self.refresh_bindings)
