"""Sharing on screen: one question after the other, taken back by one key, asked alone, and who looked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from joint import play_to_end, read_to, table_of
from seeing import shown, wait_for
from several import PASSPHRASE, Several
from textual.pilot import Pilot
from textual.widgets import Input
from walking import offered, wait_for_screen

from trainer.people.shares import Scope
from trainer.store.people.talk import Rating
from trainer.store.signed import SignedStore
from trainer.supervision.reviewing import Reviewing
from trainer.supervision.sharing import Sharing
from trainer.tui.screens.together.keyboard import KeyboardScreen
from trainer.tui.screens.together.passing import Passing
from trainer.tui.widgets.choices import Choices


@pytest.fixture
def several(tmp_path: Path) -> Iterator[Several]:
    """A store with five persons."""
    made = Several(tmp_path / "several.db")
    yield made
    made.close()


async def choose(pilot: Pilot[int], words: str) -> None:
    """Choose the entry whose text holds `words`."""
    choices = pilot.app.screen.query_one(Choices)
    found = [at for at, label in enumerate(choices.labels) if words in label]
    assert 1 == len(found), (words, choices.labels)
    choices.highlighted = found[0]
    choices.focus()
    await pilot.press("enter")


async def open_shares(pilot: Pilot[int]) -> None:
    """Go from home to the sharing of the play last touched."""
    await wait_for_screen(pilot, "SharedHome")
    await pilot.press("s")
    await wait_for_screen(pilot, "Sessions")
    await pilot.press("s")
    await wait_for_screen(pilot, "Shares")


async def asked(pilot: Pilot[int], words: str) -> None:
    """Wait until a question that holds `words` is asked."""
    await wait_for(pilot, lambda: words in shown(pilot.app) and pilot.app.focused is not None, words)


async def test_play_is_shared_step_by_step_and_taken_back(several: Several) -> None:
    """Whom, how far, which notes, until when, and what that means; then the reader finds it, and taken back not."""
    session = several.played("Kari")
    session.write_note("how-it-was", "Calmer than I had thought.")
    session.write_note("session", "For nobody else.")
    app = several.app("Kari")
    tor = Reviewing(several.store("Tor"))
    async with app.run_test(notifications=True) as pilot:
        await open_shares(pilot)
        assert "Nobody else sees this play." in shown(app)
        await choose(pilot, "Share it with somebody")
        await asked(pilot, "Whom would you share it with?")
        assert ["Berit, leader, Ward 3", "Tor, educator, Ward 3"] == offered(app)
        await choose(pilot, "Tor")
        await asked(pilot, "How far?")
        await choose(pilot, "With notes that I choose")
        await asked(pilot, "Which notes?")
        await choose(pilot, "Calmer than I had thought.")
        await asked(pilot, "[x] How it was: Calmer")
        await choose(pilot, "Go on with these")
        await asked(pilot, "Until when?")
        await choose(pilot, "Until I take it back")
        await asked(pilot, "Tor will see: how your choices read, what was said and one note that you chose.")
        assert "Tor will not see: what you felt, your other notes and your own words." in shown(app)
        assert () == tor.items()
        await choose(pilot, "Share it with Tor")
        await wait_for_screen(pilot, "Shares")
        await wait_for(
            pilot, lambda: "Tor: what was said, how it reads and chosen notes" in shown(app), "that it is shared"
        )
        (item,) = tor.items()
        assert session.id == item.session
        await pilot.press("home", "u")
        await asked(pilot, "what was read by then cannot be unread")
        await choose(pilot, "no more")
        await wait_for(pilot, lambda: "Nobody else sees this play." in shown(app), "that it is taken back")

    assert () == tor.items()


async def test_leader_of_ones_unit_is_a_question_of_its_own(several: Several) -> None:
    """Whoever leads one's unit is asked about once more, and Enter means no."""
    several.played("Kari")
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await open_shares(pilot)
        await choose(pilot, "Share it with somebody")
        await asked(pilot, "Whom would you share it with?")
        await choose(pilot, "Berit")
        await asked(pilot, "Berit leads your unit. Still share?")
        await pilot.press("enter")
        await wait_for_screen(pilot, "Shares")
        assert "Nobody else sees this play." in shown(app)

    assert frozenset() == Sharing(several.store("Kari")).shared_sessions()


async def test_patient_is_never_offered_to_share_how_it_reads(several: Several) -> None:
    """A patient shares what was said; scores are not among the ways."""
    several.played("Jonas")
    app = several.app("Jonas")
    async with app.run_test(notifications=True) as pilot:
        await open_shares(pilot)
        await choose(pilot, "Share it with somebody")
        await asked(pilot, "Whom would you share it with?")
        await choose(pilot, "Tor")
        await asked(pilot, "How far?")
        assert ["What was said: the talk, line by line"] == offered(app)
        await pilot.press("enter")
        await asked(pilot, "Until when?")
        await choose(pilot, "Until a day that I name")
        await wait_for_screen(pilot, "AskShared")
        await pilot.press(*"soon", "enter")
        await asked(pilot, "That is no day.")
        await pilot.press(*["backspace"] * 4, *"2999-12-31", "enter")
        await asked(pilot, "Tor will see: what was said, until 31 Dec 2999.")
        assert "how your choices read" in shown(app).split("will not see")[1]


async def test_show_code_is_used_once(several: Several) -> None:
    """The code for a group is shown large; whoever is told it shows the play, once."""
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await open_shares(pilot)
        await choose(pilot, "A code to show it in a group")
        await asked(pilot, "within ten minutes")
        code = app.screen._code
        assert " ".join(code) in shown(app)

    assert session.id == Reviewing(several.store("Tor")).begin_to_show(session.id, (code,)).id


def played_together(several: Several) -> str:
    """Let Kari and Jonas have been in one session; return its id."""
    kari = several.store("Kari")
    play_to_end(table_of(kari))
    session = kari.sessions()[0].session
    sharing = Sharing(kari)
    Sharing(several.store("Jonas")).take_part(sharing.code_for_part(session, other_seat(kari, session)))
    return session


def other_seat(store: SignedStore, session: str) -> str:
    """Return the part that is nobody's yet."""
    (seat,) = set(store.summary(session).seats) - set(store.base.parts(session))
    return seat


async def test_of_a_patients_part_what_was_said_is_offered_alone(several: Several) -> None:
    """Whoever had a part on the patients' side of a play with others is not offered to share how it reads."""
    play_to_end(table_of(several.store("Kari"), whose=1))
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await open_shares(pilot)
        await choose(pilot, "Share it with somebody")
        await asked(pilot, "Whom would you share it with?")
        await choose(pilot, "Tor")
        await asked(pilot, "How far?")
        assert ["What was said: the talk, line by line"] == list(offered(app))


async def test_ask_is_answered_alone_and_default_is_no(several: Several) -> None:
    """Who was in a session is asked without a name; Enter is no, and who asked sees only “not shared”."""
    session = played_together(several)
    kari = Sharing(several.store("Kari"))
    kari.share(session, kari.reader("Tor"), Scope.TRANSCRIPT)
    app = several.app("Jonas")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await choose(pilot, "You are asked something")
        await asked(pilot, "would like Tor to be able to read it")
        assert "Kari" not in shown(app)
        assert "never how your choices read" in shown(app)
        await pilot.press("enter")
        await wait_for_screen(pilot, "SharedHome")
        await wait_for(pilot, lambda: "You are asked something" not in shown(app), "that nothing is asked any more")
    again = several.app("Kari")
    async with again.run_test(notifications=True) as pilot:
        await open_shares(pilot)
        assert "Tor: not shared" in shown(again)

    assert () == Reviewing(several.store("Tor")).items()


async def test_agreeing_opens_it(several: Several) -> None:
    """Once each agreed, the reader finds it, and who asked sees that it is shared."""
    session = played_together(several)
    kari = Sharing(several.store("Kari"))
    kari.share(session, kari.reader("Tor"), Scope.TRANSCRIPT)
    app = several.app("Jonas")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await choose(pilot, "You are asked something")
        await asked(pilot, "would like Tor to be able to read it")
        await choose(pilot, "Yes, what was said")
        await wait_for_screen(pilot, "SharedHome")

    assert {session} == {item.session for item in Reviewing(several.store("Tor")).items()}


async def test_who_looked_is_told_with_the_play(several: Several) -> None:
    """One sees who read what of one's own; before anybody did, that too."""
    session = several.played("Kari")
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        kari = Sharing(several.store("Kari"))
        kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
        Reviewing(several.store("Tor")).open(session.id, kari.me.id)
        await pilot.press("a")
        await wait_for_screen(pilot, "Account")
        await choose(pilot, "Who looked")
        await wait_for(pilot, lambda: "Tor read what was said" in shown(app), "who looked")
        assert "You shared it with you" not in shown(app)
        assert "“The window in room four”" in shown(app)


async def test_damaged_trail_is_told(several: Several) -> None:
    """Where somebody changed the trail, that is said instead of it."""
    store = several.store("Kari")
    store.base._change("UPDATE trail SET stored = ? WHERE person = ?", b"{}", store.me.id)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("a")
        await wait_for_screen(pilot, "Account")
        await choose(pilot, "Who looked")
        await wait_for(pilot, lambda: "Who looked cannot be read" in shown(app), "that it is damaged")


async def test_remark_is_read_and_answered(several: Several) -> None:
    """What a reader wrote stands with its line; the answer reaches them."""
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
    tor = Reviewing(several.store("Tor"))
    opened = tor.open(session.id, kari.me.id)
    position = opened.session.look_back().choices[0].position
    tor.write(opened, str(position), "What made you ask?")
    several.store("Tor").base.put_rating(Rating(session.id, kari.me.id, position, tor.me.id, {"listening": 2}))
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        app.open_looking_back(session.id)
        await wait_for_screen(pilot, "LookingBack")
        await pilot.press("o")
        await wait_for_screen(pilot, "OthersWrote")
        assert "Tor wrote: What made you ask?" in shown(app)
        assert "Tor read a choice of yours as listening: clearly." in shown(app)
        assert "On “What happens at night when it is shut?”" in shown(app)
        await choose(pilot, "What made you ask?")
        await wait_for_screen(pilot, "AskShared")
        await pilot.press(*"He", "space", *"waited.", "enter")
        await wait_for(pilot, lambda: "You wrote: He waited." in shown(app), "the answer")

    assert ["What made you ask?", "He waited."] == [each.text for each in tor.remarks(opened)]


async def test_part_is_taken_up_with_a_code(several: Several) -> None:
    """With the code of whoever opened the room a part that one had is among one's own sessions."""
    kari = several.store("Kari")
    play_to_end(table_of(kari))
    session = kari.sessions()[0].session
    code = Sharing(kari).code_for_part(session, other_seat(kari, session))
    app = several.app("Jonas")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("a")
        await wait_for_screen(pilot, "Account")
        await choose(pilot, "Take up a part")
        await wait_for_screen(pilot, "TakePart")
        app.screen.query_one("#code", Input).value = "ABCD-EFGH"
        await choose(pilot, "Take it up")
        await wait_for(pilot, lambda: "That code does not work" in shown(app), "that it is wrong")
        app.screen.query_one("#code", Input).value = code.lower()
        await choose(pilot, "Take it up")
        await wait_for(pilot, lambda: "It is yours, too" in shown(app), "that it is theirs")

    assert [session] == [each.session for each in several.store("Jonas").sessions()]


async def test_own_session_is_deleted_after_one_question(several: Several) -> None:
    """A play that is deleted is gone from the store with every byte of its notes; kept, it stays."""
    session = several.played("Kari")
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        await pilot.press("d")
        await asked(pilot, "It cannot be brought back.")
        await pilot.press("enter")
        await wait_for_screen(pilot, "Sessions")
        assert session.id == several.store("Kari").sessions()[0].session
        await pilot.press("d")
        await asked(pilot, "It cannot be brought back.")
        await choose(pilot, "Delete it")
        await wait_for(pilot, lambda: "There are no sessions yet." in shown(app), "that it is gone")

    assert () == several.store("Kari").sessions()


async def test_passphrase_is_changed(several: Several) -> None:
    """Knowing the one before, one chooses a new passphrase, gets a new recovery code, and signs in with it."""
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("a")
        await wait_for_screen(pilot, "Account")
        await choose(pilot, "A new passphrase")
        await wait_for_screen(pilot, "NewPassphrase")
        for field, typed in {"before": "wrong", "passphrase": "paper boats", "again": "paper boats"}.items():
            app.screen.query_one(f"#{field}", Input).value = typed
        await choose(pilot, "Choose this passphrase")
        await wait_for(pilot, lambda: "That is not your passphrase." in shown(app), "that it is wrong")
        app.screen.query_one("#before", Input).value = PASSPHRASE
        await choose(pilot, "Choose this passphrase")
        await wait_for_screen(pilot, "RecoveryCode")
        await choose(pilot, "I have written it down")
        await wait_for_screen(pilot, "Account")

    entrance = several.entrance()
    entrance.sign_in("Kari", "paper boats")
    assert entrance.identity is not None


async def test_code_for_a_part_is_given_behind_the_curtain(several: Several) -> None:
    """At one keyboard, whoever is alone with it after a play can have a code for their own part, and no other's."""
    kari = several.store("Kari")
    table = table_of(kari)
    play_to_end(table)
    session = kari.sessions()[0].session
    seat = other_seat(kari, session)
    guest = next(guest for guest in table.guests if guest.state.your_seat == seat)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await app.push_screen(KeyboardScreen(Passing(table), guest))
        await read_to(pilot, "Go on to what comes afterwards")
        await choose(pilot, "A code that makes your part yours")
        await wait_for_screen(pilot, "ShowCode")
        code = app.screen._code

    assert session == Sharing(several.store("Jonas")).take_part(code)
    assert seat in several.store("Jonas").base.parts(session)
