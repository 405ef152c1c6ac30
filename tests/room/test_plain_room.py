"""What a person hears of a room with `--plain`, as real processes: every line in order, and nothing that steers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import option, scenario_text, short_story, turn
from running import HOSTILE, STEERING
from talking import CHOSEN, Meeting, Talker, meeting

HERE = "127.0.0.1:0"
MARKUP = "[@click=app.quit]x[/] {x} %s \\"
"""What is markup elsewhere, and here a name."""
BRIEFED = """
Small, about 5 minutes.
A small story.
Your part: Jonas, patient.
"""
PLAYED = """
Place: A room. Ingrid and Jonas are here. Everybody whom it concerns is here.
What you see: Rain on the window.
Jonas (as written): Come in.
Jonas thinks: Grey as a heron.
Ingrid has the word now.
Type ? for what can be typed.
Ingrid: I say ask.
Jonas (as written): Why?
Jonas, what do you say?
1. I say sigh.
Type 1.
Jonas (you): I say sigh.
Jonas thinks: A heron stands still.
Jonas (as written): Sit down, then.
Ingrid has the word now.
Ingrid: I say stay.
What you see: Two cups.
Ingrid has the word now.
Ingrid: I say wait.
What you see: The gate is wet.
Ingrid has the word now.
Ingrid: I say thank.
Jonas (as written): See you tomorrow.

How it ended: Out. They part.
"""
"""The whole play of the short story as Jonas hears it."""
HELP = {
    "gathering": ("take N: take the part", "ready: it is as it should be.", "q: go for now"),
    "briefing": ("Enter: you have read your briefing.", "leave: leave for good"),
    "playing": ("What you type before your turn waits for it. p: pause", "for NAME: let the script go on"),
    "paused": ("on: go on. end: end the session here.", "who: who is here."),
    "over": (
        "lines: the lines, numbered.",
        "open, keep:",
        "change SENTENCE:",
        "mirror NAME:",
        "look: your looking back.",
    ),
}
"""What `?` tells Mina at least, by where the room stands."""


@pytest.fixture
def people(memory_folder: Path) -> Iterator[Meeting]:
    """Let people meet, and see that nothing that they were written steers a terminal, draws, or is a fault."""
    with meeting(memory_folder) as met:
        yield met
        for person in met.everybody:
            assert STEERING.search("\n".join(person.lines)) is None
            assert person.faults == ""


def opened(people: Meeting, text: str, name: str = "Anna") -> tuple[Talker, str, str]:
    """Let somebody open a room for the story `text`, and return them, the code, and where they are."""
    home = people.store_of("anna").parent
    home.mkdir()
    (home / "story.yaml").write_text(text, encoding="utf-8")
    anna = people.start("anna", "host", "story.yaml", "--name", name, "--side", "staff", "--plain", "--at", HERE)
    words = anna.read("The code for one more person, for ten minutes: ").split()
    return anna, words[words.index("join") + 1], words[words.index("--at") + 1]


def joined(people: Meeting, anna: Talker, code: str, at: str, name: str = "Mina") -> Talker:
    """Let Mina knock and be let in."""
    mina = people.start("mina", "join", code, "--name", name, "--side", "patients", "--plain", "--at", at)
    mina.read("The host has been told your name. Wait until you are let in.")
    anna.read(f"{name}, as a patient, would like to come in. Type in 1, or out 1.")
    anna.type("in 1")
    mina.read("You are connected.")
    mina.read("Choose a part, or ask to watch.")
    return mina


def sit(anna: Talker, mina: Talker, part: str = "Jonas") -> None:
    """Let both take a part, and be ready."""
    for person, number, name in ((mina, "2", part), (anna, "1", "Ingrid")):
        person.type(f"take {number}")
        person.read(f": {name}; connected.")
    for person in (mina, anna):
        person.type("ready")
    for person in (mina, anna):
        person.read("Press Enter when you have read this.")


def read_briefing(anna: Talker, mina: Talker) -> None:
    """Let both read, and see the first place."""
    for person in (mina, anna):
        person.type("")
    for person in (mina, anna):
        person.read("Place: ")


def test_a_whole_scene_is_heard_line_by_line(people: Meeting) -> None:
    """The play is heard as it is written below, and `?` tells in each stage what can be typed there."""
    anna, code, at = opened(people, short_story())
    mina = joined(people, anna, code, at)
    helped(mina, "gathering")
    sit(anna, mina)
    helped(mina, "briefing")
    read_briefing(anna, mina)
    played = mina.lines.index(mina.read("Place: ")) - 1
    anna.read("How is it now? What is going on in you?")
    anna.type("5 calm")
    anna.read("Kept on your own machine, for you alone.")

    lines = [turn_by_turn(anna, mina, chosen) for chosen in CHOSEN]
    assert all(lines)
    for person in (anna, mina):
        person.read("How it ended: Out. They part.")
        person.read("The session is over. What comes now is for each of you, alone first.")
    assert mina.lines[played:][: PLAYED.count("\n")] == PLAYED.splitlines()
    assert BRIEFED.strip() in "\n".join(mina.lines)
    helped(mina, "over")

    mina.type("lines")
    mina.read("3. Jonas (as written): Why?" if "3. Jonas" in "\n".join(mina.lines) else "1. ")
    mina.type("heard 1 It was warm.")
    mina.read("Noted, for you alone. Type open or keep when you are done.")
    mina.type("keep")
    mina.read("You have decided. The others have not yet.")
    anna.type("keep")
    anna.read("Kept.")
    mina.read("Kept.")
    mina.type(f"change {'x' * 5_000}")
    mina.read("x" * 4_000)
    mina.type("look")
    mina.read("## ")
    mina.type("mirror Ingrid")
    mina.read("Ingrid thinks: Late again.")
    mina.type("nonsense")
    mina.read("“nonsense” is not understood here. Type ? for what can be typed.")
    mina.type("q")
    assert mina.ended().out.splitlines()[-1].endswith(" join --plain. What was said is kept.")


def test_pausing_and_leaving_are_possible_while_own_words_are_asked(people: Meeting) -> None:
    """Where words of one's own are asked for, `p` and `leave` are no such words; nor is `on` during a pause."""
    anna, code, at = opened(people, short_story())
    mina = joined(people, anna, code, at)
    sit(anna, mina)
    read_briefing(anna, mina)
    anna.read("How is it now?")
    anna.type("")
    for chosen in ("ask", "sigh", "stay"):
        turn_by_turn(anna, mina, chosen)
    anna.until(lambda: sum("Ingrid, what do you say?" in x for x in anna.lines) > turns_made(anna), "the turn")
    anna.type("wait")
    anna.read("in your own words")
    anna.type("p")
    mina.read("Paused. Nobody is told by whom")
    anna.type("on")
    mina.type("on")
    mina.read("It goes on.")
    anna.type("leave")
    mina.read("Ingrid is not played by a person any more.")
    anna.type("close")
    anna.ended()
    kept = b"".join(file.read_bytes() for file in (people.store_of("anna").parent / "rooms").iterdir())
    assert b'"what":"words"' not in kept


def turn_by_turn(anna: Talker, mina: Talker, chosen: str) -> str:
    """Let whose turn it is say `chosen`, and pass own words by; return what the other heard."""
    speaker, hearer = (mina, anna) if chosen == "sigh" else (anna, mina)
    since = len(hearer.lines)
    asked = sum("in your own words" in line for line in speaker.lines)
    name = "Jonas" if chosen == "sigh" else "Ingrid"
    speaker.until(
        lambda: sum(f"{name}, what do you say?" in x for x in speaker.lines) > turns_made(speaker), "the turn"
    )
    speaker.type(chosen)
    speaker.read(f"{name} (you): I say {chosen}.")
    if chosen in ("wait", "thank"):
        speaker.until(lambda: sum("in your own words" in x for x in speaker.lines) > asked, "own words to be asked")
        speaker.type("")
    return hearer.read(f"{name}: I say {chosen}.", since)


def turns_made(speaker: Talker) -> int:
    """Return how many replies of their own a person has heard."""
    return sum(" (you): I say " in line for line in speaker.lines)


def helped(person: Talker, stage: str) -> None:
    """Type `?` and read what `stage` says."""
    since = len(person.lines)
    person.type("?")
    for told in HELP[stage]:
        person.read(told, since)


def test_what_is_typed_before_ones_turn_waits_for_it(people: Meeting) -> None:
    """A line typed too early is offered when one's turn comes, and Enter alone says it; during a pause it waits too."""
    anna, code, at = opened(people, short_story())
    mina = joined(people, anna, code, at)
    sit(anna, mina)
    read_briefing(anna, mina)
    mina.read("Ingrid has the word now.")
    mina.type("sigh")
    mina.read("It is not your turn. “sigh” waits until it is.")
    helped(mina, "playing")

    anna.read("How is it now?")
    anna.type("p")
    for person in (anna, mina):
        person.read("Paused. Nobody is told by whom, or why.")
    helped(mina, "paused")
    for person in (anna, mina):
        person.type("on")
    mina.read("It goes on.")
    anna.read("It goes on.")
    anna.type("")
    anna.read("Ingrid, what do you say?")
    anna.type("7")
    anna.read("“7” is none of the lines here. Type ? for what can be typed.")
    anna.type("ask")
    mina.read("Before your turn you typed “sigh”. Enter alone says that; or type another.")
    mina.type("")
    mina.read("Jonas (you): I say sigh.")
    anna.read("Jonas: I say sigh.")
    mina.type("leave")
    mina.read("You have left. Thank you for having been here. What you saw is kept with you.")
    anna.read("Jonas is not played by a person any more. What was said stays.")


def test_hostile_texts_reach_nobody_as_more_than_text(people: Meeting) -> None:
    """A story and names full of signs that steer or mark up are heard as text by everybody."""
    bad = f"Bad {MARKUP}"
    member = {"name": bad, "is": bad, "side": "patients", "seat": True, "briefing": bad, "stakes": bad}
    cast = {"staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True}, "patient": member}
    beats = {
        "a": turn(option("x", "b") | {"say": bad}, lines=[{"patient": bad}, {"note": bad}], checkin=bad),
        "b": turn(option("y") | {"say": bad}, seat="patient", lines=[{"thought": {"patient": bad}}]),
    }
    scenes = {"room": {"title": bad, "present": ["staff", "patient"], "beats": beats}}
    ends = {"out": {"title": bad, "text": bad}}
    text = scenario_text({"a": {}}, cast=cast, scenes=scenes, ends=ends, title=bad, about=bad)
    anna, code, at = opened(people, text, name=MARKUP)
    mina = joined(people, anna, code, at, name=f"M {MARKUP[:30]}".strip())
    sit(anna, mina, part=bad)
    read_briefing(anna, mina)
    anna.read("How is it now? Bad ")
    anna.type(HOSTILE.replace("\r", ""))
    anna.read("Ingrid, what do you say?")
    anna.type("1")
    mina.read("Ingrid: Bad ")
    mina.type("x\x1b[2J\u202e")
    mina.read("“x[2J” is none of the lines here.")
    mina.type("1")
    for person in (anna, mina):
        person.read("How it ended: Bad ")
    for person in (mina, anna):
        person.type("q")
        assert person.ended().status == 0
    assert any(MARKUP in line for line in mina.lines)
