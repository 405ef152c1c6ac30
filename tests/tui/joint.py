"""A story for two in which every private thing has a word of its own, and what persons do in the rooms of the tests."""

from pathlib import Path
from typing import Final

from builders import option, scenario_text, turn
from seeing import rows, shown, wait_for
from textual.app import active_app
from textual.pilot import Pilot
from textual.widgets import TextArea
from walking import offered

from trainer.room.messages import HaveRead, Ready, TakeSeat
from trainer.room.table import Table
from trainer.scenario.load import parse
from trainer.store.sqlite import SqliteStore
from trainer.tui.screens.together.briefing import GuestBriefing
from trainer.tui.screens.together.passing import Passing
from trainer.tui.screens.together.room import RoomScreen
from trainer.tui.screens.together.stage import GuestStage
from trainer.tui.widgets.choices import Choices
from trainer.tui.widgets.line_field import LineField

STAFF_ONLY: Final = "heron"
"""Stands in all that only whoever plays staff may read."""
PATIENT_ONLY: Final = "otter"
"""Stands in all that only whoever plays the patient may read."""
TITLE: Final = "Two cups"
_WAY: Final = ("May I come in?", "Come in.", "I sit down here.", "Tea, then.")
"""What those say who play it to its end."""
TAIL = ""
"""What every text of the story ends in, and the name of the first person; a test of hostile texts sets it."""


def joint_story(**keys: object) -> str:
    """Return the text of a story with two turns for each of two; `keys` replace keys of the file."""

    def told(words: str) -> str:
        return f"{words} {TAIL}".strip()

    cast = {
        "staff": {
            "name": "Ingrid",
            "is": told("nurse"),
            "side": "staff",
            "seat": True,
            "stakes": told("She can be blamed."),
            "briefing": told(f"The {STAFF_ONLY} brief."),
        },
        "patient": {
            "name": "Jonas",
            "is": told("patient"),
            "side": "patients",
            "seat": True,
            "stakes": told("He can lose his leave."),
            "briefing": told(f"The {PATIENT_ONLY} brief."),
        },
    }
    beats = {
        "door": turn(
            option("ask", "sill", say=told("May I come in?"), shows={"listening": 2}, why=told("You asked.")),
            option(
                "tell", "sill", say=told(f"I {STAFF_ONLY} come in."), shows={"listening": -1}, why=told("You told.")
            ),
            lines=[
                {"note": told("Rain on the window.")},
                {"thought": {"staff": told(f"Late, says the {STAFF_ONLY}.")}},
                {"thought": {"patient": told(f"Grey, says the {PATIENT_ONLY}.")}},
            ],
        ),
        "sill": turn(
            option("yes", "table", say=told("Come in."), shows={"voicing": 1}, why=told("You let her in.")),
            option(
                "no",
                "table",
                say=told(f"Not {PATIENT_ONLY} now."),
                shows={"voicing": -1},
                why=told("You kept the door."),
            ),
            seat="patient",
            checkin=told(f"How is the {PATIENT_ONLY}?"),
            own_words=True,
        ),
        "table": turn(
            option("sit", "cup", say=told("I sit down here."), shows={"listening": 1}, why=told("You stayed.")),
            option("stand", "cup", say=told(f"I stand, {STAFF_ONLY}."), shows={"listening": 0}, why=told("You stood.")),
            lines=[{"note": told("Two cups.")}],
            pause_here=True,
        ),
        "cup": turn(
            option("pour", say=told("Tea, then."), shows={"voicing": 1}, why=told("You poured.")),
            option("push", say=told(f"No {PATIENT_ONLY} tea."), shows={"voicing": -1}, why=told("You pushed it away.")),
            lines=[{"thought": {"patient": told(f"Warm, says the {PATIENT_ONLY}.")}}],
            seat="patient",
        ),
    }
    scenes = {"room": {"title": told("A room"), "present": ["staff", "patient"], "beats": beats}}
    ends = {"out": {"title": told("Out"), "text": told("They part.")}}
    whole = {"id": "two-cups", "title": told(TITLE)[:120], "about": told("About."), "cast": cast}
    return scenario_text(beats, **whole | {"scenes": scenes, "ends": ends} | keys)


def table_of(store: SqliteStore, *people: tuple[str, str], text: str = "", whose: int = 2) -> Table:
    """Return a table at which `people` sit, by name and side; `whose` store it is counts from 1."""
    mina = f"Mina {TAIL}".strip()[:40].strip()
    sitting = people or ((mina, "patients"), ("Per", "staff"))
    return Table.sit_down(store, parse(text or joint_story()), sitting, whose=whose)


def shelve(home: Path, text: str = "") -> None:
    """Make the story the first of the library."""
    folder = home / "data" / "dialogue-trainer" / "scenarios" / "two-cups"
    folder.mkdir(parents=True)
    (folder / "scenario.yaml").write_text(text or joint_story(), encoding="utf-8")


def at(pilot: Pilot[int]) -> None:
    """Turn to one of two apps in this process: what Textual does for a pilot it does for the app of this context."""
    active_app.set(pilot.app)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys in one of two apps."""
    at(pilot)
    await pilot.press(*keys)


def name_of(pilot: Pilot[int]) -> str:
    """Return which screen is shown."""
    return type(pilot.app.screen).__name__


async def until_screen(pilot: Pilot[int], name: str) -> None:
    """Wait until the screen called `name` is shown."""
    at(pilot)
    await wait_for(pilot, lambda: name_of(pilot) == name, f"screen {name}")
    await pilot.pause()


async def until_shown(pilot: Pilot[int], *words: str) -> None:
    """Wait until all of `words` are drawn."""
    at(pilot)
    await wait_for(pilot, lambda: all(word in shown(pilot.app) for word in words), f"{words}")


async def take(pilot: Pilot[int], words: str) -> None:
    """Choose the entry that holds `words` as soon as it is offered, by its number."""
    at(pilot)

    def found() -> list[int]:
        return [number for number, label in enumerate(offered(pilot.app), start=1) if words in label]

    await wait_for(pilot, lambda: len(found()) == 1 and pilot.app.focused is not None, f"“{words}” to choose")
    screen, before = pilot.app.screen, rows(pilot.app)
    await pilot.press(str(found()[0]))
    await wait_for(pilot, lambda: pilot.app.screen is not screen or rows(pilot.app) != before, f"the choice “{words}”")


async def read_to(pilot: Pilot[int], words: str, *, is_chosen: bool = True) -> None:
    """Read on with Enter until `words` are offered, and choose them."""

    def is_offered() -> bool:
        return any(words in label for label in offered(pilot.app)) and not is_to_read()

    def is_to_read() -> bool:
        scrollers = [view.query_one("#text") for view in pilot.app.screen.query(GuestBriefing)]
        unread = any(scroller.scroll_offset.y < scroller.max_scroll_y for scroller in scrollers)
        return unread or any(stage.is_reading for stage in pilot.app.screen.query(GuestStage))

    for _ in range(20):
        at(pilot)
        await wait_for(pilot, lambda: is_offered() or is_to_read(), f"“{words}”, or something to read")
        if is_offered():
            break
        before = rows(pilot.app)
        await press(pilot, "enter")
        await wait_for(pilot, lambda before=before: rows(pilot.app) != before, "more to read")
    if is_chosen:
        await take(pilot, words)


async def fill(pilot: Pilot[int], **typed: str) -> None:
    """Type into the lines of a form."""
    at(pilot)
    for name, value in typed.items():
        pilot.app.screen.query_one(f"#{name.replace('_', '-')}", LineField).value = value
    await pilot.pause()


async def send(pilot: Pilot[int]) -> None:
    """Send a form off."""
    at(pilot)
    choices = pilot.app.screen.query_one(Choices)
    choices.focus()
    await wait_for(pilot, lambda: choices.has_focus, "the way on")
    await pilot.press("enter")


async def write(pilot: Pilot[int], words: str) -> None:
    """Type words into the question that is asked, and keep them."""
    at(pilot)
    await wait_for(pilot, lambda: isinstance(pilot.app.focused, TextArea), "a question")
    screen = pilot.app.screen
    await pilot.press(*words)
    await pilot.press("enter")
    await wait_for(pilot, lambda: pilot.app.screen is not screen, "the question to go")


async def enter_room(pilot: Pilot[int], table: Table, number: int) -> RoomScreen:
    """Show the room as somebody at `table` would see it at a keyboard of their own."""
    screen = RoomScreen(table.guests[number])
    await pilot.app.push_screen(screen)
    return screen


def play_to_end(table: Table) -> None:
    """Let those at `table` read and say what leads to the end."""
    passing = Passing(table)
    settle_parts(table)
    read_briefings(table)
    for _ in range(20):
        for guest in passing.here:
            guest.pass_by_words()
            if guest.checkin:
                guest.pass_by_checkin()
            if guest.turn is not None:
                say(table, next(word for word in _WAY if any(word in option.say for option in guest.turn.options)))


def settle_parts(table: Table) -> None:
    """Let the first take the patient's part, and the second that of staff, and be content."""
    first, second = table.guests[:2]
    first.do(TakeSeat(seat="patient"))
    second.do(TakeSeat(seat="staff"))
    for guest in (first, second):
        guest.do(Ready())


def read_briefings(table: Table) -> None:
    """Let all have read their briefing."""
    for guest in table.guests:
        guest.do(HaveRead())


def say(table: Table, words: str) -> None:
    """Let whoever's turn it is say the option that holds `words`."""
    for guest in table.guests:
        if guest.turn is not None:
            guest.say(next(option.id for option in guest.turn.options if words in option.say))
            return
    raise AssertionError("it is nobody's turn")
