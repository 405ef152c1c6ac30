"""Texts that were made to hurt: nothing crashes and nothing runs, whoever wrote them."""

import json
from pathlib import Path

import pytest
from builders import option, scenario_text, turn
from places import session_at
from seeing import shown, strips, wait_for
from textual import events
from textual.widgets import Input
from walking import lines, offered, typed, wait_for_options, wait_for_question, wait_for_screen

from trainer.library import load
from trainer.opening import Opening
from trainer.privacy import LONGEST_TEXT
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.text import UNSAFE
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import TypedText
from trainer.tui.screens.stage import Stage

MARKUP = "[/] [/b] [bold [red on blue] [@click=app.quit]x[/] $primary {0} %s &amp; \\"
WRITING = "👩‍👩‍👧 e\u0301\u0323 漢字かな ﷽ ก็ ا\u064b Z\u0351\u036b\u0343"
HOSTILE = f"{MARKUP} {WRITING} [/"
PASTED = f"\x1b]0;evil\x07\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\x00\u202eback\u2066\ufeff[/b]{HOSTILE}"


def hostile_story() -> str:
    """Return a scenario whose every text is hostile."""

    def said(what: str) -> str:
        return f"{what} {HOSTILE}"

    member = {"is": said("is"), "seat": True, "stakes": said("stakes"), "briefing": said("briefing")}
    beats = {
        "a": turn(
            option(
                "one",
                "b",
                say=said("say"),
                why=said("why"),
                harm=said("harm"),
                shows={"listening": 1},
                tells=["fact"],
                then=[{"patient": said("then")}],
            ),
            option("two", "b", say=HOSTILE, shows={"listening": -1}, why=said("why")),
            lines=[{"patient": said("line")}, {"note": said("note")}, {"thought": {"staff": said("thought")}}],
            checkin=said("checkin"),
            own_words=True,
        ),
        "b": turn(option("last", say=said("say")), pause_here=True),
    }
    return scenario_text(
        beats,
        title=HOSTILE[:120],
        about=said("about"),
        care=[said("care")[:110]],
        practises=["listening"],
        cast={
            "staff": {"name": "Ingrid [/b] \\", "side": "staff"} | member,
            "patient": {"name": "漢字 [@click=app.quit]x[/]", "side": "patients"} | member | {"seat": False},
        },
        facts={
            "fact": {
                "text": said("fact"),
                "known_by": ["staff"],
                "concerns": ["patient"],
                "confidential": True,
                "in_general": said("general"),
            }
        },
        scenes={
            "room": {
                "title": f"Room {MARKUP}",
                "present": ["staff"],
                "concerns": ["patient"],
                "backstage": "hides",
                "beats": beats,
            }
        },
        ends={"out": {"title": f"Out {MARKUP}", "text": said("end")}},
        read_by=[{"role": said("role")[:110], "date": "2025-01-01"}],
    )


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A file with the hostile story."""
    file = tmp_path / "hostile [b] [@click=app.quit].yaml"
    file.write_text(hostile_story(), encoding="utf-8")
    return file


@pytest.fixture(name="shelved")
def _shelved(hostile: Path, home: Path) -> None:
    """The hostile story in the library, and another file of a hostile name that cannot be played."""
    folder = home / "data" / "dialogue-trainer" / "scenarios"
    for name, text in (("a [@click=app.quit] [b]", hostile.read_text(encoding="utf-8")), ("[b", "[/b]: [/")):
        (folder / name).mkdir()
        (folder / name / "scenario.yaml").write_text(text, encoding="utf-8")


def actions_in(app: TrainerApp) -> list[object]:
    """Return what in sight would run where it is clicked."""
    metas = [segment.style.meta for strip in strips(app) for segment in strip if segment.style]
    return [meta for meta in metas if "@click" in meta]


@pytest.mark.usefixtures("shelved")
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 16)])
async def test_hostile_story_is_played_as_text(  # noqa: PLR0915  one walk through everything
    store: SqliteStore, size: tuple[int, int]
) -> None:
    """A story whose every text is hostile is read, played and looked back on from start to end, and only shown."""
    app = TrainerApp(store, Opening(seed=3, is_coached=True))
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await wait_for_screen(pilot, "Home")
        await pilot.press("l")
        await wait_for_screen(pilot, "Library")
        await wait_for(pilot, lambda: 2 == len(offered(app)), "the stories")
        found = []
        found += actions_in(app)
        await pilot.press("1")
        await wait_for_screen(pilot, "Briefing")
        for _ in range(20):
            await pilot.press("space")
            found += actions_in(app)
        await pilot.press("1")
        await wait_for_question(pilot, "AskFeeling")
        found += actions_in(app)
        await pilot.press(*HOSTILE[:20])
        await pilot.press("enter")
        options = await wait_for_options(pilot)
        found += actions_in(app)
        said = lines(app)
        await pilot.press("p")
        await wait_for_screen(pilot, "PauseMenu")
        await pilot.press("1")
        await wait_for_options(pilot)
        await pilot.press("b")
        await wait_for_screen(pilot, "Notice")
        found += actions_in(app)
        await pilot.press("enter")
        await wait_for_options(pilot)
        await pilot.press("1")
        await wait_for_question(pilot, "OwnWords")
        found += actions_in(app)
        app.screen.query_one(TypedText).post_message(events.Paste(PASTED))
        await wait_for(pilot, lambda: HOSTILE in app.screen.query_one(TypedText).text, "the paste")
        await pilot.press("enter")
        await wait_for_options(pilot)
        await pilot.press("1")
        await wait_for_options(pilot)
        found += actions_in(app)
        ended = lines(app)
        await pilot.press("1")
        await wait_for_screen(pilot, "LookingBack")
        await wait_for(pilot, lambda: app.screen._points is not None, "what could have come of it")
        for key in ("right", "down", "pagedown", "right", "f", *("pagedown", "right") * 9, "left"):
            await pilot.press(key)
            await pilot.pause()
            found += actions_in(app)
        await pilot.press("escape")
        await wait_for(pilot, lambda: type(app.screen).__name__ != "LookingBack", "another screen")
        await wait_for_screen(pilot, type(app.screen).__name__)

    assert [] == found
    assert 2 == len(options)
    assert HOSTILE in options
    assert f"line {HOSTILE}" in said
    assert f"(thinks) thought {HOSTILE}" in said
    assert f"end {HOSTILE}" in ended
    assert 2 == len(typed(store))
    assert all(UNSAFE.search(words) is None for words in typed(store))
    assert any(HOSTILE in words for words in typed(store))


async def test_click_on_a_text_with_an_action_runs_nothing(store: SqliteStore, hostile: Path) -> None:
    """A click on `[@click=app.quit]x[/]` in what was said does not leave."""
    session = Session.begin(store, load(hostile), "staff", seed=3)
    session.start()
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test(size=(120, 36)) as pilot:
        await wait_for_question(pilot, "AskFeeling")
        await pilot.press("escape")
        await wait_for_options(pilot)
        drawn = [strip.text for strip in strips(app)]
        places = [(row.index("]x[") + 1, y) for y, row in enumerate(drawn) if "]x[" in row and row.startswith("  ")]
        await pilot.click(offset=places[0])
        for x, y in places[1:3]:
            await pilot.click(offset=(x, y))
        await pilot.pause()

        assert places
        assert app.is_running
        assert not app._exit


@pytest.mark.parametrize("place", ["words", "search"])
@pytest.mark.parametrize("way", ["paste", "clipboard"])
async def test_megabyte_is_cut(store: SqliteStore, place: str, way: str) -> None:
    """A megabyte full of control sequences becomes a clean text of the length that is kept, at once and visibly."""
    megabyte = PASTED + "x" * 1_000_000 + "\x1b[2J"
    opening = Opening(resume=session_at(store, 2).id) if place == "words" else Opening()
    app = TrainerApp(store, opening)
    async with app.run_test() as pilot:
        if place == "words":
            await wait_for_question(pilot, "OwnWords")
            field = app.screen.query_one(TypedText)
        else:
            await wait_for_screen(pilot, "Home")
            await pilot.press("l")
            await wait_for_screen(pilot, "Library")
            await pilot.press("slash")
            field = app.screen.query_one(Input)
            await wait_for(pilot, lambda: app.focused is field, "the search")
        if way == "paste":
            field.post_message(events.Paste(megabyte))
        else:
            app._clipboard = megabyte  # what another widget copied
            await pilot.press("ctrl+v")
        held = (lambda: field.text) if place == "words" else (lambda: field.value)
        limit = LONGEST_TEXT if place == "words" else 200
        await wait_for(pilot, lambda: limit == len(held()), "the whole of what fits")
        if place == "words":
            await wait_for(pilot, lambda: "Only 4,000 characters are kept" in shown(app), "why it was cut")

        assert UNSAFE.search(held()) is None
        assert HOSTILE[:60] in held()
        assert all(UNSAFE.search(strip.text) is None for strip in strips(app))


async def test_tampered_store_is_shown_as_text(store: SqliteStore) -> None:
    """A title that somebody wrote into the store by hand cannot steer the terminal, nor run anything."""
    session_at(store, 1)
    store._connection.execute("UPDATE session SET title = ?, seats = ?", (PASTED, json.dumps([PASTED])))
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        await wait_for(pilot, lambda: "Go on with" in shown(app), "the session")
        drawn = [strip.text for strip in strips(app)]
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        await wait_for(pilot, lambda: "Go on:" in shown(app), "the sessions")
        drawn += [strip.text for strip in strips(app)]

        assert [] == actions_in(app)
        assert all(UNSAFE.search(row) is None for row in drawn)


async def test_hostile_session_id_is_told_as_text(store: SqliteStore) -> None:
    """An id that was typed with control sequences and markup comes back clean in the sentence that refuses it."""
    app = TrainerApp(store, Opening(resume=PASTED))
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Notice")
        await wait_for(pilot, lambda: "There is no session" in shown(app), "the refusal")

        assert all(UNSAFE.search(strip.text) is None for strip in strips(app))
        assert not isinstance(app.screen, Stage)
