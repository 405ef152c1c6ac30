"""Signing in on screen: the door, the codes, the lock, and that nothing of anybody is seen by anybody else."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from joint import enter_room, read_briefings, say, settle_parts, table_of, until_shown
from seeing import rows, shown, strips, wait_for
from several import PASSPHRASE, Several
from textual.pilot import Pilot
from textual.widgets import Input
from walking import offered, wait_for_options, wait_for_screen

from trainer.opening import Opening
from trainer.people.person import Kind, Role
from trainer.people.shares import Scope
from trainer.session import Session
from trainer.signing_in.managing import Managing
from trainer.supervision.reviewing import Reviewing
from trainer.supervision.sharing import Sharing
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import TypedText
from trainer.tui.widgets.choices import Choices

NEW = "paper boats"
"""A passphrase that is chosen."""


@dataclass
class Clock:
    """A clock that a test moves."""

    now: int = 1_900_000_000_000

    def __call__(self) -> int:
        return self.now


async def sign_in(pilot: Pilot[int], name: str, passphrase: str = PASSPHRASE) -> None:
    """Type a name and a passphrase at the door."""
    await wait_for_screen(pilot, "SignIn")
    await pilot.press(*name, "enter", *passphrase, "enter")


async def choose(pilot: Pilot[int], words: str) -> None:
    """Choose the entry whose text holds `words`, whatever has the focus."""
    choices = pilot.app.screen.query_one(Choices)
    found = [at for at, label in enumerate(choices.labels) if words in label]
    assert 1 == len(found), (words, choices.labels)
    choices.focus()
    choices.highlighted = found[0]
    await pilot.press("enter")


async def fill(pilot: Pilot[int], **typed: str) -> None:
    """Put texts into fields, as a paste does."""
    for name, text in typed.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = text
    await pilot.pause()


async def test_nothing_is_shown_before_one_signs_in(several: Several) -> None:
    """At the door there is nobody's name and no play, and no key leads anywhere else."""
    several.played("Kari")
    app = several.app()
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SignIn")
        for key in ("ctrl+p", "ctrl+l", "escape"):
            assert "room four" not in shown(app)
            assert "Kari" not in shown(app)
            await pilot.press(key)
            if key != "escape":
                await pilot.pause(0.02)
                assert "SignIn" == type(app.screen).__name__
        await wait_for(pilot, lambda: app._exit, "the end")


async def test_signing_in_leads_home_and_signing_out_back(several: Several) -> None:
    """With name and passphrase one is at one's own home; signed out, no screen of it is left and the field is empty."""
    several.played("Kari", 1)
    app = several.app()
    async with app.run_test(notifications=True) as pilot:
        await sign_in(pilot, "kari")
        await wait_for_screen(pilot, "SharedHome")
        assert "You are Kari." in shown(app)
        assert "Go on with “The window in room four”" in shown(app)
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        app.action_sign_out()
        await wait_for_screen(pilot, "SignIn")
        await wait_for(pilot, lambda: "inside" not in app._screen_stacks, "the screens to be gone")

        assert app.shared is None
        assert app.entrance.identity is None
        assert "" == app.screen.query_one("#passphrase", Input).value + app.screen.query_one("#name", Input).value
        await sign_in(pilot, "Tor")
        await wait_for_screen(pilot, "SharedHome")
        assert "You are Tor." in shown(app)
        assert "Go on with" not in shown(app)


@pytest.mark.parametrize(("name", "passphrase"), [("Kari", "rain on the ruin"), ("Nobody", PASSPHRASE)])
async def test_wrong_name_and_wrong_passphrase_are_told_alike(several: Several, name: str, passphrase: str) -> None:
    """Whichever is wrong, the words are the same; the name stays, the passphrase is typed anew."""
    app = several.app()
    async with app.run_test(notifications=True) as pilot:
        await sign_in(pilot, name, passphrase)
        await wait_for(
            pilot, lambda: "The name and the passphrase do not go together." in shown(app), "what went wrong"
        )

        assert "SignIn" == type(app.screen).__name__
        assert "" == app.screen.query_one("#passphrase", Input).value
        assert name == app.screen.query_one("#name", Input).value


async def test_passphrase_is_never_drawn_and_a_long_one_is_not_cut(several: Several) -> None:
    """What is typed unseen is unseen; what is pasted too long is said to be too long."""
    app = several.app()
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await pilot.press("tab", *"hunter2")
        await pilot.pause()
        assert "hunter2" not in rows(app)
        await choose(pilot, "I have a code")
        await wait_for_screen(pilot, "ByCode")
        long = "x y" * 1000
        await fill(pilot, code="ABCDE-FGHJK", passphrase=long, again=long)
        await choose(pilot, "Choose this passphrase")
        await wait_for(pilot, lambda: "does not work" in shown(app), "what is wrong with the code")
        _, code = Managing(several.store("Solveig")).invite("Mina", several.store("Kari").me.kind, frozenset())
        await fill(pilot, code=code)
        await choose(pilot, "Choose this passphrase")
        await wait_for(pilot, lambda: "at most 1024 characters" in shown(app), "that it is too long")


async def test_code_leads_to_a_recovery_code_that_must_be_written_down(several: Several) -> None:
    """With a code one chooses a passphrase, and sees the recovery code until it is written down."""
    _, code = Managing(several.store("Solveig")).invite("Mina", several.store("Kari").me.kind, frozenset())
    app = several.app()
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await choose(pilot, "I have a code")
        await wait_for_screen(pilot, "ByCode")
        assert "without it they are lost, for everybody" in shown(app)
        await fill(pilot, code=code.lower(), passphrase=NEW, again="paper boots")
        await choose(pilot, "Choose this passphrase")
        await wait_for(pilot, lambda: "The two are not the same." in shown(app), "the slip")
        await fill(pilot, again=NEW)
        await choose(pilot, "Choose this passphrase")
        await wait_for_screen(pilot, "RecoveryCode")
        recovery = app.screen._code
        assert " - ".join(recovery.split("-")) in shown(app)
        await pilot.press("enter", "enter")
        await wait_for(pilot, lambda: "Type its last four here" in shown(app), "that nothing was typed")
        await fill(pilot, last="zzzz")
        await choose(pilot, "Go on")
        await wait_for(pilot, lambda: "These are not its last four." in shown(app), "that it is wrong")
        await fill(pilot, last=recovery[-4:].upper())
        await choose(pilot, "Go on")
        await wait_for_screen(pilot, "SharedHome")
        assert "You are Mina." in shown(app)


async def test_forgotten_passphrase_is_chosen_anew_and_notes_stay(several: Several) -> None:
    """With the recovery code there is a new passphrase, and what was written before can be read."""
    several.played("Kari").write_note("how-it-was", "Calmer than before.")
    app = several.app()
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await choose(pilot, "I forgot")
        await wait_for_screen(pilot, "Forgot")
        await fill(pilot, name="Kari", recovery=several.recovery["Kari"].upper(), passphrase=NEW, again=NEW)
        await choose(pilot, "Choose this passphrase")
        await wait_for_screen(pilot, "RecoveryCode")
        await choose(pilot, "I have written it down")
        await wait_for_screen(pilot, "SharedHome")

        assert ["Calmer than before."] == [note.text for note in app.shared.notes()]


async def test_opening_waits_for_who_signs_in(several: Several, window: Path) -> None:
    """What was asked for on the way in is shown after signing in, and not before."""
    app = TrainerApp(None, Opening(scenario=str(window), seed=7), str(several.file), several.entrance())
    async with app.run_test(notifications=True) as pilot:
        await sign_in(pilot, "Kari")
        await wait_for_screen(pilot, "Briefing")


async def test_lock_covers_everything_and_a_play_goes_on_where_it_was(several: Several) -> None:
    """Locked, nothing of the play is on screen and the keys are gone; unlocked, all is as it was."""
    session = several.played("Kari", 1)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("1")
        await wait_for_screen(pilot, "AskFeeling")
        await pilot.press(*"tense")
        await pilot.press("ctrl+l")
        await wait_for_screen(pilot, "Lock")
        for key in ("ctrl+p", "escape", "s", "tab", "ctrl+l"):
            await pilot.press(key)
            assert "Lock" == type(app.screen).__name__
            assert not {"tense", "window", "Kari", "Ingrid"} & set(shown(app).replace(".", " ").split())
        assert app.shared.identity.keys is None
        await fill(pilot, passphrase=NEW)
        await choose(pilot, "Unlock")
        await wait_for(pilot, lambda: "That is not your passphrase." in shown(app), "that it is wrong")
        assert "name" not in shown(app)
        await wait_for(pilot, lambda: "passphrase" == app.focused.id, "the cursor in it")
        await fill(pilot, passphrase=PASSPHRASE)
        await choose(pilot, "Unlock")
        await wait_for_screen(pilot, "AskFeeling")
        assert "tense" == app.screen.query_one(TypedText).text
        await pilot.press("enter")
        await wait_for_options(pilot)

    assert "tense" in " ".join(Session.resume(several.store("Kari"), session.id).words().values())


async def test_lock_shuts_by_itself(several: Several) -> None:
    """After a while without a key the lock shuts, without anybody doing anything."""
    app = several.app("Kari", idle_seconds=0.3)
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "Lock")
        await choose(pilot, "Sign out")
        await wait_for_screen(pilot, "SignIn")


async def test_key_after_a_long_time_locks_and_does_nothing_else(several: Several) -> None:
    """A key that comes ten minutes after the last one shuts the lock; a millisecond sooner it does what it is for."""
    clock = Clock()
    app = several.app("Kari", clock=clock)
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        clock.now += 599_999
        await pilot.press("s")
        await wait_for_screen(pilot, "Sessions")
        clock.now += 600_000
        await pilot.press("escape")
        await wait_for_screen(pilot, "Lock")
        assert "Sessions" == type(app._screen_stacks["inside"][-1]).__name__


async def test_small_window_asks_for_room_over_the_lock(several: Several) -> None:
    """A window that becomes too small while it is locked says so, and shows the lock again afterwards."""
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("ctrl+l")
        await wait_for_screen(pilot, "Lock")
        await pilot.resize_terminal(40, 10)
        await wait_for_screen(pilot, "TooSmall")
        await pilot.resize_terminal(80, 24)
        await wait_for_screen(pilot, "Lock")
        await fill(pilot, passphrase=PASSPHRASE)
        await choose(pilot, "Unlock")
        await wait_for_screen(pilot, "SharedHome")


async def test_own_store_has_no_lock_and_no_door(app: TrainerApp) -> None:
    """A store that is one person's own shows nothing of all this."""
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "Home")
        await pilot.press("ctrl+l")
        await pilot.pause(0.02)
        assert "Home" == type(app.screen).__name__
        assert not {"Sign out", "People", "Your account"} & set(offered(app))
        assert not {"Lock", "Sign out", "People"} & {each.title for each in app.get_system_commands(app.screen)}


async def test_room_goes_on_for_the_others_while_it_is_locked(several: Several) -> None:
    """Locked, a room that is open here goes on and is kept; what it asks of one is asked after unlocking."""
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        table = table_of(app.shared)
        settle_parts(table)
        read_briefings(table)
        await enter_room(pilot, table, 0)
        await until_shown(pilot, "Ingrid has the word now.")
        await pilot.press("ctrl+l")
        await wait_for_screen(pilot, "Lock")
        assert "A room that is open here goes on for the others." in shown(app)
        session = app.shared.sessions()[0].session
        before = len(app.shared.events(session))
        say(table, "May I come in?")
        await pilot.pause(0.02)
        assert before < len(app.shared.events(session))
        assert "Lock" == type(app.screen).__name__
        await choose(pilot, "Sign out")
        await wait_for(pilot, lambda: "Unlock first" in shown(app), "that others may be there")
        await pilot.press("ctrl+q")
        await pilot.pause(0.02)
        assert not app._exit
        await fill(pilot, passphrase=PASSPHRASE)
        await choose(pilot, "Unlock")
        await wait_for_screen(pilot, "RoomFeeling")


@pytest.mark.parametrize("size", [(60, 16), (50, 15)])
async def test_small_door_can_be_used_whole(several: Several, size: tuple[int, int]) -> None:
    """In the smallest window every line and every way of the longest form can be reached with keys."""
    app = several.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await choose(pilot, "I have a code")
        await wait_for_screen(pilot, "ByCode")
        seen = set(shown(app).split())
        for _ in range(5):
            await pilot.press("tab")
            await pilot.pause(0.02)
            seen |= set(shown(app).split())
        await pilot.press("pageup", "pageup")
        await pilot.pause(0.02)
        seen |= set(shown(app).split())

    assert {"everybody.", "code", "again", "Old", "Choose"} <= seen


async def test_hostile_names_and_titles_are_only_shown(several: Several) -> None:
    """Names, units and what others wrote that were made to hurt are drawn as text; nothing of them runs."""
    managing = Managing(several.store("Solveig"))
    nasty = "[@click=app.quit]x[/] [/b] [b"
    managing.invite(nasty, Kind.STAFF, frozenset({Role.SUPERVISOR}), f"{nasty}\x1b]0;evil\x07")
    session = several.played("Kari")
    kari, tor = Sharing(several.store("Kari")), Reviewing(several.store("Tor"))
    kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
    tor.write(tor.open(session.id, kari.me.id), "", f"{nasty} \x1b[2J")
    app = several.app("Solveig")
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("p")
        await wait_for_screen(pilot, "People")
        assert nasty in shown(app)
        app.screen.query_one(Choices).highlighted = next(
            at for at, label in enumerate(offered(app)) if label.startswith("[@click")
        )
        for key, screen in (("enter", "Change"), ("e", "AskShared"), ("c", "AskWay"), ("x", "AskWay")):
            await pilot.press(key)
            await wait_for_screen(pilot, screen)
            assert [] == [s.style.meta for strip in strips(app) for s in strip if s.style and "@click" in s.style.meta]
            await pilot.press("escape")
            await wait_for_screen(pilot, "People")
    again = several.app("Kari")
    async with again.run_test(notifications=True, tooltips=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        again.show_others(session)
        await wait_for_screen(pilot, "OthersWrote")
        assert nasty in shown(again)
        assert "\x1b" not in rows(again)
        await pilot.press("enter")
        await wait_for_screen(pilot, "AskShared")
        assert nasty in shown(again)
