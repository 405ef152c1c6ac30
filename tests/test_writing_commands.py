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


def test_an_answer_that_cannot_be_used_is_asked_for_again(program: Program) -> None:
    """Nothing that was answered is lost, and why it cannot be is said; the end of what is typed takes the example."""
    made = program.run("new", "the-kitchen", typed=f"{'x' * 121}\nThe kitchen\n\n, \nSolveig, nurse\n\nIt is cold.\n")
    ended = program.run("new", "the-other", typed="\n\n, \n")
    text = (program.folder / "the-kitchen" / "scenario.yaml").read_text(encoding="utf-8")

    assert [0, 0] == [made.status, ended.status]
    assert "That cannot be used. It is too long; at most 120 characters are read." in made.err
    assert "That cannot be used. A name is missing: it stands before the comma." in made.err
    assert ["The kitchen" in text, "It is cold." in text] == [True, True]


def test_an_id_is_told_plainly_and_one_that_can_be_is_proposed(program: Program) -> None:
    """No place in a file that is not there is named."""
    wrong = program.run("new", "The Kitchen")

    assert 2 == wrong.status
    assert "“The Kitchen” is no id. An id has small letters, digits and dashes" in wrong.err
    assert wrong.err.endswith("Try: trainer new the-kitchen\n")
    assert "scenario.yaml" not in wrong.err


def test_what_is_said_fits_and_commands_stay_whole(program: Program) -> None:
    """Enter is told of first; lines fit; each command stands on a line of its own and is told as what it is."""
    id = "a" + "-long" * 11
    lines = program.run("new", id, typed="\n" * 5).err.splitlines()
    commands = [line for line in lines if line.startswith("  trainer ")]

    assert "Enter alone takes the example." in lines[0]
    assert 80 > max(len(line) for line in lines if line not in commands)
    assert [
        f"  trainer {each} {id}/scenario.yaml" for each in ("play --watch", "check", "explore", "simulate")
    ] == commands
    assert "What all its plays come to:" == lines[lines.index(commands[2]) - 1]


def test_what_cannot_be_begun_is_said_before_anything_is_asked(program: Program) -> None:
    """A file of that name, and a link that leads nowhere, are in the way; nobody types five answers for nothing."""
    (program.folder / "taken").write_text("mine")
    (program.folder / "linked").mkdir()
    (program.folder / "linked" / "scenario.yaml").symlink_to("nowhere")
    taken, linked = (program.run("new", name, typed="\n" * 5) for name in ("taken", "linked"))

    assert [2, 2] == [taken.status, linked.status]
    assert "taken is there already, and no folder." in taken.err
    assert "is there already. Nothing was changed." in linked.err
    assert "For instance" not in taken.err + linked.err
    assert "mine" == (program.folder / "taken").read_text()
