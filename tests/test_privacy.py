"""What a person typed: how it is kept, and the digest that ties it to the log."""

from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trainer.privacy import LONGEST_TEXT, Feeling, digest_of, kept_text


def test_digest_by_hand() -> None:
    """The digest is SHA-256 of the salt and the text in UTF-8; the first was worked out with `sha256sum`."""
    assert "1a075a0319dfc8c91c2d5c2a563eab673f5ed2654a2ab94385398c6ff32ebd73" == digest_of("Uff, nei.", b"salt")
    assert sha256(b"salt" + "Å nei".encode()).hexdigest() == digest_of("Å nei", b"salt")


def test_salt_hides_equal_texts() -> None:
    """The same words with another salt have another digest, so that a log does not tell who said the same."""
    assert 3 == len({digest_of("yes", salt) for salt in (b"", b"a", b"b")})


@pytest.mark.parametrize(
    ("kept", "typed"),
    [("well", "  well \n"), ("a\nb", "a\r\nb"), ("red", "\x1b\u202ered"), ("", " \t\n"), ("x" * 4000, "x" * 4001)],
)
def test_kept_text(kept: str, typed: str) -> None:
    """Text is kept cleaned, without space around it, and cut at what is kept at a time."""
    assert kept == kept_text(typed)


@given(st.text(st.characters()))
def test_digest_is_of_what_is_kept(typed: str) -> None:
    """What is kept has the digest of what was typed, so that anybody who holds both can compare them."""
    assert digest_of(typed, b"s") == digest_of(kept_text(typed), b"s")
    assert sha256(b"s" + kept_text(typed).encode()).hexdigest() == digest_of(typed, b"s")


def test_cut_text_is_kept_without_space_around_it() -> None:
    """A text that is cut right after a space is kept without it, and its digest is that of what is kept."""
    kept = kept_text("x" * (LONGEST_TEXT - 1) + " and more")

    assert kept == kept_text(kept)
    assert digest_of(kept) == sha256(kept.encode()).hexdigest()


@pytest.mark.parametrize("strength", [0, 5, 10])
def test_feeling_on_the_scale(strength: int) -> None:
    """A feeling is kept as its strength and its cleaned words."""
    assert f"{strength} on edge" == Feeling(" on\x07 edge ", strength).text


@pytest.mark.parametrize("strength", [-1, 11, 1000])
def test_feeling_off_the_scale(strength: int) -> None:
    """A strength that the scale does not have is refused with a sentence."""
    with pytest.raises(ValueError, match=r"^The strength is a whole number from 0 to 10\.$"):
        Feeling("calm", strength)


@given(st.text(st.characters()), st.integers(0, 10))
@example("", 0)
def test_feeling_can_be_kept(feeling: str, strength: int) -> None:
    """Any words can be kept as a feeling, and are clean."""
    text = Feeling(feeling, strength).text

    assert text.startswith(f"{strength}")
    assert text == kept_text(text)
