"""Whole scenes between real processes: a host, who joins, who watches; killed, asked to stop, and started again."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import short_story
from postgres_running import Server
from running import Program
from talking import (
    CHOSEN,
    FELT,
    WORDS,
    Meeting,
    Talker,
    answer_all,
    code_shown,
    let_in,
    meeting,
    play_until,
    sit_down,
)

from trainer.engine.events import Event, ReplyMade, SeatLeft, ToldAfterwards
from trainer.session import Session
from trainer.store.base import Store
from trainer.store.postgres import PostgresStore
from trainer.store.sqlite import SqliteStore

HERE = "127.0.0.1:0"


@pytest.fixture
def people(memory_folder: Path) -> Iterator[Meeting]:
    """Let people meet."""
    with meeting(memory_folder) as opened:
        yield opened


@pytest.fixture
def story(memory_folder: Path) -> str:
    """Write the short story to a file."""
    path = memory_folder / "story.yaml"
    path.write_text(short_story(), encoding="utf-8")
    return str(path)


def opened(people: Meeting, story: str, *more: str, store: str = "") -> tuple[Talker, str]:
    """Let Anna open a room, and return her and where it is."""
    anna = people.start(
        "anna", "host", story, "--name", "Anna", "--side", "staff", "--json", "--at", HERE, *more, store=store
    )
    return anna, str(anna.hear("listening")["at"])


def joined(people: Meeting, anna: Talker, name: str, side: str, *at: str) -> Talker:
    """Let somebody join, and be let in."""
    where = [argument for each in at for argument in ("--at", each)]
    person = people.start(name, "join", code_shown(anna), "--name", name.title(), "--side", side, "--json", *where)
    person.hear("status", status="knocking")
    let_in(anna)
    person.hear("status", status="connected")
    return person


def log_of(where: str, number: int = -1) -> tuple[Event, ...]:
    """Return the log of a session in the store at `where`, its chain verified: the last that began, unless told."""
    # The whole of it, as whoever runs the server could read it: each person lists their own sessions alone.
    store: Store = PostgresStore(where) if "://" in where else SqliteStore(Path(where))
    try:
        sessions = sorted((each for each in store.sessions() if each.room), key=lambda each: each.when_begun)
        return Session.resume(store, sessions[number].session).events
    finally:
        store.close()


def said(log: tuple[Event, ...]) -> list[str]:
    """Return what persons chose, in order, each reply having an id of its own."""
    ids = [event.reply for event in log if isinstance(event, ReplyMade) and not event.scripted]
    assert len(set(ids)) == len(ids)
    return [event.option for event in log if isinstance(event, ReplyMade)]


def all_end(*people: Talker) -> None:
    """Let everybody go, the host last, and see that no program had a fault to tell."""
    for person in people:
        person.type("q")
        goes(person)


def goes(person: Talker) -> None:
    """See that a program ends, with no fault to tell."""
    done = person.ended()
    assert (done.status, done.err) == (0, "")
    assert done.objects[-1]["kind"] == "going"


def test_a_whole_scene_of_four_programs(people: Meeting, story: str) -> None:
    """Two play and one watches: check-in, own words, a pause, what each marked opened, a swap; each log is whole."""
    anna, at = opened(people, story)
    mina = joined(people, anna, "mina", "patients", at)
    wanda = joined(people, anna, "wanda", "other", at)
    sit_down(anna, mina, wanda)
    play_until("over", anna, mina, turns=2)

    mina.type("p")
    for person in (anna, mina, wanda):
        person.until(lambda p=person: p.room["stage"] == "paused", "the pause")
    for person in (anna, mina):
        person.type("on")
    anna.hear("went_on_again")
    play_until("over", anna, mina)

    anna.type("heard 1 That was it.")
    anna.hear("noted")
    mina.type("say Yes.")
    mina.hear("noted")
    for person in (anna, mina):
        person.type("open")
    for person in (anna, mina):
        person.until(lambda p=person: p.room["opening"] == "open", "what was opened")
    assert "Could I say how it is for me? Yes." in anna.hear("told", is_you=False)["text"]
    assert "That was it." in mina.hear("told", is_you=False)["text"]
    mina.type("change The door stays open, Anna, on Monday.")
    assert wanda.hear("told", about="change")["text"].startswith("The door stays open")
    anna.type("ask")
    wanda.until(lambda: wanda.room["is_asked"], "the witness to be asked")
    wanda.type("noticed Two cups.")
    mina.hear("told", about="noticed")

    before = [len(person.objects) for person in (anna, mina)]
    for person in (anna, mina):
        person.type("swap")
    assert anna.hear("briefed", since=before[0])["seat"] == "patient"
    assert mina.hear("briefed", since=before[1])["seat"] == "staff"
    for person in (anna, mina):
        person.type("")
        person.until(lambda p=person: p.room["has_read"] or p.room["stage"] == "playing", "the briefing to be read")
    anna.until(lambda: anna.room["stage"] == "playing", "the play")
    mina.until(lambda: mina.room["stage"] == "playing", "the play")
    play_until("over", anna, mina)
    all_end(mina, wanda, anna)

    kept = str(people.store_of("anna"))
    first = log_of(kept, 0)
    assert said(first) == said(log_of(kept, 1)) == list(CHOSEN)
    assert [event.about for event in first if isinstance(event, ToldAfterwards)] == [
        "heard",
        "heard",
        "change",
        "noticed",
    ]
    typed = people.store_of("anna").read_bytes()
    assert WORDS.encode() not in typed
    assert FELT.encode() not in typed
    assert WORDS.encode() in b"".join(
        file.read_bytes() for file in (people.store_of("mina").parent / "rooms").iterdir()
    )


def test_who_is_killed_comes_back_to_the_same_turn(people: Meeting, story: str) -> None:
    """After `kill -9` in the middle of a turn `trainer join` goes back to that turn, and nothing is lost or doubled."""
    anna, at = opened(people, story)
    mina = joined(people, anna, "mina", "patients", at)
    sit_down(anna, mina)
    anna.hear("checkin")
    play_until("over", anna, turns=2)
    asked = mina.hear("your_turn")
    assert mina.end(signal.SIGKILL).status == -signal.SIGKILL
    anna.until(lambda: anna.presence("Mina") == "reconnecting", "the host to notice")

    again = people.start("mina", "join", "--json")
    assert again.hear("your_turn")["options"] == asked["options"]
    anna.until(lambda: anna.presence("Mina") == "connected", "the host to notice that she is back")
    play_until("over", anna, again)
    all_end(again, anna)
    assert said(log_of(str(people.store_of("anna")))) == list(CHOSEN)


def test_a_host_that_is_killed_comes_back_and_so_do_all(people: Meeting, story: str) -> None:
    """After `kill -9` of the host the room is there again at the same place, and everybody comes back by themselves."""
    anna, at = opened(people, story)
    mina = joined(people, anna, "mina", "patients", at)
    wanda = joined(people, anna, "wanda", "other", at)
    sit_down(anna, mina, wanda)
    play_until("over", anna, mina, turns=4)
    anna.until(lambda: len(said(log_of(str(people.store_of("anna"))))) >= 2, "two replies")
    anna.end(signal.SIGKILL)
    for person in (mina, wanda):
        person.hear("status", status="reconnecting")

    back = people.start("anna", "host", "--json", "--at", at)
    back.until(lambda: back.presence("Mina") == back.presence("Wanda") == "connected", "everybody to be back")
    play_until("over", back, mina)
    all_end(mina, wanda, back)
    assert said(log_of(str(people.store_of("anna")))) == list(CHOSEN)
    lines = [each["text"] for each in wanda.objects if each["kind"] == "heard"]
    assert len(lines) == len(set(lines)), "a witness who came back heard a line twice"


def test_the_script_goes_on_for_who_left(people: Meeting, story: str) -> None:
    """Who leaves has a looking back; when those who stay say on, the script plays that part to the end."""
    anna, at = opened(people, story)
    mina = joined(people, anna, "mina", "patients", at)
    sit_down(anna, mina)
    play_until("over", anna, mina, turns=2)
    mina.hear("your_turn")
    mina.type("leave")
    mina.until(lambda: mina.room["has_left"], "to have left")
    anna.hear("somebody_left", name="Jonas")
    anna.until(lambda: anna.room["stage"] == "paused", "the pause")
    anna.type("on")
    play_until("over", anna)
    goes(mina)  # who left has nothing more to wait for
    all_end(anna)
    log = log_of(str(people.store_of("anna")))
    assert said(log) == list(CHOSEN)
    assert [event.seat for event in log if isinstance(event, SeatLeft)] == ["patient"]


def test_a_host_who_goes_is_told_how_to_come_back(people: Meeting, story: str) -> None:
    """After `q` the room waits: with what the host is told to type they are in it again, and so is who joined."""
    host = people.start("anna", "host", story, "--name", "Anna", "--plain", "--at", HERE)
    code = host.read("The code for one more person")
    at = code.split("--at ")[1].split()[0]
    mina = people.start("mina", "join", code.split("join ")[1].split()[0], "--name", "Mina", "--json", "--at", at)
    host.read("Mina, as somebody else, would like to come in.")
    host.type("in 1")
    mina.hear("status", status="connected")
    host.type("q")
    done = host.ended()
    assert (done.status, done.err) == (0, "")
    told = done.out.splitlines()[-1]
    assert told.endswith(" host --plain. What was said is kept.")
    mina.hear("status", status="reconnecting")

    again = people.start("anna", "host", "--plain", "--at", at)
    again.read("Mina: has no part yet; connected.")
    again.type("close")
    assert "This room is closed. What you saw is kept with you." in again.ended().out.splitlines()
    assert mina.ended().status == 0
    mina.hear("status", status="refused", why="This room is closed. What you saw is kept with you.")


def test_a_host_whose_store_is_on_a_server_outlives_its_restart(
    people: Meeting, story: str, server: Server, url: str
) -> None:
    """A whole scene is kept on PostgreSQL; while the server is away nothing counts as said."""
    anna, at = opened(people, story, store=url)
    mina = joined(people, anna, "mina", "patients", at)
    sit_down(anna, mina)
    play_until("over", anna, mina, turns=2)
    mina.hear("your_turn")

    server.stop(signal.SIGQUIT)
    before = len(mina.objects)
    mina.type("sigh")
    assert "heard" not in {each["kind"] for each in mina.objects[before:]}
    server.start()

    play_until("over", anna, mina)
    all_end(mina, anna)
    assert said(log_of(url)) == list(CHOSEN)


@pytest.mark.parametrize("kind", ["a file", "a server"])
def test_a_host_that_stands_by_takes_over(
    people: Meeting, story: str, kind: str, request: pytest.FixtureRequest
) -> None:
    """When the host is killed one that stands by at the same store has the room, for guests who know of both."""
    where = request.getfixturevalue("url") if kind == "a server" else str(people.store_of("anna"))
    anna, first = opened(people, story, store=where)
    standby = people.start("berit", "host", "--json", "--at", HERE, store=where)
    second = str(standby.hear("listening")["at"])
    mina = joined(people, anna, "mina", "patients", first, second)
    wanda = joined(people, anna, "wanda", "other", first, second)
    sit_down(anna, mina, wanda)
    play_until("over", anna, mina, turns=2)
    mina.hear("your_turn")
    assert "error" not in {each["kind"] for each in mina.objects}
    anna.end(signal.SIGKILL)

    before = len(mina.objects)
    mina.hear("status", since=before, status="connected")
    answer_all(mina)
    mina.until(lambda: said(log_of(where)) == ["ask", "sigh"], "what is said at the second host")
    wanda.until(lambda: wanda.presence("Anna") == "reconnecting", "the witness at the second host too")
    mina.type("p")
    mina.until(lambda: mina.room["stage"] == "paused", "the pause")
    for person in (mina, wanda):
        person.type("q")
        assert person.ended().status == 0
    assert standby.end(signal.SIGTERM).status == 143


@pytest.mark.parametrize("who", ["anna", "mina"])
def test_who_is_asked_to_stop_stops(people: Meeting, story: str, who: str) -> None:
    """SIGTERM ends host and guest with 143 and nothing to tell, while their input is still open."""
    anna, at = opened(people, story)
    mina = joined(people, anna, "mina", "patients", at)
    done = {"anna": anna, "mina": mina}[who].end(signal.SIGTERM)
    assert (done.status, done.err) == (143, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["host"], "The full screen needs a terminal. Line by line it goes without: the same, with --plain"),
        (["join", "ABC234"], "The full screen needs a terminal. Line by line it goes without: the same, with --plain"),
        (["join", "--json"], "There is no room to go back to."),
        (["join", "ABC23", "--plain"], "A code has 6 letters and digits."),
        (["join", "ABC234", "--plain"], "Say what the others call you: trainer join CODE --name NAME --plain"),
        (["host", "fear-of-discharge", "--json"], "Say what the others call you"),
        (["host", "--plain", "--at", "nowhere:x"], "“nowhere:x” is no address."),
        (["host", "--plain", "--at", "0.0.0.0:0", "--cert", "x"], "A certificate goes with its key"),
        (["host", "--plain", "--at", "0.0.0.0:0", "--cert", "x", "--key", "y"], "are no certificate with its key"),
        (["join", "ABC234", "--name", "M", "--plain", "--at", "0.0.0.0:1", "--ca", "x"], "x holds no certificates"),
        (["join", "A-B-C-2-3-4" + "-" * 80, "--name", "x" * 5000, "--plain"], "A name has 40 characters at most."),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_told_and_ends_with_2(program: Program, arguments: list[str], told: str) -> None:
    """Without a terminal, a name, a code or an address there is a sentence, and the status is 2."""
    done = program.run(*arguments)

    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert "Traceback" not in done.err


def test_nobody_there_is_told(people: Meeting) -> None:
    """Where nobody listens a person is told that it is not reached, and can go."""
    mina = people.start("mina", "join", "ABC234", "--name", "Mina", "--plain", "--at", "127.0.0.1:9")
    mina.read("127.0.0.1:9 is not reached.")
    mina.type("q")
    assert mina.ended().status == 0
