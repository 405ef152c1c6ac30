"""Accounts on screen: invited, changed, closed, given a code, erased; and nothing of what anybody played."""

from seeing import shown, wait_for
from several import PASSPHRASE, Several
from textual.pilot import Pilot
from textual.widgets import Input
from walking import offered, wait_for_screen

from trainer.people.person import Kind, Role, Standing
from trainer.signing_in.managing import Managing
from trainer.tui.widgets.choices import Choices


async def open_people(pilot: Pilot[int], name: str = "") -> None:
    """Go from home to the accounts, and to that of `name`."""
    await wait_for_screen(pilot, "SharedHome")
    await pilot.press("p")
    await wait_for_screen(pilot, "People")
    choices = pilot.app.screen.query_one(Choices)
    found = [at for at, label in enumerate(choices.labels) if label.startswith(name)]
    choices.highlighted = found[0]
    await pilot.pause()


async def test_only_administrators_have_a_way_in(several: Several) -> None:
    """Who manages no accounts finds neither an entry, nor a key, nor a command that leads to them."""
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("p")
        await pilot.pause(0.02)
        assert "SharedHome" == type(app.screen).__name__
        assert "People" not in offered(app)
        assert "People" not in {each.title for each in app.get_system_commands(app.screen)}
        app.action_people()
        await wait_for_screen(pilot, "Notice")


async def test_list_tells_accounts_and_nothing_of_plays(several: Several) -> None:
    """The list says who comes as what and may do what; of plays there is not even a count."""
    several.played("Kari").write_note("session", "A note.")
    app = several.app("Solveig")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await open_people(pilot)
        assert "Berit leader, Ward 3, plays, and reads what is shared with them" in shown(app)
        assert "Solveig (you) educator, plays, and manages accounts" in shown(app)
        assert "room four" not in shown(app)


async def test_somebody_is_invited_with_a_code_that_works(several: Several) -> None:
    """A name, a kind, what they may do and a unit make an account; the code that is shown opens it."""
    app = several.app("Solveig")
    async with app.run_test(notifications=True) as pilot:
        await open_people(pilot)
        await pilot.press("i")
        await wait_for_screen(pilot, "Invite")
        app.screen.query_one("#name", Input).value = "Kari"
        app.screen.query_one(Choices).focus()
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Somebody here is called “Kari” already." in shown(app), "that it is taken")
        app.screen.query_one("#name", Input).value = "Mina"
        app.screen.query_one("#kind").focus()
        await pilot.press("right", "tab", "right", "tab", *"Ward", "enter", "enter")
        await wait_for_screen(pilot, "ShowCode")
        code = app.screen._code
        assert " ".join(code) in shown(app)
        await pilot.press("enter")
        assert "ShowCode" == type(app.screen).__name__
        await pilot.press("escape")
        await wait_for_screen(pilot, "People")
        await wait_for(pilot, lambda: "has not chosen a passphrase yet" in shown(app), "the new account")

    mina = several.entrance().enrol(code, PASSPHRASE).identity.person
    assert ("Mina", Kind.PATIENT, "Ward") == (mina.name, mina.kind, mina.unit)
    assert frozenset({Role.LEARNER, Role.SUPERVISOR}) == mina.roles


async def test_account_is_changed_and_the_last_administrator_stays(several: Several) -> None:
    """What somebody may do is changed; nobody takes the last administrator's leave to manage away."""
    app = several.app("Solveig")
    async with app.run_test(notifications=True) as pilot:
        await open_people(pilot, "Kari")
        await pilot.press("enter")
        await wait_for_screen(pilot, "Change")
        app.screen.query_one("#roles").focus()
        await pilot.press("right")
        app.screen.query_one(Choices).focus()
        await pilot.press("enter")
        await wait_for_screen(pilot, "People")
        assert Role.SUPERVISOR in Managing(several.store("Solveig")).find("Kari").roles
        app.screen.query_one(Choices).highlighted = next(
            at for at, label in enumerate(offered(app)) if label.startswith("Solveig")
        )
        await pilot.press("enter")
        await wait_for_screen(pilot, "Change")
        app.screen.query_one("#roles").focus()
        await pilot.press("left")
        app.screen.query_one(Choices).focus()
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Nobody would be left who can manage accounts." in shown(app), "why not")


async def test_account_is_closed_and_opened(several: Several) -> None:
    """A closed account cannot be signed in to until it is opened again."""
    app = several.app("Solveig")
    async with app.run_test(notifications=True) as pilot:
        await open_people(pilot, "Kari")
        await wait_for(pilot, lambda: "x Close" in shown(app, "Footer"), "the key that closes")
        await pilot.press("x")
        await wait_for_screen(pilot, "AskWay")
        await pilot.press("1")
        await wait_for(pilot, lambda: any("Kari" in label and "closed" in label for label in offered(app)), "closed")
        await wait_for(pilot, lambda: "x Open" in shown(app, "Footer"), "the key that opens")
        assert Standing.CLOSED is Managing(several.store("Solveig")).find("Kari").standing
        await pilot.press("x")
        await wait_for(pilot, lambda: not any("closed" in label for label in offered(app)), "open again")


async def test_code_says_before_what_is_lost(several: Several) -> None:
    """Before a code for a new passphrase is made, it is said what is lost without the recovery code."""
    app = several.app("Solveig")
    async with app.run_test(notifications=True) as pilot:
        await open_people(pilot, "Kari")
        await pilot.press("c")
        await wait_for_screen(pilot, "AskWay")
        assert "those are lost, for them and for everybody" in shown(app)
        await pilot.press("1")
        await wait_for_screen(pilot, "ShowCode")
        code = app.screen._code
        await pilot.press("escape")
        await wait_for_screen(pilot, "People")

    assert "Kari" == several.entrance().enrol(code, PASSPHRASE).identity.person.name


async def test_erasing_asks_for_the_name(several: Several) -> None:
    """Nobody is erased by a slip: the name is typed; then there is nothing of them left."""
    several.played("Kari")
    app = several.app("Solveig")
    async with app.run_test(notifications=True) as pilot:
        await open_people(pilot, "Kari")
        await pilot.press("e")
        await wait_for_screen(pilot, "AskShared")
        await pilot.press(*"Tor", "enter")
        await wait_for_screen(pilot, "Notice")
        await pilot.press("escape")
        await wait_for_screen(pilot, "People")
        assert any(label.startswith("Kari") for label in offered(app))
        await pilot.press("e")
        await wait_for_screen(pilot, "AskShared")
        await pilot.press(*"kari", "enter")
        await wait_for_screen(pilot, "People")
        await wait_for(pilot, lambda: not any(label.startswith("Kari") for label in offered(app)), "that they are gone")

    assert () == several.store("Solveig").base.sessions()
