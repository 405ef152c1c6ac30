"""`trainer new`: five questions, and a scenario that checks clean and plays."""

from running import Program


def test_a_new_scenario_checks_clean_and_plays(program: Program) -> None:
    """What is answered is in it, an empty line takes the example, and it plays to an end as written."""
    made = program.run("new", "the-kitchen", typed="The kitchen at night\n\n\n\nIt's [b]cold[/b] in there: and dark.\n")
    checked = program.run("check", "--strict", "the-kitchen")
    played = program.run("play", "the-kitchen/scenario.yaml", "--plain", "--as", "staff", typed="1\n" * 60)

    assert (0, "the-kitchen/scenario.yaml") == (made.status, made.out.strip())
    assert 5 == made.err.count("For instance: ")
    assert (0, "1 file looked at: no problems.\n") == (checked.status, checked.err)
    assert 0 == played.status
    assert "It's [b]cold[/b] in there: and dark." in played.out
    assert "How it ended: " in played.out


def test_what_is_there_stays(program: Program) -> None:
    """No file is written over, and what cannot be an id is said before anything is asked."""
    program.run("new", "the-kitchen", typed="\n" * 5)
    file = program.folder / "the-kitchen" / "scenario.yaml"
    before = file.read_bytes()
    again = program.run("new", "the-kitchen", typed="Another\n" * 5)
    wrong = program.run("new", "../The Kitchen", typed="\n" * 5)

    assert (2, before) == (again.status, file.read_bytes())
    assert "is there already. Nothing was changed." in again.err
    assert wrong.status
    assert "is no id" in wrong.out + wrong.err
    assert "For instance" not in again.err + wrong.err
