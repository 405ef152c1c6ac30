"""A second reading in plain lines: blind until it is given, kept as it was, and how far readers agree after it."""

import json

import pytest
from at_a_shell import Unit

AS_WRITTEN = "as written"
ONE = "3\n4\n3\n5\n1\n"
"""A reading of one choice: rather the opposite, clearly the opposite, rather the opposite, nothing; keep it."""


def test_it_is_blind_until_it_is_given(unit: Unit) -> None:
    """Before an answer is kept nothing of the key or of others is shown; after it, both stand beside it."""
    session = unit.shared("Mina", "Mona", "Tora")
    unit.run("Tora", "review", "rate", session, typed=ONE * 3)
    begun = unit.run("Mona", "review", "rate", session, typed="3\n4\n3\n5\n")
    one = unit.run("Mona", "review", "rate", session, typed=ONE)

    assert 0 == begun.status
    assert "So you read it: listening: rather the opposite; holding your view open: clearly the opposite;" in begun.out
    assert AS_WRITTEN not in begun.out
    assert "; others, " not in begun.out
    assert "Left. What you kept stays kept; 3 choices are not rated yet." in begun.out
    assert (
        "Listening: you, rather the opposite; as written, rather the opposite; others, rather the opposite.\n"
        "Holding your view open: you, clearly the opposite; as written, rather the opposite; others, clearly the "
        "opposite.\n"
    ) in one.out
    assert AS_WRITTEN not in one.out.partition("Kept.")[0]
    assert 4 == one.out.count(AS_WRITTEN)
    assert "Tora" not in one.out


def test_what_was_kept_is_not_asked_again(unit: Unit) -> None:
    """It goes on where it was left; a choice that was passed over comes last."""
    session = unit.shared("Mina")
    unit.run("Mona", "review", "rate", session, typed=ONE)
    rest = unit.run("Mona", "review", "rate", session, typed=f"s\n{ONE}{ONE}")
    asked = [line for line in rest.out.splitlines() if line.endswith("(chosen)")]
    done = unit.run("Mona", "review", "rate", session)

    assert [
        "Ingrid: We can take it up tomorrow. (chosen)",
        "Ingrid: He is only restless. (chosen)",
        "Ingrid: We can take it up tomorrow. (chosen)",
    ] == asked
    assert "You have read every choice of this play." in done.out
    assert "Nobody else has read this play so yet." in done.out


def test_an_answer_can_be_given_anew_until_it_is_kept(unit: Unit) -> None:
    """One goes back by one answer, or begins again; what is none of the answers changes nothing."""
    session = unit.shared("Mina")
    typed = "b\n9\n\n?\n1\nb\n3\n4\n3\n5\n2\n5\n5\n5\n1\nb\n5\n1\n"
    done = unit.run("Mona", "review", "rate", session, typed=typed)
    told = json.loads(unit.run("Mona", "review", "agreement", session, "--json").out)

    assert "“b” is none of these." in done.out
    assert "Nothing was chosen. Type a number from 1 to 5" in done.out
    assert {"listening": 0, "suspending": 0, "respecting": 0, "voicing": 0} == told["choices"][0]["yours"]
    assert {"listening": -1, "suspending": -1, "respecting": -1, "voicing": 0} == told["choices"][0]["key"]
    assert [None, None] == [each["key"] for each in told["choices"][1:]]


def test_how_far_two_agree(unit: Unit) -> None:
    """Two who gave the same everywhere cannot be told from chance on what never changes; nobody's name is there."""
    session = unit.shared("Mina", "Mona", "Tora")
    for reader in ("Mona", "Tora"):
        unit.run(reader, "review", "rate", session, typed="1\n5\n5\n5\n1\n2\n5\n5\n5\n1\n3\n5\n5\n5\n1\n")
    done = unit.run("Mona", "review", "agreement", session)
    told = json.loads(unit.run("Mona", "review", "agreement", session, "--json").out)

    assert "Listening: 1.00, from 3 choices that 2 have read.\n" in done.out
    assert "Making room: everybody gave the same everywhere" in done.out
    assert "Tora" not in done.out + json.dumps(told)
    assert {"alpha": 1.0, "moments": 3, "raters": 2} == told["agreement"]["listening"]
    assert {"alpha": None, "moments": 3, "raters": 2} == told["agreement"]["voicing"]
    assert [[2], [1], [-1]] == [[other["listening"] for other in each["others"]] for each in told["choices"]]


def test_who_has_seen_the_key_is_not_asked(unit: Unit) -> None:
    """A second reading would not be their own any more."""
    session = unit.shared("Mina")
    unit.run("Mona", "review", "read", session, "--key")
    done = unit.run("Mona", "review", "rate", session, typed=ONE)

    assert "You have seen how the choices read" in done.out
    assert "Listening: what does this line do" not in done.out
    assert "You have rated nothing of this play." in unit.run("Mona", "review", "agreement", session).err


@pytest.mark.parametrize("command", ["rate", "agreement"])
def test_a_patients_play_is_not_rated(unit: Unit, command: str) -> None:
    """It is said why, and nothing of how it reads is shown."""
    done = unit.run("Mona", "review", command, unit.shared("Jon"), typed=ONE)

    assert (2, "") == (done.status, done.out)
    assert "as it never is of a patient" in done.err


def test_taken_back_meanwhile_nothing_is_kept(unit: Unit) -> None:
    """Leave that ends while somebody rates ends the rating."""
    session = unit.shared("Mina")
    assert 0 == unit.run("Mina", "unshare", session).status
    done = unit.run("Mona", "review", "rate", session, typed=ONE)

    assert (2, "") == (done.status, done.out)
    assert () == unit.people["Mina"].sharing.ratings(session)
