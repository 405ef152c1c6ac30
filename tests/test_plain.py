"""The line-by-line play and the play as JSON, as real processes with pipes for a person."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from builders import CANARY, WAY, option, scenario_text, short_story, turn
from running import HOSTILE, PROGRAM, STEERING, Done, Program, answer, finish, read_until

from trainer.engine.state import Phase
from trainer.session import Session
from trainer.store.base import Summary

CALLED = f"{Path(sys.executable).name} -m trainer"
"""How the program is called here, and so how it says that it can be called."""
BY_ID = "\nask\nstay\nwait\nIn my words.\nthank\n\n"
"""A whole play of the short story, its check-in and last own words left out."""
KINDS = {
    "begin": {"format", "session", "scenario", "title", "seat", "new", "about", "briefing", "stakes", "before_play"},
    "scene": {"scene", "title", "present", "backstage"},
    "line": {"speaker", "text"},
    "thought": {"speaker", "text"},
    "turn": {"seat", "options"},
    "checkin": {"question"},
    "words": set(),
    "coach": {"text"},
    "help": {"answers"},
    "error": {"message"},
    "paused": {"session"},
    "end": {"end", "session"},
}
"""Each kind with its keys, as docs/json.md has them."""
NEXT_TO_FREE_TEXT = "Nobody reads this now. Made-up is fine. If you need help, find staff."
STORY_FROM_THE_DOOR = f"""
Place: A room. Ingrid and Jonas are here. Everybody whom it concerns is here.
What you see: Rain on the window.
Jonas: Come in.
Ingrid thinks: Late again.
How is it now? What is going on in you?
{NEXT_TO_FREE_TEXT} Type a word or a sentence, with a number from 0 to 10 before it if you like; or nothing.
Your turn, Ingrid. You can say:
1. I say ask.
2. I say tell.
Type a number from 1 to 2.
Ingrid (you): I say ask.
Jonas: Why?
Jonas: I say sigh.
Jonas: Sit down, then.
This is a good place to pause, if you want to: type q.
Your turn, Ingrid. You can say:
1. I say stay.
2. I say go.
Type a number from 1 to 2.
"""


@pytest.fixture
def story(program: Program) -> str:
    """Write the short story to a file."""
    return program.scenario(short_story())


def the_session(program: Program) -> Summary:
    """Return the only session there is."""
    store = program.sessions()
    (summary,) = store.sessions()
    store.close()
    return summary


def typed_in(program: Program) -> list[str]:
    """Return what was typed in the only session, in order."""
    store = program.sessions()
    (summary,) = store.sessions()
    words = list(Session.resume(store, summary.session).words().values())
    store.close()
    return words


def well_formed(done: Done) -> Done:
    """Return what a play as JSON wrote, each line of which has a documented kind with just its keys."""
    for written in done.objects:
        assert KINDS[written["kind"]] | {"kind"} == written.keys()
    return done


def test_a_play_from_the_briefing_to_the_end(program: Program, story: str) -> None:
    """A play shows the briefing, each line once with its speaker, the options by number, and how it ended."""
    done = program.run("play", story, "--plain", "--seed", "1", typed=BY_ID)

    assert (0, "") == (done.status, done.err)
    briefing, _, rest = done.out.partition(STORY_FROM_THE_DOOR)
    assert briefing.startswith("Small, about 5 minutes.\n")
    assert "Your part: Ingrid, nurse.\n" in briefing
    assert "You can pause or leave at any time, without a reason.\n" in briefing
    assert rest.startswith("Ingrid (you): I say stay.\nWhat you see: Two cups.\n")
    assert rest.endswith(
        "Ingrid (you): I say thank.\nHow would you say it in your own words? Type it, or nothing.\n"
        f"{NEXT_TO_FREE_TEXT}\nJonas: See you tomorrow.\n\nHow it ended: Out. They part.\n"
        "Thank you for playing. The looking back waits here whenever you want it.\n"
        f"To look back: {CALLED} debrief {the_session(program).session}\n"
    )
    assert (Phase.DEBRIEF, 4) == (the_session(program).phase, the_session(program).replies)


def test_numbers_and_ids_say_the_same(program: Program, story: str) -> None:
    """At each turn the number before an option and the option's id choose the same reply."""
    by_id = program.run("play", story, "--json", "--seed", "1", typed=BY_ID)
    numbers = {
        shown["id"]: str(number) for turn in by_id.of_kind("turn") for number, shown in enumerate(turn["options"], 1)
    }
    by_number = program.run(
        "play", story, "--json", "--seed", "1", typed="\n".join(numbers.get(line, line) for line in BY_ID.split("\n"))
    )

    assert 4 == len(by_id.of_kind("turn"))
    assert by_id.of_kind("line", "turn", "end")[:-1] == by_number.of_kind("line", "turn", "end")[:-1]
    assert [f"I say {name}." for name in WAY] == [
        line["text"] for line in by_number.of_kind("line") if line["speaker"] == "staff"
    ]


def test_the_same_seed_is_the_same_play(program: Program, story: str) -> None:
    """Two plays with one seed and the same answers write the same, but for the session's id; another seed differs."""
    first, second = (program.run("play", story, "--plain", "--seed", "7", typed=BY_ID) for _ in range(2))
    orders = set()
    for seed in ("0", "1", "2", "9223372036854775807"):
        turns = program.run("play", story, "--json", "--seed", seed, typed="\n").of_kind("turn")
        orders |= {shown["id"] for shown in turns[0]["options"][:1]}

    assert first.out.rpartition(" ")[0] == second.out.rpartition(" ")[0]
    assert {"ask", "tell"} == orders


def test_what_json_promises(program: Program, story: str) -> None:
    """Every line of a play as JSON is an object of a documented kind with just its keys, in every corner of a play."""
    typed = "3 tired\nfoo\n?\nask\nstay\nq\n"
    first = well_formed(program.run("play", story, "--json", "--coach", "--seed", "1", typed=typed))
    session = first.objects[0]["session"]
    second = well_formed(program.run("resume", session, "--json", typed="wait\nmine\nthank\n\n"))

    assert KINDS.keys() == {written["kind"] for written in [*first.objects, *second.objects]}
    assert (0, "", 0, "") == (first.status, first.err, second.status, second.err)
    assert (1, True) == (first.objects[0]["format"], first.objects[0]["new"])
    assert {"kind": "paused", "session": session} == first.objects[-1]
    assert (session, False) == (second.objects[0]["session"], second.objects[0]["new"])
    assert {"kind": "end", "end": "out", "session": session} == second.objects[-1]
    assert [{"kind": "help", "answers": [*(shown["id"] for shown in first.of_kind("turn")[0]["options"]), "q"]}] == (
        first.of_kind("help")
    )
    assert {"kind": "checkin", "question": "What is going on in you?"} == first.of_kind("checkin")[0]


def test_the_documented_kinds_are_the_tested_ones() -> None:
    """docs/json.md has a row for each kind that a play writes, with the keys that it has, and no other."""
    documented = {}
    text = (Path(__file__).parent.parent / "docs" / "json.md").read_text().partition("## In a room")[0]
    for kind, keys in re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE):
        documented[kind] = set(re.findall(r"`(\w+)`", keys)) - ({"note"} if kind == "line" else set())
    documented["turn"] -= {"id", "say"}

    assert KINDS == documented


@pytest.mark.parametrize("shape", ["--plain", "--json"])
@pytest.mark.parametrize(
    "typed", ["q\n", "", "\nq\n", "\n?\nq", "\nask\nnonsense\nq\n", "\nask", "\nask\nstay\nwait\nq"]
)
def test_q_and_the_end_of_input_pause(program: Program, story: str, shape: str, typed: str) -> None:
    """At every prompt `q` and the end of the input pause the play, and it is said how to go on."""
    done = program.run("play", story, shape, typed=typed)
    summary = the_session(program)

    assert (0, "") == (done.status, done.err)
    assert Phase.PAUSED == summary.phase
    assert sum(f"\n{name}" in typed for name in WAY) == summary.replies
    if shape == "--plain":
        told = f"Paused. Everything so far is kept. To go on: {CALLED} resume {summary.session} --plain\n"
        assert done.out.endswith(told)
    else:
        assert {"kind": "paused", "session": summary.session} == done.objects[-1]


def test_resuming_shows_the_lines_since_the_last_reply(program: Program, story: str) -> None:
    """A play that goes on shows what was said since one's last reply, and the same options in the same order."""
    first = program.run("play", story, "--json", "--seed", "3", typed="\nask\nq\n")
    again = [program.run("resume", "--json") for _ in range(2)]

    assert (0, 0) == (again[0].status, again[1].status)
    assert again[0].objects == again[1].objects
    assert first.of_kind("turn")[-1:] == again[0].of_kind("turn")
    assert ["I say ask.", "Why?", "I say sigh.", "Sit down, then."] == [
        line["text"] for line in again[0].of_kind("line")
    ]
    told = program.run("resume", "--plain").out
    assert "The play goes on where you left it.\n" in told
    assert "\nIngrid (you): I say ask.\nJonas: Why?\nJonas: I say sigh.\nJonas: Sit down, then.\n" in told
    assert "Rain on the window" not in told


def test_resuming_asks_what_was_left_open(program: Program, story: str) -> None:
    """A check-in and own words that were due when the play was left are asked again, and once answered no more."""
    program.run("play", story, "--json", typed="")
    at_checkin = program.run("resume", "--json", typed="3 tired\nask\nstay\nwait\n")
    at_words = program.run("resume", "--json", typed="Mine.\n")
    at_turn = program.run("resume", "--json")

    assert [1, 0, 0] == [len(done.of_kind("checkin")) for done in (at_checkin, at_words, at_turn)]
    assert [1, 1, 0] == [len(done.of_kind("words")) for done in (at_checkin, at_words, at_turn)]
    assert ["3 tired", "Mine."] == typed_in(program)


def test_own_words_at_the_end_may_be_left_out(program: Program, story: str) -> None:
    """Where `q` or the end of input comes at the words after the last reply, the last lines and the end are shown."""
    for typed in ("\nask\nstay\nwait\n\nthank\n", "\nask\nstay\nwait\n\nthank\nq\n"):
        done = program.run("play", story, "--json", typed=typed)
        assert ["I say thank.", "See you tomorrow."] == [line["text"] for line in done.of_kind("line")][-2:]
        assert "end" == done.objects[-1]["kind"]


def test_answers_that_may_be_empty(program: Program, story: str) -> None:
    """An empty line passes a check-in and own words by, and nothing is kept of them."""
    done = program.run("play", story, "--json", typed="\nask\nstay\nwait\n   \nthank\n\n")

    assert "end" == done.objects[-1]["kind"]
    assert [] == typed_in(program)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7 tired of it", "7 tired of it"),
        ("10", "10"),
        ("0 calm", "0 calm"),
        ("11 bells", "5 11 bells"),
        ("tired 3", "5 tired 3"),
        ("-1 low", "5 -1 low"),
        ("٣ three", "5 ٣ three"),
        ("??", "5 ??"),
    ],
)
def test_a_feeling_with_or_without_its_strength(program: Program, story: str, typed: str, kept: str) -> None:
    """A number from 0 to 10 before a feeling is its strength; without one it is 5."""
    program.run("play", story, "--json", typed=f"{typed}\n")

    assert kept == typed_in(program)[0].rstrip()


def test_a_question_mark_asks_and_is_no_feeling(program: Program, story: str) -> None:
    """Where a text of one's own is asked for, a question mark alone is answered, and the question stands."""
    done = program.run("play", story, "--plain", typed="?\n7 tired\nq\n")

    assert "What you type here is kept for you alone. An empty line passes it by; q pauses." in done.out
    assert ["7 tired"] == [words.rstrip() for words in typed_in(program)]


def test_what_is_not_understood(program: Program, story: str) -> None:
    """Nonsense at a turn says nothing, is answered in a sentence each, and the turn stands."""
    nonsense = ["0", "3", "99999999999999999999", "-1", "1.0", "²", "١", "ASK", "thank", "ask me", "", "'", "--help"]
    done = program.run("play", story, "--json", typed="\n" + "\n".join(nonsense) + "\nask\n")

    messages = [error["message"] for error in done.of_kind("error")]
    assert len(nonsense) == len(messages)
    assert all(message.endswith(" Type a number from 1 to 2; ? is for help, q to pause.") for message in messages)
    assert 2 == len(done.of_kind("turn"))
    assert 1 == the_session(program).replies


HOSTILE_LINES = [
    HOSTILE.encode(),
    b"\xed\xa0\x80\xff\xfe\x80abc",
    b"a\x00b\x1b]52;c;aGk=\x07",
    b"[/] [@click=app.quit]x[/] [b]",
    b"x" * 200_000,
    "å".encode() * 100_001,
    b"\x1b" * 5_000,
]


@pytest.mark.parametrize("shape", ["--plain", "--json"])
@pytest.mark.parametrize("hostile", HOSTILE_LINES, ids=range(len(HOSTILE_LINES)))
def test_hostile_input_is_only_text(program: Program, story: str, shape: str, hostile: bytes) -> None:
    """Whatever is typed at any prompt, the play goes on, and no output holds what steers a terminal."""
    lines = [hostile, hostile, b"ask", hostile, b"stay", b"wait", hostile, hostile, b"thank", hostile]
    done = program.run("play", story, shape, typed=b"\n".join(lines) + b"\n")
    told = program.run("debrief", the_session(program).session)

    assert (0, "", 0, "") == (done.status, done.err, told.status, told.err)
    assert [] == STEERING.findall(done.out) + STEERING.findall(told.out)
    assert Phase.DEBRIEF == the_session(program).phase
    assert all(len(text) <= 4_000 and not STEERING.search(text) for text in typed_in(program))
    if shape == "--json":
        assert 3 == len([error for error in well_formed(done).of_kind("error") if "none of" in str(error)]) or (
            b"\x1b" * 5_000 == hostile
        )


def test_words_that_are_too_long_are_said_to_be_cut(program: Program, story: str) -> None:
    """A person is told when not all that was typed was kept."""
    done = program.run("play", story, "--plain", typed=f"\nask\nstay\nwait\n{'x' * 5_000}\n")

    assert "The first 4,000 characters were kept.\n" in done.out
    assert ["x" * 4_000] == typed_in(program)


def test_a_terminal_of_another_age(program: Program) -> None:
    """Where the output cannot hold a letter, a sign stands for it and the play goes on."""
    text = short_story(title="Blåbær 🫐")
    done = program.run(
        "play",
        program.scenario(text),
        "--plain",
        typed=BY_ID,
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
    )

    assert (0, "") == (done.status, done.err)
    assert done.out.startswith("Bl?b?r ?, about 5 minutes.\n")


def test_nobody_reads_anothers_thoughts(program: Program, story: str) -> None:
    """What only the patient thinks is in no output of who plays staff, and what staff thinks in none of the patient."""
    unfinished = program.run("play", story, "--plain", typed="ask\n")
    shown = unfinished.out + program.run("debrief", the_session_last(program)).out
    for shape in ("--plain", "--json"):
        shown += program.run("play", story, shape, "--coach", typed=BY_ID).out
    assert CANARY not in shown + program.run("sessions", "--json").out
    assert "Late again." in shown

    as_patient = program.run("play", story, "--json", "--as", "patient", typed="sigh\n")
    assert CANARY in as_patient.out
    assert "Late again." not in as_patient.out


def test_thoughts_are_open_once_the_play_is_over(program: Program, story: str) -> None:
    """The looking back of a play that came to its end tells what the others thought."""
    program.run("play", story, "--plain", typed=BY_ID)

    assert f"Jonas thinks: Grey as a {CANARY}." in program.run("debrief", the_session_last(program)).out


def the_session_last(program: Program) -> str:
    """Return the session that was last touched."""
    store = program.sessions()
    last = store.sessions()[0].session
    store.close()
    return last


def test_no_output_steers_a_screen(program: Program, story: str) -> None:
    """Plain output has no control character but the newline and no box drawing, in any of its corners."""
    typed = "?\n?\nnope\nask\nstay\nwait\nmine\nthank\nmine\n"
    written = program.run("play", story, "--plain", "--coach", typed=typed).out
    written += program.run("debrief", the_session(program).session).out + program.run("sessions").out
    written += program.run("--help").out + program.run("play", "--help").out

    assert [] == STEERING.findall(written)
    assert "Coach: Listening: " in written


def test_shipped_scenarios_play_to_an_end(program: Program) -> None:
    """Each scenario of the library can be played line by line to one of its ends, whatever number is typed."""
    listed = program.run("play", "--plain")
    assert 2 == listed.status
    names = [line.partition(":")[0] for line in listed.out.splitlines()]
    assert names
    for name in names:
        done = well_formed(program.run("play", name, "--json", "--seed", "1", typed="1\n" * 200))
        assert (0, "") == (done.status, done.err)
        assert "end" == done.objects[-1]["kind"]
        assert [] == STEERING.findall(done.out)


def test_an_interrupt_pauses(program: Program, story: str) -> None:
    """Ctrl-C at a turn and at a check-in pauses the play, says how to go on, and leaves with 128 + 2."""
    for kind in ("checkin", "turn"):
        process = program.start("play", story, "--json")
        session = read_until(process, "checkin")[0]["session"]
        if kind == "turn":
            answer(process, "")
            read_until(process, "turn")
        done = finish(process, signal.SIGINT)

        assert (130, "") == (done.status, done.err)
        assert {"kind": "paused", "session": session} == done.objects[-1]
        assert session == the_session_last(program)
    store = program.sessions()
    assert {Phase.PAUSED} == {summary.phase for summary in store.sessions()}
    store.close()


def test_a_reader_that_leaves_is_no_fault(program: Program, story: str) -> None:
    """When nobody reads the output any more the program leaves with 128 + 13, silently; what was said is kept."""
    process = program.start("play", story, "--json")
    read_until(process, "checkin")
    answer(process, "")
    read_until(process, "turn")
    assert process.stdout is not None
    process.stdout.close()
    answer(process, "ask")
    assert process.wait(timeout=20) == 128 + signal.SIGPIPE
    assert process.stderr is not None
    assert "" == process.stderr.read()
    process.stderr.close()
    assert process.stdin is not None
    process.stdin.close()
    assert 1 == the_session(program).replies

    for arguments in (["sessions"], ["play", story, "--plain"], ["debrief", the_session(program).session]):
        piped = subprocess.run(
            ["sh", "-c", 'exec 3>&1; { "$@"; echo $? >&3; } | true', "sh", *PROGRAM, *arguments],
            env=program.environment,
            input="",
            capture_output=True,
            text=True,
            check=True,
        )
        assert piped.stdout in ("0\n", "141\n")
        assert "" == piped.stderr


@pytest.mark.parametrize(
    ("closed", "status"), [("<&-", 0), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0), (">/dev/full", 2)]
)
def test_streams_that_were_closed(program: Program, story: str, closed: str, status: int) -> None:
    """A play without an input, an output or either ends in a pause or a sentence, never in a traceback."""
    ran = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *PROGRAM, "play", story, "--plain"],
        env=program.environment,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )

    assert status == ran.returncode
    assert "Traceback" not in ran.stderr
    assert 1 >= ran.stderr.count("\n")
    assert Phase.PAUSED == the_session(program).phase or status


def test_a_story_without_a_turn_of_ones_own(program: Program) -> None:
    """A story that is over before one's turn comes is shown and ends."""
    story = scenario_text({"a": turn(option("x"), seat="patient", lines=[{"note": "Nobody asks."}])})
    done = program.run("play", program.scenario(story), "--json")

    assert ["Nobody asks.", "I say x."] == [line["text"] for line in done.of_kind("line")]
    assert "end" == done.objects[-1]["kind"]


def test_a_session_that_went_on_elsewhere(program: Program, story: str) -> None:
    """Where the session went on in another window, the reply made here is not kept, and the play shows the other."""
    process = program.start("play", story, "--json")
    session = read_until(process, "checkin")[0]["session"]
    answer(process, "")
    read_until(process, "turn")
    store = program.sessions()
    Session.resume(store, session).reply("tell")
    store.close()
    answer(process, "ask")
    done = finish(process)

    assert ["error", "line"] == [written["kind"] for written in done.objects][:2]
    assert "went on somewhere else" in done.objects[0]["message"]
    assert ["I say tell.", "I say sigh.", "Sit down, then."] == [line["text"] for line in done.of_kind("line")]
    assert json.dumps("I say ask.") not in done.out
    assert 1 == the_session(program).replies
