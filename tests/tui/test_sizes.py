"""Windows of all sizes: what is needed can be reached, and one that is too small says so."""

import re

import pytest
from builders import option, scenario_text, turn
from places import opened, session_at
from seeing import rows, shown, wait_for
from textual.pilot import Pilot
from walking import offered, typed, wait_for_options, wait_for_question, wait_for_screen

from trainer.opening import Opening
from trainer.play import Play
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import TypedText
from trainer.tui.screens.too_small import TooSmall
from trainer.tui.widgets.choices import Choices

SIZES = [(80, 24), (120, 36), (60, 16)]
LONG = "It was late, and nobody had asked me, so I said what I had been told to say and went. "


def words_of(name: str, count: int) -> str:
    """Return `count` words that are all different, so that each can be looked for."""
    return " ".join(f"{name}{number}" for number in range(count))


async def seen_while(pilot: Pilot[int], selector: str, *keys: str) -> set[str]:
    """Return every word that is in sight at `selector` before, between and after the `keys`."""
    app = pilot.app
    seen = set(shown(app, selector).split())
    for key in keys:
        await pilot.press(key)
        for _ in range(3):
            await pilot.pause(0.02)
        seen |= set(shown(app, selector).split())
    return seen


@pytest.mark.parametrize("size", SIZES)
async def test_every_option_can_be_read_whole(store: SqliteStore, size: tuple[int, int]) -> None:
    """However long the options are, the keys that move the highlight bring every word of each into sight.

    Up leads to the beginning of the option above, since that is where one reads from.
    """
    says = [words_of(name, 110) for name in ("first", "second", "third")]
    story = parse(scenario_text({"a": turn(*(option(say.split()[0][:-1], say=say) for say in says))}))
    session = Session.begin(store, story, "staff", seed=2)
    session.start()
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test(size=size) as pilot:
        assert sorted(says) == sorted(await wait_for_options(pilot))
        down = await seen_while(pilot, "Choices", *["down"] * 40)
        up = await seen_while(pilot, "Choices", *["up"] * 12)

    wanted = {word for say in says for word in say.split()}
    assert set() == wanted - down
    assert {"first0", "second0", "third0"} <= up


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_can_be_read_before_it_is_answered(store: SqliteStore, size: tuple[int, int]) -> None:
    """New lines that do not fit are read page by page with Enter, every word of them, before the options come."""
    text = words_of("word", 320)
    story = parse(scenario_text({"a": turn(option("yes"), option("no"), lines=[{"patient": text}])}))
    session = Session.begin(store, story, "staff", seed=2)
    session.start()
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: app.screen.has_class("-reading") and "word0" in shown(app), "the first page")
        pages = set(rows(app, "Transcript").split())
        while app.screen.has_class("-reading"):
            before = shown(app)
            await pilot.press("enter")
            await wait_for(pilot, lambda before=before: before != shown(app), "the next page")
            await pilot.pause(0.02)
            if app.screen.has_class("-reading"):
                pages |= set(rows(app, "Transcript").split())
        await wait_for_options(pilot)

    assert set() == set(text.split()) - pages


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", ["checkin", "words"])
async def test_question_and_safety_words_stay_in_reach(store: SqliteStore, place: str, size: tuple[int, int]) -> None:
    """A question is in sight when it is asked; what there is no room for is a page key away."""
    async with opened(store, place, size) as (app, pilot):
        question = "How is it for you just now?" if place == "checkin" else "I will sit with you while it is open."
        assert question in shown(app, ".dialog")
        reached = await seen_while(pilot, ".dialog", "pagedown", "pageup", "pageup", "pagedown", "pagedown")

    assert {"Nobody", "reads", "this", "now.", "Made-up", "find", "staff."} <= reached


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_long_question_can_be_read_whole(store: SqliteStore, size: tuple[int, int]) -> None:
    """A question longer than the window is read with the page keys while the text has the focus."""
    question = words_of("word", 150)
    story = parse(scenario_text({"a": turn(option("yes"), option("no"), checkin=question)}))
    session = Session.begin(store, story, "staff", seed=2)
    session.start()
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test(size=size) as pilot:
        await wait_for_screen(pilot, "AskFeeling")
        seen = await seen_while(pilot, ".dialog", *["pageup"] * 8, *["pagedown"] * 8)
        await pilot.press(*"fine")

        assert "fine" == app.screen.query_one(TypedText).text
    assert set() == set(question.split()) - seen


@pytest.mark.parametrize("size", SIZES)
async def test_every_session_can_be_reached(store: SqliteStore, size: tuple[int, int]) -> None:
    """In a list longer than the window the highlighted session is in sight, down to the last and back."""
    for _ in range(25):
        session_at(store, 0)
    app = TrainerApp(store)
    async with app.run_test(size=size) as pilot:
        await wait_for_screen(pilot, "Home")
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        for key, number in (("end", 25), ("home", 1), *(("down", number) for number in range(2, 13))):
            await pilot.press(key)
            shows = f"{number if number <= 9 else '·'}  The window in room four"
            wanted = offered(app)[number - 1].splitlines()[1]
            await wait_for(
                pilot, lambda shows=shows, wanted=wanted: shows in rows(app) and wanted[:20] in shown(app), shows
            )
            choices = app.screen.query_one(Choices)
            assert number - 1 == choices.position
            bottom = choices._index_to_line[number - 1] - choices.scroll_offset.y + choices.region.y
            assert 0 < bottom < size[1] - 1


@pytest.mark.parametrize("size", SIZES)
async def test_home_is_whole(store: SqliteStore, size: tuple[int, int]) -> None:
    """Every way in is in sight at home once its entry is highlighted, with a session to go on with too."""
    session_at(store, 0)
    app = TrainerApp(store)
    async with app.run_test(size=size) as pilot:
        await wait_for_screen(pilot, "Home")
        for number in range(len(offered(app))):
            start = offered(app)[number][:12]
            await wait_for(pilot, lambda start=start: start in shown(app), start)
            await pilot.press("down")


@pytest.mark.parametrize("small", [(40, 12), (1, 1), (49, 30), (120, 14)])
@pytest.mark.parametrize("place", ["home", "stage", "checkin", "pause", "reading", "back"])
async def test_too_small_a_window_says_so_and_comes_back(
    store: SqliteStore, place: str, small: tuple[int, int]
) -> None:
    """A window that becomes too small asks for more room, takes no key, and comes back as it was."""
    async with opened(store, place) as (app, pilot):
        size, stack, events = tuple(app.size), list(app.screen_stack), store.sessions()
        if place == "checkin":
            await pilot.press(*"half a word")
        part = ".dialog" if place in ("checkin", "pause") else ""
        before = rows(app, part)
        await pilot.resize_terminal(*small)
        await wait_for(pilot, lambda: isinstance(app.screen, TooSmall), "the request for room")
        if small != (1, 1):
            await wait_for(pilot, lambda: "This window is too small. It needs 50 by 15." in shown(app), "the sentence")
        await pilot.press("enter", "1", "p", "escape")
        await pilot.resize_terminal(*size)
        await wait_for(pilot, lambda: stack == app.screen_stack, "the place where one was")
        await wait_for(pilot, lambda: _same(before, rows(app, part)), f"what was there:\n{before}")

    assert events == store.sessions()


def _same(before: str, after: str) -> bool:
    """Return whether two pictures say the same, whatever the scrollbar looks like."""
    return re.sub(r"[▁-█]", " ", before).split() == re.sub(r"[▁-█]", " ", after).split()


@pytest.mark.parametrize("resume", [True, False])
async def test_start_in_a_small_window(store: SqliteStore, resume: bool) -> None:  # noqa: FBT001
    """A start in too small a window says so first, and goes where it was asked to when there is room."""
    opening = Opening(resume=session_at(store, 1).id) if resume else Opening()
    app = TrainerApp(store, opening)
    async with app.run_test(size=(40, 12)) as pilot:
        for _ in range(10):
            await pilot.pause(0.02)
        await wait_for(pilot, lambda: "This window is too small." in shown(app), "the sentence")
        await pilot.resize_terminal(80, 24)
        await wait_for(pilot, lambda: not isinstance(app.screen, TooSmall), "room")
        if resume:
            await wait_for_question(pilot, "AskFeeling")
            await pilot.press("escape")
            await wait_for_options(pilot)
            await pilot.press("p")
            await wait_for_screen(pilot, "PauseMenu")
            await pilot.press("2")
        await wait_for_screen(pilot, "Home")


async def test_resize_in_the_middle_of_a_turn(store: SqliteStore) -> None:
    """A window that changes its size while a reply is being made loses neither the reply nor the turn after it."""
    session = session_at(store, 2)
    session.give_words("I stay.")
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test() as pilot:
        await wait_for_options(pilot)
        app.screen.query_one(Choices).action_pick(2)
        for size in ((40, 12), (120, 36), (1, 1), (60, 16), (80, 24)):
            await pilot.resize_terminal(*size)
        await wait_for(pilot, lambda: not isinstance(app.screen, TooSmall), "room")
        await wait_for_options(pilot)
        await wait_for(pilot, lambda: "Leave it for now" in offered(app), "the end")

    log = [recorded.event for recorded in store.events(store.sessions()[0].session)]
    assert "end_reached" == log[-1].kind
    assert Play.replay(session.scenario, log).is_over


async def test_resize_while_a_dialog_is_open_keeps_what_was_typed(store: SqliteStore) -> None:
    """What was typed stays in its dialog through every size, and is kept in the end."""
    async with opened(store, "words") as (app, pilot):
        await pilot.press(*"I stay")
        for size in ((60, 16), (1, 1), (200, 60), (40, 12), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.02)
        await wait_for_screen(pilot, "OwnWords")
        assert "I stay" == app.screen.query_one(TypedText).text
        await pilot.press("enter")
        await wait_for_options(pilot)

    assert ["I stay"] == typed(store)


@pytest.mark.parametrize("size", SIZES)
async def test_what_each_can_lose_is_beside_the_play_where_there_is_room(
    store: SqliteStore, size: tuple[int, int]
) -> None:
    """In a wide window the stakes stand beside the play; in others they are one key away."""
    async with opened(store, "stage", size) as (app, pilot):
        assert (size[0] >= 108) == ("What each can lose" in shown(app))
        await pilot.press("b")
        await wait_for_screen(pilot, "Notice")
        await wait_for(pilot, lambda: "He can lose his leave." in shown(app), "the stakes")
