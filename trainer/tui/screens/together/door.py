"""At the door: looking for the room, and waiting to be let in."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from trainer.room.wording import SIDES
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.together.view import View


class Door(View):
    """What one sees before one is in."""

    def compose(self) -> ComposeResult:
        """Lay out how the knocking stands."""
        with VerticalScroll(classes="page"):
            yield Static(id="told")

    def on_mount(self) -> None:
        """Listen to keys."""
        self.query_one(VerticalScroll).focus()

    def show(self) -> None:
        """Say whether the room was found."""
        guest = self.guest
        if guest.status == "knocking":
            what = joined(
                styled("You are at the door.", "bold $primary"),
                text(
                    f"Whoever opened the room sees “{guest.kept.name}, {SIDES[guest.kept.side]}” and lets you in. "
                    "You need do nothing more."
                ),
                between="\n\n",
            )
        else:
            where = " or ".join(guest.kept.at)
            what = joined(
                styled("Looking for the room.", "bold $primary"),
                text(f"It is sought at {where}." if where else ""),
                text(guest.trouble or guest.why),
                text("It is tried again by itself." if guest.trouble else ""),
                between="\n\n",
            )
        self.query_one("#told", Static).update(what)
