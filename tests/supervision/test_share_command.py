"""`trainer share` and `unshare` as people type them: every spelling, and what is said where it is not clear."""

import json

from at_a_shell import POOR, WINDOW, Unit

from trainer.people.person import Kind
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.signing_in.managing import Managing


def test_a_play_is_shared_told_and_taken_back(unit: Unit) -> None:
    """What is shared with whom and until when is there in words and for programs, and is gone once taken back."""
    session = unit.shared("Mina", "Tora")
    given = unit.run("Mina", "share", session[:4], "--with", "mona", "--scope", "scores", "--until", "2999-01-31")
    one = json.loads(unit.run("Mina", "share", session, "--json").out)
    every = json.loads(unit.run("Mina", "share", "--json").out)
    back = unit.run("Mina", "unshare", session, "--with", "Tora")
    rest = unit.run("Mina", "unshare", session)

    assert (0, "Mona: how it reads, until 2999-01-31\n") == (given.status, given.out)
    assert {("Mona", "scores", True), ("Tora", "transcript", False)} == {
        (each["reader"], each["scope"], each["until"] is not None) for each in one["shared"]
    }
    assert [{"session": session, "shared": one["shared"]}] == every["sessions"]
    assert "Mona: how it reads, until 2999-01-31\n" == back.out
    assert "Shared with nobody now.\n" == rest.out
    assert "You share nothing." in unit.run("Mina", "share").err


def test_to_take_back_from_nobody_says_who_there_is(unit: Unit) -> None:
    """A name that is mistyped is not taken for done."""
    session = unit.shared("Mina")
    done = unit.run("Mina", "unshare", session, "--with", "Monna")

    assert 2 == done.status
    assert "It is shared with: Mona." in done.err
    assert "Mona" in unit.run("Mina", "share", session).out


def test_who_leads_ones_unit_is_asked_about_once_more(unit: Unit) -> None:
    """Without --still nothing is shared with them."""
    managing = Managing(unit.people["Solveig"].store)
    managing.change(managing.find("Mona"), kind=Kind.LEADER, unit="Ward 2")
    managing.change(managing.find("Mina"), unit="ward 2")
    session = unit.people["Mina"].play(parse(WINDOW), way=POOR).id
    asked = unit.run("Mina", "share", session, "--with", "Mona")

    assert (2, "") == (asked.status, asked.out)
    assert "Mona leads your unit. Still share? Then say so: --still" in asked.err
    assert "You share it with nobody." in unit.run("Mina", "share", session).err
    assert 0 == unit.run("Mina", "share", session, "--with", "Mona", "--still").status


def test_what_one_is_asked_is_answered_once(unit: Unit) -> None:
    """Who asks is not told; until there is an answer the play is there for nobody, and whoever asked sees no more."""
    session = unit.joint(is_agreed=False)
    asked = unit.run("Anna B", "share", "--asked")
    told = json.loads(unit.run("Anna B", "share", "--asked", "--json").out)
    before = unit.run("Mina", "share", session)
    answered = unit.run("Anna B", "share", session, "--answer", "yes", "--scope", "said")

    assert "Mina" not in asked.out + asked.err
    assert [{"session": session, "title": "The window in room four", "reader": "Mona"}] == told["asked"]
    assert "Mona: not shared\n" == before.out
    assert (0, "Kept. Nobody is told what you answered.\n") == (answered.status, answered.err)
    assert "Mona: what was said and how it reads\n" == unit.run("Mina", "share", session).out
    assert "You are asked nothing." in unit.run("Anna B", "share", "--asked").err
    assert 2 == unit.run("Anna B", "share", session, "--answer", "no").status


def test_an_answer_has_no_last_day(unit: Unit) -> None:
    """Nothing is answered by a call that says more than an answer can."""
    session = unit.joint(is_agreed=False)
    done = unit.run("Anna B", "share", session, "--answer", "yes", "--until", "2999-01-31")

    assert 2 == done.status
    assert "An answer has no last day" in done.err
    assert 1 == len(unit.people["Anna B"].sharing.asks())


def test_a_part_is_given_and_taken_by_a_code(unit: Unit) -> None:
    """Whoever opened the room gives it, and whoever played takes it, once."""
    mina = unit.people["Mina"]
    session = Session.begin(
        mina.store, parse(WINDOW), seats=("staff", "patient"), seed=1, room="room2345", own="staff"
    ).id
    code = unit.run("Mina", "share", session, "--give", "patient").out.strip()
    taken = unit.run("Jon", "share", "--take", code)
    again = unit.run("Anna B", "share", "--take", code)

    assert f"{session}\nIt is among your sessions now.\n" == taken.out
    assert [session] == [each["session"] for each in json.loads(unit.run("Jon", "sessions", "--json").out)]
    assert 2 == again.status
    assert "That code does not work" in again.err
    assert 2 == unit.run("Mina", "share", session, "--give", "patient").status


def test_who_looked_is_told(unit: Unit) -> None:
    """Each look stands there with who it was, the last first."""
    session = unit.shared("Mina")
    unit.run("Mona", "review", "read", session)
    lines = unit.run("Mina", "share", "--looked").out.splitlines()
    told = json.loads(unit.run("Mina", "share", "--looked", "--json").out)["looked"]

    assert ["Mona read what was said", "you shared it with Mona"] == [line.rpartition(": ")[2] for line in lines]
    assert [("Mona", "read"), ("Mona", "shared")] == [(each["who"], each["what"]) for each in told]
    assert "Nobody has looked at anything of yours." in unit.run("Jon", "share", "--looked").err


def test_with_whom_needs_a_session(unit: Unit) -> None:
    """It is not guessed which play is meant."""
    done = unit.run("Mina", "share", "--with", "Mona")

    assert 2 == done.status
    assert "Say which session" in done.err
