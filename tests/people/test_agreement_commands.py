"""`trainer agreement …`, asked of real processes."""

import json
from pathlib import Path

import click
import pytest
from running import HOSTILE, STEERING, Done, Program

from trainer.agreement_commands import agreement as group
from trainer.people.agreement.codec import encode
from trainer.people.agreement.events import (
    AgreementBegan,
    PartyJoined,
    Recorded,
    Side,
    Signed,
    TextFrozen,
    WordingProposed,
    WordingRefused,
)

TWO = (("Anna", "patients"), ("Bo", "staff"))


def agreement(program: Program, *arguments: str, typed: str = "") -> Done:
    """Run `trainer agreement` with `arguments`."""
    return program.run("agreement", *arguments, typed=typed)


def begun(program: Program, title: str = "The day room", persons: tuple[tuple[str, str], ...] = TWO) -> str:
    """Begin an agreement that `persons` join, and return its id."""
    paper = agreement(program, "new", title).out.strip()
    parties = [agreement(program, "join", paper, "--name", name, "--side", side).out.strip() for name, side in persons]
    assert [f"p{number}" for number in range(1, len(persons) + 1)] == parties
    return paper


def test_an_agreement_from_its_beginning_to_a_second_version(program: Program) -> None:
    """It is begun, joined, written, objected to, agreed, signed, changed, signed anew, and told at each step."""
    paper = begun(program)
    for arguments, said in (
        (("propose", paper, "power", "We say it aloud.", "--by", "Anna"), "This clause is open, 1 to answer."),
        (("object", paper, "pow", "Too soft.", "--by", "p2"), "Bo (staff) says no: Too soft."),
        (("accept", paper, "1", "--by", "bo"), "This clause is agreed."),
        (("sign", paper, "--by", "Anna", "--initials", "A"), "Has not signed version 1: Bo (staff)."),
        (("sign", paper[:6], "--by", "Bo", "--initials", "B"), "Version 1 is in force."),
        (("propose", paper, "power", "In writing.", "--by", "Bo"), "This clause is open, 1 to answer."),
        (("accept", paper, "power", "--by", "p1", "--wording", "2"), "Power, words 2: In writing."),
        (("sign", paper, "--by", "p1", "--initials", "A"), "Has not signed version 2: Bo (staff)."),
        (("sign", paper, "--by", "p2", "--initials", "B"), "Version 2 is in force."),
    ):
        done = agreement(program, *arguments)
        assert (0, "") == (done.status, done.out), done
        assert said in done.err
    shown = agreement(program, "show", paper)

    assert 0 == shown.status
    assert ["The day room", "Version 2 is in force.", "Nobody is here from the leaders' side."] == shown.out.split(
        "\n"
    )[:3]
    assert "Words 2, by Bo (staff): In writing.\n" in shown.out
    assert "Version 1 was in force until a later one was signed by all.\n" in shown.out
    first = agreement(program, "show", paper, "--version", "1", "--format", "md").out
    assert "We say it aloud." in first
    assert "In writing." not in first
    assert f"{paper}  The day room. 1 agreed, 11 open. Version 2 is in force." in agreement(program).out


def test_an_empty_list_says_what_to_do(program: Program) -> None:
    """Without an agreement the list is empty and the advice is on standard error."""
    done = agreement(program)

    assert (0, "", 'There is no agreement yet. To begin one: trainer agreement new "TITLE"\n') == (
        done.status,
        done.out,
        done.err,
    )
    assert "[]\n" == agreement(program, "--json").out


def test_texts_may_be_typed(program: Program) -> None:
    """A title, words and a dissent come from a pipe where they are not given, with their own lines."""
    paper = agreement(program, "new", typed="A room\n").out.strip()
    for name, side in TWO:
        agreement(program, "join", paper, "--name", name, "--side", side)
    agreement(program, "propose", paper, "trust", "--by", "p1", typed="One line.\nAnother.\n")
    agreement(program, "object", paper, "trust", "-", "--by", "p2", typed="No.\n")
    written = json.loads(agreement(program, "show", paper, "--json").out)
    words = written["clauses"][3]["words"]

    assert "A room" == written["title"]
    assert "One line.\nAnother." == words["text"]
    assert [True, False] == [answer["yes"] for answer in words["answers"]]
    assert "No." == words["answers"][1]["dissent"]


def test_what_is_too_long_is_said_to_be_cut(program: Program) -> None:
    """Of words longer than is kept the first are kept, and that is said."""
    paper = begun(program)
    done = agreement(program, "propose", paper, "trust", "--by", "p1", typed="a" * 3000)

    assert "The first 2,000 characters were kept." in done.err
    assert "a" * 2000 == json.loads(agreement(program, "show", paper, "--json").out)["clauses"][3]["words"]["text"]


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (("show", "nobody"), 3, "There is no agreement that starts with “nobody”. `trainer agreement` lists them."),
        (("propose", "{}", "weather", "A", "--by", "p1"), 2, "Which clause is meant by “weather”? There is power,"),
        (("propose", "{}", "d", "A", "--by", "p1"), 2, "Which clause is meant by “d”?"),
        (("propose", "{}", "power", "A", "--by", "Nils"), 2, "is called “Nils”. There is p1 Anna, p2 Bo."),
        (("propose", "{}", "power", " ", "--by", "p1"), 2, "There is nothing in that."),
        (("propose", "{}", "review", "soon", "--by", "p1"), 2, "Write a day, as 1 March 2030"),
        (("accept", "{}", "power", "--by", "p1"), 2, "There are no words for this yet."),
        (("accept", "{}", "trust", "--by", "p1", "--wording", "7"), 2, "Somebody wrote other words"),
        (("sign", "{}", "--by", "p1", "--initials", " "), 2, "Sign with your initials"),
        (("join", "{}", "--name", " ", "--side", "staff"), 2, "Say what they are called here."),
        (("join", "{}", "--name", "A", "--side", "nurses"), 2, "Invalid value for '--side'"),
        (("remove", "{}", "p7"), 2, "is called “p7”"),
        (("show", "{}", "--version", "1"), 2, "There is no version 1."),
        (("new", " "), 2, "An agreement needs a title."),
        (("history", "{}", "weather"), 2, "Which clause is meant"),
    ],
)
def test_what_cannot_be_is_told_with_its_code(
    program: Program, arguments: tuple[str, ...], status: int, why: str
) -> None:
    """An unusable call is 2, the store 3, each with a sentence and nothing on standard output."""
    paper = begun(program)
    agreement(program, "propose", paper, "trust", "A", "--by", "p1")
    done = agreement(program, *(argument.format(paper) for argument in arguments))

    assert (status, "") == (done.status, done.out)
    assert why in done.err
    assert "Traceback" not in done.err


def test_removal(program: Program) -> None:
    """A person who is removed is in nothing that is told or kept any more; what they said is, as from their side."""
    paper = begun(program, persons=(("Anna", "patients"), ("Quetzalcoatlus", "staff")))
    agreement(program, "propose", paper, "power", "A", "--by", "p1")
    agreement(program, "object", paper, "power", "Too soft.", "--by", "p2")
    agreement(program, "sign", paper, "--by", "p1", "--initials", "A")
    agreement(program, "sign", paper, "--by", "p2", "--initials", "ZQXJ")
    before = json.loads(agreement(program, "show", paper, "--json").out)
    done = agreement(program, "remove", paper, "Quetzalcoatlus")
    told = [
        agreement(program, *arguments, paper, *more).out
        for arguments, more in (
            (("show",), ()),
            (("show",), ("--format", "md")),
            (("show",), ("--format", "html")),
            (("show",), ("--json",)),
            (("history",), ()),
            (("history",), ("--json",)),
        )
    ]
    after = json.loads(told[3])

    assert "Removed. Their name and their initials are gone." in done.err
    assert [] == [text for text in (*told, done.err) if "Quetzalcoatlus" in text or "ZQXJ" in text]
    assert b"Quetzalcoatlus" not in program.store.read_bytes()
    assert "somebody of the staff's side, removed says no: Too soft." in told[0]
    assert "Somebody of the staff's side says no: Too soft." in told[1]
    assert [version["digest"] for version in before["versions"]] == [version["digest"] for version in after["versions"]]
    assert 1 == after["in_force"]


def test_the_digest_is_for_programs_alone(program: Program) -> None:
    """It is in the JSON, and in the page only where nobody sees it."""
    paper = begun(program)
    agreement(program, "propose", paper, "power", "A", "--by", "p1")
    agreement(program, "sign", paper, "--by", "p1", "--initials", "A")
    (version,) = json.loads(agreement(program, "show", paper, "--format", "json").out)["versions"]
    page = agreement(program, "show", paper, "--format", "html").out

    assert 64 == len(version["digest"])
    assert 1 == page.count(version["digest"])
    assert version["digest"] not in page[page.index("<body>") :]
    for arguments in (("show", paper), ("show", paper, "--format", "md"), ("history", paper), ()):
        assert version["digest"][:12] not in agreement(program, *arguments).out


def test_a_file_is_written_whole_and_never_over_another(program: Program) -> None:
    """With -o the text goes to a file that was not there, or with --force in its place."""
    paper = begun(program)
    file = program.folder / "agreement.html"
    done = agreement(program, "show", paper, "--format", "html", "-o", str(file))
    again = agreement(program, "show", paper, "-o", str(file))

    assert (0, "") == (done.status, done.out)
    assert file.read_text().startswith("<!DOCTYPE html>")
    assert 2 == again.status
    assert 0 == agreement(program, "show", paper, "-o", str(file), "--force").status
    assert file.read_text().startswith("# The day room")
    assert agreement(program, "show", paper, "--format", "md").out == agreement(program, "show", paper, "-o", "-").out


def test_history_for_people_and_programs(program: Program) -> None:
    """Everything that happened, in order, or what is about one clause; the JSON is the log with its times."""
    paper = begun(program)
    agreement(program, "propose", paper, "power", "A", "--by", "p1")
    agreement(program, "accept", paper, "power", "--by", "p2")
    lines = agreement(program, "history", paper).out.splitlines()
    events = json.loads(agreement(program, "history", paper, "--json").out)

    assert ["begun.", "joined.", "joined.", "A", "yes."] == [line.split(" ")[-1] for line in lines]
    assert ["agreement_began", "party_joined", "party_joined", "wording_proposed", "wording_accepted"] == [
        event["kind"] for event in events
    ]
    assert [] == [event for event in events if not isinstance(event["at"], int)]
    assert 2 == len(agreement(program, "history", paper, "power").out.splitlines())
    assert "Nothing was said on this clause yet." in agreement(program, "history", paper, "trust").err
    assert "[]\n" == agreement(program, "history", paper, "trust", "--json").out


def test_hostile_text_is_text_in_every_form(program: Program) -> None:
    """Titles, names, words, dissents and initials that steer a terminal or are markup come out as harmless text."""
    hostile = HOSTILE.replace("\x00", "")  # no argument of a process holds it
    script = f"<script>alert(1)</script># *a* [l](http://x) {hostile}"
    paper = agreement(program, "new", script).out.strip()
    for side in ("patients", "staff"):
        agreement(program, "join", paper, "--name", f"<b>{side}</b> {hostile}", "--side", side)
    agreement(program, "propose", paper, "power", f"# {script}\n- {HOSTILE}".replace("\x00", ""), "--by", "p1")
    agreement(program, "object", paper, "power", script, "--by", "p2")
    for party in ("p1", "p2"):
        agreement(program, "sign", paper, "--by", party, "--initials", "<b>[/")
    done = [
        agreement(program, *arguments)
        for arguments in (
            (),
            ("--json",),
            ("show", paper),
            ("show", paper, "--format", "md"),
            ("show", paper, "--format", "html"),
            ("show", paper, "--json"),
            ("history", paper),
            ("history", paper, "--json"),
            ("propose", paper, script, "A", "--by", "p1"),
            ("accept", paper, "power", "--by", script),
            ("show", script),
        )
    ]
    markdown, page = done[3].out, done[4].out

    assert [0] * 8 + [2, 2, 3] == [each.status for each in done]
    assert [] == [each for each in done if STEERING.search(each.out + each.err)]
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in markdown.replace("\\<script", "")
    assert [] == [line for line in markdown.splitlines() if line.startswith("# ") and "The" in line]
    assert 1 == sum(line.startswith("# ") for line in markdown.splitlines())
    assert "\\[/\\]" in markdown


def test_a_store_that_somebody_else_wrote_is_harmless(program: Program) -> None:
    """Names, titles and words that came into the store by another way than this program steer no terminal."""
    paper = begun(program)
    store = program.sessions()
    events = (
        AgreementBegan(title=HOSTILE, fixed=1),
        PartyJoined(party="p1", side=Side.STAFF),
        PartyJoined(party="p2", side=Side.PATIENTS),
        WordingProposed(clause="power", by="p1", text=HOSTILE),
        WordingRefused(clause="power", by="p2", wording=1, dissent=HOSTILE),
        TextFrozen(version=1, digest=HOSTILE),
        Signed(version=1, by="p2"),
    )
    store.write_paper("abcd", 0, tuple(encode(Recorded(1, event)) for event in events))
    for key in ("p1", "p2", "p2/1"):
        store.put_name("abcd", key, HOSTILE)
    store.close()
    done = [
        agreement(program, *arguments)
        for arguments in (
            (),
            ("--json",),
            ("show", "abcd"),
            *(("show", "abcd", "--format", shape) for shape in ("md", "html", "json")),
            ("history", "abcd"),
            ("history", "abcd", "--json"),
            ("accept", "abcd", "power", "--by", "p2"),
            ("propose", "abcd", "power", "A", "--by", "x"),
        )
    ]

    assert paper != "abcd"
    assert [0] * 9 + [2] == [each.status for each in done]
    assert [] == [each for each in done if STEERING.search(each.out + each.err)]


@pytest.mark.parametrize("name", sorted(group.commands))
def test_every_command_is_told_of(name: str) -> None:
    """Each command and option of the group has a sentence of help, and is in the README."""
    command = group.commands[name]
    readme = (Path(__file__).parent.parent.parent / "README.md").read_text()
    options = [each for each in command.params if isinstance(each, click.Option)]

    assert (command.help or "").split("\n")[0].endswith(".")
    assert [] == [each.name for each in options if not (each.help or "").endswith(".")]
    assert name in readme[readme.index("## An agreement") :]
    assert [] == [flag for each in options for flag in each.opts if flag.startswith("--") and flag not in readme]
