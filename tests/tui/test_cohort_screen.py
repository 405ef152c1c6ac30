"""What the plays of a group show together: words first, what they rest on, and nothing where there are too few."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from joint import until_shown
from review_places import GOOD, group_plays, open_cohort, unit_of, window
from seeing import settle, shown
from supervising import STAFF, Unit
from textual.pilot import Pilot

from trainer.people.shares import Scope
from trainer.review.wording import NO_BASIS, NOBODY_YET
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp


@asynccontextmanager
async def cohort_of(store: SqliteStore, unit: Unit) -> AsyncIterator[tuple[TrainerApp, Pilot[int]]]:
    """Open the figures of a group."""
    app = TrainerApp(store)
    async with app.run_test(size=(110, 50)) as pilot:
        await open_cohort(pilot, unit)
        await settle(pilot)
        yield app, pilot


@pytest.mark.parametrize("persons", [0, 1, 4])
async def test_under_five_persons_there_is_nothing_but_a_sentence(store: SqliteStore, persons: int) -> None:
    """However many plays they share."""
    unit = unit_of(store, staff=max(persons, 1))
    story = window()
    for there in unit.staff[:persons]:
        for _ in range(3):
            unit.play(there, story, GOOD, Scope.SCORES)
    async with cohort_of(store, unit) as (app, pilot):
        assert f"What plays of staff show together {NOBODY_YET}" in shown(app)
        before = shown(app)
        await pilot.press("right", "f")
        await settle(pilot)
        assert before == shown(app)


async def test_words_come_first_and_figures_behind_a_key(store: SqliteStore) -> None:
    """Each practice says how many choices and plays it rests on, and the page that it is no basis for decisions."""
    async with cohort_of(store, group_plays(store)) as (app, pilot):
        assert NO_BASIS in shown(app)
        assert "at most the newest hundred" in shown(app)
        assert "Listening about half of what was open from 54 choices in 18 plays" in shown(app)
        assert "of 100" not in shown(app)
        await pilot.press("f")
        await until_shown(pilot, "Listening 50 of 100, probably between")


async def test_no_name_is_on_any_page(store: SqliteStore) -> None:
    """With figures or without, on every page."""
    async with cohort_of(store, group_plays(store)) as (app, pilot):
        for number in range(1, 10):
            await until_shown(pilot, f"{number} of 9")
            await pilot.press("f")
            await settle(pilot)
            assert [] == [name for name in STAFF if f" {name} " in f" {shown(app)} "]
            await pilot.press("right")


async def test_a_practice_shows_its_spread_and_its_months(store: SqliteStore) -> None:
    """Bars, the interval, the months with theirs, and whether these numbers show a change."""
    async with cohort_of(store, group_plays(store)) as (app, pilot):
        await pilot.press("right")
        await until_shown(pilot, "Listening, 2 of 9")
        await until_shown(pilot, "In the later months more of what was open than in the earlier ones.")
        await pilot.press("f")
        await until_shown(pilot, "How single plays lie", "Month by month", "2027-01", "2027-03", "100┤")
        assert "9 plays" in shown(app)
        assert "● the month" in shown(app)


async def test_whoever_is_in_it_sees_that_it_was_looked_at(store: SqliteStore) -> None:
    """The figures leave a step in the trail of each."""
    unit = group_plays(store, months=1)
    async with cohort_of(store, unit):
        pass

    for there in unit.staff:
        assert any("looked at a group's figures" in told for _, told in there.sharing.trail())


async def test_authors_see_how_often_their_options_were_chosen(store: SqliteStore) -> None:
    """The last page is about options, and of those alone."""
    async with cohort_of(store, group_plays(store)) as (app, pilot):
        for number in range(2, 10):
            await pilot.press("right")
            await until_shown(pilot, f"{number} of 9")
        await until_shown(pilot, "the-window, corridor/asks: 18 visits", "ask: chosen at 50 %")
        assert "It says something of the options, not of anybody." in shown(app)
