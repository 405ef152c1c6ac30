"""The progress as a person walks through it: words first, plots behind a key, and nothing that stops the rest."""

import re

import pytest
from builders import option, scenario_text, turn
from places import opened, play_four_times, session_at
from seeing import rows, shown, strips, wait_for
from test_hostile_text import HOSTILE, actions_in, hostile_story
from textual.pilot import Pilot
from walking import wait_for_screen

from trainer.progress import Plays
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.text import UNSAFE
from trainer.tui.app import TrainerApp
from trainer.tui.screens.progress import Progress
from trainer.tui.themes import THEMES
from trainer.tui.widgets.plot import Drawing, Plot, Series

SIZES = [(80, 24), (120, 36), (60, 16)]


async def open_progress(pilot: Pilot[int], until: str) -> None:
    """Go to the progress from home, and wait until it says `until`."""
    await wait_for_screen(pilot, "Home")
    await pilot.press("r")
    await wait_for_screen(pilot, "Progress")
    await wait_for(pilot, lambda: until in shown(pilot.app), until)


async def test_empty_store_says_what_to_do(app: TrainerApp) -> None:
    """Without a play there is a sentence on what to do, no page to turn, and a way back."""
    async with app.run_test() as pilot:
        await open_progress(pilot, "There is no play to look at yet. Play a scene to its end")
        await pilot.press("right", "f")
        assert 0 == app.screen.page
        await pilot.press("escape")
        await wait_for_screen(pilot, "Home")


async def test_pages_are_turned(store: SqliteStore) -> None:
    """Right leads through each practice, the range and the ways of protecting oneself, and stops; left leads back."""
    titles = ["In short", "Listening", "Holding your view open", "Making room", "Saying how it is for you"]
    titles += ["What you did", "Ways of protecting oneself"]
    async with opened(store, "progress") as (app, pilot):
        for number, title in enumerate([*titles, titles[-1]], start=1):
            await wait_for(pilot, lambda title=title: f"{title}, " in shown(app, "#where"), title)
            assert f"{min(number, 7)} of 7" in shown(app, "#where")
            await pilot.press("right")
        for title in (*reversed(titles[:-1]), titles[0]):
            await pilot.press("left")
            await wait_for(pilot, lambda title=title: f"{title}, 1 of 7" in shown(app) or title in shown(app), title)
        assert 0 == app.screen.page


async def test_words_come_first_and_figures_when_asked(store: SqliteStore) -> None:
    """No score is a figure and nothing is plotted until `f`, nor after it was pressed again."""
    async with opened(store, "progress", (100, 40)) as (app, pilot):
        words = rows(app)
        await pilot.press("f")
        await wait_for(pilot, lambda: "probably between" in shown(app), "figures")
        await pilot.press("f")
        await wait_for(pilot, lambda: words == rows(app), "words again")
        await pilot.press("right")
        await wait_for(pilot, lambda: "nearly all that was open to you (3 choices)" in shown(app), "the first practice")
        assert "100┤" not in shown(app)
        await pilot.press("f")
        await wait_for(pilot, lambda: "100┤" in shown(app), "the plot")
        assert "● first attempt ▲ tried again" in shown(app)

    assert "probably between" not in words


async def test_forks_are_told_apart_by_more_than_colour(store: SqliteStore) -> None:
    """A fork has a marker of its own, in the plot and in the list, and is named in words."""
    async with opened(store, "plotted", (100, 50)) as (app, _):
        drawn = rows(app)

    plot = drawn[drawn.index("100┤") : drawn.index("first attempt   ")]
    assert (3, 1) == (plot.count("●") - 1, plot.count("▲"))
    assert ["● "] * 1 + ["▲ "] + ["● "] * 2 == re.findall(r"^ +\d ([●▲] )", drawn, re.MULTILINE)
    assert 1 == drawn.count("as Ingrid, tried again")


async def test_two_plays_are_no_course(store: SqliteStore) -> None:
    """With fewer than three plays there is no plot, with figures or without, and the screen says why."""
    session_at(store, 3)
    session_at(store, 3)
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await open_progress(pilot, "This rests on 2 plays")
        await pilot.press("right")
        await wait_for(pilot, lambda: "Too few plays to see a way." in shown(app), "why")
        await pilot.press("f")
        await wait_for(pilot, lambda: "probably between" in shown(app), "figures")

        assert "100┤" not in shown(app)
        assert "Too few plays to see a way." in shown(app)


async def test_range_in_words_and_as_bars(store: SqliteStore) -> None:
    """What was not used is said in words; with figures each action has a bar and a number."""
    story = parse(scenario_text({"a": turn(option("yes", action="follow"), option("no", action="oppose"))}))
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    session.reply("yes")
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await open_progress(pilot, "This rests on 1 play: 1 first attempt.")
        await pilot.press(*["right"] * 5)
        await wait_for(pilot, lambda: "Not used: start, question and say what I see." in shown(app), "the range")
        await pilot.press("f")
        await wait_for(pilot, lambda: re.search(r"go with +▆+ 1", rows(app)) is not None, "the bars")


@pytest.mark.parametrize("size", SIZES)
async def test_every_word_can_be_reached(store: SqliteStore, size: tuple[int, int]) -> None:
    """The last play of a long list comes into sight by the page key, in a small window too."""
    for _ in range(12):
        session_at(store, 3)
    app = TrainerApp(store)
    async with app.run_test(size=size) as pilot:
        await open_progress(pilot, "This rests on 12 plays")
        await pilot.press("right", "f")
        await wait_for(pilot, lambda: "Listening, 2 of 7" in shown(app), "the practice")
        for _ in range(12):
            await pilot.press("pagedown")
            await pilot.pause(0.02)
        await wait_for(pilot, lambda: "12 ●" in shown(app), "the last play")


async def test_plot_follows_the_theme(store: SqliteStore) -> None:
    """On another theme the plot is drawn in its colours at once."""
    async with opened(store, "plotted") as (app, pilot):
        for theme in THEMES:
            app.theme = theme.name
            wanted = tuple(int(theme.variables["quiet"][at : at + 2], 16) for at in (1, 3, 5))

            def colours() -> set[tuple[int, int, int]]:
                segments = [segment for strip in strips(app, app.screen.query_one(Plot)) for segment in strip]
                return {tuple(each.style.color.triplet) for each in segments if each.style and "┤" in each.text}

            await wait_for(pilot, lambda wanted=wanted: {wanted} == colours(), theme.name)


async def test_leaving_while_plays_are_read(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being read is said, and leaving stops it."""
    play_four_times(store)
    read = []

    def never_done(plays: Plays) -> None:
        read.append(plays)

    monkeypatch.setattr(Plays, "read_one", never_done)
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        await pilot.press("r")
        await wait_for_screen(pilot, "Progress")
        await wait_for(pilot, lambda: "Reading your plays … 0 of 4" in shown(app), "what is going on")
        await pilot.press("right", "f", "pagedown")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Home")
        await wait_for(pilot, lambda: not app.workers, "the end of reading")
        count = len(read)
        await pilot.pause(0.05)

        assert count == len(read)


async def test_store_that_cannot_be_read_is_told(store: SqliteStore) -> None:
    """An error of the store becomes a notice, and Escape leads home from there."""
    app = TrainerApp(store)
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "Home")
        store._connection.execute("DROP TABLE session")
        await pilot.press("r")
        await wait_for_screen(pilot, "Notice")
        await wait_for(pilot, lambda: "That did not work" in shown(app), "the notice")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, Progress), "the screen below")
        assert "Your plays could not be read." in shown(app)
        await pilot.press("escape")
        await wait_for_screen(pilot, "Home")


async def test_damaged_play_is_told_and_hides_no_other(store: SqliteStore) -> None:
    """A play that cannot be read is counted, and the others are shown."""
    session_at(store, 3)
    broken = session_at(store, 3)
    store._connection.execute("UPDATE event SET chain = zeroblob(32) WHERE session = ?", (broken.id,))
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await open_progress(pilot, "This rests on 1 play: 1 first attempt. 1 play could not be read and is left out.")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_story_is_shown_as_text(store: SqliteStore, size: tuple[int, int]) -> None:
    """Titles, names and replies of a hostile story are only shown, on every page, with figures and without."""
    story = parse(hostile_story())
    for _ in range(3):
        session = Session.begin(store, story, "staff", seed=3)
        session.start()
        session.reply("one")
        session.reply("last")
    app = TrainerApp(store)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await open_progress(pilot, "This rests on 3 plays")
        drawn, found = "", []
        for key in ("f", *["right"] * 6, "f", *["left"] * 6):
            await pilot.press(key)
            await pilot.pause(0.05)
            drawn += shown(app)
            found += actions_in(app)

    assert [] == found
    assert HOSTILE[:20] in drawn
    assert UNSAFE.search(drawn.replace("\n", "")) is None


@pytest.mark.parametrize("size", [(26, 9), (26, 6), (8, 3), (1, 1), (120, 30)])
async def test_plot_of_a_course_fits_where_it_stands(app: TrainerApp, size: tuple[int, int]) -> None:
    """A course is drawn in any room, with the words of its ends where there is room for them, and a mark."""
    async with app.run_test(size=(130, 60)) as pilot:
        await wait_for_screen(pilot, "Home")
        plot = Plot()
        plot.styles.width, plot.styles.height = size
        await app.screen.mount(plot)
        plot.draw_course([0, -10, 20, 60, 100], 3, -100, 100, ("patients", "staff"))
        await wait_for(pilot, lambda: plot.size == size, "its room")
        drawn = plot.render().plain

    assert size[1] >= len(drawn.splitlines())
    assert [] == [line for line in drawn.splitlines() if len(line) > size[0]]
    if size[0] >= 26:
        assert ("staff┤" in drawn, "patients┤" in drawn) == (True, True)
        assert "●" in drawn


def test_plot_draws_what_it_was_given_last() -> None:
    """A drawing takes the place of the one before, an empty one too."""
    plot = Plot()
    assert "" == plot.render().plain
    plot.draw(Drawing(series=(Series(x=(), y=()),)))
    assert "" == plot.render().plain
