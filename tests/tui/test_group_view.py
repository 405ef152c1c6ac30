"""Walking through a play with a group: opened by whose it is, one choice at a time, no names, no figures unasked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from builders import short_story
from joint import until_shown
from review_places import GOOD, begin_to_show, open_list, shared_plays, unit_of, window
from seeing import settle, shown
from supervising import READER, Unit
from textual.pilot import Pilot
from walking import wait_for_screen
from world import joint

from trainer.people.shares import Scope
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.screens.review.questions import questions_on

WRONG = "That does not open it."
ELEVEN_MINUTES = 11 * 60 * 1000


@asynccontextmanager
async def listed(store: SqliteStore, unit: Unit) -> AsyncIterator[tuple[TrainerApp, Pilot[int]]]:
    """Open what is shared with the supervisor, on a big screen."""
    app = TrainerApp(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_list(pilot, unit)
        await settle(pilot)
        yield app, pilot


async def test_it_opens_with_the_code_of_whose_it_is(store: SqliteStore) -> None:
    """They see afterwards that it was shown."""
    unit = shared_plays(store)
    async with listed(store, unit) as (app, pilot):
        await begin_to_show(pilot, unit)
        assert "Kari" not in shown(app)

    assert any("showed it to a group" in told for _, told in unit.staff[0].sharing.trail())


@pytest.mark.parametrize("code", ["none", "wrong", "too old", "of another play", "used"])
async def test_no_other_code_opens_it(store: SqliteStore, code: str) -> None:
    """It is said in place, whatever is wrong, and the play is not shown."""
    unit = shared_plays(store)
    kari = unit.staff[0]
    newest, other, _ = unit.reader.reviewing.items()
    typed = {
        "none": "",
        "wrong": "ABCDE-FGH",
        "too old": kari.sharing.leave_to_show(newest.session),
        "of another play": kari.sharing.leave_to_show(other.session),
        "used": kari.sharing.leave_to_show(newest.session),
    }[code]
    if code == "used":
        unit.reader.reviewing.begin_to_show(newest.session, (typed,))
    if code == "too old":
        unit.world.clock.now += ELEVEN_MINUTES
    async with listed(store, unit) as (app, pilot):
        await pilot.press("g")
        await wait_for_screen(pilot, "LeaveToShow")
        await pilot.press(*typed, "enter", "enter")
        await until_shown(pilot, WRONG)
        assert "The rule" not in shown(app)


async def test_each_choice_is_asked_before_it_is_told(store: SqliteStore) -> None:
    """What can be said stays hidden until it is asked for, and closes at the next choice."""
    async with listed(store, unit := shared_plays(store)) as (app, pilot):
        await begin_to_show(pilot, unit)
        for hidden in ("The rule is that", "What happens at night", "It showed"):
            assert hidden not in shown(app)
        await pilot.press("o")
        await until_shown(pilot, "· What happens at night when it is shut? · The rule is that windows stay shut.")
        await pilot.press("right")
        await until_shown(pilot, "Ingrid: The rule is that windows stay shut.")
        assert "What happens at night" not in shown(app)
        await pilot.press("right")
        await until_shown(pilot, "Jonas: Whose rule?")
        assert "What would you say?" in shown(app)
        assert "tomorrow" not in shown(app)


async def test_how_it_reads_and_figures_come_only_when_asked_for(store: SqliteStore) -> None:
    """First in words, then in figures, and both are closed at the next choice."""
    async with listed(store, unit := shared_plays(store)) as (app, pilot):
        await begin_to_show(pilot, unit)
        await pilot.press("right")
        await until_shown(pilot, "Ingrid: The rule is that windows stay shut.")
        assert "Figures" not in shown(app)
        await pilot.press("k")
        await until_shown(pilot, "It showed: listening: rather the opposite")
        assert "-1 of" not in shown(app)
        await pilot.press("f")
        await until_shown(pilot, "Listening -1 of -1 to +2")
        await pilot.press("right", "right")
        await until_shown(pilot, "Ingrid: We can take it up tomorrow.")
        assert "It showed" not in shown(app)


async def test_of_a_patient_neither_is_there(store: SqliteStore) -> None:
    """No key shows how a patient's choices read."""
    async with listed(store, unit := shared_plays(store)) as (app, pilot):
        await begin_to_show(pilot, unit, of=2)
        await pilot.press("right")
        await until_shown(pilot, "Jonas: It is only air.")
        await pilot.press("k", "f")
        await settle(pilot)
        assert "It showed" not in shown(app)
        assert "Figures" not in shown(app)
        assert "Jon " not in shown(app)


async def test_it_ends_with_questions_and_stops_at_once(store: SqliteStore) -> None:
    """After the end come questions on the play; Escape goes back to the list from anywhere."""
    async with listed(store, unit := shared_plays(store)) as (app, pilot):
        await begin_to_show(pilot, unit)
        for beat in range(2, 8):
            await pilot.press("space")
            await until_shown(pilot, f" {beat} of ")
        await until_shown(pilot, "Shut. The window stays shut.")
        reviewing = unit.reader.reviewing
        reviewed = reviewing.open(reviewing.items()[0].session, unit.staff[0].id)
        asked = questions_on(reviewing, reviewed)
        for question in asked:
            await pilot.press("space")
            await until_shown(pilot, " ".join(question.text.split()))
        await settle(pilot)
        assert "→ On" not in shown(app)
        await pilot.press("escape")
        await wait_for_screen(pilot, "SharedWithMe")

    assert 3 <= len(asked)


async def test_it_closes_when_it_is_taken_back(store: SqliteStore) -> None:
    """Leave ends at once, also in front of a group."""
    unit = shared_plays(store)
    async with listed(store, unit) as (app, pilot):
        await begin_to_show(pilot, unit)
        session = unit.reader.reviewing.items()[0].session
        unit.staff[0].sharing.withdraw(session, unit.reader.id)
        await pilot.press("right")
        await wait_for_screen(pilot, "Notice")
        assert "That is not here for you." in shown(app)


async def test_a_play_of_several_needs_a_code_of_each(store: SqliteStore) -> None:
    """One code is not enough where two had a part."""
    unit = unit_of(store)
    kari = unit.staff[0]
    session = joint(kari, unit.patient, short_story())
    kari.sharing.share(session.id, kari.sharing.reader(READER), Scope.TRANSCRIPT)
    unit.patient.sharing.answer(unit.patient.sharing.asks()[0], Scope.TRANSCRIPT)
    async with listed(store, unit) as (_, pilot):
        await pilot.press("g")
        await wait_for_screen(pilot, "LeaveToShow")
        await pilot.press(*kari.sharing.leave_to_show(session.id), *["enter"] * 5)
        await until_shown(pilot, WRONG)
        codes = [who.sharing.leave_to_show(session.id) for who in (kari, unit.patient)]
        await pilot.press("ctrl+u", *codes[0], "down", *codes[1], *["enter"] * 4)
        await until_shown(pilot, "What would you say?")


async def test_only_how_it_reads_cannot_be_shown(store: SqliteStore) -> None:
    """Where what was said is not shared there is no way to a group."""
    unit = unit_of(store)
    unit.play(unit.staff[0], window(), GOOD, Scope.SCORES)
    async with listed(store, unit) as (app, pilot):
        assert "Group" not in shown(app, "Footer")
        await pilot.press("g")
        await settle(pilot)
        assert "SharedWithMe" == type(app.screen).__name__
