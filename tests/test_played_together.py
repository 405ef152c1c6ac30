"""What was played in a room, from outside it: each looks back as themselves alone, and nobody plays on for two."""

import json

import pytest
from builders import short_story
from running import Program

from trainer.earlier import earlier_choices
from trainer.engine.commands import Begin
from trainer.progress import read_plays
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.sqlite import SqliteStore


def played_in_a_room(store: SqliteStore, own: str) -> Session:
    """Return a session of two that was played to its end, in a store of whoever had the seat `own`."""
    session = Session.begin(store, parse(short_story()), seats=("staff", "patient"), room="abcdefghjk", own=own)
    session.carry_out(Begin())
    while not session.is_over:
        session.reply(session.options[0].id)
    return session


@pytest.mark.parametrize("own", ["staff", "patient"])
def test_one_looks_back_as_oneself_and_as_nobody_else(program: Program, own: str) -> None:
    """The looking back is that of one's own seat, in every shape; that of another's seat is refused."""
    session = played_in_a_room(program.sessions(), own)
    other = "patient" if own == "staff" else "staff"

    mine = json.loads(program.run("debrief", session.id, "--json").out)
    theirs = program.run("debrief", session.id, "--as", other, "--json")
    assert own == mine["seat"]
    assert (2, "", "Somebody else had this part. Their looking back is theirs alone.\n") == (
        theirs.status,
        theirs.out,
        theirs.err,
    )


def test_who_had_no_seat_looks_back_on_nothing(program: Program) -> None:
    """Whose store it is without having sat there reads neither looking back nor readings."""
    session = played_in_a_room(program.sessions(), "")
    said = "This was played by others in a room. Looking back on it is for each of them, and is kept with them.\n"

    for call in (("debrief", session.id), ("debrief", session.id, "--as", "staff"), ("mark", session.id)):
        done = program.run(*call)
        assert (2, "", said) == (done.status, done.out, done.err), call


def test_it_is_not_gone_on_with_alone(program: Program) -> None:
    """Neither resume nor a fork opens it to one person with the thoughts and options of two."""
    store = program.sessions()
    session = Session.begin(store, parse(short_story()), seats=("staff", "patient"), room="abcdefghjk", own="staff")
    over = played_in_a_room(store, "staff")

    resumed = program.run("resume", session.id, "--plain")
    assert (2, "This is played with others. To go back to it: trainer host, or trainer join\n") == (
        resumed.status,
        resumed.err,
    )
    assert 2 == program.run("resume", "--plain").status
    assert 2 == program.run("resume", over.id, "--from", "1", "--plain").status


def test_another_persons_choices_are_not_ones_earlier_ones(store: SqliteStore) -> None:
    """What somebody else chose in a part is no earlier play of whoever plays that part now, nor in their progress."""
    played_in_a_room(store, "staff")
    alone = Session.begin(store, parse(short_story()), "patient")

    assert () == earlier_choices(store, alone)
    assert 1 == len(earlier_choices(store, Session.begin(store, parse(short_story()), "staff")))
    assert ["Ingrid"] == [played.part for played in read_plays(store).progress.plays]


def test_the_list_tells_whose_part_it_was(program: Program) -> None:
    """The list of sessions says that it was played with others, and as whom."""
    session = played_in_a_room(program.sessions(), "patient")

    (listed,) = json.loads(program.run("sessions", "--json").out)
    assert (True, "patient") == (listed["together"], listed["seat"])
    assert f"{session.id}  Small. Played to an end with others, as patient, 5 replies, " in program.run("sessions").out


def test_nobody_looks_back_while_the_others_still_play(program: Program) -> None:
    """Before the end of what is played together neither looking back nor readings are given, in no shape."""
    store = program.sessions()
    session = Session.begin(store, parse(short_story()), seats=("staff", "patient"), room="abcdefghjk", own="staff")
    session.carry_out(Begin())
    said = "The play with the others is still under way. Looking back comes after it.\n"

    for call in (("debrief", session.id), ("debrief", session.id, "--json"), ("mark", session.id)):
        done = program.run(*call)
        assert (2, "", said) == (done.status, done.out, done.err), call
