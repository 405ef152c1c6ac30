"""Keys: what one locked nobody else opens, nothing opens in another place, and a new passphrase loses nothing."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.vault import (
    Keys,
    Lock,
    Made,
    Unreadable,
    locked_anew,
    locked_text,
    new_keys,
    new_recovery_code,
    read_sealed,
    read_text,
    recovery_as_typed,
    sealed_for,
    secret_of,
    slot,
    unlocked,
)

PASSPHRASE = "four grey herons wait"  # noqa: S105
KEYS = Keys(data=bytes(range(32)), private=bytes(32))


@pytest.fixture(scope="module")
def made() -> Made:
    return new_keys(PASSPHRASE)


def test_both_ways_in_lead_to_the_same_keys(made: Made) -> None:
    lock = Lock.from_bytes(made.lock.to_bytes())
    by_passphrase = secret_of(PASSPHRASE, lock.salt, lock.parameters)
    by_recovery = secret_of(recovery_as_typed(f" {made.recovery.upper()} "), lock.recovery_salt, lock.parameters)

    assert unlocked(lock, by_passphrase) == made.keys
    assert unlocked(lock, by_recovery, is_recovery=True) == made.keys
    assert by_passphrase.proof == made.proof
    assert by_recovery.proof == made.recovery_proof


def test_anything_else_opens_nothing(made: Made) -> None:
    wrong = secret_of("four grey herons wai", made.lock.salt)
    with pytest.raises(Unreadable):
        unlocked(made.lock, wrong)
    with pytest.raises(Unreadable):
        unlocked(made.lock, secret_of(PASSPHRASE, made.lock.salt), is_recovery=True)


def test_what_proves_does_not_unlock(made: Made) -> None:
    secret = secret_of(PASSPHRASE, made.lock.salt)
    with pytest.raises(Unreadable):
        unlocked(made.lock, replace(secret, wraps=secret.proof))


def test_composed_letters_are_the_same_passphrase(made: Made) -> None:
    decomposed = unicodedata.normalize("NFD", "blåbær på blåfjell")
    assert decomposed != "blåbær på blåfjell"
    assert secret_of(decomposed, made.lock.salt) == secret_of("blåbær på blåfjell", made.lock.salt)


def test_a_new_passphrase_keeps_what_was_written_and_ends_the_old_ones(made: Made) -> None:
    text = locked_text(made.keys, "what I thought", "note", "kari")
    anew = locked_anew(made.keys, made.lock, "another three words")
    by_new = secret_of("another three words", anew.lock.salt)

    assert read_text(unlocked(anew.lock, by_new), text, "note", "kari") == "what I thought"
    assert anew.recovery != made.recovery
    for old, salt, is_recovery in (
        (PASSPHRASE, anew.lock.salt, False),
        (recovery_as_typed(made.recovery), anew.lock.recovery_salt, True),
    ):
        with pytest.raises(Unreadable):
            unlocked(anew.lock, secret_of(old, salt), is_recovery=is_recovery)


@given(text=st.text(max_size=600))
@settings(max_examples=60)
def test_text_comes_back_as_it_was_and_is_nowhere_in_what_is_kept(text: str) -> None:
    whole = text.encode(errors="replace").decode()
    stored = locked_text(KEYS, text, "note", "kari", "abc")

    assert read_text(KEYS, stored, "note", "kari", "abc") == whole
    assert len(whole) < 4 or whole.encode() not in stored


@pytest.mark.parametrize("place", [("note", "kari", "abd"), ("note", "jonas", "abc"), ("words", "kari", "abc")])
def test_text_that_was_moved_cannot_be_read(place: tuple[str, ...]) -> None:
    stored = locked_text(KEYS, "mine", "note", "kari", "abc")
    with pytest.raises(Unreadable):
        read_text(KEYS, stored, *place)


def test_text_that_was_changed_cannot_be_read() -> None:
    stored = locked_text(KEYS, "mine", "note")
    for at in range(len(stored)):
        changed = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
        with pytest.raises(Unreadable):
            read_text(KEYS, changed, "note")


def test_short_texts_are_all_of_one_length() -> None:
    assert len({len(locked_text(KEYS, "x" * count, "note")) for count in range(255)}) == 1


def test_a_slot_tells_nothing_without_the_key() -> None:
    other = replace(KEYS, data=bytes(32))
    assert slot(KEYS, "note", "a") == slot(KEYS, "note", "a")
    assert len({slot(KEYS, "note", "a"), slot(KEYS, "note", "b"), slot(other, "note", "a")}) == 3


def test_a_note_is_sealed_for_one_reader_and_one_place(made: Made) -> None:
    stored = sealed_for(made.lock.public, "for Berit", "abc", "kari", "berit")

    assert read_sealed(made.keys, stored, "abc", "kari", "berit") == "for Berit"
    with pytest.raises(Unreadable):
        read_sealed(made.keys, stored, "abd", "kari", "berit")
    with pytest.raises(Unreadable):
        read_sealed(KEYS, stored, "abc", "kari", "berit")
    with pytest.raises(Unreadable):
        sealed_for(b"no key", "for Berit", "abc")


def test_recovery_codes_are_long_and_differ() -> None:
    codes = {new_recovery_code() for _ in range(50)}
    assert len(codes) == 50
    assert {len(recovery_as_typed(code)) for code in codes} == {28}


def test_a_lock_that_is_none_is_said_to_be_none() -> None:
    for stored in (b"", b"{}", b"[]", b'{"parameters": {"t": 3}}', b"\xff"):
        with pytest.raises(Unreadable):
            Lock.from_bytes(stored)
