"""One line that is typed unseen, and nothing of it is changed: a passphrase is what was typed."""

from trainer.people.person import LONGEST_PASSPHRASE
from trainer.tui.widgets.line_field import LineField


class SecretField(LineField):
    """A passphrase; a pasted one that is too long comes in as too long, so that this is said of it."""

    def __init__(self, id: str, *, is_last: bool = False) -> None:
        super().__init__(longest=LONGEST_PASSPHRASE + 1, id=id)
        self.password = True
        self._is_last = is_last

    async def action_submit(self) -> None:
        """Go on to what is next, or send all where it is the last thing that is asked."""
        if self._is_last:
            self.post_message(self.Submitted(self, self.value, None))
        else:
            await super().action_submit()

    def validate_value(self, value: str) -> str:
        """Take it as it is, up to one character more than is taken."""
        return value[: self._longest]
