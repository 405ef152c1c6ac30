"""How much room is left in a text that is typed."""

from textual.widgets import Static

from trainer.tui.content import text


class RoomLeft(Static):
    """Says how long a text is when room grows scarce, and, until there is room again, that something did not fit."""

    def __init__(self, longest: int, counted_from: int) -> None:
        super().__init__(text(""), id="room")
        self._longest = longest
        self._counted_from = counted_from
        self._is_cut = False

    def count(self, length: int) -> None:
        """Show how many characters there are, where they are many."""
        if length <= self._counted_from:
            self._is_cut = False
            self.update(text(""))
        elif not self._is_cut:
            self.update(text(f"{length:,} of {self._longest:,}"))
        else:
            self.say_cut()  # a key that comes with a paste must not take away what was said of it

    def say_cut(self) -> None:
        """Say that the text is as long as is kept."""
        self._is_cut = True
        self.update(text(f"Only {self._longest:,} characters are kept; the rest was left out."))
