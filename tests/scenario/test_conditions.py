"""Conditions as an author writes them, and what they are read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import atoms

from trainer.scenario.conditions import AnyOf, Atom, Compared, Flag, Knows, Seen, atoms_of, read_atom
from trainer.scenario.model import read_condition_part


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("trust >= 30", Compared("trust", ">=", 30)),
        ("trust>=30", Compared("trust", ">=", 30)),
        ("trust = 30", Compared("trust", "==", 30)),
        ("trust == 030", Compared("trust", "==", 30)),
        ("trust != +5", Compared("trust", "!=", 5)),
        ("tilt < -20", Compared("tilt", "<", -20)),
        ("tilt <= 20", Compared("tilt", "<=", 20)),
        ("not trust > 30", Compared("trust", ">", 30, negated=True)),
        ("asked", Flag("asked")),
        ("  not   asked ", Flag("asked", negated=True)),
        ("not-asked", Flag("not-asked")),
        ("note", Flag("note")),
        ("patient knows leader-invited", Knows("patient", "leader-invited")),
        ("not patient   knows x1", Knows("patient", "x1", negated=True)),
        ("seen proposal", Seen("proposal")),
        ("seen day-room/proposal", Seen("day-room/proposal")),
        ("not seen corridor/shaking", Seen("corridor/shaking", negated=True)),
    ],
)
def test_an_atom_is_read_as_what_it_says(written: str, expected: Atom) -> None:
    """Spaces, a single = and a sign before a number are an author's to choose."""
    assert expected == read_atom(written)


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "not", "any", "seen", "knows", "tilt", "not not asked", "asked and told", "Asked", "1st", "a_b"),
        *("trust => 30", "trust >= ", ">= 30", "trust >= 30%", "trust >= 3.5", "trust >= hope", "trust >= 12345"),
        *("patient knows", "knows x", "patient knows x y", "Patient knows x", "patient does know x"),
        *("seen ", "seen a b", "seen a/b/c", "seen /b", "not(asked)", "asked;", "__import__('os')", "trust >= 30 if 1"),
    ],
)
def test_what_is_no_atom_is_not_guessed_at(written: str) -> None:
    """Prose, code and half an atom are refused instead of being read as something near."""
    with pytest.raises(ValueError, match=r"^"):
        read_atom(written)


@given(st.text())
def test_any_text_is_an_atom_or_is_not(text: str) -> None:
    """Reading an atom returns one or raises ValueError, whatever the text."""
    try:
        read = read_atom(text)
    except ValueError:
        return

    assert isinstance(read, Compared | Flag | Knows | Seen)


@given(atoms(["asked", "told"], ["room/b0", "b1"]))
def test_not_before_an_atom_negates_it_and_nothing_else(written: str) -> None:
    """An atom with `not` before it is the same atom, negated."""
    plain = written.removeprefix("not ")

    read, negated = read_atom(plain), read_atom(f"not {plain}")

    assert not read.negated
    assert negated.negated
    assert {**fields(read), "negated": True} == fields(negated)


def fields(atom: Atom) -> dict[str, object]:
    """Return the fields of `atom` by name."""
    return {name: getattr(atom, name) for name in type(atom).__match_args__}


def test_any_holds_atoms_and_no_further_any() -> None:
    """`any` is one level deep: its entries are atoms, and it has at least one."""
    assert AnyOf((Flag("asked"), Compared("trust", "<", 20))) == read_condition_part({"any": ["asked", "trust < 20"]})
    for wrong in ({"any": []}, {"any": [{"any": ["asked"]}]}, {"any": "asked"}, {"all": ["asked"]}, ["asked"], {}):
        with pytest.raises(ValueError, match="this"):
            read_condition_part(wrong)


def test_all_atoms_of_a_condition_are_found() -> None:
    """What a condition reads includes what stands inside `any`, in order."""
    condition = (Flag("asked"), AnyOf((Seen("first"), Knows("patient", "late"))), Flag("told", negated=True))

    assert atoms_of(condition) == (Flag("asked"), Seen("first"), Knows("patient", "late"), Flag("told", negated=True))
