"""Trying again, notes and marks without a full screen: real processes, as somebody works who hears the program."""

import json

import pytest
from builders import short_story
from running import Program

PLAYED = "\ntell\nstay\nwait\n\nthank\n\n"


@pytest.fixture(name="session")
def _session(program: Program) -> str:
    """Play the short story to its end, and return the session."""
    done = program.run("play", program.scenario(short_story()), "--json", "--seed", "1", typed=PLAYED)
    return str(done.objects[-1]["session"])


def test_trying_again_from_a_choice(program: Program, session: str) -> None:
    """`--from N` goes back to the choice with that number of the looking back, in a session of its own."""
    before = program.run("debrief", session, "--json").out
    again = program.run("resume", session, "--from", "1", "--json", typed="\nask\nstay\nwait\n\nthank\n\n")
    fork = again.objects[-1]["session"]
    listed = json.loads(program.run("sessions", "--json").out)

    assert 0 == again.status
    assert ["ask", "tell"] == sorted(option["id"] for option in again.of_kind("turn")[0]["options"])
    assert [(fork, session), (session, "")] == [(each["session"], each["origin"]) for each in listed]
    assert before == program.run("debrief", session, "--json").out
    assert "## Beside the first attempt" in program.run("debrief", fork).out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from", "9"], "This session has 3 choices that counted. To look back: trainer debrief"),
        (["--from", "0"], "Invalid value for '--from'"),
    ],
)
def test_no_choice_to_go_back_to(program: Program, session: str, arguments: list[str], told: str) -> None:
    """A choice that is not there is told, with the way to those that are; no session begins."""
    done = program.run("resume", session, *arguments, "--plain")

    assert 2 == done.status
    assert told in done.err
    assert 1 == len(json.loads(program.run("sessions", "--json").out))


def test_trying_again_needs_a_session(program: Program) -> None:
    """Without a session it is not guessed which one is meant."""
    done = program.run("resume", "--from", "1", "--plain")

    assert 2 == done.status
    assert "Say of which session: trainer resume SESSION --from N" in done.err


def test_notes_are_written_read_and_deleted(program: Program, session: str) -> None:
    """A note is read from what is typed, listed with its play, replaced by a later one, and deleted by no text."""
    assert "Nothing is written yet." in program.run("journal").err
    for about, words in (("how-it-was", "Tight.\n"), ("1", "Why did I?\n"), ("intention", "I will ask.\n")):
        done = program.run("journal", session, about, typed=words)
        assert (0, "", "Kept, for you alone.\n") == (done.status, done.out, done.err)
    program.run("journal", session, "how-it-was", typed="Tight, then not.\n")
    written = json.loads(program.run("journal", session, "--json").out)
    gone = program.run("journal", session, "intention", "--delete")

    assert (0, "Deleted.\n") == (gone.status, gone.err)
    assert {"how-it-was": "Tight, then not.", "moment@2": "Why did I?", "intention": "I will ask."} == {
        note["about"]: note["text"] for note in written
    }
    read = program.run("journal").out
    assert "How it was, “Small”, " in read
    assert "I will ask." not in read


@pytest.mark.parametrize("typed", ["", "\n", "  \n\n"])
def test_nothing_typed_changes_nothing(program: Program, session: str, typed: str) -> None:
    """An input that is empty or ends at once takes no note away: who wants that says so."""
    program.run("journal", session, "session", typed="Keep me.\n")
    done = program.run("journal", session, "session", typed=typed)

    assert 2 == done.status
    assert "Nothing was typed, and nothing was changed. To delete a note: --delete" in done.err
    assert "Keep me." in program.run("journal").out


def test_all_that_is_piped_is_kept(program: Program, session: str) -> None:
    """A text of several lines, one that begins with an empty line, and one that is too long: what was cut is told."""
    program.run("journal", session, "session", typed="\nOne.\n\nTwo.\n")
    several = json.loads(program.run("journal", session, "--json").out)
    long = program.run("journal", session, "session", typed="å" * 5_000)

    assert ["One.\n\nTwo."] == [note["text"] for note in several]
    assert "Kept, for you alone. The first 4,000 characters were kept.\n" == long.err


def test_a_choice_is_marked_by_its_number(program: Program, session: str) -> None:
    """The number of a choice that counted is as good as the name of its reading, a turning point or not."""
    for number in ("1", "2", "3"):
        assert 0 == program.run("mark", session, number).status

    assert 3 == len(json.loads(program.run("debrief", session, "--json").out)["not_so"])


def test_no_fork_without_a_terminal(program: Program, session: str) -> None:
    """A call that cannot be played begins nothing."""
    done = program.run("resume", session, "--from", "1")

    assert 2 == done.status
    assert "The full screen needs a terminal." in done.err
    assert 1 == len(json.loads(program.run("sessions", "--json").out))


def test_going_back_says_so(program: Program, session: str) -> None:
    """Who goes back to a choice hears that, and that the first attempt stays."""
    done = program.run("resume", session, "--from", "2", "--plain", typed="q\n")
    again = program.run("resume", "--plain", typed="q\n")

    assert "You are back before a choice of yours. Your first attempt stays as it is." in done.out
    assert "You are back before a choice of yours." in again.out


def test_intention_is_told_before_the_next_play(program: Program, session: str) -> None:
    """What one wanted to try is told with the next briefing, and belongs to that play."""
    program.run("journal", session, "intention", typed="I will ask before I explain.\n")
    done = program.run("play", str(program.folder / "story.yaml"), "--plain", typed="q\n")

    assert "Last time you wanted to try: I will ask before I explain.\n" in done.out


def test_note_on_nothing(program: Program, session: str) -> None:
    """What a note cannot be on is refused, with what it can be on."""
    done = program.run("journal", session, "99", typed="x\n")

    assert 2 == done.status
    assert "A note is about how-it-was, session, intention, came-of-it, reached, or the number of" in done.err


def test_marks(program: Program, session: str) -> None:
    """Readings are listed by name; one is marked, shows so everywhere, and the mark is taken away again."""
    names = [line.split()[0] for line in program.run("mark", session).out.splitlines()]
    done = program.run("mark", session, "harm@2")
    marked = program.run("debrief", session, "--json")

    assert {"harm@2", "moment@2", "reached:words", "scores:whole"} <= set(names)
    assert (0, "", "Marked: not so for me. What could hurt: “I say tell.”\n") == (done.status, done.out, done.err)
    assert ["harm@2"] == json.loads(marked.out)["not_so"]
    assert "not so for me" in program.run("debrief", session).out
    assert "harm@2  What could hurt: “I say tell.”, not so for me" in program.run("mark", session).out
    program.run("mark", session, "harm@2", "--so")
    assert [] == json.loads(program.run("debrief", session, "--json").out)["not_so"]


def test_mark_on_what_is_not_there(program: Program, session: str) -> None:
    """A reading that is not there cannot be marked; the way to those that are is told."""
    done = program.run("mark", session, "harm@99")

    assert 2 == done.status
    assert "There is no “harm@99” there." in done.err
