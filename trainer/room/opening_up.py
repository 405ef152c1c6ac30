"""Afterwards: what each marked opens only if all want that; otherwise all see that it was kept, and not by whom."""

from collections.abc import Iterable

from trainer.privacy import digest_of
from trainer.room.codes import is_same
from trainer.room.messages import Opening


class OpeningUp:
    """What those who played want to become of what each marked; it is nowhere kept, and asked again after a fault."""

    def __init__(self) -> None:
        self._wanted: dict[str, str] = {}
        """By seat: the digest of what would be opened, or nothing where it is to be kept."""
        self._told: dict[str, tuple[str, bytes]] = {}
        """By seat: the text, which is asked for when all want it open."""
        self.is_open = False
        """Whether the texts of all are in the log."""

    def want(self, seat: str, digest: str) -> None:
        """Take what `seat` wants; what was decided once stays so once all have decided."""
        self._wanted.setdefault(seat, digest)

    def state_for(self, seat: str, seats: Iterable[str]) -> Opening:
        """Return how it stands for `seat` among `seats`, all who played and have not left."""
        asked = set(seats)
        if self.is_open:
            return "open"
        if seat not in self._wanted:
            return ""
        if not asked <= set(self._wanted):
            return "waiting"
        if not all(self._wanted[each] for each in asked) or len(asked) < 2:  # noqa: PLR2004  alone there is nobody to open it to
            return "kept"
        return "waiting" if seat in self._told else "asked"

    def tell(self, seat: str, text: str, salt: bytes) -> bool:
        """Take the text of `seat`; return False where it is not what was decided on."""
        if not is_same(self._wanted.get(seat, ""), digest_of(text, salt)):
            return False
        self._told[seat] = (text, salt)
        return True

    def told_by_all(self, seats: Iterable[str]) -> dict[str, tuple[str, bytes]]:
        """Return the texts with their salts by seat once all of `seats` have told theirs; until then nothing."""
        asked = tuple(seats)
        return {seat: self._told[seat] for seat in asked} if asked and set(asked) <= set(self._told) else {}
