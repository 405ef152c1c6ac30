"""What is shared with a supervisor: the list, the scores, the replay, remarks and second ratings."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from builders import option, scenario_text, turn
from joint import until_shown
from places import opened
from review_places import GOOD, POOR, REVIEW, begin_to_show, open_list, rate, shared_plays, unit_of, window
from seeing import rows, settle, shown, strips
from supervising import DAY, READER, Unit
from test_hostile_text import actions_in, hostile_story
from test_sizes import words_of
from textual.pilot import Pilot
from walking import offered, wait_for_screen

from trainer.debrief.marks import of_moment
from trainer.engine.commands import MarkReading
from trainer.people.person import Kind, Role
from trainer.people.shares import Scope
from trainer.scenario.load import parse
from trainer.scenario.model import Practice
from trainer.signing_in.managing import Managing
from trainer.store.sqlite import SqliteStore
from trainer.text import UNSAFE
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import TypedText

NOTHING = "Nothing is shared with you now. Whoever wants you to see a play shares it from “Your sessions”."
GONE = "That is not here for you."
HOSTILE = "[/x] [@click=app.quit]now[/] \x1b[31mred\x1b[0m \u202eyas"


@asynccontextmanager
async def listed(store: SqliteStore, unit: Unit) -> AsyncIterator[tuple[TrainerApp, Pilot[int]]]:
    """Open what is shared with the supervisor."""
    app = TrainerApp(store)
    async with app.run_test(size=(100, 40)) as pilot:
        await open_list(pilot, unit)
        await settle(pilot)
        yield app, pilot


def withdraw(unit: Unit) -> None:
    """Take back everything that the first of the staff shares."""
    kari = unit.staff[0]
    for session in kari.sharing.shared_sessions():
        kari.sharing.withdraw(session, unit.reader.id)


@pytest.mark.parametrize("how", ["never played", "taken back", "over", "deleted", "no supervisor"])
async def test_an_empty_list_says_the_same_whatever_the_reason(store: SqliteStore, how: str) -> None:
    """Nothing shared, taken back, over and deleted cannot be told apart, and the list says what to do."""
    unit = unit_of(store)
    if how != "never played":
        until = unit.world.clock.now + DAY if how == "over" else 0
        session = unit.play(unit.staff[0], window(), GOOD, until=until)
        if how == "taken back":
            withdraw(unit)
        elif how == "deleted":
            unit.staff[0].store.delete_session(session)
        elif how == "over":
            unit.wait(2)
        elif how == "no supervisor":
            Managing(unit.admin.store, unit.world.clock).change(unit.reader.person, roles=frozenset({Role.LEARNER}))
    async with listed(store, unit) as (app, _):
        assert NOTHING in shown(app)
        assert [] == offered(app)
        assert "Choose" not in shown(app, "Footer")


async def test_the_last_shared_comes_first_and_says_how_far(store: SqliteStore) -> None:
    """Each entry says whose, which scenario, how far, when, until when, and whether alone."""
    async with listed(store, shared_plays(store)) as (app, _):
        first, second, third = offered(app)

    assert first.startswith(
        "Kari  The window in room four\nwhat was said, how it reads and chosen notes · played 17 Jan 2027"
    )
    assert second.endswith("how it reads · played 16 Jan 2027, alone · shared 16 Jan 2027 · until 15 Feb 2027")
    assert third.endswith(
        "Jon  The window in room four\nwhat was said · played 15 Jan 2027, alone · shared 15 Jan 2027"
    )


async def test_the_list_comes_in_pages(store: SqliteStore) -> None:
    """Fifty are listed at first, and more when they are asked for."""
    unit = unit_of(store)
    story = window()
    session = unit.staff[0].play(story, way=GOOD)
    reader = unit.staff[0].sharing.reader(READER)
    for _ in range(52):
        unit.world.clock.now += 1000
        unit.staff[0].sharing.share(session.id, reader, Scope.SCORES)
        session = unit.staff[0].play(story, way=GOOD)
    async with listed(store, unit) as (app, pilot):
        assert 51 == len(offered(app))
        assert "More" == offered(app)[-1]
        await pilot.press("end", "enter")
        await until_shown(pilot, "how it reads")
        assert 52 == len(offered(app))


async def test_the_list_is_narrowed(store: SqliteStore) -> None:
    """By person, by scenario and by day, each taken away again."""
    async with listed(store, shared_plays(store)) as (app, pilot):
        await pilot.press("p")
        await wait_for_screen(pilot, "AskWay")
        assert ["Everybody's", "Jon", "Kari"] == offered(app)
        await pilot.press("2")
        await until_shown(pilot, "Jon · every scenario · shared on any day")
        assert 1 == len(offered(app))
        await pilot.press("s")
        await until_shown(pilot, "Jon · The window in room four · shared on any day")
        await pilot.press("s", "d")
        await until_shown(pilot, "Jon · every scenario · shared in the last 7 days")


async def test_narrowed_to_lately_leaves_out_what_is_older(store: SqliteStore) -> None:
    """What was shared earlier is not listed, and it is said how to see it."""
    unit = shared_plays(store)
    unit.wait(20)
    async with listed(store, unit) as (app, pilot):
        assert 3 == len(offered(app))
        await pilot.press("d")
        await until_shown(pilot, "Nothing of that is shared with you now.")
        await pilot.press("d")
        await until_shown(pilot, "the last 30 days")
        assert 3 == len(offered(app))


@pytest.mark.parametrize("key", ["1", "2"])
async def test_what_was_taken_back_meanwhile_is_not_there(store: SqliteStore, key: str) -> None:
    """Opening it says so, and the list is read anew."""
    unit = shared_plays(store)
    async with listed(store, unit) as (app, pilot):
        withdraw(unit)
        await pilot.press(key)
        await wait_for_screen(pilot, "Notice")
        assert GONE in shown(app)
        await pilot.press("enter")
        await wait_for_screen(pilot, "SharedWithMe")
        assert 1 == len(offered(app))


@pytest.mark.parametrize("key", ["right", "w", "r", "2", "k", "u"])
async def test_a_replay_closes_when_it_is_taken_back(store: SqliteStore, key: str) -> None:
    """Whatever is asked for next, what was said is gone from the screen."""
    unit = shared_plays(store)
    async with listed(store, unit) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "The rule is that windows stay shut.")
        withdraw(unit)
        await pilot.press(key)
        await wait_for_screen(pilot, "Notice")
        assert GONE in shown(app)
        assert "SharedWithMe" == type(app.screen_stack[-2]).__name__


async def test_scores_say_what_they_rest_on(store: SqliteStore) -> None:
    """Words first, figures behind a key, marks at what they belong to, and that it is no basis for decisions."""
    unit = unit_of(store)
    play = unit.staff[0].play(window(), way=POOR)
    play.carry_out(MarkReading(seat="staff", reading=of_moment(2), is_so=False))
    unit.share(unit.staff[0], play, Scope.SCORES)
    async with listed(store, unit) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "Listening little of what was open rests on 3 choices; 1 marked “not so for me”")
        assert "2 replies that could hurt" in shown(app)
        assert "It is no basis for decisions on staff or on treatment." in shown(app)
        assert "between" not in shown(app)
        await pilot.press("f")
        await until_shown(pilot, "Listening 0, probably between 0 and 36; 3 choices")


async def test_a_replay_shows_no_key_until_it_is_asked_for(store: SqliteStore) -> None:
    """What was said, chosen and open comes first; the key only after it was said what that means."""
    unit = shared_plays(store)
    async with listed(store, unit) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "Ingrid: The rule is that windows stay shut.")
        assert "What was open as well · What happens at night when it is shut?" in shown(app)
        for secret in ("It showed", "Could hurt", "nobody was asked", "not so for me"):
            assert secret not in shown(app)
        reviewing = unit.reader.reviewing
        reviewed = reviewing.open(reviewing.items()[0].session, unit.staff[0].id)
        assert reviewing.can_rate(reviewed)
        await pilot.press("k")
        await wait_for_screen(pilot, "AskWay")
        await pilot.press("escape")
        await until_shown(pilot, "Kari as Ingrid, 1 of 4")
        assert reviewing.can_rate(reviewed)
        await pilot.press("k")
        await wait_for_screen(pilot, "AskWay")
        await pilot.press("1")
        await until_shown(pilot, "It showed: listening: rather the opposite")
        assert "Could hurt: A rule without a reason can sound like a locked door. Marked by whose it is" in shown(app)
        assert not reviewing.can_rate(reviewed)


async def test_a_replay_goes_turn_by_turn_to_the_end(store: SqliteStore) -> None:
    """Each turn shows what was said since the last, and the last one how it ended."""
    async with listed(store, shared_plays(store)) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "Kari as Ingrid, 1 of 4")
        for turn, line in ((2, "We can take it up tomorrow."), (3, "He is only restless."), (4, "Shut. The window")):
            await pilot.press("right")
            await until_shown(pilot, f"Kari as Ingrid, {turn} of 4")
            assert line in shown(app)
        await pilot.press("right", "left")
        await until_shown(pilot, "Kari as Ingrid, 3 of 4")


async def test_a_long_turn_is_read_on_before_the_next_comes(store: SqliteStore) -> None:
    """Space shows what is below first; the choice is in sight before the turn is left."""
    async with opened(store, "replay") as (app, pilot):
        await pilot.resize_terminal(80, 15)
        await settle(pilot)
        assert "What was open as well" not in shown(app)
        await pilot.press("space")
        await until_shown(pilot, "What was open as well", "1 of 4")
        await pilot.press("space")
        await until_shown(pilot, "2 of 4")


async def test_of_a_patient_nothing_is_shown_but_what_was_said(store: SqliteStore) -> None:
    """There is no key to how it reads, and pressing it does nothing."""
    async with listed(store, shared_plays(store)) as (app, pilot):
        await pilot.press("3")
        await until_shown(pilot, "Jon as Jonas, 1 of 2")
        await settle(pilot)
        before = shown(app)
        await pilot.press("k", "2", "f", "n")
        await settle(pilot)
        assert before == shown(app)
        assert "How it reads" not in shown(app)


async def test_notes_that_were_chosen_are_read(store: SqliteStore) -> None:
    """The notes that go along are one key away."""
    async with listed(store, shared_plays(store)) as (_, pilot):
        await pilot.press("1")
        await until_shown(pilot, "Kari as Ingrid, 1 of 4")
        await pilot.press("n")
        await until_shown(pilot, "I was tired that evening.")


async def test_a_remark_is_written_answered_and_taken_back(store: SqliteStore) -> None:
    """It stands at its choice, both can write, and each takes back only their own."""
    unit = shared_plays(store)
    kari = unit.staff[0]
    async with listed(store, unit) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("w")
        await wait_for_screen(pilot, "AskRemark")
        assert "Kari reads this and can answer. It is a conversation, not a verdict." in shown(app)
        assert "On “The rule is that windows stay shut.”" in shown(app)
        app.screen.query_one(TypedText).insert(HOSTILE)
        await pilot.press("enter")
        await until_shown(pilot, "✎ 1 remark here")
        session = unit.reader.reviewing.items()[0].session
        (remark,) = kari.sharing.remarks(session)
        kari.sharing.answer_remark(remark, HOSTILE)
        await pilot.press("r")
        await wait_for_screen(pilot, "Remarks")
        await settle(pilot)
        assert "2" == remark.place
        assert 2 == shown(app).count("[/x] [@click=app.quit]now[/] [31mred[0m yas")
        before = offered(app)
        await pilot.press("t")
        await settle(pilot)
        assert before == offered(app)
        await pilot.press("up", "t")
        await settle(pilot)
        assert 1 == len(offered(app))
        await pilot.press("enter")
        await wait_for_screen(pilot, "AskRemark")
        await pilot.press(*"Thank you.", "enter")
        await until_shown(pilot, "Thank you.")

    assert [("2", kari.id), ("2", unit.reader.id)] == [(r.place, r.author) for r in kari.sharing.remarks(session)]


async def test_a_second_reading_is_blind_until_it_is_kept(store: SqliteStore) -> None:
    """Each practice is asked on its anchors, nothing of the key is shown before, and what is kept is what was said."""
    unit = shared_plays(store)
    async with listed(store, unit) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("2")
        for asked in ("Listening:", "Holding one's view open:", "Making room:", "Saying how it is for oneself:"):
            await until_shown(pilot, asked)
            assert "as written" not in shown(app)
            assert "5 It says nothing of this either way" in shown(app)
            await pilot.press("3")
        await until_shown(pilot, "So you read it")
        await pilot.press("b")
        await until_shown(pilot, "Saying how it is for oneself:")
        await pilot.press("5")
        await until_shown(pilot, "So you read it")
        await pilot.press("1")
        await until_shown(pilot, "as written")
        assert "Listening rather the opposite rather the opposite" in shown(app)
        await until_shown(pilot, "Saying how it is for you nothing of it nothing of it")

    session = unit.reader.reviewing.items()[0].session
    (rating,) = unit.staff[0].sharing.ratings(session)
    assert {"listening": -1, "suspending": -1, "respecting": -1, "voicing": 0} == rating.levels
    assert 2 == rating.position


async def test_a_second_reading_goes_on_where_it_was_left(store: SqliteStore) -> None:
    """A choice can be left for later, and what was kept is not asked again."""
    async with listed(store, shared_plays(store)) as (_, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("2")
        await until_shown(pilot, "The rule is that windows stay shut.")
        await pilot.press("s")
        await until_shown(pilot, "Ingrid: We can take it up tomorrow.")
        await rate(pilot, "3", "5", "3", "3")
        await pilot.press("escape")
        await until_shown(pilot, "1 of 4")
        await pilot.press("2")
        await until_shown(pilot, "a reading of your own, 2 of 3")
        await until_shown(pilot, "The rule is that windows stay shut.")


async def test_answers_stay_when_a_choice_is_left_for_later(store: SqliteStore) -> None:
    """Skipped with all answered, or with some, a choice comes again as it was left."""
    async with listed(store, shared_plays(store)) as (_, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("2")
        for answer in ("3", "4", "3", "5"):
            await pilot.press(answer)
        await until_shown(pilot, "So you read it")
        await pilot.press("s")
        await until_shown(pilot, "Ingrid: We can take it up tomorrow.")
        await until_shown(pilot, "Listening: what does")
        await pilot.press("1")
        await until_shown(pilot, "Holding one's view open:")
        await pilot.press("s", "s")
        await until_shown(
            pilot, "So you read it: Listening rather the opposite Holding your view open clearly the opposite"
        )
        await until_shown(pilot, "Ingrid: The rule is that windows stay shut.")
        await pilot.press("s")
        await until_shown(pilot, "Holding one's view open:")


async def test_line_that_is_rated_stays_in_sight(store: SqliteStore) -> None:
    """In a small window the whole of it is above each question, and at last what was answered, for every choice."""
    unit = unit_of(store)
    said = {name: words_of(name, 30) for name in ("first", "second", "third")}
    before = [{"patient": words_of("before", 80)}]
    beats = {
        name: turn(option(name, to, say=said[name]), option(f"other-{name}", to), lines=before)
        for name, to in zip(said, ("second", "third", "end/out"), strict=True)
    }
    unit.play(unit.staff[0], parse(scenario_text(beats)), tuple(said))
    app = TrainerApp(store)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_list(pilot, unit)
        await pilot.press("1")
        await until_shown(pilot, "1 of")
        await pilot.press("2")
        for line in said.values():
            for asked in ("Listening:", "Holding one's", "Making room:", "Saying how it is for oneself:"):
                await until_shown(pilot, asked)
                await settle(pilot)
                assert set() == set(line.split()) - set(shown(app).split())
                await pilot.press("4")
            await until_shown(pilot, "So you read it", "Saying how it is for you clearly the opposite")
            await pilot.press("1")
            await until_shown(pilot, "as written")
            await pilot.press("1")


async def test_answers_that_are_not_kept_are_asked_about_before_one_leaves(store: SqliteStore) -> None:
    """Enter stays, and what was answered is there; leaving loses it, as was said."""
    async with listed(store, shared_plays(store)) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("2")
        await until_shown(pilot, "Listening: what does")
        await pilot.press("1", "escape")
        await wait_for_screen(pilot, "AskWay")
        assert "What you answered to a choice without keeping it is lost." in shown(app)
        await pilot.press("enter")
        await until_shown(pilot, "Holding one's view open:")
        await pilot.press("escape")
        await wait_for_screen(pilot, "AskWay")
        await pilot.press("2")
        await until_shown(pilot, "Kari as Ingrid, 1 of 4")
        await pilot.press("2")
        await until_shown(pilot, "Listening: what does")
        await pilot.press("escape")
        await until_shown(pilot, "Kari as Ingrid, 1 of 4")


async def test_who_has_seen_the_key_is_not_asked(store: SqliteStore) -> None:
    """A reading would not be their own."""
    async with listed(store, shared_plays(store)) as (_, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("k")
        await wait_for_screen(pilot, "AskWay")
        await pilot.press("1")
        await until_shown(pilot, "It showed")
        await pilot.press("2")
        await until_shown(pilot, "You have seen how the choices read, so a second reading would not be your own.")
        await pilot.press("enter")
        await until_shown(pilot, "It showed")


async def test_at_the_end_it_is_said_how_far_readers_agree(store: SqliteStore) -> None:
    """Agreement stands with what it rests on; where all gave the same, or too few did, that is said instead."""
    unit = shared_plays(store)
    kari = unit.staff[0]
    other = unit.world.add("Vera", Kind.EDUCATOR, Role.SUPERVISOR, by=unit.admin)
    session = unit.reader.reviewing.items()[0].session
    kari.sharing.share(session, kari.sharing.reader("Vera"), Scope.TRANSCRIPT)
    reviewed = other.reviewing.open(session, kari.id)
    for position, level in ((2, 2), (4, -1), (5, -2)):
        other.reviewing.rate(reviewed, position, {Practice.LISTENING: level, Practice.VOICING: 1})
    async with listed(store, unit) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("2")
        for listening in ("1", "3", "4"):
            await until_shown(pilot, "Listening: what does")
            await rate(pilot, listening, "5", "5", "2")
            await until_shown(pilot, "Others, listening: ")
            await pilot.press("1")
        await until_shown(pilot, "How far readers agree")
        assert "Listening 1.00, from 3 choices that 2 have read" in shown(app)
        assert "Saying how it is for you everybody gave the same everywhere" in shown(app)
        assert "Vera" not in shown(app)


async def test_without_the_library_it_is_said_how_to_add_it(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Agreement needs one more package; the command that adds it is named, and the rest of the page is there."""
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    unit = shared_plays(store)
    kari = unit.staff[0]
    other = unit.world.add("Vera", Kind.EDUCATOR, Role.SUPERVISOR, by=unit.admin)
    session = unit.reader.reviewing.items()[0].session
    kari.sharing.share(session, kari.sharing.reader("Vera"), Scope.TRANSCRIPT)
    for there in (other, unit.reader):
        reviewed = there.reviewing.open(session, kari.id)
        for position, level in ((2, 2), (4, -1), (5, -2)):
            there.reviewing.rate(reviewed, position, {Practice.LISTENING: level})
    async with listed(store, unit) as (app, pilot):
        await pilot.press("1")
        await until_shown(pilot, "1 of 4")
        await pilot.press("2")
        await until_shown(pilot, "You have read every choice of this play.")
        assert "pip install '.[review]'" in shown(app)
        assert "as written" in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_hostile_story_is_only_shown(store: SqliteStore, size: tuple[int, int]) -> None:
    """In the list, the replay with its key, remarks, a second reading, questions and a group, nothing runs."""
    unit = unit_of(store)
    kari = unit.staff[0]
    session = unit.play(kari, parse(hostile_story()), ("one", "last"))
    found = []
    app = TrainerApp(store)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await open_list(pilot, unit)
        for keys in (
            *(("s",), ("s",), ("1",), ("r",), ("escape",), ("2",), ("1", "1", "1"), ("1", "1"), ("escape",), ("u",)),
            *(("right",), ("escape",), ("s",), ("escape",), ("k", "1"), ("right",), ("pagedown",), ("escape",)),
        ):
            await pilot.press(*keys)
            await settle(pilot)
            found += actions_in(app)
            assert all(UNSAFE.search(strip.text) is None for strip in strips(app))
        await begin_to_show(pilot, unit)
        for key in ("o", "right", "k", "f", "right", "right", "right"):
            await pilot.press(key)
            await settle(pilot)
            found += actions_in(app)
        assert app.is_running

    assert [] == found
    assert 1 == len(kari.sharing.ratings(session))


@pytest.mark.parametrize("size", [(60, 16), (50, 15)])
@pytest.mark.parametrize("place", REVIEW)
async def test_a_small_window_has_room_for_the_way_back(store: SqliteStore, place: str, size: tuple[int, int]) -> None:
    """Each place fits the smallest window, and Escape leads back."""
    async with opened(store, place) as (app, pilot):
        stack = len(app.screen_stack)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        assert rows(app).strip()
        await pilot.press("escape")
        await settle(pilot)
        assert len(app.screen_stack) < stack
