"""The commands as real processes: what they print, where, and the code that they leave with."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from builders import short_story
from running import STEERING, Program, bare_of_privilege

from trainer.engine.state import Phase
from trainer.library import shipped_folder
from trainer.play import Play
from trainer.scenario.load import parse
from trainer.session import Session

PLAYED = "\nask\nstay\nwait\n\nthank\n\n"
PROBLEMS = Path(__file__).parent / "problems"
GOOD = shipped_folder() / "fear-of-discharge" / "scenario.yaml"
BAD = PROBLEMS / "R301-end-not-there.yaml"
WARNED = PROBLEMS / "C411-no-briefing.yaml"


@pytest.fixture
def story(program: Program) -> str:
    """Write the short story to a file."""
    return program.scenario(short_story())


def played(program: Program) -> str:
    """Play the short story to its end, and return the session."""
    done = program.run("play", program.scenario(short_story()), "--json", "--seed", "1", typed=PLAYED)
    return str(done.objects[-1]["session"])


UNUSABLE = [
    ([], "The full screen needs a terminal. Line by line it goes without: trainer play --plain"),
    (["play"], "trainer play --plain"),
    (["resume"], "trainer play --plain"),
    (["bogus"], "No such command 'bogus'."),
    (["play", "--bogus"], "No such option '--bogus'."),
    (["play", "no-such-scenario", "--plain"], "There is no scenario and no file “no-such-scenario”. There is "),
    (["play", "fear-of-dischargee", "--plain"], "Did you mean “fear-of-discharge”?"),
    (["play", "", "--plain"], "There is no scenario and no file “”."),
    (["play", "a" * 5_000, "--plain"], "There is no scenario and no file"),
    (["play", str(GOOD), "--plain", "--as", "nobody"], "“nobody” is no part that a person may take. There is staff"),
    (["play", str(GOOD), "--plain", "--seed", "-1"], "Invalid value for '--seed'"),
    (["play", str(GOOD), "--plain", "--seed", "1.5"], "Invalid value for '--seed'"),
    (["play", str(GOOD), "--plain", "--seed", str(2**63)], "Invalid value for '--seed'"),
    (["resume", "--plain"], "There is no session to go on with. To begin one: trainer play --plain"),
    (["debrief"], "Missing argument 'SESSION'."),
    (["debrief", "x", "--format", "pdf"], "is not one of 'md', 'html', 'json'."),
    (["check"], "Missing argument 'PATH…'."),
    (["sessions", "--store", "mysql://unit/trainer"], "There are no stores of that kind."),
    (["sessions", "--store", "~nobody-of-this-name/x.db"], "names the folder of nobody on this machine"),
]


@pytest.mark.parametrize(("arguments", "told"), UNUSABLE, ids=[" ".join(call)[:40] for call, _ in UNUSABLE])
def test_an_unusable_call(program: Program, arguments: list[str], told: str) -> None:
    """A call that cannot be carried out is answered with a sentence on stderr and exit 2, and keeps nothing."""
    done = program.run(*arguments)

    assert (2, "") == (done.status, done.out)
    assert told in done.err
    assert "Traceback" not in done.err


def test_what_the_store_cannot_do(program: Program) -> None:
    """Unknown sessions and unusable stores are answered with one line on stderr and exit 3."""
    session = played(program)
    other = program.folder / "notes.db"
    other.write_bytes(b"Dear diary")
    for arguments, told in (
        (["resume", "no-such-session", "--plain"], "There is no session that starts with “no-such-session”."),
        (["debrief", f"{session}x"], "There is no session that starts with"),
        (["debrief", b"\xff\xfe"], "session"),
        (["debrief", ""], "session"),
        (["sessions", "--store", str(other)], f"{other} is no store of this program. Nothing was changed."),
        (["sessions", "--store", str(program.folder)], f"{program.folder} cannot be used: Is a directory."),
        (["sessions", "--store", "/dev/zero"], "/dev/zero is no store of this program."),
    ):
        done = program.run(*arguments)
        assert (3, "") == (done.status, done.out)
        assert told in done.err
        assert 1 == done.err.count("\n")
    assert b"Dear diary" == other.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["play", "{story}", "--plain", "--as", "{hostile}"],
        ["play", "{hostile}", "--plain"],
        ["play", "{story}", "{hostile}"],
        ["resume", "{hostile}", "--plain"],
        ["debrief", "{session}", "--as", "{hostile}"],
        ["check", "{hostile}"],
        ["check", "{hostile}", "--json"],
        ["sessions", "--store", "{folder}/{hostile}/x"],
        ["{hostile}"],
        ["play", "--seed", "{hostile}"],
    ],
    ids=" ".join,
)
def test_what_is_called_with_steers_no_screen(program: Program, story: str, arguments: list[str]) -> None:
    """Arguments that hold control characters or bytes of no alphabet come back in a sentence, without them."""
    (program.folder / "file").touch()
    session = played(program) if "{session}" in arguments else ""
    hostile = b"\x1b]0;owned\x07\x1b[2J\xc2\x9b\xe2\x80\xae\xff[/]\r"
    done = program.run(
        *(
            argument.format(story=story, session=session, folder=program.folder / "file", hostile="\0")
            .encode()
            .replace(b"\0", hostile)
            for argument in arguments
        )
    )

    assert done.status in (1, 2, 3)
    assert "Traceback" not in done.err
    assert [] == STEERING.findall(done.out) + STEERING.findall(done.err)


def test_help_and_version_need_nothing(program: Program) -> None:
    """Help and version are on stdout, leave with 0, and make no store."""
    version, *helps = (
        program.run(*arguments)
        for arguments in (["--version"], ["--help"], ["-h"], ["play", "--help"], ["check", "-h"])
    )

    assert (0, "trainer 0.1.0\n", "") == (version.status, version.out, version.err)
    assert {(0, "")} == {(done.status, done.err) for done in helps}
    assert all(done.out.startswith("Usage: trainer ") for done in helps)
    assert not program.store.exists()


def test_the_stores_default_is_the_persons_own(program: Program) -> None:
    """Without a choice the store is made in the person's data folder, and nowhere else."""
    done = program.run("sessions", TRAINER_STORE="")

    assert (0, "", "There are no sessions yet. To begin one: trainer\n") == (done.status, done.out, done.err)
    assert [program.folder / "dialogue-trainer" / "trainer.db"] == [
        path for path in program.folder.rglob("*") if path.is_file()
    ]


def test_which_store_is_used(program: Program) -> None:
    """`--store` goes before TRAINER_STORE, before the command or after it."""
    session = played(program)
    program.store.rename(program.folder / "here.db")
    program.run("sessions", "--store", "elsewhere.db")
    for arguments in (["--store", "here.db", "sessions"], ["sessions", "--store", "here.db"]):
        done = program.run(*arguments, "--json", TRAINER_STORE=str(program.folder / "elsewhere.db"))
        assert [session] == [told["session"] for told in json.loads(done.out)]


def test_a_stores_path_may_be_odd(program: Program) -> None:
    """A path with a space, a question mark, a letter of another alphabet or no alphabet, or `~` is just a path."""
    for name in (b"my store?mode=ro&x=%41.db", "blåbær 🫐.db".encode(), b"\xff.db", b"~/home.db", b":memory:"):
        assert 0 == program.run("sessions", "--store", name).status

    assert {b"my store?mode=ro&x=%41.db", "blåbær 🫐.db".encode(), b"\xff.db", b"home.db", b":memory:"} == {
        os.fsencode(path.name) for path in program.folder.iterdir()
    }


def test_the_list_of_sessions(program: Program, story: str) -> None:
    """Sessions are listed with the last one first, in words and as JSON, replies being those of persons."""
    assert ("[]\n", "") == ((empty := program.run("sessions", "--json")).out, empty.err)
    first = played(program)
    second = program.run("play", story, "--json", "--as", "patient", typed="q\n").objects[-1]["session"]
    listed = json.loads(program.run("sessions", "--json").out)
    told = program.run("sessions").out.splitlines()

    keys = {"session", "scenario", "title", "seat", "origin", "phase", "replies", "began", "touched", "together"}
    assert [keys, keys] == [summary.keys() for summary in listed]
    assert [(second, "small", "patient", "paused", 0), (first, "small", "staff", "debrief", 4)] == [
        tuple(summary[key] for key in ("session", "scenario", "seat", "phase", "replies")) for summary in listed
    ]
    assert [False, False] == [summary["together"] for summary in listed]
    assert listed[0]["touched"] >= listed[0]["began"] >= listed[1]["touched"] > 1_600_000_000_000
    assert told[0].startswith(f"{second}  Small. Paused as patient, 0 replies, ")
    assert told[1].startswith(f"{first}  Small. Played to an end as staff, 4 replies, ")


def test_resuming_what_cannot_go_on(program: Program) -> None:
    """A session at its end, or left for good, is not gone on with; the looking back is named instead."""
    ended = played(program)
    store = program.sessions()
    for begin in (False, True):
        closed = Session.begin(store, parse(short_story()), "staff")
        if begin:
            closed.start()
        closed.close()
        done = program.run("resume", closed.id, "--plain")
        assert (2, "", f"This session was left for good. To look back: trainer debrief {closed.id}\n") == (
            done.status,
            done.out,
            done.err,
        )
    store.close()
    done = program.run("resume", ended, "--json")
    assert (2, f"This play has come to its end. To look back: trainer debrief {ended}\n") == (done.status, done.err)
    assert 2 == program.run("resume", "--plain").status


def test_resuming_what_has_not_begun(program: Program) -> None:
    """A session that was left at its briefing shows the briefing."""
    store = program.sessions()
    waiting = Session.begin(store, parse(short_story()), "staff")
    done = program.run("resume", "--json", typed="\nask\n")
    summary = store.summary(waiting.id)
    store.close()

    assert done.objects[0]["new"]
    assert (Phase.PAUSED, 1) == (summary.phase, summary.replies)


def test_looking_back_is_the_same_every_time(program: Program) -> None:
    """The looking back as JSON is the same bytes twice, and what `Play` says of the same events."""
    session = played(program)
    runs = [program.run("debrief", *call, session) for call in (["--json"], ["--json"], ["--format", "json"])]
    store = program.sessions()
    events = [recorded.event for recorded in store.events(store.summary(session).session)]
    store.close()
    play = Play.replay(parse(short_story()), events)

    assert {(0, runs[0].out, "")} == {(done.status, done.out, done.err) for done in runs}
    assert json.dumps(play.debrief().to_json(), ensure_ascii=False, indent=2) + "\n" == runs[0].out
    assert {"score": 100.0, "moments": 3} == {
        key: json.loads(runs[0].out)["scores"]["listening"][key] for key in ("score", "moments")
    }


def test_looking_back_in_words(program: Program, story: str) -> None:
    """The looking back in words has the part, the end, the figures with what they rest on, harm, and each choice."""
    typed = "\ntell\nstay\nwait\nI would wait.\nthank\n\n"
    session = program.run("play", story, "--json", "--seed", "1", typed=typed).objects[-1]["session"]
    done = program.run("debrief", session[:4], "--figures", "--with", "words")

    assert (0, "") == (done.status, done.err)
    assert done.out.startswith("# Looking back: Small\n\nYour part: Ingrid, nurse.\n\nHow it ended: Out. They part.\n")
    assert "- Listening: more than half of what was open to you.\n" in done.out
    assert "- Listening: 67, probably between 32 and 89; 3 choices.\n" in done.out
    assert "- Saying how it is for you: no figure from 0 choices.\n" in done.out
    assert (
        "## What could hurt\n\nWhat you see: Rain on the window.  \nJonas: Come in.  \nYou: I say tell.\n" in done.out
    )
    assert "\nIt could frighten.\n" in done.out
    assert "You said: I say wait.  \nIt showed: listening: clearly.\n" in done.out
    assert "What was open as well:\n\n- I say ask. It would have shown: listening: clearly.\n" in done.out
    assert "As it is written: I say wait.  \nIn your own words: I would wait.\n" in done.out


def test_looking_back_too_early_and_as_somebody_else(program: Program, story: str) -> None:
    """A play that has not ended can be looked back on; a part that nobody played cannot."""
    session = program.run("play", story, "--json", typed="\nask\nq\n").objects[-1]["session"]
    early = program.run("debrief", session)
    wrong = program.run("debrief", session, "--as", "patient")

    assert 0 == early.status
    assert "The story has not come to an end yet; this is what it shows so far." in early.out
    assert None is json.loads(program.run("debrief", session, "--json", "--as", "staff").out)["end"]
    assert (2, "Nobody played “patient” in this session. There is staff.\n") == (wrong.status, wrong.err)


def test_a_scenario_with_problems_is_not_played(program: Program) -> None:
    """A scenario with problems is answered with their lines and exit 1, and no session is kept of it."""
    for path in (BAD, PROBLEMS / "F103-colon-in-a-text.yaml", PROBLEMS / "S202-missing-key.yaml", Path("/dev/zero")):
        done = program.run("play", str(path), "--plain")
        assert (1, "") == (done.status, done.out)
        assert done.err.startswith(f"{path}:")
        assert "Traceback" not in done.err
    assert not program.store.exists()


def test_checking_files(program: Program) -> None:
    """`check` leaves with 0 for files without errors, with 1 for others, and with 1 for warnings when strict."""
    good, bad, warned = (program.run("check", str(path)) for path in (GOOD, BAD, WARNED))
    strict = [program.run("check", "--strict", str(path)).status for path in (GOOD, BAD, WARNED)]

    assert (0, "", "1 file looked at: no problems.\n") == (good.status, good.out, good.err)
    assert (1, "1 file looked at: 1 error.\n") == (bad.status, bad.err)
    assert bad.out.startswith(f"{BAD}:")
    assert " R301 " in bad.out
    assert (0, 1) == (warned.status, warned.out.count("C411 warning: "))
    assert [0, 1, 1] == strict


def test_checking_for_some_codes_alone(program: Program) -> None:
    """`--select` and `--ignore` take codes or how they begin; what is left decides how `check` leaves."""
    files = (str(BAD), str(WARNED))
    told = {
        arguments: program.run("check", *files, "--strict", *arguments)
        for arguments in (("--select", "C4"), ("--ignore", "R3,c411"), ("--select", "r,C", "--ignore", "C"))
    }
    codes = {arguments: sorted(set(re.findall(r"[A-Z]\d{3}", done.out))) for arguments, done in told.items()}

    assert [["C411"], [], ["R301"]] == list(codes.values())
    assert [1, 0, 1] == [done.status for done in told.values()]
    wrong = program.run("check", *files, "--select", "C4,X9")
    assert (2, True) == (wrong.status, "No problem has a code that begins with “X9”" in wrong.err)


def test_checking_what_cannot_be_read(program: Program) -> None:
    """What is missing, binary, endless, too large, unreadable or no file is one problem each, with a hint."""
    binary, large, secret, pipe = (program.folder / name for name in ("binary", "large", "secret", "pipe"))
    binary.write_bytes(b"format: 1\nid: \xff\xfe\x00")
    with large.open("wb") as file:
        file.truncate(1 << 30)
    secret.write_text("format: 1")
    secret.chmod(0)
    os.mkfifo(pipe)
    paths = [program.folder / "missing", binary, Path("/dev/zero"), large, secret, pipe, Path("x" * 5_000)]
    done = program.run("check", "--json", *map(str, paths), before=bare_of_privilege())
    problems = json.loads(done.out)

    assert (1, "7 files looked at: 7 errors.\n") == (done.status, done.err)
    assert ["F101", "F101", "F101", "F102", "F101", "F101", "F101"] == [problem["code"] for problem in problems]
    assert list(map(str, paths)) == [problem["source"] for problem in problems]
    assert (2, 5) == (problems[1]["line"], problems[1]["column"])
    assert all(problem["message"].endswith(".") and problem["hint"].endswith((".", "?")) for problem in problems)


def test_several_choices_of_codes_add_up(program: Program) -> None:
    """Each --ignore leaves out more, and it is said when what is left out are errors."""
    path = program.folder / "story.yaml"
    path.write_text("format: 1\nid: Late Bus\nminutes: soon\n")
    codes = sorted({problem["code"] for problem in json.loads(program.run("check", str(path), "--json").out)})
    told = program.run("check", str(path), *(word for code in codes for word in ("--ignore", code)))

    assert len(codes) > 1
    assert (0, "") == (told.status, told.out)
    assert re.search(r"no problems; \d+ left out, \d+ of them errors\.", told.err)


def test_checking_a_folder(program: Program) -> None:
    """A folder stands for every YAML file in it and below, in order, and JSON holds what the lines say."""
    for name in ("b/story.yaml", "a/one.yml", "a/deep/two.yaml", "a/notes.txt", "a/odd.yarml"):
        path = program.folder / "stories" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    told = program.run("check", "stories")
    listed = json.loads(program.run("check", "stories", "--json").out)

    assert (1, "3 files looked at: 3 errors.\n") == (told.status, told.err)
    names = [f"stories/{name}" for name in ("a/deep/two.yaml", "a/one.yml", "b/story.yaml")]
    assert names == [problem["source"] for problem in listed]
    assert [f"{name}:1:1: F104" for name in names] == [
        line.rpartition(": ")[2] and line[: line.index(" The")] for line in told.out.splitlines() if line[0] != " "
    ]
    assert {"source", "line", "column", "code", "level", "message", "hint"} == listed[0].keys()


def test_every_known_mistake_is_named_and_never_a_traceback(program: Program) -> None:
    """All files of mistakes at once give the code in each file's name, in lines `path:line:column: CODE message`."""
    files = sorted(PROBLEMS.glob("*.yaml"))
    done = program.run("check", str(PROBLEMS))
    heads = [line for line in done.out.splitlines() if not line.startswith("    ")]

    assert 1 == done.status
    assert f"{len(files)} files looked at: " in done.err
    assert {file.name for file in files if any(head.startswith(f"{file}:") for head in heads)} == {
        file.name for file in files
    }
    for file in files:
        code = file.name.partition("-")[0]
        assert any(head.startswith(f"{file}:") and f": {code} " in head for head in heads), file.name


def test_a_scenario_of_ones_own(program: Program) -> None:
    """A scenario in one's own library can be played by its name, and a broken one beside it is no hindrance."""
    library = program.folder / "dialogue-trainer" / "scenarios"
    for name, text in (("mine", short_story(id="mine", title="Mine")), ("broken", "][")):
        (library / name).mkdir(parents=True)
        (library / name / "scenario.yaml").write_text(text)
    listed = program.run("play", "--json")
    done = program.run("play", "mine", "--json", typed=PLAYED)

    assert "\nmine: Mine, about 5 minutes. \n" in listed.out
    assert "broken" not in listed.out
    assert "end" == done.objects[-1]["kind"]
    assert 1 == program.run("play", "broken", "--plain").status


def test_a_folder_is_as_good_as_its_file(program: Program) -> None:
    """A folder that holds a scenario can be named instead of the file in it."""
    done = program.run("play", str(GOOD.parent), "--json")

    assert ("fear-of-discharge", 0) == (done.objects[0]["scenario"], done.status)


def test_the_installed_command_is_the_same() -> None:
    """The command `trainer` is the front door that `python -m trainer` opens."""
    from importlib.metadata import entry_points  # noqa: PLC0415

    (command,) = entry_points(group="console_scripts", name="trainer")
    assert "trainer.__main__:main" == command.value
    assert (Path(sys.executable).parent / "trainer").exists()


def test_problems_that_are_left_out_are_counted(program: Program) -> None:
    """What is not shown is not passed over."""
    story = program.scenario(short_story().replace('"title"', '"titel"', 1))
    shown, done = program.run("check", story), program.run("check", story, "--ignore", "all")

    assert "S201" in shown.out
    assert (0, "") == (done.status, done.out)
    assert f"no problems; {shown.out.count(story)} left out, 4 of them errors." in done.err


def test_an_end_that_is_called_ends_is_meant_as_one(program: Program) -> None:
    """The key of the ends is near at hand; the target is named that is meant."""
    done = program.run("check", program.scenario(short_story().replace("end/out", "ends/out", 1)))

    assert "Did you mean “end/out”?" in done.out
