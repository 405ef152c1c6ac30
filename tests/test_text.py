"""Outside text made safe for a terminal, over every character there is."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from trainer.text import UNSAFE, clean, clean_line

EVERY_CHARACTER = [chr(code) for code in range(0x110000)]
STEERING_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
STEERING_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}
OTHER_MARKS = {0x061C, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF}
"""Marks of direction, the byte order mark, and two that are no characters at all and may stand in no XML."""

hostile = st.text(st.sampled_from("\x1b[]\x07\x9b\x9d\r\n\t\x00\u202e\u2066\ud800\udfff\u200d\u200c ab\u2028\ufeff"))


def test_dropped_characters() -> None:
    """Dropped are controls but tab and newline, surrogates, separators, marks of direction and the byte order mark.

    Unicode's own tables say which these are; the code holds fixed ranges, so that a replay depends on no table.
    """
    expected = {
        character
        for character in EVERY_CHARACTER
        if unicodedata.category(character) in STEERING_CATEGORIES
        or unicodedata.bidirectional(character) in STEERING_DIRECTIONS
        or ord(character) in OTHER_MARKS
    } - {"\t", "\n", "\r"}

    assert expected == {character for character in EVERY_CHARACTER if clean(character) == ""}


def test_kept_characters() -> None:
    """Every other character stays as it is; a carriage return is a new line."""
    changed = {character for character in EVERY_CHARACTER if clean(character) not in ("", character)}

    assert {"\r"} == changed
    assert "\n" == clean("\r")


def test_kept_words() -> None:
    """What people write stays whole: joined emoji, Persian with its joiners, Norwegian, brackets, quotation marks."""
    for text in ("👩‍👩‍👧", "می‌خواهم", "Åse blåser på grøten", "[/b] [@click=app.quit]x[/]", "“Well — no …”"):
        assert text == clean(text)


def test_escape_sequences_lose_their_teeth() -> None:
    """Sequences that set a title, clear the screen or turn a line round become plain characters."""
    assert "]0;title[2J[31mredevil" == clean("\x1b]0;title\x07\x1b[2J\x9b\x1b[31mred\u202eevil")


def test_line_ends() -> None:
    """The line ends of all systems become newlines, one each."""
    assert "a\nb\nc\nd" == clean("a\r\nb\rc\nd")


@given(hostile | st.text(st.characters()))
@example("\r\r\n")
@example("\x1b\ufeff[")
def test_cleaning_is_done_once(text: str) -> None:
    """Clean text stays as it is, can be encoded, and holds nothing unsafe."""
    once = clean(text)

    assert once == clean(once)
    assert once == once.encode().decode()
    assert UNSAFE.search(once) is None


@given(hostile | st.text(st.characters()))
def test_one_line(text: str) -> None:
    """A cleaned line has no line end, no tab, no space at its ends and no two in a row."""
    line = clean_line(text)

    assert 1 >= len(line.splitlines())
    assert line == " ".join(line.split())
    assert line == clean_line(line)
