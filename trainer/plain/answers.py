"""Answers from a terminal or a pipe, a line each, safe to look at whatever is typed."""

from typing import Final, TextIO

from trainer.text import clean_line

LONGEST_ANSWER: Final = 100_000
_LONGEST_NUMBER: Final = 3


class Over(Exception):  # noqa: N818  a way out, not a fault
    """Whoever answers leaves, or there is nothing more to read."""


def next_answer(answers: TextIO) -> str:
    """Return the next line, cleaned.

    Raises:
        Over: when there is none, or it is a `q`.
    """
    line = rest = answers.readline(LONGEST_ANSWER)
    while rest and not rest.endswith("\n"):
        rest = answers.readline(LONGEST_ANSWER)
    answer = clean_line(line)
    if not line or answer == "q":
        raise Over
    return answer


def number_in(answer: str, most: int) -> int | None:
    """Return the number from 1 to `most` that was typed, or None."""
    is_number = answer.isascii() and answer.isdecimal() and len(answer) <= _LONGEST_NUMBER
    return int(answer) if is_number and 1 <= int(answer) <= most else None
