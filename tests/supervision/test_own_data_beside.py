"""All of one's own data where several share a store: shares, who looked, what was written, in both files."""

import json

import pytest
from at_a_shell import Unit

from trainer.people.shares import Scope
from trainer.scenario.model import Practice
from trainer.store.sqlite import SqliteStore

DAY = 24 * 3600 * 1000


@pytest.fixture
def session(unit: Unit) -> str:
    """Let Mina share a play for a day, and Mona read, rate and write, and Mina answer."""
    mina, mona = unit.people["Mina"], unit.people["Mona"]
    session = unit.shared("Mina", "Tora")
    until = unit.world.clock.now + DAY
    mina.sharing.share(session, mina.sharing.reader("Mona"), Scope.TRANSCRIPT, until=until)
    reviewed = mona.reviewing.open(session, mina.id)
    position = reviewed.session.look_back(reviewed.seat).choices[0].position
    mona.reviewing.rate(reviewed, position, dict.fromkeys(Practice, 2))
    remark = mona.reviewing.write(reviewed, str(position), "What was it like?\nTell me.")
    mina.sharing.answer_remark(remark, "I froze.")
    return session


def test_both_files_have_it_with_names(unit: Unit, session: str) -> None:
    """No id of a person stands where a name belongs, in what is for programs as in what is to be read."""
    folder = unit.program.folder / "mine"
    assert 0 == unit.run("Mina", "export", "--mine", "-o", str(folder)).status
    data = json.loads((folder / "my-data.json").read_text(encoding="utf-8"))
    text = (folder / "my-data.txt").read_text(encoding="utf-8")
    mina, mona = unit.people["Mina"].person, unit.people["Mona"].person

    assert {("Mona", "transcript", True), ("Tora", "transcript", False)} == {
        (each["reader"], each["scope"], each["until"] is not None) for each in data["shares"]
    }
    assert [("Mona", "remarked"), ("Mona", "rated"), ("Mona", "read"), ("Mona", "shared"), ("Tora", "shared")] == [
        (each["who"], each["what"]) for each in data["looked"]
    ]
    assert [("Mona", "What was it like?\nTell me."), ("Mina", "I froze.")] == [
        (each["by"], each["text"]) for each in data["remarks"]
    ]
    assert {session} == {each["session"] for each in (*data["remarks"], *data["ratings"], *data["shares"])}
    assert [("Mona", "The rule is that windows stay shut.", 2, -1)] == [
        (each["by"], each["said"], each["levels"]["listening"], each["reads"]["listening"]) for each in data["ratings"]
    ]
    for told in (
        "Mina, staff, learner. Since ",
        f"session {session}, with Tora: what was said and how it reads, since ",
        ", until you take it back\n",
        "Mona wrote, on “The rule is that windows stay shut.”, ",
        "What was it like?\n  Tell me.\n",
        "You wrote to Mona, on “The rule is that windows stay shut.”, ",
        "Mona read “The rule is that windows stay shut.” as listening: clearly; ",
        "“The window in room four”: Mona gave a second reading of a choice\n",
    ):
        assert told in text, told
    for each in (mina.id, mona.id):
        assert each not in text
        assert each not in json.dumps(data)


def test_what_is_damaged_hides_nothing_else(unit: Unit, session: str) -> None:
    """Damaged readings, a changed trail and a damaged log are named; remarks and shares are there all the same."""
    base = unit.people["Mina"].store.base
    assert isinstance(base, SqliteStore)
    for statement in (
        "UPDATE rating SET stored = x'5b'",
        "UPDATE trail SET stored = x'7b7d'",
        "UPDATE event SET stored = x'7b7d' WHERE version = 2",
    ):
        base._connection.execute(statement)
    folder = unit.program.folder / "mine"
    done = unit.run("Mina", "export", "--mine", "-o", str(folder))
    data = json.loads((folder / "my-data.json").read_text(encoding="utf-8"))
    text = (folder / "my-data.txt").read_text(encoding="utf-8")

    assert 0 == done.status
    assert [session, "The list of who looked", f"How others read {session}"] == data["unreadable"]
    assert [[], []] == [data["looked"], data["ratings"]]
    assert ["What was it like?\nTell me.", "I froze."] == [each["text"] for each in data["remarks"]]
    assert 2 == len(data["shares"])
    assert "The list of who looked cannot be read, and is left out." in done.err
    assert "# Who looked, the last first\n\nIt could not be read.\n" in text
    assert "Mona wrote, on the whole play, " in text


def test_what_others_answered_is_not_in_it(unit: Unit) -> None:
    """Of a play that waits for another's leave nobody can tell from one's own data what they answered."""
    session = unit.joint(is_agreed=False)
    texts = []
    for number in range(2):
        folder = unit.program.folder / f"mine-{number}"
        unit.run("Mina", "export", "--mine", "-o", str(folder))
        data = json.loads((folder / "my-data.json").read_text(encoding="utf-8"))
        texts.append([data[key] for key in ("shares", "looked", "remarks", "ratings")])
        if not number:
            unit.run("Anna B", "share", session, "--answer", "no")

    assert texts[0] == texts[1]


def test_what_was_left_out_of_shared_plays_is_said(unit: Unit) -> None:
    """A supervisor who takes copies out is told which plays are not among them."""
    unit.shared("Mina")
    unit.shared("Mina", scope=Scope.SCORES)
    unit.shared("Jon")
    done = unit.run("Mona", "export", "--shared", "--format", "jsonl")

    assert 1 == sum(each["kind"] == "session" for each in done.objects)
    assert (
        "Left out: what patients share with you; plays of which you were given only what was said, or only how it "
        "reads; notes, and what you wrote each other.\n"
    ) == done.err


def test_records_of_several_are_not_said_to_have_one_name(unit: Unit) -> None:
    """Before records of shared plays are sent it is told that each person has a name of their own."""
    unit.shared("Mina")
    unit.shared("Anna B")
    done = unit.run("Mona", "export", "--shared", "--to", "http://127.0.0.1:9/xapi")

    assert 2 == done.status
    assert "under 2 names, one for each person. Nothing that anybody typed is in them." in done.err
