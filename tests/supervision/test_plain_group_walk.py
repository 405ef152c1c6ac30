"""A group walks through a play in plain lines: with a code of each who was in it, one choice at a time, no names."""

from io import StringIO

import pytest
from at_a_shell import Unit

from trainer.plain.group_walk import GroupWalk
from trainer.plain.text import TextPresenter
from trainer.signing_in.access import NotThere


def code_of(unit: Unit, name: str, session: str) -> str:
    """Return the code that somebody makes now, as they type it."""
    return unit.run(name, "share", session, "--show-now").out.strip()


def test_it_opens_with_the_code_of_whose_it_is(unit: Unit) -> None:
    """It goes from choice to choice to the end and to questions; they see afterwards that it was shown."""
    session = unit.shared("Mina")
    done = unit.run("Mona", "review", "group", session[:5], code_of(unit, "Mina", session), typed="\n" * 40)

    assert 0 == done.status
    assert 3 == done.out.count("Ingrid: What would you say?\n")
    assert "How it ended: Shut. The window stays shut.\n" in done.out
    assert "Question 1 of " in done.out
    assert done.out.endswith("That was all. Thank you.\n")
    assert "It showed" not in done.out
    assert "Mina" not in done.out + done.err
    assert "showed it to a group" in unit.run("Mina", "share", "--looked").out


def test_each_choice_is_asked_before_it_is_told(unit: Unit) -> None:
    """What can be said and how it reads come when they are asked for; q stops at once."""
    session = unit.shared("Mina")
    asked = unit.run("Mona", "review", "group", session, code_of(unit, "Mina", session), typed="k\no\nq\n")
    told = unit.run("Mona", "review", "group", session, code_of(unit, "Mina", session), typed="\nf\nk\nf\n\nq\n")

    assert "One could say: What happens at night when it is shut?\nOne could say: The rule" in asked.out
    for hidden in ("Ingrid: The rule", "It showed"):
        assert hidden not in asked.out
    assert asked.out.endswith("Stopped.\n")
    assert "Ingrid: The rule is that windows stay shut.\nEnter goes on." in told.out  # no figures before the words
    assert "It showed: listening: rather the opposite;" in told.out
    assert "Listening: -1 of -1 to +2\n" in told.out
    assert "tomorrow" not in told.out


@pytest.mark.parametrize("is_typed", [False, True])
def test_everybody_who_was_in_it_gives_a_code(unit: Unit, is_typed: bool) -> None:  # noqa: FBT001  how they are given
    """With one of two it stays closed, and both codes are used up; with both it opens, named or typed."""
    session = unit.joint()
    one = unit.run("Mona", "review", "group", session, code_of(unit, "Mina", session))
    codes = [code_of(unit, name, session) for name in ("Mina", "Anna B")]
    typed = "".join(f"{code}\n" for code in codes) + "\nq\n"
    named = () if is_typed else tuple(codes)
    both = unit.run("Mona", "review", "group", session, *named, typed=typed if is_typed else "q\n")

    assert (2, "", 0) == (one.status, one.out, both.status)
    assert "That does not open it." in one.err
    assert "What would you say?" in both.out


@pytest.mark.parametrize("typed", ["", "\n", "q\n", "AAAAA-AAA\n\n"])
def test_no_code_opens_nothing(unit: Unit, typed: str) -> None:
    """It is said, and nothing of the play is shown."""
    done = unit.run("Mona", "review", "group", unit.shared("Mina"), typed=typed)

    assert (2, "") == (done.status, done.out)
    assert ("That does not open it." if "A" in typed else "so nothing was shown.") in done.err


def test_of_a_patient_it_is_not_told_how_it_reads(unit: Unit) -> None:
    """Neither k nor f shows anything."""
    session = unit.shared("Jon")
    done = unit.run("Mona", "review", "group", session, code_of(unit, "Jon", session), typed="\nk\nf\nq\n")

    assert "Jonas: It is only air.\n" in done.out
    assert "how it reads" not in done.out
    assert "It showed" not in done.out


def test_it_stops_where_it_is_taken_back(unit: Unit) -> None:
    """Leave that ends while a group looks ends the walk at the next step."""
    session = unit.shared("Mina")
    mina, mona = unit.people["Mina"], unit.people["Mona"]
    reviewed = mona.reviewing.begin_to_show(session, (mina.sharing.leave_to_show(session),))
    out = StringIO()

    class Answers(StringIO):
        """Goes on once; before the second answer the play is taken back."""

        def readline(self, size: int | None = -1, /) -> str:
            mina.sharing.withdraw(session, mona.id)
            return super().readline(size if size is not None else -1)

    with pytest.raises(NotThere):
        GroupWalk(mona.reviewing, reviewed, Answers("\n\n\n"), TextPresenter(out)).run()
    assert "The rule is that" not in out.getvalue()
