"""Sharing on screen: one question after the other, taken back by one key, asked alone, and who looked."""

from joint import play_to_end, read_to, table_of
from seeing import shown, wait_for
from several import PASSPHRASE, Several
from textual.pilot import Pilot
from textual.widgets import Input
from walking import offered, wait_for_screen

from trainer.clock import wall_clock
from trainer.listing import when
from trainer.people.shares import Scope
from trainer.scenario.model import Practice
from trainer.session import Session
from trainer.store.people.talk import Rating
from trainer.store.signed import SignedStore
from trainer.supervision.reviewing import Reviewing
from trainer.supervision.sharing import Sharing
from trainer.tui.screens.sharing.wording import asked_sees
from trainer.tui.screens.together.keyboard import KeyboardScreen
from trainer.tui.screens.together.passing import Passing
from trainer.tui.widgets.choices import Choices


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
        assert "Not shared with anybody." in shown(app)
        await choose(pilot, "Share it with somebody")
        await asked(pilot, "Whom would you share it with?")
        assert ["Berit, leader, Ward 3", "Tor, educator, Ward 3"] == offered(app)
        await choose(pilot, "Tor")
        await asked(pilot, "How far?")
        await choose(pilot, "With notes that I choose")
        await asked(pilot, "Which notes?")
        await choose(pilot, "Calmer than I had thought.")
        await asked(pilot, "[x] How it was: Calmer")
        assert "Those with an x go along, word for word; no others do." in shown(app)
        assert "Your own words, and what you answered to “How is it now?”, never go along." in shown(app)
        await choose(pilot, "Go on with these")
        await asked(pilot, "Until when?")
        await choose(pilot, "Until I take it back")
        await asked(pilot, "Tor will see: how your choices read, what was said and one note that you chose.")
        assert "will not see: your other notes, your own words and what you answered to “How is it now?”." in shown(app)
        assert () == tor.items()
        await choose(pilot, "Share it with Tor")
        await wait_for_screen(pilot, "Shares")
        await wait_for(
            pilot, lambda: "Tor: what was said, how it reads and chosen notes" in shown(app), "that it is shared"
        )
        (item,) = tor.items()
        assert session.id == item.session
        await pilot.press("home", "u")
        await asked(pilot, "What was read by then cannot be unread.")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Shares")
        assert 1 == len(tor.items())
        assert "Taken back" not in shown(app)
        await pilot.press("home", "u")
        await asked(pilot, "What was read by then cannot be unread.")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Taken back: Tor cannot see it from now on." in shown(app), "that it is")
        assert "What was read cannot be unread." in shown(app)
        assert "Not shared with anybody." in shown(app)
        assert isinstance(app.focused, Choices)
        await choose(pilot, "Share it with somebody")
        await asked(pilot, "Whom would you share it with?")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Shares")
        assert "Taken back" not in shown(app)

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
        assert "Not shared with anybody." in shown(app)

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
        assert "never shown to anybody else" in shown(app)
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
    """Where somebody changed the trail, that is said instead of it, and the other screens come up all the same."""
    several.played("Kari")
    store = several.store("Kari")
    store.base._change("UPDATE trail SET stored = ? WHERE person = ?", b"{}", store.me.id)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("a")
        await wait_for_screen(pilot, "Account")
        await choose(pilot, "Who looked")
        await wait_for(pilot, lambda: "Who looked cannot be read" in shown(app), "that it is damaged")
        await pilot.press("enter", "escape", "s")
        await wait_for_screen(pilot, "Sessions")
        assert "The window in room four" in shown(app)


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


def written_by_tor(several: Several) -> Session:
    """Return a play of Kari's on which Tor wrote, rated a choice and was answered, and which she took back since."""
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    tor = kari.reader("Tor")
    kari.share(session.id, tor, Scope.TRANSCRIPT)
    reviewing = Reviewing(several.store("Tor"))
    opened = reviewing.open(session.id, kari.me.id)
    reviewing.write(opened, "", "What made you ask?")
    reviewing.rate(opened, opened.session.look_back().choices[0].position, {Practice.LISTENING: 2})
    kari.answer_remark(kari.remarks(session.id)[0], "He waited.")
    kari.withdraw(session.id, tor.person.id)
    return session


async def test_what_was_written_stays_to_be_read_when_all_was_taken_back(several: Several) -> None:
    """One comes to it from the list of sessions by the sharing; it says who cannot read along, and takes no answer."""
    session = written_by_tor(several)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        assert "Tor wrote on it" in shown(app)
        assert "You share it" not in shown(app)
        await pilot.press("s")
        await wait_for_screen(pilot, "Shares")
        assert "Not shared with anybody." in shown(app)
        await choose(pilot, "What others wrote on it")
        await wait_for_screen(pilot, "OthersWrote")
        assert "What was said is not shared with Tor now. What was written stays yours to read." in shown(app)
        assert "Tor wrote: What made you ask?" in shown(app)
        assert "You wrote: He waited." in shown(app)
        assert "Tor read a choice of yours" in shown(app)
        await choose(pilot, "What made you ask?")
        await asked_notice(pilot, "Not shared with Tor now")
        await pilot.press("enter")
        await wait_for_screen(pilot, "OthersWrote")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Shares")

    kari = Sharing(several.store("Kari"))
    assert 2 == len(kari.remarks(session.id))


async def asked_notice(pilot: Pilot[int], words: str) -> None:
    """Wait until something that holds `words` is told."""
    await wait_for_screen(pilot, "Notice")
    assert words in shown(pilot.app)


async def test_how_a_play_reads_shared_alone_is_no_leave_to_read_along(several: Several) -> None:
    """Who sees only how it reads now cannot read what was written before, and that is said."""
    session = written_by_tor(several)
    kari = Sharing(several.store("Kari"))
    kari.share(session.id, kari.reader("Tor"), Scope.SCORES)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        app.action_written(session.id)
        await wait_for_screen(pilot, "OthersWrote")
        assert "What was said is not shared with Tor now." in shown(app)
        kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
        await pilot.press("escape")
        app.action_written(session.id)
        await wait_for_screen(pilot, "OthersWrote")
        await wait_for(pilot, lambda: "is not shared with" not in shown(app), "that it is shared again")


async def test_home_tells_the_last_that_was_written_to_one(several: Several) -> None:
    """The last that a reader wrote or rated stands at home with its day, leads there, and goes when it is answered."""
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
    tor = Reviewing(several.store("Tor"))
    opened = tor.open(session.id, kari.me.id)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        assert "Tor" not in shown(app)
        remark = tor.write(opened, "", "What made you ask?")
        tor.rate(opened, opened.session.look_back().choices[0].position, {Practice.LISTENING: 2})
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        await pilot.press("escape")
        await wait_for_screen(pilot, "SharedHome")
        told = f"1 Tor wrote to you on “The window in room four” {when(remark.at)}"
        await wait_for(pilot, lambda: told in shown(app), "that Tor wrote")
        await pilot.press("1")
        await wait_for_screen(pilot, "OthersWrote")
        await choose(pilot, "What made you ask?")
        await wait_for_screen(pilot, "AskShared")
        await pilot.press(*"He", "enter")
        await wait_for(pilot, lambda: "You wrote: He" in shown(app), "the answer")
        await pilot.press("escape")
        await wait_for_screen(pilot, "SharedHome")
        await wait_for(
            pilot, lambda: "1 Tor gave a second reading of “The window in room four”" in shown(app), "what was before"
        )


async def test_home_tells_a_supervisor_what_came_in(several: Several) -> None:
    """The last that was shared or answered stands at home and leads there; after four weeks nothing does."""
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    app = several.app("Tor")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        assert "Kari" not in shown(app)
        kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
        app.screen.on_screen_resume()
        await wait_for(pilot, lambda: "1 Kari shared “The window in room four” with you" in shown(app), "what came")
        await pilot.press("1")
        await wait_for_screen(pilot, "SharedWithMe")
        tor = Reviewing(app.shared)
        tor.write(tor.open(session.id, kari.me.id), "", "What made you ask?")
        await pilot.press("escape")
        await wait_for_screen(pilot, "SharedHome")
        await wait_for(pilot, lambda: "Kari" not in shown(app), "nothing new")
        kari.answer_remark(kari.remarks(session.id)[0], "He waited.")
        app.screen.on_screen_resume()
        await wait_for(pilot, lambda: "1 Kari answered you on “The window in room four”" in shown(app), "the answer")
        await pilot.press("1")
        await wait_for_screen(pilot, "Remarks")
        await wait_for(pilot, lambda: "He waited." in shown(app), "what was answered")
        for screen in ("Replay", "SharedWithMe", "SharedHome"):
            await pilot.press("escape")
            await wait_for(pilot, lambda screen=screen: screen == type(app.screen).__name__, screen)
    later = several.app("Tor", clock=lambda: wall_clock() + 29 * 24 * 3600 * 1000, idle_seconds=1e9)
    async with later.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        assert "You are Tor." in shown(later)
        assert "Kari" not in shown(later)


async def test_home_tells_nothing_of_what_was_taken_back_meanwhile(several: Several) -> None:
    """An answer that one comes to too late is not there, and nothing of the play is shown."""
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    reader = kari.reader("Tor")
    kari.share(session.id, reader, Scope.TRANSCRIPT)
    tor = Reviewing(several.store("Tor"))
    tor.write(tor.open(session.id, kari.me.id), "", "What made you ask?")
    kari.answer_remark(kari.remarks(session.id)[0], "He waited.")
    app = several.app("Tor")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await wait_for(pilot, lambda: "Kari answered you" in shown(app), "the answer")
        kari.withdraw(session.id, reader.person.id)
        await pilot.press("1")
        await asked_notice(pilot, "That is not here for you.")
        await pilot.press("enter")
        await wait_for_screen(pilot, "SharedHome")
        await wait_for(pilot, lambda: "Kari" not in shown(app), "nothing of it")


async def test_patient_who_is_asked_is_told_that_how_it_reads_is_never_shown(several: Several) -> None:
    """The words promise a patient what holds for patients, and staff what holds for them."""
    session = played_together(several)
    kari = Sharing(several.store("Kari"))
    kari.share(session, kari.reader("Tor"), Scope.TRANSCRIPT)
    app = several.app("Jonas")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await choose(pilot, "You are asked something")
        await asked(pilot, "would like Tor to be able to read it")
        assert "How your choices read is never shown to anybody else." in shown(app)
        assert "only if you say so" not in shown(app)
    mine = kari.me

    assert "How your choices read goes along only if you say so." in asked_sees(
        mine, "Tor", (Scope.SAID, Scope.TRANSCRIPT)
    )


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
        await wait_for(pilot, lambda: "code" == app.focused.id, "the cursor in it")
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
        await wait_for(pilot, lambda: "before" == app.focused.id, "the cursor in it")
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
