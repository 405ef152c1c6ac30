"""The looking back on screen: three steps, one question at a time, notes, marks, and the way back to a choice."""

import re
from collections.abc import Callable

import pytest
from builders import option, scenario, turn
from places import opened, session_at, tried_again
from seeing import rows, shown, wait_for
from textual.pilot import Pilot
from walking import choose, go_to, lines, offered, wait_for_options, wait_for_screen

from trainer.opening import Opening
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import TypedText
from trainer.tui.screens.looking_back.looked_back import LookedBack
from trainer.tui.screens.looking_back.take_along import one_reading
from trainer.wording import OVER_FREE_TEXT

PlayApp = Callable[..., TrainerApp]
LARGE = (100, 50)


async def turn_to(pilot: Pilot[int], words: str, key: str = "right") -> None:
    """Turn pages with `key` until `words` are in sight."""
    for _ in range(20):
        if words in shown(pilot.app):
            return
        before = rows(pilot.app)
        await pilot.press(key)
        await wait_for(pilot, lambda before=before: before != rows(pilot.app), f"another page on the way to {words}")
    raise AssertionError(f"no page has {words}")


async def write(pilot: Pilot[int], words: str) -> None:
    """Type `words` into the question that is asked, in place of what stands there, and keep them."""
    await wait_for_screen(pilot, "AskNote")
    pilot.app.screen.query_one(TypedText).text = words
    await pilot.press("enter")
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ != "AskNote", "the way back")


async def test_three_steps_short_first(store: SqliteStore) -> None:
    """It begins with how it was; right and left lead through the steps and their pages and stay at the ends."""
    async with opened(store, "back", LARGE) as (app, pilot):
        assert "▸ 1 How it was" in shown(app)
        assert "A hand wide. The window is open a hand wide." in shown(app)
        assert "Listening" not in shown(app)
        await pilot.press("left", "right")
        await wait_for(pilot, lambda: "▸ 2 What happened" in shown(app), "the second step")
        await pilot.press("right")
        await wait_for(pilot, lambda: "▸ 3 What to take along 1 of" in shown(app), "the third step")
        await turn_to(pilot, "What will you try next time?")
        await pilot.press("right", "1")
        await wait_for(pilot, lambda: "▸ 1 How it was" in shown(app), "the first step again")


async def test_words_first_and_figures_when_asked(store: SqliteStore) -> None:
    """What the words did has no digit of a score until `f`, and none again after it."""
    async with opened(store, "along", LARGE) as (app, pilot):
        words = rows(app, "#told")
        await pilot.press("f")
        await wait_for(pilot, lambda: "good dialogue, not who one is." in shown(app, "#told"), "figures")
        figures = shown(app, "#told")
        await pilot.press("f")
        await wait_for(pilot, lambda: words == rows(app, "#told"), "words again")

    scores = words[words.index("Listening") : words.index("What follows")]
    assert "nearly all that was open to you" in scores
    assert [] == re.findall(r"\d", scores)
    assert "100, probably between" in figures


async def test_talk_with_what_each_line_showed(store: SqliteStore) -> None:
    """The talk has everybody's lines, own replies with what they showed, and where the learner was not, it says so."""
    async with opened(store, "back", (120, 60)) as (app, pilot):
        await pilot.press("2")
        await wait_for(pilot, lambda: "▸ You" in shown(app), "the talk")
        told = lines(app)

    for expected in (
        "The lamp above the door hums.",
        "Jonas Can somebody open my window tonight?",
        "Ingrid (thinks) Not this again.",
        "You What happens at night when it is shut?",
        "It showed listening: clearly; holding your view open: somewhat; making room: somewhat; saying how it is",
        "Berit What did he want?",
        "A hand wide.",
    ):
        assert expected in told


async def test_tilt_and_meters_stand_beside_the_talk(store: SqliteStore) -> None:
    """Beside the talk stand who has most room after the marked line, plots, and what each can lose."""
    beats = {
        "one": turn(option("up", "two", tilt=45), option("down", "two")),
        "two": turn(option("up", tilt=-80), option("down")),
    }
    story = scenario(beats, meters={"trust": {"of": "patient", "start": 30}})
    session = Session.begin(store, story, "staff", seed=1)
    session.start()
    session.reply("up")
    session.reply("up")
    async with opened_on(store, session) as (app, pilot):
        await pilot.press("2")
        await wait_for(pilot, lambda: "much more on" in shown(app), "the first reply")
        first = shown(app)
        await pilot.press("down")
        await wait_for(pilot, lambda: "somewhat more on" in shown(app), "the second reply")

    for expected in ("staff┤", "patients┤", "Trust (Jonas)", "most┤"):
        assert expected in first


async def test_feelings_and_own_words_stand_in_the_talk(store: SqliteStore) -> None:
    """A feeling stands before what was said next, own words after the line they reword."""
    session = Session.begin(store, session_at(store, 0).scenario, "staff", seed=7)
    session.start()
    session.reply("ask")
    session.check_in("A knot.", 7)
    session.reply("sit")
    session.give_words("I stay here.")
    session.reply("with-him")
    async with opened_on(store, session) as (app, pilot):
        await pilot.press("2")
        await wait_for(pilot, lambda: "▸ You" in shown(app), "the talk")
        told = lines(app)

    felt, said, own = (
        told.index(words) for words in ("You felt A knot. (7 of 10)", "You I will sit with", "Own words I stay")
    )
    assert felt < said < own


def opened_on(store: SqliteStore, session: Session):  # noqa: ANN201  an app and its pilot, as `opened` gives them
    """Open the looking back on `session`."""
    from contextlib import asynccontextmanager  # noqa: PLC0415

    @asynccontextmanager
    async def on_it():  # noqa: ANN202
        app = TrainerApp(store, Opening(resume=session.id))
        async with app.run_test(size=LARGE) as pilot:
            await wait_for(pilot, lambda: "How was it?" in shown(app), "the looking back")
            await wait_for(pilot, lambda: app.screen._points is not None, "what could have come of it")
            yield app, pilot

    return on_it()


async def test_the_talk_is_there_after_the_first_step_was_scrolled(store: SqliteStore) -> None:
    """However one came to it, the talk is in sight when its step is opened."""
    session = session_at(store, 3)
    session.write_note("how-it-was", "A long day. " * 60)
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test(size=(80, 20)) as pilot:
        await wait_for(pilot, lambda: "How was it?" in shown(app), "the looking back")
        await pilot.press("pagedown")
        await wait_for(pilot, lambda: app.screen.query_one("#text").scroll_offset.y > 0, "the rest of the page")
        await pilot.press("right")
        await wait_for(pilot, lambda: "The corridor, evening" in shown(app), "the talk")


async def test_questions_come_one_at_a_time(store: SqliteStore) -> None:
    """A page has a reply, what it showed, what was open as well, what could have come of it, and one question."""
    async with opened(store, "moment", (100, 60)) as (app, _):
        page = shown(app)

    assert "You: What happens at night when it is shut?" in page
    assert "You asked before you answered." in page
    assert "What was going on for you?" in page
    assert "· The rule is that windows stay shut." in page
    assert "What your whole play could still have shown from here on" in page
    assert "Ends that could come: A hand wide · Shut" in page


async def test_harm_stands_apart(store: SqliteStore) -> None:
    """What could hurt has a page of its own, before all else."""
    session = session_at(store, 2)
    session.reply("for-him")
    async with opened_on(store, session) as (app, pilot):
        await pilot.press("3", "right")
        await wait_for(pilot, lambda: "while he was not there." in shown(app), "the first page")

        assert "You: He is only restless." in shown(app)
        assert "Jonas was explained while he was not there." in shown(app)


async def test_own_words_beside_the_script(store: SqliteStore) -> None:
    """Own words stand beside the line as it is written, unscored, with the question what is different."""
    session = session_at(store, 2)
    session.give_words("I stay here.")
    session.reply("with-him")
    async with opened_on(store, session) as (app, pilot):
        await pilot.press("3")
        await turn_to(pilot, "What is different?")

        assert "As it is written: I will sit with you while it is open. In your own words: I stay here." in shown(app)


async def test_what_is_written_is_kept_and_comes_back(store: SqliteStore) -> None:
    """How it was, an answer to a question and an intention are kept, shown again, changed and deleted."""
    async with opened(store, "back", LARGE) as (app, pilot):
        await pilot.press("w")
        await write(pilot, "Lighter [b]than[/b] before.")
        await wait_for(pilot, lambda: "You wrote: Lighter [b]than[/b] before." in shown(app), "the note")
        await pilot.press("3", "right", "w")
        await write(pilot, "I wanted to know.")
        await wait_for(pilot, lambda: "You wrote: I wanted to know." in shown(app), "the answer")
        await turn_to(pilot, "What will you try next time?")
        await pilot.press("i")
        await write(pilot, "I will ask before I explain.")
        await wait_for(pilot, lambda: "I will ask before I explain." in shown(app), "the intention")
        kept = [note.text for note in store.notes()]
        await pilot.press("1", "w")
        await write(pilot, "")
        await wait_for(pilot, lambda: "You wrote" not in shown(app), "no note")

    assert ["I will ask before I explain.", "I wanted to know.", "Lighter [b]than[/b] before."] == kept
    assert 2 == len(store.notes())


async def test_intention_is_shown_before_the_next_play_and_come_back_to(store: SqliteStore, play: PlayApp) -> None:
    """The next briefing shows what one wanted to try, and the looking back on that play asks what came of it."""
    session_at(store, 3).write_note("intention", "I will ask before I explain.")
    app = play()
    async with app.run_test(size=LARGE) as pilot:
        await wait_for_screen(pilot, "Briefing")
        assert "Last time you wanted to try: I will ask before I explain." in shown(app)
        await go_to(pilot, "back")
        assert "For this play you wanted: I will ask before I explain." in shown(app)
        await pilot.press("3")
        await turn_to(pilot, "What came of it?")
        await pilot.press("c")
        await write(pilot, "Twice of three.")
        await wait_for(pilot, lambda: "Twice of three." in shown(app), "what came of it")


async def test_not_so_for_me(store: SqliteStore) -> None:
    """A reading can be marked and the mark taken away; it is in the log, and no figure changes for it."""
    async with opened(store, "moment", LARGE) as (app, pilot):
        session = app.screen._session
        scores = session.look_back().scores
        await pilot.press("x")
        await wait_for(pilot, lambda: "not so for me" in shown(app), "the mark")
        marked = session.look_back().not_so
        await pilot.press("x")
        await wait_for(pilot, lambda: "not so for me" not in shown(app), "no mark")

    assert 1 == len(marked)
    assert () == Session.resume(store, session.id).look_back().not_so
    assert scores == session.look_back().scores


async def test_back_to_a_choice_and_another_way(store: SqliteStore) -> None:
    """From a question one goes back to its choice, says something else, and sees both attempts beside each other."""
    async with opened(store, "moment", LARGE) as (app, pilot):
        first = app.screen._session
        before = store.events(first.id)
        await pilot.press("g")
        await wait_for_screen(pilot, "TryAgain")
        await pilot.press("1")
        await wait_for_options(pilot)
        assert "You are back before a choice of yours." in shown(app)
        assert "Can somebody open my window tonight?" in lines(app)
        assert 3 == len(offered(app))
        await choose(pilot, "The rule is")
        await wait_for(pilot, lambda: type(app.screen).__name__ == "AskFeeling", "the question how it is")
        await pilot.press("escape")
        await wait_for_options(pilot)
        await choose(pilot, "We can take it up tomorrow.")
        await wait_for(pilot, lambda: type(app.screen).__name__ == "OwnWords", "own words")
        await pilot.press("escape")
        await wait_for_options(pilot)
        await choose(pilot, "He is only restless.")
        await wait_for_options(pilot)
        await choose(pilot, "Look back")
        await wait_for(pilot, lambda: "The window stays shut." in shown(app), "the looking back")
        await pilot.press("a")
        await wait_for_screen(pilot, "Attempts")
        await wait_for(pilot, lambda: "Where it led: Shut." in shown(app), "both attempts")
        beside = shown(app)

    assert before == store.events(first.id)
    for expected in ("What happens at night", "The rule is that windows", "Where it led: A hand wide."):
        assert expected in beside


async def test_staying_makes_no_session(store: SqliteStore) -> None:
    """Who does not go back after all has one session, as before."""
    async with opened(store, "again", LARGE) as (app, pilot):
        await choose(pilot, "Stay with the looking back")
        await wait_for(pilot, lambda: type(app.screen).__name__ == "LookingBack", "the looking back")

    assert 1 == len(store.sessions())


async def test_attempts_are_found_again(store: SqliteStore) -> None:
    """After the program was left, the sessions tell a fork from a first attempt, and both are beside each other."""
    session = tried_again(store)
    async with opened_on(store, session) as (app, pilot):
        await pilot.press("a")
        await wait_for_screen(pilot, "Attempts")
        await wait_for(pilot, lambda: "We can take it up tomorrow." in shown(app), "both attempts")
        words = shown(app)
        await pilot.press("f")
        await wait_for(pilot, lambda: "choices" in shown(app) and words != shown(app), "figures")
        await pilot.press("escape", "escape")
        await wait_for_screen(pilot, "Home")
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")

        assert "What happens at night" not in words
        assert "I will sit with you while it is open." in words
        assert [True, False] == ["Tried again from a choice." in entry for entry in offered(app)]


async def test_marked_line_can_be_tried_again(store: SqliteStore) -> None:
    """In the talk the way back is from the line that is marked, whether it counted or not."""
    async with opened(store, "talk", LARGE) as (app, pilot):
        await pilot.press("g")
        await wait_for_screen(pilot, "TryAgain")

        assert "You said: I will sit with you while it is open." in shown(app)


async def test_looking_back_before_the_end_keeps_closed_what_is_closed(store: SqliteStore) -> None:
    """Before the end nobody else's thoughts and nothing unsaid is told, and nothing can be marked."""
    session = session_at(store, 2)
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test(size=LARGE) as pilot:
        await wait_for_screen(pilot, "OwnWords")
        await pilot.press("escape")
        await wait_for_options(pilot)
        await pilot.press("p")
        await wait_for_screen(pilot, "PauseMenu")
        await choose(pilot, "Look back on it so far")
        await wait_for(pilot, lambda: "has not come to an end yet" in shown(app), "the looking back")
        await pilot.press("3")
        await wait_for(pilot, lambda: "What your words did" in shown(app), "the third step")
        keys = {binding.binding.action for binding in app.screen.active_bindings.values() if binding.enabled}

        titles = [reading.title for reading in app.screen._back.readings]

    assert "What the others thought" not in titles
    assert "not_so" not in keys


async def test_journal_keeps_changes_and_deletes(store: SqliteStore) -> None:
    """The journal shows every note with its play; one is changed there, emptied it is gone, and its page says so."""
    async with opened(store, "journal", LARGE) as (app, pilot):
        assert "How it was, “The window in room four”" in shown(app)
        await pilot.press("1")
        await write(pilot, "Calm.")
        await wait_for(pilot, lambda: ["Calm."] == [note.text for note in store.notes()], "the change")
        await pilot.press("1")
        await write(pilot, "")
        await wait_for(pilot, lambda: "Nothing is written yet." in shown(app), "the empty journal")

    assert () == store.notes()


async def test_journal_leads_to_the_looking_back(store: SqliteStore) -> None:
    """From a note one comes to the looking back it was written in."""
    async with opened(store, "journal", LARGE) as (app, pilot):
        await pilot.press("o")
        await wait_for(pilot, lambda: "You wrote: Calmer than I had thought." in shown(app), "the looking back")


async def test_before_the_end_no_view_tells_what_is_still_closed(store: SqliteStore) -> None:
    """Before the end no page names an end that could come, and nothing is drawn of who had most room."""
    session = session_at(store, 2)
    session.give_words("I stay.")
    back = LookedBack.of(session)
    points = {point.moment.choice.position: point for point in back.debrief.turning_points()}
    pages = [one_reading(back, reading, points, has_figures=True).plain for reading in back.readings]

    assert 2 <= len(pages)
    assert [] == [page for page in pages if "Ends that could come" in page or "A hand wide" in page]
    assert () == back.debrief.open_balances


async def test_note_says_that_nobody_is_shown_it_unless_one_wants_that(store: SqliteStore) -> None:
    """A note can go along when a play is shared, so that it says no more than what holds."""
    async with opened(store, "note", LARGE) as (app, _):
        assert f"Not shared with anybody unless you choose to. {OVER_FREE_TEXT}" in shown(app)
        assert "alone" not in shown(app, ".dialog")


async def test_escape_leaves_typed_words_only_when_asked_twice(store: SqliteStore) -> None:
    """One Escape over something typed says what it would leave behind; the second leaves, and the note is as before."""
    async with opened(store, "journal", LARGE) as (app, pilot):
        await pilot.press("1")
        await wait_for_screen(pilot, "AskNote")
        await pilot.press(*" More.")
        await pilot.press("escape")
        await wait_for(pilot, lambda: "Escape again leaves what you typed behind" in shown(app), "the warning")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Journal")

    assert ["Calmer than I had thought."] == [note.text for note in store.notes()]


async def test_what_is_typed_is_kept_when_the_typing_pauses(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note that is being typed when the window closes is there up to the last pause."""
    monkeypatch.setattr("trainer.tui.dialogs.words._PAUSE_SECONDS", 0.01)
    async with opened(store, "journal", LARGE) as (app, pilot):
        await pilot.press("1")
        await wait_for_screen(pilot, "AskNote")
        await pilot.press(*" More.")
        await wait_for(
            pilot, lambda: ["Calmer than I had thought. More."] == [note.text for note in store.notes()], "the draft"
        )
        app.exit(return_code=129)

    assert ["Calmer than I had thought. More."] == [note.text for note in store.notes()]


async def test_a_note_that_was_changed_elsewhere_is_not_overwritten(store: SqliteStore) -> None:
    """What another window wrote meanwhile stands beside what was typed here, and both are kept."""
    async with opened(store, "journal", LARGE) as (app, pilot):
        note = store.notes()[0]
        await pilot.press("1")
        await wait_for_screen(pilot, "AskNote")
        store.put_note(note.session, note.about, "From elsewhere.", 1)
        await pilot.press(*" More.", "enter")
        await wait_for(pilot, lambda: "This was changed elsewhere meanwhile." in shown(app), "both texts")
        await pilot.press("enter")
        await wait_for_screen(pilot, "Journal")

    assert ["From elsewhere.\n\nCalmer than I had thought. More."] == [note.text for note in store.notes()]


async def test_leaving_a_note_that_was_changed_elsewhere_keeps_that(store: SqliteStore) -> None:
    """Who leaves after both texts were shown leaves what the other window wrote, not what stood there before it."""
    async with opened(store, "journal", LARGE) as (app, pilot):
        note = store.notes()[0]
        await pilot.press("1")
        await wait_for_screen(pilot, "AskNote")
        store.put_note(note.session, note.about, "From elsewhere.", 1)
        await pilot.press(*" More.", "enter")
        await wait_for(pilot, lambda: "This was changed elsewhere meanwhile." in shown(app), "both texts")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Journal")

    assert ["From elsewhere."] == [note.text for note in store.notes()]
