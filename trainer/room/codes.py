"""The short code that finds a room, the tries that guess it, and the long token that a person keeps a seat with."""

import hmac
import secrets
from hashlib import sha256
from typing import Final

from trainer.text import TOLD_APART

ALPHABET: Final = TOLD_APART.upper()
"""What a code is made of: it is read aloud and typed."""
CODE_LENGTH: Final = 6
CODE_MILLISECONDS: Final = 10 * 60 * 1000
_TOKEN_BYTES: Final = 16
_FREE_TRIES: Final = 5
_FIRST_WAIT_MILLISECONDS: Final = 60_000
_LONGEST_WAIT_MILLISECONDS: Final = 10 * 60_000
_MOST_ADDRESSES: Final = 10_000
_BETWEEN: Final = str.maketrans("", "", "- ")


def new_code() -> str:
    """Return a code of some 29.7 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def as_typed(code: str) -> str:
    """Return `code` as it was meant: capitals, without the spaces and dashes that one types for reading."""
    return code.strip().upper().translate(_BETWEEN)


def new_token() -> str:
    """Return a token of 128 bits, in hexadecimal."""
    return secrets.token_hex(_TOKEN_BYTES)


def digest_of_token(token: str) -> str:
    """Return what is kept of a token: who reads that cannot come in with it. A code is kept nowhere."""
    return sha256(token.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Return whether two secrets are the same, codes or digests, in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode(), other.encode())


class Tries:
    """How often wrong codes came from where: five are free, then one waits, longer each time."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, int]] = {}
        """By address: how many were wrong, and when, in milliseconds, the next may come."""

    def wait(self, address: str, now: int) -> int:
        """Return how many milliseconds who tries from `address` must wait; 0 when they may try."""
        return max(0, self._wrong.get(address, (0, 0))[1] - now)

    def wrong(self, address: str, now: int) -> None:
        """Count a wrong one."""
        count = self._wrong.pop(address, (0, 0))[0] + 1
        beyond = count - _FREE_TRIES
        wait = min(_FIRST_WAIT_MILLISECONDS << min(beyond, 10), _LONGEST_WAIT_MILLISECONDS) if beyond >= 0 else 0
        while len(self._wrong) >= _MOST_ADDRESSES:
            self._wrong.pop(next(iter(self._wrong)))
        self._wrong[address] = (count, now + wait)

    def right(self, address: str) -> None:
        """Forget the wrong ones from `address`."""
        self._wrong.pop(address, None)
