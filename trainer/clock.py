"""The clocks: what is told of a time comes in from here, so that a test can bring its own."""

import time
from collections.abc import Callable

Clock = Callable[[], int]


def wall_clock() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def steady_clock() -> int:
    """Return milliseconds that only ever go on, whatever happens to the clock on the wall."""
    return time.monotonic_ns() // 1_000_000
