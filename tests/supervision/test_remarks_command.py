"""`trainer remarks` and `trainer review write`: a conversation on a play, and second readings as its owner has them."""

import json

from at_a_shell import Unit
from running import HOSTILE, STEERING

from trainer.scenario.model import Practice
from trainer.store.sqlite import SqliteStore

LEVELS = {Practice.LISTENING: -2, Practice.SUSPENDING: 0, Practice.RESPECTING: 1, Practice.VOICING: 0}


def rate(unit: Unit, session: str, who: str = "Mona") -> None:
    """Let a reader rate the first choice of Mina's."""
    reviewing = unit.people[who].reviewing
    reviewed = reviewing.open(session, unit.people["Mina"].id)
    reviewing.rate(reviewed, reviewed.session.look_back(reviewed.seat).choices[0].position, LEVELS)


def test_what_was_written_is_read_and_answered(unit: Unit) -> None:
    """Each sees what they wrote each other, on which line, and another reader sees nothing of it."""
    session = unit.shared("Mina", "Mona", "Tora")
    assert 0 == unit.run("Mona", "review", "write", session, "What was it like?", "--choice", "1").status
    read = unit.run("Mina", "remarks", session[:5])
    answered = unit.run("Mina", "remarks", session, "-", typed="I froze.\n")
    told = json.loads(unit.run("Mina", "remarks", session, "--json").out)

    assert read.out.startswith("1. Mona wrote, on “The rule is that windows stay shut.”, ")
    assert read.out.endswith(": What was it like?\n")
    assert "trainer remarks SESSION TEXT --answer N" in read.err
    assert (0, "") == (answered.status, answered.out)
    assert "Your answer is for Mona." in answered.err
    assert [("Mona", False, "What was it like?"), ("Mina", True, "I froze.")] == [
        (each["by"], each["is_yours"], each["text"]) for each in told["remarks"]
    ]
    assert {"The rule is that windows stay shut."} == {each["said"] for each in told["remarks"]}
    assert "2. Mina, on “The rule is that windows stay shut.”" in unit.run("Mona", "review", "write", session).out
    assert "Nobody has written anything yet." in unit.run("Tora", "review", "write", session).err


def test_where_two_readers_wrote_it_is_said_which_is_answered(unit: Unit) -> None:
    """Without a number nothing is kept; with one it reaches that reader alone."""
    session = unit.shared("Mina", "Mona", "Tora")
    for reader in ("Mona", "Tora"):
        unit.run(reader, "review", "write", session, f"I am {reader}.")
    unclear = unit.run("Mina", "remarks", session, "To whom?")
    wrong = unit.run("Mina", "remarks", session, "To whom?", "--answer", "3")
    done = unit.run("Mina", "remarks", session, "To Tora.", "--answer", "2")

    assert [2, 2, 0] == [each.status for each in (unclear, wrong, done)]
    assert "Say which: --answer N." in unclear.err
    assert "There are 2 remarks" in wrong.err
    assert "To Tora." in unit.run("Tora", "review", "write", session).out
    assert "To Tora." not in unit.run("Mona", "review", "write", session).out


def test_a_second_reading_stands_beside_how_the_story_reads_it(unit: Unit) -> None:
    """Whoever played sees who read which line how."""
    session = unit.shared("Mina")
    rate(unit, session)
    done = unit.run("Mina", "remarks", session)
    told = json.loads(unit.run("Mina", "remarks", session, "--json").out)
    listed = json.loads(unit.run("Mina", "remarks", "--json").out)

    assert done.out.startswith(
        "Mona read “The rule is that windows stay shut.” as listening: clearly the opposite; making room: somewhat. "
        "The story reads it as listening: rather the opposite; "
    )
    assert "is yours to think about" in done.out
    assert [{"listening": -2, "suspending": 0, "respecting": 1, "voicing": 0}] == [
        each["levels"] for each in told["ratings"]
    ]
    assert [{"listening": -1, "suspending": -1, "respecting": -1, "voicing": 0}] == [
        each["reads"] for each in told["ratings"]
    ]
    assert [{"session": session, "title": "The window in room four", "remarks": 0, "ratings": 1}] == listed["sessions"]


def test_nobody_else_reads_it(unit: Unit) -> None:
    """To others the session is not there, and who has no remarks is told so."""
    session = unit.shared("Mina")
    unit.run("Mona", "review", "write", session, "For Mina.")
    for name in ("Anna B", "Jon", "Solveig", "Mona"):
        done = unit.run(name, "remarks", session)
        assert (3, "") == (done.status, done.out), name
        assert "Nobody has written anything on a play of yours yet." in unit.run(name, "remarks").err


def test_nothing_steers_the_terminal(unit: Unit) -> None:
    """What somebody typed is shown without what would; what is too long is cut, and that is said."""
    session = unit.shared("Mina")
    unit.run("Mona", "review", "write", session, "-", typed=HOSTILE)
    long = unit.run("Mona", "review", "write", session, "-", typed="x" * 5000)
    empty = unit.run("Mona", "review", "write", session, " ")
    for done in (unit.run("Mina", "remarks", session), unit.run("Mona", "review", "write", session)):
        assert (0, None) == (done.status, STEERING.search(done.out))
    assert "The first 4,000 characters were kept." in long.err
    assert (2, "Nothing was written.\n") == (empty.status, empty.err)


def test_a_reader_takes_back_their_own_alone(unit: Unit) -> None:
    """What the other wrote stays."""
    session = unit.shared("Mina")
    unit.run("Mona", "review", "write", session, "Too soon.")
    unit.run("Mina", "remarks", session, "Thank you.")
    refused = unit.run("Mona", "review", "write", session, "--take-back", "2")
    done = unit.run("Mona", "review", "write", session, "--take-back", "1")
    told = json.loads(unit.run("Mona", "review", "write", session, "--json").out)

    assert (2, 0) == (refused.status, done.status)
    assert "nothing that you wrote" in refused.err
    assert [(1, "Mina", "Thank you.")] == [(each["number"], each["by"], each["text"]) for each in told["remarks"]]


def test_a_damaged_second_reading_hides_no_remark(unit: Unit) -> None:
    """What was written is read and answered; what is damaged is said, with what to do, and leaves with 3."""
    session = unit.shared("Mina")
    unit.run("Mona", "review", "write", session, "What was it like?")
    rate(unit, session)
    base = unit.people["Mina"].store.base
    assert isinstance(base, SqliteStore)
    base._connection.execute("UPDATE rating SET stored = ?", (b'{"listening":7}',))
    read = unit.run("Mina", "remarks", session)
    answered = unit.run("Mina", "remarks", session, "I froze.")
    reader = unit.run("Mona", "review", "agreement", session)

    assert (3, 0, 3) == (read.status, answered.status, reader.status)
    assert "What was it like?" in read.out
    for err in (read.err, reader.err):
        assert "is damaged in the store" in err
        assert "a backup may hold it whole" in err
        assert "Traceback" not in err
    assert "damaged second readings" in unit.run("Mina", "remarks").out
