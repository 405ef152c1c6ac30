"""A person walks through the screens: what is in sight, and what the store holds then."""

import re
from collections.abc import Callable

import pytest
from builders import option, scenario, turn
from seeing import shown, wait_for
from textual.widgets import Input
from walking import (
    choose,
    go_to,
    kinds,
    lines,
    offered,
    read_and_begin,
    typed,
    wait_for_options,
    wait_for_question,
    wait_for_screen,
)

from trainer.opening import Opening
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import Strength, TypedText
from trainer.tui.screens.looking_back import LookingBack
from trainer.tui.screens.stage import Stage
from trainer.tui.widgets.choices import Choices
from trainer.wording import BEFORE_PLAY, CONTAINER, OVER_FREE_TEXT

PlayApp = Callable[..., TrainerApp]
BEGUN = ["session_began", "play_began"]


async def test_home_offers_the_ways_in_and_no_session_before_there_is_one(app: TrainerApp) -> None:
    """Home names the library, the sessions and the way out, and nothing to go on with."""
    async with app.run_test() as pilot:
        await go_to(pilot, "home")

        assert [
            "Choose a scenario",
            "Together…",
            "Your sessions: go on, or look back",
            "Your progress over plays",
            "Your journal",
            "The agreement",
            "Leave",
        ] == offered(app)
        assert "Practise a hard conversation." in shown(app)


async def test_library_shows_what_is_known(app: TrainerApp) -> None:
    """The library shows a scenario's title, how long it takes, what it touches on and who can be played."""
    async with app.run_test() as pilot:
        await go_to(pilot, "library")
        await wait_for(pilot, lambda: "locked doors" in shown(app, "#about"), "the content note")

        assert ["The window in room four\nabout 10 minutes, not played yet"] == offered(app)
        assert "Parts you can take: Ingrid and Jonas." in shown(app, "#about")
        assert "It practises listening, holding your view open, making room and saying how it is for you." in shown(
            app, "#about"
        )


async def test_search_narrows_and_an_empty_result_says_what_to_do(app: TrainerApp) -> None:
    """A search keeps what holds every word; where nothing does, it says how to go back, and Escape does so."""
    async with app.run_test() as pilot:
        await go_to(pilot, "library")
        await pilot.press("slash", *"CORRIDOR")
        await pilot.press("space", *"jonas")
        await wait_for(pilot, lambda: "CORRIDOR jonas" == app.screen.query_one(Input).value, "the words")
        found = offered(app)
        await pilot.press("x")
        await wait_for(pilot, lambda: "No scenario holds these words. Escape clears" in shown(app), "the empty result")
        nothing = offered(app)
        await pilot.press("enter", "enter")
        await pilot.press("escape")
        await wait_for(pilot, lambda: 1 == len(offered(app)), "the whole library")

        assert 1 == len(found)
        assert [] == nothing
        assert "" == app.screen.query_one(Input).value


async def test_unreadable_scenario_is_named_with_the_way_to_its_problems(app: TrainerApp, home) -> None:  # noqa: ANN001
    """A file of one's own that has problems is told of in the library, and the others can still be played."""
    broken = home / "data" / "dialogue-trainer" / "scenarios" / "broken"
    broken.mkdir()
    (broken / "scenario.yaml").write_text("format: 1\n")
    async with app.run_test(size=(120, 36)) as pilot:
        await go_to(pilot, "library")
        await wait_for(pilot, lambda: "problems and cannot be played" in shown(app), "the broken file")

        assert "trainer check" in shown(app)
        assert 1 == len(offered(app))


async def test_briefing_of_each_part(play: PlayApp) -> None:
    """Each part reads its own briefing only; everybody reads the stakes and what holds here."""
    app = play()
    async with app.run_test(size=(80, 60)) as pilot:
        await go_to(pilot, "briefing")
        await wait_for(pilot, lambda: "You like Jonas." in shown(app), "Ingrid's briefing")
        first = shown(app)
        await pilot.press("down")
        await wait_for(pilot, lambda: "You have not slept" in shown(app), "Jonas's briefing")
        second = shown(app)

    assert "You have not slept" not in first
    assert "You like Jonas." not in second
    for told in (*CONTAINER, *BEFORE_PLAY, "Ingrid: She can be blamed for an open window.", "Jonas: He can lose"):
        assert told in first
        assert told in second


async def test_privacy_sentences_can_be_read_in_a_small_window(play: PlayApp) -> None:
    """The rules stand in sight at once; of a briefing longer than the window the last sentence can be reached."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "briefing")
        assert BEFORE_PLAY[-1].split(", ")[0] in shown(app)
        assert "Nobody with lived experience has read it yet." not in shown(app)
        for _ in range(5):
            await pilot.press("space")
        await wait_for(pilot, lambda: "Nobody with lived experience has read it yet." in shown(app), "the last line")


async def test_part_asked_for_is_highlighted(play: PlayApp, store: SqliteStore) -> None:
    """`--as` puts the highlight on that part, and Enter takes it."""
    app = play(seat="patient")
    async with app.run_test() as pilot:
        await go_to(pilot, "briefing")
        await read_and_begin(pilot)
        await wait_for_options(pilot)

        assert ("patient",) == store.sessions()[0].seats


@pytest.mark.parametrize("way", ["number", "arrows", "letters", "mouse"])
async def test_option_is_chosen(play: PlayApp, store: SqliteStore, way: str) -> None:
    """An option is said by its number, by arrows and Enter, by j and Enter, or by a click: always the one meant."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "stage")
        meant = offered(app)[1]
        match way:
            case "number":
                await pilot.press("2")
            case "arrows":
                await pilot.press("down", "down", "down", "up", "enter")
            case "letters":
                await pilot.press("j", "j", "enter")
            case _:
                await pilot.click(Choices, offset=(8, 1))
        await wait_for_question(pilot, "AskFeeling")
        await pilot.press("escape")
        await wait_for_options(pilot)

        assert f"You {meant}" in lines(app)
    reply = store.events(store.sessions()[0].session)[2].event
    said = {"ask": "What happens", "rule": "The rule is", "mine": "I was told off"}
    assert meant.startswith(said[reply.option])
    assert not reply.scripted


async def test_number_without_an_option_and_double_press_choose_nothing_unseen(
    play: PlayApp, store: SqliteStore
) -> None:
    """A number past the last option does nothing, and a key pressed twice does not answer a turn that was not shown."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "stage")
        await pilot.press("9", "4")
        before = kinds(store)
        choices = app.screen.query_one(Choices)
        choices.action_pick(1)
        choices.action_pick(1)
        await wait_for_question(pilot, "AskFeeling")

        assert BEGUN == before
        assert [*BEGUN, "reply_made", "reply_made"] == kinds(store)
        assert [False, True] == [made.event.scripted for made in store.events(store.sessions()[0].session)[2:]]


async def test_last_reply_pressed_twice_still_shows_the_end(play: PlayApp) -> None:
    """A key pressed twice at the last turn does not jump over how it ended."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "words")
        await pilot.press("escape")
        await wait_for_options(pilot)
        choices = app.screen.query_one(Choices)
        choices.action_pick(2)
        choices.action_pick(2)
        await wait_for(pilot, lambda: "Leave it for now" in offered(app), "the end")
        await pilot.pause()

        assert isinstance(app.screen, Stage)


async def test_own_thoughts_are_shown_and_a_reply_is_marked_as_ones_own(play: PlayApp) -> None:
    """One reads one's own thoughts and not another's, one's replies are “You”, and a scripted part has its name."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "checkin")
        stage = next(screen for screen in app.screen_stack if isinstance(screen, Stage))
        said = stage.query_one("Transcript").plain

        assert "Ingrid (thinks) Not this again." in said
        assert "You What happens at night when it is shut?" in said
        assert re.search(r"Jonas (It is only air|Never mind then)\.", said)


async def test_checkin_typed(play: PlayApp, store: SqliteStore) -> None:
    """An answer to how it is now is kept with its strength, by Enter, and the play goes on."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "checkin")
        assert "How is it for you just now?" in shown(app)
        assert f"Not shared with anybody. {OVER_FREE_TEXT}" in shown(app)
        await pilot.press(*"tired", "tab")
        await wait_for(pilot, lambda: isinstance(app.focused, Strength), "the scale")
        await pilot.press("right", "right", "left", "plus", "minus", "right")
        await wait_for(pilot, lambda: "7 of 10" in shown(app), "seven")
        await pilot.press("enter")
        await wait_for_options(pilot)

    assert "checked_in" == kinds(store)[-1]
    assert ["7 tired"] == typed(store)


@pytest.mark.parametrize("keys", [("escape",), ("enter",), ("space", "enter")])
async def test_checkin_skipped(play: PlayApp, store: SqliteStore, keys: tuple[str, ...]) -> None:
    """Escape, or Enter without a word, gives nothing, and the play goes on."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "checkin")
        await pilot.press(*keys)
        options = await wait_for_options(pilot)

    assert 2 == len(options)
    assert "checked_in" not in kinds(store)


async def test_own_words_are_asked_after_the_reply_is_kept(play: PlayApp, store: SqliteStore) -> None:
    """When the words are asked the reply is in the store already; Enter keeps the words, and others hear the line."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "words")
        asked = (kinds(store), shown(app))
        await pilot.press(*"I stay", "ctrl+j", *"all night", "enter")
        await wait_for_options(pilot)

        assert "You I will sit with you while it is open." in lines(app)
        assert "all night" not in lines(app)
    assert "reply_made" == asked[0][-1]
    assert "You chose: I will sit with you while it is open." in asked[1]
    assert "words_given" == kinds(store)[-1]
    assert ["I stay\nall night"] == typed(store)


async def test_own_words_skipped(play: PlayApp, store: SqliteStore) -> None:
    """Escape, pressed twice over typed words, gives none; the reply stands."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "words")
        await pilot.press(*"secret", "escape", "escape")
        await wait_for_options(pilot)

    assert "words_given" not in kinds(store)
    assert [] == typed(store)


async def test_pause_and_go_on(play: PlayApp, store: SqliteStore) -> None:
    """A pause is kept; going on, by any of its ways, leads back to the same options."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "stage")
        options = offered(app)
        for way in ("1", "escape", "p", "enter"):
            await pilot.press("p")
            await wait_for_screen(pilot, "PauseMenu")
            assert "paused" == kinds(store)[-1]
            await pilot.press(way)
            await wait_for_options(pilot)
            await wait_for(pilot, lambda: "resumed" == kinds(store)[-1], "the end of the pause")
            assert options == offered(app)


async def test_pause_and_leave(play: PlayApp, store: SqliteStore) -> None:
    """Leaving from the pause leads home, where the session is the first thing to go on with."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "pause")
        await choose(pilot, "Leave; it waits")
        await wait_for_screen(pilot, "Home")
        await wait_for(pilot, lambda: 8 == len(offered(app)), "the session at home")

        assert offered(app)[0].startswith("Go on with “The window in room four”")
        assert "paused" == kinds(store)[-1]


async def test_look_back_from_the_pause(play: PlayApp) -> None:
    """One may look back before the end, and is told that the story has none yet."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "pause")
        await choose(pilot, "Look back on it so far")
        await wait_for(pilot, lambda: "The story has not come to an end yet" in shown(app), "the looking back")

        assert isinstance(app.screen, LookingBack)


async def test_end(play: PlayApp, store: SqliteStore) -> None:
    """The end is told, thanks are given, and the looking back is offered and can wait."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "end")

        assert "A hand wide. The window is open a hand wide. Nobody sleeps badly." in lines(app)
        assert "Thank you for playing." in shown(app)
        assert "end_reached" in kinds(store)
        await choose(pilot, "Leave it for now")
        await wait_for_screen(pilot, "Home")
        assert 7 == len(offered(app))


async def test_no_sessions_says_what_to_do(app: TrainerApp) -> None:
    """Without sessions their page says how to begin one."""
    async with app.run_test() as pilot:
        await go_to(pilot, "sessions")
        await wait_for(pilot, lambda: "There are no sessions yet. Escape goes back" in shown(app), "the advice")

        assert [] == offered(app)


async def test_resume_stands_exactly_where_it_was_left(play: PlayApp, store: SqliteStore) -> None:
    """From the sessions one goes on at the same turn: the same lines, the same options in the same order."""
    app = play(seed=12)
    async with app.run_test() as pilot:
        await go_to(pilot, "checkin")
        await pilot.press("escape")
        options = await wait_for_options(pilot)
        said = lines(app)
        await pilot.press("p", "2")
        await wait_for_screen(pilot, "Home")
    log = store.events(store.sessions()[0].session)

    again = TrainerApp(store)
    async with again.run_test() as pilot:
        await go_to(pilot, "sessions")
        assert "Go on: Paused as staff, 1 reply" in offered(again)[0]
        await pilot.press("enter")
        await wait_for_question(pilot, "AskFeeling")
        await pilot.press("escape")
        resumed = await wait_for_options(pilot)

        assert options == resumed
        assert said == lines(again)
    assert log == store.events(store.sessions()[0].session)[: len(log)]


async def test_ended_session_opens_on_its_looking_back(play: PlayApp) -> None:
    """A session that came to its end opens on the looking back, and nothing is added to it."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "end")
        await choose(pilot, "Leave it for now")
        await wait_for_screen(pilot, "Home")
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        assert "Look back: Played to an end as staff, 3 replies" in offered(app)[0]
        await pilot.press("1")
        await wait_for_screen(pilot, "LookingBack")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Sessions")


async def test_resume_of_what_is_not_there_says_so(play: PlayApp) -> None:
    """A session id that nobody has, and nothing to go on with, are told in a sentence; home is behind it."""
    for resume, sentence in (("nobody", "There is no session that starts with “nobody”."), ("", "no session that is")):
        app = play(scenario=None, resume=resume)
        async with app.run_test() as pilot:
            await wait_for_screen(pilot, "Notice")
            await wait_for(pilot, lambda sentence=sentence, app=app: sentence in shown(app), sentence)
            await pilot.press("enter")
            await wait_for_screen(pilot, "Home")


async def test_scenario_with_problems_says_so(play: PlayApp, tmp_path) -> None:  # noqa: ANN001
    """A scenario that cannot be played is refused with its problems, and nothing is begun."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\nid: [/b]\n")
    app = play(scenario=str(broken))
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Notice")

        assert "This scenario has problems" in shown(app)


async def test_coach_says_a_line_after_each_reply(play: PlayApp) -> None:
    """With `--coach` each reply is followed by a line on what it showed."""
    app = play(is_coached=True)
    async with app.run_test() as pilot:
        await go_to(pilot, "checkin")
        await pilot.press("escape")
        await wait_for_options(pilot)

        assert "Coach Listening: clearly; holding your view open: somewhat" in lines(app)


async def test_briefing_again_on_stage(play: PlayApp) -> None:
    """On stage `b` shows one's own briefing and what each can lose."""
    app = play(seat="patient")
    async with app.run_test() as pilot:
        await go_to(pilot, "briefing")
        await read_and_begin(pilot)
        await wait_for_options(pilot)
        await pilot.press("b")
        await wait_for_screen(pilot, "Notice")

        assert "You have not slept for three nights." in shown(app)
        assert "Ingrid: She can be blamed for an open window." in shown(app)


async def test_typed_text_has_its_limit_in_sight(play: PlayApp) -> None:
    """Near the limit the count is shown, and past it that the rest is left out; what is there stays."""
    app = play()
    async with app.run_test() as pilot:
        await go_to(pilot, "words")
        area = app.screen.query_one(TypedText)
        area.insert("a" * 3999)
        await wait_for(pilot, lambda: "3,999 of 4,000" in shown(app), "the count")
        await pilot.press("b", "c")
        await wait_for(pilot, lambda: "Only 4,000 characters are kept" in shown(app), "the limit")

        assert "a" * 3999 + "b" == area.text
        await pilot.press("backspace", "left")
        await wait_for(pilot, lambda: area.text == "a" * 3999, "a letter less")
        assert "Only 4,000 characters are kept" in shown(app)  # what did not fit is still gone
        area.clear()
        await wait_for(pilot, lambda: "are kept" not in shown(app), "the room")


async def test_a_long_play_goes_on_from_the_last_reply(store: SqliteStore) -> None:
    """What was read before is not read again: the last reply is in sight, and what came before it is above."""
    long = [{"patient": f"{'A long while ago. ' * 12}{number}"} for number in range(6)]
    beats = {
        "a": turn(option("one", "b"), lines=[{"note": "The very first line."}, *long]),
        "b": turn(option("two", "c"), lines=long),
        "c": turn(option("three"), lines=long),
    }
    session = Session.begin(store, scenario(beats), "staff", seed=1)
    session.start()
    session.reply("one")
    session.reply("two")
    app = TrainerApp(store, Opening(resume=session.id))
    async with app.run_test() as pilot:
        await wait_for(pilot, lambda: "I say two." in shown(app), "the last reply")

        assert "I say one." not in shown(app)
        assert "The very first line." not in shown(app)
