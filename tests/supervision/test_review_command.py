"""`trainer review` as a supervisor types it: the list, whose play it is, reading, notes, questions."""

import json

from at_a_shell import Unit

from trainer.people.shares import Scope


def test_whose_it_is_has_to_be_said_where_two_share_one_play(unit: Unit) -> None:
    """The names to choose from are told as they are typed; with one, it opens."""
    session = unit.joint()
    unclear = unit.run("Mona", "review", "read", session)
    minas, annas = (unit.run("Mona", "review", "read", session, "--of", name) for name in ("Mina", "anna b"))

    assert (2, "Say whose: --of 'Anna B' or --of Mina.\n") == (unclear.status, unclear.err)
    assert (0, 0) == (minas.status, annas.status)
    assert "The part: Ingrid, nurse, evening shift." in minas.out
    assert "The part: Jonas, patient in room four." in annas.out
    listed = json.loads(unit.run("Mona", "review", "--json").out)["shared"]
    assert {(session, "Mina", "staff"), (session, "Anna B", "patient")} == {
        (each["session"], each["person"], each["seat"]) for each in listed
    }


def test_more_of_the_id_has_to_be_said_where_two_begin_so(unit: Unit) -> None:
    """Nothing is picked, and nothing is told to who has nothing under it."""
    sessions = [unit.shared("Mina") for _ in range(33)]  # of 31 letters that an id may begin with
    first = next(each[0] for each in sessions if sum(other[0] == each[0] for other in sessions) > 1)
    done = unit.run("Mona", "review", "read", first)

    assert 2 == done.status
    assert "More than one begins so." in done.err
    assert 33 == len(unit.run("Mona", "review").out.splitlines())
    assert "That is not here for you." in unit.run("Tora", "review", "read", first).err


def test_the_list_goes_beyond_a_page(unit: Unit) -> None:
    """All that is shared is listed, however much it is."""
    sessions = {unit.shared("Mina") for _ in range(53)}

    assert sessions == {line.split()[0] for line in unit.run("Mona", "review").out.splitlines()}


def test_scores_and_notes_as_far_as_they_were_given(unit: Unit) -> None:
    """What was not shared is not there, and it is not told that it exists."""
    scores, said = unit.shared("Mina", scope=Scope.SCORES), unit.shared("Jon")
    given = unit.run("Mona", "review", "scores", scores)
    refused = [
        unit.run("Mona", "review", *call)
        for call in (("read", scores), ("scores", said), ("read", said, "--key"), ("notes", said), ("read", "nothing"))
    ]

    assert given.out.startswith("Listening: ")
    assert {(2, "")} == {(each.status, each.out) for each in refused}
    assert all("That is not here for you." in each.err for each in refused)


def test_questions_rest_on_the_key_only_once_it_is_known(unit: Unit) -> None:
    """Whoever could still rate the play is asked nothing that tells how it reads."""
    session = unit.shared("Mina")
    before = json.loads(unit.run("Mona", "review", "questions", session, "--json").out)["questions"]
    unit.run("Mona", "review", "read", session, "--key")
    after = unit.run("Mona", "review", "questions", session).out

    told = [each["text"] for each in before]
    assert told[-1].startswith("What of this do you know from your own days")
    assert after.startswith("1. ")
    assert [] != [text for text in told if text not in after]
