"""What a person typed, tied to the log by a salted digest and kept beside it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from trainer.text import clean

LONGEST_TEXT: Final = 4000
"""How many characters of one's own are kept at a time."""
STRONGEST: Final = 10
"""The upper end of the scale on which a feeling is told; the lower one is 0."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """An answer to how it is now: a word or a sentence, and how strong, from 0 to 10."""

    feeling: str
    strength: int

    def __post_init__(self) -> None:
        """Refuse a strength that the scale does not have."""
        if type(self.strength) is not int or not 0 <= self.strength <= STRONGEST:
            raise ValueError("The strength is a whole number from 0 to 10.")

    @property
    def text(self) -> str:
        """The answer as it is kept."""
        return kept_text(f"{self.strength} {kept_text(self.feeling)}")


def kept_text(text: str) -> str:
    """Return `text` as it is kept: cleaned, and no longer than is kept."""
    return clean(text).strip()[:LONGEST_TEXT].rstrip()


def digest_of(text: str, salt: bytes = b"") -> str:
    """Return the digest that the log holds of `text`, in hexadecimal."""
    return sha256(salt + kept_text(text).encode()).hexdigest()
